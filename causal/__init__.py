"""Score the causal claims of an article from data, a causal graph and a published rubric.

`build` and `read` give a report at a Python prompt (see `causal.notebook`); they are imported when first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from causal.notebook import build, read

__version__ = "0.1.0"
__all__ = ["__version__", "build", "read"]


def __getattr__(name: str) -> Any:
    if name in {"build", "read"}:
        from causal import notebook

        return getattr(notebook, name)
    raise AttributeError(f"module 'causal' has no attribute {name!r}")
