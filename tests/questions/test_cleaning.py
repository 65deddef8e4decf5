"""What is kept of a file: its type told by the content, nothing that could act, and a clear word where it is not taken."""

import contextlib
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from services.files.cleaning import LARGEST, clean
from services.files.errors import SAYS, BadFile
from tests.questions.papers import pdf, photograph, picture


def reason(raw: bytes) -> str:
    with pytest.raises(BadFile) as bad:
        clean(raw)
    assert set(bad.value.says) == {"zh", "en"}
    return bad.value.reason


@pytest.mark.parametrize(
    ("raw", "kind"),
    [(picture("JPEG"), "JPEG"), (picture("PNG"), "PNG"), (pdf(), "PDF"), (photograph(), "JPEG")],
)
def test_the_three_types_are_taken_by_their_content(raw, kind):
    found = clean(raw)
    assert found.kind == kind and found.content


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (b"%PDF-" + b"x" * LARGEST, "too_large"),
        (b"<html><script>alert(1)</script>", "other_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "other_type"),
        (b"GIF89a" + bytes(100), "other_type"),
        (b"MZ" + bytes(100), "other_type"),
        (b"PK\x03\x04" + bytes(100), "other_type"),
        (picture("GIF"), "other_type"),
        (picture("JPEG")[:200], "broken"),
        (picture("PNG")[:60], "broken"),
        (b"\xff\xd8\xff" + bytes(100), "broken"),
        (b"%PDF-1.7\nnothing", "broken"),
        (pdf(password="secret"), "encrypted"),
        (pdf(pages=51), "too_many_pages"),
        (picture("PNG", (8000, 8000), mode="1"), "too_many_pixels"),
    ],
)
def test_what_is_not_taken_says_why(raw, why):
    assert reason(raw) == why


def test_a_photograph_forgets_where_it_was_taken_and_what_stood_behind_its_end():
    kept = clean(photograph()).content
    assert b"<script>" not in kept and b"camera" not in kept
    assert not dict(Image.open(BytesIO(kept)).getexif())


def test_a_large_picture_becomes_as_large_as_a_page():
    kept = Image.open(BytesIO(clean(picture("JPEG", (6000, 3000))).content))
    assert kept.size == (4000, 2000)


def test_a_pdf_loses_everything_that_acts():
    with pikepdf.open(BytesIO(clean(pdf(script=True)).content)) as kept:
        assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(kept.Root.keys())
        assert "/Annots" not in kept.pages[0].obj and not list(kept.attachments)


def test_every_reason_has_its_sentence_in_both_languages():
    assert all(set(says) == {"zh", "en"} for says in SAYS.values())


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from([picture("JPEG"), picture("PNG"), pdf(), b"%PDF-"]),
    st.binary(max_size=40),
    st.integers(0, 400),
)
def test_a_damaged_file_is_refused_or_taken_and_nothing_else(whole, noise, place):
    with contextlib.suppress(BadFile):
        clean(whole[:place] + noise + whole[place + len(noise) :])


def test_half_a_picture_is_broken_whatever_other_libraries_allow(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does
    assert reason(picture("PNG")[:60]) == "broken"
