"""The first page of the desk: four lists, what a row tells, and finding by number."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from portal.desk import queue as page
from services.applications import queue as lists
from services.applications.models import Application
from services.calendars.loading import fill_from_package
from services.catalogue.models import ItemVersion
from tests.desk.casework import a_colleague, act, an_application
from tests.desk.signing_in import sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def text(client, path: str = "/desk/", **cookies: str) -> str:
    for name, value in cookies.items():
        client.cookies[name] = value
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def rows(html: str) -> list[str]:
    """The lines of the table, as words."""
    body = html.partition("<tbody")[2].partition("</tbody>")[0]
    return [re.sub(r"<[^>]+>|\s+", " ", each) for each in body.split("<tr")[1:]]


def number(application: Application) -> str:
    return f"{application.case_code[31:39]}-{application.case_code[39:]}"


class TestRows:
    def test_a_row_says_who_asks_for_what_why_a_person_looks_and_that_nobody_holds_it(
        self, client, li, waiting
    ):
        [row] = rows(text(client))
        for words in ("陈德明", "高龄津贴", number(waiting), "待受理", "有一项登记不清楚", "领办"):
            assert words in row

    def test_it_can_be_claimed_there_and_then_says_whose_it_is(self, client, his_client, li, waiting):
        button = re.search(r'action="(/desk/applications/[^"]+/claim/)"', text(client))[1]
        assert client.post(button, {"next": "/desk/?tab=department"}).url == "/desk/?tab=department"
        mine, his = rows(text(client)), rows(text(his_client))
        assert "您" in mine[0] and "领办" not in mine[0]
        assert "李文" in his[0] and "领办" not in his[0]

    def test_what_was_written_by_people_stays_text(self, client, li, waiting):
        waiting.person.name = "<script>alert(1)</script>"
        waiting.person.save(update_fields=["name"])
        html = text(client)
        assert "<script>alert" not in html and "&lt;script&gt;alert" in html

    def test_of_a_missing_value_no_rule_speaks_so_the_page_does(self, client, departments_stub, li):
        departments_stub.set("chen_deming", "population.residence", None)
        an_application("chen_deming")
        assert "没取到或者有异议" in rows(text(client))[0]

    def test_in_english_too(self, client, li, waiting):
        [row] = rows(text(client, "/desk/?tab=department", django_language="en"))
        for words in (
            "Old-age allowance",
            "To be accepted",
            "Something in the record is not clear",
            "Claim it",
        ):
            assert words in row


class TestDueSigns:
    """2026-11-23 is a Monday; an allowance is promised within five working days."""

    @pytest.fixture(autouse=True)
    def calendar(self, db):
        fill_from_package(2026, at=now())

    @pytest.mark.parametrize(
        ("sent_days_ago", "words", "chip"),
        [(0, "个工作日", "wait"), (21, "超期", "over")],
    )
    def test_late_is_red_and_later_is_grey(self, client, li, sent_days_ago, words, chip):
        an_application("chen_deming", at=now() - sent_days_ago * DAY)
        html = text(client)
        assert words in rows(html)[0] and f'class="chip {chip}"' in html

    def test_the_overdue_are_counted_in_the_heading_and_stand_first(self, client, li):
        an_application("chen_deming")
        late = an_application("li_jianguo", at=now() - 21 * DAY)
        html = text(client)
        assert "1 件超期" in html and number(late) in rows(html)[0]


class TestLists:
    def test_one_begins_with_ones_own_and_whoever_has_none_with_the_departments(
        self, client, his_client, li, waiting
    ):
        act(client, waiting, "claim")
        assert "<h1>我的办件" in text(client)
        assert "<h1>科室办件" in text(his_client)

    def test_an_empty_list_says_where_there_is_something(self, client, li, waiting):
        html = text(client, "/desk/?tab=mine")
        assert "您手上没有办件。" in html and 'href="?tab=department"' in html and "1 件在等" in html

    def test_what_waits_for_the_citizen_says_until_when(self, client, li, waiting):
        act(client, waiting, "correct", **{"mark-population.name": "on", "words-population.name": "有错字。"})
        assert rows(text(client, "/desk/?tab=department")) == []
        [row] = rows(text(client, "/desk/?tab=stopped"))
        assert "停表" in row and "等申请人补正" in row and "前补" in row

    def test_what_ended_says_how(self, client, li, waiting):
        act(client, waiting, "decline", reason="由户籍地办理。")
        [row] = rows(text(client, "/desk/?tab=ended"))
        assert "没有受理" in row and "领办" not in row and "暂定" not in row

    def test_another_department_sees_none_of_it(self, client, waiting):
        sign_in(client, a_colleague("马超", "social_insurance"))
        for tab in ("mine", "department", "stopped", "ended"):
            assert rows(text(client, f"/desk/?tab={tab}")) == []

    @pytest.mark.parametrize(
        "query", ["tab=all", "item=none", "after=x", "before=AAAA:BBBB", "tab=ended&after=2026-11-23"]
    )
    def test_an_address_nobody_gave_leads_nowhere(self, client, li, query):
        assert client.get(f"/desk/?{query}").status_code == 404


class TestPages:
    def test_one_turns_them_there_and_back(self, client, li, monkeypatch):
        monkeypatch.setattr(lists, "PAGE_SIZE", 2)
        sent = [an_application(key) for key in ("chen_deming", "li_jianguo", "sun_yuzhen")]
        first = text(client)
        forward = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
        second = text(client, f"/desk/{forward}")
        assert [len(rows(html)) for html in (first, second)] == [2, 1]
        assert number(sent[2]) in rows(second)[0] and "第一页" in second
        back = re.search(r'href="([^"]+)" rel="prev"', second)[1].replace("&amp;", "&")
        assert rows(text(client, f"/desk/{back}"))[0].split() == rows(first)[0].split()

    def test_a_page_costs_the_same_for_one_row_as_for_many(self, client, li):
        act(client, an_application("chen_deming"), "claim")
        text(client, "/desk/?tab=department")  # once for the message that it was claimed
        with CaptureQueriesContext(connection) as one:
            text(client, "/desk/?tab=department")
        for key in ("li_jianguo", "sun_yuzhen", "liu_zhiqiang", "wu_jun"):
            an_application(key)
        with CaptureQueriesContext(connection) as many:
            assert len(rows(text(client, "/desk/?tab=department"))) == 5
        assert len(many) == len(one) <= 20


class TestItems:
    def test_a_department_with_one_item_is_not_asked_which(self, client, li, waiting):
        assert "item=" not in text(client)

    def test_with_more_of_them_one_may_be_chosen(self, client, li, waiting):
        other = ItemVersion.objects.get(item__code="old-age-allowance")
        item = other.item
        item.pk, item.code, item.implementation_code = None, "other", item.implementation_code[:-1] + "9"
        item.save()
        ItemVersion.objects.create(
            item=item,
            number=1,
            in_force_from=other.in_force_from,
            name={"zh": "临时救助", "en": "Relief"},
            content=other.content,
            sha256="",
            purpose=other.purpose,
            rule_set=other.rule_set,
        )
        assert "临时救助" in text(client)
        assert len(rows(text(client, "/desk/?tab=department&item=old-age-allowance"))) == 1
        assert rows(text(client, "/desk/?tab=department&item=other")) == []


class TestFinding:
    def test_by_number_whatever_the_state(self, client, li, waiting):
        act(client, waiting, "decline", reason="由户籍地办理。")
        for words in (waiting.case_code, number(waiting)):
            [row] = rows(text(client, f"/desk/?q={words}"))
            assert "陈德明" in row and "没有受理" in row

    @pytest.mark.parametrize("words", ["陈德明", "1", "%00x", "<b>"])
    def test_what_is_no_number_is_told(self, client, li, waiting, words):
        html = text(client, f"/desk/?q={words}")
        assert rows(html) == [] and "这不是办件编号" in html and "<b>" not in html.partition("<h1>")[2][:80]

    def test_a_number_of_another_department_is_not_found(self, client, waiting):
        sign_in(client, a_colleague("马超", "social_insurance"))
        assert "本部门没有这个编号" in text(client, f"/desk/?q={waiting.case_code}")


def test_a_capped_count_says_so(monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 9)
    assert [page._capped(count) for count in (0, 1, 9, 10)] == ["", "1", "9", "9+"]


def test_somebody_without_a_post_sees_an_empty_desk(client, li, waiting):
    li.post.delete()
    assert rows(text(client)) == []
    assert client.get(f"/desk/applications/{waiting.pk}/").status_code == 404
    assert act(client, waiting, "claim").status_code == 404


def test_one_case_is_one_and_two_are_two(client, li, waiting):
    """In English too, which counts in words."""
    assert "1 case<" in text(client, "/desk/?tab=department", django_language="en")
    an_application("li_jianguo")
    assert "2 cases<" in text(client, "/desk/?tab=department")
