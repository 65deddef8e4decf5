"""Files that mean harm are refused with a sentence, quickly and without eating memory."""

import io
import json
import tracemalloc
import zipfile

import openpyxl
import pytest

from services.rules.exchange.content import MOST_BYTES
from services.rules.exchange.csv_text import read_csv, write_csv
from services.rules.exchange.json_text import parse_json, read_jdm, read_json, write_json
from services.rules.exchange.workbook import read_workbook, write_workbook
from services.rules.problems import RuleErrors
from tests.rules_engine.allowance import allowance
from tests.rules_engine.exchange.test_round_trip import the_allowance

FLAT = 40 << 20  # bytes that reading a hostile file may take at most


def refusal(read, data: bytes, **given) -> str:
    tracemalloc.start()
    try:
        with pytest.raises(RuleErrors) as refused:
            read(data, **given)
        assert tracemalloc.get_traced_memory()[1] < FLAT
    finally:
        tracemalloc.stop()
    return str(refused.value)


def bundle(**changes) -> dict:
    return {**json.loads(write_json(the_allowance())), **changes}


def as_bytes(value: object) -> bytes:
    return json.dumps(value).encode()


def with_table(change) -> bytes:
    body = bundle()
    change(next(node for node in body["jdm"]["nodes"] if node["type"] == "decisionTableNode")["content"])
    return as_bytes(body)


def workbook(change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(the_allowance())))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


class TestJson:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"[" * 100_000, "nested too deep"),
            (b'{"a":' * 5000 + b"1" + b"}" * 5000, "nested too deep"),
            (b'{"a": 1, "a": 2}', "The key a stands twice"),
            (b'{"__proto__": {"polluted": true}}', "__proto__ has no place"),
            (b'{"a": {"constructor": 1}}', "constructor has no place"),
            (b'{"a": NaN}', "NaN is no number"),
            (b'{"a": Infinity}', "Infinity is no number"),
            (b'{"a": ' + b"9" * 10_000 + b"}", "not JSON"),
            (b"\xff\xfe{}", "not JSON in UTF-8"),
            (b"{", "not JSON"),
            (b"", "not JSON"),
            (b'"' + b"x" * MOST_BYTES + b'"', "larger than 2 MB"),
            (b" " * (10 << 20), "larger than 2 MB"),
        ],
    )
    def test_tricks_of_the_text_are_refused_before_anything_is_built(self, data, says):
        assert says in refusal(parse_json, data)

    @pytest.mark.parametrize(
        "value", [None, 7, [], {}, {"format": "rules/1"}, bundle(format="rules/2"), bundle(extra=1)]
    )
    def test_what_is_no_rule_set_is_refused(self, value):
        assert "This is no rule set" in refusal(read_json, as_bytes(value))

    @pytest.mark.parametrize("part", ["facts", "texts", "examples", "jdm"])
    @pytest.mark.parametrize("value", [None, 7, "x", [[[]]], {"a": {}}])
    def test_a_part_of_another_shape_is_refused(self, part, value):
        from services.rules.compose import compose
        from services.rules.examples import parse_examples
        from services.rules.schema import FactSchema

        def whole(data: bytes) -> None:
            content = read_json(data)
            compose(content.facts, content.rows)
            parse_examples(content.examples, FactSchema.parse(content.facts))

        assert refusal(whole, as_bytes(bundle(**{part: value})))

    def test_a_function_node_is_refused(self):
        body = bundle()
        body["jdm"]["nodes"][1].update(
            type="functionNode", content="export const handler = () => { while (1) {} }"
        )
        assert "outside the profile" in refusal(read_json, as_bytes(body))

    def test_a_cycle_is_refused(self):
        body = bundle()
        body["jdm"]["edges"][0] = {**body["jdm"]["edges"][0], "sourceId": "table", "targetId": "table"}
        assert "outside the profile" in refusal(read_json, as_bytes(body))

    def test_a_hundred_thousand_rows_are_refused(self):
        data = with_table(lambda table: table.update(rules=[table["rules"][0]] * 100_000))
        assert "larger than 2 MB" in refusal(read_json, data)

    def test_a_row_too_many_is_refused(self):
        def many(table):
            table["rules"] = [dict.fromkeys(rule, "") for rule in table["rules"][-1:] * 501]

        assert "rules is outside the profile" in refusal(read_json, with_table(many))

    def test_a_cell_too_long_is_refused(self):
        def long(table):
            table["rules"][0]["i_age"] = "<" * 100_000

        assert "outside the profile" in refusal(read_json, with_table(long))

    @pytest.mark.parametrize("amount", ["", "-1", "1e99", "9" * 1000, "1.5", '"5"', "²"])
    def test_an_amount_that_is_none_is_refused(self, amount):
        def change(table):
            table["rules"][0]["o_amount_fen"] = amount[:200]

        assert "whole number of fen" in refusal(read_json, with_table(change))

    def test_a_table_over_other_facts_is_refused(self):
        jdm = as_bytes(allowance().jdm)
        assert "not the declared facts" in refusal(read_jdm, jdm, facts={"age": {}}, texts={})


