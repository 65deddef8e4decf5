"""Pages that begin behind a row: nothing lost, nothing twice, there and back again."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from services.applications.models import DailySerial
from services.paging import BadCursor, Page, cursor_at, page

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
BY = ("day", "id")


@pytest.fixture
def rows():
    """Twenty-three on five days, so that days are shared by rows on different pages; made in no order."""
    DailySerial.objects.bulk_create(
        DailySerial(item_code=f"{n:02}", day=MONDAY + timedelta(days=n * 7 % 5)) for n in range(23)
    )
    return DailySerial.objects.all()


def in_order(rows, descending: bool = False) -> list[int]:
    sign = "-" if descending else ""
    return list(rows.order_by(*(f"{sign}{name}" for name in BY)).values_list("pk", flat=True))


def walk(rows, *, size: int, descending: bool = False) -> list[Page[DailySerial]]:
    pages = [page(rows, BY, size=size, descending=descending)]
    while pages[-1].after:
        pages.append(page(rows, BY, size=size, after=pages[-1].after, descending=descending))
    return pages


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("size", [1, 4, 22, 23, 24])
def test_walking_forward_meets_every_row_once_and_in_order(rows, size, descending):
    met = [row.pk for each in walk(rows, size=size, descending=descending) for row in each.rows]
    assert met == in_order(rows, descending)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("size", [1, 4, 22])
def test_going_back_shows_the_same_pages(rows, size, descending):
    for here, next_ in pairwise(walk(rows, size=size, descending=descending)):
        back = page(rows, BY, size=size, before=next_.before, descending=descending)
        assert (back.rows, back.before, bool(back.after)) == (here.rows, here.before, True)


def test_the_first_page_has_nothing_before_it_and_the_last_nothing_after(rows):
    pages = walk(rows, size=10)
    assert [bool(each.before) for each in pages] == [False, True, True]
    assert [bool(each.after) for each in pages] == [True, True, False]


def test_one_page_alone_has_no_neighbours(rows):
    alone = page(rows, BY, size=23)
    assert (alone.before, alone.after) == ("", "")


def test_no_rows_are_an_empty_page():
    assert page(DailySerial.objects.all(), BY, size=10) == Page([], "", "")


def test_what_comes_in_front_meanwhile_shifts_nothing(rows):
    first = page(rows, BY, size=10)
    DailySerial.objects.create(item_code="new", day=MONDAY - timedelta(days=1))
    second = page(rows, BY, size=10, after=first.after)
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}
    assert second.rows[0].pk == in_order(rows)[11]


def test_the_row_one_left_may_be_gone(rows):
    first = page(rows, BY, size=10)
    expected = in_order(rows)[10]
    first.rows[-1].delete()
    assert page(rows, BY, size=10, after=first.after).rows[0].pk == expected


def test_a_filter_stays_a_filter(rows):
    kept = rows.filter(day=MONDAY)
    assert [row.pk for each in walk(kept, size=2) for row in each.rows] == in_order(kept)


@pytest.mark.parametrize(
    "cursor", ["x", "WzFd", "eyJhIjoxfQ:abc", "\x00", "null", "2026-11-23,1", "W10:" + "A" * 43]
)
def test_a_cursor_nobody_gave_is_none(rows, cursor):
    for given in ({"after": cursor}, {"before": cursor}):
        with pytest.raises(BadCursor):
            page(rows, BY, size=10, **given)


def test_a_changed_cursor_and_one_of_another_order_are_none(rows):
    genuine = page(rows, BY, size=10).after
    with pytest.raises(BadCursor):
        page(rows, BY, size=10, after="A" + genuine[1:])
    with pytest.raises(BadCursor):
        page(rows, ("id",), size=10, after=genuine)


def test_a_cursor_may_be_made_for_any_row(rows):
    row = rows.get(pk=in_order(rows)[4])
    assert page(rows, BY, size=3, after=cursor_at(row, BY)).rows[0].pk == in_order(rows)[5]
