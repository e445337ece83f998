"""Looking a folder over before it is built: its mistakes, and its lock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from causal.commands.cli.terminal import count, guarded, sized, tell
from causal.files.assets import languages

if TYPE_CHECKING:
    from causal.frame import Frame
    from causal.study import Study

SHOWN = 20  # texts without a translation that are listed at once


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(languages()), help="Check text.LANGUAGE.yaml too.")
@sized
def check(folder: Path, language: str | None) -> None:
    """Check a FOLDER: every mistake at once, with file, line, key and the nearest match."""
    from causal.data import gather, remarks, stand_ins
    from causal.folder import load
    from causal.judgement.advice import advice

    with guarded():
        study = load.load(folder, language or "")
        frame = gather.gather(study, folder)
    edges = len(study.graph.edges) + sum(len(r.edges) for r in study.rivals)
    tell(
        f"{folder}: no mistakes. {count(len(study.claims), 'claim')}, {count(edges, 'edge')} in "
        f"{count(1 + len(study.rivals), 'graph')}, {count(len(frame), 'row')} of {count(len(frame.columns), 'column')}."
    )
    for remark in remarks.remarks(study, frame):
        tell(f"note: {remark}")
    _uncomputable(study, frame)
    for said in advice(study):
        tell(f"note: {said}")
    _unfilled(study)
    for dataset in study.datasets:
        for found in stand_ins.stand_ins(dataset, frame.dataset(dataset.id)):
            tell(f"note: {found.told(dataset, frame.dataset(dataset.id))}")
    if language:
        _to_translate(folder, study)
    if study.lock and study.lock.digest != study.lock_digest:
        tell(f"note: report.yaml, graph.yaml or claims.yaml changed after the lock of {study.lock.on}")


def _uncomputable(study: Study, frame: Frame) -> None:
    """Say which declared designs cannot be computed."""
    if not study.designs:
        return
    from causal.inference.design_proof import uncomputable

    for wrong in uncomputable(study, frame):
        tell(f"note: {wrong}")


def _unfilled(study: Study) -> None:
    """Say which placeholders stand where the author's words are to be."""
    from causal.authoring.placeholders import to_fill_in
    from causal.folder.wording import texts

    left = [text for text in (study.article.author, *texts(study)) if to_fill_in(text)]
    if left:
        shown = ", ".join(text[:40] for text in left[:10])
        tell(f"note: still to be filled in: {shown}{' and more' if len(left) > 10 else ''}")


def untranslated(folder: Path, study: Study) -> list[str]:
    """Give the texts of a folder that have no phrase in the study's language; where that is the folder's own there are none."""
    from causal.folder.load import load
    from causal.folder.proof import Proof
    from causal.folder.wording import PhrasesModel, file_of, texts
    from causal.rendering.catalogue import Catalogue

    own = load(folder)
    if own.language == study.language:
        return []
    model = Proof(folder).read(file_of(study.language), PhrasesModel)
    words, phrases = Catalogue(study.language), model.phrases if model else {}
    return [text for text in texts(own) if text not in phrases and not words.words_itself(text)]


def _to_translate(folder: Path, study: Study) -> None:
    """Say which texts have no translation, each as the line that would give it one."""
    from causal.folder.wording import file_of, line_for

    left = untranslated(folder, study)
    if not left:
        tell("every text has its words in this language")
        return
    tell(
        f"note: {file_of(study.language)}: of {count(len(left), 'text')} there is no translation, so that they stand as written; "
        "where that is not meant (as it may be for a name), add their lines under `phrases`, with the translation for the dots:"
    )
    for text in left[:SHOWN]:
        tell(f"  {line_for(text)}")
    if len(left) > SHOWN:
        tell(f"  and {len(left) - SHOWN} more, listed when these are there")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def lock(folder: Path) -> None:
    """Print the lock of FOLDER's report.yaml, graph.yaml and claims.yaml, to be pasted into report.yaml."""
    from causal.folder import load

    with guarded():
        tell(f"lock: {{digest: {load.lock_digest(folder)}, on: YYYY-MM-DD}}")
