"""What each citizen page weighs in both modes: `python -m tests.bench.weight`.

Bytes of the page, plain and as gzip -6 sends them, and of a first visit: the page with every file it names (sheets,
scripts, pictures), and how many requests that makes. A second page loads its HTML alone. Counted from the answers of the
site itself; a browser does the same in tests/browser/test_every_page.py, where the limits stand.
"""

import re
import sys
import zlib
from dataclasses import dataclass

from tests.bench.stage import stage

MODES = ("standard", "elder")
NAMED = re.compile(r"""(?:href|src)="(/static/[^"#?]+)""")
PICTURE = re.compile(r"""url\("([\w.-]+)"\)""")
KB = 1024


@dataclass(frozen=True)
class Weight:
    """Bytes of the page and of a first visit, plain and compressed; `requests` of the first visit."""

    page: int
    page_packed: int
    visit: int
    visit_packed: int
    requests: int


def main() -> None:
    with stage("sqlite") as folder:
        from tests.bench.city import browser, build, looks

        city = build(folder)
        print(f"{'':32}{'page KB: ':>21}{'first visit KB: ':>22}")
        print(f"{'':32}{'standard':>14}{'elder':>14}{'standard':>14}{'elder':>14}{'requests':>9}")
        for stop, address in looks(city):
            found = {}
            for mode in MODES:
                answer = browser(city, stop.reader, mode).get(address)
                assert answer.status_code == stop.status, address
                found[mode] = weigh(answer.content)
            print(line(str(stop), found))


def weigh(html: bytes) -> Weight:
    named = {path: read(path) for path in NAMED.findall(html.decode())}
    drawn = {path: read(path) for sheet in named.values() for path in pictures_of(sheet)}
    visit = [html, *(named | drawn).values()]
    return Weight(len(html), packed(html), sum(map(len, visit)), sum(map(packed, visit)), len(visit))


def pictures_of(sheet: bytes) -> list[str]:
    """What a style sheet names; a browser leaves out what the page does not show, so this is an upper bound."""
    return [f"/static/portal/{name}" for name in PICTURE.findall(sheet.decode())]


def packed(content: bytes) -> int:
    return len(zlib.compress(content, 6))


def read(path: str) -> bytes:
    """A static file, found as the site finds it."""
    from django.contrib.staticfiles import finders

    with open(str(finders.find(path.removeprefix("/static/"))), "rb") as file:
        return file.read()


def line(name: str, found: dict[str, Weight]) -> str:
    pages = [f"{each.page / KB:.1f}/{each.page_packed / KB:.1f}" for each in found.values()]
    visits = [f"{each.visit / KB:.0f}/{each.visit_packed / KB:.0f}" for each in found.values()]
    requests = max(each.requests for each in found.values())
    return f"{name:32}" + "".join(f"{each:>14}" for each in [*pages, *visits]) + f"{requests:9}"


if __name__ == "__main__":
    sys.exit(main())
