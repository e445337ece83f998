"""Reading the report of a folder's last build, of a report.json, or of a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.commands.cli.terminal import fail, guarded

if TYPE_CHECKING:
    from pathlib import Path

    from causal.report import Report


def last_build(folder: Path) -> Report:
    """Give the report of a folder's last build, or of a report.json; leave with an instruction where there is none."""
    from causal import report as reports

    path = folder / "build" / "report.json" if folder.is_dir() else folder
    if not path.exists():
        fail(f"{path} does not exist: run `causal build {folder}` first")
    with guarded():
        return reports.read(path)


def any_report(path: Path) -> Report:
    """Read the report of a folder's last build, of a report.json, or of a PDF."""
    if path.suffix.lower() != ".pdf":
        return last_build(path)
    from causal.rendering import archive
    from causal.report import from_json

    with guarded():
        return from_json(archive.extract(path)[archive.REPORT])
