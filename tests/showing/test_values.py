"""How a stored value is read by people: in words, in their language, and never more of it than they need."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.showing.values import show
from services.sharing.models import DataField

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
TODAY = date(2026, 11, 23)


def shown(code: str, value: object, language: str = "en") -> str:
    with override(language):
        return show(DataField.objects.get(code=code), value, today=TODAY)


class TestWords:
    @pytest.mark.parametrize(
        ("code", "value", "chinese", "english"),
        [
            ("population.name", "王秀兰", "王秀兰", "王秀兰"),
            ("population.alive", "YES", "是", "Yes"),
            ("population.alive", "NO", "登记为已故", "Recorded as deceased"),
            ("population.alive", "UNKNOWN", "登记不清楚", "Not clear from the record"),
            ("population.residence", "MOVED_OUT", "已迁出", "Moved away"),
            ("population.hukou_region", "990102", "云城区", "Yuncheng District"),
            ("population.hukou_region", "110101", "110101", "110101"),  # a region we do not know
            ("population.hukou_address", "云州市柳荫街18号", "云州市柳荫街18号", "云州市柳荫街18号"),
            ("social_cards.can_receive_payment", "NO", "不能", "No"),
            ("insurance.months_paid", 136, "136", "136"),
            ("insurance.months_paid", 0, "0", "0"),
            ("insurance.kinds", ["PENSION"], "养老", "pension"),
            ("insurance.status", "SOMETHING_NEW", "SOMETHING_NEW", "SOMETHING_NEW"),
        ],
    )
    def test_a_code_becomes_the_word_of_its_register(self, code, value, chinese, english):
        assert shown(code, value, "zh-hans") == chinese
        assert shown(code, value, "en") == english

    def test_a_list_is_read_in_its_order(self):
        text = shown("insurance.kinds", ["MEDICAL", "PENSION", "INJURY"])
        assert [text.index(word) for word in ("medical", "pension", "work injury")] == sorted(
            text.index(word) for word in ("medical", "pension", "work injury")
        )

    @pytest.mark.parametrize(
        "code", ["population.name", "insurance.kinds", "insurance.status", "population.birth_on"]
    )
    @pytest.mark.parametrize("value", [None, "", []])
    def test_what_nobody_recorded_says_so_and_is_no_hole(self, code, value):
        assert shown(code, value) == "Not recorded"

    def test_a_page_without_a_language_is_chinese(self):
        with override(None):
            assert show(DataField.objects.get(code="population.alive"), "YES", today=TODAY) == "是"


class TestDaysThatAreNoBirths:
    """Other days have no age; one of the future broke the page before."""

    @pytest.fixture(autouse=True)
    def expiry(self, catalogue):
        resource = DataField.objects.get(code="population.birth_on").resource
        DataField.objects.create(
            resource=resource,
            code="population.valid_until",
            label={},
            kind="date",
            level="L3",
            max_age_days=1,
        )

    @pytest.mark.parametrize(
        ("day", "said"), [("2027-01-04", "2027年1月4日"), ("2020-01-04", "2020年1月4日")]
    )
    def test_a_day_that_is_no_birth_is_only_a_day(self, day, said):
        assert shown("population.valid_until", day, "zh-hans") == said

    def test_a_birth_still_to_come_is_only_a_day(self):
        assert "years" not in shown("population.birth_on", "2027-01-04")


class TestMasked:
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_an_identity_number_shows_its_ends_only(self, language):
        text = shown("population.id_no", "990102194603080026", language)
        assert "19460308" not in text and text.endswith("0026")

    @settings(max_examples=25, deadline=None)
    @given(st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True))
    def test_whatever_the_number_the_birthday_is_hidden(self, number):
        assert number[6:14] not in shown("population.id_no", number)


class TestDays:
    def test_a_birthday_comes_with_the_age_it_means_today(self):
        assert shown("population.birth_on", "1946-03-08").endswith("80 years old")

    @pytest.mark.parametrize(("born", "age"), [("1946-11-23", 80), ("1946-11-24", 79), ("2026-11-23", 0)])
    def test_the_age_changes_on_the_birthday(self, born, age):
        assert f"{age} years old" in shown("population.birth_on", born)

    def test_it_is_written_as_every_other_day_of_the_page(self):
        assert shown("population.birth_on", "1946-03-08") == "8 March 1946, 80 years old"

    def test_the_year_month_and_day_are_there_in_chinese(self):
        text = shown("population.birth_on", "1946-03-08", "zh-hans")
        assert "1946年3月8日" in text and "80" in text
