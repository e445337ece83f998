"""What the members of open sets that ran bring to a report: their titles, and sentences of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.errors import CausalError
from causal.files.assets import languages
from causal.inference.designs import designs
from causal.inference.estimators import estimators
from causal.inference.refuters import refuters
from causal.judgement.checks import checks
from causal.report import Brought

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from causal.findings import GraphFindings
    from causal.inference.designs import StudyDesign
    from causal.inference.estimators import Estimator
    from causal.inference.refuters import Refuter
    from causal.judgement.checks import Check
    from causal.study import Study

    Member = Check | Estimator | Refuter | StudyDesign


def bring(study: Study, found: Sequence[GraphFindings]) -> Brought:
    """Collect the titles and sentences of what ran; raise CausalError where two members bring the same sentence."""
    asked = {request.check for claim in study.claims for request in claim.checks}
    used = {e.method for graph in found for edge in graph.edges for e in edge.estimates}
    ran_checks = {name: checks()[name] for name in checks() if name in asked}
    ran_estimators = {name: estimators()[name] for name in estimators() if name in used}
    return Brought(
        checks={name: check.title for name, check in ran_checks.items()},
        estimators={name: estimator.title for name, estimator in ran_estimators.items()},
        refuters={name: refuter.title for name, refuter in refuters().items()},
        sentences=sentences_of(
            {
                **_named("check", ran_checks),
                **_named("estimator", ran_estimators),
                **_named("refuter", refuters()),
                **_named("design", {name: designs()[name] for name in designs() if name in study.designs}),
            }
        ),
    )


def _named(kind: str, members: Mapping[str, Member]) -> dict[str, Member]:
    return {f"{kind} '{name}'": member for name, member in members.items()}


def sentences_of(members: Mapping[str, Member]) -> dict[str, dict[str, str]]:
    """Give the members' sentences by language and key, so far as reports are worded in the language."""
    found: dict[str, dict[str, str]] = {}
    owners: dict[tuple[str, str], str] = {}
    for owner, member in members.items():
        for language in sorted(set(languages()) & set(member.sentences)):
            for key, text in member.sentences[language].items():
                other = owners.setdefault((language, key), owner)
                if other != owner:
                    raise CausalError(f"the {other} and the {owner} both bring the sentence '{key}': rename one")
                found.setdefault(language, {})[key] = text
    return found
