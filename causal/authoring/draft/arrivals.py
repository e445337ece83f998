"""Data files into a drafted folder: copied, declared as `causal new --data` does, and beside the author's own words.

Text is added and what the author wrote stays: datasets at the end of sources.yaml, variables at the head of graph.yaml.
The calendar that stood in for data gives way to the first file.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.authoring.scaffold import scaffold_own
from causal.errors import CausalError
from causal.files.writing import write_text
from causal.files.yaml_reader import read
from causal.study import Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from causal.authoring.own_data import OwnData

STAND_IN = re.compile(r"^  calendar:\n    file: calendar\.csv\n(?:    .*\n)+", re.MULTILINE)
NO_DATA = re.compile(r"^# No data yet: .*\n", re.MULTILINE)
VARIABLE = re.compile(r"^  (?P<name>\w+): \{.*formula: (?P<dataset>\w+)\..*\}$", re.MULTILINE)
HEADING = "  # From the data: replace the latent variables that these measure, or give those these formulas.\n"


def continued(folder: Path, data: Sequence[Path], today: date, kind: str = "") -> tuple[OwnData, ...]:
    """Add data files to a report folder and give what was found in them; raise CausalError where one is there already.

    `kind` is the kind of sample that their rows are, where the author says so.
    """
    if not (folder / "report.yaml").is_file():
        raise CausalError(
            f"{folder} is no report folder: it has no report.yaml. `causal draft ARTICLE --data …` makes one"
        )
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "made"
        found = scaffold_own(made, data, today, kind, least=1)
        _refuse_known(folder, found)
        sources = _sources(folder, made)
        graph = _graph(folder, made, {one.id for one in found if _fits(folder, one)})
        report = _report(folder, made)
    if _stands_in(folder):
        (folder / "data" / "calendar.csv").unlink(missing_ok=True)
    for path in data:
        shutil.copyfile(path, folder / "data" / path.name)
    write_text(folder / "data" / "sources.yaml", sources)
    write_text(folder / "graph.yaml", graph)
    write_text(folder / "report.yaml", report)
    return found


def _refuse_known(folder: Path, found: Sequence[OwnData]) -> None:
    known = _values(folder / "data" / "sources.yaml")["datasets"]
    for one in found:
        if one.id in known or (folder / "data" / one.file).exists():
            raise CausalError(f"{folder} has a dataset {one.id} or a file data/{one.file} already: rename the new file")


def _sources(folder: Path, made: Path) -> str:
    """Give sources.yaml with the new datasets at its end."""
    text = (folder / "data" / "sources.yaml").read_text(encoding="utf-8").rstrip("\n") + "\n"
    if _stands_in(folder):
        text = NO_DATA.sub("", STAND_IN.sub("", text))
    _, _, added = (made / "data" / "sources.yaml").read_text(encoding="utf-8").partition("\ndatasets:\n")
    return text + added


def _fits(folder: Path, one: OwnData) -> bool:
    """Whether rows are named as those of the folder's calendar, so that variables can be made of them."""
    if _stands_in(folder):
        return True
    calendar = _values(folder / "report.yaml")["sample"]["calendar"]
    declared: Any = _values(folder / "data" / "sources.yaml")["datasets"][calendar]
    return bool(declared.get("resolution", Resolution.DAY) == one.resolution)


def _graph(folder: Path, made: Path, usable: set[str]) -> str:
    """Give graph.yaml with a variable for each new column of the usable files.

    A name that is taken is left out; its series stays declared, as does that of a file whose rows are named otherwise.
    """
    text = (folder / "graph.yaml").read_text(encoding="utf-8")
    known = _values(folder / "graph.yaml")["variables"]
    found = VARIABLE.finditer((made / "graph.yaml").read_text(encoding="utf-8"))
    fresh = [m for m in found if m["name"] not in known and m["dataset"] in usable]
    if not fresh:
        return text
    added = "".join(f"{match[0]}\n" for match in fresh)
    head, mark, rest = text.partition("\nvariables:\n")
    if not mark:
        raise CausalError(f"{folder / 'graph.yaml'} has no line 'variables:': write one, with the variables below it")
    return f"{head}{mark}{HEADING}{added}{rest.replace(HEADING, '')}"


def _report(folder: Path, made: Path) -> str:
    """Give report.yaml with the sample of the first new file, where a calendar stood in for data."""
    text = (folder / "report.yaml").read_text(encoding="utf-8")
    if not _stands_in(folder):
        return text
    fresh = (made / "report.yaml").read_text(encoding="utf-8")
    lines = {key: re.search(rf"^{key}: .*$", fresh, re.MULTILINE) for key in ("sample", "event")}
    sample, event = lines["sample"], lines["event"]
    assert sample is not None
    text = re.sub(r"^sample: .*$", lambda _: sample[0], text, count=1, flags=re.MULTILINE)
    day = re.search(r"^event: \{day: ([0-9-]+)", text, re.MULTILINE)
    span = re.search(r"start: ([0-9-]+), end: ([0-9-]+)", sample[0])
    if event is None or (day and span and not span[1] <= day[1] <= span[2]):
        text = re.sub(r"^event: .*\n", lambda _: f"{event[0]}\n" if event else "", text, count=1, flags=re.MULTILINE)
    return text


def _stands_in(folder: Path) -> bool:
    """Whether the sample is still the calendar that `causal draft` counted, and nothing else speaks of it."""
    words = "".join((folder / name).read_text(encoding="utf-8") for name in ("graph.yaml", "claims.yaml"))
    sample = _values(folder / "report.yaml").get("sample", {})
    return sample.get("calendar") == "calendar" and "calendar." not in words


def _values(path: Path) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = read(path, path.name).values
    return values
