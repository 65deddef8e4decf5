"""The fonts of certificates: Noto Sans SC for what is read, Noto Serif SC (宋体) for titles and seals, as TrueType.

The wheel brings OpenType with PostScript outlines whose glyph numbers strict PDF readers resolve wrongly (veraPDF:
.notdef), so both are converted once a machine: about half a minute, kept in `settings.FONT_FOLDER`, the same for every
process. The serif is cut to the characters of GB 2312, which titles and departments are written in; names of people
are set in the sans with its 30,890 characters. Every character has one shape only: text copied from a PDF is the text
that was put in. Licence of both fonts: SIL OFL 1.1.
"""

import os
from collections.abc import Collection
from functools import cache
from itertools import product
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from services.certificates.errors import FontNotReady, MissingGlyphs

SANS, SONG = "sans", "song"
RECIPE = 1  # part of the file name: another way of converting makes other files
TOLERANCE = 1.0  # thousandths of an em between the cubic outline and the quadratic one
# What hangs on PostScript outlines, on alternative shapes or on vertical setting.
DROPPED = ("CFF ", "VORG", "DSIG", "GSUB", "GDEF", "BASE", "vhea", "vmtx")
# Sizes that only matter for hinting, which these fonts have not.
UNHINTED = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
)


def path(face: str = SANS) -> Path:
    return settings.FONT_FOLDER / f"portal-{face}-{RECIPE}.ttf"


def ready() -> bool:
    return path(SANS).exists() and path(SONG).exists()


def prepare() -> None:
    """Makes what is missing. Two at once both do the work and the last one's file stays: readers never see half a file."""
    import pylopdf_fonts_zh_cn as wheel

    if not path(SONG).exists():
        convert(wheel.serif_path(), path(SONG), gb2312())
    if not path(SANS).exists():
        convert(wheel.sans_path(), path(SANS))


def convert(source: Path, target: Path, characters: Collection[str] | None = None) -> None:
    """Writes `target` in one step; `characters`: those to keep (default: all the font has)."""
    from fontTools.ttLib import TTFont

    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.{uuid4().hex}")
    try:
        with TTFont(source) as font:
            _to_truetype(font, characters)
            font.save(half)
        os.replace(half, target)
    finally:
        half.unlink(missing_ok=True)


def _to_truetype(font, characters: Collection[str] | None) -> None:  # type: ignore[no-untyped-def]
    from fontTools.ttLib import newTable

    def wanted(code: int) -> bool:
        return characters is None or chr(code) in characters

    outlines = _outlines(
        font, {glyph for code, glyph in font.getBestCmap().items() if wanted(code)} | {".notdef"}
    )
    for table in font["cmap"].tables:
        if hasattr(table, "cmap"):
            table.cmap = {code: glyph for code, glyph in table.cmap.items() if wanted(code)}
    for tag in DROPPED:
        if tag in font:
            del font[tag]
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = font.getGlyphOrder(), outlines
    sizes = font["maxp"]
    sizes.tableVersion, sizes.maxZones = 0x00010000, 1
    for name in UNHINTED:
        setattr(sizes, name, 0)
    font["post"].formatType = 3.0  # no glyph names
    font.sfntVersion = "\x00\x01\x00\x00"


def _outlines(font, kept: Collection[str]):  # type: ignore[no-untyped-def]
    """Quadratic outlines; a glyph that is not kept stays as an empty one, so that no number moves."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    shapes, outlines = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        if name in kept:
            pen = TTGlyphPen(None)
            shapes[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
            outlines[name] = pen.glyph()
        else:
            outlines[name] = Glyph()
    return outlines


def gb2312() -> frozenset[str]:
    """The 7,445 characters of the standard, and ASCII."""
    pairs = (bytes(pair).decode("gb2312", "ignore") for pair in product(range(0xA1, 0xF8), range(0xA1, 0xFF)))
    return frozenset(map(chr, range(0x20, 0x7F))) | {character for character in pairs if character}


@cache
def drawable(font: Path) -> frozenset[str]:
    """The characters this font has. Raises `FontNotReady`."""
    from fontTools.ttLib import TTFont

    if not font.exists():
        raise FontNotReady
    with TTFont(font, lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap()))


def outline(character: str) -> str:
    """The character as an SVG path in the square 0 ≤ x ≤ 1000, -880 ≤ y ≤ 120, upside down; the serif, if it has it."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.ttLib import TTFont

    face = SONG if character in drawable(path(SONG)) else SANS
    if character not in drawable(path(face)):
        raise MissingGlyphs(character)
    with TTFont(path(face), lazy=True) as font:
        shapes = font.getGlyphSet()
        pen = SVGPathPen(shapes, lambda number: f"{number:.0f}")
        shapes[font.getBestCmap()[ord(character)]].draw(pen)
        return str(pen.getCommands())