class TestCsv:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "exactly the sheets"),
            (b"\xff\xff", "not CSV"),
            (b"age,code\n", "must begin with [facts]"),
            (b"[facts]\n[facts]\n", "stands twice"),
            (b'[facts]\n"name', "not CSV"),
            (b"[facts]\n" + b"a,b\n" * 100_000, "more lines"),
            (b"[facts]\n" + b"," * 100_000, "wider"),
            (b"[facts]\n" + b"x" * 5000, "wider"),
            (b"[facts]\n" + b"x" * 200_000, "not CSV"),
            (b"x" * (10 << 20), "larger than 2 MB"),
        ],
    )
    def test_what_is_no_rule_set_is_refused(self, data, says):
        assert says in refusal(read_csv, data)

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            ("name,kind", "kind,name", "The first line of facts must read"),
            ("age,number", "age,number,x,x,x,x,x,x", "has 12 cells instead of 6"),
            ("age,number", "alive,number", "stands twice"),
            ("alive,YES", "aliive,YES", "which facts does not have"),
            ("alive,NO", "alive,YES", "The value YES of alive stands twice"),
        ],
    )
    def test_a_slip_is_named(self, old, new, says):
        text = write_csv(the_allowance()).decode("utf-8-sig")
        assert old in text
        assert says in refusal(read_csv, text.replace(old, new, 1).encode())


class TestExcel:
    def test_a_file_that_is_no_workbook_is_refused(self):
        assert "no workbook" in refusal(read_workbook, b"PK\x03\x04 nonsense")
        assert "no workbook" in refusal(read_workbook, b"")

    def test_a_bomb_is_refused_unopened(self):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (64 << 20))
        assert len(target.getvalue()) < MOST_BYTES
        assert "unpacks to more" in refusal(read_workbook, target.getvalue())

    def test_too_many_parts_are_refused(self):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for number in range(100):
                archive.writestr(f"part{number}.xml", b"")
        assert "unpacks to more" in refusal(read_workbook, target.getvalue())

    @pytest.mark.parametrize(
        "part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/connections.xml"]
    )
    def test_macros_and_links_are_refused(self, part):
        target = io.BytesIO(write_workbook(the_allowance()))
        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr(part, b"x")
        assert "macros or links" in refusal(read_workbook, target.getvalue())

    def test_an_entity_bomb_is_refused(self):
        source, target = zipfile.ZipFile(io.BytesIO(write_workbook(the_allowance()))), io.BytesIO()
        lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
        bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><x>&l11;</x>'.encode()
        with zipfile.ZipFile(target, "w") as archive:
            for name in source.namelist():
                archive.writestr(name, bomb if name == "xl/workbook.xml" else source.read(name))
        assert refusal(read_workbook, target.getvalue())

    def test_a_formula_is_refused_with_its_place(self):
        def change(book):
            book["rows"]["B2"] = "=1+1"

        assert "Cell B2 of rows holds a formula" in refusal(read_workbook, workbook(change))

    def test_a_sheet_too_many_is_refused(self):
        assert "exactly the sheets" in refusal(
            read_workbook, workbook(lambda book: book.create_sheet("more"))
        )

    def test_lines_without_end_are_refused(self):
        def change(book):
            for number in range(600):
                book["rows"].append([f"M{number}"])

        assert "larger than a rule set" in refusal(read_workbook, workbook(change))
