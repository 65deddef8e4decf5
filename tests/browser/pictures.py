"""The pictures of the manuals: `python -m tests.browser.pictures` writes docs/pictures/<name>.png.

Each is a part of a page of the city (tests/browser/city.py) as its reader sees it at a desk, cut to what is told of beside it.
"""

import argparse
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tests.browser.reading import reading  # first: it sets Django up  # isort: skip
from PIL import Image
from playwright.sync_api import Page

from services.applications.replaying import run_asked
from tests.browser.city import City
from tests.browser.opening import DESKTOP
from tests.browser.screens import COLOURS
from tests.browser.stops import CLERK, OFFICER, Stop
from tests.browser.visits import Look, Readers

FOLDER = Path(__file__).parents[2] / "docs/pictures"
MARGIN = 16  # pixels around what is shown


@dataclass(frozen=True)
class Shown:
    """`first` and `last`: CSS of where the picture begins and ends; `unfold`: of a summary that is opened; `wide`: pixels."""

    name: str
    stop: Stop
    first: str
    last: str
    unfold: str = ""
    tallest: int = 900
    wide: int = DESKTOP["width"]


SHOWN = [
    Shown("rules-editor", Stop("admin:desk_rule_version", "rules-draft", OFFICER), "#r-h", "#sheet .wide", tallest=760),
    Shown("rules-lint", Stop("admin:desk_rule_version", "rules-draft", OFFICER), ".note.no", ".note.no", tallest=240),
    Shown("rules-replay", Stop("admin:desk_rule_replay", "rules-draft-replay", OFFICER), "h1", "main table"),
    Shown("rules-shadow", Stop("admin:desk_rule_shadow", "rules-draft-shadow", OFFICER), "h1", "main table"),
    Shown("rules-both", Stop("admin:desk_rule_shadow_case", "rules-shadow-case", OFFICER), "h1", "main .block"),
    Shown(
        "rules-explained", Stop("admin:desk_application", "approved-desk", CLERK), "#rules", "#rules ~ details",
        "#rules ~ details summary",
    ),
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Takes the pictures of the manuals.")
    parser.add_argument("words", nargs="*", help="only those whose name holds one of these")
    wanted = parser.parse_args().words
    FOLDER.mkdir(parents=True, exist_ok=True)
    with reading() as (city, readers):
        run_asked()  # the replay that stands half way in the city
        for shown in SHOWN:
            if not wanted or any(word in shown.name for word in wanted):
                take(shown, city, readers)


def take(shown: Shown, city: City, readers: Readers) -> None:
    reader = readers.of(shown.stop, Look())
    reader.page.set_viewport_size({"width": shown.wide, "height": DESKTOP["height"]})
    reader.visit(shown.stop, city)
    if shown.unfold:
        reader.page.locator(shown.unfold).first.click()
    taken = Image.open(BytesIO(reader.page.screenshot(full_page=True)))
    cut = taken.crop(_part(reader.page, shown, taken.width)).convert("RGB")
    cut.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        FOLDER / f"{shown.name}.png", optimize=True
    )


def _part(page: Page, shown: Shown, width: int) -> tuple[int, int, int, int]:
    boxes = [page.locator(each).first.bounding_box() for each in (shown.first, shown.last)]
    first, last = (each or {"y": 0.0, "height": 0.0} for each in boxes)
    scrolled = page.evaluate("scrollY")
    top = max(0, int(first["y"] + scrolled) - MARGIN)
    bottom = int(last["y"] + scrolled + last["height"]) + MARGIN
    return 0, top, width, min(bottom, top + shown.tallest)


if __name__ == "__main__":
    main()
