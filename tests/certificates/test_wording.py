"""What a certificate says, and how long it holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certificates.errors import RecordMismatch
from services.certificates.models import CertificateType
from services.certificates.wording import in_words, last_day, settle
from tests.certificates.conftest import RECORD, WANG_ID


def worded(kind: CertificateType, record: dict[str, Any] = RECORD) -> Any:
    return settle(
        kind, record, name="王秀兰", id_no=WANG_ID, issued_on=date(2026, 6, 12), valid_from=date(2026, 6, 1)
    )


def test_the_statement_names_holder_number_day_and_amount(allowance: CertificateType) -> None:
    assert worded(allowance)["statement"] == {
        "zh": f"兹证明王秀兰（身份证号 {WANG_ID}）自2026年6月1日起享受高龄津贴，每月 300 元。",
        "en": f"This is to certify that 王秀兰 (ID number {WANG_ID}) receives 300 yuan a month.",
    }


def test_title_and_issuer_are_those_of_the_day(allowance: CertificateType) -> None:
    words = worded(allowance)
    assert (words["title"]["zh"], words["issuer"]["zh"]) == ("高龄津贴资格证明", "云州市民政局")


def test_hidden_fields_are_in_the_statement_only(allowance: CertificateType) -> None:
    assert [line["label"]["zh"] for line in worded(allowance)["lines"]] == ["待遇标准", "起始月份"]


def test_a_plain_value_is_a_text_like_any_other(allowance: CertificateType) -> None:
    lines = worded(allowance, {**RECORD, "from_month": "2026-06"})["lines"]
    assert lines[1]["value"] == {"zh": "2026-06"}


def test_a_record_must_have_every_field_and_no_other(allowance: CertificateType) -> None:
    with pytest.raises(RecordMismatch) as refused:
        worded(allowance, {"amount": "300", "standard": "300", "bonus": "1"})
    assert (refused.value.missing, refused.value.unexpected) == ({"from_month"}, {"bonus"})


def test_a_record_cannot_speak_in_the_name_of_the_holder(allowance: CertificateType) -> None:
    allowance.fields = [*allowance.fields, {"name": "name", "label": {"zh": "名"}}]
    assert "李" not in worded(allowance, {**RECORD, "name": "李"})["statement"]["zh"]


def test_days_are_written_as_people_say_them() -> None:
    assert in_words(date(2026, 6, 2)) == {"zh": "2026年6月2日", "en": "2 June 2026"}


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 6, 1), 12, date(2027, 5, 31)),
        (date(2026, 6, 12), 3, date(2026, 9, 11)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_the_last_day_of_so_many_months(first: date, months: int, last: date) -> None:
    assert last_day(first, months) == last


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 1200))
def test_a_validity_ends_after_it_begins_and_is_never_a_day_too_long(first: date, months: int) -> None:
    last = last_day(first, months)
    assert last > first
    passed = (last.year - first.year) * 12 + last.month - first.month
    assert (passed, last.day) < (months, first.day) or passed < months
    assert last <= first + timedelta(days=31 * months)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 1199))
def test_more_months_never_end_earlier(first: date, months: int) -> None:
    assert last_day(first, months) < last_day(first, months + 1)
