"""The data officer's pages: disputes with their clocks and answers, findings, the negative list; and looks on record."""

from datetime import date

import pytest
from django.test import Client
from django.utils.timezone import now

from services.aftercare.models import Reexamination
from services.aftercare.rereading import reread_corrected
from services.ledger.models import Entry
from services.sharing.actions.object_to import object_to
from services.sharing.models import DataField, DataRequest, DataResource, Dispute, Look, NegativeListEntry
from tests.aftercare.running import relay
from tests.citizen.pages import Page
from tests.desk.casework import a_citizen, a_colleague, an_application
from tests.desk.signing_in import sign_in

pytestmark = pytest.mark.django_db
RESIDENCE = "population.residence"


@pytest.fixture
def fang(at_work) -> Client:
    """数据官 of the police."""
    client = Client(headers={"accept-language": "en"})
    sign_in(client, a_colleague("方毅", "public_security", "DATA"))
    return client


@pytest.fixture
def dispute(waiting) -> Dispute:
    actor = a_citizen("chen_deming")
    given = {"field_code": RESIDENCE, "source": waiting.source, "words": "我一直住在云州。"}
    return Dispute.objects.get(pk=object_to(person_id=waiting.person_id, **given, actor=actor, at=now()))


def page(client: Client, path: str, status: int = 200) -> Page:
    return Page(client.get(path), status)


def answer(client: Client, dispute: Dispute, how: str = "right", **fields: str):
    return client.post(f"/desk/data/disputes/{dispute.pk}/", {"answer": how, "words": "已核对。", **fields})


class TestDisputes:
    def test_those_of_the_department_stand_on_the_first_page_with_their_clock(self, fang, dispute):
        text = page(fang, "/desk/data/").one("main").text
        assert "State of the registration" in text or "我一直住在云州" in text
        assert "working day" in text

    def test_an_overdue_one_is_counted(self, fang, dispute):
        Dispute.objects.update(due_on=date(2026, 1, 2))
        assert "1 overdue" in page(fang, "/desk/data/disputes/").one("h1").text

    def test_the_page_of_one_has_the_words_and_what_it_is_for(self, fang, dispute, waiting):
        text = page(fang, f"/desk/data/disputes/{dispute.pk}/").one("main").text
        assert "我一直住在云州。" in text and waiting.case_code in text and "陈德明" in text

    def test_the_value_is_not_shown_and_the_page_says_where_it_is(self, fang, dispute):
        text = page(fang, f"/desk/data/disputes/{dispute.pk}/").one("main").text
        assert "Look it up in your own register. It is not shown here." in text

    def test_case_59_an_answer_settles_it(self, fang, dispute):
        assert answer(fang, dispute).status_code == 302
        dispute.refresh_from_db()
        assert (dispute.state, dispute.outcome, dispute.answer) == ("SETTLED", "RIGHT", "已核对。")
        assert "已核对。" in page(fang, f"/desk/data/disputes/{dispute.pk}/").one("main").text

    def test_an_answer_needs_words(self, fang, dispute):
        again = Page(answer(fang, dispute, words=" "), 422)
        assert again.one("div", role="alert") and Dispute.objects.get().state == "OPEN"

    def test_a_second_answer_is_told_that_a_colleague_was_faster(self, fang, dispute):
        answer(fang, dispute)
        text = Page(answer(fang, dispute, "corrected", words="改好了"), 409).one("main").text
        assert "A colleague has answered this already." in text and "改好了" in text

    def test_only_data_officers_of_the_department_see_any(self, fang, dispute, client):
        sign_in(client, a_colleague("田野", "social_insurance", "DATA"))
        assert client.get(f"/desk/data/disputes/{dispute.pk}/").status_code == 404
        assert answer(client, dispute).status_code == 404
        assert Entry.objects.filter(kind="denied").count() == 1
        clerk = Client()
        sign_in(clerk, a_colleague("卢静", "public_security"))
        assert clerk.get("/desk/data/").status_code == 404

    def test_outside_a_demonstration_nothing_is_written_into_a_register(self, fang, dispute, settings, told):
        settings.DEMO = False
        assert not page(fang, f"/desk/data/disputes/{dispute.pk}/").all("select", id="value")
        assert answer(fang, dispute, "corrected", value="NORMAL").status_code == 302 and told == []


