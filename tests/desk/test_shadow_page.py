"""The difference page: how many came out how, who would have come out otherwise, and both tables beside each other."""

from uuid import uuid4

import pytest
from django.test import Client

from services.aftercare.models import ShadowRun
from services.applications.replay import SAME
from services.rules.models import RuleVersion
from tests.aftercare.running import relay
from tests.desk.casework import a_colleague, an_application
from tests.desk.signing_in import sign_in
from tests.desk.test_rules_pages import (  # noqa: F401
    drafted,
    her_client,
    in_use,
    nobody_is_held_back,
    path,
    qian,
    raise_sum,
    zhang,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("catalogue", "departments_stub", "nobody_is_held_back"),
]


@pytest.fixture
def version(client, zhang) -> RuleVersion:  # noqa: F811
    """A draft that looks on: who is 80 or 81 would get the smaller sum."""
    version = drafted(zhang)
    raise_sum(client, version)
    assert client.post(path(version, "do/shadow/")).url == path(version, "shadow/")
    return version


def page(client: Client, version: RuleVersion, more: str = "") -> str:
    answer = client.get(path(version, f"shadow/{more}"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_started_and_stopped_by_a_button_of_the_version(client, version):
    assert "正在试运行" in page(client, version)
    assert client.post(path(version, "do/end-shadow/")).status_code == 302
    shown = page(client, version)
    assert "现在没有试运行" in shown and "章文" in shown


def test_a_colleague_reads_a_draft_on_trial_and_does_not_start_it(client, her_client, version):  # noqa: F811
    client.post(path(version, "do/end-shadow/"))
    assert "开始试运行" not in her_client.get(path(version)).content.decode()
    assert her_client.post(path(version, "do/shadow/")).status_code == 422
    assert "现在没有试运行" in page(her_client, version)


def test_who_would_come_out_otherwise_is_listed_with_a_way_to_both_tables(client, version):
    wang, zhao = an_application("wang_xiulan"), an_application("zhao_guiying")  # 80 and 101
    relay()
    shown = page(client, version)
    run = ShadowRun.objects.exclude(severity=SAME).get()
    assert run.application == wang and wang.case_code in shown and zhao.case_code not in shown
    assert "对申请人更不利" in shown and "300 元" in shown and "200 元" in shown
    both = page(client, version, f"{run.pk}/")
    assert "A01_70" in both and "这一行会得出结论" in both and "由这一行得出" in both


def test_what_failed_is_said_aloud(client, version):
    RuleVersion.objects.filter(pk=version.pk).update(sha256="0" * 64)
    an_application("wang_xiulan")
    relay()
    shown = page(client, version)
    assert "这个版本出了故障" in shown and "存的内容与写的不一致" in shown
    run = ShadowRun.objects.get()
    assert "存的内容与写的不一致" in page(client, version, f"{run.pk}/")


def test_nobody_but_policy_officers_of_the_department_finds_it(client, version):
    for reader in (a_colleague("李文"), a_colleague("外人", "social_insurance", "POLICY")):
        other = Client()
        sign_in(other, reader)
        assert other.get(path(version, "shadow/")).status_code == 404
    assert client.get(path(version, f"shadow/{uuid4()}/")).status_code == 404


def test_what_decides_has_no_such_button(client, zhang):  # noqa: F811
    assert "开始试运行" not in client.get(path(in_use())).content.decode()
