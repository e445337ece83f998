"""The formula language: what parses, what is refused and where, and what the functions give."""

from __future__ import annotations

import ast
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.data.formula import evaluate, parse
from causal.data.functions import FUNCTIONS
from causal.errors import DataError, FormulaError
from causal.files.limits import FORMULA_CHARACTERS, FORMULA_DEPTH, WINDOW_ROWS

DAYS = pd.bdate_range("2024-01-01", periods=120)
RNG = np.random.default_rng(11)
A = pd.Series(100 * np.exp(np.cumsum(0.01 * RNG.standard_normal(120))), index=DAYS)
B = pd.Series(RNG.standard_normal(120), index=DAYS)
GAPS = B.mask(RNG.random(120) < 0.2)
DATA = {"d": pd.DataFrame({"a": A, "b": B, "gaps": GAPS, "name": "text"}, index=DAYS)}


def value(text: str) -> pd.Series[float]:
    return evaluate(parse(text), DATA, DAYS)


def same(text: str, expected: pd.Series[float]) -> None:
    pd.testing.assert_series_equal(value(text), expected.astype("float64"), check_names=False, check_freq=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("d.a + d.b * 2 - 1", A + B * 2 - 1),
        ("-d.a / d.b", -A / B),
        ("(d.b) ** 2", B**2),
        ("d.a ** -0.5", A**-0.5),
        ("d.a > 100", (A > 100).astype(float)),
        ("log(d.a)", np.log(A)),
        ("sqrt(abs(d.b))", np.sqrt(B.abs())),
        ("sign(d.b)", np.sign(B)),
        ("minimum(d.b, 0)", B.clip(upper=0)),
        ("maximum(d.b, 0)", B.clip(lower=0)),
        ("clip(d.b, -1, 1)", B.clip(-1, 1)),
        ("where(d.b > 0, d.a, 0)", A.where(B > 0, 0)),
        ("isnan(d.gaps)", GAPS.isna().astype(float)),
        ("first(d.gaps, d.a)", GAPS.fillna(A)),
        ("first(d.gaps, missing(), 7)", GAPS.fillna(7)),
        ("lag(d.a)", A.shift(1)),
        ("lag(d.a, 3)", A.shift(3)),
        ("lead(d.a, 2)", A.shift(-2)),
        ("diff(d.a, 2)", A.diff(2)),
        ("logret(d.a)", np.log(A).diff()),
        ("pct(d.a, 5)", 100 * A.pct_change(5)),
        ("cumsum(d.b)", B.cumsum()),
        ("cummax(d.b)", B.cummax()),
        ("cummin(d.b)", B.cummin()),
        ("corr(d.a, d.b, 20)", A.rolling(20).corr(B)),
        ("zscore(d.b, 10)", (B - B.shift(1).rolling(10).mean()) / B.shift(1).rolling(10).std()),
        ("winsor(d.b, 0.1)", B.clip(B.quantile(0.1), B.quantile(0.9))),
        ("fill(d.gaps, 2)", GAPS.ffill(limit=2)),
        ("weekday()", pd.Series(DAYS.day_of_week, index=DAYS)),
        ("3", pd.Series(3.0, index=DAYS)),
    ],
)
def test_a_formula_gives_what_pandas_gives(text: str, expected: pd.Series[float]) -> None:
    same(text, expected)


@given(n=st.integers(1, 40), name=st.sampled_from(["mean", "std", "total", "highest", "lowest"]))
@settings(max_examples=30, deadline=None)
def test_rolling_functions_agree_with_pandas_and_need_a_full_window(n: int, name: str) -> None:
    method = {"total": "sum", "highest": "max", "lowest": "min"}.get(name, name)
    expected = getattr(B.rolling(n, min_periods=n), method)()
    same(f"{name}(d.b, {n})", expected)
    assert value(f"{name}(d.b, {n})").isna().sum() >= n - 1


def test_a_missing_side_makes_arithmetic_and_comparisons_missing() -> None:
    for text in ("d.gaps + 1", "d.gaps > 0", "minimum(d.gaps, 0)", "where(d.gaps > 0, 1, 0)", "d.gaps != 0"):
        assert (value(text).isna() == GAPS.isna()).all(), text


@pytest.mark.parametrize("text", ["d.a / 0", "log(-d.a)", "sqrt(-d.a)", "exp(d.a * 1000)", "0 ** -1", "1 / 0"])
def test_what_is_no_finite_number_is_missing(text: str) -> None:
    assert value(text).isna().all()


