"""How we are doing, for anybody: complete where there is something to count, in both modes and languages.

Of that there is a little in this file: two decisions, one by rules and one by a person, one rating, five people, and the
plan. It is made once, and what a test changes in it is undone.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from portal.public.figures import FRESH_SECONDS
from portal.subscriptions import SUBSCRIPTIONS
from services.events.relay import deliver_due
from services.figures.models import Delta, Reading
from services.figures.people import count_people
from services.figures.targets import load_targets
from tests.cast import ITEMS, NOON, a_caseworker, a_citizen, departments_answer, load_shipped
from tests.databases import standing_for_a_module
from tests.figures import pages
from tests.figures.pages import CODES, LATER, open_, section
from tests.ratings.ended import DAY, approved_by_rules, decided_by, rated

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def lived(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    with standing_for_a_module(django_db_blocker):
        with pages.later(), departments_answer(tmp_path_factory.mktemp("lived")):
            load_shipped(*ITEMS)
            live()
        yield


def live() -> None:
    wang, chen = a_citizen("wang_xiulan"), a_citizen("chen_deming")
    for key in ("li_jianguo", "zhou_min", "wu_jun"):
        a_citizen(key)
    rated(approved_by_rules(wang), wang, 2)
    decided_by(a_caseworker("civil_affairs"), chen)
    while deliver_due(SUBSCRIPTIONS, clock=lambda: NOON + 9 * DAY):
        pass
    count_people(at=LATER)
    load_targets()


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with pages.later():
        yield


class TestWhatIsThere:
    def test_the_numbers(self):
        page = open_()
        numbers = {
            code: section(page, code).one("div", css="big").text
            for code in ("instant_applications", "on_time", "shared_evidence", "good_ratings", "users_60")
        }
        assert numbers == {
            "instant_applications": "50.0% 1 of 2 decided applications",
            "on_time": "100% 2 of 2 decided applications",
            "shared_evidence": "100% 8 of 8 pieces of evidence",
            "good_ratings": "0.0% 1 rating, 2.00 of 5 on average",
            "users_60": "60.0% 3 of 5 registered people",
        }

    def test_bars_say_in_words_and_numbers_what_they_draw(self):
        bars = section(open_(), "instant_applications").one("ul", css="bars").all("li")
        assert [each.text for each in bars] == [
            "by rules, at once 1 (50.0%)",
            "by rules, after waiting for another department 0 (0.0%)",
            "by a person 1 (50.0%)",
        ]
        assert [each.one("rect")["width"] for each in bars] == ["50%", "0%", "50%"]
        assert all(each.one("svg")["aria-hidden"] == "true" for each in bars)

    def test_the_page_of_a_figure_has_its_table(self):
        (table,) = open_("/figures/good_ratings/").all("table", **{"aria-labelledby": "t1"})
        cells = {
            row.one("th").text: row.one("td").text for row in table.all("tr") if row.all("th", scope="row")
        }
        assert cells["could have been rated"] == "2" and cells["were rated"] == "1 (50.0%)"
        assert cells["rated poorly"] == "1" and cells["poor ratings overdue today"] == "0"

    def test_twelve_months_stand_in_the_table_of_instant_approvals(self):
        (table,) = open_("/figures/instant_applications/").all("table", **{"aria-labelledby": "t1"})
        rows = [[cell.text for cell in row.all("th") + row.all("td")] for row in table.all("tr")]
        assert len(rows) == 13 and rows[-1] == ["November 2026", "2", "1", "50.0%"]
        assert rows[1] == ["December 2025", "0", "0", ""]

    @pytest.mark.parametrize("code", CODES)
    def test_every_figure_says_how_it_is_counted_and_what_was_promised(self, code):
        page = open_(f"/figures/{code}/")
        assert len(section(page, "counted").all("p")[0].text) > 40
        promised = section(page, "t0").text
        assert "What was promised" in promised
        assert ("Plan" in promised) or ("names no number" in promised)

    def test_a_measured_value_is_shown_beside_what_was_before(self):
        Reading.objects.create(
            figure="insurance_steps", value=3, measured_here=True, source={"zh": "测试", "en": "Test"}
        )
        page = open_("/figures/insurance_steps/")
        assert page.one("div", css="big").text == "3"
        assert "5" in page.one("table", **{"aria-labelledby": "t1"}).text


class TestPromises:
    def test_the_strictest_that_is_due_counts_and_the_contradiction_is_said(self):
        found = section(open_(), "online_items")
        assert "Kept Promised: 98%, Plan 3.1, 3.2.3, 5.3, 8.2" in found.text
        page = open_("/figures/online_items/")
        assert "The plan contradicts itself here." in page.one("main").text
        assert [row.all("td")[0].text for row in section(page, "t0").all("tr")[1:]] == [
            "80%",
            "95%",
            "98%",
            "95%",
            "100%",
        ]

    def test_what_is_not_kept_is_said_in_words(self):
        assert "Not kept Promised: 80%, Plan 6.4" in section(open_(), "elsewhere_items").text

    def test_what_cannot_be_counted_is_neither_kept_nor_broken(self):
        assert "Not known yet Promised: 0, Plan 1.3.3" in section(open_(), "trips").text

    def test_where_nothing_was_promised_nothing_is_claimed(self):
        assert "Promised" not in section(open_(), "on_time").text
        assert "The plan names no number for this." in open_("/figures/on_time/").one("main").text


class TestForEverybody:
    @pytest.mark.parametrize("mode", ["standard", "elder"])
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_it_is_there_in_both_modes_and_languages(self, mode, language):
        for address in ("/figures/", *(f"/figures/{code}/" for code in CODES)):
            page = open_(address, language=language, mode=mode)
            assert page.one("html")["data-mode"] == mode and page.h1
            assert page.one("html")["lang"].lower() in {"zh-hans", "en"}

    def test_it_speaks_chinese(self):
        page = open_(language="zh-hans")
        assert page.h1 == "办得怎么样"
        assert (
            section(page, "instant_applications").one("div", css="big").text
            == "50.0% 2 件已决定办件中的 1 件"
        )

    def test_there_is_no_style_and_no_script_in_it(self):
        page = open_()
        assert not [part for part in page.parts if "style" in part.attrs or "onclick" in part.attrs]

    def test_nobody_is_named(self):
        for address in ("/figures/", *(f"/figures/{code}/" for code in CODES)):
            words = open_(address, language="zh-hans").text
            assert not [name for name in ("王秀兰", "陈德明", "李文", "990102") if name in words]

    def test_the_menu_leads_here(self):
        current = [
            link for link in open_().all("a", href="/figures/") if link.attrs.get("aria-current") == "page"
        ]
        assert current

    def test_a_figure_that_does_not_exist_is_not_there(self):
        assert open_("/figures/happiness/", 404).h1


def test_it_is_added_up_once_in_a_few_seconds_however_many_read():
    def decided():
        return section(open_(), "on_time").one("div", css="big").text

    assert "2 of 2" in decided()
    Delta.objects.filter(measure="DECIDED_IN_TIME").delete()
    assert "2 of 2" in decided()
    with time_machine.travel(LATER + timedelta(seconds=FRESH_SECONDS + 1), tick=False):
        assert "1 of 1" in decided()
