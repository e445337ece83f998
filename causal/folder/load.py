"""Read a report folder into a Study, or say everything that is wrong with it at once, by file, line and key."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from causal.errors import BadFolderError, DataError, Problem
from causal.files.inside import inside
from causal.files.limits import PROBLEMS
from causal.files.sizes import too_many
from causal.files.yaml_reader import read
from causal.folder.claims import FILE as CLAIMS
from causal.folder.claims import claim_ids, read_claims
from causal.folder.graph import Rows, asserted, read_graphs
from causal.folder.proof import Proof
from causal.folder.readings import parts
from causal.folder.shapes import CORRECTIONS, FILES, ClaimsModel, CorrectionsModel, ReportModel
from causal.folder.sources import read_sources, sha256
from causal.folder.wording import file_of, read_phrases, translated
from causal.sampling import sampling_serving
from causal.study import Article, Correction, Event, Lock, Reply, Sample, SignOff, Study

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from causal.sampling import Sampling
    from causal.study import Claim, Dataset, Graph

__all__ = ["load", "lock_digest", "sha256"]

REPORT = "report.yaml"
LOCKED = (REPORT, "graph.yaml", CLAIMS)


def load(folder: Path, language: str = "") -> Study:
    """Give the study of a folder, worded in `language` (default: its own); raise BadFolderError with every mistake found."""
    if not folder.is_dir():
        raise BadFolderError([Problem(file=str(folder), line=0, key="", message="this is not a folder")])
    proof = Proof(folder)
    report = proof.read(REPORT, ReportModel)
    later = proof.read(CORRECTIONS, CorrectionsModel) if (folder / CORRECTIONS).exists() else CorrectionsModel()
    datasets = read_sources(proof)
    series = _series_written(proof)
    listed = proof.read(CLAIMS, ClaimsModel)
    _check_sizes(proof, listed)
    rows = _rows(report, datasets)
    graphs = read_graphs(proof, datasets, series, claim_ids(proof, listed), rows)
    identities = proof.names("data/sources.yaml", "datasets")
    units = {one.name: one.unit for dataset in datasets or () for one in dataset.series}
    claims = (
        None
        if listed is None
        else read_claims(proof, listed, series, identities, asserted(proof), rows.sampling, units)
    )
    if report is not None:
        _check_report(proof, report, rows, datasets, identities)
    if proof.problems or report is None or graphs is None or claims is None or datasets is None or later is None:
        raise BadFolderError(proof.problems[:PROBLEMS])
    study = _assembled(proof, report, later, graphs, claims, datasets)
    return study if language in {"", study.language} else _in_language(proof, study, language)


def _check_sizes(proof: Proof, listed: ClaimsModel | None) -> None:
    """Raise BadFolderError where there are more claims than can be proved in a moment."""
    if listed is None:
        return
    for what, count in (
        ("claims", len(listed.claims)),
        ("parts of claims", sum(map(parts, (check for c in listed.claims for check in c.checks)))),
    ):
        if wrong := too_many(what, count):
            proof.fault(CLAIMS, ("claims",), wrong)
            raise BadFolderError(proof.problems[:PROBLEMS])


def _rows(report: ReportModel | None, datasets: tuple[Dataset, ...] | None) -> Rows:
    """Give the kind of the report's rows, and their dataset where it serves; days where nothing is known of them."""
    if report is None:
        return Rows(sampling=sampling_serving("", None))
    calendar = next((d for d in datasets or () if d.id == report.sample.calendar), None)
    sampling = sampling_serving(report.sample.kind, calendar)
    return Rows(sampling=sampling, calendar=calendar if calendar is not None and sampling.serves(calendar) else None)


def _in_language(proof: Proof, study: Study, language: str) -> Study:
    phrases = read_phrases(proof, study, language)
    if proof.problems or phrases is None:
        raise BadFolderError(proof.problems[:PROBLEMS])
    name = file_of(language)
    return replace(
        translated(study, phrases, language), inputs={**study.inputs, name: sha256(inside(proof.folder, name))}
    )


def lock_digest(folder: Path) -> str:
    """Give the SHA-256, in hex, over what report.yaml (without its `lock`), graph.yaml and claims.yaml say.

    Comments and layout do not count. Raise BadFolderError where a file cannot be read.
    """
    try:
        return _digest([read(inside(folder, name), name).values for name in LOCKED])
    except DataError as error:
        raise BadFolderError([Problem(file=str(folder), line=0, key="", message=str(error))]) from error


