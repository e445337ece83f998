"""corrections.yaml: what comes after the lock is read, printed, and breaks no lock."""

from __future__ import annotations

from datetime import date

import pytest

from causal.errors import BadFolderError
from causal.folder import load
from causal.folder.load import lock_digest
from tests.folders import make_folder

LATER = """\
corrections:
  - {on: 2025-05-02, what: The close of 3 February was corrected., why: The exchange republished it.}
  - {on: 2025-04-01, what: A label was mended., why: It named the wrong index.}
sign_off:
  - {role: Editor, name: E. D. Itor, on: 2025-05-03}
  - {role: Statistician, name: S. Tat, on: 2025-05-03}
reply: {by: A. Writer, on: 2025-05-04, text: I stand by it.}
"""


@pytest.fixture
def folder(tmp_path):
    made = make_folder(tmp_path / "r")
    report = made / "report.yaml"
    report.write_text(report.read_text() + "sign_off: [{role: Analyst}, {role: Editor}]\n")
    return made


def test_what_comes_after_the_lock_is_read_and_breaks_none(folder):
    before, digest = load.load(folder), lock_digest(folder)
    (folder / "corrections.yaml").write_text(LATER)
    after = load.load(folder)
    assert lock_digest(folder) == digest == after.lock_digest == before.lock_digest
    assert [c.on for c in after.corrections] == [date(2025, 4, 1), date(2025, 5, 2)]
    assert [(s.role, s.name) for s in after.sign_off] == [
        ("Analyst", ""),
        ("Editor", "E. D. Itor"),
        ("Statistician", "S. Tat"),
    ]
    assert after.reply.by == "A. Writer"
    assert "corrections.yaml" in after.inputs
    assert "corrections.yaml" not in before.inputs


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("corrections: [{on: 2025-05-02, what: x}]\n", "why"),
        ("correction: []\n", "did you mean 'corrections'"),
        ("reply: {by: A, on: 2025-13-02, text: x}\n", "no day of the calendar"),
        ("- x\n", "corrections.yaml"),
    ],
)
def test_mistakes_are_told_at_their_line(folder, text, said):
    (folder / "corrections.yaml").write_text(text)
    with pytest.raises(BadFolderError) as caught:
        load.load(folder)
    assert any(said in str(p) for p in caught.value.problems)
    assert all("corrections.yaml" in p.file for p in caught.value.problems)
