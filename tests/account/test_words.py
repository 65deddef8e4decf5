"""What the pages and letters of allauth say, in our words: errors that help, no noise, letters one can trust."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from services.people.models import User

PASSWORD = "一句记得住的话，很长"
CITIZEN_DOOR = "portal.identity.doors.CitizenDoor"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def wang(db) -> User:
    user = User.objects.create_user("wang", email="wang@example.org", password=PASSWORD)
    user.emailaddress_set.create(email=user.email, primary=True, verified=True)
    return user


@pytest.fixture
def chinese(db) -> Client:
    return Client()


@pytest.fixture
def english(db) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    return client


def said(response) -> str:
    main = "<main" + response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def sign_in(client: Client, name: str, password: str):
    return client.post("/accounts/login/", {"login": name, "password": password})


def test_a_wrong_password_does_not_say_which_of_the_two_was_wrong(chinese, wang):
    assert "用户名或密码不对，请再看一遍。" in said(sign_in(chinese, "wang", "wrong"))
    assert said(sign_in(chinese, "wang", "wrong")) == said(sign_in(chinese, "nobody", "wrong")).replace(
        "nobody", "wang"
    )


def test_an_empty_form_names_what_is_missing(chinese, english):
    assert "有 2 处要改" in said(sign_in(chinese, "", ""))
    assert "用户名或邮箱：请填这一项。" in said(sign_in(chinese, "", ""))
    assert "2 things to put right" in said(sign_in(english, "", ""))
    assert "Password: This field is required." in said(sign_in(english, "", ""))


def test_signing_in_and_out_makes_no_noise(chinese, wang):
    assert sign_in(chinese, "wang", PASSWORD).status_code == 302
    assert 'class="note' not in chinese.get("/about/privacy/").content.decode()
    chinese.post("/accounts/logout/")
    assert 'class="note' not in chinese.get("/about/privacy/").content.decode()


def test_a_changed_password_is_confirmed_in_words(chinese, wang):
    sign_in(chinese, "wang", PASSWORD)
    new = "另外一句记得住的话，也很长"
    changed = chinese.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
        follow=True,
    )
    assert "密码已改。" in said(changed)


def test_a_short_password_is_told_how_long_it_must_be(chinese):
    answer = said(chinese.post("/accounts/signup/", {"username": "li", "password1": "short"}))
    assert "密码太短，至少要 10 个字符。" in answer
    assert not User.objects.exists()


def test_an_account_needs_no_email(chinese):
    assert chinese.post("/accounts/signup/", {"username": "li", "password1": PASSWORD}).status_code == 302
    assert User.objects.get().kind == User.Kind.CITIZEN


def test_the_letter_for_a_new_password_has_one_link_and_a_warning(chinese, wang):
    answer = chinese.post("/accounts/password/reset/", {"email": wang.email}, follow=True)
    assert "请看您的邮箱" in said(answer)
    (letter,) = mail.outbox
    assert letter.subject.endswith("设新密码的链接")
    assert letter.body.count("http") == 1
    assert "我们不会用邮件或电话问您的密码" in letter.body
    link = re.search(r"http://testserver(/\S+)", letter.body)
    assert link
    page = chinese.get(link[1], follow=True)
    assert "您的新密码" in said(page)


def test_an_unknown_email_gets_the_same_answer(chinese, wang):
    known = said(chinese.post("/accounts/password/reset/", {"email": wang.email}, follow=True))
    assert said(chinese.post("/accounts/password/reset/", {"email": "x@example.org"}, follow=True)) == known


def test_a_used_link_says_what_to_do(chinese):
    assert "这个链接用过了" in said(chinese.get("/accounts/password/reset/key/1-used/"))


def test_an_added_email_is_confirmed_by_a_letter(chinese, wang):
    chinese.force_login(wang, backend=CITIZEN_DOOR)
    chinese.post("/accounts/email/", {"action_add": "", "email": "second@example.org"})
    letter = mail.outbox[-1]
    assert letter.subject.endswith("请确认邮箱")
    link = re.search(r"http://testserver(/\S+)", letter.body)
    assert link
    assert "second@example.org 是您的吗？" in said(chinese.get(link[1]))


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/me/",
        "/accounts/2fa/",
        "/accounts/email/",
    ],
)
def test_no_english_is_left_on_a_chinese_page(chinese, wang, path):
    if path.startswith(("/me", "/accounts/2fa", "/accounts/email")):
        chinese.force_login(wang, backend=CITIZEN_DOOR)
    words = re.sub(r"wang(@example\.org)?|English", "", said(chinese.get(path)))
    assert re.findall(r"[A-Za-z]{3,}", words) == []


def test_my_account_shows_where_one_stands(chinese, wang):
    chinese.force_login(wang, backend=CITIZEN_DOOR)
    page = said(chinese.get("/me/"))
    assert "您登录的是 wang。" in page
    assert "还没有证明" in page
    assert "用长辈版" in page


def test_my_account_is_for_those_who_are_signed_in(chinese):
    assert chinese.get("/me/").headers["Location"].startswith("/accounts/login/")


def test_too_many_tries_get_a_page_of_their_own(chinese, wang, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    for _ in range(2):
        answer = chinese.post("/accounts/password/reset/", {"email": wang.email})
    assert answer.status_code == 429
    assert "短时间里" in said(answer)
