"""The drawings of a certificate as SVG: security lines, the square seal, the code to scan.

Security lines are the ornament of the house: a woven frame and a rosette, as old securities have them. They are
backgrounds, so that no screen reader meets them. The seal is drawn from outlines of characters: it is a picture, and
copied text has no second name in it. None of this proves anything: the signature does.
"""

from base64 import b64encode
from functools import cache
from io import BytesIO
from math import ceil, cos, isqrt, pi, sin
from pathlib import Path

from services.certificates import font

DAI = "#12464f"  # 黛, the one colour of the house
WAVE = 8.0  # mm, about
# What a seal may add to the name: the first that fills a square.
SEAL_ENDINGS = ("", "印", "之印", "电子章", "电子印章")
SEAL_MARGIN = 8.0  # of 100: the rim and the air inside it
CELL_FILLED = 0.94  # of its cell, a character
EM, BELOW_BASELINE = 1000, 120  # font units


@cache
def rosette_address() -> str:
    """Ellipses turned about one centre inside wreaths of circles, as a data address: 200 units wide."""
    turns = [180 * step / 24 for step in range(24)]
    flower = "".join(
        f'<ellipse rx="{rx}" ry="{ry}" transform="rotate({turn:g})"/>'
        for rx, ry in ((54, 9), (38, 20))
        for turn in turns
    )
    rings = _wreath(distance=64, radius=13, count=72) + _wreath(distance=83, radius=11, count=96)
    return _address(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-100 -100 200 200">'
        f'<g fill="none" stroke="{DAI}" stroke-width=".14" opacity=".2">{flower}{rings}</g></svg>'
    )


def _wreath(*, distance: float, radius: float, count: int) -> str:
    angles = [2 * pi * step / count for step in range(count)]
    return "".join(
        f'<circle cx="{distance * cos(angle):.2f}" cy="{distance * sin(angle):.2f}" r="{radius}"/>'
        for angle in angles
    )


@cache
def frame_address() -> str:
    """The frame of an A4 page in millimetres as a data address: two rules, a woven band, a square at each corner."""
    left, top, right, bottom = 11.0, 11.0, 199.0, 286.0
    bands = (
        _band(left, top, right - left, turn=0)
        + _band(right, top, bottom - top, turn=90)
        + _band(right, bottom, right - left, turn=180)
        + _band(left, bottom, bottom - top, turn=270)
    )
    squares = "".join(
        f'<rect x="{x - 2.6}" y="{y - 2.6}" width="5.2" height="5.2" rx=".4"/>'
        f'<rect x="{x - 1.5}" y="{y - 1.5}" width="3" height="3" rx=".2" fill="{DAI}" stroke="none"/>'
        for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))
    )
    return _address(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297">'
        f'<g fill="none" stroke="{DAI}" stroke-width=".16">{bands}'
        '<g stroke-width=".35"><rect x="8.4" y="8.4" width="193.2" height="280.2" rx=".4"/>'
        '<rect x="13.6" y="13.6" width="182.8" height="269.8" rx=".4" stroke-width=".2"/>'
        f"{squares}</g></g></svg>"
    )


def _band(x: float, y: float, length: float, *, turn: int) -> str:
    """Four strands between two corner squares; a whole number of waves, so that all corners look alike."""
    corner = 2.6
    waves = round((length - 2 * corner) / WAVE)
    half = (length - 2 * corner) / waves / 2
    strands = "".join(
        f'<path d="M{corner} 0q{half / 2:.4f} {swing} {half:.4f} 0{f"t{half:.4f} 0" * (2 * waves - 1)}"/>'
        for swing in (-3.6, -1.2, 1.2, 3.6)
    )
    return f'<g transform="translate({x} {y}) rotate({turn})">{strands}</g>'


def seal(name: str) -> str:
    """The characters of a seal in a square of 100 units: columns from right to left, as seals are cut."""
    return "".join(
        _placed(outline, *cell) for outline, cell in zip(*_cut(font.path(), sealed_text(name)), strict=True)
    )


def sealed_text(name: str) -> str:
    """The name and the ending that makes it a square number of characters: 云州市民政局电子章 is three by three."""
    squares = (
        name + ending for ending in SEAL_ENDINGS if isqrt(len(name + ending)) ** 2 == len(name + ending)
    )
    return next(squares, name)


Cell = tuple[float, float, float, float]  # x, y, width, height


@cache
def _cut(fonts: Path, text: str) -> tuple[tuple[str, ...], tuple[Cell, ...]]:
    return tuple(font.outline(character) for character in text), tuple(cells(len(text)))


def cells(count: int) -> list[Cell]:
    """Where so many characters stand: a column that is not full stretches, as in old seals."""
    columns = ceil(count**0.5)
    rows = ceil(count / columns)
    side = 100 - 2 * SEAL_MARGIN
    placed = []
    for index in range(count):
        column, row = divmod(index, rows)
        height = side / min(rows, count - column * rows)
        x = 100 - SEAL_MARGIN - (column + 1) * side / columns
        placed.append((x, SEAL_MARGIN + row * height, side / columns, height))
    return placed


def _placed(outline: str, x: float, y: float, width: float, height: float) -> str:
    wide, high = width * CELL_FILLED / EM, height * CELL_FILLED / EM
    left = x + width * (1 - CELL_FILLED) / 2
    baseline = y + height * (1 + CELL_FILLED) / 2 - BELOW_BASELINE * high
    return f'<path d="{outline}" transform="matrix({wide:.5f} 0 0 {-high:.5f} {left:.2f} {baseline:.2f})"/>'


def scan_code(address: str, title: str) -> str:
    """A QR code (GB/T 18284, ISO/IEC 18004) with its quiet zone of four modules, as an SVG element that says what it is."""
    import segno

    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=4,
        title=title,
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return drawn.getvalue().decode()


def _address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
