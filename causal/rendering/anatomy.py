"""Every object of a PDF, place by place, so that whatever two files do not share is named: nothing is left out of it.

A place is a page, an entry of the catalogue, of the trailer or of the document information, an attachment, or what no
other place refers to. How a stream is packed, how objects are numbered and where they lie in the file make no difference.
"""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING, Any

from causal.errors import DAMAGED, CausalError
from causal.rendering import archive

if TYPE_CHECKING:
    from collections.abc import Iterator

MAKER = re.compile(rb"WeasyPrint [0-9.]+")
PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})
ATTACHED = PACKING | {"/Params"}  # size and checksum of what is attached, which is a place of its own
WRITING = frozenset(
    {"/Size", "/Prev", "/XRefStm", "/ID", "/Type", "/W", "/Index", *PACKING}
)  # of the file, not of the document
BESIDE = "the bytes of the file: another program wrote it, or something was added beside its objects"
OBJECTS = 2_000_000  # of one document, each counted once a place


def places(content: bytes, without_maker: bool = False) -> dict[str, str]:
    """Give a digest (hex) by place; raise CausalError where this is no PDF, or one of too many objects.

    With `without_maker`, the renderer's version is left out where it signs its work.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return _Reader(pdf, without_maker).places()
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise CausalError(f"this is not a PDF that can be read: {error}") from error
    except DAMAGED as error:
        raise CausalError("this is not a PDF that can be read: a part of it is not what the format asks for") from error


def file_places(content: bytes, without_maker: bool = False) -> dict[str, str]:
    """Give `places`, and BESIDE where the file is not as `archive.attach` writes it; raise CausalError as that does."""
    found = places(content, without_maker)
    return found if _as_written(content) else found | {BESIDE: hashlib.sha256(content).hexdigest()}


def _as_written(content: bytes) -> bool:
    import pikepdf

    try:
        return archive.rewritten(content) == content
    except (pikepdf.PdfError, *DAMAGED):
        return False


class _Reader:
    """Walks one document; `pages` are the pages' numbers, `streams` the digests of what streams unpack to."""

    def __init__(self, pdf: Any, without_maker: bool) -> None:
        self.pdf, self.without_maker = pdf, without_maker
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        self.streams: dict[tuple[int, int], bytes] = {}
        self.attached = {
            spec.obj.EF.F.objgen: name for name, spec in pdf.attachments.items() if "/F" in spec.obj.get("/EF", {})
        }
        self.reached: set[tuple[int, int]] = set(self.pages)
        self.count = 0

    def places(self) -> dict[str, str]:
        """Give every place's digest."""
        found = dict(self._named())
        left = (one for one in self.pdf.objects if self._is_left(one))
        found["objects that nothing refers to"] = self.digest(list(left))
        return {place: digest for place, digest in found.items() if digest}

    def _named(self) -> Iterator[tuple[str, str]]:
        for number, page in enumerate(self.pdf.pages, start=1):
            yield f"page {number}", self.digest([page.obj], whole_page=True)
        for name, spec in self.pdf.attachments.items():
            if "/F" in spec.obj.get("/EF", {}):
                stream = spec.obj.EF.F
                yield f"attachment {name}", self._unpacked(stream).decode()
                self.reached.add(stream.objgen)
        root = self.pdf.Root
        for key in sorted(root.keys()):
            yield f"catalogue {key}", self.tree() if key == "/Pages" else self.digest([root[key]])
        for key in sorted(self.pdf.trailer.keys()):
            if key == "/Info":
                for name in sorted(self.pdf.trailer.Info.keys()):
                    text = bytes(self.pdf.trailer.Info[name])
                    yield f"document information {name}", hashlib.sha256(self._unsigned(text)).hexdigest()
                self.reached.add(self.pdf.trailer.Info.objgen)
            elif key != "/Root" and key not in WRITING:
                yield f"trailer {key}", self.digest([self.pdf.trailer[key]])
        self.reached.add(root.objgen)

    def tree(self) -> str:
        """Give the digest of what the tree of pages says beside the pages: what they inherit."""
        state = hashlib.sha256()
        waiting = [self.pdf.Root.Pages]
        while waiting:
            node = waiting.pop()
            if node.objgen in self.reached:
                continue
            self.reached.add(node.objgen)
            state.update(self.digest([node[k] for k in sorted(node.keys()) if k not in {"/Kids", "/Parent"}]).encode())
            kids = list(node.get("/Kids", []))
            state.update(b"".join(b"elsewhere\n" for kid in kids if not _hangs(kid, node)))
            waiting += [kid for kid in kids if kid.objgen not in self.pages]
        return state.hexdigest()

    def _is_left(self, found: Any) -> bool:
        written = _is_mapping(found) and str(found.get("/Type", "")) in {"/ObjStm", "/XRef"}
        return _is_object(found) and found.is_indirect and found.objgen not in self.reached and not written

    def digest(self, roots: list[Any], *, whole_page: bool = False) -> str:
        """Give the digest of objects and of all that they refer to, each once, pages by their number."""
        state = hashlib.sha256()
        numbers: dict[tuple[int, int], int] = {}
        waiting: list[Any] = list(reversed(roots))
        while waiting:
            found = waiting.pop()
            if isinstance(found, _Word):
                state.update(found.text)
                continue
            self._counted()
            if _is_object(found) and found.is_indirect:
                known = self.pages.get(found.objgen)
                if known is not None and not (whole_page and found.objgen == roots[0].objgen and not numbers):
                    state.update(b"page %d\n" % known)
                    continue
                if found.objgen in numbers:
                    state.update(b"again %d\n" % numbers[found.objgen])
                    continue
                numbers[found.objgen] = len(numbers)
                self.reached.add(found.objgen)
                if (name := self.attached.get(found.objgen)) is not None:
                    state.update(b"attachment " + name.encode(errors="replace") + b"\n")
                    waiting += reversed(self._entries(found, ATTACHED))
                    continue
            waiting += reversed(self._parts(found))
        return state.hexdigest() if roots else ""

    def _counted(self) -> None:
        self.count += 1
        if self.count > OBJECTS:
            raise CausalError(f"the PDF has more than {OBJECTS:,} objects: no report has so many")

    def _parts(self, found: Any) -> list[Any]:
        """Give an object's own words and what it holds, in a fixed order."""
        import pikepdf

        if isinstance(found, pikepdf.Stream):
            return [_Word(b"stream " + self._unpacked(found)), *self._entries(found, PACKING)]
        if isinstance(found, pikepdf.Dictionary):
            return self._entries(found, frozenset())
        if isinstance(found, pikepdf.Array):
            return [_Word(b"["), *found, _Word(b"]")]
        return [_Word((found.unparse() if isinstance(found, pikepdf.Object) else repr(found).encode()) + b"\n")]

    def _entries(self, found: Any, without: frozenset[str]) -> list[Any]:
        parts: list[Any] = [_Word(b"<<")]
        for key in sorted(found.keys()):
            if key == "/Parent" and self._is_page(found):
                continue  # where a page hangs in the tree of pages; `tree` has what it inherits
            if key not in without:
                parts += [_Word(key.encode() + b" "), found[key]]
        return [*parts, _Word(b">>")]

    def _is_page(self, found: Any) -> bool:
        return found.is_indirect and found.objgen in self.pages

    def _unpacked(self, stream: Any) -> bytes:
        key = stream.objgen
        if key not in self.streams or key == (0, 0):
            try:
                content = b"unpacked " + self._unsigned(stream.read_bytes(), stream)
            except Exception:  # noqa: BLE001 - packed in a way that is not undone: compared as it is
                content = b"packed " + stream.read_raw_bytes()
            self.streams[key] = hashlib.sha256(content).hexdigest().encode()
        return self.streams[key]

    def _unsigned(self, text: bytes, stream: Any = None) -> bytes:
        """Leave out the renderer's version, where that is asked for, in the document's information and metadata."""
        signs = stream is None or str(stream.get("/Type", "")) == "/Metadata"
        return MAKER.sub(b"WeasyPrint", text) if self.without_maker and signs else text


class _Word:
    """A piece of the digest's own, between objects."""

    __slots__ = ("text",)

    def __init__(self, text: bytes) -> None:
        self.text = text


def _hangs(kid: Any, node: Any) -> bool:
    """Whether a node of the tree of pages names the one above it as its parent."""
    parent = kid.get("/Parent")
    return _is_mapping(parent) and bool(parent.objgen == node.objgen)


def _is_object(found: Any) -> bool:
    import pikepdf

    return isinstance(found, pikepdf.Object)


def _is_mapping(found: Any) -> bool:
    import pikepdf

    return isinstance(found, pikepdf.Dictionary | pikepdf.Stream)


def differing(first: dict[str, str], second: dict[str, str]) -> tuple[str, ...]:
    """Give the places that are not the same in both, in the order of the first, then those that only the second has."""
    return tuple(place for place in {**first, **second} if first.get(place) != second.get(place))
