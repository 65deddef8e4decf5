"""Consent by a program: what is asked, a choice for each value, the receipt, taking it back, and the yes of husband or wife."""

import json
from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.ledger.models import Entry
from services.sharing.models import Consent, ConsentRequest, DataRequest
from tests.api.conftest import Caller
from tests.cast import cast, load_shipped

ITEM = "minimum-living-allowance"
FIELDS = [f"family_means.{each}" for each in ("members", "monthly_income", "property_above_limit")]
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


@pytest.fixture
def luo(db, departments_stub, citizen) -> Caller:
    load_shipped(ITEM)
    return Caller(citizen("luo_jianping"))


@pytest.fixture
def wife(luo, citizen) -> Caller:
    return Caller(citizen("wang_xiulan"))


@pytest.fixture
def draft(luo) -> str:
    return luo.begin(ITEM)["id"]


def choose(who: Caller, draft: str, *read: str, key: str = "", **changes):
    notice = who.call("get_consent_asked", id=draft)["notice"]
    bring = [each for each in FIELDS if each not in read]
    body = {"read": [*read], "bring": bring, "notice": notice, "member": None} | changes
    return who.act("choose_consent", draft, key=key, body={k: v for k, v in body.items() if v is not ...})


def known(answer) -> set[str]:
    return {value["field"] for group in answer["known"] for value in group["values"]}


class TestChoosing:
    def test_before_the_choice_nobody_is_asked_anything(self, luo):
        begun = luo.begin(ITEM)
        assert begun["asks_consent"] and begun["known"] == []
        assert not DataRequest.objects.exists()

    def test_what_is_asked_has_everything_to_show(self, luo, draft):
        asked = luo.call("get_consent_asked", id=draft)
        assert [each["field"] for each in asked["values"]] == FIELDS
        assert all(each["why"]["zh"] and each["department"]["name"]["zh"] for each in asked["values"])
        assert asked["of_household"] == sorted(FIELDS) and asked["agreed"] == []

    def test_a_yes_to_each_is_read(self, luo, draft):
        chosen = choose(luo, draft, *FIELDS)
        assert not chosen["asks_consent"] and known(chosen) >= set(FIELDS)
        assert luo.call("get_consent_asked", id=draft)["agreed"] == sorted(FIELDS)

    def test_who_brings_it_themself_goes_on_just_the_same_and_is_on_record(self, luo, draft):
        chosen = choose(luo, draft)
        assert not known(chosen) & set(FIELDS) and "population.name" in known(chosen)
        assert not Consent.objects.exists()
        assert Entry.objects.filter(kind="consent_refused").count() == 1
        assert luo.call("begin_draft", code=ITEM)["asks_consent"] is False

    def test_one_by_one(self, luo, draft):
        assert known(choose(luo, draft, FIELDS[2])) & set(FIELDS) == {FIELDS[2]}

    def test_another_choice_ends_the_former(self, luo, draft):
        choose(luo, draft, *FIELDS)
        choose(luo, draft)
        assert not Consent.objects.live().exists()
        assert luo.call("get_consent_asked", id=draft)["agreed"] == []

    def test_twice_under_one_key_is_once(self, luo, draft):
        for _ in range(2):
            choose(luo, draft, FIELDS[2], key=KEY)
        assert Consent.objects.count() == 1

    def test_a_key_stands_for_a_yes_or_for_bringing_it_and_not_for_both(self, luo, draft):
        choose(luo, draft, FIELDS[2], key=KEY)
        again = choose(luo, draft, key=KEY)
        assert (again.status, again.kind) == (409, "key-reused")
        assert Consent.objects.live().count() == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"bring": FIELDS[:1]}, FIELDS[1]),
            ({"bring": [*FIELDS]}, FIELDS[2]),
            ({"bring": [*FIELDS[:2], "population.name"]}, "population.name"),
            ({"member": ...}, "member"),
            ({"notice": "0" * 64}, "notice"),
            ({"member": {"name": "某人", "id_no": "1"}}, "member"),
        ],
    )
    def test_what_is_not_said_clearly_is_asked_again(self, luo, draft, changes, field):
        answer = choose(luo, draft, FIELDS[2], **changes)
        assert (answer.status, answer.kind) == (422, "bad-input") and field in answer["errors"]
        assert not Consent.objects.exists() and not ConsentRequest.objects.exists()

    def test_of_anothers_draft_nothing_is_there(self, wife, draft):
        assert wife.call("get_consent_asked", id=draft).status == 404

    def test_where_the_law_is_the_basis_nobody_is_asked(self, wang):
        begun = wang.begin()
        assert not begun["asks_consent"]
        assert wang.call("get_consent_asked", id=begun["id"]).status == 404


