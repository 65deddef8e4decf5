"""The telephones of the city: what was sent can be read by programs and people, and nothing else is taken."""

import json
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection

import pytest

from services.simulators.sms_gateway import Gateway

NOBODY = "http://127.0.0.1:9/"


@pytest.fixture
def talk() -> Iterator[Callable[..., tuple[int, str]]]:
    with Gateway(0, replies_to=NOBODY, secret="x") as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def say(method: str, path: str, content: object = None) -> tuple[int, str]:
            connection = HTTPConnection("127.0.0.1", server.server_port, timeout=20)
            body = None if content is None else json.dumps(content)
            connection.request(method, path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

        yield say
        server.shutdown()


def test_what_is_sent_can_be_read_the_newest_first(talk):
    for words in ("一", "二"):
        assert talk("POST", "/messages", {"to": "138", "words": words})[0] == 201
    assert [each["words"] for each in json.loads(talk("GET", "/messages")[1])] == ["二", "一"]


def test_people_read_it_too_and_words_are_no_markup(talk):
    talk("POST", "/messages", {"to": "138", "words": "<b>同意"})
    page = talk("GET", "/")[1]
    assert "&lt;b&gt;同意" in page
    assert 'rel="icon" href="data:,"' in page  # or every browser asks for /favicon.ico


def test_a_portal_that_is_away_is_told(talk):
    assert json.loads(talk("POST", "/replies", {"from": "138", "words": "x"})[1])["status"] == 502


@pytest.mark.parametrize("content", [[], "x", {}, {"to": "138"}])
def test_what_is_no_message_is_refused(talk, content):
    assert talk("POST", "/messages", content)[0] == 400


def test_another_path_is_not_there(talk):
    assert talk("GET", "/x")[0] == talk("POST", "/x", {})[0] == 404
