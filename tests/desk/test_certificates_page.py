"""The certificates a department issued: seen by its own, revoked once and with a reason."""

import json
import re
from uuid import uuid4

import pytest

from portal.desk import certificates as page
from services.applications.handlers import certify
from services.certificates.models import Certificate
from services.ledger.models import Entry
from tests.desk.casework import a_colleague, an_application
from tests.desk.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(at_work) -> Certificate:
    return Certificate.objects.get(pk=certify(an_application("wang_xiulan").pk))


def path(certificate: Certificate) -> str:
    return f"/desk/certificates/{certificate.pk}/"


def test_the_list_shows_whose_and_since_when(client, li, issued):
    html = client.get("/desk/certificates/").content.decode()
    for words in (issued.identifier, "王秀兰", "高龄津贴资格证明", "已发"):
        assert words in html


def test_one_turns_pages_there_and_back(client, li, monkeypatch):
    monkeypatch.setattr(page, "PAGE_SIZE", 1)
    ids = [certify(an_application(key).pk) for key in ("wang_xiulan", "zhao_guiying")]
    first = client.get("/desk/certificates/").content.decode()
    forward = re.search(r'href="([^"]+)" rel="next"', first)[1]
    second = client.get(f"/desk/certificates/{forward}").content.decode()
    assert str(ids[1]) in first and str(ids[0]) in second and 'rel="prev"' in second
    assert client.get("/desk/certificates/?after=x").status_code == 404


def test_with_a_reason_it_is_revoked_and_says_so(client, li, issued):
    assert client.post(path(issued), {"reason": "姓名有误。"}).url == path(issued)
    html = client.get(path(issued)).content.decode()
    assert "姓名有误。" in html and "已撤销" in html and "<textarea" not in html


def test_without_one_it_stands(client, li, issued):
    answer = client.post(path(issued), {"reason": " "})
    assert answer.status_code == 422 and "aria-invalid" in answer.content.decode()
    issued.refresh_from_db()
    assert issued.state == "VALID"


def test_pressed_twice_it_is_one_act(client, li, issued):
    given = {"reason": "姓名有误。", "request_key": str(uuid4())}
    assert [client.post(path(issued), given).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(kind="certificate_revoked").count() == 1


def test_whoever_comes_second_is_told_and_keeps_the_words(client, his_client, li, issued):
    client.post(path(issued), {"reason": "姓名有误。"})
    answer = his_client.post(path(issued), {"reason": "已故。"})
    html = answer.content.decode()
    assert answer.status_code == 409 and "姓名有误。" in html and "已故。" in html


def test_for_another_department_it_is_not_there_and_the_try_is_on_record(client, issued):
    sign_in(client, a_colleague("马超", "social_insurance"))
    assert issued.identifier not in client.get("/desk/certificates/").content.decode()
    assert client.get(path(issued)).status_code == 404
    assert client.post(path(issued), {"reason": "姓名有误。"}).status_code == 404
    assert json.loads(Entry.objects.get(kind="denied").body)["reason"] == "other_department"
    issued.refresh_from_db()
    assert issued.state == "VALID"
