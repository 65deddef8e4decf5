"""Is this page fit for everybody? axe, and what axe does not see: sizes of type and targets, distances, reflow, focus, weight.

axe passes a link of 10 x 11 pixels and a text of 12: the measures here are those of the Chinese rules for older people and
of WCAG 2.2 (the rule's mark stands before each finding). `audit` looks at a page as it stands; `reflow` makes it small and
airy; `walk` goes through it by keyboard; `weigh` counts bytes. All return findings in words, and nothing when all is well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MEASURES = {"standard": {"tap": 44, "gap": 8, "font": 16}, "elder": {"tap": 60, "gap": 12, "font": 24}}
CONTRASTS = {  # WCAG 1.4.3 (AA) and 1.4.6 (AAA)
    "standard": {"normal": {"expected": 4.5}, "large": {"expected": 3}},
    "elder": {"normal": {"expected": 7}, "large": {"expected": 4.5}},
}
CONTRAST = {  # whoever gives axe one option has to give them all; these are its own
    "ignoreUnicode": True,
    "ignoreLength": False,
    "ignorePseudo": False,
    "boldValue": 700,
    "boldTextPt": 14,
    "largeTextPt": 18,
    "pseudoSizeThreshold": 0.25,
    "shadowOutlineEmMax": 0.2,
    "textStrokeEmMin": 0.03,
}
LARGEST_PAGE = 60 * 1024  # bytes over the wire: pages are compressed, static files of a test site are not
MOST_REQUESTS = 8
SCRIPTS = Path(__file__).parent
_sizing: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()
VIOLATIONS = "options => window.axe ? axe.run(options).then(found => found.violations) : null"


def audit(page: Page, mode: str) -> list[str]:
    """Findings on the page as it stands, in that mode (`standard`, `elder`)."""
    return _by_axe(page, mode) + measure(page, mode)


def _by_axe(page: Page, mode: str) -> list[str]:
    violations: list[dict[str, Any]] | None = page.evaluate(VIOLATIONS, _options(mode))
    if violations is None:
        _bring_axe(page)
        violations = page.evaluate(VIOLATIONS, _options(mode))
    assert violations is not None
    return [
        f"axe {each['id']}: {node['html'][:90]} {_why(node)}"
        for each in violations
        for node in each["nodes"][:3]
    ]


def _bring_axe(page: Page) -> None:
    """To what stands there, and beforehand to whatever this page will show: sent once, not half a megabyte for each look."""
    page.add_init_script(Axe().axe_script)
    page.evaluate(Axe().axe_script)


def _options(mode: str) -> dict[str, Any]:
    """Style sheets are not loaded a second time: of the rules only one that is an experiment looks into them. The contrast of
    each text is looked for once, and compared with what the mode asks."""
    return {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {"target-size": {"enabled": True}, "color-contrast-enhanced": {"enabled": False}},
        "checks": {"color-contrast": {"options": {**CONTRAST, "contrastRatio": CONTRASTS[mode]}}},
        "resultTypes": ["violations"],
        "preload": {"assets": ["media"]},
    }


def _why(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for check in (node["any"] + node["all"] + node["none"])[:1])


def measure(page: Page, mode: str) -> list[str]:
    """What axe does not see: sizes, distances, lengths, at the present size of the window."""
    found: list[str] = page.evaluate(_script("measure"), {**MEASURES[mode], "elder": mode == "elder"})
    return found


def resize(page: Page, size: Mapping[str, int]) -> None:
    """What the page has for itself. Playwright's own way moves the frame of the window too, which nobody sees and which costs
    more than the page."""
    if page not in _sizing:
        _sizing[page] = page.context.new_cdp_session(page)  # the size ends with it
    _sizing[page].send(
        "Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": 1, "mobile": False}
    )


@cache
def _script(name: str) -> str:
    """One of the functions in probe.js."""
    source = (SCRIPTS / "probe.js").read_text()
    return f"given => {{ {source}\nreturn probes.{name}(given); }}"


def clipped(page: Page) -> list[str]:
    """Z2: words of buttons, links and headings that do not fit into them."""
    return [f"Z2 cut off: {words}" for words in page.evaluate(_script("clipped"))]


def moving(page: Page) -> list[str]:
    """L2: what would still move for a reader who has asked that nothing move."""
    return [f"L2 moves: {name}" for name in page.evaluate(_script("moving"))]


def reflow(page: Page) -> list[str]:
    """Z1, Z2: at 400 % and 200 % zoom, and with the spacing of WCAG 1.4.12, nothing needs sideways scrolling or is cut."""
    before, found = page.evaluate("({width: innerWidth, height: innerHeight})"), []
    for width, height in ((320, 256), (640, 512)):
        resize(page, {"width": width, "height": height})
        for airy in (False, True):
            seen = page.evaluate(_script("reflow"), airy)
            if seen["needs"] > width + 1:
                found.append(f"Z{1 + airy} {seen['needs']} wide at {width}: {seen['widest']}")
            found += [f"Z{1 + airy} cut off at {width}: {words}" for words in seen["cut"]]
    page.evaluate(_script("space"), False)
    resize(page, before)
    return found


def walk(page: Page, longest: int = 120) -> list[str]:
    """K1: Tab reaches everything from the top; each stop has a ring, is in sight and not covered."""
    found: list[str] = []
    reachable = page.evaluate(
        "document.querySelectorAll('main a[href], main button, main input:not([type=hidden])').length"
    )
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    stops = 0
    for _ in range(longest):
        page.keyboard.press("Tab")
        here = stop(page)
        if here.tag == "BODY":
            break
        stops += 1
        found += here.faults
    if stops < min(reachable, 1):
        found.append("K1 Tab reaches nothing")
    return found


@dataclass(frozen=True)
class Stop:
    """What the keyboard stands on, the beginning of its words, and what is wrong with standing there."""

    tag: str
    words: str
    faults: list[str]


def stop(page: Page) -> Stop:
    here = page.evaluate(_script("focused"))
    wrong = {"no ring": not here["ring"], "out of sight": not here["inside"], "covered": here["covered"]}
    faults = [f"K1 {fault}: {here['tag']} {here['words']}" for fault, there in wrong.items() if there]
    return Stop(here["tag"], here["words"], faults)


def weigh(page: Page, path: str) -> list[str]:
    """A3: what a first visit loads over the wire, without a cache."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    loaded: list[float] = []
    session.on(
        "Network.loadingFinished",
        lambda event: loaded.append(event["encodedDataLength"]) if event["encodedDataLength"] else None,
    )
    page.goto(path, wait_until="networkidle")
    session.detach()
    found, loaded = [], [size for size in loaded if size]  # data: addresses count nothing
    if sum(loaded) > LARGEST_PAGE:
        found.append(f"A3 {sum(loaded) / 1024:.0f} KB")
    if len(loaded) > MOST_REQUESTS:
        found.append(f"A3 {len(loaded)} requests")
    return found
