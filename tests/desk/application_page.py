"""Reading the page of an application: its sections and what can be pressed."""

import re


def page_of(client, application, **cookies: str) -> str:
    for name, value in cookies.items():
        client.cookies[name] = value
    answer = client.get(f"/desk/applications/{application.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def section(html: str, name: str) -> str:
    """The words of one section."""
    found = re.search(rf'aria-labelledby="{name}">(.*?)</(?:section|aside)>', html, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def buttons(html: str) -> set[str]:
    return set(re.findall(r'action="/desk/applications/[^/]+/([a-z-]+)/"', html))
