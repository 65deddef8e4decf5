"""Policies and lines of the negative list: written and approved by whom, with what basis, and from when they count."""

from datetime import date, timedelta

import pytest

from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.models import Department, StaffMember
from services.ledger.models import Entry
from services.people.models import User
from services.sharing.actions.list_negative import end_negative, list_negative
from services.sharing.actions.write_policy import approve_policy, write_policy
from services.sharing.errors import AlreadyAsked, BasisMissing, NoSuchField, NotOpen
from services.sharing.loading import load_purpose
from services.sharing.models import Grant, NegativeListEntry, SharingPolicy
from services.sharing.queries import forbidden_fields
from tests.sharing.conftest import AT, WHY, purpose_block

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
TODAY = date(2026, 11, 22)
FIELD, ARTICLE = "marriages.spouse", "《婚姻登记条例》（示例）"
CLOSED = {"kind": "FORBIDDEN", "article": ARTICLE}


def officer(name: str, role: str = "POLICY", code: str = "civil_affairs") -> Actor:
    user, new = User.objects.get_or_create(username=name, defaults={"kind": "STAFF", "is_staff": True})
    house = Department.objects.get(code=code)
    if new:
        StaffMember.objects.create(user=user, department=house, name=name, role=role)
    return Actor(Role.STAFF, user_id=user.pk, department_id=house.pk)


def write(content=CLOSED, *, about: str = FIELD, actor: Actor | None = None) -> SharingPolicy:
    write_policy(
        about=about,
        content=content,
        valid_from=TODAY,
        review_on=TODAY + timedelta(days=365),
        actor=actor or officer("author"),
        at=AT,
    )
    return SharingPolicy.objects.filter(state="DRAFT").latest("pk")


def approve(policy: SharingPolicy, name: str, role: str = "SUPERVISOR", **of) -> None:
    approve_policy(policy_id=policy.pk, actor=officer(name, role, **of), at=AT)
    policy.refresh_from_db()


class TestPolicies:
    def test_it_counts_with_the_second_approval_and_not_before(self):
        policy = write()
        approve(policy, "first")
        assert FIELD not in forbidden_fields(TODAY)
        approve(policy, "second", "POLICY")
        assert FIELD in forbidden_fields(TODAY)
        kinds = Entry.objects.values_list("kind", flat=True)
        assert (list(kinds).count("policy_written"), list(kinds).count("policy_approved")) == (1, 2)

    def test_whoever_wrote_it_approves_nothing(self):
        with pytest.raises(Denied, match="wrote_it"):
            approve(write(), "author", "POLICY")

    def test_nobody_approves_twice(self):
        policy = write()
        approve(policy, "first")
        with pytest.raises(Denied, match="approved_it"):
            approve(policy, "first")

    def test_what_is_approved_is_not_approved_again(self):
        policy = write()
        approve(policy, "first")
        approve(policy, "second")
        with pytest.raises(NotOpen):
            approve(policy, "third")

    def test_what_is_forbidden_has_a_basis(self):
        with pytest.raises(BasisMissing):
            write({"kind": "FORBIDDEN", "article": " "})

    def test_another_department_neither_writes_nor_approves(self):
        with pytest.raises(Denied, match="not_competent"):
            write(actor=officer("stranger", code="tax"))
        with pytest.raises(Denied, match="not_competent"):
            approve(write(), "outsider", code="tax")

    def test_supervisors_approve_and_do_not_write(self):
        with pytest.raises(Denied, match="not_competent"):
            write(actor=officer("chief", "SUPERVISOR"))

    def test_it_takes_the_next_number_of_its_target(self):
        of_register = write(about="marriages")
        assert (of_register.version, of_register.field) == (41, None)
        assert [write().version, write().version] == [1, 2]

    def test_about_nothing_there_is_none(self):
        with pytest.raises(NoSuchField):
            write(about="marriages.dowry")

    def test_what_it_admits_is_granted_at_once(self):
        closed = write()
        approve(closed, "first")
        approve(closed, "second")
        purpose = load_purpose(purpose_block("audit", marriages__spouse="VALUE"), "tax")
        assert not Grant.objects.filter(purpose=purpose).exists()
        opened = write({"kind": "CONDITIONAL", "purposes": ["audit"], "consumers": ["tax"]})
        approve(opened, "first")
        approve(opened, "second")
        assert Grant.objects.get(purpose=purpose).consumer == "tax"


class TestNegativeList:
    def put(self, actor: Actor | None = None, article: str = ARTICLE):
        who = actor or officer("chief", "SUPERVISOR")
        review = TODAY + timedelta(days=180)
        return list_negative(
            field_code=FIELD, article=article, reason=WHY, review_on=review, actor=who, at=AT
        )

    def test_listed_it_is_closed_from_that_day(self):
        self.put()
        assert FIELD in forbidden_fields(TODAY)

    def test_once(self):
        self.put()
        with pytest.raises(AlreadyAsked):
            self.put()

    def test_by_the_department_that_answers_for_it_and_with_a_basis(self):
        with pytest.raises(Denied, match="not_competent"):
            self.put(officer("stranger", "SUPERVISOR", "tax"))
        with pytest.raises(BasisMissing):
            self.put(article="")

    def test_ended_it_is_open_again_and_the_line_stays(self):
        id, chief = self.put(), officer("chief", "SUPERVISOR")
        with pytest.raises(BasisMissing):
            end_negative(entry_id=id, article="", actor=chief, at=AT)
        end_negative(entry_id=id, article=ARTICLE, actor=chief, at=AT)
        assert FIELD not in forbidden_fields(TODAY)
        assert NegativeListEntry.objects.get(pk=id).ended_on == TODAY
        with pytest.raises(NotOpen):
            end_negative(entry_id=id, article=ARTICLE, actor=chief, at=AT)
