"""The page of one application: where it stands, why, what comes next; and the list of all of them."""

from datetime import timedelta

import pytest

from services.applications.actions.accept import accept
from services.applications.actions.decide import decide
from services.applications.gathering import retry_awaited
from services.applications.handlers import certify
from services.applications.models import Decision
from services.certificates.actions.revoke import revoke
from services.certificates.models import Certificate
from services.certificates.queries import for_source
from tests.cast import NOON


@pytest.fixture
def revoked_by_a_clerk(caseworker):
    def revoke_it(pk, reason):
        certify(pk)
        clerk = caseworker("civil_affairs")
        found = for_source(f"application:{pk}")
        revoke(certificate_id=found.pk, reason=reason, actor=clerk, at=NOON)

    return revoke_it


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


def chips(page) -> list[str]:
    return [rule.all("div")[-1].text for rule in page.one("ol", css="rules").all("li")]


def steps(page) -> list[tuple[str, str]]:
    return [
        (step.one("b").text, step.attrs.get("class", "done")) for step in page.one("ol", css="line").all("li")
    ]


class TestApproved:
    @pytest.fixture
    def result(self, decided):
        return f"/applications/{decided()}/"

    def test_every_condition_comes_with_its_value_and_where_it_is_from(self, visitor, result):
        page = visitor("wang_xiulan").open(result)
        lines = [rule.text for rule in page.one("ol", css="rules").all("li")]
        assert len(lines) == 6 and chips(page) == ["Met"] * 6
        assert "80 years" in lines[0] and "population register" in lines[0]
        assert "allowance register of the province" in lines[4]

    def test_it_says_what_happened_and_what_comes_next(self, visitor, result):
        page = visitor("wang_xiulan").open(result)
        assert steps(page) == [("You sent the application", "done"), ("Approved", "done")]
        assert len(page.one("section", **{"aria-labelledby": "next"}).all("li")) == 2

    def test_the_number_of_the_case_is_there_and_not_read_aloud(self, visitor, result):
        number = visitor("wang_xiulan").open(result).one("p", css="step").one("span", css="code")
        assert len(number.text) == 43 and "data-no-say" in number.attrs

    def test_the_certificate_is_one_button_away(self, visitor, result):
        page = visitor("wang_xiulan").open(result)
        button = page.one("div", css="verdict").one("div", css="acts").one("a", css="btn")
        assert button["href"] == f"{result}certificate.pdf"

    def test_what_is_called_a_download_leaves_the_reader_on_the_page(self, visitor, result):
        page = visitor("wang_xiulan").open(result)
        link = page.one("section", **{"aria-labelledby": "cert"}).one("a", css="btn")
        assert "Download" in link.text and "download" in link.attrs

    def test_what_the_departments_said_lies_open_for_whoever_comes_for_it(self, visitor, result):
        said = visitor("wang_xiulan").open(result).one("section", **{"aria-labelledby": "said"})
        told = said.one("details").one("div", id="known")
        assert "Name" in told.text

    def test_a_revoked_certificate_is_not_praised_as_good(self, visitor, decided, revoked_by_a_clerk):
        pk = decided()
        revoked_by_a_clerk(pk, "户口迁出。")
        band = visitor("wang_xiulan").open(f"/applications/{pk}/").one("div", css="verdict")
        assert band.one("h1").text == "Revoked" and "户口迁出。" in band.text
        assert "has not been valid since" in band.text and "300" not in band.one("p", css="lede").text
        assert band.one("div", css="acts").one("a", css="btn")["href"] == "/applications/"

    def test_an_expired_one_says_until_when_it_held(self, visitor, decided):
        pk = decided()
        certify(pk)
        Certificate.objects.update(valid_from="2024-01-01", valid_to="2025-01-01")
        band = visitor("wang_xiulan").open(f"/applications/{pk}/").one("div", css="verdict")
        assert band.one("h1").text == "No longer valid" and "1 January 2025" in band.one("p", css="lede").text

    def test_once_it_is_issued_its_number_and_the_public_check_are_there(self, visitor, decided):
        pk = decided()
        certify(pk)
        certificate = for_source(f"application:{pk}")
        page = visitor("wang_xiulan").open(f"/applications/{pk}/")
        assert page.values["Number"] == certificate.identifier
        assert f"/verify/{certificate.identifier}/{certificate.check_code}/" in page.links

    def test_an_item_that_pays_nothing_names_no_sum(self, visitor, decided):
        pk = decided("zhou_min", "insurance-certificate", used_for="LOAN")
        page = visitor("zhou_min").open(f"/applications/{pk}/")
        assert page.h1 == "Approved" and not page.all("div", css="sum")


