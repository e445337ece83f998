"""Every message of every catalogue reads well whatever its numbers are: none, one, two, huge, negative or not there."""

from __future__ import annotations

import re
from functools import cache

import pytest
from jinja2 import meta, nodes

from causal.messages import Item
from causal.rendering.catalogue import Catalogue
from causal.rendering.language import languages, phrases

pytestmark = pytest.mark.slow

NUMBERS = (0, 1, 2, 10**12, -3.5)
NUMERIC = frozenset(
    {
        "effect_size",
        "number",
        "figure",
        "signed",
        "percent",
        "confidence",
        "plural",
        "steps",
        "periods",
        "p",
        "p_cell",
        "abs",
    }
)
SPARED = NUMERIC - {"plural", "steps", "periods", "abs"}  # these write a missing number as a dash
LISTS = frozenset({"listed", "parted", "nodes"})
TEXTS = frozenset(
    {
        "variable",
        "node",
        "word",
        "unit",
        "label",
        "clause",
        "said",
        "kind",
        "visible",
        "digest",
        "edge",
        "upper",
        "beside_zero",
        "with_unit",
    }
)
CHOICE, SEVERAL = "one of: ", "some of: "
DAY, NAME, LISTED, ITEMS, TEXT, TRIPLE, NUMBER = "day", "name", "listed", "items", "text", "triple", "number"
VALUES = {
    DAY: "2026-02-05",
    NAME: ("bias",),
    LISTED: ("Heat", "Sales"),
    ITEMS: (Item(label="Heat", numbers=(1.0, 2.0)), Item(label="Sales", numbers=(3.0, 4.0))),
    TEXT: "Heat",
    TRIPLE: (0.0, 1.0, 2.0),
}
AT_LEAST_ONE = frozenset({"rank", "parts"})  # a thing has a rank among itself, a claim one part
PLURAL = re.compile(
    r"(?<![\d.,$])1 (?!is\b|has\b|was\b|less\b|across\b|plus\b|minus\b|US|does\b|rests\b)[a-z]*[^s\W]s\b"
)
ODD = re.compile(
    r"\bNone\b(?! of)|\bnan\b|\binf\b|  |\b0 of 0\b|%%|(?<!\.)\.\.(?!\.)|,,|。。|，，|\(\)|（）|(\bpoints?) \1\b"
)


def _is(node, name):
    return isinstance(node, nodes.Name) and node.name == name


@cache
def _catalogue(language):
    return Catalogue(language)


def _roles(words, tree, known):
    """Give what each value of a sentence is used as, by name: `known` are the roles of the phrases' parameters."""
    found: dict[str, set[str]] = {}

    def note(node, role):
        for name in [node] if isinstance(node, nodes.Name) else []:
            found.setdefault(name.name, set()).add(role)

    for one in tree.find_all(nodes.Filter):
        parts = [one.node, *one.args]
        if one.name in known:
            for part, roles in zip(parts, known[one.name], strict=False):
                for role in roles:
                    note(part, role)
        elif one.name in NUMERIC:
            note(one.node, NUMBER)
        elif one.name == "moves":
            for part, role in zip(parts, (NUMBER,) * 3 + (TEXT,) * 4, strict=True):
                note(part, role)
        elif one.name == "day":
            for part in parts:
                note(part, DAY)
        elif one.name == "names":
            note(one.node, NAME)
        elif one.name in LISTS:
            note(one.node, LISTED)
        elif one.name in TEXTS:
            note(one.node, TEXT)
        elif one.name == "map":
            note(one.node, LISTED if one.args else ITEMS)
    for one in tree.find_all((nodes.Add, nodes.Sub, nodes.Mul, nodes.Div)):
        note(one.left, NUMBER)
        note(one.right, NUMBER)
    for one in tree.find_all(nodes.Compare):
        for side in (one.expr, *(operand.expr for operand in one.ops)):
            others = [o for o in (one.expr, *(operand.expr for operand in one.ops)) if o is not side]
            constants = [o.value for o in others if isinstance(o, nodes.Const)]
            note(side, TEXT if any(isinstance(c, str) for c in constants) else NUMBER)
    for one in tree.find_all(nodes.For):
        note(one.iter, ITEMS)
    for one in tree.find_all(nodes.Getitem):
        if isinstance(one.node, nodes.Dict):
            first = one.node.items[0].key.as_const()
            note(one.arg, f"{CHOICE}{first}")
            note(getattr(one.arg, "node", None), f"{SEVERAL}{first}")
        role = TRIPLE if isinstance(one.arg, nodes.Const) else TEXT
        note(one.node, role)
    return found


