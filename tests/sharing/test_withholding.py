"""What a law keeps from a person for a while, and purposes that end: who may, what is recorded, what counts afterwards."""

import json
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils.timezone import localdate

from services.actions.actor import SYSTEM, Actor, Role
from services.actions.errors import Denied
from services.departments.models import Department, StaffMember
from services.ledger.models import Entry
from services.people.models import Person, User
from services.sharing.access_log import Filter, page
from services.sharing.actions.retire_purpose import retire_purpose
from services.sharing.actions.withhold import approve_withholding, withhold
from services.sharing.errors import AlreadyAsked, BasisMissing, NoSuchDay, NotOpen, WordsMissing
from services.sharing.loading import load_purpose
from services.sharing.models import Look, Purpose, Withholding
from tests.sharing.conftest import AT, purpose_block

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
SOURCE = f"application:{uuid4()}"
ARTICLE = "《个人信息保护法》第十八条（示例）"
UNTIL = localdate(AT) + timedelta(days=90)


def officer(name: str, department: str = "public_security", role: str = "DATA") -> Actor:
    house = Department.objects.get(code=department)
    user = User.objects.create(username=name, kind="STAFF", is_staff=True)
    StaffMember.objects.create(user=user, department=house, name=name, role=role)
    return Actor(Role.STAFF, user_id=user.pk, department_id=house.pk)


def bodies(kind: str) -> list[dict[str, str]]:
    return [json.loads(bytes(each.body or b"")) for each in Entry.objects.filter(kind=kind).order_by("id")]


@pytest.fixture
def person() -> Person:
    """Whose application the police have looked at."""
    person = Person.objects.create(name="王秀兰", id_no="990102194603080026", confirmed_at=AT, proof="x")
    police = Department.objects.get(code="public_security")
    Look.objects.create(
        person=person,
        department=police,
        actor="STAFF:1",
        kind="DESK",
        source=SOURCE,
        fields=[],
        on=localdate(AT),
        at=AT,
    )
    return person


def asked(person: Person, actor: Actor, **changes: object) -> UUID:
    given = {"person_id": person.pk, "source": SOURCE, "article": ARTICLE, "until_on": UNTIL}
    return withhold(**{**given, **changes}, actor=actor, at=AT)


def seen_by(person: Person, day: date) -> tuple[int, list[tuple[int, date, str]]]:
    """How many lines their log shows, and what it says is kept."""
    actor = Actor(Role.CITIZEN, user_id=1, person_id=person.pk)
    found = page(actor, Filter(), at=AT + (day - localdate(AT)), size=20)
    return found.total, [(each.number, each.until_on, each.article) for each in found.held]


class TestWithholding:
    def test_it_takes_two_more_people_and_ends_on_its_day(self, person):
        pk = asked(person, officer("one"))
        assert seen_by(person, localdate(AT))[0] == 1
        for name in ("two", "three"):
            approve_withholding(withholding_id=pk, actor=officer(name), at=AT)
        assert seen_by(person, localdate(AT)) == (0, [(1, UNTIL, ARTICLE)])
        assert seen_by(person, UNTIL + timedelta(days=1)) == (1, [])

    def test_one_approval_keeps_nothing(self, person):
        pk = asked(person, officer("one"))
        approve_withholding(withholding_id=pk, actor=officer("two"), at=AT)
        assert seen_by(person, localdate(AT)) == (1, [])

    def test_each_step_is_an_entry_that_names_no_person(self, person):
        pk = asked(person, officer("one"))
        approve_withholding(withholding_id=pk, actor=officer("two"), at=AT)
        told = bodies("withholding_asked") + bodies("withholding_approved")
        assert [each["withholding"] for each in told] == [str(pk)] * 2
        assert str(person.pk) not in json.dumps(told) and told[0]["article"] == ARTICLE

    def test_nobody_approves_what_they_asked_for_or_twice(self, person):
        one, two = officer("one"), officer("two")
        pk = asked(person, one)
        with pytest.raises(Denied, match="asked_for_it"):
            approve_withholding(withholding_id=pk, actor=one, at=AT)
        approve_withholding(withholding_id=pk, actor=two, at=AT)
        with pytest.raises(Denied, match="approved_it"):
            approve_withholding(withholding_id=pk, actor=two, at=AT)
        assert Withholding.objects.get().approved_at is None

    @pytest.mark.parametrize("who", [("tax", "DATA"), ("public_security", "CASEWORKER")])
    def test_only_who_speaks_for_a_department_of_that_occasion_asks_or_approves(self, person, who):
        pk, other = asked(person, officer("one")), officer("other", *who)
        with pytest.raises(Denied, match="not_competent"):
            approve_withholding(withholding_id=pk, actor=other, at=AT)
        with pytest.raises(Denied, match="not_competent"):
            asked(person, other, source=f"application:{uuid4()}")

    def test_it_has_a_basis_and_an_end_and_is_asked_for_once(self, person):
        one = officer("one")
        with pytest.raises(BasisMissing):
            asked(person, one, article=" ")
        for day in (localdate(AT), localdate(AT) + timedelta(days=367)):
            with pytest.raises(NoSuchDay):
                asked(person, one, until_on=day)
        asked(person, one)
        with pytest.raises(AlreadyAsked):
            asked(person, one)

    def test_what_counts_or_is_over_is_approved_no_more(self, person):
        pk = asked(person, officer("one"))
        with pytest.raises(NotOpen):
            approve_withholding(withholding_id=pk, actor=officer("late"), at=AT + timedelta(days=91))
        for name in ("two", "three"):
            approve_withholding(withholding_id=pk, actor=officer(name), at=AT)
        with pytest.raises(NotOpen):
            approve_withholding(withholding_id=pk, actor=officer("four"), at=AT)


class TestRetiring:
    @pytest.fixture
    def purpose(self) -> Purpose:
        return load_purpose(purpose_block("audit", marriages__spouse="VALUE"), "tax")

    def test_from_then_on_it_is_over_and_on_record(self, purpose):
        actor = officer("one", "tax")
        for _ in range(2):
            retire_purpose(purpose_id=purpose.pk, because="不再需要", actor=actor, at=AT)
        purpose.refresh_from_db()
        assert (purpose.retired_at, purpose.retired_by) == (AT, actor.key)
        assert purpose.retired_because == "不再需要"
        assert [(each["purpose"], each["because"]) for each in bodies("purpose_retired")] == [
            ("audit@1", "不再需要")
        ]

    @pytest.mark.parametrize("who", [("public_security", "DATA"), ("tax", "CASEWORKER")])
    def test_another_department_or_role_does_not(self, purpose, who):
        with pytest.raises(Denied, match="not_your_purpose"):
            retire_purpose(purpose_id=purpose.pk, because="x", actor=officer("other", *who), at=AT)
        assert not Purpose.objects.exclude(retired_at=None).exists()

    def test_what_the_portal_reads_for_the_portal_ends(self):
        purpose = load_purpose(purpose_block("ours", marriages__spouse="VALUE"))
        with pytest.raises(Denied):
            retire_purpose(purpose_id=purpose.pk, because="x", actor=officer("one", "tax"), at=AT)
        with pytest.raises(WordsMissing):
            retire_purpose(purpose_id=purpose.pk, because=" ", actor=SYSTEM, at=AT)
        retire_purpose(purpose_id=purpose.pk, because="x", actor=SYSTEM, at=AT)
        purpose.refresh_from_db()
        assert purpose.retired_at == AT
