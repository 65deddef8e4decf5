"""Reading a package: plain values with their lines, and every fault with file, line and field."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.catalogue.package import BadPackage, Source, check_item, read
from tests.catalogue.packages import changed, faults_of, line_of, places, shipped, write


def read_text(folder: Path, text: str) -> Source:
    return read(write(folder, text))


def schema_faults(folder: Path, *changes: tuple[str, str]) -> tuple[str, list[tuple[int, str]], list[str]]:
    text = changed(shipped(), *changes)
    faults = check_item(read_text(folder, text))
    return text, places(faults), [fault.says for fault in faults]


class TestReading:
    def test_values_come_as_they_are_written_with_the_line_of_every_field(self, tmp_path):
        source = read_text(tmp_path, "# a comment\na: 1\nb:\n  - {c: yes, d: ~}\n  - e\n")
        assert source.values == {"a": 1, "b": [{"c": True, "d": None}, "e"]}
        assert source.lines == {
            (): 2,
            ("a",): 2,
            ("b",): 3,
            ("b", 0): 4,
            ("b", 0, "c"): 4,
            ("b", 0, "d"): 4,
            ("b", 1): 5,
        }

    def test_dates_and_times_stay_text(self, tmp_path):
        source = read_text(tmp_path, "day: 2026-01-01\nmoment: 2026-01-01 10:00:00\nin_list: [2026-02-03]\n")
        assert source.values == {
            "day": "2026-01-01",
            "moment": "2026-01-01 10:00:00",
            "in_list": ["2026-02-03"],
        }

    def test_a_fault_in_a_field_that_is_missing_is_found_at_the_field_around_it(self, tmp_path):
        source = read_text(tmp_path, "a:\n  b:\n    c: 1\n")
        assert places([source.fault(("a", "b", "x", 0), "is missing")]) == [(2, "a.b.x.0")]

    def test_a_fault_reads_as_file_line_field_and_sentence(self, tmp_path):
        source = read_text(tmp_path, "a: 1\n")
        assert str(source.fault(("a",), "is wrong")) == "item.yaml:1: a: is wrong"
        assert str(source.fault((), "is wrong")) == "item.yaml:1: file: is wrong"


class TestNotPlainYaml:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("a: 1\nb: [1, 2\nc: 3\n", (3, "")),  # a bracket is open
            ("a: 1\n\tb: 2\n", (2, "")),  # a tab
            ("a: 'open\n", (2, "")),
            ("a: 1\n--- \nb: 2\n", (2, "")),  # two documents
            ("- a\n- b\n", (1, "")),
            ("just words", (1, "")),
            ("", (1, "")),
            ("# only a comment\n", (1, "")),
            ("a: \x00\n", (1, "")),  # a character no YAML has
            ("a: 1\nb: !!python/object/apply:os.system [ls]\n", (2, "b")),
            ("a: 1\nb: !mine 3\n", (2, "b")),
            ("a: 1\nb: !!timestamp 2026-01-01\n", (2, "b")),
            ("a: 1\nb: !!binary aGVsbG8=\n", (2, "b")),
            ("a: {}\nb:\n  - !!set {x}\n", (3, "b.0")),
            ("a: &x 1\nb: 2\nc: *x\n", (3, "")),  # an alias
            ("a: &x [*x]\n", (1, "")),  # one that holds itself
            ("a: 1\n<<: {b: 2}\n", (2, "<<")),
            ("a:\n  ? [1, 2]\n  : b\n", (2, "a.")),
            ("a: 1\nb: !!int many\n", (1, "")),
            ("a: .nan\n", (1, "")),  # no JSON can carry it
            ("a: -.inf\n", (1, "")),
            ('a: "\\ud800"\n', (1, "")),  # half a character
            ("a: " + "9" * 5000 + "\n", (1, "")),
        ],
    )
    def test_is_refused_with_its_line(self, tmp_path, text, place):
        faults = faults_of(lambda: read_text(tmp_path, text))
        (line, field), said = place, faults[0]
        assert (said.file, said.line) == ("item.yaml", line) and said.field.startswith(field) and said.says

    def test_a_file_that_is_not_there_is_a_fault_of_that_file(self, tmp_path):
        assert faults_of(lambda: read(tmp_path / "gone.yaml"))[0].file == "gone.yaml"

    def test_a_file_in_another_encoding_is_a_fault_too(self, tmp_path):
        file = tmp_path / "item.yaml"
        file.write_bytes("name: 高龄津贴".encode("gb18030"))
        assert "cannot be read" in faults_of(lambda: read(file))[0].says

    @pytest.mark.parametrize("deep", ["[" * 90000, "[" * 90000 + "]" * 90000, "- " * 90000, "{a: " * 90000])
    def test_whatever_is_nested_without_end_does_not_break_the_reader(self, tmp_path, deep):
        assert faults_of(lambda: read_text(tmp_path, f"a:\n  {deep}"))[0].line == 2

    def test_as_deep_as_anybody_needs_is_fine(self, tmp_path):
        assert read_text(tmp_path, "a: " + "[" * 30 + "]" * 30).values["a"]

    @pytest.mark.parametrize("name", ["YES", "NO", "on", "1", "2.5", "~", "null", "2026-01-01"])
    def test_a_name_must_be_text_and_the_sentence_says_how(self, tmp_path, name):
        text = f"values:\n  {name}: {{zh: 是, en: x}}\n"
        if name == "2026-01-01":
            assert read_text(tmp_path, text).values["values"] == {name: {"zh": "是", "en": "x"}}
            return
        (fault,) = faults_of(lambda: read_text(tmp_path, text))
        assert (fault.line, fault.field) == (2, f"values.{name}") and "quotes" in fault.says

    @settings(deadline=None)
    @given(st.text(max_size=200))
    def test_whatever_is_in_the_file_it_is_read_or_refused(self, tmp_path_factory, text):
        try:
            assert isinstance(read_text(tmp_path_factory.getbasetemp(), text).values, dict)
        except BadPackage as bad:
            assert all(fault.line >= 1 and fault.says for fault in bad.faults)


class TestTwice:
    def test_a_field_written_twice_is_refused_at_the_second_place(self, tmp_path):
        faults = faults_of(lambda: read_text(tmp_path, "a: 1\nb: 2\na: 3\n"))
        assert places(faults) == [(3, "a")] and faults[0].says == "is written twice"

    def test_also_deep_inside_and_every_one_of_them(self, tmp_path):
        text = "a:\n  - {x: 1, x: 2}\n  - y: {k: 1}\n    y: {k: 2}\n"
        assert places(faults_of(lambda: read_text(tmp_path, text))) == [(2, "a.0.x"), (4, "a.1.y")]

    def test_the_same_name_in_two_places_is_no_fault(self, tmp_path):
        assert read_text(tmp_path, "a: {x: 1}\nb: {x: 1}\n").values == {"a": {"x": 1}, "b": {"x": 1}}


class TestSchema:
    @pytest.mark.parametrize(
        ("old", "new", "field"),
        [
            ("heat: 90", "heat: often", "heat"),
            ("heat: 90", "heat: -1", "heat"),
            ("fee_fen: 0", "fee_fen: 1.5", "fee_fen"),
            ("once: false", 'once: "false"', "once"),
            ('kind: "21"', "kind: 21", "kind"),
            ('kind: "21"', 'kind: "99"', "kind"),
            ("level: 3", "level: 7", "level"),
            ('basic_code: "992100201001"', 'basic_code: "99210020100"', "basic_code"),
            ("audience: [PERSON]", "audience: []", "audience"),
            ("audience: [PERSON]", "audience: PERSON", "audience"),
            ("icon: card", "icon: skull", "icon"),
            ("handling: IMMEDIATE", "handling: SOON", "handling"),
            ("format: 1", "format: 2", "format"),
            ("valid_months: 3", "valid_months: 0", "certificate.valid_months"),
            ("in_force_from: 2026-09-01", "in_force_from: 2026-02-30", "in_force_from"),
            ("in_force_from: 2026-09-01", "in_force_from: 1 January", "in_force_from"),
            ("unit: WORKING", "unit: MOON", "limits.unit"),
            ("type_code: 11990100MB10030356001", "type_code: ABC", "certificate.type_code"),
            ("{code: A01_RECORD", "{code: approve", "rules.rows.0.code"),
            ("disclosure: VALUE, why: {zh: 写在证明上, en: To write it on the certificate}}\n    - {field: population.id_no",
             "disclosure: GLANCE, why: {zh: 写在证明上, en: To write it on the certificate}}\n    - {field: population.id_no",
             "purpose.reads.0.disclosure"),
        ],
    )  # fmt: skip
    def test_a_wrong_value_is_found_at_its_line_and_field(self, tmp_path, old, new, field):
        text, found, _ = schema_faults(tmp_path, (old, new))
        words = new.split("\n", maxsplit=1)[0] if "reads" not in field else "GLANCE"
        assert set(found) == {(line_of(text, words), field)}

    def test_a_field_nobody_knows_is_named_at_its_own_line(self, tmp_path):
        text, found, says = schema_faults(tmp_path, ("visits: 0", "visits: 0\nvisitors: 3\nvisions: 4"))
        assert found == [(line_of(text, "visitors"), "visitors"), (line_of(text, "visions"), "visions")]
        assert says == ["is not known here"] * 2

    def test_also_inside_a_block(self, tmp_path):
        text, found, _ = schema_faults(tmp_path, ("    required: true", "    requird: true"))
        assert found == [(line_of(text, "requird"), "questions.0.requird")]

    def test_a_missing_field_is_named_where_it_should_be(self, tmp_path):
        text, found, says = schema_faults(tmp_path, ("  basis: {zh", "  # basis: {zh"))
        assert found == [(line_of(text, "purpose:"), "purpose.basis")] and says == ["is missing"]

    @pytest.mark.parametrize(
        "name", ["{zh: 参保证明}", "{zh: 参保证明, en: ''}", "参保证明", "{zh: 参, en: I, fr: A}"]
    )
    def test_a_text_has_both_languages_and_no_third(self, tmp_path, name):
        old = "name: {zh: 参保证明, en: Certificate of insurance}\nsummary"
        text, found, _ = schema_faults(tmp_path, (old, f"name: {name}\nsummary"))
        assert {line for line, _ in found} == {line_of(text, f"name: {name}")}

    def test_a_choice_needs_its_options(self, tmp_path):
        text = shipped()
        start, end = text.index("    options:"), text.index("\npurpose:")
        faults = check_item(read_text(tmp_path, text[:start] + text[end:]))
        assert [(fault.field, fault.says) for fault in faults] == [("questions.0.options", "is missing")]

    def test_all_faults_are_told_in_the_order_of_the_file(self, tmp_path):
        _, found, _ = schema_faults(
            tmp_path, ("fee_fen: 0", "fee_fen: x"), ("heat: 90", "heat: x"), ("icon: card", "icon: x")
        )
        assert [field for _, field in found] == ["icon", "heat", "fee_fen"]

    def test_a_sentence_about_a_long_value_stays_short(self, tmp_path):
        _, _, says = schema_faults(tmp_path, ("icon: card", f"icon: {'x' * 5000}"))
        assert len(says[0]) <= 300
