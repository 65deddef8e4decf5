"""Pages by cursor, for every list: what comes after the last row seen (services/paging.py, which knows how).

New rows move nothing, and deep pages cost what the first does. A cursor is signed and belongs to its list.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import Model, QuerySet
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from portal.api.reading import read
from portal.api.shapes import Shape
from services.paging import BadCursor, page

USUAL, LARGEST = 20, 100
LONGEST_CURSOR = 500
M = TypeVar("M", bound=Model)
T = TypeVar("T")
Place = list[Any]


class PageQuery(Shape):
    cursor = serializers.CharField(
        required=False, default="", max_length=LONGEST_CURSOR, help_text="From `next` of the page before."
    )
    limit = serializers.IntegerField(required=False, default=USUAL, min_value=1, max_value=LARGEST)


def page_shape(each: type[Shape]) -> Any:
    """For the documentation: one page of these."""
    following = serializers.CharField(
        allow_null=True, help_text="Address of the next page; null on the last one."
    )
    return inline_serializer(f"{each.__name__}Page", {"results": each(many=True), "next": following})


def page_of_rows(request: Request, rows: QuerySet[M], shape: type[Shape], *by: str) -> dict[str, Any]:
    """The newest first. `by`: columns that are never empty and together tell each row from all others."""
    query = read(PageQuery, request.query_params)
    try:
        found = page(rows, by, size=query["limit"], after=query["cursor"], descending=True)
    except BadCursor:
        _refuse_cursor()
    return _answer(request, found.rows, shape, found.after)


def page_of_list(
    request: Request, rows: Sequence[T], shape: type[Shape], place: Callable[[T], Place]
) -> dict[str, Any]:
    """Of rows that lie in memory in the order of their place."""
    query = read(PageQuery, request.query_params)
    after = _place(query, shape)
    behind = [row for row in rows if after is None or place(row) > after]
    shown, more = behind[: query["limit"]], len(behind) > query["limit"]
    return _answer(request, shown, shape, _signer(shape).sign_object(place(shown[-1])) if more else "")


def _answer(request: Request, rows: list[Any], shape: type[Shape], after: str) -> dict[str, Any]:
    following = None
    if after:
        given = request.query_params.copy()
        given["cursor"] = after
        following = f"{request.path}?{given.urlencode()}"
    return {"results": shape(rows, many=True).data, "next": following}


def _place(query: Mapping[str, Any], shape: type[Shape]) -> Place | None:
    try:
        found: Place | None = _signer(shape).unsign_object(query["cursor"]) if query["cursor"] else None
    except BadSignature:
        _refuse_cursor()
    return found


def _signer(shape: type[Shape]) -> Signer:
    return Signer(salt=f"{__name__}:{shape.__name__}")


def _refuse_cursor() -> NoReturn:
    raise ValidationError({"cursor": [str(CursorPagination.invalid_cursor_message)]})
