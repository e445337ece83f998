"""The open set of checks: one module each, with one constant `CHECK`.

A check turns the parameters given in `claims.yaml` and what the pipeline computed into `Evidence`.
Add one by adding a file (or an entry point in group `causal.checks`); there is no list to extend.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from causal.files.members import members
from causal.verdict import Strength

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from causal.findings import GraphFindings
    from causal.frame import Frame
    from causal.study import Claim, Study
    from causal.verdict import EdgeVerdict, Evidence, Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a check may read: the study, the data, and what was found about the graphs. `edges` by (graph, edge id), `claims` by id.

    `evaluated` holds the formulas evaluated last, for the claims that read the same one.
    """

    study: Study
    frame: Frame
    rubric: Rubric
    claim: Claim
    graphs: Mapping[str, GraphFindings]
    edges: Mapping[tuple[str, str], EdgeVerdict]
    claims: Mapping[str, Claim]
    evaluated: dict[Hashable, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A kind of test. `parameters` is a frozen dataclass: its fields are the keys allowed in claims.yaml.

    `run(parameters, context)` gives Evidence, or raises NotComputableError with the reason. `dated`: it reads values at a
    time, which the rows of a cross-section have not. `start` is the strength that its evidence starts from: a recorded
    figure is read and a derivation computed, and both start high; a correlation, a regression and a publication's word
    are observational and start low. `sentences`, by language and key, word the messages that no catalogue of the
    package has: those of a check from elsewhere. They may use the part of Jinja that `causal.files.sentences` allows.
    """

    title: str
    parameters: type[Any]
    run: Callable[[Any, Context], Evidence]
    dated: bool = False
    start: Strength = Strength.LOW
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@cache
def checks() -> Mapping[str, Check]:
    """Give every check by name (the module's name), sorted; entry points may add to the built-in ones."""
    return members(__name__, __path__, "CHECK")
