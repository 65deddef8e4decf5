"""The authenticator behind a session: the clerk's own confirmed one, and nothing else."""

import pytest
from django_otp import DEVICE_ID_SESSION_KEY

from portal.desk.models import AuthenticatorApp
from tests.desk.signing_in import a_clerk, enrol, sign_in

pytestmark = pytest.mark.django_db
INSIDE = "/desk/password_change/"


@pytest.fixture
def inside(client):
    sign_in(client, a_clerk())
    assert client.get(INSIDE).status_code == 200
    return client


def with_device(client, named: str) -> int:
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = named
    session.save()
    return client.get(INSIDE).status_code


@pytest.mark.parametrize(
    "named",
    ["", "desk.authenticatorapp", "desk.authenticatorapp/x", "desk.authenticatorapp/0", "people.user/1"],
)
def test_what_is_no_authenticator_opens_nothing(inside, named):
    assert with_device(inside, named) == 302


def test_the_authenticator_of_a_colleague_opens_nothing(inside):
    device, _ = enrol(a_clerk("ym0009"))
    assert with_device(inside, device.persistent_id) == 302


def test_nor_does_one_that_is_not_confirmed_or_is_gone(inside):
    own = AuthenticatorApp.objects.get()
    AuthenticatorApp.objects.update(confirmed=False)
    assert inside.get(INSIDE).status_code == 302
    AuthenticatorApp.objects.update(confirmed=True)
    assert with_device(inside, own.persistent_id) == 200
    own.delete()
    assert inside.get(INSIDE).status_code == 302