@pytest.fixture
def told(monkeypatch) -> list:
    """What the register is told, in place of the one of the demonstration."""
    values = []
    monkeypatch.setattr("portal.desk.data.disputes.correct", lambda dispute, value: values.append(value))
    return values


class TestTheRightValue:
    @pytest.fixture(autouse=True)
    def demonstration(self, settings):
        settings.DEMO = True

    @pytest.fixture
    def about(self, dispute):
        """Has the dispute be about another value of the register."""

        def change(code: str) -> Dispute:
            Dispute.objects.update(field=DataField.objects.get(code=code))
            dispute.refresh_from_db()
            return dispute

        return change

    def test_one_of_a_list_is_chosen_in_words(self, fang, dispute, told):
        select = page(fang, f"/desk/data/disputes/{dispute.pk}/").one("select", id="value")
        codes = [each["value"] for each in select.all("option")]
        assert codes == ["", *DataField.objects.get(code=RESIDENCE).values]
        assert answer(fang, dispute, "corrected", value="NORMAL").status_code == 302 and told == ["NORMAL"]

    def test_a_yes_or_no_is_chosen_too(self, fang, about, told):
        found = about("allowances.receives_old_age_allowance")
        select = page(fang, f"/desk/data/disputes/{found.pk}/").one("select", id="value")
        nothing, *codes = [each["value"] for each in select.all("option")]
        assert nothing == "" and sorted(codes) == ["NO", "UNKNOWN", "YES"]  # jsonb keeps no order
        assert answer(fang, found, "corrected", value="YES").status_code == 302 and told == ["YES"]

    @pytest.mark.parametrize(
        ("code", "bad"),
        [
            ("allowances.receives_old_age_allowance", "是"),
            (RESIDENCE, "正常"),
            ("population.birth_on", "一九四六年"),
            ("population.birth_on", "2999-01-01"),
            ("family_means.members", "三"),
            ("population.name", "\u202e王"),
            ("population.hukou_address", "路" * 201),
        ],
    )
    def test_what_the_field_would_not_let_in_is_refused_there_and_nothing_is_done(
        self, fang, about, told, code, bad
    ):
        again = Page(answer(fang, about(code), "corrected", value=bad), 422)
        assert again.one("div", role="alert").one("a")["href"] == "#value"
        assert again.one("div", id="value_error").text and "已核对。" in again.one("textarea").text
        assert told == [] and Dispute.objects.get().state == "OPEN"

    @pytest.mark.parametrize(
        ("code", "value", "register"),
        [
            ("population.birth_on", "1946-03-08", "1946-03-08"),
            ("family_means.members", "3", 3),
            ("population.hukou_address", " 柳荫街18号 ", "柳荫街18号"),
            ("insurance.kinds", ["PENSION", "MEDICAL"], ["PENSION", "MEDICAL"]),
        ],
    )
    def test_the_register_is_told_it_in_its_own_form(self, fang, about, told, code, value, register):
        assert answer(fang, about(code), "corrected", value=value).status_code == 302
        assert told == [register]

    @pytest.mark.parametrize("words", [" ", "错" * 1001])
    def test_words_that_are_refused_leave_the_register_alone(self, fang, dispute, told, words):
        again = Page(answer(fang, dispute, "corrected", value="NORMAL", words=words), 422)
        assert again.one("option", value="NORMAL").attrs.get("selected") is not None
        assert told == [] and Dispute.objects.get().state == "OPEN"

    def test_a_register_that_does_not_take_it_leaves_the_dispute_open(self, fang, dispute, settings):
        settings.DEPARTMENT_ADDRESSES = {}
        again = Page(answer(fang, dispute, "corrected", value="NORMAL"), 422)
        assert "did not take this value" in again.one("main").text
        assert Dispute.objects.get().state == "OPEN"


