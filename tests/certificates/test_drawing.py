"""Seal, security lines and code: well-formed, inside their bounds, and the code says the address."""

import re
from base64 import b64decode
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certificates import drawing


def opened(address: str) -> ElementTree.Element:
    kind, _, content = address.partition(",")
    assert kind == "data:image/svg+xml;base64"
    return ElementTree.fromstring(b64decode(content))


@pytest.mark.parametrize(
    ("name", "sealed"),
    [
        ("云州市民政局", "云州市民政局电子章"),
        ("云州市公安局", "云州市公安局电子章"),
        ("云州市人力资源和社会保障局", "云州市人力资源和社会保障局电子章"),
        ("云州市医疗保障局", "云州市医疗保障局印"),
        ("青石区民政局办公室", "青石区民政局办公室"),
        ("云州市卫生健康委", "云州市卫生健康委印"),
        ("云州市教育局招生考试委员会办", "云州市教育局招生考试委员会办之印"),
        ("云州市水务局和河长制办", "云州市水务局和河长制办"),
    ],
)
def test_a_seal_is_filled_to_a_square_if_an_ending_does_it(name: str, sealed: str) -> None:
    assert drawing.sealed_text(name) == sealed


@given(st.integers(1, 40))
def test_the_characters_of_a_seal_fill_it_without_overlap(count: int) -> None:
    cells = drawing.cells(count)
    side = 100 - 2 * drawing.SEAL_MARGIN
    assert len(cells) == count
    assert sum(width * height for _, _, width, height in cells) == pytest.approx(side * side)
    for x, y, width, height in cells:
        assert x >= drawing.SEAL_MARGIN - 1e-9 and x + width <= 100 - drawing.SEAL_MARGIN + 1e-9
        assert y >= drawing.SEAL_MARGIN - 1e-9 and y + height <= 100 - drawing.SEAL_MARGIN + 1e-9


def test_a_seal_is_read_from_the_top_right_downwards() -> None:
    cells = drawing.cells(9)
    assert cells[0][0] == max(x for x, *_ in cells)
    assert cells[0][:2] < cells[1][:2] and cells[1][0] == cells[0][0]
    assert cells[-1][0] == drawing.SEAL_MARGIN


def test_a_seal_has_one_outline_a_character(fonts: Path) -> None:
    drawn = ElementTree.fromstring(f"<g>{drawing.seal('云州市民政局')}</g>")
    assert len(drawn) == 9
    assert all(path.attrib["d"].startswith("M") for path in drawn)
    assert "".join(drawn.itertext()) == ""


def test_the_same_seal_is_cut_once(fonts: Path) -> None:
    assert drawing.seal("云州市民政局") == drawing.seal("云州市民政局")
    assert drawing._cut.cache_info().hits >= 1


def test_the_rosette_stays_inside_its_field() -> None:
    rosette = opened(drawing.rosette_address())
    circles = [each for each in rosette.iter() if each.tag.endswith("circle")]
    assert len(circles) > 100
    for circle in circles:
        x, y, radius = (float(circle.attrib[name]) for name in ("cx", "cy", "r"))
        assert (x * x + y * y) ** 0.5 + radius <= 100


def test_the_frame_closes_with_whole_waves() -> None:
    frame = opened(drawing.frame_address())
    strands = [each.attrib["d"] for each in frame.iter() if each.tag.endswith("path")]
    assert len(strands) == 16
    for strand in strands:
        first, rest = re.findall(r"q[\d.]+ -?[\d.]+ ([\d.]+) 0", strand), re.findall(r"t([\d.]+) 0", strand)
        length = float(first[0]) + sum(map(float, rest))
        assert len(rest) % 2 == 1
        assert length == pytest.approx(182.8, abs=0.05) or length == pytest.approx(269.8, abs=0.05)


def test_the_frame_has_a_square_at_every_corner() -> None:
    frame = opened(drawing.frame_address())
    squares = [each for each in frame.iter() if each.attrib.get("width") == "5.2"]
    corners = {(float(each.attrib["x"]) + 2.6, float(each.attrib["y"]) + 2.6) for each in squares}
    assert corners == {(11.0, 11.0), (199.0, 11.0), (199.0, 286.0), (11.0, 286.0)}


def test_the_code_is_a_picture_that_says_what_it_is() -> None:
    drawn = ElementTree.fromstring(drawing.scan_code("https://yunzhou.example/verify/x/", "核验二维码"))
    assert drawn.tag == "svg"
    assert [each.text for each in drawn.iter("title")] == ["核验二维码"]


def test_the_code_keeps_its_quiet_zone() -> None:
    drawn = ElementTree.fromstring(drawing.scan_code("https://yunzhou.example/verify/x/", "码"))
    (path,) = drawn.iter("path")
    assert path.attrib["d"].startswith("M4 4.5h7")
    width = int(drawn.attrib["viewBox"].split()[2])
    assert (width - 8 - 17) % 4 == 0


def test_two_addresses_have_two_codes() -> None:
    one, other = (drawing.scan_code(f"https://yunzhou.example/verify/{end}/", "码") for end in "ab")
    assert one != other
