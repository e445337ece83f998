"""HTML to PDF: WeasyPrint behind a fetcher that serves the package's fonts and the page's own drawings, in a child process.

The child has limits of memory, processor and wall-clock time. Bytes are the same on every run: the dates come from
the report, and identifiers from the content.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.errors import RenderError
from causal.files.assets import PACKAGE, asset
from causal.files.limits import PDF_BYTES, RENDER_MEMORY, RENDER_SECONDS, RENDER_WAIT
from causal.files.sizes import times
from causal.work.confined import limit_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from causal.report import Report

INSTALL = {
    "Linux": "apt install --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0",
    "Darwin": "brew install pango",
    "Windows": "install the GTK runtime that WeasyPrint's documentation names",
}
FACES = {
    ("Source Sans Pro", "font_source_sans_pro", "SourceSansPro"): {
        "Regular": (400, "normal"),
        "Semibold": (600, "normal"),
        "It": (400, "italic"),
    },
    ("Source Serif Pro", "font_source_serif_pro", "SourceSerifPro"): {
        "Regular": (400, "normal"),
        "Semibold": (600, "normal"),
        "It": (400, "italic"),
    },
}
EVERY = 2.0  # seconds after which it is told which page is set
PAGE, TAIL = re.compile(rb"page (\d+)"), 200
OPTIONS = {"pdf_variant": "pdf/a-3a", "pdf_tags": True, "uncompressed_pdf": True}
ROUNDS = 5  # how often pages are laid out for their numbers to be right
DRAWING = re.compile(r'<svg [^>]*?aria-label="([^"]*)".*?</svg>', re.DOTALL)
REFUSED = 3  # exit code of a child that says on its last line why there is no PDF
# The package's folder goes last on the path, and the working directory not at all: nothing there can be imported.
CHILD = (
    "import sys; sys.path.append(sys.argv[1]); from causal.rendering.pdf import child; "
    "child(int(sys.argv[2]), sys.argv[3])"
)
FALLBACK = {
    ("DejaVu Sans", 400): "DejaVuSans.ttf",
    ("DejaVu Sans", 700): "DejaVuSans-Bold.ttf",
    ("DejaVu Sans Mono", 400): "DejaVuSansMono.ttf",
    ("DejaVu Sans Mono", 700): "DejaVuSansMono-Bold.ttf",
}
HAN = ("Noto Sans SC", "zhplot", "NotoSansSC-Regular.ttf")  # family, package, file; the package is never imported
# The Han face is for Han text and its punctuation alone: a page may name it first, and Latin letters keep their own face.
HAN_RANGE = "U+2014, U+2018-201D, U+2026, U+2E80-9FFF, U+F900-FAFF, U+FE30-FE4F, U+FF00-FFEF, U+20000-3FFFF"


def pdf(
    html: str,
    report: Report,
    told: Callable[[str], None] = lambda _: None,
    place: str = "report.pdf",
    pages: dict[str, int] | None = None,
) -> bytes:
    """Give the PDF's bytes; raise RenderError with an instruction where it cannot be made or would look wrong.

    `told` hears, every few seconds, which page of `place` is set. `pages` are the pages of places, as far as they were found
    before, and become those of this PDF: right ones spare work, and wrong ones change no byte.
    """
    given = html.encode()
    if len(given) > PDF_BYTES * times():
        more = -(-len(given) // PDF_BYTES)
        raise RenderError(
            f"the page has {len(given):,} bytes, and of more than {PDF_BYTES * times():,} no PDF is set: ask for the other "
            f"outputs alone (--format html), or allow {more} times the usual size with --size {more}"
        )
    command = [sys.executable, "-P", "-c", CHILD, str(PACKAGE.parent), str(report.provenance.source_date)]
    pages = {} if pages is None else pages
    with tempfile.TemporaryDirectory() as temporary:  # a pipe would lose what it had not taken in time
        page, said, numbers = (Path(temporary, name) for name in ("page", "said", "numbers"))
        page.write_bytes(given)
        numbers.write_text(json.dumps(pages), encoding="utf-8")
        command.append(str(numbers))
        with page.open("rb") as source, said.open("wb") as errors:
            child = subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=errors)  # noqa: S603 - own code
            made = _awaited(child, lambda: told(_page(said, place)))
        if child.returncode:
            raise RenderError(_why(child.returncode, said.read_text(encoding="utf-8", errors="replace")))
        _become(pages, json.loads(numbers.read_text(encoding="utf-8")))
    return made


def _awaited(child: subprocess.Popen[bytes], tick: Callable[[], None]) -> bytes:
    """Give what the child writes, calling `tick` while it works; end it and raise RenderError when its time is over."""
    ends = time.monotonic() + RENDER_WAIT * times()
    with child:
        while True:
            try:
                return child.communicate(timeout=EVERY)[0]
            except subprocess.TimeoutExpired:
                tick()
            except BaseException:
                child.kill()
                raise
            if time.monotonic() > ends:
                child.kill()
                raise RenderError(
                    f"the PDF was not ready after {RENDER_WAIT * times()} seconds; the report may be too large"
                )


def _page(said: Path, place: str) -> str:
    """Say which page the child was at when it last spoke."""
    with said.open("rb") as file:
        file.seek(max(0, said.stat().st_size - TAIL))
        pages = PAGE.findall(file.read())
    return f"{place}: page {int(pages[-1])} is set" if pages else place


def _why(code: int, said: str) -> str:
    lines = [line for line in said.strip().splitlines() if not PAGE.fullmatch(line.encode())]
    last = lines[-1] if lines else ""
    if code == REFUSED:
        return last
    if code < 0 or "MemoryError" in last:
        return "the PDF renderer ran out of memory or processor time; the report may be too large"
    return f"the PDF renderer failed: {last or f'exit code {code}'}"


def child(source_date: int, numbers: str) -> None:
    """Read HTML from standard input and write the PDF to standard output, within the limits; the child's whole work.

    The file `numbers` has the pages of places, as far as they are known, and is written anew.
    """
    _limit()
    gc.disable()  # the child is short-lived: collecting costs a tenth of its time and frees little
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is not part of the PDF
    pages = json.loads(Path(numbers).read_text(encoding="utf-8"))
    try:
        made = draw(sys.stdin.buffer.read().decode(), source_date, pages)
    except RenderError as error:
        sys.stderr.write(" ".join(str(error).split()) + "\n")
        sys.exit(REFUSED)
    Path(numbers).write_text(json.dumps(pages), encoding="utf-8")
    with target:
        target.write(made)
    gc.freeze()  # nor is what is left collected at the end


def _limit() -> None:
    limit_to(RENDER_MEMORY * times(), RENDER_SECONDS * times())


def draw(html: str, source_date: int, pages: dict[str, int] | None = None) -> bytes:
    """Render in this process, with no font of the machine; raise RenderError. `pages` is as in `pdf`."""
    given = {"SOURCE_DATE_EPOCH": str(source_date), "FONTCONFIG_FILE": str(asset("templates/fonts.conf"))}
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        return _drawn(html, {} if pages is None else pages)
    finally:  # what this process starts next is to find the machine's fonts
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _drawn(html: str, pages: dict[str, int]) -> bytes:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No fonts configured")  # said when it is imported, and at each configuration
        weasyprint = _weasyprint()
        from weasyprint.text.fonts import FontConfiguration

        fonts = FontConfiguration()
    served = font_files()
    text, drawings = apart(html)
    fetcher = _fetcher(served, drawings)
    watch, begun = _Watch(), _Pages()
    logger, stages = logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress")
    logger.addHandler(watch)
    stages.addHandler(begun)
    stages.setLevel(logging.INFO)
    try:
        sheet = weasyprint.CSS(string=font_css(served), font_config=fonts, url_fetcher=fetcher)
        page = weasyprint.HTML(string=text, url_fetcher=fetcher, base_url="asset:/")
        document = _numbered(page, pages, lambda: page.render(stylesheets=[sheet], font_config=fonts, **OPTIONS))
        made = document.write_pdf(**OPTIONS)
    finally:
        logger.removeHandler(watch)
        stages.removeHandler(begun)
        stages.setLevel(logging.NOTSET)
    if watch.missing:
        raise RenderError(f"a character has no glyph in the bundled fonts: {watch.missing[0]}")
    if watch.lost:
        raise RenderError(f"a figure cannot be drawn: {watch.lost[0]}")
    return bytes(made)


def _numbered(page: Any, pages: dict[str, int], laid_out: Callable[[], Any]) -> Any:
    """Give the page laid out, with the numbers of pages where places are referred to; `pages` become those of the places.

    The numbers are put in and compared with where the places then are: the renderer's own lay more pages out, and are
    wrong where a number moves a line to another page. Each has room for as many digits as the last, so that no line hangs on
    which number stands in it.
    """
    links = [link for link in page.etree_element.iter("a") if "to" in link.get("class", "").split()]
    shown: dict[str, int | None] = {_place(link): pages.get(_place(link)) for link in links}
    digits = 2
    for _ in range(ROUNDS):
        page.etree_element.set("style", f"--room: {digits}ch")
        for link in links:
            link.set("data-page", str(shown[_place(link)] or ""))
        document, found = laid_out(), dict[str, int]()
        for number, one in enumerate(document.pages, 1):
            for place in one.anchors:
                found.setdefault(place, number)
        before, shown = (digits, shown), {place: found.get(place) for place in shown}
        digits = max(digits, len(str(len(document.pages))))
        if before == (digits, shown):
            break
    _become(pages, {place: number for place, number in shown.items() if number})
    return document


def _place(link: Any) -> str:
    return str(link.get("href", "")).removeprefix("#")


def _become(pages: dict[str, int], others: dict[str, int]) -> None:
    pages.clear()
    pages.update(others)


def _weasyprint() -> Any:
    try:
        with _no_compiler_asked():
            import weasyprint
    except OSError:
        return _searched()
    return weasyprint


@contextmanager
def _no_compiler_asked() -> Iterator[None]:
    """Let libraries be opened by their names alone: for each of a dozen spellings ctypes would run the compiler and the linker."""
    import ctypes.util

    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005 - the loader finds those that are spelled as files
    try:
        yield
    finally:
        ctypes.util.find_library = find


def _searched() -> Any:
    """Give WeasyPrint where its libraries are searched for in every way; raise RenderError where they are not found."""
    try:
        import weasyprint
    except OSError as error:
        command = INSTALL.get(platform.system(), INSTALL["Linux"])
        raise RenderError(
            f"WeasyPrint's system libraries are missing. Install them and build again: {command}"
        ) from error
    return weasyprint


class _Watch(logging.Handler):
    """Collects the log lines that say that a page would look wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.missing: list[str] = []
        self.lost: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if "notdef" in text:
            self.missing.append(text)
        elif text.startswith(("Failed to load image at 'asset:/", "Failed to render SVG image asset:/")):
            self.lost.append(text)