def test_a_division_by_zero_does_not_spread_through_a_running_total() -> None:
    total = value("cumsum(1 / (d.b * (d.a > 0) * (weekday() > 0)))")
    assert total.notna().any()
    assert np.isfinite(total.dropna()).all()


def test_days_to_the_last_friday_counts_to_this_month_then_to_the_next() -> None:
    found = value("days_to_last_friday()")
    assert found["2024-01-25"] == 1
    assert found["2024-01-26"] == 0
    assert found["2024-01-29"] == 25  # to 23 February
    assert found["2024-05-31"] == 0


def test_days_since_counts_calendar_days() -> None:
    assert value("days_since(20231231)").iloc[0] == 1
    assert value("days_since(20240110)")["2024-01-08"] == -2


def test_a_factor_recovers_the_common_part_with_the_sign_of_the_first() -> None:
    common = RNG.standard_normal(120)
    table = pd.DataFrame(
        {k: s * common + 0.3 * RNG.standard_normal(120) for k, s in (("x", 1), ("y", -1), ("z", 1))}, index=DAYS
    )
    found = evaluate(parse("factor(d.x, d.y, d.z)"), {"d": table}, DAYS)
    assert np.corrcoef(found, common)[0, 1] > 0.95
    assert found.std() == pytest.approx(1)
    turned = evaluate(parse("factor(d.y, d.x, d.z)"), {"d": table}, DAYS)
    assert np.corrcoef(turned, common)[0, 1] < -0.95


def test_a_factor_of_a_constant_column_is_missing_instead_of_a_crash() -> None:
    assert value("factor(d.a, d.b * 0)").isna().all()


def test_a_residual_is_orthogonal_to_its_causes_and_has_mean_zero() -> None:
    left = value("residual(d.a, d.b, lag(d.b))").dropna()
    assert abs(left.mean()) < 1e-9
    assert abs(np.corrcoef(left, B[left.index])[0, 1]) < 1e-9
    assert left.std() < A[left.index].std()


def test_a_window_looks_back_only() -> None:
    changed = {"d": DATA["d"].assign(b=B.where(DAYS[60] > DAYS, 99.0))}
    backward = [
        n for n in FUNCTIONS if n in {"lag", "diff", "mean", "std", "total", "highest", "lowest", "zscore", "fill"}
    ]
    for name in backward:
        text = f"{name}(d.b, 5)"
        before = DAYS[:60]
        pd.testing.assert_series_equal(value(text)[before], evaluate(parse(text), changed, DAYS)[before])


def test_rows_are_aligned_by_exact_time() -> None:
    weekly = {"w": pd.DataFrame({"x": [1.0, 2.0]}, index=DAYS[[0, 5]])}
    found = evaluate(parse("w.x"), weekly, DAYS)
    assert found.dropna().tolist() == [1.0, 2.0]
    assert found.notna().sum() == 2


def test_days_are_not_aligned_with_instants() -> None:
    with pytest.raises(DataError, match="calendar days, but the rows of this formula by instants"):
        evaluate(parse("d.a"), DATA, DAYS.tz_localize("UTC"))


