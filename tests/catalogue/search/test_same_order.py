"""The first twenty answers are the same in every database and stay the same: `first_twenty.txt` holds them, a question a line,
for a directory that is made up and never changes. Whoever changes how answers are weighed looks at what changes here.
"""

from pathlib import Path

import pytest
from django.db import connection

from services.catalogue.search import shelf
from services.catalogue.search.indexing import index
from services.catalogue.search.shelf import Shelf
from tests.catalogue.search.conftest import DAY, codes, thing
from tests.catalogue.search.synthetic import things

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("first_twenty.txt")
FIRST = 20


def kept() -> dict[str, str]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ") for line in lines)


def first(words: str) -> str:
    return " ".join(code.removeprefix("item-").lstrip("0") or "0" for code in codes(words)[:FIRST])


def test_the_first_twenty_of_each_question_are_those_that_were_kept():
    index(things(800))
    found = {words: first(words) for words in kept()}
    assert found == kept(), f"on {connection.vendor}:\n" + "\n".join(map(": ".join, found.items()))


def test_what_is_kept_says_something():
    answers = kept()
    assert len(answers) >= 30 and {len(words) for words in answers} >= {1, 2, 3, 4}
    assert sum(len(each.split()) == FIRST for each in answers.values()) > 15


class TestHandfuls:
    """Postings are read a few at a time; whoever asks for all gets all, in the order of heat, and nothing twice."""

    @pytest.fixture(autouse=True)
    def nine(self, db, monkeypatch):
        monkeypatch.setattr(shelf, "HANDFULS", (2, 3))
        monkeypatch.setattr(shelf, "FEW", 0)
        names = ["补贴甲", "补贴乙"] * 4 + ["补贴甲"]
        index(thing(f"c{place}", name, heat=place) for place, name in enumerate(names))

    @pytest.mark.parametrize(
        ("words", "found"),
        [("补贴", [8, 7, 6, 5, 4, 3, 2, 1, 0]), ("补贴甲", [8, 6, 4, 2, 0]), ("补贴乙", [7, 5, 3, 1])],
    )
    def test_all_of_them_in_order(self, words, found):
        assert [hit.heat for hit in Shelf(DAY).holding([words])] == found

    @pytest.mark.parametrize("most", [1, 2, 3, 5, 8])
    def test_as_many_as_were_asked_for(self, most):
        assert [hit.heat for hit in Shelf(DAY).take(["补贴"], most)] == list(range(8, 8 - most, -1))

    def test_what_is_rare_is_read_once_and_answers_the_next_question_too(
        self, monkeypatch, django_assert_num_queries
    ):
        monkeypatch.setattr(shelf, "FEW", 9)
        reader = Shelf(DAY)
        reader.learn_words(["补贴甲", "补贴乙"])
        with django_assert_num_queries(5):  # two, two, and of the last one the postings alone
            assert [
                [hit.heat for hit in reader.take([each], 2)] for each in ("补贴甲", "补贴乙", "补贴")
            ] == [
                [8, 6],
                [7, 5],
                [8, 7],
            ]

    def test_the_first_few_are_not_paid_for_with_all(self, django_assert_num_queries):
        reader = Shelf(DAY)
        reader.learn_words(["补贴"])
        with django_assert_num_queries(2):
            reader.take(["补贴"], 2)


class TestManyWords:
    @pytest.fixture(autouse=True)
    def two(self, db):
        index([thing("a", "轮椅租借", filters={"theme": ["HEALTH"]}), thing("b", "轮椅维修")])

    WORDS = ("轮椅租", "轮椅维", "租维", "椅租借", "没有", "轮椅")

    @pytest.mark.parametrize("few", [0, 100])
    def test_those_that_some_entry_holds_whether_rare_or_not(self, monkeypatch, few):
        monkeypatch.setattr(shelf, "FEW", few)
        assert Shelf(DAY).held(self.WORDS) == ["轮椅租", "轮椅维", "椅租借", "轮椅"]

    @pytest.mark.parametrize("few", [0, 100])
    def test_among_what_the_filters_leave(self, monkeypatch, few):
        monkeypatch.setattr(shelf, "FEW", few)
        assert Shelf(DAY, ["theme:HEALTH"]).held(self.WORDS) == ["轮椅租", "椅租借", "轮椅"]

    def test_rare_words_are_looked_up_together(self, django_assert_num_queries):
        with django_assert_num_queries(3):
            Shelf(DAY).held(self.WORDS)

    def test_a_word_is_not_put_together_from_two_entries(self):
        assert Shelf(DAY).held(["借轮"]) == Shelf(DAY).held(["租借b"]) == Shelf(DAY).held([]) == []