class TestNotDecidedYet:
    def test_what_a_person_looks_at_names_the_department_the_day_and_why(self, visitor, decided):
        page = visitor("chen_deming").open(f"/applications/{decided('chen_deming')}/")
        lede = page.one("p", css="lede").text
        assert "Yunzhou Civil Affairs Bureau" in lede and "30 November 2026" in lede
        assert "Why a person looks at it" in page.one("h2", id="why").text
        assert chips(page).count("Met") == 5
        assert steps(page)[-1] == ("Result", "todo") and not page.all("a", href="certificate.pdf")

    def test_whom_the_rules_would_not_approve_is_not_called_refused(self, visitor, decided):
        page = visitor("li_jianguo").open(f"/applications/{decided('li_jianguo')}/")
        assert chips(page)[0] == "Not met" and "Not approved" not in page.one("main").text

    def test_what_arrived_late_says_so(self, visitor, decided, departments_stub):
        departments_stub.fail("civil_affairs")
        address = f"/applications/{decided()}/"
        wang = visitor("wang_xiulan")
        assert "has not answered yet" in wang.open(address).one("p", css="lede").text
        departments_stub.restore("civil_affairs")
        retry_awaited(at=NOON + timedelta(minutes=5))
        page = wang.open(address)
        assert page.h1 == "Approved"
        assert [
            ("Arrived after you sent it" in rule.text) for rule in page.one("ol", css="rules").all("li")
        ].count(True) == 1


class TestDecidedByAPerson:
    @pytest.fixture
    def settle(self, decided, caseworker):
        def act(outcome: str, **more) -> str:
            pk, clerk = decided("chen_deming"), caseworker("civil_affairs")
            accept(application_id=pk, actor=clerk, at=NOON)
            decide(
                application_id=pk,
                outcome=Decision.Outcome(outcome),
                reason="查了纸质户口簿。",
                actor=clerk,
                at=NOON,
                **more,
            )
            return f"/applications/{pk}/"

        return act

    def test_an_approval_gives_the_persons_reason(self, visitor, settle):
        page = visitor("chen_deming").open(settle("APPROVED", amount_fen=30000))
        assert page.h1 == "Approved" and page.one("div", css="sum").text == "a month 300 yuan"
        assert "查了纸质户口簿。" in page.one("section", **{"aria-labelledby": "reason"}).text

    def test_a_refusal_gives_the_reason_and_the_remedies(self, visitor, settle):
        page = visitor("chen_deming").open(settle("REFUSED"))
        assert page.h1 == "Not approved" and page.one("p", css="lede").text == "查了纸质户口簿。"
        assert "60 days" in page.one("section", **{"aria-labelledby": "reason"}).text
        assert not [link for link in page.links if link.endswith("certificate.pdf")]


class TestAll:
    def test_none_yet_leads_to_the_services(self, visitor):
        page = visitor("wang_xiulan").open("/applications/")
        assert not page.one("main").all("ul", css="rows") and "/" in page.links

    def test_the_newest_first_each_with_its_state_its_date_and_its_page(self, wang, noon):
        first = wang.apply("insurance-certificate")
        noon.shift(60)
        check = wang.begin()
        rows = wang.open("/applications/").one("main").one("ul", css="rows").all("li")
        assert [row.one("a")["href"] for row in rows] == [check, first]
        assert "Not sent yet" in rows[0].text and "Approved" in rows[1].text

    def test_other_peoples_are_not_there(self, visitor, decided):
        decided("wang_xiulan")
        assert not visitor("li_jianguo").open("/applications/").one("main").all("ul", css="rows")
