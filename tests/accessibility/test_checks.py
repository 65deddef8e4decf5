"""`manage.py check` on accessibility: the wiring, and faults one can read in a template."""

import copy

import pytest
from django.conf import settings as real

from accessibility.checks import MIDDLEWARE, PROCESSOR, check_templates, check_wiring, faults


def ids(found):
    return [each.id for each in found]


def test_this_portal_is_wired_and_its_templates_are_clean():
    assert check_wiring() == []
    assert check_templates() == []


def test_a_missing_middleware_is_told(settings):
    settings.MIDDLEWARE = [each for each in real.MIDDLEWARE if each != MIDDLEWARE]
    assert ids(check_wiring()) == ["accessibility.E001"]


def test_a_middleware_before_signing_in_is_told(settings):
    settings.MIDDLEWARE = [MIDDLEWARE, *(each for each in real.MIDDLEWARE if each != MIDDLEWARE)]
    assert ids(check_wiring()) == ["accessibility.E002"]


def test_a_missing_context_processor_is_told(settings):
    settings.TEMPLATES = copy.deepcopy(real.TEMPLATES)
    settings.TEMPLATES[0]["OPTIONS"]["context_processors"].remove(PROCESSOR)
    assert ids(check_wiring()) == ["accessibility.E003"]


@pytest.mark.parametrize(
    ("markup", "word"),
    [
        ('<p style="color:red">', "inline style"),
        ('<button onclick="go()">', "inline handler"),
        ("<script>go()</script>", "without nonce"),
        ('<meta name="viewport" content="user-scalable=no">', "zoomed"),
        ('<meta http-equiv="refresh" content="5">', "reloads"),
        ('<a tabindex="3" href="/">', "tab order"),
        ("<video autoplay></video>", "moves by itself"),
        ("<input autofocus>", "jumps"),
        ('<a target="_blank" href="/">', "opens a window"),
        ('<img src="/a.png">', "without a text"),
    ],
)
def test_each_fault_is_named(markup, word):
    assert [each for each in faults(markup) if word in each]


@pytest.mark.parametrize(
    "markup",
    [
        '<script nonce="{{ request.csp_nonce }}" src="/a.js" defer></script>',
        '<main tabindex="-1">',
        '<img alt="" src="/a.png">',
        "{# a comment about style= and onclick= #}",
        "{% comment %}<script>{% endcomment %}",
        "<p>{% if one %} class{% endif %}</p>",
    ],
)
def test_what_is_fine_is_left_alone(markup):
    assert faults(markup) == []


def test_paper_is_no_page(settings, tmp_path):
    settings.TEMPLATES = [{"DIRS": [tmp_path], "OPTIONS": {"context_processors": [PROCESSOR]}}]
    for folder in ("certificates", "citizen"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.html").write_text('<p style="a:b">')
    assert [each.obj for each in check_templates()] == [str(tmp_path / "citizen" / "page.html")]
