"""Keys and signatures: who is believed, until when, and under which suite."""

import json
import stat
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from services.sharing.keys import gateway_signer, keys_of
from services.sharing.port import Asker, Letterhead, NoAnswer
from services.sharing.providers.envelope import Sealed, check_answer, content_digest, seal, signed_text
from services.sharing.signatures import SUITES, Ed25519Signer, key_id
from services.simulators.seals import ANSWER, Guard, Keys, Untrusted, text
from tests.sharing.conftest import AT, NOBODY

CIVIL = "civil_affairs"
LETTERHEAD = Letterhead(NOBODY, CIVIL, "application:1", "allowance@1", "a" * 64, ("policy@2",), "receipt-7")
NOW = "2026-11-22T01:30:00+00:00"


@pytest.fixture(params=list(SUITES))
def folder(request, tmp_path: Path, settings) -> Path:
    """An empty one, under each suite."""
    settings.GATEWAY_KEY_FOLDER, settings.GATEWAY_SUITE = tmp_path, request.param
    return tmp_path


def sealed(
    body: bytes = b"{}", nonce: str = "n1", created: str = NOW, letterhead: Letterhead = LETTERHEAD
) -> Sealed:
    times = {"Gw-Created": created, "Gw-Deadline": created}
    signer = gateway_signer()
    return seal(
        letterhead,
        body,
        signer,
        path="/v1/requests",
        content_type="application/json",
        nonce=nonce,
        times=times,
    )


class TestOurKey:
    def test_it_is_made_once_and_nobody_else_reads_it(self, folder):
        first = gateway_signer().key_id
        gateway_signer.__globals__["_signer"].cache_clear()
        assert gateway_signer().key_id == first
        assert stat.S_IMODE((folder / "gateway.key").stat().st_mode) == 0o400

    def test_departments_find_its_public_half(self, folder):
        signer = gateway_signer()
        assert json.loads((folder / "gateway.json").read_text())["id"] == signer.key_id

    def test_production_makes_none(self, folder, settings):
        settings.PRODUCTION = True
        with pytest.raises(ImproperlyConfigured, match=r"gateway\.key is missing"):
            gateway_signer()


def register(folder: Path, **changes: Any) -> bytes:
    """One line in the register of a department's keys, and the public key in it."""
    signer = Ed25519Signer(bytes(range(32)), "ed25519-sha256")
    line = {"id": signer.key_id, "suite": signer.suite, "public": b64encode(signer.public).decode()}
    (folder / "departments").mkdir(exist_ok=True)
    (folder / "departments" / f"{CIVIL}.json").write_text(json.dumps([line | changes]))
    return signer.public


class TestTheRegister:
    def test_a_department_nobody_registered_has_no_key(self, folder):
        assert list(keys_of(CIVIL, at=AT)) == []

    @pytest.mark.parametrize(
        ("begins", "ends", "counts"),
        [
            (None, None, True),
            (AT, None, True),
            (AT + timedelta(seconds=1), None, False),
            (None, AT + timedelta(seconds=1), True),
            (None, AT, False),
        ],
    )
    def test_a_key_counts_from_its_first_moment_until_its_last(self, folder, begins, ends, counts):
        moments = {"from": begins and begins.isoformat(), "until": ends and ends.isoformat()}
        public = register(folder, **moments)
        assert [each.public for each in keys_of(CIVIL, at=AT)] == [public] * counts

    @pytest.mark.parametrize(
        "changes",
        [
            {"id": "0" * 16},
            {"suite": "none"},
            {"public": "AAAA"},
            {"public": "!"},
            {"from": "yesterday"},
            {"from": "2026-01-01"},
        ],
    )
    def test_a_line_that_cannot_be_read_makes_nobody_believed(self, folder, changes):
        register(folder, **changes)
        assert list(keys_of(CIVIL, at=AT)) == []

    def test_a_changed_file_is_read_again(self, folder):
        register(folder)
        assert keys_of(CIVIL, at=AT)
        register(folder, until="2020-01-01T00:00:00Z")
        assert not keys_of(CIVIL, at=AT)

    def test_a_key_is_called_by_what_it_is(self):
        assert key_id(b"a" * 32) != key_id(b"b" * 32)


