"""What an office needs to seal documents: fonts and an authority, made once for whoever asks. A plugin.

The fonts have the characters of the tests only, and are made in seconds; they lie in `var` for the next process and the
next run, named by what they are made of. Where the real ones have been made those are taken.
"""

import hashlib
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as wheel
import pytest
from django.conf import settings as configured

from services.certificates import authority, documents, font, pdf

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def small_fonts() -> Path:
    if font.ready():
        return Path(configured.FONT_FOLDER)
    characters = "".join(sorted(_characters_of("tests/certificates", "services", "templates", "locale")))
    made_of = f"{font.RECIPE} {wheel.__version__} {characters}"
    folder = ROOT / "var/small-fonts" / hashlib.sha256(made_of.encode()).hexdigest()[:16]
    for face, source in ((font.SANS, wheel.sans_path()), (font.SONG, wheel.serif_path())):
        if not (file := folder / font.path(face).name).exists():
            font.convert(source, file, frozenset(characters))
    return folder


def _characters_of(*folders: str) -> frozenset[str]:
    files = (
        file
        for folder in folders
        for file in (ROOT / folder).rglob("*.*")
        if file.suffix in {".py", ".html", ".po", ".yaml"}
    )
    return frozenset(map(chr, range(0x20, 0x7F))).union(*(file.read_text() for file in files))


@pytest.fixture
def fonts(small_fonts: Path, settings: Any) -> Path:
    settings.FONT_FOLDER = small_fonts
    return small_fonts


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("authority") / "seal"
    authority.make(folder)
    return folder


@pytest.fixture
def keys(authority_folder: Path, settings: Any) -> authority.Authority:
    settings.SEAL_FOLDER = authority_folder
    return authority.load(authority_folder)


@pytest.fixture(scope="session")
def plain() -> bytes:
    """A page without a word, written by hand: signing needs no fonts."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length 25>>stream\n0 0 m 100 100 l 50 50 l S \nendstream",
    ]
    written, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n"
    return written + head + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(written)


@pytest.fixture
def quick_documents(keys: authority.Authority, plain: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents with the real seal on an empty page, for tests that do not read them."""
    monkeypatch.setattr(documents, "page", lambda *_: "")
    monkeypatch.setattr(documents, "data", lambda *_: "")
    monkeypatch.setattr(pdf, "render", lambda *_: plain)


@pytest.fixture
def office(fonts: Path, keys: authority.Authority) -> None:
    """Everything a document needs is at hand."""
