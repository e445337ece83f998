"""`causal preview`: a page of this machine, built again at every save."""

from __future__ import annotations

from pathlib import Path

import click

from causal.commands.cli.terminal import guarded, tell


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port on this machine; 0 takes a free one.")
def preview(folder: Path, port: int) -> None:
    """Show FOLDER's report on a page of this machine, built again whenever a file is saved. Ctrl-C ends it."""
    from causal.commands.preview import Preview
    from causal.work.store import user_store

    with guarded():
        shown = Preview(folder, user_store(), port, tell)
        try:
            tell(f"{shown.url} shows {folder}; Ctrl-C ends it")
            shown.run()
        except KeyboardInterrupt:
            tell("ended")
        finally:
            shown.close()
