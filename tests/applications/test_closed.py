"""Closed is closed: the database refuses what the code might forget."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from services.actions.actor import SYSTEM
from services.actions.errors import Denied
from services.applications.actions.close import close
from services.applications.models import Application, Assignment, Evidence, Move
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def closed(citizen) -> Application:
    wang = citizen("wang_xiulan")
    application = send(begin(wang), wang)
    close(application_id=application.pk, actor=SYSTEM, at=NOON + timedelta(days=2))
    return Application.objects.get(pk=application.pk)


def refused():
    return pytest.raises(IntegrityError, match="a closed application does not change")


def test_its_row_does_not_change(closed):
    with refused(), transaction.atomic():
        Application.objects.filter(pk=closed.pk).update(due_on=NOON.date())


def test_not_even_by_bare_sql(closed):
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE applications_application SET state = 'APPROVED' WHERE case_code = %s", [closed.case_code]
        )


def test_nothing_is_added_to_it(closed):
    with refused(), transaction.atomic():
        Move.objects.create(application=closed, source="CLOSED", target="APPROVED", actor="x", at=NOON)
    with refused(), transaction.atomic():
        Assignment.objects.create(application=closed, by="x", at=NOON)
    kept = Evidence.objects.filter(application=closed).first()
    with refused(), transaction.atomic():
        Evidence.objects.create(
            application=closed,
            field_code="population.alive",
            department=kept.department,
            value="NO",
            as_of=NOON,
            fetched_at=NOON,
            request_id=kept.request_id,
        )


def test_it_is_not_deleted(closed):
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM applications_application WHERE case_code = %s", [closed.case_code])


def test_only_the_portal_itself_closes(citizen, caseworker):
    wang = citizen("wang_xiulan")
    application = send(begin(wang), wang)
    for actor in (wang, caseworker("civil_affairs")):
        with pytest.raises(Denied, match="for_the_portal_itself"):
            close(application_id=application.pk, actor=actor, at=NOON)
