"""Rating: voluntary, once, by whoever the application belongs to."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from services.actions.actor import SYSTEM
from services.actions.errors import Denied, KeyReused
from services.applications.actions.leave import rescind, withdraw
from services.applications.models import Application
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.ratings.actions.rate import LONGEST
from services.ratings.errors import AlreadyRated, NoSuchLevel, NotRatable, WordsTooLong
from services.ratings.models import Level, Rating, Rectification
from tests.cast import NOON, begin, send
from tests.ratings.ended import DAY, approved_by_rules, closed, decided_by, declined_by, rated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def wang(citizen):
    return citizen("wang_xiulan")


@pytest.fixture
def chen(citizen):
    return citizen("chen_deming")


@pytest.fixture
def li(caseworker):
    return caseworker("civil_affairs")


def kinds() -> list[str]:
    """What was told about ratings, in its order."""
    told = OutboxEvent.objects.filter(name__startswith="Rat") | OutboxEvent.objects.filter(
        name__startswith="Rec"
    )
    return list(told.order_by("id").values_list("name", flat=True))


class TestWhatMayBeRated:
    def test_an_approval(self, wang):
        given = rated(approved_by_rules(wang), wang, 5, words="  很快，谢谢。 ")
        assert (given.level, given.words, given.channel, given.at) == (
            Level.VERY_SATISFIED,
            "很快，谢谢。",
            "ONLINE",
            NOON + 2 * DAY,
        )

    def test_a_refusal(self, li, chen):
        assert rated(decided_by(li, chen, "REFUSED"), chen, 3).level == Level.FAIRLY_SATISFIED

    def test_a_notice_that_it_is_not_taken_on(self, li, chen):
        assert rated(declined_by(li, chen), chen, 4).level == Level.SATISFIED

    def test_what_is_closed_stands_as_it_ended(self, wang):
        assert rated(closed(approved_by_rules(wang)), wang).words is None

    def test_not_a_draft(self, wang):
        with pytest.raises(NotRatable):
            rated(draft_of(wang), wang)

    def test_not_what_is_under_way(self, chen):
        with pytest.raises(NotRatable):
            rated(send(begin(chen), chen), chen)

    def test_not_what_the_citizen_ended(self, wang, chen):
        taken_back, withdrawn = approved_by_rules(wang), send(begin(chen), chen)
        rescind(application_id=taken_back.pk, actor=wang, at=NOON)
        withdraw(application_id=withdrawn.pk, actor=chen, at=NOON)
        for application, actor in ((taken_back, wang), (withdrawn, chen)):
            with pytest.raises(NotRatable):
                rated(application, actor)
            with pytest.raises(NotRatable):
                rated(closed(application), actor)
        assert not Rating.objects.exists()


def draft_of(actor) -> Application:
    return Application.objects.get(pk=begin(actor))


class TestWhoMayRate:
    def test_nobody_rates_for_somebody_else(self, wang, chen):
        with pytest.raises(Denied, match="not_visible"):
            rated(approved_by_rules(wang), chen)

    def test_neither_a_caseworker_nor_the_portal_itself(self, wang, li):
        application = approved_by_rules(wang)
        for actor in (li, SYSTEM):
            with pytest.raises(Denied, match="not_your_application"):
                rated(application, actor)
        assert not Rating.objects.exists()
        assert Entry.objects.filter(kind="denied").count() == 2

    def test_only_the_rater_sees_it(self, wang, chen, li):
        rated(approved_by_rules(wang), wang)
        assert Rating.objects.visible_to(wang).count() == 1
        assert not Rating.objects.visible_to(chen).exists()
        assert not Rating.objects.visible_to(li).exists()


class TestOnce:
    def test_a_second_rating_is_told_that_there_is_one(self, wang):
        application = approved_by_rules(wang)
        rated(application, wang, 5)
        with pytest.raises(AlreadyRated):
            rated(application, wang, 1)
        assert Rating.objects.get().level == 5 and not Rectification.objects.exists()

    def test_a_double_click_is_one_act(self, wang):
        application, key = approved_by_rules(wang), uuid4()
        assert rated(application, wang, request_key=key) == rated(application, wang, request_key=key)
        with pytest.raises(KeyReused):
            rated(application, wang, 2, request_key=key)

    def test_the_database_holds_to_it_too(self, wang):
        application = approved_by_rules(wang)
        rated(application, wang)
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.create(application=application, level=1, at=NOON)


class TestWhatIsSaid:
    @pytest.mark.parametrize("level", [0, 6, -1])
    def test_there_are_five_levels(self, wang, level):
        application = approved_by_rules(wang)
        with pytest.raises(NoSuchLevel):
            rated(application, wang, level)
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.create(application=application, level=level, at=NOON)

    def test_words_are_optional_and_have_an_end(self, wang):
        application = approved_by_rules(wang)
        with pytest.raises(WordsTooLong):
            rated(application, wang, words="慢" * (LONGEST + 1))
        assert rated(application, wang, words="慢" * LONGEST).words == "慢" * LONGEST

    def test_words_are_sealed_and_in_no_trace(self, wang):
        rated(approved_by_rules(wang), wang, 2, words="窗口的人很凶")
        with connection.cursor() as cursor:
            cursor.execute("select words from ratings_rating")
            assert "窗口的人很凶".encode() not in bytes(cursor.fetchone()[0])
        traces = [bytes(entry.body).decode() for entry in Entry.objects.all()]
        assert not [trace for trace in traces if "凶" in trace]

    def test_the_ledger_does_not_say_whose_application_was_rated(self, wang):
        application = approved_by_rules(wang)
        rated(application, wang, 1)
        for entry in Entry.objects.filter(kind__in=["rating_given", "rectification_opened"]):
            assert str(application.pk) not in bytes(entry.body).decode()
            assert str(wang.person_id) not in bytes(entry.body).decode()


class TestAPoorRating:
    @pytest.mark.parametrize("level", [1, 2])
    def test_it_opens_a_rectification_of_the_department_with_a_clock(self, wang, level):
        application = approved_by_rules(wang)
        opened = rated(application, wang, level).rectification
        assert opened.department == application.competent_department
        assert (opened.state, opened.due_on) == (Rectification.State.OPEN, date(2026, 12, 16))
        assert kinds() == ["RatingGiven", "RectificationOpened"]

    @pytest.mark.parametrize("level", [3, 4, 5])
    def test_a_fair_one_opens_none(self, wang, level):
        rated(approved_by_rules(wang), wang, level)
        assert not Rectification.objects.exists()
        assert kinds() == ["RatingGiven"]

    def test_without_a_published_calendar_the_day_is_provisional(self, wang):
        assert rated(approved_by_rules(wang), wang, 1).rectification.due_is_provisional