def test_text_and_repeated_times_are_refused() -> None:
    with pytest.raises(DataError, match="holds text"):
        value("d.name")
    with pytest.raises(DataError, match="several rows a time"):
        evaluate(parse("d.a"), {"d": pd.concat([DATA["d"], DATA["d"]])}, DAYS)
    with pytest.raises(DataError, match=r"no series 'd\.zzz'"):
        value("d.zzz")


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "empty"),
        ("d.a +", 5, "not a formula"),
        ("lagg(d.a)", 1, "unknown function 'lagg'; did you mean 'lag'"),
        ("1 + lagg(d.a)", 5, "unknown function"),
        ("d.a + é.ü + a", 13, "'a' is not a series"),
        ("mean(d.a)", 1, r"mean takes \(x, n\), not 1"),
        ("mean(d.a, 5, 6)", 1, "not 3"),
        ("mean(d.a, d.b)", 11, "wants a plain number"),
        ("mean(d.a, 0)", 11, f"whole number of rows, 1 to {WINDOW_ROWS}"),
        ("mean(d.a, -5)", 11, "whole number of rows"),
        ("lag(d.a, 1.5)", 10, "whole number of rows"),
        (f"std(d.a, {WINDOW_ROWS + 1})", 10, "whole number of rows"),
        ("winsor(d.a, 0.5)", 13, "share"),
        ("days_since(20261399)", 12, "yyyymmdd"),
        ("d.a ** d.b", 8, "exponent"),
        ("d.a ** 1e9", 8, "exponent"),
        ("9 ** 9 ** 9", 6, "exponent"),
        ("1 < d.a < 2", 1, "two values at a time"),
        ("mean(x=d.a)", 1, "without keywords"),
        ("d.a % 2", 1, "operator"),
        ("d.a # note", 5, "character"),
        ("d.a\x00", 4, "character"),
        ("'text'", 1, "only numbers"),
        ("True", 1, "only numbers"),
        ("1j", 1, "constant"),
        ("1e300", 1, "too large"),
        ("1" + "0" * 400, 1, "too large"),
        ("lag(d.a, 1" + "0" * 400 + ")", 10, "too large"),
        ("d.a.values", 1, "one dot"),
        ("d", 1, "not a series"),
        ("a" * (FORMULA_CHARACTERS + 1), 1, "longer than"),
        ("-" * (FORMULA_DEPTH + 2) + "1", FORMULA_DEPTH + 2, "nested deeper"),
    ],
)
def test_a_mistake_is_told_with_its_column(text: str, column: int, message: str) -> None:
    with pytest.raises(FormulaError, match=message) as caught:
        parse(text)
    assert caught.value.column == column
    assert str(caught.value).endswith(" " * (column - 1) + "^")


def test_unknown_names_are_mistakes_where_the_known_ones_are_given() -> None:
    known = ["market.price", "market.volume"]
    assert parse("market.pricee").names == ("market.pricee",)
    with pytest.raises(FormulaError, match=r"unknown series 'market\.pricee'; did you mean 'market\.price'") as caught:
        parse("log(market.pricee)", known)
    assert caught.value.column == 5
    with pytest.raises(FormulaError, match=r"'price' is not a series.*did you mean 'market\.price'"):
        parse("price", known)
    assert parse("market.volume / market.price", known).names == ("market.price", "market.volume")


def test_a_formula_over_several_lines_keeps_its_columns() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("d.a +\n  zzz(d.b)")
    assert caught.value.column == 7


TOKENS = [
    "d.a",
    "d.b",
    "d",
    "(",
    ")",
    ",",
    "+",
    "-",
    "*",
    "/",
    "**",
    "<",
    "==",
    "lag",
    "mean",
    "factor",
    "1",
    "0",
    "5e9",
    "lambda",
    "[",
    "]",
    "for x in",
    "if",
    ".",
    "'",
    "__class__",
    ":=",
    "not",
    "~",
    "\\",
    "{",
    "}",
    "é",
    "0x",
    "1_0",
    "@",
    "#",
    ";",
    "\n",
    "\ud800",
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(TOKENS), max_size=12).map(" ".join)))
@settings(max_examples=600, deadline=None)
def test_parsing_fails_with_a_formula_error_or_not_at_all(text: str) -> None:
    try:
        parsed = parse(text)
    except FormulaError as error:
        assert 1 <= error.column <= max(1, len(error.formula))
        assert str(error)
    else:
        assert all(name.count(".") == 1 for name in parsed.names)


