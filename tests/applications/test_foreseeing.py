"""What is foreseen of a draft is what happens when it is sent."""

import pytest

from services.applications.foreseeing import looked_at, will_be_approved
from services.applications.models import Application, Assessment, State, SwitchTurn
from services.applications.opening import known_values
from services.rules.models import RuleSet
from services.sharing.actions.object_to import object_to
from tests.cast import NOON, begin, load_shipped, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


def foreseen(draft, answers=(), asked=()) -> bool:
    application = Application.objects.get(pk=draft)
    known = known_values(application)
    return will_be_approved(application, known=known, answers=dict(answers), asked=asked, at=NOON)


@pytest.mark.parametrize(
    ("key", "approved"), [("wang_xiulan", True), ("li_jianguo", False), ("chen_deming", False)]
)
def test_it_is_what_the_rules_say_afterwards(citizen, key, approved):
    actor = citizen(key)
    draft = begin(actor)
    assert foreseen(draft) is approved
    assert (send(draft, actor).state == State.APPROVED) is approved


def test_nothing_of_it_is_kept(citizen):
    foreseen(begin(citizen("wang_xiulan")))
    assert not Assessment.objects.exists()
    assert Application.objects.get().submitted_at is None


@pytest.mark.parametrize(("field", "approved"), [("population.alive", False), ("population.name", True)])
def test_a_dispute_counts_where_the_rules_look_at_the_value(citizen, field, approved):
    wang = citizen("wang_xiulan")
    draft = begin(wang)
    application = Application.objects.get(pk=draft)
    object_to(
        person_id=wang.person_id,
        field_code=field,
        source=application.source,
        words="不对",
        actor=wang,
        at=NOON,
    )
    assert (field not in looked_at(application)) is approved
    assert foreseen(draft) is approved
    assert (send(draft, wang).state == State.APPROVED) is approved


def test_an_answer_that_may_still_change_counts_where_the_rules_look_at_it(citizen):
    load_shipped("graduate-settlement")
    draft, answers = begin(citizen("he_lin"), "graduate-settlement"), {"settle_at": "COLLECTIVE"}
    assert foreseen(draft, answers)
    assert not foreseen(draft, answers, asked=["settle_at"])


def test_others_may_change_as_they_like(citizen):
    draft = begin(citizen("zhou_min"), "insurance-certificate")
    assert foreseen(draft, {"used_for": "SELF"}, asked=["used_for"])


def test_stopped_automatic_approval_is_seen(citizen):
    draft = begin(citizen("wang_xiulan"))
    item = Application.objects.get().item_version.item
    SwitchTurn.objects.create(item=item, number=1, stopped=True, reason="核对标准", by="x", at=NOON)
    assert not foreseen(draft)


def test_rules_that_cannot_be_used_promise_nothing(citizen):
    draft = begin(citizen("wang_xiulan"))
    RuleSet.objects.filter(code="old-age-allowance").update(code="elsewhere")
    assert not foreseen(draft)
