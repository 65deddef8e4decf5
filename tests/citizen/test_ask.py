"""Asking a department from one's own pages."""

import pytest
from django.test import Client
from django.urls import reverse

from services.enquiries.actions.answer import answer
from services.enquiries.models import Enquiry, Line
from services.notifications.models import Contact
from services.people.models import User
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def browser(citizen) -> Client:
    citizen("wang_xiulan")
    client = Client()
    client.force_login(User.objects.get(username="wang_xiulan"), backend="portal.identity.doors.CitizenDoor")
    return client


class TestBeforeAnyApplication:
    def test_the_guide_leads_to_a_question_for_its_department(self, browser):
        assert (
            "/messages/ask/?item=old-age-allowance"
            in browser.get("/items/old-age-allowance/").content.decode()
        )
        made = browser.post("/messages/ask/?item=old-age-allowance", {"words": "要带什么？"})
        enquiry = Enquiry.objects.get()
        assert made.url == f"/messages/{enquiry.pk}/" and enquiry.department.code == "civil_affairs"

    def test_without_an_item_the_department_is_chosen(self, browser):
        assert browser.post("/messages/ask/", {"words": "在哪里？"}).status_code == 422
        browser.post("/messages/ask/", {"words": "在哪里？", "department": "public_security"})
        assert Enquiry.objects.get().department.code == "public_security"

    @pytest.mark.parametrize("words", ["", "   ", "好" * 2001])
    def test_what_cannot_be_sent_comes_back_with_its_words(self, browser, words):
        answer_page = browser.post("/messages/ask/?item=old-age-allowance", {"words": words})
        assert answer_page.status_code == 422 and not Enquiry.objects.exists()
        assert words.strip()[:50] in answer_page.content.decode()

    def test_an_unknown_item_is_no_item(self, browser):
        assert browser.get("/messages/ask/?item=nothing").status_code == 200


class TestTheConversation:
    def test_both_sides_stand_on_its_page_and_in_the_inbox(self, browser, caseworker):
        browser.post("/messages/ask/?item=old-age-allowance", {"words": "<b>要带什么？</b>"})
        enquiry = Enquiry.objects.get()
        answer(enquiry_id=enquiry.pk, words="什么都不用带。", actor=caseworker("civil_affairs"), at=NOON)
        html = browser.get(f"/messages/{enquiry.pk}/").content.decode()
        assert "什么都不用带。" in html and "李文" in html and "&lt;b&gt;" in html
        assert f"/messages/{enquiry.pk}/" in browser.get("/messages/").content.decode()

    def test_one_writes_on(self, browser):
        browser.post("/messages/ask/?item=old-age-allowance", {"words": "一"})
        enquiry = Enquiry.objects.get()
        assert browser.post(f"/messages/{enquiry.pk}/", {"words": " "}).status_code == 422
        browser.post(f"/messages/{enquiry.pk}/", {"words": "二"})
        assert [line.words for line in Line.objects.all()] == ["一", "二"]

    def test_who_chose_nobody_is_told_where_to_choose(self, browser):
        html = browser.post("/messages/ask/", {"words": "一"}).content.decode()
        assert '<a href="#whom">' in html and 'id="whom" aria-describedby="whom-e"' in html
        assert 'aria-invalid="true"' not in html  # the words are in order

    def test_about_an_application_there_is_one_conversation(self, browser, citizen):
        wang = citizen("wang_xiulan")
        application = send(begin(wang), wang)
        for words in ("什么时候到账？", "谢谢。"):
            browser.post(f"/applications/{application.pk}/ask/", {"words": words})
        enquiry = Enquiry.objects.get()
        assert enquiry.source == application.source
        assert browser.get(f"/applications/{application.pk}/ask/").url == f"/messages/{enquiry.pk}/"


class TestHowWeTellYou:
    def test_a_number_is_kept_shown_again_and_asked_to_be_confirmed(self, browser, settings):
        settings.CHANNELS = {"EMAIL": "mail:", "SMS": "stub:/dev/null"}
        assert browser.post("/me/contact/", {"phone": "138 0000 6021", "email": ""}).url == reverse(
            "contact_number"
        )
        assert "13800006021" in browser.get("/me/contact/").content.decode()

    def test_a_wrong_one_comes_back_with_a_sentence(self, browser, settings):
        settings.CHANNELS = {"EMAIL": "mail:", "SMS": "stub:/dev/null"}
        page = browser.post("/me/contact/", {"phone": "123", "email": "x"})
        assert page.status_code == 422 and 'value="123"' in page.content.decode()
        assert not Contact.objects.exists()

    def test_a_channel_that_is_not_offered_is_not_asked_for(self, browser, settings):
        settings.CHANNELS = {"EMAIL": "mail:", "SMS": ""}
        html = browser.get("/me/contact/").content.decode()
        assert 'name="email"' in html and 'name="phone"' not in html
