"""Why it was decided so: what was compared, with which value, from which register; what would change it; and a person."""

import pytest
from django.utils.timezone import now

from services.applications.actions.decide import decide
from services.applications.models import Application, Decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
ASK = "Ask a person to look at it"


def why(page) -> str:
    return " ".join(page.text.split())


@pytest.mark.parametrize("who", ["wang_xiulan", "li_jianguo", "chen_deming"])
def test_every_decision_of_the_rules_leads_to_a_person(visitor, who):
    somebody = visitor(who)
    assert ASK in why(somebody.open(somebody.apply()))


def test_what_was_compared_is_named_with_its_value_and_its_register(wang):
    said = why(wang.open(wang.apply()))
    assert "70 or older" in said and "Age: 80 years" in said and "Police" in said


def test_what_is_not_met_says_what_would_change_it_and_leads_to_an_objection(visitor):
    li = visitor("li_jianguo")
    page = li.open(li.apply())
    assert "What would change it: another entry in this register. This is wrong: Age" in why(page)
    key = Application.objects.get().pk
    assert f"/applications/{key}/wrong/population.birth_on/" in page.response.content.decode()


def test_nothing_had_to_change_where_a_person_approved_all_the_same(visitor, caseworker):
    chen = visitor("chen_deming")
    address = chen.apply()
    decide(
        application_id=Application.objects.get().pk,
        outcome=Decision.Outcome.APPROVED,
        amount_fen=30_000,
        reason="户口没有迁出。",
        actor=caseworker("civil_affairs"),
        at=now(),
    )
    said = why(chen.open(address))
    assert "What would change it" not in said and "This is wrong: " in said


def test_what_is_met_needs_no_change(wang):
    assert "What would change it" not in why(wang.open(wang.apply()))


def test_a_value_nobody_gave_is_told_in_words(visitor, departments_stub):
    departments_stub.set("wang_xiulan", "population.birth_on", None)
    wang = visitor("wang_xiulan")
    assert "The register has nothing about it." in why(wang.open(wang.apply()))
