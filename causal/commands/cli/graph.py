"""A folder's graph to another program and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from causal.commands.cli.terminal import fail, guarded, tell

if TYPE_CHECKING:
    from causal.authoring.graph_formats import Format


@click.group()
def graph() -> None:
    """Take a folder's graph to another program, or one from there: DOT, GML, GraphML, DAGitty, node-link JSON."""


@graph.command(name="export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write; its suffix tells the format. Default: print.",
)
@click.option("-f", "--format", "form", default="", help="dagitty, dot, gml, graphml or node_link.")
@click.option("--graph", "which", default="article", help="The id of a rival account. Default: the article's graph.")
def export_graph(folder: Path, output: Path | None, form: str, which: str) -> None:
    """Write the graph of FOLDER in another program's format, and say what that format cannot hold."""
    from causal.authoring import exchange
    from causal.errors import did_you_mean
    from causal.files.writing import write_text
    from causal.folder import load

    with guarded():
        study = load.load(folder)
        graphs = {g.id: g for g in (study.graph, *study.rivals)}
        if which not in graphs:
            fail(f"no graph '{which}' in {folder}{did_you_mean(which, graphs)}")
        text, lost = exchange.export(graphs[which], _graph_format(form, output))
        if output is None:
            (tell if sys.stdout.isatty() else click.echo)(text, nl=False)  # a file gets what it is given
        else:
            write_text(output, text)
    for one in lost:
        tell(f"not kept: {one}", err=True)


@graph.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    default="graph.yaml",
    type=click.Path(path_type=Path),
    help="File to write; one that exists is kept.",
)
@click.option(
    "-f", "--format", "form", default="", help="dagitty, dot, gml, graphml or node_link. Default: by FILE's suffix."
)
@click.option(
    "--outcome", default="", help="The variable at the end of the chain. Default: the file's, or the longest path's."
)
def import_graph(file: Path, output: Path, form: str, outcome: str) -> None:
    """Make graph.yaml from the graph in FILE, for you to give each variable its data and each claimed edge its sign."""
    from causal.authoring import exchange
    from causal.files.writing import write_text

    with guarded():
        if output.exists():
            fail(f"{output} exists: name another file with -o, then put it in its place")
        made = exchange.read_file(file, _graph_format(form, file), outcome)
        write_text(output, made.text)
    for note in made.notes:
        tell(note)
    tell(f"{output}: written. Next: causal check {output.parent}")


def _graph_format(name: str, file: Path | None) -> Format:
    from causal.authoring.graph_formats import format_for, graph_formats
    from causal.errors import did_you_mean

    known = graph_formats()
    found = known.get(name) if name else format_for(file.name) if file else None
    if found is None:
        asked = f"no format '{name}'{did_you_mean(name, known)}" if name else "the file's suffix tells no format"
        fail(f"{asked}: name one with -f: {', '.join(known)}")
    assert found is not None
    return found
