"""Score the causal claims of an article from data, a causal graph and a published rubric.

`build` and `read` give a report at a Python prompt (see `causal.commands.notebook`); they are imported when first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causal.version import __version__

if TYPE_CHECKING:
    from causal.commands.notebook import build, read

__all__ = ["__version__", "build", "read"]


def __getattr__(name: str) -> Any:
    if name in {"build", "read"}:
        from causal.commands import notebook

        return getattr(notebook, name)
    raise AttributeError(f"module 'causal' has no attribute {name!r}")
