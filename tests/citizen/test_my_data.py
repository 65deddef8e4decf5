"""Who looked at my data: every question about oneself, with who was asked, about what and what for."""

import pytest

from services.sharing.models import DataRequest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


def entries(page) -> list[dict[str, str]]:
    log = page.one("main").all("ul", css="log")
    rows = log[0].all("li") if log else []
    return [
        {"state": row.all("p")[0].text}
        | {line.one("dt").text: line.one("dd").text for line in row.all("div") if line.all("dt")}
        for row in rows
    ]


def test_before_anybody_was_asked_it_says_so(visitor):
    page = visitor("wang_xiulan").open("/me/data/")
    assert entries(page) == [] and page.one("main").all("div", css="empty")


def test_every_department_that_was_asked_is_named_with_fields_and_purpose(wang):
    wang.begin()
    found = {entry["Asked"]: entry for entry in entries(wang.open("/me/data/"))}
    assert set(found) == {
        "Yunzhou Public Security Bureau",
        "Yunzhou Civil Affairs Bureau",
        "Yunzhou Human Resources and Social Security Bureau",
    }
    assert found["Yunzhou Civil Affairs Bureau"]["About"] == "Receives the allowance elsewhere"
    assert found["Yunzhou Civil Affairs Bureau"]["For"] == "Deciding on the old-age allowance"
    assert "Date of birth" in found["Yunzhou Public Security Bureau"]["About"]


def test_a_question_without_an_answer_is_there_too(wang, departments_stub):
    departments_stub.fail("civil_affairs")
    wang.begin()
    states = {entry["Asked"]: entry["state"] for entry in entries(wang.open("/me/data/"))}
    assert states["Yunzhou Civil Affairs Bureau"] == "No answer"
    assert states["Yunzhou Public Security Bureau"] == "Answered"


def test_no_value_is_on_the_page(wang):
    wang.begin()
    content = wang.get("/me/data/").content.decode()
    assert "柳荫街" not in content and "1946" not in content and "0318" not in content


def test_the_newest_comes_first(wang, noon):
    wang.begin("insurance-certificate")
    noon.shift(60)
    wang.begin()
    purposes = [entry["For"] for entry in entries(wang.open("/me/data/"))]
    assert purposes[:3] == ["Deciding on the old-age allowance"] * 3
    assert purposes[3:] == ["Issuing a certificate of insurance"] * 2


def test_questions_about_others_are_theirs(wang, visitor):
    wang.begin()
    assert entries(visitor("li_jianguo").open("/me/data/")) == []


def test_looking_here_is_no_question_to_anybody(wang):
    wang.begin()
    before = DataRequest.objects.count()
    wang.open("/me/data/")
    assert DataRequest.objects.count() == before
