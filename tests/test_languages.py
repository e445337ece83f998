"""English and Chinese say the same things: no sentence is missing, none is left in the other language, all can be set."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import partial
from html import unescape

import pikepdf
import pytest
from jinja2 import Environment, meta, nodes

from causal.errors import RenderError
from causal.files.assets import asset, languages
from causal.findings import HeldOut
from causal.grammar import stated
from causal.grammar.words import Rule
from causal.inference.refute import not_applicable
from causal.messages import Outcome
from causal.rendering.catalogue import Catalogue, catalogue_of
from causal.rendering.figures.svg import short, ticked, width_of, wrap
from causal.rendering.inline import Mark, Marked, plain
from causal.rendering.language import phrases, read_locale
from causal.rendering.outputs.claimreview import claim_reviews, shortened
from causal.rendering.outputs.html import html, markup
from causal.rendering.page import page_of
from causal.rendering.pdf import draw
from causal.report import to_json
from causal.study import Correction, DesignRequest, Layout, Override
from causal.verdict import ReadAs, Readings
from tests.fake_report import fake_report, with_echo, without_attribution

pytestmark = pytest.mark.slow

ENGLISH, CHINESE = read_locale("en"), read_locale("zh")
WORDS, IN_ENGLISH = Catalogue("zh"), Catalogue("en")
JINJA = Environment()
TEMPLATES = ("report.html.j2", "parts.html.j2")
# Names that Chinese prose leaves as they are.
NAMES = {
    "causal",
    "rubric",
    "sha256",
    "data",
    "yaml",
    "claims",
    "graph",
    "report",
    "GRADE",
    "DoWhy",
    "Holm",
    "Student",
    "Lazarus",
    "Montiel",
    "Olea",
    "Plagborg",
    "ller",  # of Møller
    "Vuong",
    "Wald",
    "Bonferroni",
    "HC3",
    "Lewis",
    "Stock",
    "Watson",
    "Satterthwaite",
    "Bell",
    "McCaffrey",
    "Brito",
    "Pearl",
    "Cinelli",
    "Hazlett",
    "Diebold",
    "Mariano",
    "Delta",
    "Gamma",
    "Vega",
    "Vanna",
    "Hans",
    "Baron",
    "Boehmer",
    "Brown",
    "Fieller",
    "Imai",
    "Keele",
    "Kenny",
    "Kolari",
    "MacKinlay",
    "Musumeci",
    "Poulsen",
    "Pynn",  # of Pynnönen
    "Warner",
    "Wood",
    "Yamamoto",
    "Calonico",
    "Cattaneo",
    "Hahn",
    "Imbens",
    "Klaauw",
    "Koles",  # of Kolesár
    "Lin",
    "Rubin",
    "Titiunik",
    "Todd",
    "Abadie",
    "Bernal",
    "Cummins",
    "Degnan",
    "Diamond",
    "Feller",
    "Ferman",
    "Gardeazabal",
    "Gasparrini",
    "Hainmueller",
    "Harville",
    "Michael",
    "Pinto",
    "Ross",
    "Rothstein",
    "Soumerai",
    "Wagner",
    "Zhang",
    "Ben",
    "Wooldridge",
    "pyfixest",
    "CRV1",
    "CRV3",
    "Goodman",
    "Bacon",
    "Borusyak",
    "Jaravel",
    "Spiess",
    "Gardner",
    "Donald",
    "Lang",
    "Conley",
    "Taber",
    "Callaway",
    "Sant",  # of Sant’Anna
    "Anna",
}
SINGLE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
MARKUP = {"class", "span", "mono", "href", "words", "only", "print", "screen"}


def translated(report):
    """The same report, to be read in Chinese."""
    return replace(report, study=replace(report.study, language="zh"))


def html_of(report):
    return html(page_of(report, catalogue_of(report)))


@pytest.fixture(scope="module")
def page():
    return html_of(translated(fake_report()))


def said(node):
    """Give the texts that a template prints itself: outside its tags, and strings that stand in an expression as they are."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for part in parts_said(node):
        yield from said(part)


