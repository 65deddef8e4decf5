"""Sentences stand apart in English and not in Chinese."""

import pytest
from django.template import engines
from django.utils.translation import override


@pytest.mark.parametrize(("language", "joined"), [("en", "One. Two."), ("zh-hans", "One.Two.")])
def test_between_two_sentences(language, joined):
    page = engines["django"].from_string("{% load texts %}One.{% gap %}Two.")
    with override(language):
        assert page.render({}) == joined
