"""The page in a real browser: edges and claims light each other, filters filter, numbers open evidence, nothing is asked of the network."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
from dataclasses import replace

import pikepdf
import pytest

from causal.rendering import pdf, render
from causal.rendering.catalogue import catalogue_of
from causal.rendering.outputs.html import Edition, html, in_script
from causal.rendering.page import page_of
from tests.fake_report import fake_report

pytestmark = pytest.mark.slow

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
browser_needed = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt install chromium")


def written(report, directory):
    render.render(report, directory, ("html",))
    return directory / "report.html"


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    return written(fake_report(), tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def driver():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


def started(driver, page_file, tries=3):
    """A browser that has shown a page. On a machine under load Chromium may end while it starts, which is no fault of the page."""
    from playwright.sync_api import Error

    running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    try:
        tab = running.new_page()
        tab.goto(page_file.as_uri())
        tab.close()
    except Error:
        if running.is_connected() or tries == 1:
            raise
        return started(driver, page_file, tries - 1)
    return running


@pytest.fixture(scope="module")
def browsers(driver):
    """The browser that runs, if any."""
    running = []
    yield running
    for one in running:
        one.close()


@pytest.fixture
def browser(driver, page_file, browsers):
    """One for all tests while it lives: a browser that ends takes no other test with it."""
    if not (browsers and browsers[0].is_connected()):
        browsers[:] = [started(driver, page_file)]
    return browsers[0]


@pytest.fixture
def page(browser, page_file):
    """A page that fails the test on any console message, error or request beyond the file itself."""
    tab = browser.new_page(viewport={"width": 1000, "height": 900})
    trouble = []
    tab.on("console", lambda message: trouble.append(message.text))
    tab.on("pageerror", lambda error: trouble.append(str(error)))
    tab.on(
        "request",
        lambda request: (
            None
            if request.url.startswith("file:") and request.url.partition("#")[0].endswith("report.html")
            else trouble.append(request.url)
        ),
    )
    tab.goto(page_file.as_uri())
    yield tab
    tab.close()
    assert trouble == []


def lit(page):
    return page.eval_on_selector_all("tr.lit", "rows => rows.map(r => r.dataset.claim)")


def visible(page):
    return page.eval_on_selector_all("tr[data-claim]", "rows => rows.filter(r => !r.hidden).map(r => r.dataset.claim)")


@browser_needed
def test_an_edge_lights_its_claims_and_a_claim_its_edge(page):
    rows = page.eval_on_selector_all(
        "tr[data-claim]", "rows => rows.map(r => [r.dataset.claim, r.dataset.edges.split(' ').filter(Boolean)])"
    )
    claim, edges = next((c, e) for c, e in rows if e)
    arrow = page.locator(f'figure.graph [data-edge="{edges[0]}"]')
    arrow.locator("text").first.hover()
    assert lit(page) == [c for c, e in rows if edges[0] in e]
    page.mouse.move(2, 2)
    assert lit(page) == []
    page.locator(f'tr[data-claim="{claim}"] td.told').hover()
    assert arrow.evaluate("node => node.classList.contains('lit')")


@browser_needed
def test_an_edge_is_chosen_by_keyboard_and_lists_its_claims(page):
    arrow = page.locator("figure.graph [data-edge]").first
    arrow.focus()
    page.keyboard.press("Enter")
    assert arrow.get_attribute("aria-pressed") == "true"
    assert page.locator("#edge-claims li").count() == len(lit(page))
    target = page.locator("#edge-claims > a").get_attribute("href")
    assert page.locator(target).count() == 1
    page.keyboard.press(" ")
    assert arrow.get_attribute("aria-pressed") == "false"
    assert page.locator("#edge-claims li").count() == 0


@browser_needed
def test_filters_keep_what_fits_and_say_how_many(page):
    everything = visible(page)
    page.select_option("select[name=verdict]", "contradicted")
    found = visible(page)
    assert found == page.eval_on_selector_all(
        "tr[data-claim]", "rows => rows.filter(r => r.dataset.verdict === 'contradicted').map(r => r.dataset.claim)"
    )
    assert 0 < len(found) < len(everything)
    assert page.locator("#shown").inner_text() == f"{len(found)} of {len(everything)} claims"
    page.fill("input[name=text]", "no such words anywhere")
    assert visible(page) == []
    page.click("#filters button[type=reset]")
    page.wait_for_function(
        "count => [...document.querySelectorAll('tr[data-claim]')].filter(r => !r.hidden).length === count",
        arg=len(everything),
    )


@browser_needed
def test_a_number_opens_its_evidence_and_escape_closes_it(page):
    numbers = page.locator("tr button.number")
    assert numbers.count() > 20
    first = numbers.first
    claim = first.evaluate("node => node.closest('tr').dataset.claim")
    first.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    assert dialog.get_attribute("aria-label") == f"Evidence for {claim}"
    text = page.locator(f'tr[data-claim="{claim}"]').get_attribute("data-text")
    assert text[:30] in dialog.inner_text()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert first.evaluate("node => node === document.activeElement")


@browser_needed
def test_a_number_opens_the_way_down_to_its_data_and_nothing_of_it_prints(page):
    first = page.locator("tr button.number").first
    first.click()
    terms = page.locator("dialog .way dt").all_inner_texts()
    assert terms[-1] == "Printed"
    assert {"Column", "Cell", "Document"} & set(terms)
    assert page.locator("dialog .way dd").last.inner_text() == first.inner_text()
    page.emulate_media(media="print")
    assert page.locator("dialog:visible").count() == 0
    assert first.evaluate("node => getComputedStyle(node).borderBottomStyle") == "none"
    page.emulate_media(media="screen")


@browser_needed
@pytest.mark.parametrize("place", [".denied", ".card"])
def test_a_number_opens_its_evidence_wherever_it_stands(page, place):
    """On the first page and in the cards too; what opens says for which claim, and its own figures are no buttons."""
    numbers = page.locator(f"{place} button.number")
    assert numbers.count() > 0
    first = numbers.first
    claim = first.evaluate(
        "node => (node.closest('[data-claim]') || {dataset: {claim: node.closest('.card').id.slice(6)}}).dataset.claim"
    )
    first.click()
    dialog = page.locator("dialog[open]")
    assert dialog.get_attribute("aria-label") == f"Evidence for {claim}"
    assert dialog.locator(".way dd").last.inner_text() == first.inner_text()
    assert dialog.locator("button.number").count() == 0
    page.keyboard.press("Escape")


@browser_needed
def test_a_number_within_a_longer_one_is_not_taken_for_it(page):
    printed = page.evaluate("""() => [...document.querySelectorAll('.card button.number')].map(node => {
        const before = (node.previousSibling || {}).data || '', after = (node.nextSibling || {}).data || '';
        return [before.slice(-1), node.textContent, after.slice(0, 2)] })""")
    assert printed
    assert not [one for one in printed if one[0] in "0123456789.,−" and one[0]]
    assert not [one for one in printed if one[2][:1].isdigit() or (one[2][:1] in ".," and one[2][1:].isdigit())]


@browser_needed
def test_every_number_of_every_claim_opens(page):
    opened = page.evaluate("""() => [...document.querySelectorAll('tr[data-claim]')].map(row => {
        const number = row.querySelector('button.number'); if (!number) return true;
        number.click(); const text = document.querySelector('dialog .body').innerText.length;
        document.querySelector('dialog').close(); return text > 20 })""")
    assert all(opened)


@browser_needed
def test_accessibility(page):
    """What an axe run would look at first: names, labels, landmarks, ids, headings, contrast."""
    found = page.evaluate("""() => {
        const all = s => [...document.querySelectorAll(s)];
        const name = n => (n.getAttribute('aria-label') || n.innerText || n.textContent || '').trim();
        const light = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255).map(x => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
            return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2] };
        const ground = n => { for (let m = n; m; m = m.parentElement) { const c = getComputedStyle(m).backgroundColor; if (!/, 0\\)|transparent/.test(c)) return c } return 'rgb(255,255,255)' };
        const contrast = n => { const [a, b] = [light(getComputedStyle(n).color), light(ground(n))].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05) };
        return {
            lang: document.documentElement.lang,
            mains: all('main').length, h1: all('h1').length,
            nameless: all('a[href], button, select, input, [role=button]').filter(n => !name(n) && !n.closest('label') && n.getClientRects().length).map(n => n.outerHTML.slice(0, 80)),
            unlabelled: all('select, input').filter(n => !n.labels.length).length,
            figures: all('svg').filter(n => !n.querySelector('title') && n.getAttribute('aria-hidden') !== 'true').length,
            ids: all('[id]').map(n => n.id).filter((id, i, ids) => ids.indexOf(id) !== i),
            broken: all("a[href^='#']").filter(n => !document.getElementById(n.getAttribute('href').slice(1))).map(n => n.getAttribute('href')),
            headings: all('h1, h2, h3, h4').map(n => Number(n.tagName[1])),
            heads: all('table').filter(n => !n.querySelector('th[scope]')).length,
            pale: all('main p, main td, main li, main h2, main h3, button, label, figcaption').filter(n => n.innerText && n.offsetParent && contrast(n) < 4.5).map(n => n.innerText.slice(0, 40)),
        } }""")
    assert found["lang"] == "en"
    assert (found["mains"], found["h1"]) == (1, 1)
    for rule in ("nameless", "ids", "broken", "pale"):
        assert found[rule] == [], rule
    assert (found["unlabelled"], found["figures"], found["heads"]) == (0, 0, 0)
    assert all(later <= earlier + 1 for earlier, later in zip(found["headings"], found["headings"][1:], strict=False))


@browser_needed
@pytest.mark.parametrize("width", [360, 1000])
def test_the_page_never_scrolls_sideways(browser, page_file, width):
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.goto(page_file.as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


LETTERS = """() => [...document.querySelectorAll('main svg')].flatMap(drawing => {
    const shown = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
    return shown ? [...drawing.querySelectorAll('text')].map(text => shown * parseFloat(getComputedStyle(text).fontSize)) : [] })"""


@browser_needed
@pytest.mark.parametrize("width", [360, 400, 1280])
def test_letters_in_figures_can_be_read_on_a_screen_of_any_width(browser, page_file, width):
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.goto(page_file.as_uri())
    letters = tab.evaluate(LETTERS)
    assert len(letters) > 50
    assert min(letters) >= 9.99
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


WORDS = """() => { const found = [], all = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    for (let text; text = all.nextNode();) { const holds = text.parentElement;
        if (text.textContent.trim() && holds.getClientRects().length && !holds.closest('svg')) found.push(parseFloat(getComputedStyle(holds).fontSize)) }
    return found }"""


@browser_needed
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
def test_words_are_large_enough_to_read_and_the_page_no_wider_than_the_screen(browser, page_file, width, scheme):
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab.goto(page_file.as_uri())
    sizes = tab.evaluate(WORDS)
    assert len(sizes) > 500
    assert min(sizes) >= 10
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


def headings(content):
    """Give the titles of a PDF's bookmarks, in the order of the pages."""
    with pikepdf.open(io.BytesIO(content)) as document, document.open_outline() as outline:
        waiting, found = list(outline.root), []
        while waiting:
            one = waiting.pop(0)
            said = " ".join(one.title.split())
            half = said[: len(said) // 2]
            found.append(half if half * 2 == said else said)  # Chromium says one that begins a page twice
            waiting = [*one.children, *waiting]
        return found


@browser_needed
@pytest.mark.parametrize("language", ["en", "zh"])
def test_printed_from_a_browser_the_page_comes_in_the_order_of_the_pdf(browser, tmp_path, language):
    report = fake_report()
    report = replace(report, study=replace(report.study, language=language))
    made = page_of(report, catalogue_of(report))
    tab = browser.new_page()
    tab.goto(written(report, tmp_path).as_uri())
    printed = headings(tab.pdf(outline=True, tagged=True))
    tab.close()
    own = headings(pdf.pdf(html(made, Edition.REPORT), report))
    sections = [made.contents.title, made.claims.title, made.cards.title, made.rivals.title, made.contradictions.title]
    sections += [made.unchecked.title, made.glossary.title, made.methods.title, made.data.title, made.log.title]
    edges = [edge.title for edge in made.edges]
    for found in (printed, own):
        assert [title for title in found if title in sections] == sections
        at = [next(i for i, title in enumerate(found) if title.endswith(edge)) for edge in edges]
        assert at == sorted(at)
        assert found.index(made.claims.title) < at[0] < at[-1] < found.index(made.cards.title)


@browser_needed
def test_the_fonts_are_in_the_page(page):
    faces = page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family))"
    )
    assert {"Source Sans Pro", "Source Serif Pro"} <= {face.strip('"') for face in faces}