def parts_said(node):
    match node:
        case (
            nodes.FromImport()
            | nodes.Include()
            | nodes.Compare()
            | nodes.Call()
            | nodes.Getitem(node=nodes.Name())
            | nodes.Getattr()
            | nodes.Test()
            | nodes.Assign(node=nodes.Compare() | nodes.CondExpr())
        ):
            return []
        case nodes.Getitem() | nodes.Filter():
            return (
                [node.node]
                if node.node is not None and getattr(node, "name", "") not in {"word", "unit", "by_period"}
                else []
            )
        case nodes.CondExpr():
            return [one for one in (node.expr1, node.expr2) if one is not None]
        case nodes.Pair():
            return [node.value]
        case nodes.For():
            return [*node.body, *node.else_]
        case nodes.If():
            return [*node.body, *node.elif_, *node.else_]
    return node.iter_child_nodes()


def words_of(text, length=4):
    return set(re.findall(rf"[A-Za-z][A-Za-z0-9]{{{length - 1},}}", text))


# -- the catalogues


def lacking(texts):
    """Give (language, key) of every sentence that a language lacks and another has. Phrases are each language's own.

    English figures stand in claims.yaml as they are printed: only another language words them.
    """
    held = {name: {k for k in one if "phrase." not in k} for name, one in texts.items()}
    every = {k for keys in held.values() for k in keys if not k.startswith("stated.said.")}
    rewording = {k for keys in held.values() for k in keys if k.startswith("stated.said.")}
    partly = {name: rewording if keys & rewording else set() for name, keys in held.items()}
    return sorted((name, key) for name, keys in held.items() for key in (every | partly[name]) - keys)


def test_no_language_lacks_a_sentence_that_another_has():
    assert lacking({name: read_locale(name) for name in languages()}) == []
    assert rewordings(CHINESE) == {rule.value for rule in Rule if rule not in PLAIN} | {"exact", "range", "share"}


PLAIN = {Rule.DIGITS, Rule.SCALED, Rule.ZEROS, Rule.MULTIPLE, Rule.FRACTION, Rule.RANGE}  # forms that need no word


def rewordings(texts):
    return {key.removeprefix("stated.said.") for key in texts if key.startswith("stated.said.")}


@pytest.mark.parametrize("key", ["page.none", "number.decimal", "stated.said.about", "sentence.capital"])
def test_a_sentence_that_is_lacking_is_told_with_its_language(key):
    poorer = {k: text for k, text in CHINESE.items() if k != key}
    assert lacking({"en": ENGLISH, "xx": poorer, "zh": CHINESE}) == [("xx", key)]


def test_each_sentence_cites_the_same_values():
    faults = [
        key
        for key in ENGLISH
        if "phrase." not in key
        and (cited(IN_ENGLISH, ENGLISH[key]), blanks(ENGLISH[key]))
        != (cited(WORDS, CHINESE[key]), blanks(CHINESE[key]))
    ]
    assert not faults


def blanks(text):
    """Give the names that stand in single braces."""
    return set(SINGLE.findall(text))


def cited(words, text):
    """Give the names of the values that a sentence shows."""
    return meta.find_undeclared_variables(words.environment.parse(text))


JINJA_OF = WORDS.environment


def test_no_sentence_is_left_in_english():
    faults = {key: left for key, text in CHINESE.items() if (left := left_in_english(text))}
    assert not faults


def left_in_english(text):
    prose = " ".join(said(JINJA_OF.parse(SINGLE.sub("", text))))
    bare = words_of(re.sub(r"<[^>]*>", "", prose)) - NAMES - MARKUP
    return bare if "<" in text else bare | words_of(prose) - NAMES


def test_a_sentence_left_in_english_and_a_value_left_out_are_told():
    assert left_in_english("The price fell.") == {"price", "fell"}
    assert left_in_english("价格下跌，见<b>rubric</b>和{{ note }}，{place}") == set()
    assert (blanks("{at} {{ found }}"), cited(WORDS, "{at} {{ found }}")) == ({"at"}, {"found"})


