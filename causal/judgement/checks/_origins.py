"""The origins behind cited documents: who measured or saw the thing, and through whom it is known.

A document that measured or saw the thing is its own origin, read directly. One that `relays` another passes on what that
one measured or saw: the origin is then known through as many independent publishers as pass it on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from causal.judgement.checks._cited import Supports
from causal.sampling import last_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from causal.judgement.checks._cited import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who measured or saw it, what it says, whether it is read `direct`, and the independent publishers that pass it on."""

    name: str
    says: Supports
    direct: bool
    through: tuple[str, ...] = ()


def early(document: Document, until: str) -> bool:
    """Whether a document is from before the end of what is counted, so that it says nothing of the whole."""
    taken = document.taken or document.date
    if not until or not taken:
        return False
    return _end(taken) < _end(until) if "T" in taken else last_day(taken) < last_day(until)


def _end(text: str) -> datetime:
    """Give the instant, or the end of the day or period, that a text names."""
    if "T" in text:
        return datetime.fromisoformat(text)
    return datetime.combine(last_day(text) + timedelta(days=1), time(), UTC)


def counted(document: Document, until: str = "") -> bool:
    """Whether a document is evidence: it measured or saw the thing, or names who did; not the claimant's, nor too early."""
    return (document.first_hand or bool(document.relays)) and not document.claimant and not early(document, until)


def keys(document: Document) -> set[str]:
    """Give the names by which a document, and the text that it repeats, are known."""
    return {_plain(key) for key in (document.publisher, document.url, document.same_as) if key.strip()}


def _plain(name: str) -> str:
    return name.casefold().strip()


@dataclass(slots=True)
class _Voice:
    """Documents that are one voice: of the same publisher, or copies of one text, directly or through others."""

    keys: set[str]
    documents: list[Document]

    @property
    def name(self) -> str:
        return self.documents[0].publisher


def voices(documents: Iterable[Document]) -> list[_Voice]:
    """Group documents that are one voice."""
    groups: list[_Voice] = []
    for one in documents:
        joined = _Voice(keys(one), [one])
        for known in [group for group in groups if group.keys & joined.keys]:
            joined = _Voice(known.keys | joined.keys, known.documents + joined.documents)
            groups.remove(known)
        groups.append(joined)
    return groups


def agreed(answers: Iterable[Supports]) -> Supports:
    """Give the one clear answer; unclear where there is none, or more than one."""
    clear = set(answers) - {Supports.UNCLEAR}
    return next(iter(clear)) if len(clear) == 1 else Supports.UNCLEAR


def origins(documents: Sequence[Document], read: Callable[[Document], Supports], until: str = "") -> tuple[Origin, ...]:
    """Give the origins that the documents which count lead to, in the order of their first document."""
    groups = voices(documents)
    direct = {id(one): _direct(one, read, until) for one in groups}
    claimants = {key for one in documents if one.claimant for key in keys(one)}
    found: dict[str, Origin] = {}
    for group in groups:
        if (says := direct[id(group)]) is not None:
            found[group.name] = Origin(name=group.name, says=says, direct=True)
    for name, relaying in _relaying(groups, until, claimants).items():
        own = next((group for group in groups if _plain(name) in group.keys and direct[id(group)] is not None), None)
        answers = {group.name: agreed(map(read, told)) for group, told in relaying if group is not own}
        if own is not None:
            heard = found[own.name]
            through = tuple(publisher for publisher, said in answers.items() if said is heard.says)
            found[own.name] = Origin(name=own.name, says=heard.says, direct=True, through=through)
        elif answers:
            says = agreed(answers.values())
            through = tuple(publisher for publisher, said in answers.items() if said is says)
            found[name] = Origin(name=name, says=says, direct=False, through=through)
    return tuple(found.values())


def _direct(group: _Voice, read: Callable[[Document], Supports], until: str) -> Supports | None:
    """Give what a voice says that measured or saw the thing itself; None where it did not."""
    first_hand = [one for one in group.documents if one.first_hand and counted(one, until)]
    return agreed(map(read, first_hand)) if first_hand else None


def _relaying(
    groups: Sequence[_Voice], until: str, claimants: set[str]
) -> dict[str, list[tuple[_Voice, list[Document]]]]:
    """Give, by the origin, the voices that pass it on with the documents in which they do; none is the claimant's."""
    found: dict[str, list[tuple[_Voice, list[Document]]]] = {}
    spelled: dict[str, str] = {}
    for group in (group for group in groups if not group.keys & claimants):
        told: dict[str, list[Document]] = {}
        for one in group.documents:
            if one.relays and counted(one, until) and _plain(one.relays) not in claimants:
                told.setdefault(spelled.setdefault(_plain(one.relays), one.relays), []).append(one)
        for name, documents in told.items():
            found.setdefault(name, []).append((group, documents))
    return found
