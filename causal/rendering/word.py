"""A document for a word processor: real headings, styles, tables and links, the same bytes on every run.

python-docx stays behind this module. What is invisible in a text is written out.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from causal.files.extras import library
from causal.rendering.figures.svg import BLUE, colour
from causal.rendering.inline import Badge, Link, Mark, Marked, Medium, PageNumber, safe_url
from causal.rendering.typography import visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from causal.rendering.inline import Inline, Piece

Cell = tuple["Inline", ...]  # its paragraphs
PAPER = (210, 297, 20)  # A4 in millimetres, and its margins
GRID, MONOSPACED = "Table Grid", "Courier New"
PURPOSE = "a document for a word processor"


class Manuscript:
    """A document that is filled from top to bottom. `places` are the anchors that links may lead to."""

    def __init__(self, language: str, title: str, author: str, source_date: int, places: Collection[str] = ()) -> None:
        self.docx = library("docx", "word", PURPOSE)
        self.oxml = library("docx.oxml", "word", PURPOSE)
        self.shared = library("docx.shared", "word", PURPOSE)
        self.name = library("docx.oxml.ns", "word", PURPOSE).qn
        self.document = self.docx.Document()
        self.places = {place: number for number, place in enumerate(dict.fromkeys(places))}
        self.written_on = datetime.fromtimestamp(source_date, UTC).replace(tzinfo=None)
        self._describe(language, title, author)
        self._lay_out(language)

    def _describe(self, language: str, title: str, author: str) -> None:
        """Set what the file says of itself; the library's own template stands in none of it."""
        about = self.document.core_properties
        about.title, about.author, about.language = visible(title)[:255], visible(author)[:255], language
        about.last_modified_by, about.revision, about.comments = "causal", 1, ""
        about.created = about.modified = self.written_on
        package = self.document.part.package
        for identity in [i for i, one in package.rels.items() if one.reltype.endswith("/thumbnail")]:
            del package.rels[identity]  # of an empty page

    def _lay_out(self, language: str) -> None:
        """Set the paper, and the language of the text."""
        width, height, margin = (self.shared.Mm(size) for size in PAPER)
        for section in self.document.sections:
            section.page_width, section.page_height = width, height
            section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
        spoken = self.document.styles.element.iter(self.name("w:lang"))
        for one in (*spoken, *self.document.settings.element.iter(self.name("w:themeFontLang"))):
            for script in ("w:val", "w:eastAsia"):
                one.set(self.name(script), language)

    def heading(self, text: Inline, level: int, place: str = "") -> None:
        """Write a heading, the title at level 0; `place` is where links to it lead."""
        paragraph = self.document.add_heading("", level)
        if place in self.places:
            self._mark(paragraph, place)
        self._fill(paragraph, text)

    def paragraph(self, text: Inline, style: str = "Normal") -> None:
        """Write a paragraph."""
        self._fill(self.document.add_paragraph(style=style), text)

    def comment(self, text: Inline, author: str) -> None:
        """Write a comment on the paragraph before; its day is the document's."""
        paragraph = self.document.paragraphs[-1]
        made = self.document.add_comment(paragraph.runs, "", visible(author)[:255], "")
        made._comment_elm.set(self.name("w:date"), f"{self.written_on.isoformat()}Z")  # noqa: SLF001 - no other way
        self._fill(made.paragraphs[0], text)

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]) -> None:
        """Write a table; `widths` are parts of the line, and the row of heads stands on every page."""
        table = self.document.add_table(rows=0, cols=len(heads), style=GRID)
        table.autofit = False
        unit = (PAPER[0] - 2 * PAPER[2]) / sum(widths)
        first: list[Cell] = [((Marked(mark=Mark.STRONG, parts=(head,)),),) for head in heads]
        for cells in (first, *rows):
            row = table.add_row()
            for at, (cell, paragraphs) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = self.shared.Mm(unit * widths[at])
                for i, text in enumerate(paragraphs):
                    self._fill(cell.paragraphs[0] if i == 0 else cell.add_paragraph(), text)
            kept = row._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no other way to it
            kept.append(self._element("w:cantSplit"))
            if cells is first:
                kept.append(self._element("w:tblHeader"))

    def picture(self, content: bytes, alt: str) -> None:
        """Write a picture as wide as the line, with what it shows in words."""
        width = self.shared.Mm(PAPER[0] - 2 * PAPER[2])
        self.document.add_picture(io.BytesIO(content), width=width)
        self.document.inline_shapes[-1]._inline.docPr.set("descr", visible(alt))  # noqa: SLF001 - no other way

    def footer(self, text: str) -> None:
        """Write what stands under every page."""
        self._fill(self.document.sections[0].footer.paragraphs[0], (text,))

    def content(self) -> bytes:
        """Give the file. Its parts are packed again: the library stamps them with the clock."""
        packed, made = io.BytesIO(), io.BytesIO()
        self.document.save(packed)
        stamp = max(self.written_on, datetime(1980, 1, 1)).timetuple()[:6]  # noqa: DTZ001 - the first day that a zip file knows
        with zipfile.ZipFile(packed) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
            for name in parts.namelist():
                info = zipfile.ZipInfo(name, stamp)
                info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
                target.writestr(info, parts.read(name))
        return made.getvalue()

    # -- running text

    def _fill(self, paragraph: Any, text: Inline) -> None:
        for piece in text:
            self._write(paragraph, paragraph._p, piece, frozenset())  # noqa: SLF001 - a link's runs stand inside it

    def _write(self, paragraph: Any, parent: Any, piece: Piece, marks: frozenset[Mark]) -> None:
        """Write a piece into `parent`, the paragraph or a link; what is for paper alone is left out."""
        match piece:
            case str():
                self._run(paragraph, parent, piece, marks)
            case Badge():
                said = self._run(paragraph, parent, f"{piece.symbol} {piece.word}", marks | {Mark.STRONG})
                said.font.color.rgb = self._colour(colour(piece.grounds.value))
            case PageNumber() | Marked(medium=Medium.PRINT) | Link(medium=Medium.PRINT):
                return
            case Link():
                inside = self._link(piece.to, parent)
                for part in piece.parts:
                    self._write(paragraph, inside, part, marks)
            case Marked():
                for part in piece.parts:
                    self._write(paragraph, parent, part, marks | {piece.mark})

    def _run(self, paragraph: Any, parent: Any, text: str, marks: frozenset[Mark]) -> Any:
        run = paragraph.add_run(visible(text))
        parent.append(run._r)  # noqa: SLF001 - moved into the link it belongs to
        run.bold, run.italic = Mark.STRONG in marks or None, Mark.EMPHASIS in marks or None
        run.font.superscript = Mark.RAISED in marks or None
        if Mark.CODE in marks:
            run.font.name = MONOSPACED
        if parent is not paragraph._p:  # noqa: SLF001 - in a link
            run.underline, run.font.color.rgb = True, self._colour(BLUE)
        return run

    def _colour(self, accent: str) -> Any:
        return self.shared.RGBColor.from_string(accent.removeprefix("#"))

    def _link(self, to: str, parent: Any) -> Any:
        """Give the element that a link's text stands in; a place that the document does not have is no link."""
        if to.startswith("#"):
            if to[1:] not in self.places:
                return parent
            link = self._element("w:hyperlink", {"w:anchor": self._bookmark(to[1:])})
        elif safe_url(to):
            kind = library("docx.opc.constants", "word", PURPOSE).RELATIONSHIP_TYPE.HYPERLINK
            link = self._element("w:hyperlink", {"r:id": self.document.part.relate_to(to, kind, is_external=True)})
        else:
            return parent
        parent.append(link)
        return link

    def _bookmark(self, place: str) -> str:
        return f"place_{self.places[place]}"

    def _mark(self, paragraph: Any, place: str) -> None:
        """Mark a paragraph as a place that links lead to."""
        identity = {"w:id": str(self.places[place])}
        named = {**identity, "w:name": self._bookmark(place)}
        paragraph._p.append(self._element("w:bookmarkStart", named))  # noqa: SLF001 - no other way
        paragraph._p.append(self._element("w:bookmarkEnd", identity))  # noqa: SLF001 - no other way

    def _element(self, name: str, attributes: dict[str, str] | None = None) -> Any:
        made = self.oxml.OxmlElement(name)
        for key, value in (attributes or {}).items():
            made.set(self.name(key), value)
        return made