@pytest.mark.parametrize("texts", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_no_sentence_takes_a_value_apart(texts):
    assert not [key for key, text in texts.items() if re.search(r"split\(|partition\(|\| *replace\(', '", text)]


def test_chinese_prose_has_chinese_punctuation():
    for key, text in CHINESE.items():
        prose = re.sub(r"<[^>]*>", "", "".join(said(JINJA_OF.parse(text))))
        if not key.startswith("number."):
            assert not re.search(
                r"[\u4e00-\u9fff] ?[,;:!?()]|[,;:!?()] ?[\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?!\w)", prose
            ), (key, prose)


class Heard(Catalogue):
    """Notes which values each sentence is given."""

    def __init__(self, *given):
        self.given = {}
        super().__init__(*given)

    def _worded(self, key, values, *, markup):
        self.given.setdefault(key, []).append(set(values or ()))
        return super()._worded(key, values, markup=markup)


def silent(report):
    """The same report with all that may be missing left out."""
    found = report.graph
    bare = replace(report.study, claims=(), rivals=(), corrections=(), sign_off=(), reply=None, lock=None)
    edges = tuple(replace(e, estimates=(), refutations=()) for e in found.edges)
    graph = replace(found, edges=edges, shuffled=None)
    return replace(report, study=bare, graph=graph, rivals=(), contradictions=(), failures=(), verdicts=())


def talkative(report):
    """The same report with an editor's decision on every claim, and what a graph may have beside."""
    signed = Override(verdict="supported", by="E. Ditor", on=date(2025, 6, 1), reason="seen the survey")
    study = replace(report.study, claims=tuple(replace(c, override=signed) for c in report.study.claims))
    layout = Layout(
        missing=("-9999",),
        leave_out=("World",),
        where={"place": ("here",)},
        flags=("p",),
        numbers="1.234,56",
        time_zone="UTC",
    )
    study = replace(study, datasets=tuple(replace(one, layout=layout) for one in study.datasets))
    beside = HeldOut(
        first="article", second="rival", rows=9, first_r2=0.3, second_r2=0.2, gain=0.1, low=0.0, high=0.2, p_value=0.04
    )
    alone = replace(report.graph.independences[0], given=())
    graph = replace(report.graph, beside=beside, independences=(alone,))
    return replace(report, study=study, graph=graph)


def read(report, *, primary):
    """The same report with claims that can be read in two ways, and more corrections than a report prints."""
    ways = (ReadAs(name="by day", answer=Outcome.PASSED, found=1.0), ReadAs(name="by week", answer=Outcome.FAILED))
    readings = Readings(primary=primary, why="so it is quoted", ways=ways)
    verdicts = tuple(
        replace(v, evidence=tuple(replace(one, readings=readings) for one in v.evidence)) for v in report.verdicts
    )
    correction = Correction(on=date(2025, 6, 2), what="A word.", why="It was wrong.")
    return replace(report, verdicts=verdicts, study=replace(report.study, corrections=(correction,) * 3))


def unrefutable(report):
    """The same report with judged estimates in whose place nothing can be computed."""
    edges = tuple(
        replace(e, refutations=not_applicable(), sensitivity=None, calibration=None) for e in report.graph.edges
    )
    return replace(report, graph=replace(report.graph, edges=edges))


def chosen(report):
    """The same report over rows that were chosen."""
    graph = replace(
        report.study.graph, variables=tuple(replace(v, selected=True) for v in report.study.graph.variables)
    )
    return replace(report, study=replace(report.study, graph=graph))


def designed(report):
    """The same report, each asserted edge of which declares a study design."""
    request = DesignRequest(design="trial", parameters={"strata": [], "clusters": "", "balance": []})

    def declaring(graph):
        edges = tuple(replace(edge, design=request) if edge.claimed else edge for edge in graph.edges)
        return replace(graph, edges=edges)

    study = replace(
        report.study, graph=declaring(report.study.graph), rivals=tuple(map(declaring, report.study.rivals))
    )
    return replace(report, study=study)


@pytest.fixture(scope="module")
def heard():
    """Which values the sentences are given, over reports that have everything and reports that lack it."""
    found = {}
    for change in (
        lambda r: r,
        without_attribution,
        silent,
        talkative,
        with_echo,
        unrefutable,
        chosen,
        designed,
        partial(read, primary=True),
        partial(read, primary=False),
    ):
        report = change(fake_report())
        words = Heard("en", report.study, report.brought.sentences)
        page_of(report, words)
        for key, values in words.given.items():
            found.setdefault(key, []).extend(values)
    return found


def test_each_sentence_of_the_page_is_given_what_it_cites_and_no_more(heard):
    checked = 0
    for key in heard.keys() & {k for k in ENGLISH if k.startswith(("page.", "front.", "reply.", "interactive."))}:
        assert all(given == cited(IN_ENGLISH, ENGLISH[key]) for given in heard[key]), key
        checked += 1
    assert checked > 120


def test_every_key_of_the_page_is_said_somewhere(heard):
    assert {k for k in ENGLISH if k.startswith("page.")} <= heard.keys()


# -- the templates


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_say_nothing_themselves(name):
    tree = JINJA.parse((asset("templates") / name).read_text(encoding="utf-8"))
    text = "".join(said(tree))
    for attribute in re.findall(r'\b(?:aria-label|alt|placeholder|title|label)="([^"]*)"', text):
        assert not words_of(attribute, 1), attribute
    shown = re.sub(r"&#?\w+;|<!?[^>]*>", " ", text)
    assert words_of(shown, 1) <= {
        "causal",
        "page",
        "brief",
        "part",
        "yes",
        "no",
        "open",
    }  # a publisher's stand-in, and classes


# -- phrases


QUOTED = re.compile(r"'([^']*)'")


def outputs_of(text):
    return re.findall(r"\{\{.*?\}\}|\{%.*?%\}", text)


@pytest.mark.parametrize("language", languages())
def test_words_that_recur_are_written_once(language):
    """An expression that chooses words stands in two sentences at most; from the third on it is a phrase."""
    found = Counter()
    for key, text in read_locale(language).items():
        if "phrase." not in key:
            found.update(
                {
                    one
                    for one in outputs_of(text)
                    if " if " in one and re.search(r"[^\W\d_]", "".join(QUOTED.findall(one)))
                }
            )
    often = {one: count for one, count in found.items() if count > 2}
    assert not often, often


@pytest.mark.parametrize("language", languages())
def test_every_phrase_is_used_with_what_it_is_given(language):
    texts, words = read_locale(language), Catalogue(language)
    given = {}
    for text in texts.values():
        for node in JINJA_OF.parse(text).find_all(nodes.Filter):
            given.setdefault(node.name, []).append(len(node.args))
    for phrase in phrases(texts):
        uses = given.get(phrase.name, [])
        assert len(uses) > 1, phrase.name  # else it is written where it is used
        assert set(uses) == {len(phrase.parameters) - 1}, phrase.name
        assert cited(words, texts[phrase.key]) == set(phrase.parameters), phrase.name


def test_a_day_and_an_instant_have_their_own_word():
    words = Catalogue("en")
    said = [
        words.text("check.concentration.no_rows", {"label": "It", "at": at})
        for at in ("2026-02-05", "2026-02-05T21:00Z")
    ]
    assert said == ["It has no rows on 5 February 2026.", "It has no rows at 21:00 UTC, 5 February 2026."]
    assert words.text("check.needs_series", {"label": "It", "at": "2026-02-05", "end": "2026-02-06"}) == (
        "A value of It from 5 February 2026 to 6 February 2026."
    )


@pytest.mark.parametrize(
    ("key", "message"),
    [("phrase.on", "is no phrase"), ("phrase.on at", "is no phrase"), ("phrase.number(x)", "the name of a filter")],
)
def test_a_phrase_that_cannot_be_used_is_told(monkeypatch, key, message):
    texts = {**ENGLISH, key: "x"}
    monkeypatch.setattr("causal.rendering.catalogue.read_locale", lambda language: texts)
    with pytest.raises(RenderError, match=message):
        Catalogue("en")


def test_a_phrase_given_too_little_names_the_sentence(monkeypatch):
    texts = {**ENGLISH, "page.none": "{{ 1 | to }}"}
    monkeypatch.setattr("causal.rendering.catalogue.read_locale", lambda language: texts)
    with pytest.raises(RenderError, match=r"page\.none"):
        Catalogue("en").text("page.none")


# -- how Chinese is written


def test_dates_numbers_and_lists():
    assert WORDS.day("2026-02-05") == "2026年2月5日"
    assert WORDS.day("2026-02-05T21:00Z") == "2026年2月5日21:00（UTC）"
    assert WORDS.day("2026-02-05", "2026-02-06") == "2026年2月5日至2026年2月6日"
    assert WORDS.figure(10_573_880_275.0, "US$") == "105.7亿美元"
    assert WORDS.figure(-1_500_000.0, "US$") == "−150万美元"
    assert WORDS.figure(62_345.0, "US$") == "62,345美元"
    assert (WORDS.figure(1.69, "x"), WORDS.figure(0.3, "percentage points"), WORDS.figure(3.0, "kg")) == (
        "1.69倍",
        "0.3个百分点",
        "3 kg",
    )
    assert WORDS.signed(0.5, "standard deviations") == "+0.500个标准差"
    assert WORDS.names(("placebo", "subsets", "bootstrap"), "refuter_name") == "安慰剂处理、子样本和分块自助法"
    assert WORDS.told(["甲。", "", "乙。"]) == "甲。乙。"
    assert (WORDS.p(0.0004), WORDS.p(None)) == ("p < 0.001", "p值未计算")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("about 6 million", "约600万"),
        ("more than $2.6bn", "超过26亿美元"),
        ("between -$500m and $500m", "−5亿美元至5亿美元"),
        ("about one third", "约3分之1"),
        ("2x", "2倍"),
        ("down", "下降"),
        ("13.2%", "13.2%"),
        ("nearly 90", "接近90"),
        ("1,234,567", "1,234,567"),
        ("up to you", "up to you"),
    ],
)
def test_a_stated_figure_is_worded_in_chinese_and_stands_in_english(english, chinese):
    """What cannot be read as a figure, and what rounding would change, stays as written."""
    assert Catalogue("zh").said(english) == chinese
    assert Catalogue("en").said(english) == english


