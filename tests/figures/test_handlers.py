"""Counting as it happens: one real application after the other, through the actions and the relay."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.subscriptions import SUBSCRIPTIONS
from services.aftercare.actions.appeal import appeal
from services.aftercare.actions.reexamine import close_reexamination
from services.aftercare.actions.spot_check import close_check
from services.aftercare.ending import end
from services.aftercare.models import SpotCheck
from services.applications.actions.leave import rescind
from services.applications.gathering import retry_awaited
from services.applications.models import Application, Evidence
from services.events.relay import deliver_due
from services.figures import deltas
from services.figures.models import Delta, Measure
from services.figures.recount import differences
from services.ratings.actions.answer_rectification import answer_rectification
from tests.cast import NOON, begin, send
from tests.ratings.ended import DAY, approved_by_rules, complained, decided_by, declined_by, rated
from tests.refusals import looked_at_by_a_person, refused_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
LATER = NOON + 400 * DAY


@pytest.fixture
def wang(citizen):
    return citizen("wang_xiulan")


@pytest.fixture
def chen(citizen):
    return citizen("chen_deming")


@pytest.fixture
def li(caseworker):
    return caseworker("civil_affairs")


def told() -> dict[str, int]:
    """What the deltas add up to when the relay has nothing left to tell; checked against the recount."""
    while deliver_due(SUBSCRIPTIONS, clock=lambda: LATER):
        pass
    assert differences(LATER) == []
    found: dict[str, int] = {}
    for delta in Delta.objects.all():
        found[delta.measure] = found.get(delta.measure, 0) + delta.amount
    return found


class TestWaysOfDeciding:
    def test_approved_at_once_with_all_four_pieces_of_evidence(self, wang):
        approved_by_rules(wang)
        assert told() == {"SENT": 1, "APPROVED_AT_ONCE": 1, "EVIDENCE_NEEDED": 4, "EVIDENCE_SHARED": 4}

    def test_what_had_to_wait_for_a_department_is_not_at_once(self, wang, departments_stub):
        departments_stub.fail("civil_affairs")
        send(begin(wang), wang)
        assert told() == {"SENT": 1}
        departments_stub.restore("civil_affairs")
        retry_awaited(at=NOON + timedelta(minutes=9))
        assert told()["APPROVED_AFTER_WAITING"] == 1

    def test_by_a_person_in_time(self, li, chen):
        decided_by(li, chen, "REFUSED")
        assert told()["DECIDED_IN_TIME"] == 1

    def test_what_is_turned_away_is_no_decision_and_needs_no_evidence(self, li, chen):
        declined_by(li, chen)
        assert told() == {"SENT": 1, "HANDED_OVER": 1, "DECLINED": 1}

    def test_taking_back_does_not_undo_that_it_was_decided(self, wang):
        rescind(application_id=approved_by_rules(wang).pk, actor=wang, at=NOON)
        assert told()["APPROVED_AT_ONCE"] == 1

    def test_a_draft_counts_nothing(self, wang):
        begin(wang)
        assert told() == {}

    @pytest.mark.parametrize(
        ("days", "measure"),
        [(0, Measure.DECIDED_IN_TIME), (1, Measure.DECIDED_LATE), (-1, Measure.DECIDED_IN_TIME)],
    )
    def test_the_promised_day_itself_is_in_time(self, li, chen, days, measure):
        application = decided_by(li, chen)
        application.due_on = (application.decision.at - days * DAY).date()
        assert deltas.way_of_deciding(application, application.decision) == measure

    @pytest.mark.parametrize(
        ("seconds", "measure"),
        [(0, Measure.APPROVED_AT_ONCE), (60, Measure.APPROVED_AT_ONCE), (61, Measure.APPROVED_AFTER_WAITING)],
    )
    def test_at_once_is_a_minute(self, wang, seconds, measure):
        application = approved_by_rules(wang)
        application.decision.at = application.submitted_at + timedelta(seconds=seconds)
        assert deltas.way_of_deciding(application, application.decision) == measure


def details(measure: str) -> list[str]:
    told()
    return list(Delta.objects.filter(measure=measure).values_list("detail", flat=True))


class TestReviews:
    def test_what_rules_leave_to_a_person_is_counted_with_the_reason(self, chen):
        send(begin(chen), chen)
        assert details("HANDED_OVER") == ["M99_NO_RULE"]

    def test_what_they_approve_is_not(self, wang):
        approved_by_rules(wang)
        assert details("HANDED_OVER") == []

    @pytest.mark.parametrize(("outcome", "detail"), [("REFUSED", ["FOLLOWED"]), ("APPROVED", ["OVERTURNED"])])
    def test_a_proposal_to_refuse_is_followed_or_overturned(self, li, citizen, outcome, detail):
        decided_by(li, citizen("li_jianguo"), outcome)  # 69, too young
        assert details("PROPOSAL_ANSWERED") == detail

    def test_where_rules_proposed_nothing_nothing_is_overturned(self, li, chen):
        decided_by(li, chen, "REFUSED")
        assert details("PROPOSAL_ANSWERED") == []

    @pytest.mark.parametrize("found", ["CONFIRMED", "REVERSED"])
    def test_a_second_look_is_counted_with_what_it_found(self, li, citizen, found):
        approved_by_rules(citizen("zhao_guiying"))  # the highest amount is always looked at again
        told()
        check = SpotCheck.objects.get()
        close_check(check_id=check.pk, state=found, reason="已核实。", actor=li, at=NOON + DAY)
        assert details("LOOKED_AGAIN") == [found]
        assert details("REVOKED") == []  # counted there already

    @pytest.mark.parametrize("found", ["CONFIRMED", "REVERSED"])
    def test_an_appeal_is_counted_with_what_a_second_person_found(self, li, citizen, caseworker, found):
        his = citizen("li_jianguo")
        given = {"application_id": refused_by(li, his).pk, "words": "请再看一看。", "actor": his, "at": NOON}
        row = looked_at_by_a_person(appeal(**given))
        assert details("APPEALED") == []
        colleague = caseworker("civil_affairs", "何芳")
        close_reexamination(
            reexamination_id=row.pk, state=found, reason="已核实。", actor=colleague, at=NOON + DAY
        )
        assert details("APPEALED") == [found] and details("LOOKED_AGAIN") == []

    @pytest.mark.parametrize(("kind", "number"), [("REVOKED", 1), ("CANCELLED", 0)])
    def test_an_approval_that_should_not_have_been_given_counts_and_one_that_is_over_does_not(
        self, li, wang, kind, number
    ):
        application = approved_by_rules(wang)
        told()
        with transaction.atomic():
            end(application, kind=kind, event_on=NOON.date(), reason="查实。", actor=li, at=NOON + DAY)
        assert len(details("REVOKED")) == number


class TestEvidence:
    def test_a_piece_counts_when_every_value_of_it_was_told(self, chen, li, departments_stub):
        departments_stub.set("chen_deming", "social_cards.card_tail", None)
        decided_by(li, chen)
        assert (told()["EVIDENCE_NEEDED"], told()["EVIDENCE_SHARED"]) == (4, 3)

    def test_what_came_after_the_decision_did_not_help(self, wang):
        application = approved_by_rules(wang)
        Evidence.objects.filter(application=application, field_code="population.name").update(
            fetched_at=NOON + DAY
        )
        assert told()["EVIDENCE_SHARED"] == 3


class TestRatings:
    def test_each_level_is_a_measure(self, wang):
        rated(approved_by_rules(wang), wang, 4)
        assert told()["RATED_4"] == 1

    def test_an_answer_in_time_and_one_too_late(self, wang, li, citizen):
        zhao = citizen("zhao_guiying")
        in_time, late = (complained(approved_by_rules(each), each) for each in (wang, zhao))
        for rectification, days in ((in_time, 5), (late, 60)):
            answer_rectification(
                rectification_id=rectification.pk, words="已整改。", actor=li, at=NOON + days * DAY
            )
        counts = told()
        assert (counts["RATED_1"], counts["ANSWERED_IN_TIME"], counts["ANSWERED_LATE"]) == (2, 1, 1)

    def test_no_count_leads_from_a_rating_to_its_application(self, wang):
        application = approved_by_rules(wang)
        rated(application, wang, 1)
        told()
        sources = Delta.objects.filter(measure="RATED_1").values_list("source", flat=True)
        assert [str(application.pk) in source for source in sources] == [False]


class TestOnce:
    def test_whatever_is_told_twice_is_counted_once(self, wang):
        application = approved_by_rules(wang)
        before = told()
        for handler, event in (
            (
                handler,
                kind(application_id=application.pk, **({"outcome": "APPROVED"} if "Decided" in name else {})),
            )
            for kind, handlers in SUBSCRIPTIONS.items()
            if (name := kind.__name__) in {"ApplicationSubmitted", "ApplicationDecided"}
            for handler in handlers
            if handler.__name__.startswith("count_")
        ):
            handler(event)
        assert told() == before

    def test_the_database_holds_to_it(self, wang):
        approved_by_rules(wang)
        told()
        again = Delta.objects.first()
        again.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert=True)

    def test_a_count_of_nothing_is_no_count(self, wang):
        approved_by_rules(wang)
        told()
        with pytest.raises(IntegrityError), transaction.atomic():
            Delta.objects.update(amount=0)


def test_a_day_is_a_day_in_yunzhou(wang):
    """23:30 on the 23rd in London's winter is half past seven on the 24th here."""
    evening = NOON.replace(hour=23, minute=30)
    send(begin(wang, at=evening), wang, at=evening)
    told()
    assert {delta.on.isoformat() for delta in Delta.objects.all()} == {"2026-11-24"}


def test_it_is_counted_for_the_competent_department_its_region_and_the_item(wang):
    application = approved_by_rules(wang)
    told()
    (place,) = set(Delta.objects.values_list("department__code", "item__code", "region"))
    assert place == ("civil_affairs", "old-age-allowance", "990100")
    assert Application.objects.get().pk == application.pk
