"""What a page costs beside drawing it: `python -m tests.bench.pages [PART OF A NAME …]`.

For each page a citizen can look at: processor time of the whole request (session, account, statements, middleware, drawing)
against drawing the same template again with the same context, whose rows are there already. Both take turns; median of the
rounds. The bar is 2.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any
from unittest.mock import patch

from tests.bench.stage import stage
from tests.bench.work import turns

BAR, ROUNDS, A_ROUND = 2.0, 9, 5


def main(wanted: Sequence[str]) -> None:
    with stage("sqlite") as folder:
        from tests.bench.city import browser, build, looks

        city = build(folder)
        print(f"{'milliseconds of':32}{'request':>9}{'drawing':>9}{'times':>7}")
        for stop, address in looks(city):
            if not wanted or any(word in str(stop) for word in wanted):
                client = browser(city, stop.reader)
                measure(str(stop), lambda client=client, address=address: client.get(address))


def measure(name: str, ask: Callable[[], Any]) -> None:
    ask()  # what a process keeps is there from now on
    with drawn() as pages:
        ask()
    if not pages:
        return
    template, context, request = pages[-1]
    sides = [repeated(ask), repeated(lambda: template.render(context, request))]
    whole, bare = (median(each) / A_ROUND for each in turns(sides, ROUNDS))
    over = "" if whole <= BAR * bare else "  over the bar"
    print(f"{name:32}{whole:9.1f}{bare:9.1f}{whole / bare:7.1f}{over}", flush=True)


def repeated(act: Callable[[], object]) -> Callable[[], object]:
    return lambda: [act() for _ in range(A_ROUND)]


@contextmanager
def drawn() -> Iterator[list[tuple[Any, Any, Any]]]:
    """Template, context and request of each page that is drawn inside."""
    from django.template.backends.django import Template

    pages: list[tuple[Any, Any, Any]] = []
    render = Template.render

    def kept(self: Template, context: Any = None, request: Any = None) -> Any:
        pages.append((self, context, request))
        return render(self, context, request)

    with patch.object(Template, "render", kept):
        yield pages


if __name__ == "__main__":
    main(sys.argv[1:])
