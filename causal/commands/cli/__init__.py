"""The commands. The only modules that print; a command's module is imported when it is asked for, what is heavy by what needs it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

import click

from causal.commands.cli.terminal import Guarded
from causal.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = {  # of each command
    "build": "build",
    "render": "build",
    "check": "check",
    "lock": "check",
    "explain": "explain",
    "verify": "verify",
    "diff": "diff",
    "calibrate": "calibrate",
    "new": "new",
    "draft": "draft",
    "fetch": "fetch",
    "graph": "graph",
    "preview": "preview",
    "list": "listing",
    "site": "site",
}


class Commands(Mapping[str, click.Command]):
    """The commands by name."""

    def __getitem__(self, name: str) -> click.Command:
        module = import_module(f"causal.commands.cli.{MODULES[name]}")
        command: click.Command = getattr(module, "list_" if name == "list" else name)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


@click.group(
    cls=Guarded,
    commands=Commands(),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="causal")
def main() -> None:
    """Score every claim of an article as supported or not, and print the evidence.

    A report folder holds report.yaml, graph.yaml, claims.yaml and data/. Exit codes: 0 done, 1 done with failures
    recorded in the report, 2 bad input, 3 a fault of the program itself.
    """
