"""A published PDF proves itself; whatever is changed in it is named; a hostile file is refused."""

from __future__ import annotations

import io
import json
import zlib
from dataclasses import replace
from inspect import signature

import pikepdf
import pytest

from causal import pipeline
from causal.commands import verify
from causal.errors import CausalError, RenderError
from causal.rendering import archive, pdf, render
from tests.folders import make_folder
from tests.test_pipeline import QUICK

pytestmark = pytest.mark.slow


SET = pdf.pdf


def defaults(**changes):
    """Give what `build` takes where it is given nothing, with other values for some of it."""
    given = dict(zip(list(signature(pipeline.build).parameters)[1:], pipeline.build.__defaults__, strict=True))
    return tuple({**given, **changes}.values())


@pytest.fixture(scope="module", autouse=True)
def quick(kept):
    """Draw little, find nothing twice of the same case and set no page twice of the same text."""
    pages = {}

    def once(html, report, *more):
        drawn_from = (html, report.provenance.source_date)
        if drawn_from not in pages:
            pages[drawn_from] = SET(html, report, *more)
        return pages[drawn_from]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline.build, "__defaults__", defaults(rubric=QUICK, store=kept))
        patch.setattr(pdf, "pdf", once)
        yield


@pytest.fixture
def afresh(quick, monkeypatch):
    """Find and set everything again."""
    monkeypatch.setattr(pipeline.build, "__defaults__", defaults(store=pipeline.NOTHING_KEPT))
    monkeypatch.setattr(pdf, "pdf", SET)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_folder(tmp_path_factory.mktemp("verify") / "r")


@pytest.fixture(scope="module")
def published(folder, quick, tmp_path_factory):
    made = tmp_path_factory.mktemp("made")
    assert render.render(pipeline.build(folder), made, ("pdf",), folder) == ()
    return made / "report.pdf"


def changed(published, target, edit):
    """Save a copy of the PDF with `edit` applied."""
    with pikepdf.open(published) as pdf:
        edit(pdf)
        pdf.save(target)
    return target


def replace_file(pdf, name, content):
    del pdf.attachments[name]
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)


def test_the_published_pdf_reproduces_byte_for_byte(published, afresh):
    found = verify.verify(published)
    assert found.identical
    assert found.reproduces
    assert found.tampered == ()
    assert found.pages == ()
    assert found.software == ()


def test_attachments_are_the_folder_and_the_manifest_lists_them(published, folder):
    files = archive.extract(published)
    listed = json.loads(files["manifest.json"])["files"]
    assert set(files) == {"manifest.json", *listed}
    for name, content in files.items():
        if name.startswith("folder/"):
            assert content == (folder / name.removeprefix("folder/")).read_bytes()
            assert listed[name] == archive.digest(content)
    assert {"folder/claims.yaml", "folder/graph.yaml", "folder/report.yaml"} <= set(files)
    assert archive.tampered(files) == []


def test_the_file_claims_pdf_a_3_and_pdf_ua_and_lists_each_attachment_once(published):
    with pikepdf.open(published) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert len(pdf.Root.AF) == len(pdf.attachments)
        assert len({spec.objgen for spec in pdf.Root.AF}) == len(pdf.attachments)
        for spec in pdf.Root.AF:
            assert str(spec.AFRelationship) in {"/Source", "/Data"}
            assert "/Subtype" in spec.EF.F
        assert "/OutputIntents" in pdf.Root


def with_other_data(files):
    """Give the data file's name and its rows with the values of other days."""
    name = next(n for n in files if n.endswith(".csv"))
    head, *lines = files[name].decode().splitlines()
    half = len(lines) // 2
    mixed = [
        a.split(",")[0] + "," + b.partition(",")[2] for a, b in zip(lines, lines[half:] + lines[:half], strict=True)
    ]
    return name, ("\n".join([head, *mixed]) + "\n").encode()


def test_changed_data_are_named_and_do_not_build_under_the_declared_digest(published, tmp_path):
    name, content = with_other_data(archive.extract(published))
    found = verify.verify(changed(published, tmp_path / "t.pdf", lambda pdf: replace_file(pdf, name, content)))
    assert found.tampered == (f"{name} changed",)
    assert "it is not the file declared" in found.unbuilt
    assert not found.reproduces


