"""The read-aloud controls: in elder mode, hidden until a script finds a voice, with their words in the page's language."""

from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from accessibility.context_processors import display as known_everywhere
from accessibility.display import Display


def controls(mode: str, language: str = "zh-hans") -> str:
    template = engines["django"].from_string("{% load elder %}{% read_aloud %}")
    with override(language):
        return template.render({"elder": mode == "elder"})


def test_elders_are_offered_it_and_others_are_not():
    assert "读给我听" in controls("elder")
    assert controls("standard").strip() == ""


def test_it_is_hidden_until_a_voice_is_found():
    assert "data-say hidden" in controls("elder")


def test_one_can_stop_begin_again_and_slow_down():
    html = controls("elder")
    for part in ("start", "pause", "again", "slower"):
        assert f"data-say-{part}" in html
    assert html.count('type="button"') == 4  # none of them sends a form


def test_its_words_are_in_the_language_of_the_page():
    assert "Read to me" in controls("elder", "en")
    assert 'data-on="继续"' in controls("elder")


def test_templates_know_the_display_and_the_language():
    request = RequestFactory().get("/")
    request.display = Display(mode="elder")
    with override("zh-hans"):
        assert known_everywhere(request) == {
            "display": request.display,
            "elder": True,
            "page_language": "zh-Hans",
        }
    with override("en"):
        assert known_everywhere(request)["page_language"] == "en"


def test_a_request_that_never_met_the_middleware_is_shown_the_standard_page():
    assert known_everywhere(RequestFactory().get("/"))["elder"] is False
