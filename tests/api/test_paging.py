"""Pages of any list, in whatever steps they are read and whatever comes in meanwhile."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from portal.api.paging import LARGEST, page_of_list, page_of_rows
from portal.api.shapes import Shape
from services.notifications.models import Message
from tests.cast import NOON


@dataclass(frozen=True)
class Row:
    heat: int
    code: str


class RowShape(Shape):
    code = serializers.CharField()


class MessageName(Shape):
    source = serializers.CharField()  # type: ignore[assignment]


class OtherShape(Shape):
    code = serializers.CharField()


def place(row: Row) -> list[Any]:
    return [-row.heat, row.code]


def asked(**query: str) -> Request:
    return Request(APIRequestFactory().get("/api/v1/rows", query))


def rest(page: dict[str, Any]) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page["next"]).query)) if page["next"] else {}


rows_of_any_kind = st.lists(
    st.builds(Row, st.integers(0, 3), st.text("abc", min_size=1, max_size=3)),
    max_size=12,
    unique_by=lambda row: row.code,
)


@given(rows_of_any_kind, st.integers(1, 5))
def test_every_row_comes_once_and_in_order_whatever_the_step(rows, step):
    rows, seen, query = sorted(rows, key=place), [], {"limit": str(step)}
    while query:
        page = page_of_list(asked(**query), rows, RowShape, place)
        seen += [row["code"] for row in page["results"]]
        assert len(page["results"]) <= step
        query = rest(page)
    assert seen == [row.code for row in rows]


@given(rows_of_any_kind, rows_of_any_kind)
def test_rows_that_come_in_meanwhile_neither_repeat_nor_hide_the_old_ones(before, meanwhile):
    known = {row.code for row in before}
    first = page_of_list(asked(limit="2"), sorted(before, key=place), RowShape, place)
    if not first["next"]:
        return
    now = sorted([*before, *(row for row in meanwhile if row.code not in known)], key=place)
    later = page_of_list(asked(**rest(first) | {"limit": "100"}), now, RowShape, place)
    seen = [row["code"] for row in [*first["results"], *later["results"]] if row["code"] in known]
    assert seen == [row.code for row in sorted(before, key=place)]


@pytest.fixture
def inbox(citizen):
    """Seven messages, three of one moment."""
    person_id = citizen("wang_xiulan").person_id
    for number, minutes in enumerate([0, 1, 1, 1, 2, 3, 4]):
        Message.objects.create(
            person_id=person_id,
            template="approved",
            context={},
            source=f"message:{number}",
            sent_at=NOON + timedelta(minutes=minutes),
        )
    return person_id


def sources(page: dict[str, Any]) -> list[str]:
    return [row["source"] for row in page["results"]]


@pytest.mark.parametrize("step", [1, 2, 3, 7, 100])
def test_rows_of_a_table_come_once_each_and_the_newest_first(inbox, step):
    seen, query = [], {"limit": str(step)}
    while query:
        page = page_of_rows(asked(**query), Message.objects.all(), MessageName, "sent_at", "id")
        seen += sources(page)
        query = rest(page)
    newest_first = Message.objects.order_by("-sent_at", "-id").values_list("source", flat=True)
    assert seen == list(newest_first)


def test_a_deep_page_costs_what_the_first_does(inbox, django_assert_num_queries):
    query = {"limit": "2"}
    while query:
        with django_assert_num_queries(1):
            query = rest(page_of_rows(asked(**query), Message.objects.all(), MessageName, "sent_at", "id"))


def test_rows_that_vanish_meanwhile_leave_the_rest_in_place(inbox):
    first = page_of_rows(asked(limit="3"), Message.objects.all(), MessageName, "sent_at", "id")
    Message.objects.filter(source__in=sources(first)).delete()
    later = page_of_rows(asked(**rest(first)), Message.objects.all(), MessageName, "sent_at", "id")
    assert not set(sources(first)) & set(sources(later)) and len(later["results"]) == 3


def test_the_last_page_has_no_next_even_where_it_is_full():
    rows = [Row(0, "a"), Row(0, "b")]
    assert page_of_list(asked(limit="2"), rows, RowShape, place)["next"] is None
    assert page_of_list(asked(limit="1"), rows, RowShape, place)["next"]


def test_an_empty_list_is_one_empty_page():
    assert page_of_list(asked(), [], RowShape, place) == {"results": [], "next": None}


@pytest.mark.parametrize("cursor", ["x", "WzEsImEiXQ", "WzEsImEiXQ:made-up", "::::", "é", "a" * 500])
def test_nobody_makes_a_cursor_up(db, cursor):
    for read in (
        lambda: page_of_list(asked(cursor=cursor), [Row(0, "a")], RowShape, place),
        lambda: page_of_rows(asked(cursor=cursor), Message.objects.all(), MessageName, "sent_at", "id"),
    ):
        with pytest.raises(ValidationError) as refused:
            read()
        assert set(refused.value.detail) == {"cursor"}


def test_a_cursor_of_one_list_is_none_of_another():
    rows = [Row(0, "a"), Row(0, "b")]
    query = rest(page_of_list(asked(limit="1"), rows, RowShape, place))
    with pytest.raises(ValidationError):
        page_of_list(asked(**query), rows, OtherShape, place)


@pytest.mark.parametrize("limit", ["0", "-1", str(LARGEST + 1), "ten", "1.5"])
def test_a_page_has_a_sensible_size(limit):
    with pytest.raises(ValidationError) as refused:
        page_of_list(asked(limit=limit), [], RowShape, place)
    assert set(refused.value.detail) == {"limit"}