def test_changed_data_with_a_changed_digest_change_verdicts(published, tmp_path):
    files = archive.extract(published)
    name, content = with_other_data(files)
    sources = files["folder/data/sources.yaml"].replace(
        archive.digest(files[name]).encode(), archive.digest(content).encode()
    )

    def edit(pdf):
        replace_file(pdf, name, content)
        replace_file(pdf, "folder/data/sources.yaml", sources)

    found = verify.verify(changed(published, tmp_path / "t.pdf", edit))
    assert set(found.tampered) == {f"{name} changed", "folder/data/sources.yaml changed"}
    assert not found.unbuilt
    assert found.differences.edges
    assert not found.reproduces


def test_a_report_json_that_flatters_is_caught_claim_by_claim(published, tmp_path):
    report = json.loads(archive.extract(published)["report.json"])
    victim = next(v for v in report["verdicts"] if v["word"] == "not supported")
    victim |= {"word": "supported", "grounds": "figures agree", "score": 100}
    content = json.dumps(report).encode()
    found = verify.verify(changed(published, tmp_path / "t.pdf", lambda pdf: replace_file(pdf, "report.json", content)))
    assert found.tampered == ("report.json changed",)
    assert [d.subject for d in found.differences.claims] == [victim["claim"]]
    assert found.differences.claims[0].old == "figures agree"
    assert not found.reproduces


def test_a_forged_page_is_named_even_where_every_attachment_is_intact(published, tmp_path):
    def forge(pdf):
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b" q 0 0 100 100 re f Q")

    found = verify.verify(changed(published, tmp_path / "t.pdf", forge))
    assert found.tampered == ()
    assert found.differences.none
    assert found.pages == (1,)
    assert not found.reproduces


def test_a_file_more_or_less_is_named(published, tmp_path):
    more = changed(published, tmp_path / "m.pdf", lambda pdf: replace_file_new(pdf, "folder/extra.txt", b"x"))
    assert archive.tampered(archive.extract(more)) == ["folder/extra.txt is not in the manifest"]
    name = next(n for n in archive.extract(published) if n.endswith(".csv"))
    less = changed(published, tmp_path / "l.pdf", lambda pdf: pdf.attachments.__delitem__(name))
    assert archive.tampered(archive.extract(less)) == [f"{name} is missing"]


def replace_file_new(pdf, name, content):
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/passwd", "folder/../../x", "folder\\x", "folder/a b", "C:evil", "folder/x\n", ""]
)
def test_a_name_that_leads_elsewhere_is_refused(published, tmp_path, name):
    target = changed(published, tmp_path / "t.pdf", lambda pdf: replace_file_new(pdf, name or " ", b"x"))
    with pytest.raises(CausalError, match="no path of a report folder"):
        archive.extract(target)


def test_a_bomb_is_refused(published, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "DATA_BYTES", 1_000_000)
    monkeypatch.setattr(archive, "ATTACHED_BYTES", 1_000_000)

    def bomb(pdf):
        packed = zlib.compress(b"\0" * 50_000_000)
        spec = pikepdf.AttachedFileSpec(pdf, b"x", filename="folder/bomb.csv")
        stream = spec.get_file().obj
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        pdf.attachments["folder/bomb.csv"] = spec

    with pytest.raises(CausalError, match="larger than"):
        archive.extract(changed(published, tmp_path / "t.pdf", bomb))


def test_other_files_are_refused_with_a_reason(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"no pdf")
    with pytest.raises(CausalError, match="not a PDF"):
        verify.verify(tmp_path / "a.pdf")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "b.pdf")
    with pytest.raises(CausalError, match="carries no report"):
        verify.verify(tmp_path / "b.pdf")


def test_a_pdf_without_its_folder_says_so(folder, tmp_path):
    render.render(pipeline.build(folder), tmp_path, ("pdf",))
    with pytest.raises(CausalError, match="carries no report folder"):
        verify.verify(tmp_path / "report.pdf")


def test_a_folder_that_changed_since_is_not_attached(tmp_path):
    folder = make_folder(tmp_path / "r")
    report = pipeline.build(folder)
    (folder / "claims.yaml").write_text((folder / "claims.yaml").read_text() + "\n# later\n")
    with pytest.raises(RenderError, match=r"claims\.yaml changed"):
        archive.contents(report, folder)


def crop(pdf):
    pdf.pages[0].obj.CropBox = pikepdf.Array([0, 0, 100, 100])


def turn(pdf):
    pdf.pages[-1].obj.Rotate = 180


def act(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.LastPage)


def run(pdf):
    script = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1")))
    pdf.Root.Names.JavaScript = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))


