"""Tables that come from the code stand in the pages themselves, and are those of the code as it is."""

from __future__ import annotations

import pytest

from benchmarks.known_truth import cases
from docs.generated import DOCS, MARKED, generated
from tests.docs.pages import pages


@pytest.mark.parametrize("page", [p for p in pages() if "<!-- generated" in p.read_text(encoding="utf-8")], ids=str)
def test_the_page_is_as_the_code_has_it(page):
    assert page.read_text(encoding="utf-8") == generated(page), "run: nox -s docs"


def test_a_table_is_on_every_page_of_reference_and_check():
    for page in (*(DOCS / "reference").glob("*.md"), *(DOCS / "how-to" / "checks").glob("*.md"), DOCS / "rubric.md"):
        text = page.read_text(encoding="utf-8")
        assert page.name == "python.md" or MARKED.search(text), page
        assert text.count("<!-- generated: ") == text.count("<!-- end of generated -->") == len(MARKED.findall(text))


def test_what_stands_between_the_marks_is_written_anew(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "above\n<!-- generated: keys claims check_edge -->\nwhat was there\n<!-- end of generated -->\nbelow\n"
    )
    text = generated(page)
    assert "what was there" not in text
    assert "| `graph` | text | `article` |" in text
    assert text.startswith("above\n")
    assert text.endswith("\n<!-- end of generated -->\nbelow\n")
    page.write_text(text)
    assert generated(page) == text


def test_known_truth_has_a_row_for_every_set_of_data(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("<!-- generated: known-truth -->\n<!-- end of generated -->\n")
    lines = generated(page).splitlines()
    named = [line.split(" | ")[0] for line in lines if line.startswith("| `")]
    assert named == [f"| `{case.id}`" for case in cases()]