def test_a_label_with_its_source_has_the_brackets_of_the_language():
    assert Catalogue("zh").label("净流量 (Farside)") == "净流量（Farside）"
    assert Catalogue("en").label("net flow (Farside)") == "net flow (Farside)"


def test_a_label_of_several_is_joined_as_the_language_does():
    assert Catalogue("zh").label(("净流量 (Farside)", "收盘价")) == "净流量（Farside）和收盘价"
    assert Catalogue("en").label(("net flow", "close")) == "net flow and close"
    values = {"label": ("净流量", "收盘价"), "at": "2026-02-05", "end": ""}
    assert Catalogue("zh").text("check.needs_series", values) == "净流量和收盘价在2026年2月5日的数值。"


def test_every_rule_of_a_stated_figure_has_its_chinese_words():
    for row in stated.table():
        worded = Catalogue("zh").said(row.example)
        assert worded != row.example or row.rule in {Rule.DIGITS, Rule.ZEROS}, row.example
        assert not re.search("[a-z]", worded), worded


def test_large_numbers_on_axes():
    assert [text for _, text in ticked(0, 2.1e9, 4, WORDS.ticks)] == ["0", "10亿", "20亿"]
    assert short(62_345, 4, WORDS.ticks) == "6.234万"


def test_labels_without_spaces_are_broken_between_characters():
    lines = wrap("交易商的净伽马敞口（估算）与软件股", 9, 60, 3)
    assert "".join(lines) == "交易商的净伽马敞口（估算）与软件股"
    assert all(width_of(line, 9) <= 70 for line in lines)
    assert not any(line[0] in "），。" or line[-1] == "（" for line in lines)
    assert wrap("CME 期货基差 over spot", 9, 60, 2) == ["CME 期货基差", "over spot"]


