"""A row and the panel that answers it: who gets to it, what was typed, what is wrong with that. All such pages work alike.

Their templates are put together from templates/desk/parts/panel_*.html.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Self, TypeVar
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest

from portal.showing.key import posted_key
from services.actions.errors import DomainError

WRONG, OVERTAKEN = 422, 409
T = TypeVar("T")


@dataclass(frozen=True)
class Typed:
    """What was written, and what is wrong with it. `key` makes two presses one act; `row`: where a list has a panel in each."""

    key: UUID = field(default_factory=uuid4)
    text: str = ""
    row: str = ""
    error: str = ""
    status: int = 200

    def wrong(self, error: str, status: int = WRONG) -> Self:
        """To be shown again, as a form of its own: what was sent under the former key may stand."""
        return replace(self, key=uuid4(), error=error, status=status)

    def at(self, row: str) -> "Typed":
        """What stands in the panel of that row."""
        return self if self.row == row else Typed()

    def overtaken(self, error: str) -> Self:
        return self.wrong(error, OVERTAKEN)


def key_of(request: HttpRequest) -> UUID:
    return posted_key(request) or uuid4()


def typed(request: HttpRequest, name: str, *, row: str = "") -> Typed:
    """`name`, `row`: of the fields of the form that hold them."""
    return Typed(key_of(request), request.POST.get(name, ""), request.POST.get(row, ""))


def seen_or_refused(request: HttpRequest, found: T | None, attempt: Callable[[], object]) -> T:
    """What one may not see is not there. An act on it is `attempt`ed all the same: it refuses, and keeps the trace."""
    if found is not None:
        return found
    if request.method == "POST":
        with suppress(DomainError):
            attempt()
    raise Http404
