"""A Chromium for tests and screenshots: found, not downloaded, and given a Chinese font, which bare machines lack.

The font is the wheel certificates are set in (regular weight only: bold is drawn by the browser). Everything the browser
would do by itself (updates, translations, look-ups beyond this machine) is switched off.
"""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Browser, Playwright

HOW_TO_INSTALL = "apt-get install -y --no-install-recommends chromium (or name one in CHROMIUM)"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-default-apps",
    "--disable-extensions",
    # the last two: every new window would render the lists below an address bar that nobody sees
    "--disable-features=Translate,OptimizationHints,MediaRouter,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
    "--renderer-process-limit=1",  # none is kept in reserve
    "--js-flags=--no-opt --no-maglev",  # a page lives for a second: compiling it well costs more than it brings
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
FONTCONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias><family>system-ui</family><prefer><family>Noto Sans SC</family></prefer></alias>
<alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>"""


class NoChromium(Exception):
    """None of the places it may be in holds one."""


def find(playwright: Playwright) -> str:
    """The program: $CHROMIUM, chromium, google-chrome, then Playwright's own. Raises NoChromium."""
    named = os.environ.get("CHROMIUM", "")
    places = [
        named,
        shutil.which("chromium"),
        shutil.which("google-chrome"),
        playwright.chromium.executable_path,
    ]
    for place in places:
        if place and Path(place).exists():
            return place
    raise NoChromium(HOW_TO_INSTALL)


def launch(playwright: Playwright, scratch: Path) -> Browser:
    """`scratch`: a folder for the font configuration and its cache. Raises NoChromium."""
    return playwright.chromium.launch(
        executable_path=find(playwright),
        args=ARGUMENTS,
        env={**os.environ, "FONTCONFIG_FILE": str(_fonts(scratch))},
    )


def _fonts(scratch: Path) -> Path:
    spec = find_spec("pylopdf_fonts_zh_cn")
    assert spec and spec.origin
    file = scratch / "fonts.conf"
    file.write_text(FONTCONFIG.format(fonts=Path(spec.origin).parent, cache=scratch / "cache"))
    return file
