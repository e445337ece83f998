"""Looking a folder over before it is built: its mistakes, and its lock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from causal.commands.cli.terminal import count, guarded, sized, tell
from causal.files.assets import languages

if TYPE_CHECKING:
    from causal.study import Study


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(languages()), help="Check text.LANGUAGE.yaml too.")
@sized
def check(folder: Path, language: str | None) -> None:
    """Check a FOLDER: every mistake at once, with file, line, key and the nearest match."""
    from causal.data import gather, remarks, stand_ins
    from causal.folder import load
    from causal.inference.design_proof import uncomputable
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
    for wrong in uncomputable(study, frame):
        tell(f"note: {wrong}")
    for said in advice(study):
        tell(f"note: {said}")
    _unfilled(study)
    for dataset in study.datasets:
        for found in stand_ins.stand_ins(dataset, frame.dataset(dataset.id)):
            tell(f"note: {found.told(dataset, frame.dataset(dataset.id))}")
    if language:
        _untranslated(folder, study)
    if study.lock and study.lock.digest != study.lock_digest:
        tell(f"note: report.yaml, graph.yaml or claims.yaml changed after the lock of {study.lock.on}")


def _unfilled(study: Study) -> None:
    """Say which placeholders stand where the author's words are to be."""
    from causal.authoring.scaffold import PLACEHOLDERS
    from causal.folder.wording import texts

    left = [
        text for text in (study.article.author, *texts(study)) if text in PLACEHOLDERS or text.startswith("PARAPHRASE")
    ]
    if left:
        shown = ", ".join(text[:40] for text in left[:10])
        tell(f"note: still to be filled in: {shown}{' and more' if len(left) > 10 else ''}")


def _untranslated(folder: Path, study: Study) -> None:
    """Say which texts are worded as in the folder's own language."""
    from causal.folder.load import load
    from causal.folder.wording import texts

    kept = [text for text in texts(load(folder)) if text in set(texts(study))]
    tell(f"{len(kept)} texts are worded as in the folder's own language")
    for text in kept[:20]:
        tell(f"  {text[:100]}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def lock(folder: Path) -> None:
    """Print the lock of FOLDER's report.yaml, graph.yaml and claims.yaml, to be pasted into report.yaml."""
    from causal.folder import load

    with guarded():
        tell(f"lock: {{digest: {load.lock_digest(folder)}, on: YYYY-MM-DD}}")
