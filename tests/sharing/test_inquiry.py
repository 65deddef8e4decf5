"""The question: the bytes that cross, and the hashes that come back."""

import hashlib
import json
from itertools import groupby

import pytest

from services.sharing.inquiry import Inquiry, Occasion, Subject, canonical, inquire
from services.sharing.readings import readings
from tests.sharing.conftest import AT, NOBODY

WANG = Subject("王秀兰", "990102194603080026", NOBODY)


def inquiries(purpose, subject=WANG, claims=None) -> dict[str, Inquiry]:
    occasion = Occasion(purpose, subject, "application:1", claims or {}, AT)
    by_department = groupby(readings(purpose), key=lambda each: each.department.code)
    return {code: inquire(occasion, list(of_one)) for code, of_one in by_department}


def envelope(inquiry: Inquiry) -> dict[str, object]:
    return json.loads(inquiry.body)


def test_a_department_is_asked_only_for_its_own(allowance):
    asked = inquiries(allowance)
    police, social = envelope(asked["public_security"]), envelope(asked["social_insurance"])
    assert police["fields"] == ["population.name", "population.birth_on", "population.residence"]
    assert police["predicates"] == []
    assert social["fields"] == ["social_cards.card_tail"]
    assert social["predicates"] == ["social_cards.can_receive_payment"]


def test_it_is_told_why_when_and_for_whom(allowance):
    sent = envelope(inquiries(allowance)["civil_affairs"])
    assert sent["purpose"] == "allowance@1"
    assert sent["source"] == "application:1"
    assert sent["asked_at"] == "2026-11-22T01:30:00+00:00"
    assert sent["subject"] == {"name": "王秀兰", "id_no": "990102194603080026"}


def test_the_id_of_the_person_stays_here(allowance):
    assert all(str(NOBODY).encode() not in each.body for each in inquiries(allowance).values())


def test_every_question_has_an_id_of_its_own(allowance):
    ids = [each.id for each in (*inquiries(allowance).values(), *inquiries(allowance).values())]
    assert len(set(ids)) == 6


def test_a_claim_goes_to_the_department_that_checks_it_and_to_no_other(world):
    from services.sharing.models import Purpose

    proof = Purpose.objects.get(code="identity-proof")
    asked = inquiries(proof, claims={"social_cards.card_number_matches": "9901020310070010318"})
    assert envelope(asked["public_security"])["claims"] == {}
    assert envelope(asked["social_insurance"])["claims"] == {
        "social_cards.card_number_matches": "9901020310070010318"
    }


def test_the_request_hash_is_of_the_bytes_that_cross(allowance):
    inquiry = inquiries(allowance)["civil_affairs"]
    assert inquiry.request_hash == hashlib.sha256(inquiry.body).hexdigest()


@pytest.mark.parametrize("typed", ["９９０１０２１９４６０３０８００２６", " 990102 1946 0308 0026 "])
def test_a_number_typed_otherwise_is_the_same_subject(typed):
    assert Subject(" 王秀兰 ", typed).digest() == WANG.digest()


def test_another_person_is_another_subject():
    assert Subject("王秀兰", "990102195706301172").digest() != WANG.digest()
    assert Subject("李建国", "990102194603080026").digest() != WANG.digest()


def test_nothing_personal_is_shown_by_accident(allowance):
    occasion = Occasion(allowance, WANG, "application:1", {"a": "9901020310070010318"}, AT)
    shown = repr((WANG, occasion, *inquiries(allowance).values()))
    assert not any(secret in shown for secret in ("王秀兰", "1946", "0318"))


def test_canonical_bytes_do_not_depend_on_order_and_keep_chinese():
    assert (
        canonical({"b": "2", "a": "王"}) == canonical({"a": "王", "b": "2"}) == '{"a":"王","b":"2"}'.encode()
    )
