"""Every word of the interface has its Chinese, says the same and loses no placeholder."""

import re

import pytest

from portal.management.commands.collect_texts import catalogue, problems, read, texts_in_use

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def catalog():
    return read(catalogue())


@pytest.fixture(scope="module")
def used():
    """Looked for in all templates and modules once."""
    return list(texts_in_use())


def chinese(message) -> str:
    return "".join(message.string) if isinstance(message.string, tuple) else message.string


def test_every_text_has_its_chinese_with_the_same_placeholders(catalog, used):
    """Mend with `manage.py collect_texts`, which adds what is missing, and write the Chinese into the catalogue."""
    assert list(problems(catalog, used)) == []


def test_the_words_follow_the_look(catalog):
    """No exclamation marks, full-width marks between Chinese words, a straight tone."""
    loud = [each.id for each in catalog if "！" in chinese(each)]
    half_width = [each.id for each in catalog if re.search(r"[\u4e00-\u9fff][,;:?!](?!\w)", chinese(each))]
    assert (loud, half_width) == ([], [])


def test_msgids_are_english(used):
    assert [text.msgid for text in used if HAN.search(text.msgid)] == []


def test_no_percent_sign_hides_in_a_msgid(used):
    """A bare % is doubled in some templates and not in others; one writes it out in words."""
    bare = re.compile(r"%(?!\(\w+\)\d*[sdX]|[sd])")
    assert [text.msgid for text in used if bare.search(text.msgid)] == []


def test_the_markup_of_a_text_survives_its_translation(catalog, used):
    """Links and emphasis are kept; <wbr> may stand elsewhere, for Chinese breaks elsewhere."""
    tags = re.compile(r"</?(?!wbr)\w+[^>]*>")
    lost = []
    for text in used:
        message = catalog.get(text.msgid, text.context)
        if message and sorted(tags.findall(text.msgid)) != sorted(tags.findall(chinese(message))):
            lost.append(text.msgid)
    assert lost == []
