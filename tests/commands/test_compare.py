"""What differs between two reports is found, named, and put down to what changed: data, graph, claims, rubric, software."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal import pipeline
from causal.commands.compare import compare, leaves, same, software
from tests.folders import make_folder, simulated
from tests.test_pipeline import QUICK

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory, built_once):
    return built_once(make_folder(tmp_path_factory.mktemp("old") / "r"), QUICK)


def test_a_report_does_not_differ_from_itself(built):
    found = compare(built, built)
    assert found.none
    assert found.causes == ()


def test_new_data_is_named_as_the_cause_with_the_numbers_that_moved(built, tmp_path):
    data = simulated()
    data["price"] = data["price"] * 1.01
    found = compare(built, pipeline.build(make_folder(tmp_path / "r", data=data), QUICK))
    assert any(c.endswith(".csv changed") for c in found.causes)
    touched = {d.subject for d in found.edges}
    assert "article: fear->price" in touched or any("price" in s for s in touched)
    assert all(any(w.startswith("data: ") for w in d.why) for d in found.edges)
    moved = next(d for d in found.edges if "price" in d.subject)
    assert any("effect" in c.place and isinstance(c.old, float) for c in moved.values)


def test_a_changed_claim_is_the_cause_for_itself_alone(built, tmp_path):
    folder = make_folder(tmp_path / "r")
    text = (folder / "claims.yaml").read_text()
    assert "id: c3" in text
    (folder / "claims.yaml").write_text(text.replace("id: c3", "id: c33"))
    found = compare(built, pipeline.build(folder, QUICK))
    assert {(d.subject, d.old is None, d.new is None) for d in found.claims} == {
        ("c3", False, True),
        ("c33", True, False),
    }
    assert found.edges == ()
    assert all("claims.yaml" in " ".join(d.why) for d in found.claims)


def test_a_changed_threshold_is_named(built, tmp_path):
    other = pipeline.build(make_folder(tmp_path / "r"), replace(QUICK, minimum_rows=10_000))
    found = compare(built, other)
    assert f"rubric.minimum_rows: {QUICK.minimum_rows} → 10000" in found.causes
    assert any(d.verdict_changed for d in found.edges)
    assert all("the rubric changed" in d.why for d in found.edges)


def test_other_software_is_named_and_small_differences_can_be_allowed(built):
    versions = {**built.provenance.versions, "numpy": "9.9"}
    verdicts = (replace(built.verdicts[0], score=built.verdicts[0].score), *built.verdicts[1:])
    edges = list(built.graph.edges)
    first = edges[0].estimates[0]
    edges[0] = replace(edges[0], estimates=(replace(first, effect=first.effect * (1 + 1e-9)), *edges[0].estimates[1:]))
    other = replace(
        built,
        provenance=replace(built.provenance, versions=versions),
        verdicts=verdicts,
        graph=replace(built.graph, edges=tuple(edges)),
    )
    found = compare(built, other)
    assert f"numpy {built.provenance.versions['numpy']} → 9.9" in found.causes
    claimed = {e.id for e in built.study.graph.claimed}
    assert bool(found.edges) == (edges[0].edge in claimed)
    assert compare(built, other, 1e-6).none


def test_an_unexplained_difference_is_said_to_be_one(built):
    verdicts = (replace(built.verdicts[0], score=1), *built.verdicts[1:])
    found = compare(built, replace(built, verdicts=verdicts))
    assert found.claims[0].why == ("the same inputs gave another result",)
    assert (found.claims[0].old_score, found.claims[0].new_score) == (built.verdicts[0].score, 1)


@pytest.mark.parametrize(
    ("old", "new", "tolerance", "equal"),
    [
        (1.0, 1.0 + 1e-9, 0.0, False),
        (1.0, 1.0 + 1e-9, 1e-6, True),
        (0.0, 1e-12, 1e-6, True),
        (1, True, 0.0, True),
        (1_770_000_000, 1_770_000_001, 1e-6, False),
        (3, 3.0 + 1e-9, 1e-6, True),
        ("a", "b", 1e-6, False),
        (None, 0.0, 1e-6, False),
        (1.0, 1.1, 1e-6, False),
    ],
)
def test_when_two_values_are_the_same(old, new, tolerance, equal):
    assert same(old, new, tolerance) is equal


def test_wording_is_no_difference_and_a_missing_item_is():
    assert not list(leaves("x", {"says": "a", "n": 1}, {"says": "b", "n": 1}, 0.0))
    assert [c.place for c in leaves("x", {"n": [1, 2]}, {"n": [1]}, 0.0)] == ["x.n (count)"]
    assert [c.place for c in leaves("x", {"n": [1, 2]}, {"n": [1, 3]}, 0.0)] == ["x.n[1]"]


def test_a_file_of_the_folder_that_is_named_like_a_library_is_no_software(built):
    inputs = {**built.study.inputs, "numpy": "0" * 64}
    changed = replace(built, study=replace(built.study, inputs=inputs))
    assert list(software(built, changed)) == []
    other = replace(built, provenance=replace(built.provenance, versions={**built.provenance.versions, "numpy": "0"}))
    assert list(software(built, other)) == [f"numpy {built.provenance.versions['numpy']} → 0"]
