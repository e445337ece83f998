"""The commands. The only modules that print; everything heavy is imported by the command that needs it."""

from __future__ import annotations

import click

from causal.commands.cli import (
    build,
    calibrate,
    check,
    diff,
    draft,
    explain,
    fetch,
    graph,
    listing,
    new,
    preview,
    site,
    verify,
)
from causal.commands.cli.terminal import Guarded
from causal.version import __version__


@click.group(cls=Guarded, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="causal")
def main() -> None:
    """Score every claim of an article as supported or not, and print the evidence.

    A report folder holds report.yaml, graph.yaml, claims.yaml and data/. Exit codes: 0 done, 1 done with failures
    recorded in the report, 2 bad input, 3 a fault of the program itself.
    """


for command in (
    build.build,
    build.render,
    check.check,
    check.lock,
    explain.explain,
    verify.verify,
    diff.diff,
    calibrate.calibrate,
    new.new,
    draft.draft,
    fetch.fetch,
    graph.graph,
    preview.preview,
    listing.list_,
    site.site,
):
    main.add_command(command)