def test_a_long_claim_is_cut_without_spaces():
    text = "这一天比特币下跌的真正原因是一个被多数人忽视的因素" * 5
    assert text.startswith(shortened(text).removesuffix(" …"))
    assert 60 < len(shortened(text)) < 75


# -- the report


def strings(value):
    """Give the texts of a report that are not worded by the catalogue: an author's and a library's."""
    worded = {
        "agrees",
        "check",
        "contract",
        "direction",
        "failed",
        "grounds",
        "key",
        "kind",
        "name",
        "outcome",
        "quantity",
        "relation",
        "stage",
        "start",
        "strategy",
        "strength",
        "word",
    }
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in worded:
                yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


def test_no_word_of_the_english_catalogue_is_on_the_chinese_page(page):
    report = translated(fake_report())
    theirs = words_of(" ".join(strings(json.loads(to_json(report)))), 3) | NAMES | MARKUP
    ours = {w for text in ENGLISH.values() for w in words_of(" ".join(said(JINJA_OF.parse(text))), 3)} - theirs
    body = re.sub(r"<(style|script)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    table = re.search(r"<tbody><tr><td>单独一个数字</td>.*?</tbody>", body, flags=re.DOTALL)[
        0
    ]  # the wordings of an English article
    body = body.replace(table, "")
    heard = " ".join(
        [*re.findall(r'(?:aria-label|content)="([^"]*)"', body.partition("<main>")[2]), re.sub(r"<[^>]*>", " ", body)]
    )
    assert len(ours) > 200
    assert words_of(unescape(heard), 3) & ours == set()


