"""A report folder's wording in another language: `text.LANGUAGE.yaml` gives each text's translation, and nothing but wording.

Names, formulas, figures, dates and numbers cannot be replaced, so that verdicts are the same in every language. A text
without a translation stays as it is.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from causal.files.strict import Language, Strict, Text
from causal.study import (
    Article,
    CheckRequest,
    Claim,
    Correction,
    Dataset,
    Edge,
    Event,
    Graph,
    Measure,
    Override,
    Reading,
    Series,
    SignOff,
    Study,
    Variable,
    two_valued,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from causal.folder.proof import Proof

NUMBERED = re.compile(r"[\d\s–-]+")  # paragraphs, such as 4 or 31-32
WORDING: dict[type, frozenset[str]] = {
    Study: frozenset({"title", "publisher"}),
    Article: frozenset({"title", "outlet", "summary", "note"}),
    Event: frozenset({"label"}),
    Variable: frozenset({"label", "note", "needs"}),
    Measure: frozenset({"label", "unit"}),
    Edge: frozenset({"mechanism", "because_note"}),
    Graph: frozenset({"title", "note"}),
    Claim: frozenset({"paragraph", "text", "kind", "note"}),
    CheckRequest: frozenset({"says", "reading", "primary", "no_primary"}),
    Reading: frozenset({"name"}),
    Override: frozenset({"reason"}),
    Dataset: frozenset({"note"}),
    Series: frozenset({"label", "unit", "source", "traps"}),
    SignOff: frozenset({"role"}),
    Correction: frozenset({"what", "why"}),
}
# Of a check's parameters those that are read and not computed with.
PARAMETERS = frozenset(
    {"says", "statement", "needs", "tried", "label", "pair_label", "versus_label", "given_label", "relays"}
)


class PhrasesModel(Strict):
    """text.LANGUAGE.yaml: each text of the folder, as it stands there, and what it is in the other language."""

    language: Language
    """The language of the translations."""
    phrases: dict[str, Text]
    """Each text as it stands in the folder, and its translation."""


def file_of(language: str) -> str:
    """Give the name of a language's file."""
    return f"text.{language}.yaml"


def read_phrases(proof: Proof, study: Study, language: str) -> dict[str, str] | None:
    """Read a language's phrases; a phrase for a text that the folder does not have is a mistake, noted in `proof`."""
    file = file_of(language)
    if not (proof.folder / file).is_file():
        proof.fault(file, (), _to_write(study, language))
        return None
    model = proof.read(file, PhrasesModel)
    if model is None:
        return None
    if model.language != language:
        proof.fault(file, ("language",), f"this file is for '{language}', found '{model.language}'")
    known = texts(study)
    for phrase in model.phrases:
        proof.known(file, ("phrases", phrase), "text", phrase, known)
    for phrase in (p for p, worded in model.phrases.items() if not worded.strip()):
        proof.fault(file, ("phrases", phrase), "a blank is no translation: leave the phrase out to keep the original")
    for unit in (u for u in _units_of_two(study) if not two_valued(model.phrases.get(u, u))):
        said = "a unit of values 0 and 1 must be known as one in each language: write '是为1', '概率' or '0/1'"
        proof.fault(file, ("phrases", unit), said)
    _keep_apart(proof, file, study, model.phrases)
    return dict(model.phrases)


def _units_of_two(study: Study) -> list[str]:
    """Give the units of a study's variables that are 0 or 1, each once."""
    variables = (one for graph in (study.graph, *study.rivals) for one in graph.declared)
    units = (one.measure.unit for one in variables if one.measure is not None)
    return [unit for unit in dict.fromkeys(units) if two_valued(unit)]


def line_for(text: str) -> str:
    """Give the line under `phrases` that would translate a text, dots for the translation."""
    return f'{json.dumps(text, ensure_ascii=False)}: "..."'


def _to_write(study: Study, language: str) -> str:
    """Say what a file of translations that is not there has to hold."""
    return (
        f"this file is not there: write it, with the lines `language: {language}` and `phrases:`, and below, indented, a line for each text "
        f"of the folder, such as `{line_for(study.title)}`, with the translation for the dots; then "
        f"`causal check FOLDER --language {language}` lists the texts that are left"
    )


def _keep_apart(proof: Proof, file: str, study: Study, phrases: Mapping[str, str]) -> None:
    """Note two sources, or two origins, worded alike, and an origin worded that is a publisher too: checks count them by name."""
    relayed, publishers = _named(study, "relays"), _named(study, "publisher")
    series = tuple(dict.fromkeys(one.source for dataset in study.datasets for one in dataset.series))
    for kind, names in (("sources", series), ("origins", relayed)):
        first: dict[str, str] = {}
        for name in names:
            worded = phrases.get(name, name)
            other = first.setdefault(worded, name)
            if other != name:
                place = name if name in phrases else other
                said = f"the {kind} '{other}' and '{name}' are both worded '{worded}': give each its own name"
                proof.fault(file, ("phrases", place), said)
    for name in (n for n in relayed if n in publishers and n in phrases):
        proof.fault(file, ("phrases", name), "this is a publisher's name, which stays as it is: leave the phrase out")


def _named(study: Study, key: str) -> tuple[str, ...]:
    """Give what the documents of a study's checks say under some key, each once."""
    documents = (
        document
        for claim in study.claims
        for request in claim.checks
        for document in request.parameters.get("documents", ())
    )
    return tuple(dict.fromkeys(str(document[key]) for document in documents if document.get(key)))


def texts(study: Study) -> list[str]:
    """Give every text of a study that can be translated, each once, in the order of its first place; a number is none."""
    found: dict[str, None] = {}

    def note(text: str) -> str:
        if text.strip() and not NUMBERED.fullmatch(text):
            found[text] = None
        return text

    _walk(study, note)
    return list(found)


def translated(study: Study, phrases: Mapping[str, str], language: str) -> Study:
    """Give the study worded by the phrases."""
    worded: Study = _walk(study, lambda text: phrases.get(text, text))
    return replace(worded, language=language)


def _walk(record: Any, word: Callable[[str], str]) -> Any:
    """Apply `word` to every wording of a record and of what it holds."""
    if isinstance(record, tuple):
        return tuple(_walk(item, word) for item in record)
    if not is_dataclass(record) or isinstance(record, type):
        return record
    own = WORDING.get(type(record), frozenset())
    changed: dict[str, Any] = {}
    for one in fields(record):
        value = getattr(record, one.name)
        if one.name in own:
            changed[one.name] = tuple(word(v) for v in value) if isinstance(value, tuple) else word(value)
        elif isinstance(record, CheckRequest | Reading) and one.name == "parameters":
            changed[one.name] = _parameters(value, word)
        elif isinstance(value, tuple) or is_dataclass(value):
            changed[one.name] = _walk(value, word)
    return replace(record, **changed)


def _parameters(value: Any, word: Callable[[str], str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _parameters(item, word, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_parameters(item, word, key) for item in value)
    return word(value) if isinstance(value, str) and key in PARAMETERS else value