def _digest(values: Sequence[Any]) -> str:
    report, *rest = values
    if isinstance(report, dict):
        report = {key: value for key, value in report.items() if key != "lock"}
    parts = [json.dumps(value, sort_keys=True, ensure_ascii=False) for value in (report, *rest)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _series_written(proof: Proof) -> set[str] | None:
    """Give every `dataset.column` written in data/sources.yaml, those of mistaken entries included."""
    identities = proof.names("data/sources.yaml", "datasets")
    if identities is None:
        return None
    return {
        f"{identity}.{column}"
        for identity in identities
        for column in proof.names("data/sources.yaml", "datasets", identity, "series") or ()
    }


def _check_report(
    proof: Proof,
    report: ReportModel,
    rows: Rows,
    datasets: tuple[Dataset, ...] | None,
    identities: Sequence[str] | None,
) -> None:
    (_check_event if rows.sampling.has_event else _check_no_event)(proof, report, rows.sampling)
    if report.sample.independent and (rows.sampling.ordered or rows.sampling.designed):
        message = f"the rows of {rows.sampling.called} are not independent of each other: leave this key out"
        proof.fault(REPORT, ("sample", "independent"), message)
    calendar = report.sample.calendar
    proof.known(REPORT, ("sample", "calendar"), "dataset", calendar, identities)
    if rows.calendar is None and calendar in {d.id for d in datasets or ()}:
        proof.fault(REPORT, ("sample", "calendar"), f"the calendar '{calendar}' {rows.sampling.calendar_wanted}")


def _check_event(proof: Proof, report: ReportModel, _sampling: Sampling) -> None:
    """Note what a time series lacks, and an event outside its window or sample."""
    event, sample = report.event, report.sample
    for place, value in ((("event",), event), (("sample", "start"), sample.start), (("sample", "end"), sample.end)):
        if value is None:
            message = (
                f"the key '{place[-1]}' is missing: a time series needs it (rows in no order are 'kind: cross-section')"
            )
            proof.fault(REPORT, place[:-1], message)
    if event is not None and not event.start <= event.day <= event.end:
        message = f"the event day {event.day} lies outside its window {event.start} to {event.end}"
        proof.fault(REPORT, ("event", "day"), message)
    if sample.start is None or sample.end is None:
        return
    if not sample.start < sample.end:
        proof.fault(REPORT, ("sample", "end"), f"the sample ends on {sample.end}, before it starts on {sample.start}")
    elif event is not None and not sample.start < event.day <= sample.end:
        message = f"the event day {event.day} lies outside the sample {sample.start} to {sample.end}"
        proof.fault(REPORT, ("event", "day"), message)


def _check_no_event(proof: Proof, report: ReportModel, sampling: Sampling) -> None:
    """Note what rows without an event cannot have; those that have dates may be cut to some of them."""
    if report.event is not None:
        proof.fault(REPORT, ("event",), f"{sampling.called} has no event day: leave this key out")
    given = [end for end in ("start", "end") if getattr(report.sample, end) is not None]
    for end in given:
        if not sampling.looks_back:
            message = f"the rows of {sampling.called} have no dates: leave '{end}' out"
            proof.fault(REPORT, ("sample", end), message)
        elif len(given) == 1:
            proof.fault(REPORT, ("sample", end), "give both 'start' and 'end', or neither: every row")


def _assembled(
    proof: Proof,
    report: ReportModel,
    later: CorrectionsModel,
    graphs: tuple[Graph, ...],
    claims: tuple[Claim, ...],
    datasets: tuple[Dataset, ...],
) -> Study:
    optional = [CORRECTIONS] if CORRECTIONS in proof.documents else []
    files = [*FILES, *optional, *sorted({f"data/{d.file}" for d in datasets})]
    corrections = sorted([*report.corrections, *later.corrections], key=lambda c: c.on)
    signed = {s.role: s for s in (*report.sign_off, *later.sign_off)}  # a signature takes its role's place
    return Study(
        name=proof.folder.resolve().name,
        title=report.title,
        language=report.language,
        article=Article(**dict(report.article)),
        event=None if report.event is None else Event(**dict(report.event)),
        sample=Sample(**dict(report.sample)),
        seed=report.seed,
        graph=graphs[0],
        rivals=graphs[1:],
        claims=claims,
        datasets=datasets,
        inputs={name: sha256(inside(proof.folder, name)) for name in files},
        lock=None if report.lock is None else Lock(**dict(report.lock)),
        lock_digest=_digest([proof.documents[name].values for name in LOCKED]),
        sign_off=tuple(SignOff(**dict(s)) for s in signed.values()),
        corrections=tuple(Correction(**dict(c)) for c in corrections),
        reply=None if later.reply is None else Reply(**dict(later.reply)),
        publisher=report.publisher,
        as_of=report.as_of,
    )