@cache
def _phrases(language):
    """Give the roles of each phrase's parameters, those that go through another phrase included."""
    words, known = _catalogue(language), {}
    for _ in range(3):
        for phrase in phrases(words.texts):
            roles = _roles(words, words.environment.parse(words.texts[phrase.key]), known)
            known[phrase.name] = [roles.get(name, set()) for name in phrase.parameters]
    return known


@cache
def _used(language):
    """Give, for each sentence, what its values are used as; and for each name, what it is used as anywhere."""
    words, here, anywhere = _catalogue(language), {}, {}
    for key, text in words.texts.items():
        if "phrase." in key:
            continue
        here[key] = _roles(words, words.environment.parse(text), _phrases(language))
        for name, roles in here[key].items():
            anywhere.setdefault(name, set()).update(roles)
    return here, anywhere


def _role(roles):
    choice = next((role for role in roles if role.startswith((CHOICE, SEVERAL))), "")
    if choice:
        return choice
    for role in (TRIPLE, ITEMS, NAME, LISTED, DAY, NUMBER):
        if role in roles:
            return role
    return TEXT


def _given(language, key):
    """Give for each value of a sentence its role."""
    words = _catalogue(language)
    here, anywhere = _used(language)
    cited = meta.find_undeclared_variables(words.environment.parse(words.texts[key]))
    return {name: _role(here[key].get(name) or anywhere.get(name, set()) - {ITEMS}) for name in cited}


def _bare(language, key, name):
    """Whether a value is a number that the sentence only writes, so that it may be missing."""
    words = _catalogue(language)
    tree = words.environment.parse(words.texts[key])
    told = {id(f.node) for f in tree.find_all(nodes.Filter) if f.name in SPARED}
    uses = [n for n in tree.find_all(nodes.Name) if n.name == name]
    asked = any(_is(t.node, name) and t.name == "none" for t in tree.find_all(nodes.Test))
    return asked or (bool(uses) and all(id(n) in told for n in uses))


def _value(role):
    if role.startswith(SEVERAL):
        return (role.removeprefix(SEVERAL),)
    return VALUES.get(role, role.removeprefix(CHOICE))


def _faults(language, key):
    words, roles = _catalogue(language), _given(language, key)
    numbers = [name for name, role in roles.items() if role == NUMBER]
    plain = {name: _value(role) for name, role in roles.items() if role != NUMBER}
    trials = [dict.fromkeys(numbers, value) for value in NUMBERS]
    trials += [{**dict.fromkeys(numbers, 2), name: value} for name in numbers for value in NUMBERS]
    trials += [{**dict.fromkeys(numbers, 2), name: None} for name in numbers if _bare(language, key, name)]
    for trial in trials or [{}]:
        trial |= {name: 1 for name in AT_LEAST_ONE & trial.keys() if trial[name] == 0}
        said = words.text(key, {**plain, **trial})
        wrong = ODD.search(said) or (PLURAL.search(said) if language == "en" else None)
        if wrong:
            yield f"{key}: '{wrong[0]}' in '{said[:160]}' for {trial}"


@pytest.mark.parametrize("language", languages())
def test_every_message_reads_well_whatever_its_numbers_are(language):
    keys = [
        key
        for key, text in _catalogue(language).texts.items()
        if "phrase." not in key and not key.startswith("number.") and "{" in text
    ]
    assert len(keys) > 400
    assert not [fault for key in keys for fault in _faults(language, key)]
