"""One door to a row with a panel, and one shape of what was typed into it."""

from uuid import uuid4

import pytest
from django.http import Http404
from django.test import RequestFactory

from portal.desk.panel import Typed, seen_or_refused, typed
from services.actions.errors import Denied

FACTORY = RequestFactory()


class TestTheDoor:
    def test_what_is_seen_comes_through_and_nothing_is_attempted(self):
        for request in (FACTORY.get("/"), FACTORY.post("/")):
            assert seen_or_refused(request, "row", lambda: pytest.fail("attempted")) == "row"

    def test_looking_at_what_is_not_seen_attempts_nothing(self):
        with pytest.raises(Http404):
            seen_or_refused(FACTORY.get("/"), None, lambda: pytest.fail("attempted"))

    def test_acting_on_it_is_attempted_and_not_there(self):
        tried = []

        def attempt() -> None:
            tried.append(1)
            raise Denied("not_visible")

        with pytest.raises(Http404):
            seen_or_refused(FACTORY.post("/"), None, attempt)
        assert tried == [1]

    def test_a_fault_is_not_hidden_behind_it(self):
        with pytest.raises(ZeroDivisionError):
            seen_or_refused(FACTORY.post("/"), None, lambda: 1 / 0)


class TestWhatWasTyped:
    def test_it_is_read_from_its_fields(self):
        key = uuid4()
        given = typed(
            FACTORY.post("/", {"request_key": key, "reason": "x", "item": "a"}), "reason", row="item"
        )
        assert (given.key, given.text, given.row, given.error, given.status) == (key, "x", "a", "", 200)

    @pytest.mark.parametrize("key", ["", "x", "1" * 31])
    def test_a_key_that_is_none_is_a_new_one(self, key):
        assert typed(FACTORY.post("/", {"request_key": key}), "words").key.version == 4

    def test_it_comes_back_with_its_words_under_a_new_key(self):
        given = Typed(text="x")
        for back, status in ((given.wrong("?"), 422), (given.overtaken("?"), 409)):
            assert (back.text, back.error, back.status) == ("x", "?", status) and back.key != given.key

    def test_it_stands_in_its_own_row_alone(self):
        given = Typed(text="x", row="a")
        assert given.at("a") is given and given.at("b").text == ""
