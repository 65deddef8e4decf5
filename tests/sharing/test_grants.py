"""Asking for a grant, stopping one, and arguing about whose a value is: who may, what is recorded, what counts afterwards."""

from datetime import date, timedelta

import pytest

from services.actions.actor import SYSTEM, Actor, Role
from services.actions.errors import Denied
from services.catalogue.loading import shared_data
from services.departments.models import Department, StaffMember
from services.ledger.models import Entry
from services.people.models import User
from services.sharing.actions.ask_grant import answer_grant_request, ask_grant
from services.sharing.actions.claim_authority import arbitrate, claim_authority
from services.sharing.actions.suspend_grant import suspend_grant, take_up_grant
from services.sharing.errors import (
    AlreadyAsked,
    AlreadyGranted,
    BasisMissing,
    NoSuchField,
    NotOpen,
    WordsMissing,
)
from services.sharing.loading import load_purpose, load_resources
from services.sharing.models import (
    AuthorityClaim,
    DataField,
    DataResource,
    Grant,
    GrantRequest,
    Purpose,
    SharingPolicy,
)
from services.sharing.readings import readings
from tests.sharing.conftest import AT, purpose_block

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
FIELD = "marriages.spouse"
ARTICLE = "《政务数据共享条例》（示例）"


def supervisor(code: str, name: str = "") -> Actor:
    name = name or f"{code}-supervisor"
    user, new = User.objects.get_or_create(username=name, defaults={"kind": "STAFF", "is_staff": True})
    house = Department.objects.get(code=code)
    if new:
        StaffMember.objects.create(user=user, department=house, name=name, role="SUPERVISOR")
    return Actor(Role.STAFF, user_id=user.pk, department_id=house.pk)


def recorded(kind: str) -> int:
    return Entry.objects.filter(kind=kind).count()


@pytest.fixture
def purpose() -> Purpose:
    """Of the tax bureau, reading what no policy gives away by itself."""
    SharingPolicy.objects.bulk_create([conditional(DataResource.objects.get(code="marriages"))])
    return load_purpose(purpose_block("audit", marriages__spouse="VALUE"), "tax")


def conditional(resource: DataResource, **changes) -> SharingPolicy:
    said = {
        "kind": "CONDITIONAL",
        "purposes": ["something-else"],
        "valid_from": date(2026, 1, 1),
        "review_on": date(2027, 1, 1),
        "state": "APPROVED",
        "author": "a",
        "first_approver": "b",
        "second_approver": "c",
    }
    return SharingPolicy(resource=resource, version=60, **said | changes)


def ask(purpose: Purpose, actor: Actor | None = None, field: str = FIELD):
    return ask_grant(purpose_id=purpose.pk, field_code=field, actor=actor or supervisor("tax"), at=AT)


def answer(id, *, granted: bool, article: str = "", actor: Actor | None = None):
    who = actor or supervisor("civil_affairs")
    return answer_grant_request(grant_request_id=id, granted=granted, article=article, actor=who, at=AT)


class TestAsking:
    def test_no_grant_follows_from_a_policy_that_does_not_name_the_purpose(self, purpose):
        assert not Grant.objects.filter(purpose=purpose).exists()

    def test_it_goes_to_the_authority_with_a_day_to_answer_by(self, purpose):
        asked = GrantRequest.objects.get(pk=ask(purpose))
        assert asked.department.code == "civil_affairs"
        assert asked.due_on == date(2026, 12, 4)  # ten working days after Sunday, 22 November
        assert recorded("grant_requested") == 1

    def test_the_limit_is_that_of_the_policy_then_of_the_register(self, purpose):
        DataResource.objects.filter(code="marriages").update(reply_days=2)
        assert GrantRequest.objects.get(pk=ask(purpose)).due_on == date(2026, 11, 24)
        GrantRequest.objects.all().delete()
        SharingPolicy.objects.bulk_create(
            [
                conditional(
                    DataResource.objects.get(code="marriages"),
                    reply_days=1,
                    field=DataField.objects.get(code=FIELD),
                )
            ]
        )
        assert GrantRequest.objects.get(pk=ask(purpose)).due_on == date(2026, 11, 23)

    def test_the_limit_of_the_catalogue_is_a_setting(self, purpose, settings):
        settings.SHARING_REPLY_DAYS = 3
        assert GrantRequest.objects.get(pk=ask(purpose)).due_on == date(2026, 11, 25)

    def test_once_at_a_time(self, purpose):
        ask(purpose)
        with pytest.raises(AlreadyAsked):
            ask(purpose)

    def test_for_ones_own_purpose_and_its_own_fields(self, purpose):
        with pytest.raises(Denied, match="not_your_purpose"):
            ask(purpose, supervisor("housing"))
        with pytest.raises(NoSuchField):
            ask(purpose, field="marriages.state")

    def test_what_is_granted_is_not_asked_for(self, purpose):
        answer(ask(purpose), granted=True)
        with pytest.raises(AlreadyGranted):
            ask(purpose)