@pytest.mark.processes
def test_case_59_in_the_demonstration_the_register_is_told_and_asked_again(
    fang, dispute, departments, settings, waiting
):
    settings.DEMO = True
    assert answer(fang, dispute, "corrected", value="NORMAL").status_code == 302
    relay()
    reread_corrected(at=now())
    waiting.refresh_from_db()
    assert waiting.state == "APPROVED"
    [row] = Reexamination.objects.all()
    assert {"field": RESIDENCE, "before": "UNKNOWN", "after": "NORMAL"} in row.changes
    assert (
        DataRequest.objects.filter(person=waiting.person_id, department__code="public_security").count() == 2
    )


class TestWhatAnswersShow:
    def test_what_came_unasked_and_what_came_late_is_counted(self, fang, waiting):
        rows = DataRequest.objects.filter(department__code="public_security")
        rows.update(over_delivered=["population.id_no"])
        text = page(fang, "/desk/data/").one("main").text
        assert "More came than was asked for" in text and "Identity number" in text

    def test_nothing_found_is_said(self, fang):
        assert "Nothing was found in the last 30 days." in page(fang, "/desk/data/").one("main").text

    def test_the_negative_list_has_its_basis_and_the_day_of_its_review(self, fang):
        resource = DataResource.objects.get(code="population")
        NegativeListEntry.objects.create(
            resource=resource,
            department=resource.department,
            article="an article (example)",
            reason={"zh": "例", "en": "An example"},
            entered_on=date(2026, 1, 1),
            review_on=date(2027, 1, 1),
        )
        text = page(fang, "/desk/data/").one("main").text
        assert "an article (example)" in text and "1 January 2027" in text


class TestLooking:
    def test_whoever_opens_an_application_is_on_record_once_a_day(self, li, client, waiting):
        for _ in range(2):
            client.get(f"/desk/applications/{waiting.pk}/")
        look = Look.objects.told().get()
        assert Look.objects.count() == 2
        assert Entry.objects.filter(kind="data_looked_at").count() == 1
        assert (look.kind, look.source, look.department.code) == ("DESK", waiting.source, "civil_affairs")
        assert RESIDENCE in look.fields

    def test_two_officers_are_two_looks(self, li, client, his_client, waiting):
        for each in (client, his_client):
            each.get(f"/desk/applications/{waiting.pk}/")
        assert Look.objects.count() == 2

    def test_whoever_finds_nothing_has_seen_nothing(self, at_work, client, waiting):
        sign_in(client, a_colleague("马超", "social_insurance"))
        assert client.get(f"/desk/applications/{waiting.pk}/").status_code == 404
        look = Look.objects.get()
        assert (look.person, look.told, look.fields) == (None, False, [])
        assert Entry.objects.filter(kind="application_not_found").count() == 1

    def test_the_person_reads_who_it_was_by_number(self, li, client, waiting):
        client.get(f"/desk/applications/{waiting.pk}/")
        citizen = Client(headers={"accept-language": "en"})
        citizen.force_login(waiting.person.user, backend="portal.identity.doors.CitizenDoor")
        text = Page(citizen.get("/me/data/"), 200).one("main").text
        assert f"caseworker {li.username}" in text and "李文" not in text


class TestSecondLooks:
    def test_case_59_a_decision_on_a_corrected_value_is_looked_at_again(
        self, li, client, fang, departments_stub
    ):
        approved = an_application("wang_xiulan")
        actor = a_citizen("wang_xiulan")
        field = "population.birth_on"
        said = {"field_code": field, "source": approved.source, "words": "错了", "actor": actor, "at": now()}
        dispute = Dispute.objects.get(pk=object_to(person_id=approved.person_id, **said))
        departments_stub.set("wang_xiulan", field, "1966-03-08")
        answer(fang, dispute, "corrected")
        relay()
        reread_corrected(at=now())
        row = Reexamination.objects.get()
        client.cookies.load({"django_language": "en"})
        text = page(client, "/desk/checks/").one("main").text
        assert "was corrected" in text or "已更正" in text
        form = {"kind": "CORRECTED", "check": str(row.pk), "answer": "confirm", "reason": "不影响资格。"}
        assert client.post("/desk/checks/", form).status_code == 302
        row.refresh_from_db()
        assert (row.state, row.reason) == ("CONFIRMED", "不影响资格。")
