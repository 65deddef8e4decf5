"""A page as its reader has it: what stands where, found by tag, class and attribute. Words are in English unless asked.

page = Page(client.get("/"))
assert page.one("h1").text == "…"
page.all("a", href="/search/")        # attributes by name, `css` for one class
page.form("send").fields              # what a browser would post, without pressing anything
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Part:
    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag, self.attrs = tag, attrs
        self.inside: list[Part | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attrs[name]

    @property
    def text(self) -> str:
        return " ".join("".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for each in self.inside:
            yield from [each] if isinstance(each, str) else each._words()
        if self.tag not in {"wbr", "b", "span", "i"}:
            yield " "

    @property
    def parts(self) -> Iterator["Part"]:
        for each in self.inside:
            if isinstance(each, Part):
                yield each
                yield from each.parts

    def all(self, tag: str = "", css: str = "", **attrs: str) -> list["Part"]:
        return [
            part
            for part in self.parts
            if (not tag or part.tag == tag)
            and (not css or css in part.attrs.get("class", "").split())
            and all(part.attrs.get(name) == value for name, value in attrs.items())
        ]

    def one(self, tag: str = "", css: str = "", **attrs: str) -> "Part":
        found = self.all(tag, css, **attrs)
        assert len(found) == 1, f"{len(found)} of <{tag} class={css} {attrs}>"
        return found[0]

    @property
    def fields(self) -> dict[str, str]:
        """What a form posts as it stands: hidden and text inputs, what is picked or ticked, texts."""
        picked = {"radio", "checkbox"}
        inputs = {
            part["name"]: part.attrs.get("value", "on")
            for part in self.all("input")
            if "name" in part.attrs and (part.attrs.get("type") not in picked or "checked" in part.attrs)
        }
        return inputs | {part["name"]: part.text for part in self.all("textarea")}


class Page(Part):
    def __init__(self, response: HttpResponse, status: int = 200) -> None:
        super().__init__("", {})
        self.response = response
        assert response.status_code == status, f"{response.status_code} {response.get('Location', '')}"
        _Reader(self).feed(response.content.decode())

    @property
    def h1(self) -> str:
        return self.one("h1").text

    @property
    def title(self) -> str:
        return self.one("title").text

    @property
    def links(self) -> list[str]:
        """Where the middle of the page leads to."""
        return [part["href"] for part in self.one("main").all("a")]

    def form(self, name: str = "", action: str = "") -> Part:
        return self.one("form", **({"id": name} if name else {"action": action}))

    def field(self, label: str) -> Part:
        """The line of a list of values that bears this label."""
        (found,) = [row for row in self.all("div") if [term.text for term in row.all("dt")] == [label]]
        return found

    @property
    def values(self) -> dict[str, str]:
        rows = [row for part in self.all("dl", css="kv") for row in part.all("div") if row.all("dt")]
        return {row.one("dt").text: row.all("dd")[0].text for row in rows}


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Part] = [page]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        part = Part(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(part)
        if tag not in VOID:
            self.open.append(part)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>: {self.getpos()}"
        self.open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def posted(form: Part, **changes: Any) -> dict[str, Any]:
    """The form's fields, with what somebody typed or picked; None takes a field away."""
    given = {**form.fields, **changes}
    return {name: value for name, value in given.items() if value is not None}
