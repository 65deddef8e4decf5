"""谁看过我的数据: every question about oneself in plain words, with filter, file and paper, and one press for “not for me”."""

import csv
import io
import re

import pytest

from services.applications.models import Application
from services.departments.models import Department, StaffMember
from services.ledger.sealer import seal
from services.sharing.models import DataAccess, DataRequest, Dispute, Look, Purpose, Withholding
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
CIVIL = "Yunzhou Civil Affairs Bureau"
POLICE = "Yunzhou Public Security Bureau"


def entries(page) -> list[dict[str, str]]:
    """One for each line, with the matter it stands under."""
    return [
        {"who": row.one("h3").text, "result": row.one("div", css="proof").all("p")[0].text}
        | {"matter": section.one("h2").text}
        | {line.one("dt").text: line.one("dd").text for line in row.one("dl").all("div")}
        for section in page.one("main").all("div", css="sec")
        for log in section.all("ol", css="log")
        for row in log.all("li")
    ]


def asked(page) -> dict[str, dict[str, str]]:
    return {entry["Asked"]: entry for entry in entries(page) if "Asked" in entry}


def test_before_anybody_was_asked_it_says_so(visitor):
    page = visitor("wang_xiulan").open("/me/data/")
    assert entries(page) == [] and page.one("main").all("div", css="empty")


def test_every_line_says_who_looked_at_what_what_for_and_on_what_basis(wang):
    wang.begin()
    found = asked(wang.open("/me/data/"))
    assert set(found) == {CIVIL, POLICE, "Yunzhou Human Resources and Social Security Bureau"}
    line = found[CIVIL]
    assert line["who"] == f"A program, for {CIVIL}, at your request: compared by a machine, no human saw it"
    assert line["About"] == "Receives the allowance elsewhere (only yes or no)"
    assert line["For"] == "Deciding on the old-age allowance"
    assert "article" in line["Basis"] and line["result"] == "Given"
    assert "Old-age allowance" in line["matter"] and "Date of birth" in found[POLICE]["About"]


def test_a_question_without_an_answer_is_there_too_and_says_why(wang, departments_stub):
    departments_stub.fail("civil_affairs")
    wang.begin()
    found = asked(wang.open("/me/data/"))
    assert found[CIVIL]["result"] == "Not given: the department cannot be reached"
    assert found[POLICE]["result"] == "Given"


def test_who_asked_is_named_whoever_it_was(wang, caseworker):
    wang.begin()
    row = DataRequest.objects.get(department__code="civil_affairs")
    assert (row.actor, row.represented) == (wang.actor.key, "")
    officer = StaffMember.objects.select_related("user").get(user=caseworker("civil_affairs").user_id)
    for actor, represented, words in [
        ("SYSTEM", "civil_affairs", f"A program, for {CIVIL}: compared by a machine, no human saw it"),
        ("CITIZEN:77", "subject", f"A program, for {CIVIL}, at your agent's request: compared by a machine"),
        (f"STAFF:{officer.user_id}", "civil_affairs", f"{CIVIL}, caseworker {officer.user.username}"),
        ("STAFF:99999", "civil_affairs", "A caseworker who is no longer in office"),
    ]:
        DataRequest.objects.filter(pk=row.pk).update(actor=actor, represented=represented)
        assert asked(wang.open("/me/data/"))[CIVIL]["who"].startswith(words)


def test_what_was_not_allowed_is_there_with_the_reason(wang):
    wang.begin()
    refused = a_refusal(wang)
    line = next(each for each in entries(wang.open("/me/data/")) if "Wanted" in each)
    assert line["Wanted"] == "Date of birth" and line["result"] == "Not allowed: it is not needed for this"
    assert refused.department.name["en"] == line["Asked"]


def a_refusal(visitor) -> DataAccess:
    field = {"field": "population.birth_on", "disclosure": "VALUE", "decision": "DENIED"}
    return DataAccess.objects.create(
        purpose=Purpose.objects.first(),
        person_id=visitor.actor.person_id,
        department=Department.objects.get(code="public_security"),
        consumer="civil_affairs",
        actor="STAFF:99999",
        source=Application.objects.get().source,
        stage="ASKING",
        decision="DENIED",
        fields=[field | {"reasons": ["FIELD_NOT_IN_PURPOSE"], "versions": []}],
        at=NOON,
    )


def test_no_value_is_on_the_page(wang):
    wang.begin()
    content = wang.get("/me/data/").content.decode()
    assert not re.search(r"柳荫街|\b1946\b|\b0318\b", content)  # in a token they stand by chance


def test_the_newest_matter_comes_first(wang, noon):
    wang.begin("insurance-certificate")
    noon.shift(60)
    wang.begin()
    purposes = [entry["For"] for entry in entries(wang.open("/me/data/"))]
    assert purposes[:3] == ["Deciding on the old-age allowance"] * 3
    assert purposes[3:] == ["Issuing a certificate of insurance"] * 2


def test_one_can_look_at_one_department_one_matter_or_what_was_not_given(wang, departments_stub):
    departments_stub.fail("civil_affairs")
    wang.begin("insurance-certificate")
    wang.begin()
    allowance = Application.objects.get(item_version__item__code="old-age-allowance").source
    assert set(asked(wang.open("/me/data/?department=public_security"))) == {POLICE}
    assert set(asked(wang.open("/me/data/?given=no"))) == {CIVIL}
    matters = {each["For"] for each in entries(wang.open(f"/me/data/?for={allowance}"))}
    assert matters == {"Deciding on the old-age allowance"}


