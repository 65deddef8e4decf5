"""The codes of GB/T 39554.1, on codes that are in use: what fits is taken apart and put together again, the rest
says why not."""

from datetime import date

import pytest

from services.catalogue.codes import BadCode, BasicCode, CaseCode, ItemCode, VariantCode

GUANGDONG = "11440000006939756B244210104C002"
GUANGZHOU = "11440100696931785D3440114008003"
SHANWEI = "12441500196720244T3442199806003"


def part_refused(parse, code: str) -> str:
    with pytest.raises(BadCode) as bad:
        parse(code)
    return bad.value.part


class TestRealCodes:
    def test_thirty_one_characters_are_who_and_what(self):
        code = ItemCode.parse(GUANGDONG)
        assert (code.credit_code, code.level) == ("11440000006939756B", "2")
        assert code.basic == BasicCode(province="44", kind="21", main="0104C", sub="002")

    def test_thirty_three_are_a_case_of_it(self):
        code = VariantCode.parse(f"{GUANGZHOU}14")
        assert (str(code.item), code.number) == (GUANGZHOU, "14")

    def test_forty_three_are_an_application_of_a_day(self):
        code = CaseCode.parse(f"{SHANWEI}202206230068")
        assert (str(code.item), code.day, code.serial) == (SHANWEI, date(2022, 6, 23), "0068")

    @pytest.mark.parametrize(
        ("kind", "code"),
        [
            (BasicCode, "44210104C002"),
            (BasicCode, "000100001001"),
            (ItemCode, GUANGDONG),
            (VariantCode, f"{GUANGZHOU}14"),
            (CaseCode, f"{SHANWEI}202206230068"),
            (CaseCode, f"{SHANWEI}20220623A000"),
        ],
    )
    def test_put_together_again_it_is_the_same(self, kind, code):
        assert str(kind.parse(code)) == code


class TestWhatDoesNotFit:
    @pytest.mark.parametrize(
        ("code", "part"),
        [
            (GUANGDONG[:-1], "length"),
            ("", "length"),
            (GUANGDONG.replace("756B", "756C"), "credit_code"),
            (GUANGDONG.lower(), "credit_code"),
            (GUANGDONG.replace("756B2", "756B0"), "level"),
            (GUANGDONG.replace("756B2", "756B²"), "level"),
            (GUANGDONG.replace("0104C", "0104c"), "basic_code"),
            (GUANGDONG[:-1] + "A", "basic_code"),
            (GUANGDONG[:-1] + "２", "basic_code"),
        ],
    )
    def test_the_part_of_an_item_code_is_named(self, code, part):
        assert part_refused(ItemCode.parse, code) == part

    @pytest.mark.parametrize("number", ["1A", "１１", "--"])
    def test_so_is_the_number_of_a_case(self, number):
        assert part_refused(VariantCode.parse, GUANGZHOU + number) == "variant"

    @pytest.mark.parametrize(
        ("rest", "part"),
        [
            ("202302290001", "day"),
            ("00000000AAAA", "day"),
            ("2023022X0001", "day"),
            ("20230228a001", "serial"),
        ],
    )
    def test_so_are_day_and_serial(self, rest, part):
        assert part_refused(CaseCode.parse, SHANWEI + rest) == part

    def test_a_code_of_another_directory_fits_nothing(self):
        dirty = "511Z07001006-511602000000-000-11511301008778183N-1-00"
        assert {part_refused(kind.parse, dirty) for kind in (ItemCode, VariantCode, CaseCode)} == {"length"}
