"""The public pages about the figures, opened three days after noon of the cast's Monday."""

from collections.abc import Iterator
from contextlib import contextmanager

import time_machine
from django.core.cache import cache
from django.test import Client

from services.figures.models import Figure
from tests.cast import NOON
from tests.citizen.pages import Page
from tests.ratings.ended import DAY

CODES = [figure.value for figure in Figure]
LATER = NOON + 3 * DAY


@contextmanager
def later() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(LATER, tick=False):
        yield


def open_(address="/figures/", status=200, language="en", **cookies) -> Page:
    client = Client(headers={"accept-language": language})
    client.cookies.load(cookies)
    return Page(client.get(address), status)


def section(page: Page, code: str):
    return page.one("section", **{"aria-labelledby": code})
