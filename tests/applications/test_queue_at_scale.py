"""The queue among 100,000 applications, counted in buffers (8 KB blocks PostgreSQL touches): the same on every machine.

The rows are made in bulk by SQL; what they seal is never opened here.
"""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.actions.actor import Actor, Role
from services.applications import queue
from services.applications.queue import ORDER, Tab
from services.catalogue.loading import load_base, load_items
from services.catalogue.models import ItemVersion
from services.catalogue.package import SHIPPED
from services.departments.models import Department, StaffMember
from services.paging import cursor_at
from services.people.models import User
from services.rules.models import RuleVersion
from tests.cast import NOON

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="only PostgreSQL tells how many buffers it reads"
    ),
    pytest.mark.timeout(600),  # half a minute of PostgreSQL's work; a busy machine takes longer
]
APPLICATIONS = 100_000
MOST_BUFFERS = 200
PEOPLE = """
    INSERT INTO people_person (id, name, id_no, id_no_index, confirmed_at, proof)
    SELECT gen_random_uuid(), decode(md5(n::text), 'hex'), decode(md5(n::text), 'hex'),
           decode(md5(n::text), 'hex'), %(at)s, 'test'
    FROM generate_series(1, %(applications)s) n
"""
# 60 % are open, over 60 promised days; 20 % stopped; 20 % ended within two months
ALL = """
    INSERT INTO applications_application
        (id, person_id, item_version_id, variant, competent_department_id, state, shown_sha256, case_code, started_at,
         submitted_at, due_on, due_is_provisional, holder_id, ended_at, ended_as)
    SELECT gen_random_uuid(), person, CASE WHEN n %% 1000 < 10 THEN %(rare)s ELSE %(common)s END, '', %(department)s,
           CASE WHEN n %% 10 < 3 THEN 'RECEIVED' WHEN n %% 10 < 6 THEN 'ACCEPTED'
                WHEN n %% 10 = 6 THEN 'SUSPENDED' WHEN n %% 10 = 7 THEN 'AWAITING_CORRECTION' ELSE 'REFUSED' END,
           '', lpad(n::text, 43, '0'), %(at)s, %(at)s::timestamptz - (n %% 977) * interval '1 minute',
           CASE WHEN n %% 10 < 6 THEN %(at)s::date + (n %% 61 - 20)::integer END, false,
           CASE WHEN n %% 10 < 6 AND n %% 3 = 0 THEN %(holder)s END,
           CASE WHEN n %% 10 > 7 THEN %(at)s::timestamptz - (n %% 1440) * interval '1 hour' END,
           CASE WHEN n %% 10 > 7 THEN 'REFUSED' ELSE '' END
    FROM (SELECT id AS person, row_number() OVER (ORDER BY id) AS n FROM people_person) people
"""
RUNS = """
    INSERT INTO applications_assessment
        (id, application_id, rule_version_id, outcome, code, amount_fen, facts, conditions, trace, at)
    SELECT gen_random_uuid(), id, %(rules)s, 'REVIEW', 'M99_NO_RULE', 0,
           decode(repeat(md5(id::text), 8), 'hex'), decode(repeat(md5(id::text), 8), 'hex'),
           decode(repeat(md5(id::text), 8), 'hex'), submitted_at
    FROM applications_application
"""


@pytest.fixture
def full(committing_db):
    """Everything in one department, a third of the open ones with one caseworker: nobody's queue is longer.

    The database is a copy of one in which tests have rolled back: what they left behind is swept away first, for it would be
    counted too.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL")
    load_base()
    load_items([SHIPPED / "items" / "old-age-allowance.yaml"], at=NOON)
    department = Department.objects.get(code="civil_affairs")
    user = User.objects.create_user("ym0001", kind=User.Kind.STAFF, is_staff=True)
    given = {
        "at": NOON,
        "applications": APPLICATIONS,
        "common": ItemVersion.objects.get().pk,
        "rare": another_item().pk,
        "rules": RuleVersion.objects.get().pk,
        "department": department.pk,
        "holder": StaffMember.objects.create(user=user, department=department, name="李文").pk,
    }
    with connection.cursor() as cursor:
        for statement in (PEOPLE, ALL, RUNS):
            cursor.execute(statement, given)
        cursor.execute("VACUUM (ANALYZE, INDEX_CLEANUP ON)")
    return Actor(Role.STAFF, user_id=user.pk, department_id=department.pk)


def another_item() -> ItemVersion:
    """Asked for by one in a thousand."""
    version = ItemVersion.objects.select_related("item").get()
    item = version.item
    item.pk, item.code, item.implementation_code = None, "rare", item.implementation_code[:-1] + "9"
    item.save()
    version.pk, version.item, version._state.adding = uuid4(), item, True
    version.save(force_insert=True)
    return version


def everything_a_page_reads(tab: Tab, actor: Actor, rare: bool = False, **given) -> CaptureQueriesContext:
    with CaptureQueriesContext(connection) as queries:
        items = {item.code: item for item in queue.items_of(actor)}
        queue.counted(actor)
        queue.overdue(tab, actor, at=NOON)
        found = queue.page_of(tab, actor, at=NOON, item=items["rare"] if rare else None, **given)
    assert len(found.rows) == queue.PAGE_SIZE
    return queries


def buffers(queries: CaptureQueriesContext) -> int:
    """Blocks touched by all of them together when they are run again."""
    with connection.cursor() as cursor:
        return sum(_buffers(cursor, each["sql"]) for each in queries.captured_queries)


def _buffers(cursor, sql: str) -> int:
    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
    found = cursor.fetchone()[0]
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def far_down(tab: Tab, actor: Actor) -> str:
    """The cursor of a row that has less than two pages behind it."""
    rows, sign = queue.listed(tab, actor, at=NOON), "-" if tab == Tab.ENDED else ""
    ordered = rows.order_by(*(f"{sign}{name}" for name in ORDER[tab]))
    return cursor_at(ordered[rows.count() - 2 * queue.PAGE_SIZE], ORDER[tab])


def test_every_page_of_every_list_reads_as_little_as_the_first(full):
    for tab in Tab:
        first = buffers(everything_a_page_reads(tab, full))
        deep = buffers(everything_a_page_reads(tab, full, after=far_down(tab, full)))
        back = buffers(everything_a_page_reads(tab, full, before=far_down(tab, full)))
        rare = buffers(everything_a_page_reads(tab, full, rare=True))
        assert max(first, deep, back) <= MOST_BUFFERS, (tab, first, deep, back)
        assert rare <= 2 * MOST_BUFFERS, (tab, rare)
        assert max(deep, back) <= first + 10, (tab, first, deep, back)
