"""The site in a thread of this process, and pages of it opened with a reader's choices as cookies.

`opener` gives `open_("/", mode="elder", user=wang)`; whoever calls it closes the contexts it fills.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page

from services.people.models import User

Open = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}


@contextmanager
def served() -> Iterator[str]:
    """The site in a thread, on whatever this process is connected to."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


def opener(browser: Browser, site: str, size: dict[str, int], contexts: list[BrowserContext]) -> Open:
    def open_(
        path: str | None = "/",
        *,
        mode: str = "standard",
        text_size: str = "1",
        contrast: str = "light",
        language: str = "zh-hans",
        user: User | None = None,
        scripts: bool = True,
        before: str = "",
    ) -> Page:
        """`path=None` opens nothing yet. `user` is signed in, `before` is a script run before each page's own."""
        context = browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="zh-CN",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            base_url=site,
        )
        contexts.append(context)
        context.set_default_timeout(60_000)  # for what hangs; a busy machine takes its time
        chosen = {"mode": mode, "size": text_size, "contrast": contrast, "django_language": language}
        chosen |= session_of(user) if user else {}
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in chosen.items()])
        if before:
            context.add_init_script(before)
        page = context.new_page()
        if path is not None:
            page.goto(path)
        return page

    return open_


def session_of(user: User) -> dict[str, str]:
    client = Client()
    door = "StaffDoor" if user.is_staff else "CitizenDoor"
    client.force_login(user, backend=f"portal.identity.doors.{door}")
    return {"sessionid": client.cookies["sessionid"].value}
