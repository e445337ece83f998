"""Sentences that come with data: the allowed part of Jinja words them, and everything else is refused before it runs."""

from __future__ import annotations

import pytest

from causal.files.sentences import OWN_FILTERS, refused
from causal.rendering.catalogue import Catalogue

ALLOWED = [
    "Plain words.",
    "{{ day | day }} was a {{ found }}, as the article says.",
    "{{ low | figure(unit) }} to {{ high | figure('%') }}, {{ p | p }}",
    "{{ 'one' if count == 1 else count ~ ' ones' }}{{ '' if low is none else low | number(2) }}",
    "{% if a and not b or c %}yes{% elif d in 'xyz' %}perhaps{% else %}no{% endif %}",
    "{% for one in answers %}{{ one.label }}: {{ one.values[0] | number }}{{ '; ' if not loop.last }}{% endfor %}",
    "{% raw %}{{ x.__class__ }}{% endraw %}",
]
REFUSED = {
    "{{ x.__class__ }}": "'__class__' is no part of a value",
    "{{ x.__class__.__mro__[1].__subclasses__() }}": "call is not allowed",
    "{{ x['__class__'] }}": "getitem is not allowed",
    "{{ x | attr('__class__') }}": "there is no filter 'attr'",
    "{{ x | map(attribute='y') | listed }}": "there is no filter 'map'",
    "{{ x | figur }}": "did you mean 'figure'?",
    "{{ ''.join(x) }}": "call is not allowed",
    "{{ range(10) }}": "call is not allowed",
    "{{ 'a' * 1000000000 }}": "mul is not allowed",
    "{{ 10 ** 10 ** 10 }}": "pow is not allowed",
    "{{ x | number(1000000000) }}": "too large",
    "{{ x | number(1e999) }}": "too large",
    "{% set x = 1 %}": "assign is not allowed",
    "{% include 'report.html.j2' %}": "include is not allowed",
    "{% import 'parts.html.j2' as p %}": "import is not allowed",
    "{% macro m() %}{{ m() }}{% endmacro %}": "macro is not allowed",
    "{% for a in xs %}{% for b in xs %}{{ b }}{% endfor %}{% endfor %}": "repetition within a repetition",
    "{% for a in xs recursive %}{{ a }}{% endfor %}": "for is not allowed",
    "{% for a in xs if a %}{{ a }}{% endfor %}": "for is not allowed",
    "{% for a in [1, 2] %}{{ a }}{% endfor %}": "for is not allowed",
    "{{ [x] }}": "list is not allowed",
    "{{ x is sameas y }}": "there is no test 'sameas'",
    "{{ self }}": "'self' is no value",
    "{{ _x }}": "'_x' is no value",
    "{{ x": "cannot be read",
    "{{ " + "(" * 3000 + "x" + ")" * 3000 + " }}": "nested too deeply",
    "{{ " + "not " * 3000 + "x }}": "nested too deeply",
    "{{ a }}" * 300: "too long",
    "{{ " + "9" * 5000 + " }}": "cannot be read",
}


@pytest.mark.parametrize("text", ALLOWED)
def test_what_words_values_is_allowed(text):
    assert refused(text) == ""


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:40])
def test_everything_else_is_refused_with_its_reason(text):
    assert REFUSED[text] in refused(text)


def test_the_filters_are_those_of_the_catalogue():
    assert set(Catalogue("en").filters) == OWN_FILTERS