class _Pages(logging.Handler):
    """Writes the number of each page that is begun on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        if found := re.search(r"Page (\d+)$", record.getMessage()):
            sys.stderr.write(f"page {found[1]}\n")
            sys.stderr.flush()


def font_files() -> dict[str, Path]:
    """Give the bundled font files by the name they are served under."""
    from importlib.util import find_spec

    def folder(package: str) -> Path:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise RenderError(f"the font package {package} is missing; install causal again")
        return Path(spec.origin).parent

    found = {}
    for (_, package, stem), styles in FACES.items():
        for style in styles:
            found[f"{stem}-{style}.ttf"] = folder(package) / "files" / f"{stem}-{style}.ttf"
    found[HAN[2]] = folder(HAN[1]) / "fonts" / HAN[2]
    for file in FALLBACK.values():
        found[file] = (
            folder("matplotlib") / "mpl-data" / "fonts" / "ttf" / file
        )  # to import it takes longer than to read them all
    return found


def font_css(served: dict[str, Path]) -> str:
    """Give the @font-face rules; no font of the machine is needed."""
    rules = []
    for (family, _, stem), styles in FACES.items():
        for style, (weight, slant) in styles.items():
            assert f"{stem}-{style}.ttf" in served
            rules.append(
                f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {slant}; src: url("asset:/{stem}-{style}.ttf") }}'
            )
    rules += [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("asset:/{file}") }}'
        for (family, weight), file in FALLBACK.items()
    ]
    rules.append(f'@font-face {{ font-family: "{HAN[0]}"; unicode-range: {HAN_RANGE}; src: url("asset:/{HAN[2]}") }}')
    return "\n".join(rules)


def apart(html: str) -> tuple[str, dict[str, bytes]]:
    """Give the page with an image where each drawing stood, and the drawings by the name they are served under.

    The words of a drawing are the image's. Within the page each of its elements would be one more to try every rule on.
    """
    drawings: dict[str, bytes] = {}

    def image(found: re.Match[str]) -> str:
        name = f"{len(drawings)}.svg"
        drawings[name] = found[0].encode()
        return f'<img src="asset:/{name}" alt="{found[1]}">'

    return DRAWING.sub(image, html), drawings


def _fetcher(served: dict[str, Path], drawings: dict[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):  # type: ignore[misc]
        """Serves the bundled fonts and the page's own drawings by name; every other address is refused."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - the base class gives it
            name = url.removeprefix("asset:/")
            if url.startswith("asset:/") and name in drawings:
                return URLFetcherResponse(url, drawings[name], headers={"Content-Type": "image/svg+xml"})
            if not url.startswith("asset:/") or name not in served:
                raise ValueError(f"refused: {url[:80]}")
            return URLFetcherResponse(url, served[name].read_bytes(), headers={"Content-Type": "font/ttf"})

    return AssetFetcher()
