"""A new report folder that builds as it is: a small example, a copy of a packaged report, or one on data of one's own."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from causal.authoring.declaration import declaration, sample_of
from causal.authoring.own_data import OwnData, look
from causal.data.layouts import written
from causal.errors import CausalError, DataError, did_you_mean
from causal.files.assets import asset
from causal.files.writing import write_text
from causal.folder.load import sha256
from causal.folder.schemas import write_schemas
from causal.sampling import kinds_of_sample
from causal.work.confined import confined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from causal.study import Layout


def scaffold(folder: Path, example: str = "") -> None:
    """Write the small example, or a copy of a report that comes with the package; raise CausalError where it cannot."""
    _unused(folder)
    if example:
        _copy(folder, example)
        return
    shutil.copytree(asset("templates/folder"), folder, dirs_exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    _simulate(folder / "data" / "market.csv")
    sources = folder / "data" / "sources.yaml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace("DIGEST", sha256(folder / "data" / "market.csv")), encoding="utf-8")
    (folder / ".schema").mkdir()
    write_schemas(folder / ".schema")


def scaffold_own(
    folder: Path,
    files: Sequence[Path],
    today: date,
    kind: str = "",
    layout: Layout | None = None,
    sheet: str = "",
    *,
    least: int = 2,
    design: str = "",
) -> tuple[OwnData, ...]:
    """Write a folder around data files, with a placeholder for each thing that they do not tell; give what was found.

    The first file's rows are those of the analysis; its variables are the columns of all files whose rows are named alike.
    `kind` is the kind of sample that the rows are, where the author says so, `layout` and `sheet` what is
    known of the files beforehand. `least` is how many columns are enough: a
    folder with a graph of its own needs one. `design` is the study design that the folder declares, on rows of its kind.
    """
    _unused(folder)
    said, kind = bool(kind), kind or (sample_of(design) if design else "")
    if kind and kind not in kinds_of_sample():
        known = " or ".join(f"'{one}'" for one in kinds_of_sample())
        raise CausalError(f"no kind of rows is called '{kind}': expected {known}")
    found = _looked_at(files, kind, layout, sheet, said=said)
    calendar, ids = found[0], [one.id for one in found]
    if len(set(ids)) < len(ids):
        raise CausalError(f"two files have the name {next(i for i in ids if ids.count(i) > 1)}: rename one")
    if not calendar.serves:
        raise CausalError(
            f"{calendar.file} has {calendar.resolution}s: name first a file with one row a day, a period or a case, or where each "
            "is a day say whose, such as --as 'time_zone: Europe/Berlin'"
        )
    series = [
        one for d in found if d.resolution is calendar.resolution for one in d.series if one.short not in d.constant
    ]
    shared = Counter(one.short for one in series)
    if len(series) < least:
        left = "".join(f"; {reason}" for d in found for reason in (*d.notes, *d.left_out)[:3])
        raise CausalError(
            "a graph needs a cause and an effect: give at least two columns of numbers that vary, with a second --data where one "
            f"file has not both{left}"
        )
    variables = [
        {
            "name": one.short if shared[one.short] == 1 else one.name.replace(".", "_"),
            "label": one.label,
            "formula": one.name,
            "unit": one.unit,
        }
        for one in series
    ]
    names = [one["name"] for one in variables]
    ends = [name for name, one in zip(names, series, strict=True) if one in calendar.series or not calendar.key]
    ends = ends if len(ends) > 1 else names  # a series with one value a time cannot be the outcome that units differ in
    declared = declaration(design, calendar, ends) if design else None
    told = {
        "today": today,
        "event": calendar.event,
        "calendar": calendar,
        "variables": variables,
        "datasets": found,
        "cause": declared.cause if declared else ends[0],
        "effect": declared.effect if declared else ends[-1],
        "declared": declared,
        "written": written,
    }
    for name, text in _filled(told).items():
        write_text(folder / name, text)
    for path in files:
        shutil.copyfile(path, folder / "data" / path.name)
    (folder / ".schema").mkdir()
    write_schemas(folder / ".schema")
    return found


def _looked_at(
    files: Sequence[Path], kind: str, layout: Layout | None, sheet: str, *, said: bool
) -> tuple[OwnData, ...]:
    """Give what each file holds; beside a panel a file may have a row a time, or a row a unit."""
    seen = partial(look, said=said)
    first = confined(seen, files[0], kind, layout, sheet, subject=files[0].name)
    rest = []
    for path in files[1:]:
        try:
            rest.append(confined(seen, path, kind, layout, sheet, subject=path.name))
        except DataError:
            if not first.key:
                raise
            rest.append(confined(look, path, "", layout, sheet, subject=path.name))
    return (first, *rest)


def _filled(told: Mapping[str, object]) -> dict[str, str]:
    """Give each file of the folder with what was found written in."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    home = asset("templates/own_data")
    environment = Environment(  # noqa: S701 - YAML, not HTML
        loader=FileSystemLoader(home),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["tojson"] = _quoted
    templates = sorted(path.relative_to(home).as_posix() for path in home.rglob("*.j2"))
    return {name.removesuffix(".j2"): environment.get_template(name).render(told) for name in templates}


def _quoted(value: object) -> str:
    """Give a value as JSON, which YAML reads, in the letters of its language."""
    return json.dumps(value, ensure_ascii=False)


def _unused(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise CausalError(f"{folder} exists and is not empty: choose another name")


def _copy(folder: Path, example: str) -> None:
    known = {path.parent.name: path.parent for path in asset("reports").glob("*/report.yaml")}
    if example not in known:
        raise CausalError(f"no report '{example}' comes with the package{did_you_mean(example, known)}")
    shutil.copytree(known[example], folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("build"))


def _simulate(path: Path) -> None:
    """Write a year and a half of business days: rates move both others, news moves mood, mood moves the price."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(20250203)
    days = pd.bdate_range("2024-01-02", periods=320)
    rates, news, mood, rest = rng.standard_normal((4, len(days)))
    news[days == "2025-02-03"] = -5.0
    news = news + 0.2 * rates
    mood = 0.8 * news + 0.2 * rates + 0.7 * mood
    price = 100 * np.exp(np.cumsum(0.01 * (0.9 * mood + 0.2 * rates + 0.7 * rest)))
    table = pd.DataFrame({"date": days.date, "news": news, "mood": mood, "rates": rates, "price": price})
    table.to_csv(path, index=False, float_format="%.4f", lineterminator="\n")