class TestAnswering:
    def test_granted_it_holds_for_a_year(self, purpose):
        answer(ask(purpose), granted=True)
        grant = Grant.objects.get(purpose=purpose)
        assert (grant.consumer, grant.disclosure) == ("tax", "VALUE")
        assert grant.expires_at == AT + timedelta(days=365)

    def test_refused_it_names_its_basis(self, purpose):
        id = ask(purpose)
        with pytest.raises(BasisMissing):
            answer(id, granted=False)
        answer(id, granted=False, article=ARTICLE)
        assert GrantRequest.objects.get().state == "REFUSED"
        assert not Grant.objects.filter(purpose=purpose).exists()

    def test_by_the_authority_alone(self, purpose):
        id = ask(purpose)
        with pytest.raises(Denied, match="not_yours_to_answer"):
            answer(id, granted=True, actor=supervisor("tax"))

    def test_by_its_data_officer_too_and_not_by_a_caseworker(self, purpose):
        id, officer = ask(purpose), supervisor("civil_affairs")
        StaffMember.objects.filter(user=officer.user_id).update(role="CASEWORKER")
        with pytest.raises(Denied, match="not_competent"):
            answer(id, granted=True)
        StaffMember.objects.filter(user=officer.user_id).update(role="DATA")
        answer(id, granted=True)
        assert GrantRequest.objects.get().state == "GRANTED"

    def test_once(self, purpose):
        id = ask(purpose)
        answer(id, granted=True)
        with pytest.raises(NotOpen):
            answer(id, granted=False, article=ARTICLE)

    def test_both_sides_see_it_and_others_do_not(self, purpose):
        ask(purpose)
        seen = {
            code: GrantRequest.objects.visible_to(supervisor(code)).count()
            for code in ("tax", "civil_affairs", "housing")
        }
        assert seen == {"tax": 1, "civil_affairs": 1, "housing": 0}


class TestStopping:
    @pytest.fixture
    def grant(self, allowance) -> Grant:
        return Grant.objects.get(purpose=allowance, field__code="population.name")

    def test_by_the_authority_with_words_and_back(self, grant):
        police = supervisor("public_security")
        with pytest.raises(WordsMissing):
            suspend_grant(grant_id=grant.pk, because=" ", actor=police, at=AT)
        suspend_grant(grant_id=grant.pk, because="查一下", actor=police, at=AT)
        grant.refresh_from_db()
        assert (grant.suspended_at, grant.suspended_because) == (AT, "查一下")
        take_up_grant(grant_id=grant.pk, actor=police, at=AT)
        grant.refresh_from_db()
        assert grant.suspended_at is None
        assert (recorded("grant_suspended"), recorded("grant_taken_up")) == (1, 1)

    def test_not_by_another_department(self, grant):
        with pytest.raises(Denied, match="not_yours_to_stop"):
            suspend_grant(grant_id=grant.pk, because="x", actor=supervisor("tax"), at=AT)

    def test_a_machine_stops_and_never_takes_up(self, grant):
        suspend_grant(grant_id=grant.pk, because="canary", actor=SYSTEM, at=AT)
        with pytest.raises(Denied):
            take_up_grant(grant_id=grant.pk, actor=SYSTEM, at=AT)


class TestAuthority:
    def claim(self, code: str = "social_insurance"):
        return claim_authority(field_code=FIELD, basis=ARTICLE, actor=supervisor(code), at=AT)

    def settle(self, id, *, upheld: bool, by: str = "housing", finding: str = "以社保为准。"):
        return arbitrate(claim_id=id, upheld=upheld, finding=finding, actor=supervisor(by), at=AT)

    def authority(self) -> str:
        field = DataField.objects.select_related("resource__department", "authority").get(code=FIELD)
        return field.authoritative_department.code

    def test_upheld_another_department_is_asked_from_now_on(self, purpose):
        self.settle(self.claim(), upheld=True)
        assert self.authority() == "social_insurance"
        [reading] = readings(purpose)
        assert reading.department.code == "social_insurance"

    def test_loading_the_directory_again_does_not_undo_it(self):
        self.settle(self.claim(), upheld=True)
        load_resources(shared_data())
        assert self.authority() == "social_insurance"

    def test_dismissed_nothing_changes_and_the_finding_stays(self):
        self.settle(self.claim(), upheld=False, finding="民政登记在先。")
        assert self.authority() == "civil_affairs"
        assert AuthorityClaim.objects.get().finding == "民政登记在先。"

    def test_nobody_judges_their_own_cause(self):
        id = self.claim()
        for party in ("social_insurance", "civil_affairs"):
            with pytest.raises(Denied, match="party_to_it"):
                self.settle(id, upheld=True, by=party)

    def test_once_and_in_words(self):
        id = self.claim()
        with pytest.raises(WordsMissing):
            self.settle(id, upheld=True, finding=" ")
        self.settle(id, upheld=True)
        with pytest.raises(NotOpen):
            self.settle(id, upheld=False)

    def test_what_is_claimed_has_a_basis_and_is_not_ones_own(self):
        with pytest.raises(BasisMissing):
            claim_authority(field_code=FIELD, basis="", actor=supervisor("tax"), at=AT)
        with pytest.raises(Denied, match="yours_already"):
            self.claim("civil_affairs")
        self.claim("tax")
        with pytest.raises(AlreadyAsked):
            self.claim("tax")
