"""Fonts are converted once, whole, and draw what they say they draw."""

from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as wheel
import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from services.certificates import font
from services.certificates.errors import MissingGlyphs
from tests.databases import at_once
from tests.real_fonts import real_fonts


def shape(opened: TTFont, character: str) -> list[Any]:
    pen, shapes = RecordingPen(), opened.getGlyphSet()
    shapes[opened.getBestCmap()[ord(character)]].draw(pen)
    return list(pen.value)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("converted") / "song.ttf"
    font.convert(wheel.serif_path(), target, "云州市")
    return target


def test_only_the_wanted_characters_are_kept(converted: Path) -> None:
    with TTFont(converted) as opened:
        assert {chr(code) for code in opened.getBestCmap()} == set("云州市")


def test_a_look_alike_of_a_kept_character_is_not_kept_with_it(tmp_path: Path) -> None:
    """⽣ (a radical) shares its glyph with 生 (the character): copied text must be the latter."""
    font.convert(wheel.serif_path(), tmp_path / "song.ttf", "生")
    with TTFont(wheel.serif_path()) as theirs, TTFont(tmp_path / "song.ttf") as ours:
        assert theirs.getBestCmap()[0x2F63] == theirs.getBestCmap()[ord("生")]
        assert list(ours.getBestCmap()) == [ord("生")]


def test_glyphs_keep_their_numbers_so_that_every_reader_finds_them(converted: Path) -> None:
    with TTFont(converted) as ours, TTFont(wheel.serif_path()) as theirs:
        assert ours["maxp"].numGlyphs == theirs["maxp"].numGlyphs
        for character in "云州市":
            name = theirs.getBestCmap()[ord(character)]
            assert ours.getGlyphID(ours.getBestCmap()[ord(character)]) == theirs.getGlyphID(name)
            assert ours["hmtx"].metrics[ours.getBestCmap()[ord(character)]] == theirs["hmtx"].metrics[name]


def test_it_is_truetype_with_one_shape_a_character(converted: Path) -> None:
    with TTFont(converted) as opened:
        assert opened.sfntVersion == "\x00\x01\x00\x00"
        assert {"glyf", "loca", "cmap", "hmtx"} <= set(opened.keys())
        assert not {"CFF ", "GSUB", "vmtx", "VORG", "DSIG"} & set(opened.keys())


def test_outlines_are_there_and_not_kept_ones_are_empty(converted: Path) -> None:
    with TTFont(converted) as opened:
        assert len(shape(opened, "州")) > 10
        with TTFont(wheel.serif_path()) as theirs:
            other = theirs.getBestCmap()[ord("省")]
            number = theirs.getGlyphID(other)
        assert opened["glyf"][opened.getGlyphName(number)].numberOfContours == 0


def test_nothing_unfinished_stays_behind(converted: Path) -> None:
    assert [file.name for file in converted.parent.iterdir()] == ["song.ttf"]


def test_a_failed_conversion_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font, "_outlines", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        font.convert(wheel.serif_path(), tmp_path / "song.ttf", "云")
    assert list(tmp_path.iterdir()) == []


def test_two_at_once_end_with_one_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "song.ttf"
    results = at_once(*[lambda: font.convert(wheel.serif_path(), target, "云州")] * 2)
    assert results == [None, None]
    assert [file.name for file in tmp_path.iterdir()] == ["song.ttf"]
    with TTFont(target) as opened:
        assert len(shape(opened, "云")) > 5


def test_ready_means_both_faces_are_there(tmp_path: Path, settings: Any) -> None:
    settings.FONT_FOLDER = tmp_path
    assert not font.ready()
    font.path(font.SANS).touch()
    assert not font.ready()
    font.path(font.SONG).touch()
    assert font.ready()


def test_preparing_makes_only_what_is_missing(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FONT_FOLDER, made = tmp_path, []
    monkeypatch.setattr(
        font, "convert", lambda source, target, *_: made.append(target.name) or target.touch()
    )
    font.path(font.SONG).touch()
    font.prepare()
    font.prepare()
    assert made == [font.path(font.SANS).name]


def test_another_recipe_makes_other_files(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = font.path()
    monkeypatch.setattr(font, "RECIPE", font.RECIPE + 1)
    assert font.path() != before


def test_the_serif_knows_the_characters_of_the_standard() -> None:
    characters = font.gb2312()
    assert len(characters) == 7445 + 95
    assert {"云", "鼾", "啊", "（", "。", "A", " "} <= characters
    assert "㛃" not in characters


def test_outlines_come_from_the_serif(fonts: Path) -> None:
    drawn = font.outline("州")
    assert drawn.startswith("M") and drawn.endswith("Z")


def test_what_the_serif_lacks_comes_from_the_sans(fonts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of_the_serif, known = font.outline("州"), font.drawable
    song = font.path(font.SONG)
    monkeypatch.setattr(font, "drawable", lambda path: known(path) - {"州"} if path == song else known(path))
    of_the_sans = font.outline("州")
    assert of_the_sans.startswith("M") and of_the_sans != of_the_serif


def test_what_no_font_has_is_said_so(fonts: Path) -> None:
    with pytest.raises(MissingGlyphs) as refused:
        font.outline("𠮷")
    assert refused.value.characters == "𠮷"


@pytest.mark.processes
@pytest.mark.timeout(300)
def test_the_real_fonts_are_prepared_and_draw_every_name_we_promise(settings: Any) -> None:
    settings.FONT_FOLDER = real_fonts()
    assert font.ready()
    assert len(font.drawable(font.path(font.SANS))) > 30_000
    assert font.gb2312() <= font.drawable(font.path(font.SANS))
    assert font.gb2312() == font.drawable(font.path(font.SONG))
    assert font.outline("㛃").startswith("M")
