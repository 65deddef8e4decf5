"""Pictures of every page: `python -m tests.browser.screens [WORD…]` writes docs/screens/<page>-<look>.webp and the index.

Three looks that together show everything: large print on a phone, English and dark on a phone, and a desk. With words, only
the pages whose name holds one of them; the others stay as they are. The city is the one the tests read
(tests/browser/city.py), with a sheet of all parts and the page for our own faults added, which nobody reaches by a link.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop beside Django's ORM
django.setup()

from django.test import override_settings  # noqa: E402 (needs the settings)
from django.test.utils import setup_test_environment  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from portal.starting.texts import compile_texts  # noqa: E402
from tests.browser.chromium import launch  # noqa: E402
from tests.browser.city import City  # noqa: E402
from tests.browser.markup import file_name  # noqa: E402
from tests.browser.opening import DESKTOP, PHONE, served  # noqa: E402
from tests.browser.stops import PAGES, Stop  # noqa: E402
from tests.browser.visits import Look, Readers, standing  # noqa: E402
from tests.databases import migrated_template  # noqa: E402
from tests.migrated import test_database  # noqa: E402

FOLDER = Path(__file__).parents[2] / "docs/screens"
COLOURS = 32  # the pages have few, and none of them a photograph
TALLEST = 6000  # pixels
NOT_LINKED = [Stop("500", "/left-over/500/"), Stop("sheet", "/sheet/", why="of all parts")]


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
    stops = [*PAGES, *NOT_LINKED]
    wanted = [stop for stop in stops if not given.words or any(word in str(stop) for word in given.words)]
    given.into.mkdir(parents=True, exist_ok=True)
    with reading() as (city, readers):
        for picture in (each for each in PICTURES if given.look in (None, each.name)):
            for stop in wanted:
                take(picture, stop, city, readers, given.into)
    (given.into / "README.md").write_text(index(stops), encoding="utf-8")


@contextmanager
def reading() -> Iterator[tuple[City, Readers]]:
    """The city, served, with a Chromium to read it in; a database that is thrown away."""
    compile_texts()
    setup_test_environment(debug=False)
    with ExitStack() as open_, TemporaryDirectory() as name:
        open_.enter_context(test_database())
        folder = Path(name)
        template = open_.enter_context(migrated_template(folder))
        open_.enter_context(override_settings(ROOT_URLCONF="tests.browser.showcase"))
        city = open_.enter_context(standing(template, folder))
        site = open_.enter_context(served())
        playwright = open_.enter_context(sync_playwright())
        browser = open_.enter_context(launch(playwright, folder))
        yield city, open_.enter_context(Readers(browser, site, city))


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