@browser_needed
def test_no_label_of_the_scoreboard_lies_on_another(page):
    boxes = page.evaluate("""() => [...document.querySelector('#front figure svg').querySelectorAll('text')].map(text => {
        const box = text.getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom] })""")
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            across, down = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 0 or down <= 3, (one, other)  # lines may share the white between them


@browser_needed
def test_in_the_dark_words_are_legible_and_paper_is_white(browser, page_file):
    tab = browser.new_page(color_scheme="dark")
    tab.goto(page_file.as_uri())
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    accents = """() => [...document.querySelectorAll('main :is(p, td, li, h2, h3, a, b, .v), main svg text, button')]
        .filter(n => n.getClientRects().length && n.getAttribute('fill') !== '#ffffff')
        .map(n => getComputedStyle(n)[n.namespaceURI.endsWith('svg') ? 'fill' : 'color'])"""
    assert tab.evaluate(ground) == "rgb(23, 23, 23)"
    for colour in set(tab.evaluate(accents)):
        assert max(map(int, re.findall(r"\d+", colour))) > 150, colour
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.evaluate("getComputedStyle(document.querySelector('main p')).color") != "rgb(231, 231, 231)"
    tab.close()


@browser_needed
def test_without_script_the_page_says_the_same(browser, page_file):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(page_file.as_uri())
    assert tab.locator("tr[data-claim]:visible").count() == len(fake_report().verdicts)
    assert tab.locator("#filters:visible").count() == 0
    context.close()


