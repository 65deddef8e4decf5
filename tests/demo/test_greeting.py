"""The first thing a person sees of the portal."""

from pathlib import Path
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from portal.demo.greeting import _places, table, text

ADDRESS = "http://127.0.0.1:8123"


class Person(NamedTuple):
    name: str
    username: str
    password: str
    note: str


def greeting(*people: Person) -> str:
    return text(ADDRESS, {"民政局 civil_affairs": "http://127.0.0.1:4001"}, people, Path("/portal/var"))


def test_it_names_the_site_the_departments_and_who_may_sign_in() -> None:
    said = greeting(Person("王秀兰", "wangxiulan", "a-password", "80, elder mode"))
    assert f"Home                 {ADDRESS}/\n" in said
    assert f"{ADDRESS}/desk/\n" in said and f"{ADDRESS}/verify/\n" in said
    assert "民政局 civil_affairs  http://127.0.0.1:4001" in said
    assert "王秀兰  wangxiulan  a-password  80, elder mode" in said


def test_it_says_how_to_end_to_begin_anew_and_to_stop_a_department() -> None:
    said = greeting()
    assert "Ctrl-C ends the demo" in said and "delete /portal/var" in said
    assert '{"fault": "down"}' in said


def test_without_sign_ins_there_is_no_empty_heading() -> None:
    assert "Sign in" not in greeting()


def test_columns_stand_below_each_other_also_under_chinese_names() -> None:
    assert table([("王秀兰", "a"), ("Li", "b")]) == ["  王秀兰  a", "  Li      b"]


CELLS = st.text(st.sampled_from("ab 王（é"), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS.map("|".__add__)), min_size=1))
def test_the_second_column_begins_at_one_place(rows: list[tuple[str, str]]) -> None:
    assert len({_places(line.partition("|")[0]) for line in table(rows)}) == 1


def test_no_rows_are_no_lines() -> None:
    assert table([]) == []
