"""What ships: a schema that is one, items that keep it, two languages everywhere, sentences an old person can follow."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from services.catalogue.package import SHIPPED, Place, check_item, read, schema
from services.catalogue.rule_facts import rule_facts
from services.rules.schema import FactSchema
from tests.catalogue.packages import ALL_ITEMS as ITEMS

FILES = [*sorted(SHIPPED.rglob("*.yaml")), SHIPPED.parent / "code_lists.yaml"]
LONGEST = 25  # 字 a sentence, punctuation and spaces not counted
# What a law is called and says, and what a certificate states, is quoted as it is; all else is read by people of eighty.
QUOTED = re.compile(r"law\.\d+\.(name|text)|certificate\.statement")
TITLE = re.compile(r"《[^》]+》")  # of a law, inside a sentence


def texts(value: Any, where: Place = ()) -> Iterator[tuple[Place, dict[str, str]]]:
    """Every text in both languages, and whatever looks like one that lost a language."""
    if isinstance(value, dict):
        if {"zh", "en"} & set(value):
            yield where, value
            return
        for name, each in value.items():
            yield from texts(each, (*where, name))
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from texts(each, (*where, number))


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[。！？；\n]", text) if part.strip()]


def length(sentence: str) -> int:
    return len(re.sub(r"[\W_]", "", sentence))


def all_texts() -> list[tuple[str, dict[str, str]]]:
    return [
        (f"{file.name}:{'.'.join(map(str, where))}", text)
        for file in FILES
        for where, text in texts(read(file).values)
    ]


class TestSchema:
    def test_it_is_json_schema_2020_12(self):
        assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        jsonschema_rs.meta.validate(schema())

    def test_it_knows_every_block_the_design_asks_for(self):
        blocks = {
            "questions",
            "facts",
            "rules",
            "evidence",
            "purpose",
            "procedure",
            "certificate",
            "result",
            "guide",
        }
        assert blocks <= set(schema()["properties"])

    def test_nothing_is_let_in_that_is_not_named(self):
        """An object without `additionalProperties` would take a slip of the pen for a field."""
        open_ended = [where for where, block in _objects(schema()) if "additionalProperties" not in block]
        assert open_ended == []

    def test_every_reference_leads_somewhere(self):
        for reference in re.findall(r"'\$ref': '#/\$defs/([a-z]+)'", str(schema())):
            assert reference in schema()["$defs"]


def _objects(block: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(block, dict):
        if block.get("type") == "object":
            yield where, block
        for name, each in block.items():
            yield from _objects(each, f"{where}.{name}")
    if isinstance(block, list):
        for number, each in enumerate(block):
            yield from _objects(each, f"{where}.{number}")


class TestItems:
    @pytest.mark.parametrize("file", ITEMS, ids=lambda file: file.stem)
    def test_each_keeps_the_schema(self, file):
        assert check_item(read(file)) == []

    @pytest.mark.parametrize("file", ITEMS, ids=lambda file: file.stem)
    def test_each_is_named_as_its_file(self, file):
        assert read(file).values["code"] == file.stem

    def test_the_amounts_of_the_guide_are_those_of_the_rules(self):
        package = read(SHIPPED / "items" / "old-age-allowance.yaml").values
        promised = {row["amount_fen"] for row in package["guide"]["gets"]["rows"]}
        given = {
            row["then"]["amount_fen"]
            for row in package["rules"]["rows"]
            if row["then"]["outcome"] == "APPROVE"
        }
        assert promised == given == {20000, 30000, 50000, 100000}

    def test_the_ages_of_the_guide_follow_each_other_without_a_gap(self):
        rows = read(SHIPPED / "items" / "old-age-allowance.yaml").values["guide"]["gets"]["rows"]
        assert [row["from_age"] for row in rows[1:]] == [row["to_age"] + 1 for row in rows[:-1]]
        assert "to_age" not in rows[-1]

    @pytest.mark.parametrize("file", ITEMS, ids=lambda file: file.stem)
    def test_every_fact_is_one_the_rules_understand(self, file):
        blocks = read(file).values["facts"]
        assert [fact.name for fact in FactSchema.parse(rule_facts(blocks))] == list(blocks)


class TestLanguages:
    def test_every_text_has_chinese_and_english_and_nothing_else(self):
        assert {place: sorted(text) for place, text in all_texts() if sorted(text) != ["en", "zh"]} == {}

    def test_no_text_is_empty_and_chinese_is_chinese(self):
        empty = [place for place, text in all_texts() if not all(part.strip() for part in text.values())]
        foreign = [place for place, text in all_texts() if not re.search(r"[\u3400-\u9fff]", text["zh"])]
        mixed = [
            place for place, text in all_texts() if re.search(r"[\u3000-\u9fff\uff00-\uffef]", text["en"])
        ]
        assert (empty, foreign, mixed) == ([], [], [])

    def test_both_languages_fill_the_same_gaps(self):
        gaps = {
            place: [set(re.findall(r"\{\w+\}", part)) for part in text.values()]
            for place, text in all_texts()
        }
        assert {place: found for place, found in gaps.items() if found[0] != found[1]} == {}


class TestWordsForElderReaders:
    @pytest.mark.parametrize(
        "part", ["summary", "short", "task", "steps", "gets", "who", "questions", "result", "why"]
    )
    def test_the_guard_reads_this_part(self, part):
        assert any(part in place for place, _ in all_texts())

    def test_a_sentence_has_25_characters_at_most(self):
        long = {
            place: sentence
            for place, text in all_texts()
            if not QUOTED.fullmatch(place.partition(":")[2])
            for sentence in sentences(text["zh"])
            if length(TITLE.sub("", sentence)) > LONGEST
        }
        assert long == {}

    @pytest.mark.parametrize("part", ["basis", "article", "reach_ways", "purposes", "departments"])
    def test_and_what_a_guide_shows_beside_its_own_words(self, part):
        read = [place for place, _ in all_texts() if not QUOTED.fullmatch(place.partition(":")[2])]
        assert any(part in place for place in read)

    @pytest.mark.parametrize(
        ("text", "most"),
        [
            ("年满 70 周岁，当场出结果", 11),
            ("一二三。四五！六？七；八", 3),
            ("《法》第一条，（示例）", 6),
            ("", 0),
        ],
    )
    def test_the_guard_counts_characters_and_not_marks(self, text, most):
        assert max(map(length, sentences(text)), default=0) == most

    def test_chinese_uses_full_width_marks_and_no_exclamation(self):
        wrong = re.compile(r"[\u3400-\u9fff] ?[,;:?!()]|[!！]|[,;:?!()] ?[\u3400-\u9fff]")
        assert {place: text["zh"] for place, text in all_texts() if wrong.search(text["zh"])} == {}

    def test_a_space_stands_between_characters_and_figures_but_not_between_characters(self):
        glued = re.compile(r"[\u3400-\u9fff][0-9]|[0-9][\u3400-\u9fff]|[\u3400-\u9fff] [\u3400-\u9fff]")
        loose = {
            place: text["zh"]
            for place, text in all_texts()
            if glued.search(re.sub(r"\d+年(\d+月(\d+日)?)?(标准)?|〔\d+〕\d+号", "", text["zh"]))
        }
        assert loose == {}
