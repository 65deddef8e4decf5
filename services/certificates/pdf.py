"""A certificate's HTML -> one PDF that claims PDF/A-3a and PDF/UA-1, with its record attached as JSON.

Knows nothing about certificates or signing, and fetches nothing from a network. WeasyPrint is imported late: without
Pango its import fails, and then only PDFs should.
"""

from functools import cache
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any

from services.certificates import font
from services.certificates.errors import FontNotReady, MissingGlyphs, PangoMissing

# PDF/UA identification. PDF/A accepts only described properties, hence the extension schema beside it.
PDFUA_IDENTIFICATION = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""

_one_at_a_time = Lock()  # Pango's font map is shared by all renderings of the process


def render(html: str, record: str) -> bytes:
    """`html` has <html lang> and <title>, decoration as backgrounds and a title or alt for every picture; `record` is JSON.

    Raises `FontNotReady`, `PangoMissing`, and `MissingGlyphs` before anything is drawn; ValueError for an address in the
    template that leads outside. About 0.15 s of CPU when warm.
    """
    if not font.ready():
        raise FontNotReady
    shared = _shared(font.path(font.SANS), font.path(font.SONG))
    drawn = {character for character in html if not character.isspace()}
    if missing := drawn - font.drawable(font.path(font.SANS)):
        raise MissingGlyphs("".join(sorted(missing)))
    attachment = shared.weasyprint.Attachment(
        string=record,
        name="certificate.json",
        relationship="Data",
        url_fetcher=shared.fetcher,
        description="The certificate as data",
    )
    try:
        with _one_at_a_time:
            pdf = shared.weasyprint.HTML(string=html, url_fetcher=shared.fetcher).write_pdf(
                font_config=shared.fonts,
                stylesheets=[shared.faces],
                pdf_variant="pdf/a-3a",
                attachments=[attachment],
                finisher=_also_ua,
            )
    except shared.weasyprint.urls.FatalURLFetchingError as error:  # a BaseException: it would end the worker
        raise ValueError(f"A certificate asks for something outside itself: {error}") from error
    return bytes(pdf)


@cache
def _shared(sans: Path, song: Path) -> SimpleNamespace:
    """What all renderings share: the library, a fetcher for data addresses only, and the fonts."""
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher
    except OSError as error:  # a library that cannot be loaded
        raise PangoMissing from error
    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
    fonts = FontConfiguration()
    rules = "".join(
        f'@font-face{{font-family:"{family}";src:url("{path.resolve().as_uri()}")}}'
        for family, path in (("Portal Sans", sans), ("Portal Song", song))
    )
    from_files = URLFetcher(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
    faces = weasyprint.CSS(string=rules, font_config=fonts, url_fetcher=from_files)
    return SimpleNamespace(weasyprint=weasyprint, fetcher=fetcher, fonts=fonts, faces=faces)


def _also_ua(document: Any, pdf: Any) -> None:
    """WeasyPrint writes one variant; the other's mark goes into the same packet. It also lists attachments twice."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", PDFUA_IDENTIFICATION + b"</rdf:RDF>")]
    pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