def rename(pdf):
    pdf.trailer.Info.Title = "Another title"


def reword(pdf):
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"</rdf:RDF>", b" </rdf:RDF>"))


def unmark(pdf):
    del pdf.Root.MarkInfo


def move(pdf):
    pdf.pages.reverse()


def drop(pdf):
    del pdf.pages[-1]


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (crop, "page 1"),
        (turn, "page"),
        (act, "catalogue /OpenAction"),
        (run, "catalogue /Names"),
        (rename, "document information /Title"),
        (reword, "catalogue /Metadata"),
        (unmark, "catalogue /MarkInfo"),
        (move, "page 1"),
        (drop, "page"),
    ],
)
def test_whatever_is_altered_is_named(published, tmp_path, edit, place):
    found = verify.verify(changed(published, tmp_path / "t.pdf", edit))
    named = (*found.altered, *(f"page {number}" for number in found.pages))
    assert any(one.startswith(place) for one in named)
    assert not found.reproduces


def test_other_versions_excuse_no_page(published, tmp_path):
    """A false note of another version, in report and manifest, beside a page that was painted over."""
    files = archive.extract(published)
    report, manifest = json.loads(files["report.json"]), json.loads(files["manifest.json"])
    report["provenance"]["versions"]["weasyprint"] = manifest["versions"]["weasyprint"] = "69.0"
    content = (json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    manifest["files"]["report.json"] = archive.digest(content)

    def edit(pdf):
        replace_file(pdf, "report.json", content)
        replace_file(pdf, "manifest.json", json.dumps(manifest).encode())
        pdf.pages[0].contents_add(b"q 1 0 0 rg 0 0 50 50 re f Q")

    found = verify.verify(changed(published, tmp_path / "t.pdf", edit))
    assert found.tampered == ()
    assert found.software
    assert found.pages[0] == 1
    assert len(found.pages) == 2  # and the one that prints the versions, which the attached report has otherwise
    assert not found.reproduces


def test_a_report_json_with_another_title_is_named(published, tmp_path):
    files = archive.extract(published)
    report, manifest = json.loads(files["report.json"]), json.loads(files["manifest.json"])
    report["study"]["title"] = "Another title"
    content = json.dumps(report).encode()
    manifest["files"]["report.json"] = archive.digest(content)

    def edit(pdf):
        replace_file(pdf, "report.json", content)
        replace_file(pdf, "manifest.json", json.dumps(manifest).encode())

    found = verify.verify(changed(published, tmp_path / "t.pdf", edit))
    assert found.differences.none
    assert "report.json: study.title" in found.altered
    assert not found.reproduces


def test_bytes_behind_the_end_are_named(published, tmp_path):
    (tmp_path / "t.pdf").write_bytes(published.read_bytes() + b"% more\n")
    found = verify.verify(tmp_path / "t.pdf")
    assert any("bytes" in one for one in found.altered)
    assert not found.reproduces


@pytest.fixture(scope="module")
def of_other_software(folder, quick, tmp_path_factory):
    """A PDF whose report names an older library that takes no part in its pages' look."""
    made = pipeline.build(folder)
    older = replace(made.provenance, versions={**made.provenance.versions, "numpy": "1.0"})
    directory = tmp_path_factory.mktemp("older")
    assert render.render(replace(made, provenance=older), directory, ("pdf",), folder) == ()
    return directory / "report.pdf"


def test_a_report_of_other_software_reproduces_where_every_number_does(of_other_software, afresh):
    found = verify.verify(of_other_software)
    assert len(found.software) == 1
    assert found.reproduces


def saved(edit):
    """Apply `edit` and write the file as the renderer does."""

    def bytes_of(content):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            edit(pdf)
            target = io.BytesIO()
            pdf.save(target)
        return archive.rewritten(archive.rewritten(target.getvalue()))

    return bytes_of


def parent(pdf):
    for page in pdf.pages:
        page.obj.Parent = pikepdf.Dictionary(Type=pikepdf.Name.Pages, Rotate=180)


def length(pdf):
    pdf.pages[0].Contents.DL = pikepdf.String("a text")


@pytest.mark.parametrize(
    "edit",
    [
        saved(parent),
        saved(length),
        lambda content: content + b"%% more\n" * 100,
        lambda content: b"#!/bin/sh\n" + content,
        lambda content: content + content[content.rindex(b"startxref") :],
        lambda content: content.replace(b"%PDF-1.7", b"%PDF-1.6"),
    ],
)
def test_other_software_excuses_nothing_in_the_file(of_other_software, tmp_path, edit):
    content = of_other_software.read_bytes()
    changed = edit(content)
    assert changed != content
    (tmp_path / "t.pdf").write_bytes(changed)
    try:
        found = verify.verify(tmp_path / "t.pdf")
    except CausalError as error:
        assert "PDF" in str(error)  # no longer one
    else:
        assert not found.reproduces
        assert found.altered or found.pages


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("report.json", lambda content: content + b" " * 1_000),
        ("manifest.json", lambda content: json.dumps({**json.loads(content), "signed": "by somebody"}).encode()),
        ("report.json", lambda content: content.replace(b'"numpy": "1.0"', b'"checked-by": "1.0"')),
    ],
)
def test_other_software_excuses_nothing_in_an_attachment(of_other_software, tmp_path, name, edit):
    files = archive.extract(of_other_software)
    content = edit(files[name])
    assert content != files[name]
    manifest = json.loads(files["manifest.json"] if name != "manifest.json" else content)
    if name == "report.json":
        manifest["files"][name] = archive.digest(content)
        manifest["versions"] = json.loads(content)["provenance"]["versions"]

    def swap(pdf):
        replace_file(pdf, name, content)
        replace_file(pdf, "manifest.json", (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode())

    (tmp_path / "t.pdf").write_bytes(saved(swap)(of_other_software.read_bytes()))
    found = verify.verify(tmp_path / "t.pdf")
    assert found.tampered == ()
    assert found.altered
    assert not found.reproduces


@pytest.fixture(scope="module")
def appendix(folder, quick, tmp_path_factory):
    made = tmp_path_factory.mktemp("appendix")
    assert render.render(pipeline.build(folder), made, ("appendix",), folder) == ()
    return made / "appendix.pdf"


def test_the_appendix_alone_reproduces_byte_for_byte(appendix, afresh):
    found = verify.verify(appendix)
    assert found.identical
    assert found.reproduces


def test_a_painted_page_of_the_appendix_is_named(appendix, tmp_path):
    def paint(pdf):
        pdf.pages[-1].contents_add(b"0 0 200 200 re f")

    found = verify.verify(changed(appendix, tmp_path / "painted.pdf", paint))
    with pikepdf.open(appendix) as pdf:
        assert found.pages == (len(pdf.pages),)
    assert not found.reproduces


@pytest.mark.parametrize("name", ["report.pdf", "report.html", "../report.pdf", 7])
def test_an_appendix_that_says_it_is_another_file_does_not_reproduce(appendix, tmp_path, name):
    def rename(pdf):
        manifest = json.loads(pdf.attachments[archive.MANIFEST].get_file().read_bytes())
        replace_file(pdf, archive.MANIFEST, json.dumps(manifest | {"pdf": name}).encode())

    found = verify.verify(changed(appendix, tmp_path / "renamed.pdf", rename))
    assert not found.reproduces
    assert found.pages


def test_a_manifest_from_before_there_were_two_is_the_reports():
    assert archive.named({archive.MANIFEST: b"{}"}) == "report.pdf"
    with pytest.raises(CausalError, match="manifest"):
        archive.named({archive.MANIFEST: b"[]"})


def came(**changes):
    from types import SimpleNamespace

    from causal.commands.compare import Differences
    from causal.commands.verify import Verification

    given = dict(
        tampered=(),
        unbuilt="",
        software=(),
        printed=SimpleNamespace(),
        differences=Differences(causes=(), claims=(), edges=()),
        pages=(),
        altered=(),
        identical=False,
    )
    return Verification(**{**given, **changes})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, ()),
        ({"software": ("numpy 1 instead of 2",)}, ()),
        ({"pages": (3,)}, ("the attachments do not give page 3",)),
        ({"pages": (3, 5), "software": ("numpy 1 instead of 2",)}, ("the attachments do not give pages 3, 5",)),
        ({"pages": None}, ("the PDF could not be made again here, so no page was compared",)),
        ({"unbuilt": "no graph.yaml", "pages": None}, ("the attached folder cannot be built: no graph.yaml",)),
        (
            {"tampered": ("a changed",), "altered": ("x", "y")},
            ("1 attachment is not what the manifest lists", "2 other places are not what the attachments give"),
        ),
    ],
)
def test_the_summary_says_one_thing_and_why(changes, why):
    found = came(**changes)
    assert found.reasons == why
    assert found.reproduces == (not why)
