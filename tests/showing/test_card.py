"""A certificate drawn on a page: what it says, what it hides, and that its code leads where strangers check it."""

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.showing.card import Card, card
from services.applications.handlers import certify
from services.certificates.actions.revoke import revoke
from services.certificates.documents import check_address
from services.certificates.drawing import sealed_text
from services.certificates.models import Certificate
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def certificate(citizen) -> Certificate:
    wang = citizen("wang_xiulan")
    return Certificate.objects.get(pk=certify(send(begin(wang), wang).pk))


def drawn(shown: Card) -> str:
    with override("zh-hans"):
        return render_to_string("parts/certificate.html", {"card": shown})


def test_it_says_who_holds_what_from_whom(certificate):
    page = drawn(card(certificate, at=NOON))
    assert "高龄津贴资格证明" in page and "云州市民政局" in page
    assert "王秀兰" in page and "2026年11月" in page
    assert "已撤销" not in page


def test_it_shows_no_whole_identity_number(certificate):
    page = drawn(card(certificate, at=NOON))
    assert certificate.holder_id_no not in page
    assert f"**** {certificate.holder_id_no[-4:]}" in page


def test_its_code_names_the_address_that_checks_it(certificate):
    assert f"<title>{check_address(certificate)}</title>" in card(certificate, at=NOON).code


def test_the_seal_is_cut_as_on_the_document(certificate):
    seal = card(certificate, at=NOON).seal
    assert "".join(stroke.character for stroke in seal) == sealed_text("云州市民政局")
    assert all(0 < stroke.x < stroke.x + stroke.size < 200 and 0 < stroke.y < 200 for stroke in seal)


def test_one_that_was_revoked_bears_it_across(certificate, caseworker):
    revoke(certificate_id=certificate.pk, reason="x", actor=caseworker("civil_affairs"), at=NOON)
    certificate.refresh_from_db()
    shown = card(certificate, at=NOON)
    assert not shown.in_force
    assert "已撤销" in drawn(shown)


def test_one_that_has_ended_says_so(certificate):
    later = NOON.replace(year=NOON.year + 2)
    assert "已过期" in drawn(card(certificate, at=later))