@pytest.mark.parametrize(
    "query", ["page=0", "page=9999999999", "page=x", "for=%00", "department=nobody", "given=perhaps"]
)
def test_a_choice_that_does_not_exist_breaks_nothing(wang, query):
    wang.begin()
    wang.open(f"/me/data/?{query}")


def test_pages_hold_twenty(wang):
    wang.begin()
    row = DataRequest.objects.order_by("pk").first()
    copies = [DataRequest(**{**vars_of(row), "id": None}) for _ in range(30)]
    DataRequest.objects.bulk_create([with_id(each) for each in copies])
    assert len(entries(wang.open("/me/data/"))) == 20
    assert len(entries(wang.open("/me/data/?page=2"))) == 13


def vars_of(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def with_id(row):
    row.id = row._meta.pk.default()
    return row


def test_questions_about_others_are_theirs(wang, visitor):
    wang.begin()
    assert entries(visitor("li_jianguo").open("/me/data/")) == []


def test_looking_here_is_no_question_to_anybody(wang):
    wang.begin()
    before = DataRequest.objects.count()
    wang.open("/me/data/")
    assert DataRequest.objects.count() == before


class TestProof:
    def test_a_line_waits_for_its_seal_and_then_has_a_place_in_the_ledger(self, wang):
        wang.begin()
        assert "About to be sealed" in wang.open("/me/data/").one("main").text
        seal()
        text = wang.open("/me/data/").one("main").text
        assert "About to be sealed" not in text and "Proof " in text

    def test_while_sealing_is_late_the_page_says_that_nothing_personal_is_read(self, wang, noon):
        wang.begin()
        assert "not sealed yet" not in wang.open("/me/data/").one("main").text
        noon.shift(301)
        assert "The newest entries are not sealed yet" in wang.open("/me/data/").one("main").text
        seal()
        assert "not sealed yet" not in wang.open("/me/data/").one("main").text


class TestNotForMe:
    def press(self, visitor, line) -> str:
        response = visitor.post(f"/me/data/{line.pk}/not-for-me/")
        assert response.status_code == 302
        return response.url

    def test_one_press_asks_whoever_looked_to_say_why(self, wang):
        wang.begin()
        address = self.press(wang, DataRequest.objects.get(department__code="public_security"))
        dispute = Dispute.objects.get()
        assert address == f"/me/data/disputes/{dispute.pk}/"
        assert (dispute.department.code, dispute.state, dispute.field) == ("civil_affairs", "OPEN", None)
        assert "30 November 2026" in wang.open(address).one("main").text

    def test_a_second_press_leads_to_what_was_said(self, wang):
        wang.begin()
        line = DataRequest.objects.first()
        assert self.press(wang, line) == self.press(wang, line)
        assert Dispute.objects.count() == 1
        assert "You asked about this" in wang.open("/me/data/").one("main").text

    def test_nobody_presses_for_another(self, wang, visitor):
        wang.begin()
        line = DataRequest.objects.first()
        assert visitor("li_jianguo").post(f"/me/data/{line.pk}/not-for-me/").status_code == 404
        assert not Dispute.objects.exists()

    def test_looking_does_not_press(self, wang):
        wang.begin()
        assert wang.get(f"/me/data/{DataRequest.objects.first().pk}/not-for-me/").status_code == 405

    def test_what_another_said_is_not_there(self, wang, visitor):
        wang.begin()
        address = self.press(wang, DataRequest.objects.first())
        assert visitor("li_jianguo").get(address).status_code == 404


class TestTakingItAlong:
    def test_as_a_table_with_the_same_lines(self, wang):
        wang.begin()
        response = wang.get("/me/data/log.csv")
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert rows[0][:3] == ["When", "Who looked", "Asked"] and len(rows) == 5
        assert "attachment" in response["Content-Disposition"]

    def test_it_is_on_record_itself_once_a_day(self, wang):
        wang.begin()
        for _ in range(2):
            wang.get("/me/data/log.csv")
        wang.open("/me/data/printed/")
        assert [each.kind for each in Look.objects.told()] == ["OWN"]
        assert "Taking along the list" in wang.open("/me/data/").one("main").text

    def test_no_cell_is_a_formula(self, wang):
        wang.begin()
        Purpose.objects.filter(requests__isnull=False).update(basis={"zh": "=1+1", "en": "=1+1"})
        assert ",'=1+1," in wang.get("/me/data/log.csv").content.decode()

    def test_on_paper_it_has_all_lines_of_all_pages(self, wang):
        wang.begin()
        table = wang.open("/me/data/printed/").one("main").all("tbody")
        assert sum(len(each.all("tr")) for each in table) == 4


def test_what_a_law_withholds_is_counted_with_its_day_and_article(wang):
    wang.begin()
    Withholding.objects.create(
        person_id=wang.actor.person_id,
        source=Application.objects.get().source,
        article="an article (example)",
        until_on="2026-12-31",
        asked_by="STAFF:1",
        asked_at=NOON,
        first_approver="STAFF:2",
        second_approver="STAFF:3",
        approved_at=NOON,
    )
    page = wang.open("/me/data/")
    assert entries(page) == []
    text = page.one("main").text
    assert "3 entries are not shown until 31 December 2026, under an article (example)." in text