class TestAfterwards:
    @pytest.fixture
    def consent(self, luo, draft) -> str:
        choose(luo, draft, *FIELDS)
        return luo.call("list_consents")["results"][0]["id"]

    def test_it_stands_in_the_list_until_it_is_taken_back(self, luo, consent):
        [line] = luo.call("list_consents")["results"]
        assert line["fields_read"] == sorted(FIELDS) and line["ended_at"] is None
        ended = luo.act("withdraw_consent", consent)
        assert ended["ended_at"] and not Consent.objects.live().exists()

    def test_the_receipt_is_signed_and_so_is_its_end(self, luo, consent):
        assert "end" not in luo.call("get_consent_receipt", id=consent).body
        luo.act("withdraw_consent", consent)
        receipt = luo.call("get_consent_receipt", id=consent).body
        assert verified(receipt)["pii_categories"] == sorted(FIELDS)
        end = verified(receipt["end"])
        assert (end["receipt_id"], end["consent_status"]) == (consent, "withdrawn") and end[
            "revocation_timestamp"
        ]

    def test_nobody_takes_back_anothers(self, wife, consent):
        assert wife.act("withdraw_consent", consent).status == 404
        assert wife.call("get_consent_receipt", id=consent).status == 404
        assert wife.call("list_consents")["results"] == []


class TestHusbandOrWife:
    @pytest.fixture
    def asked(self, luo, draft) -> str:
        her = cast()["wang_xiulan"]
        named = {"name": her["name"], "id_no": her["id_no"]}
        assert not known(choose(luo, draft, *FIELDS, member=named)) & set(FIELDS)
        return str(ConsentRequest.objects.get().pk)

    def test_she_finds_it_with_the_words_and_agrees(self, wife, asked):
        [found] = wife.call("list_consent_requests")["results"]
        assert (found["id"], found["state"]) == (asked, "OPEN") and len(found["values"]) == 3
        body = {"agrees": True, "notice": found["notice"]}
        assert wife.act("answer_consent_request", asked, body=body)["state"] == "AGREED"
        assert wife.call("list_consents")["results"][0]["fields_read"] == sorted(FIELDS)

    def test_no_is_an_answer_too(self, wife, asked):
        notice = wife.call("list_consent_requests")["results"][0]["notice"]
        body = {"agrees": False, "notice": notice}
        assert wife.act("answer_consent_request", asked, body=body)["state"] == "DECLINED"
        assert wife.call("list_consents")["results"] == []

    def test_to_words_that_were_not_shown_nobody_agrees(self, wife, asked):
        answer = wife.act("answer_consent_request", asked, body={"agrees": True, "notice": "x"})
        assert (answer.status, list(answer["errors"])) == (422, ["notice"])

    def test_nobody_else_finds_it(self, luo, asked):
        assert luo.call("list_consent_requests")["results"] == []
        body = {"agrees": True, "notice": "x"}
        assert luo.act("answer_consent_request", asked, body=body).status == 404


def verified(said: dict) -> dict:
    """What was signed, once its signature holds."""
    signature = said["signature"]
    public = Ed25519PublicKey.from_public_bytes(b64decode(signature["public_key"]))
    public.verify(b64decode(signature["value"]), said["receipt"].encode())
    return json.loads(said["receipt"])
