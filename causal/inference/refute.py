"""Try to refute an estimate: every refuter, on one fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Histogram, Refutation
from causal.inference.algebra import fit
from causal.inference.refuters import Setting, refuters
from causal.messages import Failure, Message, Outcome, Stage
from causal.work.finite import sound
from causal.work.seeds import stream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from causal.inference.algebra import Array
    from causal.inference.design import Design
    from causal.inference.refuters import Decision
    from causal.messages import Value
    from causal.study import Edge
    from causal.verdict import Rubric

BINS = 24


def settings(
    design: Design,
    edge: Edge,
    graph: str,
    seed: int,
    rubric: Rubric,
    draws: int,
    kept: dict[str, list[Iterable[Any]]] | None = None,
) -> dict[str, Setting]:
    """Give one setting a refuter: the same fit, and a random stream of its own. What is tested is the stated sign.

    `kept` holds, by refuter, what is drawn, for designs of the same rows, edge, graph and seed.
    """
    projection = design.project()
    fitted = fit(projection, design.outcome[:, None])
    return {
        name: Setting(
            design=design,
            projection=projection,
            fit=fitted,
            sign=edge.sign,
            lag=edge.lag,
            draws=draws,
            rng=stream(seed, graph, edge.id, name),
            rubric=rubric,
            kept=None if kept is None else kept.setdefault(name, []),
        )
        for name in refuters()
    }


def refute(
    design: Design, edge: Edge, graph: str, seed: int, rubric: Rubric
) -> tuple[tuple[Refutation, ...], tuple[Failure, ...]]:
    """Run every refuter on the real outcome; one that cannot run is recorded, and counts as not computed.

    An estimate that lies wholly against the stated sign is put to them for its own sign.
    """
    found, failures = [], []
    for name, given in settings(design, edge, graph, seed, rubric, rubric.draws).items():
        setting = replace(given, sign=given.fit.side(edge.sign, rubric.level))
        try:
            decision = refuters()[name].run(setting, design.outcome[:, None])
            found.append(sound(_record(name, decision, setting, edge), Refutation))
        except (NotComputableError, np.linalg.LinAlgError, ArithmeticError) as error:
            reason = str(error)
            failures.append(Failure(stage=Stage.REFUTE, member=name, subject=edge.id, reason=reason))
            message = Message(key="refuter.not_computed", values={"reason": reason})
            found.append(Refutation(name=name, outcome=Outcome.NOT_COMPUTED, message=message))
    return tuple(found), tuple(failures)


def not_applicable() -> tuple[Refutation, ...]:
    """Give what stands for every refuter where nothing can be computed in the judged estimate's place."""
    message = Message(key="refuter.no_functional")
    return tuple(Refutation(name=name, outcome=Outcome.NOT_APPLICABLE, message=message) for name in refuters())


def _record(name: str, decision: Decision, setting: Setting, edge: Edge) -> Refutation:
    outcome = _outcome(decision)
    draws = None if decision.effects is None else np.asarray(decision.effects[:, 0])
    p_value = None if decision.p_value is None else float(decision.p_value[0])
    tail = (1.0 - setting.rubric.level) / 2.0
    low, high = (None, None) if draws is None else (float(q) for q in np.quantile(draws, [tail, 1.0 - tail]))
    given: dict[str, Value] = {"estimate": float(setting.fit.effect[0]), "p": p_value, "low": low, "high": high}
    if setting.sign != edge.sign:
        given["opposite"] = True
    return Refutation(
        name=name,
        outcome=outcome,
        message=Message(
            key=f"refuter.{name}.{decision.inapplicable or outcome.value}",
            values={**given, "draws": 0 if draws is None else len(draws), **decision.values},
        ),
        effect=None if draws is None else float(draws.mean()),
        low=low,
        high=high,
        p_value=p_value,
        draws=0 if draws is None else len(draws),
        distribution=None if draws is None else histogram(draws),
    )


def _outcome(decision: Decision) -> Outcome:
    if decision.inapplicable:
        return Outcome.NOT_APPLICABLE
    return Outcome.PASSED if bool(decision.passed[0]) else Outcome.FAILED


def histogram(draws: Array) -> Histogram:
    """Give the distribution of `draws`, (n,), in equal bins."""
    counts, edges = np.histogram(draws, bins=BINS)
    return Histogram(
        edges=tuple(float(e) for e in edges),
        counts=tuple(int(c) for c in counts),
        mean=float(draws.mean()),
        standard_deviation=float(draws.std(ddof=1)),
    )
