"""What the rules said, on the page of an application: every condition, the whole table, the record to take along."""

import json
import re

import pytest

from services.rules.recompute import recompute
from tests.desk.application_page import buttons, page_of, section
from tests.desk.casework import (
    an_application,
)

pytestmark = pytest.mark.django_db


class TestTheWholeTable:
    def test_every_row_is_there_and_the_one_that_decided_is_marked_in_words(self, client, li, waiting):
        table = section(page_of(client, waiting), "rules").partition("整张规则表")[2]
        for code in ("R06_DECEASED", "R01_AGE", "A02_80", "M99_NO_RULE"):
            assert code in table
        assert table.count("由这一行得出") == 1
        assert "M99_NO_RULE 由这一行得出" in table

    def test_each_cell_says_whether_it_holds_not_by_colour_alone(self, client, li, waiting):
        html = page_of(client, waiting)
        cells = re.findall(r"<td data-l[^>]*>(.*?)</td>", html.partition('class="tbl cells"')[2])
        assert cells
        for cell in cells:
            held = '<span class="sr">成立</span>' in cell
            assert held != ('<span class="sr">不成立</span>' in cell)
            assert ("#check" in cell) == held and ("#cross" in cell) != held

    def test_codes_are_shown_as_words(self, client, li, waiting):
        table = section(page_of(client, waiting), "rules").partition("整张规则表")[2]
        assert "已迁出" in table and "MOVED_OUT" not in table

    def test_a_fact_nobody_knows_is_told_with_what_to_do_and_no_table(self, client, departments_stub, li):
        departments_stub.set("chen_deming", "population.birth_on", None)
        rules = section(page_of(client, an_application("chen_deming")), "rules")
        assert "M00_FACT_AGE_MISSING" in rules and "没有来源给出这个值" in rules
        assert "整张规则表" not in rules


class TestTheRecord:
    def test_it_can_be_taken_away_and_decided_again(self, client, li, waiting):
        answer = client.get(f"/desk/applications/{waiting.pk}/explanation.json")
        assert answer["Content-Disposition"] == f'attachment; filename="explanation-{waiting.case_code}.json"'
        assert recompute(json.loads(answer.content)).holds

    def test_before_the_rules_have_looked_there_is_none(self, client, departments_stub, li):
        departments_stub.fail("social_insurance")
        application = an_application("chen_deming")
        assert client.get(f"/desk/applications/{application.pk}/explanation.json").status_code == 404

    def test_a_stranger_does_not_get_it(self, client, waiting):
        answer = client.get(f"/desk/applications/{waiting.pk}/explanation.json")
        assert answer.status_code == 302 and "login" in answer["Location"]


class TestRules:
    def test_condition_by_condition_with_value_and_source(self, client, li, waiting):
        rules = section(page_of(client, waiting), "rules")
        for words in (
            "有一项登记不清楚",
            "M99_NO_RULE",
            "年满 70 周岁",
            "公安局",
            "人口库",
            "不清楚",
            "符合",
        ):
            assert words in rules

    def test_before_every_department_has_answered_they_have_not_looked(self, client, departments_stub, li):
        departments_stub.fail("social_insurance")
        html = page_of(client, an_application("chen_deming"))
        assert "规则还没有核对" in section(html, "rules")
        assert "还没有回复" in section(html, "evidence") and "人力资源和社会保障局" in section(
            html, "evidence"
        )
        assert "等部门回复" in section(html, "acts") and buttons(html) == {"claim", "note", "step-back"}
