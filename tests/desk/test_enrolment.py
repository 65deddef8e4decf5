"""How a clerk comes to an authenticator, and who can hinder or help."""

import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import now

from portal.desk import enrolment, second_factor
from portal.desk.models import ActivationCode, AuthenticatorApp, BackupCode
from services.actions.errors import Denied
from services.departments.models import StaffMember
from services.ledger.models import Entry
from services.people.models import User
from tests.desk.signing_in import a_clerk, a_department, enrol, give_password, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.identity.urls")]
INSIDE = "/desk/password_change/"


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-23 09:00:10+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def clerk():
    return a_clerk()


@pytest.fixture
def supervisor(clerk):
    return a_clerk("ym0009", role=StaffMember.Role.SUPERVISOR)


def issue(clerk: User, by: User | None = None) -> str:
    return enrolment.issue_activation_code(clerk, issued_by=by, at=now())


def pending_code(clerk: User) -> str:
    device = enrolment.pending_authenticator(clerk)
    assert device
    return device.next_code(at=now())


# --- the whole way
def test_first_entry_is_activation_code_then_app_then_backup_codes(client, clerk, supervisor):
    code = issue(clerk, by=supervisor)
    assert give_password(client, clerk, next=INSIDE).url.startswith("/desk/second-factor/")
    assert (
        client.get(f"/desk/second-factor/?next={INSIDE}").url
        == "/desk/enrol/?next=%2Fdesk%2Fpassword_change%2F"
    )
    assert "data:image/svg" not in client.get("/desk/enrol/").content.decode()
    answer = client.post("/desk/enrol/", {"code": code.lower().replace("-", " "), "next": INSIDE})
    assert answer.url == "/desk/enrol/?next=%2Fdesk%2Fpassword_change%2F"
    page = client.get(answer.url)
    device = enrolment.pending_authenticator(clerk)
    assert "data:image/svg" in page.content.decode() and device.readable_secret in page.content.decode()
    before = client.session.session_key
    done = client.post(answer.url, {"code": pending_code(clerk), "next": INSIDE})
    codes = re.findall(r"<li>([0-9A-Z]{5}-[0-9A-Z]{5})</li>", done.content.decode())
    assert len(codes) == 10 and f'href="{INSIDE}"' in done.content.decode()
    assert 'name="mode"' not in done.content.decode()  # another look would lose the codes
    assert client.session.session_key != before and client.get(INSIDE).status_code == 200
    assert list(Entry.objects.filter(kind="authenticator_enrolled"))


def test_backup_codes_are_shown_once_and_kept_as_digests(client, clerk):
    _, codes = enrol(clerk)
    kept = b"".join(bytes(digest) for digest in BackupCode.objects.values_list("digest", flat=True))
    assert len(set(codes)) == 10 and not any(code.replace("-", "").encode() in kept for code in codes)
    sign_in(client, clerk)
    assert not any(code in client.get("/desk/enrol/", follow=True).content.decode() for code in codes)


def test_a_page_loaded_again_shows_the_same_secret(client, clerk):
    give_password(client, clerk)
    client.post("/desk/enrol/", {"code": issue(clerk)})
    client.get("/desk/enrol/")
    first = enrolment.pending_authenticator(clerk)
    client.get("/desk/enrol/")
    assert AuthenticatorApp.objects.get() == first


def test_a_wrong_first_code_keeps_the_activation_code_good(client, clerk, clock):
    code = issue(clerk)
    give_password(client, clerk)
    client.post("/desk/enrol/", {"code": code})
    assert client.post("/desk/enrol/", {"code": "000000"}).status_code == 422
    assert enrolment.activation(clerk, code, at=now()) and not enrolment.authenticator_of(clerk)
    clock.shift(5)
    assert client.post("/desk/enrol/", {"code": pending_code(clerk)}).status_code == 200
    assert not enrolment.activation(clerk, code, at=now())


# --- what opens nothing
@pytest.mark.parametrize("typed", ["", "0000-0000-0000", "123456", "x" * 40])
def test_without_the_code_nothing_is_set_up(client, clerk, typed):
    issue(clerk)
    give_password(client, clerk)
    assert client.post("/desk/enrol/", {"code": typed}).status_code == 422
    assert not AuthenticatorApp.objects.exists()


def test_the_code_of_a_colleague_opens_nothing(client, clerk):
    code = issue(a_clerk("ym0002"))
    give_password(client, clerk)
    assert client.post("/desk/enrol/", {"code": code}).status_code == 422


def test_the_code_alone_opens_nothing(client, clerk):
    assert client.post("/desk/enrol/", {"code": issue(clerk)}).url == "/desk/login/"


def test_a_code_ends_after_three_days(client, clerk, clock):
    code = issue(clerk)
    clock.shift(timedelta(hours=72) - timedelta(seconds=1))
    assert enrolment.activation(clerk, code, at=now())
    clock.shift(1)
    give_password(client, clerk)
    assert client.post("/desk/enrol/", {"code": code}).status_code == 422