LEAVES = st.sampled_from(["d.a", "d.b", "d.gaps", "0", "1", "-2.5", "missing()", "weekday()"])


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "<", ">=", "!="]), inner).map(
        lambda t: f"({t[0]} {t[1]} {t[2]})"
    )
    unary = st.sampled_from(
        ["log", "exp", "abs", "sqrt", "sign", "isnan", "cumsum", "cummax", "lag", "diff", "pct", "logret"]
    )
    window = st.sampled_from(["mean", "std", "total", "highest", "lowest", "zscore", "fill", "lead"])
    many = st.sampled_from(["first", "factor", "residual"])
    return st.one_of(
        pair,
        st.tuples(unary, inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(window, inner, st.integers(1, 30)).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        st.tuples(many, inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        st.tuples(inner, inner, st.integers(2, 9)).map(lambda t: f"corr({t[0]}, {t[1]}, {t[2]})"),
        st.tuples(inner, st.sampled_from(["2", "-1", "0.5"])).map(lambda t: f"({t[0]}) ** {t[1]}"),
    )


@given(st.recursive(LEAVES, _grow, max_leaves=6).filter(lambda t: len(t) <= FORMULA_CHARACTERS))
@settings(max_examples=150, deadline=None)
def test_every_formula_evaluates_to_finite_or_missing_numbers_on_the_index(text: str) -> None:
    found = value(text)
    assert found.index.equals(DAYS)
    assert found.dtype == np.float64
    assert not np.isinf(found).any()


def test_every_function_says_what_it_takes_and_means() -> None:
    for name, function in FUNCTIONS.items():
        assert function.signature.startswith("("), name
        assert len(function.meaning) > 3, name
        assert isinstance(ast.parse(f"{name}{function.signature.replace('...', 'x')}", mode="eval").body, ast.Call)


def test_evaluation_stays_quick_on_many_rows() -> None:
    index = pd.date_range("1900-01-01", periods=100_000, freq="h")
    data = {"d": pd.DataFrame({"a": np.arange(100_000.0)}, index=index)}
    start = time.perf_counter()
    evaluate(parse("corr(d.a, weekday(), 2000) + days_to_last_friday() + highest(d.a, 2000)"), data, index)
    assert time.perf_counter() - start < 5


# -- holes


SUMMERS = pd.date_range("2016-06-01", "2019-08-31")
SUMMERS = SUMMERS[SUMMERS.month.isin([6, 7, 8])]
RIVER = {"g": pd.DataFrame({"level": np.arange(len(SUMMERS), dtype=float) + 1.0}, index=SUMMERS)}


def river(text, day):
    return float(evaluate(parse(text, ["g.level"]), RIVER, SUMMERS)[day])


@pytest.mark.parametrize(
    "function", ["diff({})", "lag({})", "pct({})", "logret({})", "mean({}, 3)", "fill({} / (weekday() > 9), 2)"]
)
def test_a_step_over_a_hole_is_missing_unless_the_formula_says_otherwise(function):
    text = function.format("g.level")
    assert np.isnan(river(text, "2018-06-01"))
    if "fill" not in function:
        assert np.isfinite(river(text, "2018-06-04"))
        assert np.isfinite(river(f"over_holes({text})", "2018-06-01"))


def test_what_looks_ahead_stops_before_a_hole():
    assert np.isnan(river("lead(g.level)", "2017-08-31"))
    assert river("over_holes(lead(g.level))", "2017-08-31") == river("g.level", "2018-06-01")


def test_over_holes_holds_for_what_stands_in_it_alone():
    assert np.isnan(river("over_holes(lag(g.level)) + diff(g.level)", "2018-06-01"))
    assert river("over_holes(lag(diff(g.level)))", "2018-06-02") == 1.0


@pytest.mark.parametrize(("text", "value"), [("cummax(g.level)", 185.0), ("cummin(-g.level)", -185.0)])
def test_what_is_so_far_runs_on_over_a_hole(text, value):
    assert river(text, "2018-06-01") == value


def test_a_weekend_is_no_hole_of_a_market():
    days = pd.bdate_range("2024-01-01", periods=60)
    data = {"m": pd.DataFrame({"x": np.arange(60.0)}, index=days)}
    assert evaluate(parse("diff(m.x)", ["m.x"]), data, days).iloc[1:].eq(1.0).all()


# -- what formulas have in common


@given(st.lists(st.recursive(LEAVES, _grow, max_leaves=4), min_size=2, max_size=4))
@settings(max_examples=40, deadline=None)
def test_formulas_that_share_their_parts_give_what_each_gives_alone(texts):
    kept = {}
    for text in [*texts, *texts]:
        pd.testing.assert_series_equal(evaluate(parse(text), DATA, DAYS, kept=kept), value(text), check_names=False)


def test_what_formulas_have_in_common_is_computed_once(monkeypatch):
    ran = []
    run = FUNCTIONS["lag"].run
    monkeypatch.setitem(FUNCTIONS, "lag", replace(FUNCTIONS["lag"], run=lambda *given: ran.append(1) or run(*given)))
    kept = {}
    for text in ("lag(d.a) + 1", "2 * lag(d.a)", "lag(d.b)"):
        evaluate(parse(text), DATA, DAYS, kept=kept)
    assert len(ran) == 2


def test_a_step_over_a_hole_is_not_what_the_same_words_are_beside_it():
    kept = {}
    over, beside = (
        evaluate(parse(text, ["g.level"]), RIVER, SUMMERS, kept=kept)["2018-06-01"]
        for text in ("over_holes(lag(g.level))", "lag(g.level)")
    )
    assert np.isfinite(over)
    assert np.isnan(beside)
