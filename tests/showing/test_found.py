"""One application for a page about it: its citizen's and its department's, and for everybody else there is none."""

from uuid import uuid4

import pytest
from django.http import Http404

from portal.showing.found import whole_or_404
from services.applications.queries import silent, whole
from tests.cast import begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def chen(citizen):
    return citizen("chen_deming")


@pytest.fixture
def sent(chen):
    return send(begin(chen), chen)


def test_others_find_nothing_and_neither_does_anybody_under_a_wrong_number(sent, chen, citizen, caseworker):
    assert whole_or_404(sent.pk, chen) == sent == whole_or_404(sent.pk, caseworker("civil_affairs"))
    for key, reader in (
        (sent.pk, citizen("wang_xiulan")),
        (sent.pk, caseworker("social_insurance")),
        (uuid4(), chen),
    ):
        with pytest.raises(Http404):
            whole_or_404(key, reader)


def test_everything_a_page_shows_is_there(sent, chen, django_assert_num_queries):
    by_the_orm = whole(chen).get(pk=sent.pk)
    found = whole_or_404(sent.pk, chen)
    with django_assert_num_queries(0):
        for each in (found, by_the_orm):
            assert each.person.name and each.content["name"] and each.competent_department.name
            assert each.renews is None and not hasattr(each, "renewed_as") and silent(each) == []
        assert [*found.moves.all()] == [*by_the_orm.moves.all()] != []
        assert [*found.assessments.all()] == [*by_the_orm.assessments.all()] != []


def test_whom_it_still_waits_for(chen, departments_stub, django_assert_num_queries):
    departments_stub.fail("civil_affairs")
    found = whole_or_404(begin(chen), chen)
    with django_assert_num_queries(0):
        assert [each.department.code for each in silent(found)] == ["civil_affairs"]