def answer(folder: Path, question: Sealed, body: bytes = b"{}", **changes: str) -> dict[str, str]:
    """Signed by the department as it should be; `Gw_Nonce="x"` says something else before the signature."""
    own = {
        "Gw-Id": str(NOBODY),
        "Gw-Nonce": question.headers["Gw-Nonce"],
        "Gw-Request-Hash": question.request_hash,
        "Gw-Subject-Hash": LETTERHEAD.subject_hash,
        "Gw-As-Of": NOW,
        "Content-Type": "application/json",
    } | {name.replace("_", "-"): value for name, value in changes.items()}
    return Keys(folder, CIVIL).sign(question.headers["Gw-Suite"], own, body)


def judge(question: Sealed, headers: dict[str, str], body: bytes = b"{}") -> str:
    try:
        check_answer(LETTERHEAD, question, keys_of(CIVIL, at=AT), headers, body)
    except NoAnswer as none:
        return none.reason.value
    return ""


class TestAnswers:
    """What the department signs, the portal believes: two programs written apart, under each suite."""

    def test_a_proper_one_is_believed(self, folder):
        question = sealed()
        assert judge(question, answer(folder, question)) == ""

    def test_another_body_is_not(self, folder):
        question = sealed()
        assert judge(question, answer(folder, question), b'{"changed": 1}') == "bad_signature"

    @pytest.mark.parametrize("name", [*ANSWER, "Gw-Signature"])
    def test_no_signed_line_can_be_changed_or_left_out(self, folder, name):
        question = sealed()
        headers = answer(folder, question)
        changed = headers[name][:-1] + ("A" if headers[name][-1] != "A" else "B")
        assert judge(question, headers | {name: changed}) == "bad_signature"
        assert (
            judge(question, {key: value for key, value in headers.items() if key != name}) == "bad_signature"
        )

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"Gw_Id": "another"}, "wrong_request"),
            ({"Gw_Nonce": "another"}, "wrong_request"),
            ({"Gw_Request_Hash": "0" * 64}, "wrong_request"),
            ({"Gw_Subject_Hash": "0" * 64}, "wrong_subject"),
        ],
    )
    def test_a_signed_answer_to_something_else_is_not_ours(self, folder, change, reason):
        question = sealed()
        assert judge(question, answer(folder, question, **change)) == reason

    def test_case_24_the_answer_to_an_earlier_try_is_refused(self, folder):
        yesterday, today = sealed(nonce="n1"), sealed(nonce="n2")
        assert judge(today, answer(folder, yesterday)) == "wrong_request"

    def test_case_23_a_key_that_has_ended_is_refused(self, folder):
        question = sealed()
        headers = answer(folder, question)
        file = folder / "departments" / f"{CIVIL}.json"
        lines = [line | {"until": "2026-11-21T00:00:00Z"} for line in json.loads(file.read_text())]
        file.write_text(json.dumps(lines))
        assert judge(question, headers) == "bad_signature"

    def test_two_keys_count_while_one_follows_the_other(self, folder):
        register(folder)
        question = sealed()
        headers = answer(folder, question)  # the department adds its own beside it
        assert len({each.id for each in keys_of(CIVIL, at=AT)}) == 2
        assert judge(question, headers) == ""

    def test_a_header_cannot_smuggle_a_line(self):
        with pytest.raises(ValueError, match="cannot be signed"):
            signed_text("200", ["Gw-Id"], {"Gw-Id": "1\nGw-Nonce: 2"})


