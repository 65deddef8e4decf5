"""The parts of pages: signs, chips, stamps, the menu, questions, error summaries."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from portal.templatetags.parts import CHIPS
from services.people.models import User


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def render(markup: str, /, **context) -> str:
    template = engines["django"].from_string("{% load i18n parts texts %}" + markup)
    return template.render(context, context.get("request"))


def request_by(user, path="/", url_name="home"):
    request = RequestFactory().get(path)
    request.user, request.resolver_match = user, SimpleNamespace(url_name=url_name)
    return request


class Question(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card.")
    password = forms.CharField(widget=forms.PasswordInput(attrs={"placeholder": "Password"}))
    way = forms.ChoiceField(choices=[("sms", "Message"), ("call", "Call")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def field(name: str, data: dict | None = None, **more) -> str:
    form = Question(data)
    return render('{% include "parts/field.html" %}', field=form[name], **more)


def test_a_sign_is_decoration():
    html = render('{% icon "check" %}')
    assert 'aria-hidden="true"' in html
    assert "icons.svg#check" in html


def test_every_chip_has_a_shape_that_exists_and_its_word(settings):
    sprite = (settings.ROOT / "portal/static/portal/icons.svg").read_text()
    for kind, (css, sign, _) in CHIPS.items():
        html = render("{% chip kind word %}", kind=kind, word="Approved")
        assert "Approved" in html
        assert css in html
        assert f'<symbol id="{sign}"' in sprite


def test_a_chip_of_an_unknown_kind_is_a_mistake():
    with pytest.raises(KeyError):
        render('{% chip "purple" "?" %}')


@time_machine.travel(datetime(2026, 6, 12, 4, tzinfo=UTC), tick=False)
def test_a_stamp_says_who_what_and_when():
    at = datetime(2026, 6, 12, 1, 12, tzinfo=UTC)
    html = render('{% source "Police" "population register" at %}', at=at)
    assert "<b>Police</b>population register, today 09:12" in html
    assert "today" not in render('{% source "Police" "population register" %}')


def test_the_menu_marks_the_section_one_is_in():
    html = render("{% sections %}", request=request_by(AnonymousUser(), url_name="guide"))
    assert '<a href="/" aria-current="page">Services</a>' in html
    assert html.count("aria-current") == 1


def test_strangers_find_the_check_of_certificates_and_citizens_their_own_things_too():
    strange = render("{% sections %}", request=request_by(AnonymousUser()))
    known = render("{% sections %}", request=request_by(User(username="wang")))
    assert "Check a certificate" in strange
    assert "Check a certificate" in known
    assert "My applications" in known
    assert "Check a certificate" not in render(
        '{% sections "top" %}', request=request_by(User(username="wang"))
    )
    assert "My applications" not in strange


def test_the_way_back_leads_home_when_its_page_is_not_installed():
    assert 'href="/about/privacy/"' in render('{% back "privacy" "Privacy" %}')
    assert 'href="/x/"' in render('{% back "/x/" "There" %}')
    assert 'href="/"' in render('{% back "no_such_page" "Back" %}')


def test_a_question_ties_its_hint_to_its_input():
    html = field("name")
    assert '<label for="id_name">Name</label>' in html
    assert 'id="id_name_helptext">As on the card.' in html
    assert 'aria-describedby="id_name_helptext"' in html


def test_a_question_without_a_hint_points_at_nothing():
    html = field("name", no_hint=True)
    assert "helptext" not in html
    assert "describedby" not in html


def test_other_words_and_another_hint_may_be_given():
    html = field("name", label="Who are you?", hint="As your mother calls you.")
    assert "Who are you?" in html
    assert "As your mother calls you." in html
    assert "As on the card." not in html


def test_an_error_has_words_a_sign_and_a_tie():
    html = field("name", {"name": ""})
    assert 'class="field bad"' in html
    assert 'id="id_name_error"' in html
    assert "This field is required." in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html


def test_what_was_typed_is_kept():
    assert 'value="Wang"' in field("name", {"name": "Wang"})


def test_the_label_asks_and_no_placeholder_does():
    assert "placeholder" not in field("password")


def test_a_password_can_be_looked_at_where_scripts_run():
    html = field("password")
    assert 'data-reveals="id_password"' in html
    assert "hidden>" in html


def test_choices_are_whole_rows_under_one_legend():
    html = field("way", {"way": ""})
    assert html.count('class="pick"') == 2
    assert '<fieldset class="field bad" id="id_way" aria-describedby="id_way_error">' in html
    assert "<legend>Way</legend>" in html


def test_a_tick_box_has_its_words_beside_it_and_is_not_ticked():
    html = field("agree")
    assert '<label class="check" for="id_agree">' in html
    assert "checked" not in html


def test_a_hidden_field_asks_nothing():
    assert "label" not in field("secret")


def test_one_question_a_page_is_the_heading():
    assert '<h1><label for="id_name">Name</label></h1>' in field("name", heading=True)


def test_why_we_ask_is_folded_and_open_for_elders():
    assert '<details class="more"><summary>' in field("name", why="To pay you.")
    assert '<details class="more" open><summary>' in field("name", why="To pay you.", elder=True)


def summary(form: forms.Form) -> str:
    return render('{% include "parts/error_summary.html" %}', form=form)


def test_the_summary_counts_and_leads_to_each_question():
    html = summary(Question({"name": "", "password": "x", "way": "", "agree": "on"}))
    assert "2 things to put right" in html
    assert '<a href="#id_name">' in html
    assert '<a href="#id_way">' in html  # the whole group: a radio alone has no label of its own
    assert 'role="alert" tabindex="-1"' in html


def test_one_error_is_one_thing():
    assert "One thing to put right" in summary(
        Question({"name": "", "password": "x", "way": "sms", "agree": "on"})
    )


def test_no_errors_no_summary():
    assert summary(Question()).strip() == ""


def test_errors_of_the_whole_form_are_told_too():
    form = Question({"name": "a", "password": "x", "way": "sms", "agree": "on"})
    form.add_error(None, "These two do not belong together.")
    assert "<li>These two do not belong together.</li>" in summary(form)


def test_what_people_type_stays_text():
    form = Question({"name": "a", "password": "x", "way": "sms", "agree": "on"})
    form.add_error("name", "<script>")
    assert "<script>" not in summary(form)
    assert "&lt;script&gt;" in summary(form)


def test_values_carry_their_stamp_a_way_to_object_and_silence_where_needed():
    rows = [
        {"label": "Name", "value": "王秀兰", "href": "/wrong/", "word": "Wrong", "about": ": name"},
        {"label": "Number", "value": "9901", "secret": True, "note": "masked"},
    ]
    stamp = {"department": "Police", "resource": "population register", "as_of": None}
    html = render('{% include "parts/kv.html" %}', rows=rows, source=stamp)
    assert html.count("<b>Police</b>") == 1
    assert '<a class="link" href="/wrong/">Wrong<span class="sr">: name</span></a>' in html
    assert html.count("data-no-say") == 1
    assert "<small>masked</small>" in html


def test_a_timeline_shows_past_present_and_future():
    at = datetime(2026, 6, 12, 1, 12, tzinfo=UTC)
    steps = [
        {"state": "done", "title": "Sent", "at": at},
        {"state": "now", "title": "Being handled", "at": at, "words": "by 19 June"},
        {"state": "todo", "title": "Result", "words": "5 working days", "note": "not counting holidays"},
    ]
    html = render('{% include "parts/timeline.html" %}', steps=steps)
    assert html.count("<li") == 3
    assert '<li class="now" aria-current="step">' in html
    assert '<li class="todo">' in html
    assert "12 June 2026, 09:12 by 19 June</time>" in html
    assert "<small>5 working days</small>" in html


def test_the_pager_keeps_the_question_and_is_absent_on_a_single_page():
    pages = Paginator(list("abcdefg"), 3)
    request = RequestFactory().get("/search/?q=x&page=2")
    html = render('{% include "parts/pager.html" %}', page=pages.page(2), request=request)
    assert 'href="?q=x&amp;page=1"' in html
    assert 'href="?q=x&amp;page=3"' in html
    assert "Previous page" in html
    alone = Paginator(["a"], 3).page(1)
    assert "nav" not in render('{% include "parts/pager.html" %}', page=alone, request=request)


@pytest.mark.parametrize(("kind", "sign"), [("", "#check"), ("soon", "#clock"), ("no", "#warn")])
def test_a_note_has_a_sign_for_its_kind(kind, sign):
    html = render('{% include "parts/note.html" %}', kind=kind, title="Kept", words="Nothing is lost.")
    assert sign in html
    assert "Nothing is lost." in html


def test_the_demo_offers_its_citizens_and_any_other_site_nobody(db, settings):
    User.objects.create_user("wangxiulan")
    shown = {"request": RequestFactory().get("/accounts/login/?next=/me/"), "csrf_token": "t"}
    settings.DEMO = True
    html = render("{% demo_sign_ins %}", **shown)
    assert "wangxiulan" in html and "80, meets every condition" in html and "样样符合" not in html
    assert 'name="next" value="/me/"' in html
    settings.DEMO = False
    assert "wangxiulan" not in render("{% demo_sign_ins %}", **shown)
