"""The open set of study designs: one module each, with one constant `DESIGN`.

A design says how a cause came to differ between rows: by lot, at a threshold, since a law of some states. It estimates an
edge in the way of its field, puts the estimate to the challenges that its readers ask for, and draws their figures. It is
declared on an edge of graph.yaml, `design: {kind: NAME, ...}`, and DoWhy must identify the edge on the graph as before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from causal.errors import NotComputableError
from causal.files.members import members
from causal.findings import Estimate, Strategy
from causal.inference.algebra import student
from causal.messages import Outcome
from causal.verdict import Strength
from causal.work.finite import finite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from causal.findings import Listing, Plot
    from causal.frame import Frame
    from causal.inference.algebra import Array
    from causal.messages import Value
    from causal.study import Family, Variable
    from causal.verdict import Rubric

ROW = " row"  # the column that numbers the rows of a frame; no variable can be called so
NORMAL = 1e6  # degrees of freedom at which Student's t is the normal distribution to every printed digit


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """An edge with a declared design, and its data.

    `treatment`, `outcome`, `covariates` and `instruments` are columns of the frame; the covariates are what DoWhy's adjustment
    set (or the conditioning set of the instruments) holds beside the variables that the design's own parameters name.
    `exogenous`: by a declared reason nothing hidden moves the treatment with the outcome. `unit` and `period` are the columns that number a panel's units and its times; "" where the graph draws none.
    `stream(name)` gives a random generator of that name's own.
    """

    frame: Frame
    treatment: str
    outcome: str
    parameters: Any
    sign: int
    rubric: Rubric
    stream: Callable[[str], np.random.Generator]
    family: Family
    strategy: Strategy = Strategy.ADJUSTMENT
    covariates: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    unit: str = ""
    period: str = ""
    exogenous: bool = False

    def rows(self, *more: str, missing: bool = False) -> pd.DataFrame:
        """Give the rows with treatment, outcome, covariates, instruments, unit, period and `more`, as columns of those names.

        Rows that lack one are left out, unless `missing`. Raise NotComputableError where none is left.
        """
        wanted = (self.treatment, self.outcome, *self.covariates, *self.instruments, self.unit, self.period, *more)
        table = self.frame.table(dict.fromkeys(name for name in wanted if name))
        known = np.ones(len(table), dtype=bool) if missing else ~np.isnan(table.to_numpy()).any(axis=1)
        table = table if known.all() else table[known]
        if table.empty:
            raise NotComputableError("no row has a value of every variable that the design needs")
        return table

    def having(self, columns: Mapping[str, Array]) -> Declared:
        """Give the same with these columns, each (rows of the frame,), in the place of those of the same names, or beside them."""
        return replace(self, frame=self.frame.having(columns))

    def numbered(self, column: str = ROW) -> Declared:
        """Give the same with the number of each row of the frame in a column: what a design reads then says which rows it is.

        In the place of a column that is there, a row that had no value still has none.
        """
        numbers = np.arange(len(self.frame.index), dtype=np.float64)
        if column != ROW:
            numbers = np.where(np.isnan(self.column(column)), np.nan, numbers)
        return self.having({column: numbers})

    def column(self, name: str) -> Array:
        """Give a copy of a column, (rows of the frame,)."""
        values: Array = self.frame.table([name])[name].to_numpy(dtype=np.float64, copy=True)
        return values

    def estimate(
        self,
        *,
        method: str,
        effect: float,
        standard_error: float,
        rows: int,
        degrees_of_freedom: float = NORMAL,
        p_value: float | None = None,
        details: dict[str, Value] | None = None,
        **more: Any,
    ) -> Estimate:
        """Give an Estimate whose interval is Student's t; `method` names the sentence `estimate_name.METHOD`, `more` are its further fields.

        Raise NotComputableError where the error is no positive number.
        """
        test = student(effect, standard_error, degrees_of_freedom, self.rubric.level, called=method)
        table = self.rows()
        spreads = [float(table[name].std(ddof=0)) for name in (self.treatment, self.outcome)]
        return finite(
            Estimate(
                method=method,
                label=method,
                effect=float(effect),
                standard_error=float(standard_error),
                low=test.low,
                high=test.high,
                level=self.rubric.level,
                statistic=test.statistic,
                p_value=test.p_value if p_value is None else p_value,
                degrees_of_freedom=float(degrees_of_freedom),
                rows=rows,
                first=None,
                last=None,
                standardised=float(effect * spreads[0] / spreads[1]) if spreads[1] > 0 else None,
                details=details or {},
                **more,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenged:
    """What a challenge came to. `values` are numbers for its sentence, `refuter.NAME.passed`, `.failed`, or `.WHY` where it does not apply.

    `effects` are draws (n,) of a distribution that the estimate is held against.
    """

    passed: bool
    why: str = ""
    p_value: float | None = None
    low: float | None = None
    high: float | None = None
    effects: Array | None = None
    values: dict[str, Value] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        """Passed, failed, or not applicable."""
        if self.why:
            return Outcome.NOT_APPLICABLE
        return Outcome.PASSED if self.passed else Outcome.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """One attempt to refute a design's estimate. `test` is the test of the rubric that it serves.

    `run(declared, estimate)` gives what it came to, or raises NotComputableError with the reason. `slow`: of a simulated world, which
    ends with the first challenge that fails, it is the last to be run.
    """

    test: Literal["refuted", "timing"]
    run: Callable[[Declared, Estimate], Challenged]
    slow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """Data simulated from an edge's own.

    `draw(rng, effect)` gives the edge anew with a true effect of that size in the place of the data's, all else that the design holds
    being as it was. `additive`: were the same numbers drawn with another effect, the judged estimate would be that much larger, and its
    error and degrees of freedom the same; it then need not be computed again.
    """

    draw: Callable[[np.random.Generator, float], Declared]
    additive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyDesign:
    """`parameters` is a frozen dataclass: its fields are the keys that the design takes beside `kind`, and its docstrings go to the schema.

    `samples` are the kinds of sample whose rows it is for. `variables` are the keys whose values name variables of the graph (a
    text, or a list of texts; "" or () for none); those of `drawn` must be drawn as causes of the outcome. `effects`: the graph
    must draw the variables that number units and times as causes of treatment and outcome. `orders`: the design itself shows
    that cause moves effect, and not the reverse; `withstands`: nothing hidden can move both, so that sensitivity does not decide.
    `reads` is the key whose variable the effect runs through; the verdict then says, by `design.NAME.reads`, that it is that part alone.
    `start` is the strength that its evidence starts from, as in GRADE: high for a trial, low for what was only observed.

    `estimate(declared)` gives the estimates, the judged one first, or raises NotComputableError; `judged` gives that one alone,
    where this takes less time. `proof(declared)` raises it, too, where the judged one cannot be computed, as soon as that shows; `causal check` calls it, or
    `estimate` where there is none. Its words are an instruction. `simulate(declared)` gives what draws worlds of a known effect from the data, or raises
    NotComputableError; without it an edge's report has no error rates. `challenges` and `figures` are by
    name; each is run alone, and one that cannot be computed is recorded. `libraries` are those of optional extras that it computes with, whose versions the report names;
    `also` are other names that the field has for the design, by which `causal new --design` knows it.
    `sentences`, by language and key, word what no catalogue of the package has.
    """

    title: str
    parameters: type[Any]
    samples: frozenset[str]
    estimate: Callable[[Declared], tuple[Estimate, ...]]
    proof: Callable[[Declared], object] | None = None
    challenges: Mapping[str, Challenge]
    figures: Mapping[str, Callable[[Declared, Estimate], Plot | Listing | None]] = field(default_factory=dict)
    judged: Callable[[Declared], Estimate] | None = None
    simulate: Callable[[Declared], Worlds] | None = None
    variables: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    effects: bool = False
    orders: bool = False
    withstands: bool = False
    start: Strength = Strength.LOW
    reads: str = ""
    libraries: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def first(self, declared: Declared) -> Estimate:
        """Give the judged estimate alone."""
        return self.estimate(declared)[0] if self.judged is None else self.judged(declared)


@cache
def designs() -> Mapping[str, StudyDesign]:
    """Give every design by name, sorted; entry points in group `causal.designs` add to the built-in ones."""
    return members(__name__, __path__, "DESIGN")


def called(name: str) -> str:
    """Give the design that goes by a name, its own or another of its field; "" where there is none."""
    return next((own for own, one in designs().items() if name in (own, *one.also)), "")


def named(parameters: Any, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Give the variables that those keys of a design's parameters name, each once."""
    found = (getattr(parameters, key) for key in keys)
    return tuple(
        dict.fromkeys(name for one in found for name in ((one,) if isinstance(one, str) else one or ()) if name)
    )


def numbering(function: str, variables: Iterable[Variable]) -> str:
    """Give the variable that `function` numbers, `unit` or `period`; "" where there is none."""
    for variable in variables:
        if variable.measure is not None and variable.measure.formula.replace(" ", "") == f"{function}()":
            return variable.name
    return ""
