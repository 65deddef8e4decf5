"""The page that asks for consent, the list of one's consents, and the page of whoever else has to agree."""

import json

import pytest
from django.urls import reverse

from services.applications.handlers import purge_withdrawn
from services.applications.models import Application, Evidence, State
from services.people.models import Person, User
from services.sharing.events import ConsentWithdrawn
from services.sharing.models import Consent, ConsentRequest, DataRequest
from tests.cast import cast, load_shipped
from tests.citizen.pages import Page

ITEM = "minimum-living-allowance"
FIELDS = [f"family_means.{each}" for each in ("members", "monthly_income", "property_above_limit")]
READ, BRING = dict.fromkeys(FIELDS, "read"), dict.fromkeys(FIELDS, "bring")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("departments_stub")]


@pytest.fixture
def luo(client, citizen):
    load_shipped(ITEM)
    actor = citizen("luo_jianping")
    client.force_login(User.objects.get(pk=actor.user_id), backend="portal.identity.doors.CitizenDoor")
    return actor


@pytest.fixture
def page(client, luo) -> str:
    """Starting leads here, before anybody has been asked anything."""
    answer = client.post(reverse("start", args=[ITEM]))
    assert answer.url.endswith("/consent/")
    assert not Evidence.objects.exists()
    return answer.url


def known() -> set[str]:
    return set(Evidence.objects.filter(superseded_at=None).values_list("field_code", flat=True))


def test_nothing_is_chosen_beforehand_and_both_ways_weigh_the_same(client, page):
    asked = Page(client.get(page, headers={"accept-language": "en"})).one("main")
    picks = asked.all("input", type="radio")
    assert len(picks) == 2 * len(FIELDS) + 2
    assert not [each for each in picks if "checked" in each.attrs]
    ways = [each.text for each in asked.all("label", css="pick")]
    assert ways.count("I bring it myself") == ways.count("Read it from the register") == len(FIELDS)


def test_who_chooses_nothing_is_asked_to_choose(client, page):
    assert client.post(page, {}).status_code == 422
    assert client.post(page, READ).status_code == 422  # whether somebody else has to agree is not said
    assert not Consent.objects.exists()


def test_a_yes_is_kept_with_a_receipt_and_then_it_is_read(client, page):
    assert client.post(page, {**READ, "member": "nobody"}).url.endswith("/check/")
    [consent] = Consent.objects.all()
    assert set(consent.fields) == set(FIELDS)
    assert set(FIELDS) <= known()
    receipt = client.get(reverse("consent_receipt", args=[consent.pk]))
    assert "attachment" in receipt["Content-Disposition"]
    assert json.loads(receipt.json()["receipt"])["receipt_id"] == str(consent.pk)


def test_who_brings_it_themself_goes_on_just_the_same(client, page):
    assert client.post(page, BRING).url.endswith("/check/")
    assert not Consent.objects.exists()
    assert not set(FIELDS) & known()
    assert "population.name" in known()


def test_who_had_agreed_and_now_brings_it_themself_takes_the_yes_back(client, page):
    client.post(page, {**READ, "member": "nobody"})
    client.post(page, BRING)
    assert not Consent.objects.live().exists()
    assert not set(FIELDS) & known()


def test_one_by_one(client, page):
    client.post(page, {**BRING, FIELDS[2]: "read", "member": "nobody"})
    assert FIELDS[2] in known()
    assert not set(FIELDS[:2]) & known()


