"""A state nobody has words for would be a hole in a page."""

import pytest
from django.utils import translation

from portal.citizen.summaries import CHIPS, state_words
from services.applications.models import Application, State


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("state", list(State))
def test_every_state_has_words_in_every_language(state, language):
    application = Application()
    application.__dict__["state"] = state
    with translation.override(language):
        assert state_words(application)


def test_every_state_has_words_of_its_own():
    with translation.override("en"):
        words = []
        for state in State:
            application = Application()
            application.__dict__["state"] = state
            words.append(state_words(application))
    assert len(set(words)) == len(State)


def test_every_state_has_a_chip():
    assert set(CHIPS) == set(State)
