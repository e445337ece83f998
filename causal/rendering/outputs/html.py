"""One self-contained page in HTML, that says the same without its script, and asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from causal.files.assets import asset
from causal.rendering.figures.dark import dark_rules
from causal.rendering.inline import Badge, Link, Mark, Marked, PageNumber
from causal.rendering.outputs import NOTHING_KEPT, Output
from causal.rendering.typography import visible
from causal.rendering.web_fonts import web_fonts
from causal.verdict import SUPPORTING, Grounds

if TYPE_CHECKING:
    from causal.rendering.compiled import Compiled
    from causal.rendering.inline import Inline, Piece
    from causal.rendering.outputs import Given
    from causal.rendering.page import Page
    from causal.rendering.pieces import Figure
    from causal.work.store import Store


class Edition(StrEnum):
    """Which of the three is set: the page with everything, the report in print, or what that leaves out."""

    PAGE = "page"
    REPORT = "report"
    APPENDIX = "appendix"

    @property
    def absent(self) -> tuple[str, ...]:
        """The sections that it leaves out."""
        return ABSENT.get(self, ())


ABSENT = {
    Edition.REPORT: ("background",),
    Edition.APPENDIX: ("claims", "cards", "rivals", "contradictions", "unchecked"),
}

LANGUAGE = re.compile(r"(?:html)?:lang\((\w+)\)")  # at the start of a rule, which has a line of its own
PLACE = re.compile(r' id="([^"]+)"')
LEADS = re.compile(r'<a(?: class="[^"]*")? href="#([^"]+)">(.*?)</a>', re.DOTALL)


def files(given: Given) -> dict[str, bytes]:
    """Give the page."""
    return {OUTPUT.place: whole(given.page, given.store, given.compiled).encode()}


def whole(page: Page, store: Store = NOTHING_KEPT, compiled: Compiled | None = None) -> str:
    """Give the text of the page with the fonts it is set in."""
    text = html(page, compiled=compiled)
    return text.replace("<style>", f"<style>{web_fonts(text, store)}\n{dark_rules(text)}\n", 1)


def html(page: Page, edition: Edition = Edition.PAGE, compiled: Compiled | None = None) -> str:
    """Give the text of the page, or of an edition for print, where no link leads to what it leaves out; what makes a PDF of it has the fonts."""
    script, css = _own("report.js"), _own("report.css")
    if edition is not Edition.PAGE:
        css = _printed(css + _own("print.css"), page.language)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    made = _environment(compiled).get_template("report.html.j2")
    words = Markup(in_script(_words(page)))  # noqa: S704 - escaped for a script element
    text = made.render(
        page=page,
        edition=edition.value,
        absent=edition.absent,
        css=css,
        script=script,
        script_hash=f"sha256-{digest}",
        words=words,
    )
    return (text if edition is Edition.PAGE else _within(text)) + "\n"


def _printed(css: Markup, language: str) -> Markup:
    """Leave out the rules for screens and for other languages: the renderer tries every rule on every element."""
    start, end = css.index("@media screen {"), css.index("@media print {")
    kept = []
    for line in (css[:start] + css[end:]).splitlines():
        of = LANGUAGE.match(line)
        if of is None or language.split("-", maxsplit=1)[0] == of[1]:
            kept.append(line)
    return Markup("\n").join(kept)


def _within(text: str) -> str:
    """Give a link to a place that the text does not have as its words alone."""
    places = set(PLACE.findall(text))
    return LEADS.sub(lambda link: link[0] if link[1] in places else link[2], text)


def _own(name: str) -> Markup:
    return Markup((asset("templates") / name).read_text(encoding="utf-8"))  # noqa: S704 - own file


@lru_cache(maxsize=2)
def _environment(compiled: Compiled | None) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(asset("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=_shown,
        bytecode_cache=compiled,
    )
    environment.filters |= {"inline": markup, "badge": _badge, "drawn": _drawn}
    return environment


def _shown(value: object) -> object:
    """Show hidden characters in every text that a template prints; markup of our own is left as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _drawn(figure: Figure) -> Markup:
    return Markup(figure.svg)  # noqa: S704 - drawn by this program, its texts escaped


def markup(inline: Inline) -> Markup:
    """Give running text as HTML."""
    return Markup("").join(map(_piece, inline))


def _piece(piece: Piece) -> Markup:
    match piece:
        case str():
            return Markup("{}").format(visible(piece))
        case Badge():
            return _badge(piece)
        case PageNumber():
            return Markup('<a class="{}" href="#{}"></a>').format(f"to {piece.medium}".strip(), visible(piece.anchor))
        case Link():
            return Markup('<a{} href="{}">{}</a>').format(_class(piece.medium), visible(piece.to), markup(piece.parts))
        case Marked(mark=Mark.CODE | Mark.PLAIN):
            kind = _class(f"{piece.mark} {piece.medium}".strip())
            return Markup("<span{}>{}</span>").format(kind, markup(piece.parts))
        case Marked():
            return Markup("<{0}>{1}</{0}>").format(piece.mark.value, markup(piece.parts))


def _class(kind: str) -> Markup:
    return Markup(' class="{}"').format(str(kind)) if kind else Markup()


def _badge(badge: Badge) -> Markup:
    accents = {Grounds.CONTRADICTED: "no", Grounds.ASSOCIATION_ONLY: "half"}
    accent = "yes" if badge.grounds in SUPPORTING else accents.get(badge.grounds, "open")
    return Markup('<span class="v v-{}">{} {}</span>').format(accent, badge.symbol, visible(badge.word))


def _words(page: Page) -> dict[str, object]:
    """Give what the script says: its sentences, the edges with their pages, the grounds of the claims, and where figures come from."""
    edges = {e.edge: {"label": visible(e.label), "page": e.anchor} for e in page.edges}
    grounds = {row.badge.grounds.value: row.badge.word for row in page.claims.rows}
    return {**dict(page.controls.said), "edges": edges, "grounds": grounds, "traces": _traces(page)}


def _traces(page: Page) -> dict[str, object]:
    """Give the figures of each claim's finding, as they are printed, with the chain down to their data."""
    return {
        row.claim: [
            [one.at, visible(one.printed), [[step.term, step.text] for step in one.steps]] for one in row.traces
        ]
        for row in page.claims.rows
        if row.traces
    }


def in_script(value: object) -> str:
    """Give JSON that cannot end a script element or begin a comment, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


OUTPUT = Output(title="Page", place="report.html", files=files, usual=True)
