"""Who may call what: each operation beside its refusals. An operation that is not in the table fails."""

from uuid import uuid4

import pytest

from services.ledger.sealer import seal
from tests.api.client import operations
from tests.api.stage import DOOR

PUBLIC = {
    "list_items": {},
    "get_item": {"code": "old-age-allowance"},
    "ask_eligibility": {"code": "old-age-allowance", "body": {"facts": {}}},
    "get_problem_kind": {"kind": "not-found"},
    "verify_by_code": {"identifier": "1.2.3", "check_code": "X"},
    "verify_by_number": {"body": {"number": "1.2.3", "last_four": "0000"}},
    "verify_by_file": {"file": b"hello"},
}
SIGNING_IN = {"sign_in", "sign_in_second_factor", "sign_out"}
KEY = {"headers": {"Idempotency-Key": str(uuid4())}}
OF_LISTS = {
    "list_applications": {},
    "list_certificates": {},
    "list_messages": {},
    "mark_messages_read": {},
    "list_enquiries": {},
    "list_data_accesses": {},
    "list_consents": {},
    "list_consent_requests": {},
}
ASKING = {"ask_department": {"body": {"words": "When?", "department": "civil_affairs"}, **KEY}}
OF_ONE = {
    "get_application": {},
    "get_draft": {},
    "keep_answers": {"body": {"answers": {}}, **KEY},
    "submit_application": {"body": {"answers": {}, "shown": {}}, **KEY},
    "answer_correction": {"body": {"answers": {}, "replies": {}}, **KEY},
    "withdraw_application": KEY,
    "rescind_application": KEY,
    "appeal_refusal": {"body": {"words": "Why?"}, **KEY},
    "get_rating": {},
    "rate_application": {"body": {"level": 5}, **KEY},
    "ask_about_application": {"body": {"words": "When?"}, **KEY},
    "get_paper": {"kind": "receipt"},
    "get_certificate_pdf": {},
    "get_consent_asked": {},
    "choose_consent": {"body": {"read": [], "bring": [], "notice": "0"}, **KEY},
}
OF_ONE_ENQUIRY = {
    "get_enquiry": {},
    "write_again": {"body": {"words": "And?"}, **KEY},
    "mark_enquiry_seen": {},
}
OF_ONE_LOOK = {"get_data_access_proof": {}}
OF_ONE_CONSENT = {  # of others: test_consents.py
    "get_consent_receipt": {},
    "withdraw_consent": KEY,
    "answer_consent_request": {"body": {"agrees": True, "notice": "0"}, **KEY},
}
OF_FILES = {
    "hand_in_file": {"file": b"hello"},
    "get_file": {"file_id": str(uuid4())},
    "remove_file": {"file_id": str(uuid4()), **KEY},
}
BEGINNING = {"begin_draft": {"code": "old-age-allowance"}}


def closed(application_id):
    return {
        **OF_LISTS,
        **BEGINNING,
        **ASKING,
        **{
            name: {**given, "id": application_id}
            for group in (OF_ONE, OF_FILES, OF_ONE_ENQUIRY, OF_ONE_LOOK, OF_ONE_CONSENT)
            for name, given in group.items()
        },
    }


def test_every_operation_is_in_one_of_the_tables():
    assert set(operations()) == {*PUBLIC, *SIGNING_IN, *closed(uuid4())}


def test_what_is_public_answers_everybody(stranger, newcomer, clerk, wang):
    for api in (stranger, newcomer, clerk, wang):
        for name, given in PUBLIC.items():
            assert api.call(name, **given).status == 200, name


def test_strangers_are_asked_to_sign_in(stranger):
    for name, given in closed(uuid4()).items():
        answer = stranger.call(name, **given)
        assert (answer.status, answer.kind) == (401, "not-signed-in"), name
        assert answer.headers["WWW-Authenticate"] == "X-Session-Token"


def test_whoever_has_not_proved_who_they_are_is_told_so(newcomer):
    for name, given in closed(uuid4()).items():
        answer = newcomer.call(name, **given)
        assert (answer.status, answer.kind) == (403, "not-confirmed"), name


def test_caseworkers_are_nobody_at_the_citizens_door(clerk, wang):
    application_id = wang.apply()["id"]
    for name, given in closed(application_id).items():
        assert clerk.call(name, **given).status == 401, name


def test_a_clerks_session_made_by_the_citizens_backend_is_worthless(clerk, stranger):
    from services.people.models import User

    stranger.client.force_login(User.objects.get(username="ym0001"), backend=DOOR)
    for name, given in closed(uuid4()).items():
        assert stranger.call(name, **given).status == 401, name


@pytest.mark.parametrize("state", ["draft", "approved"])
def test_what_belongs_to_others_is_not_there(wang, zhou, state):
    own = wang.begin() if state == "draft" else wang.apply()
    before = wang.call("get_application", id=own["id"]).body
    for name, given in OF_ONE.items():
        answer = zhou.call(name, id=own["id"], **given)
        assert (answer.status, answer.kind) == (404, "not-found"), name
        assert answer.body == zhou.call(name, id=uuid4(), **given).body, "tells that there is one"
    assert wang.call("get_application", id=own["id"]).body == before


def test_a_conversation_of_others_is_not_there(wang, zhou):
    [(asking, given)] = ASKING.items()
    own = wang.call(asking, **given)
    for name, given in OF_ONE_ENQUIRY.items():
        answer = zhou.call(name, id=own["id"], **given)
        assert (answer.status, answer.kind) == (404, "not-found"), name
    assert wang.call("get_enquiry", id=own["id"]).body == own.body


def test_the_proof_of_a_look_at_others_is_not_there(wang, zhou):
    wang.begin()
    seal()
    [own, *_] = wang.call("list_data_accesses")["results"]
    for name, given in OF_ONE_LOOK.items():
        answer = zhou.call(name, id=own["id"], **given)
        assert (answer.status, answer.kind) == (404, "not-found"), name
        assert answer.body == zhou.call(name, id=uuid4(), **given).body, "tells that there is one"
        assert wang.call(name, id=own["id"], **given).status == 200


def test_what_is_ones_own_is_there(wang, quick_documents):
    draft = wang.begin()
    assert wang.call("get_draft", id=draft["id"]).status == 200
    sent = wang.send(draft)
    for name in ("get_application", "get_certificate_pdf"):
        assert wang.call(name, id=sent["id"]).status == 200
    for name, given in OF_LISTS.items():
        assert wang.call(name, **given).status in {200, 204}


def test_answers_about_a_person_are_kept_by_nobody(wang):
    for name in ("list_applications", "list_messages", "list_certificates"):
        assert "no-store" in wang.call(name).headers["Cache-Control"]