class TestQuestions:
    """What the portal signs, a department hears once."""

    def heard(self, folder: Path, question: Sealed, body: bytes = b"{}", guard: Guard | None = None) -> str:
        guard = guard or Guard(Keys(folder, CIVIL))
        try:
            return guard.check("POST /v1/requests", question.headers, body)
        except Untrusted as why:
            return str(why)

    @pytest.fixture
    def noon(self, monkeypatch) -> None:
        monkeypatch.setattr("services.simulators.seals.time.time", AT.timestamp)

    def test_a_proper_one_is_heard_and_its_digest_is_what_an_answer_repeats(self, folder, noon):
        question = sealed()
        assert self.heard(folder, question) == question.request_hash

    def test_once(self, folder, noon):
        guard, question = Guard(Keys(folder, CIVIL)), sealed()
        self.heard(folder, question, guard=guard)
        assert self.heard(folder, question, guard=guard) == "replayed"

    def test_a_second_try_has_its_own_nonce(self, folder, noon):
        guard = Guard(Keys(folder, CIVIL))
        assert {len(self.heard(folder, sealed(nonce=each), guard=guard)) for each in ("n1", "n2")} == {64}

    def test_one_call_asks_one_thing(self, folder, noon):
        guard = Guard(Keys(folder, CIVIL))
        self.heard(folder, sealed(nonce="n1"), guard=guard)
        assert self.heard(folder, sealed(b"{1}", "n2"), b"{1}", guard) == "call_reused"

    @pytest.mark.parametrize(
        ("created", "heard"),
        [
            ("2026-11-22T01:28:00+00:00", True),
            ("2026-11-22T01:27:59+00:00", False),
            ("2026-11-22T01:32:00+00:00", True),
            ("2026-11-22T01:32:01+00:00", False),
        ],
    )
    def test_clocks_may_differ_by_two_minutes(self, folder, noon, created, heard):
        said = self.heard(folder, sealed(created=created))
        assert (said == "another_time") is not heard

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"Gw-Purpose": "allowance@2"}, "bad_signature"),
            ({"Gw-Consent": ""}, "bad_signature"),
            ({"Gw-User": "officer:mz1002"}, "bad_signature"),
            ({"Gw-User": ""}, "bad_signature"),
            ({"Gw-Represented": "tax"}, "bad_signature"),
            ({"Gw-Policy": "policy@1"}, "bad_signature"),
            ({"Gw-Signature": ""}, "bad_signature"),
            ({"Gw-Key-Id": "0" * 16}, "unknown_key"),
            ({"Gw-Suite": "none"}, "unknown_key"),
            ({"Content-Digest": "sha-256=::"}, "another_body"),
        ],
    )
    def test_a_changed_one_is_not(self, folder, noon, change, why):
        question = sealed()
        assert self.heard(folder, Sealed({**question.headers, **change}, "")) == why

    @pytest.mark.parametrize(
        ("user", "represented", "heard"),
        [
            ("citizen", "", True),
            ("citizen", "subject", True),
            ("officer:mz1001", CIVIL, True),
            ("system", CIVIL, True),
            ("citizen", CIVIL, False),
            ("officer", "", False),
            ("officer:mz1001", "", False),
            ("root", "", False),
            ("", "", False),
        ],
    )
    def test_only_somebody_is_heard_and_an_officer_for_a_department(
        self, folder, noon, user, represented, heard
    ):
        letterhead = replace(LETTERHEAD, asks=Asker(user, represented))
        assert (self.heard(folder, sealed(letterhead=letterhead)) != "nobody_asks") is heard

    def test_one_for_another_department_is_not(self, folder, noon):
        assert self.heard(folder, sealed(), guard=Guard(Keys(folder, "tax"))) == "for_somebody_else"

    def test_nobody_is_heard_while_there_is_no_gateway(self, folder, noon):
        question = sealed()
        (folder / "gateway.json").unlink()
        assert self.heard(folder, question) == "no_gateway_key"


def test_both_sides_write_the_signed_text_alike():
    headers = {"Gw-Id": "1", "Content-Type": "application/json"}
    assert signed_text("200", ANSWER, headers) == text("200", ANSWER, headers)


def test_the_suites_differ_in_their_digest_and_say_so():
    assert content_digest("ed25519-sha256", b"abc").startswith("sha-256=:ungWv48Bz")
    # GB/T 32905 appendix A.1: SM3("abc") = 66c7f0f4 62eeedd9 …
    assert content_digest("ed25519-sm3", b"abc").startswith("sm3=:Zsfw")