@browser_needed
def test_a_hostile_text_is_text(browser, tmp_path):
    report = fake_report()
    nasty = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> \u202e 12% {count}"
    claims = (replace(report.study.claims[0], text=nasty, kind=nasty), *report.study.claims[1:])
    file = written(replace(report, study=replace(report.study, claims=claims)), tmp_path)
    tab = browser.new_page()
    tab.goto(file.as_uri())
    assert tab.title() == report.study.title
    assert tab.locator("main img").count() == 0
    tab.close()


def test_the_policy_names_the_script_it_allows(page_file):
    text = page_file.read_text()
    policy = re.search(r"script-src '(sha256-[^']+)'", text).group(1)
    script = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(script) == 1
    assert policy == "sha256-" + base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()
    assert "default-src 'none'" in text


def test_words_in_a_script_element_cannot_end_it():
    assert "<" not in in_script({"a": "</script><!--"})
    assert "\u2028" not in in_script("\u2028")


def test_claims_know_their_edges():
    report = fake_report()
    claims = page_of(report, catalogue_of(report)).claims.rows
    ids = {f"{report.study.graph.id}:{e.id}" for e in report.study.graph.edges}
    for row in claims:
        assert set(row.edges) <= ids
        asserted = {f"{report.study.graph.id}:{e.id}" for e in report.study.graph.claimed if row.claim in e.claims}
        assert asserted <= set(row.edges)
    assert any(row.edges for row in claims)
