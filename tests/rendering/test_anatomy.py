"""A PDF's places: the same whatever way it is written, different where anything in it is."""

from __future__ import annotations

import io

import pikepdf
import pytest

from causal.errors import CausalError
from causal.rendering import anatomy


def document(edit=None, **saving):
    with pikepdf.new() as pdf:
        for number in range(3):
            pdf.add_blank_page()
            pdf.pages[number].Contents = pdf.make_stream(b"%d 0 0 rg 0 0 9 9 re f " % number * 20)
            pdf.pages[number].Resources = pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(
                    A=pdf.make_stream(b"0 0 1 1 re f", Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
                )
            )
        pdf.Root.Lang = pikepdf.String("en")
        pdf.docinfo["/Title"] = "Three"
        pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(
            pdf, b"text", filename="a.txt", mod_date="D:20250101000000Z"
        )
        if edit:
            edit(pdf)
        target = io.BytesIO()
        pdf.save(target, **saving)
    return target.getvalue()


def differing(edit):
    return anatomy.differing(anatomy.places(document()), anatomy.places(document(edit)))


def test_how_a_document_is_written_makes_no_difference():
    plain = document(compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    packed = document(compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert plain != packed
    assert anatomy.places(plain) == anatomy.places(packed)


def test_every_page_entry_and_attachment_is_a_place():
    found = anatomy.places(document())
    assert {"page 1", "page 2", "page 3", "catalogue /Lang", "document information /Title", "attachment a.txt"} <= set(
        found
    )
    assert len({found[f"page {n}"] for n in (1, 2, 3)}) == 3


def test_a_form_that_a_page_draws_is_part_of_the_page():
    assert differing(lambda pdf: pdf.pages[1].Resources.XObject.A.write(b"")) == ("page 2",)


def test_what_an_attachment_holds_and_how_it_is_described_are_told_apart():
    def other(pdf):
        del pdf.attachments["a.txt"]
        pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(
            pdf, b"changed", filename="a.txt", mod_date="D:20250101000000Z"
        )

    def renamed(pdf):
        pdf.attachments["a.txt"].obj.Desc = pikepdf.String("another description")

    assert differing(other) == ("attachment a.txt",)
    assert differing(renamed) == ("catalogue /AF", "catalogue /Names")


def test_a_page_that_draws_with_an_attachment_differs_from_one_that_does_not():
    def edit(pdf):
        pdf.pages[0].Resources.XObject.A = pdf.attachments["a.txt"].obj.EF.F

    assert "page 1" in differing(edit)


def test_what_pages_inherit_is_theirs():
    assert "page 1" in differing(lambda pdf: pdf.Root.Pages.__setattr__("Rotate", 90))


def test_an_outline_that_goes_in_a_circle_and_a_deep_tree_end():
    def circle(pdf):
        first = pdf.make_indirect(pikepdf.Dictionary(Title="a"))
        second = pdf.make_indirect(pikepdf.Dictionary(Title="b", Next=first))
        first.Next = second
        pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary(First=first, Last=second))

    def deep(pdf):
        node = pdf.make_indirect(pikepdf.Dictionary(Title="leaf"))
        for _ in range(3_000):
            node = pdf.make_indirect(pikepdf.Dictionary(K=node))
        pdf.Root.StructTreeRoot = node

    assert differing(circle) == ("catalogue /Outlines",)
    assert differing(deep) == ("catalogue /StructTreeRoot",)


def test_too_many_objects_and_no_pdf_are_refused(monkeypatch):
    monkeypatch.setattr(anatomy, "OBJECTS", 10)
    with pytest.raises(CausalError, match="more than 10 objects"):
        anatomy.places(document())
    with pytest.raises(CausalError, match="not a PDF"):
        anatomy.places(b"no")


def test_the_makers_version_can_be_left_out_where_it_signs():
    def signed(version):
        return document(lambda pdf: pdf.docinfo.__setitem__("/Producer", f"WeasyPrint {version}"))

    assert anatomy.places(signed("70.0")) != anatomy.places(signed("71.0"))
    assert anatomy.places(signed("70.0"), without_maker=True) == anatomy.places(signed("71.0"), without_maker=True)
