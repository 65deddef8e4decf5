"""Pictures of every page: `python -m tests.browser.screens [WORD…]` writes docs/screens/<page>-<look>.webp and the index.

Three looks that together show everything: large print on a phone, English and dark on a phone, and a desk. With words, only
the pages whose name holds one of them; the others stay as they are. The city is the one the tests read
(tests/browser/city.py), with a sheet of all parts and the page for our own faults added, which nobody reaches by a link.
"""

from tests.browser.reading import ALL, reading, wanted  # first: it sets Django up  # isort: skip
import argparse
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.browser.city import City
from tests.browser.markup import file_name
from tests.browser.opening import DESKTOP, PHONE
from tests.browser.stops import Stop
from tests.browser.visits import Look, Readers

FOLDER = Path(__file__).parents[2] / "docs/screens"
COLOURS = 32  # the pages have few, and none of them a photograph
TALLEST = 6000  # pixels


@dataclass(frozen=True)
class Picture:
    name: str
    look: Look
    size: dict[str, int]


PICTURES = [
    Picture("elder", Look("elder"), PHONE),
    Picture("english", Look(language="en", contrast="dark"), PHONE),
    Picture("desktop", Look(), DESKTOP),
]


def main() -> None:
    parser = argparse.ArgumentParser(description="Takes pictures of every page.")
    parser.add_argument("words", nargs="*", help="only pages whose name holds one of these")
    parser.add_argument("--into", type=Path, default=FOLDER)
    parser.add_argument("--look", choices=[each.name for each in PICTURES], help="only this one of the three")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    with reading() as (city, readers):
        for picture in (each for each in PICTURES if given.look in (None, each.name)):
            for stop in wanted(given.words):
                take(picture, stop, city, readers, given.into)
    (given.into / "README.md").write_text(index(ALL), encoding="utf-8")


def take(picture: Picture, stop: Stop, city: City, readers: Readers, folder: Path) -> None:
    reader = readers.of(stop, picture.look)
    reader.page.set_viewport_size({"width": picture.size["width"], "height": picture.size["height"]})
    reader.visit(stop, city)
    taken = Image.open(BytesIO(reader.page.screenshot(full_page=True)))
    seen = taken.crop((0, 0, taken.width, min(taken.height, TALLEST))).convert("RGB")
    seen.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        folder / f"{file_name(stop)}-{picture.name}.webp", lossless=True, method=6
    )


def index(stops: list[Stop]) -> str:
    heads = "| page | " + " | ".join(picture.name for picture in PICTURES) + " |"
    lines = [
        f"| {stop} | " + " | ".join(shown(stop, picture) for picture in PICTURES) + " |" for stop in stops
    ]
    return "\n".join([INTRODUCTION, heads, "|---" * (len(PICTURES) + 1) + "|", *lines, ""])


def shown(stop: Stop, picture: Picture) -> str:
    file = f"{file_name(stop)}-{picture.name}.webp"
    width = 200 if picture.size is PHONE else 420
    return f'<a href="{file}"><img src="{file}" width="{width}" alt="{stop}, {picture.name}"></a>'


INTRODUCTION = """# Every page

Written by `python -m tests.browser.screens`: each line of tests/browser/stops.py as its reader sees it, on a phone in elder
mode, on a phone in English and dark, and at a desk. People and applications are those of tests/browser/city.py.
"""

if __name__ == "__main__":
    main()
