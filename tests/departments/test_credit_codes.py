"""GB 32100: what is right, and what is wrong with what is wrong. A department keeps a wrong code only with its flag."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from services.departments.credit_codes import ALPHABET, check_character, fault
from services.departments.models import BadCreditCode, Department, Region

REAL = ("11440000006939756B", "11440100696931785D", "12441500196720244T", "11511301008778183N")


@pytest.mark.parametrize("code", REAL)
def test_codes_in_use_are_right(code):
    assert fault(code) is None and uscc.is_valid(code)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("", "LENGTH"),
        ("1151130000877869M", "LENGTH"),
        ("2222222222222", "LENGTH"),
        (REAL[0] + "0", "LENGTH"),
        ("1144000000693975OB", "ALPHABET"),
        ("1144000000693975６B", "ALPHABET"),
        ("11511301452259996u", "CASE"),
        (REAL[0].lower(), "CASE"),
        ("11440000006939756C", "CHECK"),
        ("TE5116020105116050", "CHECK"),
    ],
)
def test_what_is_wrong_has_a_name(code, found):
    assert fault(code) == found


@given(st.text("0123456789", min_size=8, max_size=8), st.text(ALPHABET, min_size=9, max_size=9))
def test_one_character_makes_it_right_and_a_second_opinion_agrees(head, tail):
    code = head + tail
    right = [sign for sign in ALPHABET if fault(code + sign) is None]
    assert right == [check_character(code + "0")] and uscc.calc_check_digit(code) == right[0]


@pytest.mark.django_db
class TestDepartments:
    def department(self, **values) -> Department:
        region, _ = Region.objects.get_or_create(code="990100", defaults={"name": {"zh": "云州市"}})
        names = {"name": {"zh": "某局"}, "short_name": {"zh": "某局"}}
        return Department.objects.create(code="some", region=region, **names, **values)

    def test_a_right_code_needs_no_flag(self):
        assert self.department(credit_code=REAL[0]).credit_code_fault == ""

    def test_a_wrong_one_is_refused(self):
        with pytest.raises(BadCreditCode, match="CHECK"):
            self.department(credit_code="11440000006939756C")

    def test_a_wrong_one_that_somebody_knows_of_is_kept(self):
        assert self.department(credit_code="11440000006939756C", credit_code_fault="CHECK").pk

    @pytest.mark.parametrize("code", [REAL[0], "1151130000877869M"])
    def test_a_flag_that_is_not_true_is_refused(self, code):
        with pytest.raises(BadCreditCode):
            self.department(credit_code=code, credit_code_fault="CHECK")