def test_the_page_names_its_language(page):
    assert '<html lang="zh-Hans">' in page
    assert "2025年3月4日" in page
    assert "与数据矛盾" in page
    assert '<html lang="en">' in html_of(fake_report())


def test_a_chinese_report_without_attribution():
    assert "无法归因" in html_of(translated(without_attribution(fake_report())))


def test_the_chinese_pdf_has_every_glyph_and_names_its_language(page):
    title = "运价为何在2025年3月4日下跌？“黑天鹅”——龘靐彧鱻"
    with pikepdf.open(io.BytesIO(draw(page.replace("<h1>", f"<h1>{title}", 1), 1_700_000_000))) as document:
        assert str(document.Root.Lang) == "zh-Hans"
        fonts = {
            str(f.BaseFont).partition("+")[2] for p in document.pages for f in p.Resources.get("/Font", {}).values()
        }
    assert {"Noto-Sans-SC", "Source-Sans-Pro"} <= fonts


def test_chinese_characters_are_set_in_an_english_report():
    assert draw("<html lang=en><title>t</title><p>The article 《真正的原因》 by 王.", 0).startswith(b"%PDF-")
    with pytest.raises(RenderError, match="no glyph"):
        draw("<html lang=zh-Hans><title>t</title><p>中\U0001f9ff", 0)


def test_the_font_package_is_not_imported():
    code = "import sys; from causal.rendering.pdf import font_files; assert font_files()['NotoSansSC-Regular.ttf'].exists(); print('zhplot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_claimreview_speaks_the_language():
    report = translated(fake_report())
    reviews = json.loads(claim_reviews(report, Catalogue("zh", report.study)))
    assert reviews[0]["reviewRating"]["alternateName"] == "有证据支持"


def test_markup_in_a_value_is_escaped():

    worded = WORDS.inline("page.log.correction", {"on": "2026-02-05", "what": "<b>"})
    assert worded == (Marked(mark=Mark.STRONG, parts=("2026年2月5日。",)), "<b>")
    assert markup(worded) == "<b>2026年2月5日。</b>&lt;b&gt;"
    assert WORDS.text("page.edge.held") == plain(WORDS.inline("page.edge.held"))
