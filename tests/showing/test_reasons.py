"""Why the rules said what they said, and the line of what happened."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from portal.showing.reasons import reasons
from portal.showing.timeline import timeline
from services.applications.gathering import retry_awaited
from services.applications.models import Application, State
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def sent(actor, item="old-age-allowance", **answers) -> Application:
    return send(begin(actor, item), actor, **answers)


def by_requirement(application: Application) -> dict[str, object]:
    return {each.requirement["en"]: each for each in reasons(application)}


class TestReasons:
    def test_an_approval_is_explained_by_six_conditions_that_are_met(self, citizen, departments_stub):
        found = reasons(sent(citizen("wang_xiulan")))
        assert [each.met for each in found] == [True] * 6
        assert [each.field.code for each in found] == [
            "population.birth_on",
            "population.hukou_region",
            "population.alive",
            "population.residence",
            "allowances.receives_old_age_allowance",
            "social_cards.can_receive_payment",
        ]

    def test_each_names_its_value_its_register_and_its_moment(self, citizen, departments_stub):
        age = reasons(sent(citizen("wang_xiulan")))[0]
        assert (age.value, age.unit["en"], age.as_of, age.late) == (80, "years", NOON, False)
        assert age.field.resource.department.code == "public_security"

    def test_what_is_not_met_is_named_and_what_is_not_clear_is_neither(self, citizen, departments_stub):
        too_young = by_requirement(sent(citizen("li_jianguo")))
        assert [name for name, each in too_young.items() if each.met is False] == ["70 or older"]
        unclear = by_requirement(sent(citizen("chen_deming")))
        assert unclear["The registration is in force"].value_label["en"] == "Not clear"
        assert unclear["The registration is in force"].met is not True

    def test_a_value_that_is_missing_is_not_held_against_anybody(self, citizen, departments_stub):
        departments_stub.set("wang_xiulan", "population.birth_on", None)
        age = reasons(sent(citizen("wang_xiulan")))[0]
        assert (age.value, age.met) == (None, None)

    def test_what_arrived_after_sending_says_so(self, citizen, departments_stub):
        departments_stub.fail("civil_affairs")
        application = sent(citizen("wang_xiulan"))
        assert reasons(application) == []  # nothing was judged yet
        departments_stub.restore("civil_affairs")
        retry_awaited(at=NOON + timedelta(hours=1))
        late = {each.field.code for each in reasons(Application.objects.get(pk=application.pk)) if each.late}
        assert late == {"allowances.receives_old_age_allowance"}

    def test_a_draft_has_none(self, citizen, departments_stub):
        assert reasons(Application.objects.get(pk=begin(citizen("wang_xiulan")))) == []


class TestTimeline:
    def titles(self, application: Application) -> list[tuple[str, str]]:
        with override("en"):
            return [(step.title, step.state) for step in timeline(application)]

    def test_of_an_approval_is_what_happened_and_nothing_to_come(self, citizen, departments_stub):
        steps = self.titles(sent(citizen("wang_xiulan")))
        assert steps == [("You sent the application", "done"), ("Approved", "done")]

    def test_of_a_wait_ends_in_what_is_to_come(self, citizen, departments_stub):
        departments_stub.fail("civil_affairs")
        steps = self.titles(sent(citizen("wang_xiulan")))
        assert steps == [
            ("You sent the application", "done"),
            ("Waiting for a department to answer", "now"),
            ("Result", "todo"),
        ]

    def test_of_what_a_person_looks_at_too(self, citizen, departments_stub):
        steps = self.titles(sent(citizen("chen_deming")))
        assert [state for _, state in steps] == ["done", "now", "todo"]

    def test_moments_are_those_of_the_moves(self, citizen, departments_stub):
        application = sent(citizen("wang_xiulan"))
        assert [step.at for step in timeline(application)] == [move.at for move in application.moves.all()]

    def test_every_state_but_a_draft_has_its_words(self, citizen, departments_stub):
        """A new state without words would break the page of whoever is in it."""
        application = sent(citizen("wang_xiulan"))
        for state in set(State) - {State.DRAFT}:
            moves = list(application.moves.all())
            moves[-1].target = state
            application._prefetched_objects_cache = {"moves": moves}
            assert self.titles(application)
