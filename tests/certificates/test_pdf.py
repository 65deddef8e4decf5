"""HTML to PDF: archive and accessibility marks, nothing from a network, nothing undrawable."""

import importlib
import json
import logging
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from services.certificates import font, pdf
from services.certificates.errors import FontNotReady, MissingGlyphs, PangoMissing

PAGE = '<html lang="zh-Hans"><head><title>证明</title><style>html{{font-family:"Portal Sans"}}</style></head><body>{}</body>'


def root_of(content: bytes) -> Any:
    return PdfFileReader(BytesIO(content)).root


@pytest.fixture(scope="module")
def rendered(small_fonts: Path) -> Callable[[str], bytes]:
    from django.test import override_settings

    def render(body: str) -> bytes:
        with override_settings(FONT_FOLDER=small_fonts):
            return pdf.render(PAGE.format(body), '{"identifier": "1"}')

    return render


@pytest.fixture(scope="module")
def plain(rendered: Callable[[str], bytes]) -> bytes:
    return rendered("<h1>证明</h1><p>王秀兰</p>")


def test_it_claims_both_standards_in_one_packet(plain: bytes) -> None:
    packet = root_of(plain)["/Metadata"].data.decode()
    assert packet.count("<rdf:RDF") == 1
    assert 'pdfuaid:part="1"' in packet
    assert 'pdfaid:part="3"' in packet.replace("<pdfaid:part>3</pdfaid:part>", 'pdfaid:part="3"')
    assert "PDF/UA Universal Accessibility Schema" in packet


def test_it_is_tagged_in_its_language_with_a_title(plain: bytes) -> None:
    root = root_of(plain)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-Hans"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_record_is_attached_once(plain: bytes) -> None:
    (attached,) = (reference.get_object() for reference in root_of(plain)["/AF"])
    assert attached["/AFRelationship"] == "/Data"
    assert attached["/UF"] == "certificate.json"
    assert json.loads(attached["/EF"]["/F"].data) == {"identifier": "1"}


def test_undrawable_characters_are_named_and_nothing_is_drawn(rendered: Callable[[str], bytes]) -> None:
    with pytest.raises(MissingGlyphs) as refused:
        rendered("<p>𠮷田 \U0001f600</p>")
    assert refused.value.characters == "\U0001f600𠮷"


def test_blanks_and_line_ends_need_no_glyph(rendered: Callable[[str], bytes]) -> None:
    assert rendered("<p>王 秀\u3000兰\n</p>").startswith(b"%PDF-")


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/x.png", "https://yunzhou.example/x.png", "ftp://127.0.0.1/x", "file:///etc/passwd"],
)
def test_nothing_is_fetched_from_a_network_or_a_disk(rendered: Callable[[str], bytes], address: str) -> None:
    with pytest.raises(ValueError, match="something outside itself"):
        rendered(f'<img alt="x" src="{address}">')


def test_decoration_and_titled_pictures_raise_no_complaint(
    rendered: Callable[[str], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "weasyprint"):
        rendered('<svg viewBox="0 0 1 1" width="9" height="9"><title>印章</title><path d="M0 0h1v1z"/></svg>')
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_without_fonts_it_says_so(tmp_path: Path, settings: Any) -> None:
    settings.FONT_FOLDER = tmp_path
    with pytest.raises(FontNotReady):
        pdf.render(PAGE.format(""), "{}")


def test_without_pango_only_pdfs_fail_and_the_packages_are_named(
    fonts: Path, untouched_caches: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(PangoMissing, match=r"libpango-1\.0-0 libpangoft2-1\.0-0 libharfbuzz-subset0"):
        pdf.render(PAGE.format(""), "{}")


def test_importing_the_package_does_not_need_pango() -> None:
    source = Path(str(importlib.import_module("services.certificates.pdf").__file__)).read_text()
    assert "\nimport weasyprint" not in source and "\nfrom weasyprint" not in source


def test_the_same_fonts_are_shared_by_all_renderings(
    rendered: Callable[[str], bytes], small_fonts: Path
) -> None:
    before = pdf._shared.cache_info().misses
    rendered("<p>王</p>")
    rendered("<p>兰</p>")
    assert pdf._shared.cache_info().misses <= before + 1
    assert font.SANS != font.SONG