class TestHusbandOrWife:
    @pytest.fixture
    def named(self, client, page):
        wang = cast()["wang_xiulan"]
        client.post(
            page, {**READ, "member": "somebody", "member_name": wang["name"], "member_id": wang["id_no"]}
        )
        return ConsentRequest.objects.get()

    def test_case_11_nothing_of_it_is_read_until_they_agree(self, named):
        assert not set(FIELDS) & known()
        assert "population.name" in known()
        waits = Application.objects.get().awaited.get()
        assert waits.reason == "awaiting_consent"

    def test_the_page_says_who_is_waited_for_and_blames_no_department(self, client, named):
        shown = client.get(
            reverse("check", args=[Application.objects.get().pk]), headers={"accept-language": "en"}
        )
        words = shown.content.decode()
        assert "Your husband or wife has been asked to agree." in words
        assert "does not answer" not in words

    def test_a_number_that_is_none_is_said_so(self, client, page):
        said = {"member": "somebody", "member_name": "某人", "member_id": "1"}
        assert client.post(page, READ | said).status_code == 422
        assert not ConsentRequest.objects.exists()

    def test_they_find_it_under_their_own_account_and_answer(self, client, named, citizen):
        sign_in(client, citizen("wang_xiulan"))
        path = reverse("consent_asked", args=[named.pk])
        assert path in client.get(reverse("consents")).content.decode()
        client.post(path, {"answer": "yes"})
        named.refresh_from_db()
        assert named.state == "AGREED"
        assert Consent.objects.filter(person__user__username="wang_xiulan").exists()

    def test_nobody_else_finds_it(self, client, named, citizen):
        sign_in(client, citizen("li_jianguo"))
        path = reverse("consent_asked", args=[named.pk])
        assert client.get(path).status_code == 404
        assert client.post(path, {"answer": "yes"}).status_code == 404


class TestTakingItBack:
    @pytest.fixture
    def consent(self, client, page) -> Consent:
        client.post(page, {**READ, "member": "nobody"})
        return Consent.objects.get()

    def withdraw(self, client, consent) -> None:
        client.post(reverse("consent_withdraw", args=[consent.pk]))
        purge_withdrawn(
            ConsentWithdrawn(
                consent_id=consent.pk,
                person_id=consent.person_id,
                source=consent.source,
            )
        )

    def test_what_decided_nothing_yet_is_deleted(self, client, consent):
        self.withdraw(client, consent)
        assert not set(FIELDS) & set(Evidence.objects.values_list("field_code", flat=True))
        assert "population.name" in known()

    def test_a_request_of_which_nothing_is_left_was_declined_by_the_person(self, client, consent):
        Evidence.objects.filter(field_code="marriages.state").delete()  # of the same register, and by law
        self.withdraw(client, consent)
        states = dict(DataRequest.objects.values_list("department__code", "state"))
        assert states["civil_affairs"] == "DECLINED" and states["public_security"] == "DELIVERED"
        shown = client.get(reverse("my_data"), headers={"accept-language": "en"}).content.decode()
        assert "Given, and deleted: you did not want it used" in shown

    def test_one_that_brought_something_by_law_too_goes_on(self, client, consent):
        self.withdraw(client, consent)
        assert set(DataRequest.objects.values_list("state", flat=True)) == {"DELIVERED"}

    def test_agreed_to_again_before_anybody_deleted_it_is_kept(self, client, page, consent):
        client.post(reverse("consent_withdraw", args=[consent.pk]))
        client.post(page, {**BRING, FIELDS[2]: "read", "member": "nobody"})
        self.withdraw(client, consent)
        left = set(Evidence.objects.values_list("field_code", flat=True))
        assert FIELDS[2] in left and not left & set(FIELDS[:2])

    def test_the_application_is_not_refused_for_it(self, client, consent):
        self.withdraw(client, consent)
        assert Application.objects.get().state == State.DRAFT

    def test_the_list_says_that_it_has_ended(self, client, consent):
        before = client.get(reverse("consents")).content.decode()
        assert reverse("consent_withdraw", args=[consent.pk]) in before
        self.withdraw(client, consent)
        assert (
            reverse("consent_withdraw", args=[consent.pk])
            not in client.get(reverse("consents")).content.decode()
        )

    def test_nobody_takes_back_anothers(self, client, consent, citizen):
        sign_in(client, citizen("li_jianguo"))
        assert client.post(reverse("consent_withdraw", args=[consent.pk])).status_code == 404
        assert client.get(reverse("consent_receipt", args=[consent.pk])).status_code == 404


def test_an_item_that_rests_on_law_alone_has_no_such_page(client, citizen, luo):
    load_shipped_too()
    answer = client.post(reverse("start", args=["senior-card"]))
    assert answer.url.endswith("/check/")
    pk = Application.objects.get().pk
    assert client.get(reverse("consent", args=[pk])).url == reverse("check", args=[pk])


def load_shipped_too() -> None:
    load_shipped("senior-card")


def sign_in(client, actor) -> None:
    assert Person.objects.filter(pk=actor.person_id).exists()
    client.force_login(User.objects.get(pk=actor.user_id), backend="portal.identity.doors.CitizenDoor")
