"""Statements that are kept: the same rows as the ORM's, nothing mixed up between runs and threads, all or nothing."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.db.models import F, Prefetch
from django.test.utils import CaptureQueriesContext

from services.applications.models import DailySerial
from services.catalogue.models import ItemVersion
from services.departments.models import Region
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.people.models import Person, User
from services.prepared import Among, Given, Prepared, PreparedUpdate, insert, together, update
from tests.cast import NOON
from tests.databases import at_once
from tests.prepared.both_ways import changed_by, rows_of

TODAY = date(2026, 11, 23)
regions = Prepared(lambda: Region.objects.filter(parent=Given("of")).order_by("code"))
codes = Prepared(
    lambda: Region.objects.filter(parent=Given("of")).order_by("code").values_list("code", flat=True)
)
listed = Prepared(lambda: Region.objects.filter(Among("pk", Given("of"))).order_by("code"))
numbered = Prepared(
    lambda: OutboxEvent.objects.filter(Among("pk", Given("keys"))).values_list("pk", flat=True)
)
pairs = Prepared(lambda: DailySerial.objects.filter(day=Given("day")).values_list("item_code", "last"))
people = Prepared(lambda: Person.objects.filter(pk=Given("key")).defer("proof"))
accounts = Prepared(lambda: User.objects.filter(username=Given("name")).select_related("person"))
count_up = PreparedUpdate(lambda: (DailySerial.objects.filter(day=Given("day")), {"last": F("last") + 1}))

next_serials = PreparedUpdate(
    lambda: (DailySerial.objects.filter(day=Given("day")), {"last": F("last") + 1}), telling="last"
)


def person(number: str = "990102194603080028") -> Person:
    return Person(name="王秀兰", id_no=number, confirmed_at=NOON, proof="social_card")


def event(name: str = "Told") -> OutboxEvent:
    return OutboxEvent(name=name, body={"says": "王"}, published_at=NOON, due_at=NOON)


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
class TestReading:
    def test_rows_are_those_of_the_orm(self):
        assert regions(of="990100") == rows_of(regions, of="990100") != []
        assert codes(of="990100") == rows_of(codes, of="990100") == ["990102", "990103"]

    def test_each_run_has_its_own_values(self):
        assert codes(of="990102") == []
        assert codes(of="990100") == ["990102", "990103"]

    @pytest.mark.parametrize("of", [[], ["990102"], ["990103", "990102", "110000"]])
    def test_a_list_may_have_any_length(self, of):
        assert listed(of=of) == [*Region.objects.filter(pk__in=of).order_by("code")]

    def test_numbers_as_large_as_the_database_has_them(self):
        great = 2**63 - 1
        assert numbered(keys=[great - 1, great]) == []
        OutboxEvent.objects.create(pk=great, name="Told", body={}, published_at=NOON, due_at=NOON)
        assert numbered(keys=[great - 1, great]) == [great]

    def test_days_and_keys_are_converted_for_the_database(self):
        DailySerial.objects.create(item_code="A", day=TODAY, last=3)
        DailySerial.objects.create(item_code="B", day=TODAY + timedelta(1), last=4)
        assert pairs(day=TODAY) == rows_of(pairs, day=TODAY) == [("A", 3)]
        known = person()
        known.save()
        assert people(key=known.pk) == [known] and people(key=uuid4()) == []

    def test_what_is_sealed_opens_and_what_was_left_out_comes_when_asked_for(self):
        known = person()
        known.save()
        [found] = people(key=known.pk)
        assert (found.name, found.id_no) == ("王秀兰", "990102194603080028")
        with CaptureQueriesContext(connection) as queries:
            assert found.proof == "social_card"
        assert len(queries) == 1

    def test_related_rows_come_along(self):
        known = person()
        known.save()
        User.objects.create(username="wang", person=known)
        User.objects.create(username="li")
        [wang], [li] = accounts(name="wang"), accounts(name="li")
        with CaptureQueriesContext(connection) as queries:
            assert wang.person.name == "王秀兰" and li.person is None
        assert len(queries) == 0

    def test_a_value_that_is_not_named_is_an_error_and_not_everybody(self):
        with pytest.raises(KeyError, match="of"):
            regions()

    def test_nothing_is_equal_to_nothing(self):
        assert regions(of=None) == []

    def test_the_statement_is_written_once(self, monkeypatch):
        query = Prepared(lambda: Region.objects.filter(code=Given("code")))
        assert len(query(code="990100")) == 1
        monkeypatch.setattr(query, "_build", lambda: pytest.fail("built again"))
        assert len(query(code="990102")) == 1


LAST_FIRST = Region.objects.order_by("-code")
below = Prepared(
    lambda: (
        Region.objects.filter(Among("pk", Given("of")))
        .order_by("code")
        .prefetch_related("parent", "children", Prefetch("children__children", LAST_FIRST, to_attr="deeper"))
    )
)


def seen(found: list[Region]) -> list[object]:
    return [
        (
            each,
            each.parent,
            [(child, child.parent is each, child.deeper) for child in each.children.all()],
        )
        for each in found
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
class TestAlongside:
    """What `prefetch_related` names is read with the rows, one statement a relation."""

    OF = ["990100", "990102"]

    def test_the_same_is_there_as_by_the_orm(self):
        assert seen(below(of=self.OF)) == seen(rows_of(below, of=self.OF))

    def test_and_nothing_is_asked_for_it_any_more(self):
        with CaptureQueriesContext(connection) as queries:
            found = below(of=self.OF)
        assert len(queries) == 4
        with CaptureQueriesContext(connection) as queries:
            seen(found)
        assert len(queries) == 0

    def test_whoever_narrows_it_asks_anew_and_for_this_row_alone(self):
        [city, district] = below(of=self.OF)
        assert not district.children.exclude(code="").exists()
        assert [each.code for each in city.children.exclude(code="990102")] == ["990103"]

    def test_where_there_are_no_rows_nothing_more_is_asked(self):
        with CaptureQueriesContext(connection) as queries:
            assert below(of=[]) == []
        assert len(queries) == 1

    def test_a_relation_of_many_to_many_is_refused(self):
        with pytest.raises(KeyError):
            Prepared(lambda: ItemVersion.objects.prefetch_related("regions"))()


@pytest.mark.django_db
class TestCounting:
    def test_it_changes_what_the_orm_would_and_says_how_many(self):
        DailySerial.objects.create(item_code="A", day=TODAY, last=1)
        DailySerial.objects.create(item_code="B", day=TODAY + timedelta(1), last=1)
        assert count_up(day=TODAY) == 1 == changed_by(count_up, day=TODAY)
        assert dict(DailySerial.objects.values_list("item_code", "last")) == {"A": 3, "B": 1}

    def test_nothing_there_is_nothing_changed(self):
        assert count_up(day=TODAY) == 0

    def test_it_tells_in_the_same_statement_what_stands_there_now(self):
        DailySerial.objects.create(item_code="A", day=TODAY, last=1)
        DailySerial.objects.create(item_code="B", day=TODAY, last=5)
        with CaptureQueriesContext(connection) as queries:
            assert sorted(next_serials(day=TODAY)) == [2, 6]
        assert len(queries) == 1
        assert sorted(changed_by(next_serials, day=TODAY)) == [3, 7]
        assert next_serials(day=TODAY + timedelta(1)) == []


@pytest.mark.django_db
class TestWriting:
    def test_rows_come_back_as_they_were_given(self):
        mine = person()
        insert(mine)
        found = Person.objects.get()
        assert (found.pk, found.name, found.id_no, found.confirmed_at) == (
            mine.pk, "王秀兰", "990102194603080028", NOON,
        )  # fmt: skip
        assert Person.objects.filter(id_no_index="990102194603080028").exists()

    def test_several_rows_are_one_statement_and_keep_their_order(self):
        rows = [event(name) for name in "abc"]
        with CaptureQueriesContext(connection) as queries:
            insert(*rows)
        assert len(queries) == 1
        assert list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True)) == ["a", "b", "c"]
        assert OutboxEvent.objects.first().body == {"says": "王"}

    def test_no_rows_are_no_statement(self):
        with CaptureQueriesContext(connection) as queries:
            insert()
        assert len(queries) == 0

    @pytest.mark.skipif(
        "not connection.features.can_return_rows_from_bulk_insert", reason="SQLite before 3.35"
    )
    def test_rows_learn_the_numbers_the_database_gave(self):
        rows = [event(name) for name in "abc"]
        insert(*rows)
        assert [OutboxEvent.objects.get(pk=row.pk).name for row in rows] == ["a", "b", "c"]

    def test_a_row_that_was_written_may_be_saved_and_is_changed_not_doubled(self):
        mine = person()
        insert(mine)
        mine.proof = "other"
        mine.save()
        assert Person.objects.get().proof == "other"

    def test_what_the_database_refuses_raises_as_always(self):
        insert(person())
        with pytest.raises(IntegrityError):
            insert(person())

    def test_columns_are_written_where_the_row_is_as_expected(self):
        mine = person()
        insert(mine)
        mine.name, mine.proof = "王秀莲", "not written"
        assert update(mine, ["name"], proof="social_card")
        found = Person.objects.get()
        assert (found.name, found.proof) == ("王秀莲", "social_card")

    def test_and_nowhere_else(self):
        mine, other = person(), person("110101194603080014")
        insert(mine, other)
        mine.name = "王秀莲"
        assert not update(mine, ["name"], proof="other")
        assert {each.name for each in Person.objects.all()} == {"王秀兰"}
        assert update(mine, ["name"]) and Person.objects.get(pk=other.pk).name == "王秀兰"


@pytest.mark.django_db
class TestTogether:
    def test_rows_wait_for_the_end_and_are_one_statement_a_model_in_the_order_named(self):
        with CaptureQueriesContext(connection) as queries, together(Entry, OutboxEvent):
            insert(event("a"))
            insert(Entry(kind="k", body=b"{}", digest=bytes(32)))
            insert(event("b"))
            assert not OutboxEvent.objects.exists()
        tables = [each["sql"].split('"')[1] for each in queries if each["sql"].startswith("INSERT")]
        assert tables == ["ledger_entry", "events_outboxevent"]
        assert list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True)) == ["a", "b"]

    def test_other_models_do_not_wait(self):
        with together(OutboxEvent):
            insert(person())
            assert Person.objects.exists()

    def test_an_error_inside_writes_nothing(self):
        with pytest.raises(ZeroDivisionError), together(OutboxEvent):
            insert(event())
            raise ZeroDivisionError
        assert not OutboxEvent.objects.exists()

    def test_afterwards_nobody_waits(self):
        with together(OutboxEvent):
            pass
        insert(event())
        assert OutboxEvent.objects.count() == 1

    def test_inside_another_the_inner_end_is_not_the_end(self):
        with together(OutboxEvent):
            with together(OutboxEvent):
                insert(event())
            assert not OutboxEvent.objects.exists()
        assert OutboxEvent.objects.count() == 1


class TestThreads:
    def test_each_thread_reads_and_writes_on_its_own_connection(self, committing_db):
        DailySerial.objects.create(item_code="A", day=TODAY)
        outcomes = at_once(*[lambda: (count_up(day=TODAY), insert(event()))] * 4)
        assert outcomes == [(1, None)] * 4
        assert pairs(day=TODAY) == [("A", 4)] and OutboxEvent.objects.count() == 4

    def test_what_one_thread_holds_back_another_does_not(self, committing_db):
        with together(OutboxEvent):
            at_once(lambda: insert(event()))
            assert OutboxEvent.objects.count() == 1