def test_a_code_that_ends_while_the_app_is_set_up_opens_nothing(client, clerk, clock):
    code = issue(clerk)
    clock.shift(timedelta(hours=71, minutes=50))
    give_password(client, clerk)
    client.post("/desk/enrol/", {"code": code})
    clock.shift(timedelta(minutes=11))
    client.post("/desk/enrol/", {"code": pending_code(clerk)})
    assert enrolment.authenticator_of(clerk) is None


def test_a_new_code_ends_the_one_before(clerk):
    first, second = issue(clerk), issue(clerk)
    assert enrolment.activation(clerk, first, at=now()) is None
    assert enrolment.activation(clerk, second, at=now()) is not None


def test_a_code_counts_once(client, clerk):
    code = issue(clerk)
    give_password(client, clerk)
    client.post("/desk/enrol/", {"code": code})
    client.post("/desk/enrol/", {"code": pending_code(clerk)})
    other = Client()
    give_password(other, clerk)
    assert other.get("/desk/enrol/").url == "/desk/second-factor/"
    assert other.post("/desk/enrol/", {"code": code}).url == "/desk/second-factor/"


def test_two_who_hold_the_same_code_end_with_one_authenticator(clerk):
    code = issue(clerk)
    activation = enrolment.activation(clerk, code, at=now())
    first = enrolment.fresh_authenticator(clerk)
    assert enrolment.enrol(clerk, activation, first.next_code(at=now()), at=now())
    second = enrolment.fresh_authenticator(clerk)
    assert enrolment.enrol(clerk, activation, second.next_code(at=now()), at=now()) is None
    assert enrolment.authenticator_of(clerk) == first


def test_a_password_alone_cannot_set_up_a_second_authenticator(client, clerk):
    device, _ = enrol(clerk)
    give_password(client, clerk)
    assert client.get("/desk/enrol/").url == "/desk/second-factor/"
    assert client.post("/desk/enrol/", {"code": "000000"}).url == "/desk/second-factor/"
    assert AuthenticatorApp.objects.get() == device


# --- a lost phone
def test_a_lost_phone_is_replaced_and_everything_of_the_old_one_ends(client, clerk, clock):
    old, old_codes = enrol(clerk)
    thief = Client()
    sign_in(thief, clerk)
    clock.shift(60)
    give_password(client, clerk)
    assert "/desk/enrol/" not in client.get("/desk/second-factor/").content.decode()
    code = issue(clerk)
    assert "/desk/enrol/" in client.get("/desk/second-factor/").content.decode()
    client.post("/desk/enrol/", {"code": code})
    assert client.post("/desk/enrol/", {"code": pending_code(clerk)}).status_code == 200
    assert AuthenticatorApp.objects.get() != old and client.get(INSIDE).status_code == 200
    assert thief.get(INSIDE).status_code == 302
    assert second_factor.check(clerk, old_codes[0], at=now()) is None
    assert second_factor.check(clerk, old.next_code(at=now()), at=now()) is None


# --- who may issue
def test_a_supervisor_issues_for_the_own_department_and_it_is_written_down(clerk, supervisor):
    issue(clerk, by=supervisor)
    row = ActivationCode.objects.get()
    assert (row.user, row.issued_by) == (clerk, supervisor)
    assert b"activation_code_issued" in bytes(Entry.objects.get().body)


def test_nobody_else_issues(clerk, supervisor):
    elsewhere = a_clerk(
        "gj0001", department=a_department("public_security"), role=StaffMember.Role.SUPERVISOR
    )
    citizen = User.objects.create_user("zhang")
    for issuer in (clerk, a_clerk("ym0002"), elsewhere, citizen):
        with pytest.raises(Denied, match="not_their_supervisor"):
            issue(clerk, by=issuer)
    with pytest.raises(Denied, match="not_their_supervisor"):
        issue(supervisor, by=supervisor)
    with pytest.raises(Denied, match="not_staff"):
        issue(citizen)
    assert not ActivationCode.objects.exists()


def test_the_command_prints_a_code_that_works(client, clerk, supervisor):
    out = StringIO()
    call_command("activation_code", clerk.username, "--by", supervisor.username, stdout=out)
    code = out.getvalue().split()[0]
    give_password(client, clerk)
    assert client.post("/desk/enrol/", {"code": code}).url == "/desk/enrol/"


def test_the_command_says_who_is_unknown_or_may_not(clerk):
    User.objects.create_user("zhang")
    for arguments, words in [
        (["nobody"], "Nobody has the staff number nobody"),
        (["zhang"], "zhang is not a staff number"),
        ([clerk.username, "--by", clerk.username], "is not a supervisor"),
    ]:
        with pytest.raises(CommandError, match=words):
            call_command("activation_code", *arguments)
