"""A department over HTTP, against servers that behave as they like.

Nothing is timed. A server that never ends is outlived because the question has a deadline; were it not kept, the test
would run into the limit of the suite.
"""

import gzip
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler

import pytest

from services.sharing.port import NoAnswer
from services.sharing.providers.http import PATH, HttpProvider
from services.sharing.providers.patience import patiently
from services.sharing.providers.wire import AT_ONCE, LARGEST_BODY, Wire
from tests.sharing.scripted import Script, say, serving

LONG, SHORT = 30.0, 0.3


HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}


def ask(address: str, seconds: float = LONG, wire: Wire | None = None) -> bytes:
    deadline, wire = time.monotonic() + seconds, wire or Wire(address)
    return patiently(lambda: wire.post(PATH, HEADERS, b"{}", deadline).body, deadline)


def refusal(script: Script, seconds: float = LONG) -> str:
    with serving(script) as address, pytest.raises(NoAnswer) as none:
        ask(address, seconds)
    return none.value.reason.value


def always(body: bytes = b"{}", status: int = 200, **headers: str) -> Script:
    def script(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        say(handler, body, status, **headers)

    return script


def in_turn(*scripts: Script) -> Script:
    left = list(scripts)

    def script(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        left.pop(0)(handler, body)

    return script


def hang_up(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    handler.close_connection = True


def drip(write: Callable[[bytes], object], piece: bytes) -> None:
    """Until the asker hangs up."""
    while True:
        write(piece)
        time.sleep(0.01)


class TestAnAnswer:
    def test_the_bytes_come_back_as_they_are(self):
        with serving(always('{"name": "王秀兰"}'.encode())) as address:
            assert ask(address) == '{"name": "王秀兰"}'.encode()

    def test_the_question_is_sent_as_it_is_and_strictly(self):
        seen = {}

        def look(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            seen.update(handler.headers.items(), path=handler.path, body=body)
            say(handler, b"{}")

        with serving(look) as address:
            ask(address + "/gateway/")
        assert (seen["path"], seen["body"]) == ("/gateway/v1/requests", b"{}")
        assert seen["Content-Type"] == seen["Accept"] == "application/json"
        assert seen["Accept-Encoding"] == "identity"
        assert seen["Connection"] == "close"

    def test_a_chunked_answer_is_read_to_its_end(self):
        def chunked(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", "application/json")
            handler.send_header("Transfer-Encoding", "chunked")
            handler.end_headers()
            handler.wfile.write(b"2\r\n{ \r\n1\r\n}\r\n0\r\n\r\n")

        with serving(chunked) as address:
            assert ask(address) == b"{ }"

    def test_the_largest_answer_is_let_in_and_one_byte_more_is_not(self):
        with serving(always(b" " * LARGEST_BODY)) as address:
            assert len(ask(address)) == LARGEST_BODY
        assert refusal(always(b" " * (LARGEST_BODY + 1))) == "too_large"


class TestWhatIsRefused:
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect_is_not_followed(self, status):
        followed = []

        def target(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            followed.append(handler.path)
            say(handler, b"{}")

        with serving(target) as elsewhere:
            assert refusal(always(b"", status, Location=elsewhere)) == "redirected"
        assert followed == []

    @pytest.mark.parametrize("status", [400, 403, 404])
    def test_a_department_may_decline(self, status):
        assert refusal(always(b"{}", status)) == "declined"

    @pytest.mark.parametrize("status", [501, 201, 204])
    def test_any_other_status_is_a_fault(self, status):
        assert refusal(always(b"{}" if status != 204 else b"", status)) == "error"

    @pytest.mark.parametrize(
        "content_type",
        ["text/html", "application/json; charset=utf-8", "application/xml", "", "APPLICATION/JSON"],
    )
    def test_another_content_type(self, content_type):
        assert refusal(always(Content_Type=content_type)) == "wrong_type"

    def test_a_packed_answer_is_not_unpacked(self):
        bomb = gzip.compress(b" " * 50_000_000)
        assert refusal(always(bomb, Content_Encoding="gzip")) == "wrong_type"

    def test_a_body_without_end_is_cut_off(self):
        def flood(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            say(handler, b"", Content_Length=str(10**9))
            while True:
                handler.wfile.write(b" " * 65536)

        assert refusal(flood) == "too_large"

    def test_half_an_answer(self):
        def half(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            say(handler, b"{", Content_Length="100")
            handler.close_connection = True

        assert refusal(half) == "cut"

    def test_what_is_not_http(self):
        def shout(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            handler.wfile.write(b"HELLO\r\n\r\n")
            handler.close_connection = True

        assert refusal(shout) == "cut"

    def test_a_department_that_hangs_up(self):
        assert refusal(hang_up) == "cut"

    def test_headers_without_end(self):
        def endless(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while True:
                handler.wfile.write(b"X-More: " + b"x" * 4096 + b"\r\n")

        assert refusal(endless) == "cut"


class TestTheDeadline:
    def test_a_department_that_says_nothing(self):
        assert refusal(lambda handler, _: handler.rfile.read(), SHORT) == "deadline"

    def test_a_body_that_drips(self):
        def slowly(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            say(handler, b"", Content_Length="1000000")
            drip(handler.wfile.write, b" ")

        assert refusal(slowly, SHORT) == "deadline"

    def test_headers_that_drip(self):
        def slowly(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            drip(handler.wfile.write, b"x")

        assert refusal(slowly, SHORT) == "deadline"

    def test_a_port_that_takes_calls_and_never_answers(self):
        with socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))
            deaf.listen()
            with pytest.raises(NoAnswer, match="deadline"):
                ask(f"http://127.0.0.1:{deaf.getsockname()[1]}", SHORT)

    def test_after_the_deadline_nobody_is_asked(self):
        asked = []
        with (
            serving(lambda handler, body: asked.append(body)) as address,
            pytest.raises(NoAnswer, match="deadline"),
        ):
            ask(address, -1)
        assert asked == []

    def test_gap_22_a_ninth_question_waits_for_a_place_and_not_longer_than_its_deadline(self):
        arrived, go_on = threading.Semaphore(0), threading.Event()

        def hold(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            arrived.release()
            go_on.wait()
            say(handler, b"{}")

        with serving(hold) as address, ThreadPoolExecutor(AT_ONCE) as pool:
            wire = Wire(address)
            asked = [pool.submit(ask, address, LONG, wire) for _ in range(AT_ONCE)]
            for _ in range(AT_ONCE):
                arrived.acquire()
            with pytest.raises(NoAnswer, match="deadline"):
                ask(address, SHORT, wire)
            assert not arrived.acquire(blocking=False)
            go_on.set()
            assert [each.result() for each in asked] == [b"{}"] * AT_ONCE


class TestAskingOnceMore:
    @pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
    def test_a_department_that_was_away_for_a_moment(self, status):
        with serving(in_turn(always(b"", status), always(b'{"second": true}'))) as address:
            assert ask(address) == b'{"second": true}'

    @pytest.mark.parametrize(("status", "reason"), [(500, "error"), (503, "error"), (429, "busy")])
    def test_three_times_away_is_away(self, status, reason):
        asked = []

        def away(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            asked.append(body)
            say(handler, b"", status)

        assert refusal(away) == reason
        assert len(asked) == 3

    @pytest.mark.parametrize("after", ["120", "Wed, 21 Oct 2026 07:28:00 GMT", "-1", "nonsense"])
    def test_case_20_whoever_says_when_to_come_back_is_not_asked_before(self, after):
        asked = []

        def busy(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            asked.append(body)
            say(handler, b"", 429, Retry_After=after)

        assert refusal(busy) == "busy"
        assert len(asked) == 1

    def test_a_port_nobody_listens_at(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(NoAnswer, match="unreachable"):
            ask(address)

    @pytest.mark.parametrize("script", [always(b"{}", 403), hang_up, always(Content_Type="text/html")])
    def test_any_other_answer_is_the_last_word(self, script):
        with serving(in_turn(script, always(b"{}"))) as address, pytest.raises(NoAnswer):
            ask(address)

    def test_the_second_try_has_the_same_deadline(self):
        silent = in_turn(always(b"", 503), lambda handler, _: handler.rfile.read())
        assert refusal(silent, SHORT) == "deadline"


class TestTheAddress:
    def test_the_environment_names_no_proxy(self, monkeypatch):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:1")
        with serving(always(b"{}")) as address:
            assert ask(address) == b"{}"

    @pytest.mark.parametrize(
        "address",
        [
            "http://",
            "http:///path",
            "http://user:secret@127.0.0.1",
            "http://127.0.0.1/?a=b",
            "http://127.0.0.1/#part",
            "http://127.0.0.1:0",
            "http://127.0.0.1:http",
            "http://127.0.0.1:99999",
        ],
    )
    def test_an_address_is_a_host_and_perhaps_a_port_and_a_path(self, address):
        with pytest.raises(ValueError, match=r"address|[Pp]ort"):
            HttpProvider(address)

    def test_a_secure_address_is_one_that_proves_who_it_is(self):
        with serving(always(b"{}")) as address, pytest.raises(NoAnswer, match="unreachable"):
            ask(address.replace("http://", "https://"))
