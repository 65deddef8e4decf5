"""The pages a citizen can look at, each with a browser of the reader it is made for: what the page commands walk.

The table is that of the browser tests (tests/browser/stops.py); pages that need something done first, the desk but for its
queue, and allauth's own are left out.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.test import Client

from tests.browser.city import City, built
from tests.browser.stops import PAGES, Stop

QUEUE = "admin:queue"
NOT_THE_CITIZENS = ("admin:", "account_", "mfa_", "usersessions", "40")
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # accounts of a benchmark are nobody's


def build(folder: Path) -> City:
    settings.PASSWORD_HASHERS, settings.DEMO = QUICK, True
    settings.FONT_FOLDER = folder / "no-fonts"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    return built(City(folder, settings.DEPARTMENT_ADDRESSES))


def looks(city: City) -> Iterator[tuple[Stop, str]]:
    """Each page with its address."""
    for stop in PAGES:
        left_out = stop.url != QUEUE and stop.url.startswith(NOT_THE_CITIZENS)
        if stop.act is None and stop.status == 200 and not left_out:
            name, _, rest = stop.path.partition(" ")
            yield stop, stop.path if name.startswith("/") else city.paths[name] + rest


def browser(city: City, reader: str, mode: str = "standard") -> Client:
    client = Client()
    client.cookies.load({**city.cookies(reader), "mode": mode})
    return client
