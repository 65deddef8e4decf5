"""From what somebody handed in to what we keep: the type is told by the content, and nothing is kept that could act.

A picture is decoded and drawn anew: neither what hides behind its end nor the place where it was taken survives. A PDF loses
scripts, actions, forms and embedded files. What no decoder of these three understands is not taken.
"""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from services.files.errors import BadFile

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_EDGE = 4000  # more than a page of A4 at 300 dots an inch
MOST_PAGES = 50
QUALITY = 88
ACTS = ("/OpenAction", "/AA", "/Names", "/AcroForm", "/Collection", "/Outlines", "/URI")
OF_A_PAGE = ("/AA", "/Annots")


@dataclass(frozen=True)
class Clean:
    """`kind`: PDF, JPEG or PNG."""

    kind: str
    content: bytes


MEDIA_TYPES = {"PDF": "application/pdf", "JPEG": "image/jpeg", "PNG": "image/png"}


def clean(raw: bytes) -> Clean:
    """Raises `BadFile`."""
    if not raw:
        raise BadFile("empty")
    if len(raw) > LARGEST:
        raise BadFile("too_large")
    kind = next((kind for beginning, kind in BEGINNINGS.items() if raw.startswith(beginning)), None)
    if kind is None:
        raise BadFile("other_type")
    content = CLEANERS[kind](raw)
    if len(content) > LARGEST:
        raise BadFile("too_large")
    return Clean(kind, content)


def _picture(raw: bytes, kind: str) -> bytes:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for the whole process
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(raw), formats=[kind]) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadFile("too_many_pixels")
                picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadFile("too_many_pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise BadFile("broken") from error
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    drawn = Image.new("RGB", picture.size)
    drawn.paste(picture)  # the pixels alone: what else an image carries stays behind
    written = BytesIO()
    drawn.save(written, kind, **({"quality": QUALITY} if kind == "JPEG" else {"optimize": True}))
    return written.getvalue()


def _pdf(raw: bytes) -> bytes:
    try:
        with pikepdf.open(BytesIO(raw)) as pdf:
            if pdf.is_encrypted:
                raise BadFile("encrypted")
            if len(pdf.pages) > MOST_PAGES:
                raise BadFile("too_many_pages")
            if not len(pdf.pages):
                raise BadFile("broken")
            return _without_acts(pdf)
    except pikepdf.PasswordError as error:
        raise BadFile("encrypted") from error
    except (pikepdf.PdfError, ValueError, RecursionError, KeyError, TypeError) as error:
        raise BadFile("broken") from error


def _without_acts(pdf: pikepdf.Pdf) -> bytes:
    for name in ACTS:
        if name in pdf.Root:
            del pdf.Root[name]
    for page in pdf.pages:
        for name in OF_A_PAGE:
            if name in page.obj:
                del page.obj[name]
    pdf.remove_unreferenced_resources()
    written = BytesIO()
    pdf.save(written, deterministic_id=True)  # the same file twice is one
    return written.getvalue()


BEGINNINGS: Mapping[bytes, str] = {b"%PDF-": "PDF", b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
CLEANERS: Mapping[str, Callable[[bytes], bytes]] = {
    "PDF": _pdf,
    "JPEG": lambda raw: _picture(raw, "JPEG"),
    "PNG": lambda raw: _picture(raw, "PNG"),
}
