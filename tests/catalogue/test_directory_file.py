"""What can be read of a directory is read as it was written; what cannot is told with its line, all of it at once."""

import pytest

from services.catalogue.directory_file import BadDirectory, read_lines
from tests.catalogue.directories import HEADER, RIGHT, code, directory, line


def faults(file) -> list[str]:
    with pytest.raises(BadDirectory) as bad:
        list(read_lines(file))
    return bad.value.faults


class TestReading:
    def test_a_line_keeps_its_code_and_says_whose_it_is(self, tmp_path):
        written = "511Z07001006-511602000000-000-11511301008778183N-1-00"
        (found,) = read_lines(
            directory(tmp_path, line(itemCode=written, main_item="机动车备案", taskType="10"))
        )
        assert (found.number, found.code, found.credit_code, found.fault) == (2, written, RIGHT, None)
        assert (found.main_item, found.kind, found.region) == ("机动车备案", "10", "511602")

    def test_what_nobody_sorted_has_no_main_item(self, tmp_path):
        (found,) = read_lines(directory(tmp_path, line(main_item="未分类")))
        assert found.main_item == ""

    @pytest.mark.parametrize(
        ("credit_code", "fault"),
        [
            ("TE5116020105116050", "CHECK"),
            ("083372204", "LENGTH"),
            ("11511301452259996u", "CASE"),
            ("1151130145225999OU", "ALPHABET"),
        ],
    )
    def test_a_wrong_code_of_the_department_refuses_nothing(self, tmp_path, credit_code, fault):
        (found,) = read_lines(directory(tmp_path, line(itemCode=code(credit_code))))
        assert (found.credit_code, found.fault) == (credit_code, fault)

    def test_columns_stand_in_any_order_and_others_may_be_there(self, tmp_path):
        turned = [*reversed(HEADER), "remark"]
        (found,) = read_lines(directory(tmp_path, [*reversed(line(name="居住证办理")), "x"], header=turned))
        assert found.name == "居住证办理"

    def test_a_mark_of_byte_order_and_windows_line_ends_do_no_harm(self, tmp_path):
        file = directory(tmp_path, line(), line())
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
        assert [found.number for found in read_lines(file)] == [2, 3]

    def test_empty_lines_are_passed_over_and_counted(self, tmp_path):
        file = directory(tmp_path, line(), [], line())
        assert [found.number for found in read_lines(file)] == [2, 4]


class TestRefused:
    def test_missing_columns_are_named(self, tmp_path):
        file = directory(tmp_path, line()[:4], header=HEADER[:4])
        assert faults(file) == ["line 1: these columns are missing: taskType, areaCode"]

    def test_an_empty_file_misses_all_of_them(self, tmp_path):
        file = tmp_path / "empty.csv"
        file.touch()
        assert faults(file)[0].startswith("line 1: these columns are missing: department,")

    def test_another_encoding_is_told_with_its_line(self, tmp_path):
        file = directory(tmp_path, line(name="plain"))
        file.write_bytes(file.read_bytes() + "区经信局,,某事项,a-b-c-d,1,511602\n".encode("gb18030"))
        assert faults(file) == ["line 3: byte 0xc7 is no UTF-8; save the file as UTF-8"]

    def test_a_field_beyond_all_measure_is_told_with_its_line(self, tmp_path):
        file = directory(tmp_path, line(), line(name="很" * 200_000))
        assert faults(file) == ["line 3: cannot be read: field larger than field limit (131072)"]

    def test_a_quote_that_never_ends_is_told(self, tmp_path):
        file = directory(tmp_path, line())
        file.write_text(file.read_text(encoding="utf-8") + '"never ends', encoding="utf-8")
        assert faults(file) == ["line 3: cannot be read: unexpected end of data"]

    def test_a_row_with_a_field_too_few(self, tmp_path):
        assert faults(directory(tmp_path, line()[:5])) == ["line 2: has 5 fields, the first line has 6"]

    @pytest.mark.parametrize(
        ("values", "says"),
        [
            ({"name": ""}, "name is empty"),
            ({"itemCode": "  "}, "itemCode is empty"),
            ({"name": "很" * 501}, "name has 501 characters, at most 500 fit"),
            (
                {"itemCode": "no-parts"},
                "itemCode no-parts has no third part from its end: the department's code",
            ),
            ({"areaCode": "51X"}, "areaCode 51X is no code of a region"),
            ({"name": "a\0b"}, "name holds a NUL"),
        ],
    )
    def test_a_field_that_will_not_do(self, tmp_path, values, says):
        assert faults(directory(tmp_path, line(), line(**values))) == [f"line 3: {says}"]

    def test_a_code_that_comes_twice_names_both_lines(self, tmp_path):
        once = code()
        file = directory(tmp_path, line(itemCode=once), line(), line(itemCode=once))
        assert faults(file) == [f"line 4: itemCode {once} is on line 2 already"]

    def test_all_faults_are_told_at_once(self, tmp_path):
        found = faults(directory(tmp_path, line(name=""), line(), line(taskType="", department="")))
        assert [says.partition(":")[0] for says in found] == ["line 2", "line 4", "line 4"]

    def test_of_very_many_the_first_are_shown(self, tmp_path):
        with pytest.raises(BadDirectory, match="… and 10 more") as bad:
            list(read_lines(directory(tmp_path, *[line(name="") for _ in range(60)])))
        assert len(bad.value.faults) == 60

    def test_a_file_that_is_not_there(self, tmp_path):
        assert faults(tmp_path / "nowhere.csv") == ["cannot be read: No such file or directory"]
