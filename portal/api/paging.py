"""Pages by cursor: what comes after the last row seen. New rows move nothing, and deep pages cost what the first does.

A cursor is signed and belongs to one list: it says where that list goes on, and no client can make one up.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from portal.api.reading import read
from portal.api.shapes import Shape

USUAL, LARGEST = 20, 100
LONGEST_CURSOR = 500
M = TypeVar("M", bound=Model)
T = TypeVar("T")
Position = list[Any]


class PageQuery(Shape):
    cursor = serializers.CharField(
        required=False, max_length=LONGEST_CURSOR, help_text="From `next` of the page before."
    )
    limit = serializers.IntegerField(required=False, default=USUAL, min_value=1, max_value=LARGEST)


def page_shape(each: type[Shape]) -> Any:
    """For the documentation: one page of these."""
    following = serializers.CharField(
        allow_null=True, help_text="Address of the next page; null on the last one."
    )
    return inline_serializer(f"{each.__name__}Page", {"results": each(many=True), "next": following})


def page_of_rows(request: Request, rows: QuerySet[M], shape: type[Shape], *keys: str) -> dict[str, Any]:
    """`keys`: columns that order the rows and together tell each from all others, such as `-sent_at`, `-pk`."""
    query = read(PageQuery, request.query_params)
    after = _position(request, query, len(keys))
    wanted = rows.order_by(*keys).filter(_behind(keys, after) if after else Q())
    names = [key.lstrip("-") for key in keys]
    return _page(
        request,
        query,
        list(wanted[: query["limit"] + 1]),
        shape,
        lambda row: [_of(row, name) for name in names],
    )


def page_of_list(
    request: Request, rows: Sequence[T], shape: type[Shape], key: Callable[[T], Position]
) -> dict[str, Any]:
    """Of rows that are in the order of `key` already."""
    query = read(PageQuery, request.query_params)
    after = _position(request, query, len(key(rows[0])) if rows else None)
    behind = [row for row in rows if after is None or key(row) > after]
    return _page(request, query, behind[: query["limit"] + 1], shape, key)


def _page(
    request: Request,
    query: Mapping[str, Any],
    rows: list[T],
    shape: type[Shape],
    key: Callable[[T], Position],
) -> dict[str, Any]:
    shown, more = rows[: query["limit"]], len(rows) > query["limit"]
    following = None
    if more:
        given = request.query_params.copy()
        given["cursor"] = signing.dumps(list(map(_plain, key(shown[-1]))), salt=_salt(request), compress=True)
        following = f"{request.path}?{given.urlencode()}"
    return {"results": shape(shown, many=True, context={"request": request}).data, "next": following}


def _position(request: Request, query: Mapping[str, Any], length: int | None) -> Position | None:
    if "cursor" not in query:
        return None
    try:
        position: Position = signing.loads(query["cursor"], salt=_salt(request))
    except signing.BadSignature as error:
        raise _invalid() from error
    if length is not None and len(position) != length:  # made by an earlier version of this list
        raise _invalid()
    return position


def _invalid() -> ValidationError:
    return ValidationError({"cursor": [str(CursorPagination.invalid_cursor_message)]})


def _salt(request: Request) -> str:
    return f"portal.api.paging:{request.path}"


def _behind(keys: Sequence[str], position: Position) -> Q:
    """(a, b) > (x, y) in the order of the keys, spelled out, because each key may run its own way."""
    found = Q()
    for place, key in enumerate(keys):
        same = {earlier.lstrip("-"): value for earlier, value in zip(keys[:place], position, strict=False)}
        found |= Q(**same, **{f"{key.lstrip('-')}__{'lt' if key.startswith('-') else 'gt'}": position[place]})
    return found


def _of(row: Model, name: str) -> Any:
    return getattr(row, name)


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, int | str) else str(value)
