"""Case 57: no receipt, no key. What departments told opens against an entry of the ledger that names it, and not otherwise."""

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import Client

from portal.apps import look_for_openings_without_receipt
from services.applications.models import Evidence
from services.applications.opening import known_values, opened, told_now
from services.ledger.models import Entry
from services.sealing import fields, keys, receipts
from services.sealing.receipts import NoReceipt, Receipt
from services.sharing.answers import GIVEN
from services.sharing.models import LedgerMark, Look
from services.watch.models import Detection
from services.watch.watching import note_unreceipted, watch
from tests.cast import NOON, begin, send
from tests.desk.signing_in import a_clerk, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
COLUMN = "applications_evidence.value"


@pytest.fixture(autouse=True)
def nothing_was_refused_before() -> Iterator[None]:
    receipts.take_refused()
    yield
    receipts.take_refused()


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """How many guarded values the key ring has opened, by the entry they were opened against."""
    counted: Counter[int] = Counter()

    def counting(place: str, receipt: Receipt | None) -> None:
        receipts.admit(place, receipt)
        if receipt is not None:
            counted[receipt.entry] += 1

    monkeypatch.setattr(keys, "admit", counting)
    return counted


@pytest.fixture
def waiting(citizen, departments_stub):
    """Of somebody whose registration is unclear: it waits for a person."""
    chen = citizen("chen_deming")
    return send(begin(chen), chen)


def named_in(entry: Entry) -> list[str]:
    """Fields that an entry says were read: of a look, or of a request with an answer."""
    body = json.loads(bytes(entry.body or b""))
    told = body["fields"]
    return sorted(
        each if isinstance(each, str) else each["field"]
        for each in told
        if isinstance(each, str) or each["outcome"] == GIVEN
    )


class TestWithout:
    def test_case_57_no_attribute_opens_it(self, waiting):
        with pytest.raises(NoReceipt, match=COLUMN):
            _ = Evidence.objects.first().value

    def test_case_57_the_key_ring_does_not_either(self, waiting):
        row = Evidence.objects.first()
        with pytest.raises(NoReceipt):
            keys.open_(vars(row)["value"], f"{COLUMN}|{row.pk}")

    def test_case_57_nor_what_was_copied_beside_the_model(self, waiting):
        key, sealed = Evidence.objects.values_list("pk", "value").first()
        with pytest.raises(NoReceipt):
            Evidence._meta.get_field("value").open(sealed, key)

    def test_what_was_just_written_is_known_to_whoever_wrote_it(self):
        assert Evidence(value="YES").value == "YES"

    def test_what_nobody_guards_opens_as_ever(self, waiting):
        assert waiting.person.name and waiting.person.id_no

    def test_it_can_be_saved_and_sealed_anew_unseen(self, waiting, openings):
        row = Evidence.objects.first()
        row.save()
        field = Evidence._meta.get_field("value")
        anew = field.seal_anew(vars(row)["value"], row.pk)
        assert isinstance(anew, fields.Sealed) and bytes(anew) != bytes(vars(row)["value"])
        assert not openings


class TestCounted:
    def test_case_57_at_the_desk_one_entry_names_all_that_is_opened(self, waiting, openings):
        """The page computes with the values as well: that is counted against the requests which brought them."""
        desk = Client()
        sign_in(desk, a_clerk(department=waiting.competent_department))
        assert desk.get(f"/desk/applications/{waiting.pk}/").status_code == 200
        look = LedgerMark.objects.get(about=Look.objects.get(kind=Look.Kind.DESK).pk).entry
        assert openings[look.pk] == len(named_in(look)) > 0

    def test_case_57_what_is_opened_is_what_the_entries_name(self, waiting, openings):
        assert known_values(waiting)
        entries = Entry.objects.in_bulk(openings.keys())
        assert openings == {pk: len(named_in(entry)) for pk, entry in entries.items()}
        named = sorted(field for entry in entries.values() for field in named_in(entry))
        assert named == sorted(told_now(waiting).values_list("field_code", flat=True))

    def test_both_ways_of_opening_say_the_same(self, waiting):
        assert opened(told_now(waiting)) == known_values(waiting)

    def test_what_has_no_entry_gets_one_first(self, waiting, openings):
        row = Evidence.objects.first()
        LedgerMark.objects.filter(about=row.request_id).delete()
        known_values(waiting)
        entry = Entry.objects.get(kind="value_opened")
        assert json.loads(bytes(entry.body))["about"] == str(row.request_id)
        assert openings[entry.pk] == Evidence.objects.filter(request_id=row.request_id).count()
        known_values(waiting)
        assert Entry.objects.filter(kind="value_opened").count() == 1


class TestTheWatch:
    def test_a_try_is_a_critical_detection_and_an_entry(self, waiting):
        for row in Evidence.objects.all()[:2]:
            with pytest.raises(NoReceipt):
                _ = row.value
        assert watch(at=NOON) == 1
        found = Detection.objects.get()
        assert (found.rule, found.severity) == (Detection.Rule.NO_RECEIPT, "CRITICAL")
        assert (found.facts["times"], found.facts["columns"]) == (2, [COLUMN])
        assert Entry.objects.filter(kind="detection_opened").exists()

    def test_it_is_told_when_the_request_that_tried_has_ended(self, waiting):
        with pytest.raises(NoReceipt):
            _ = Evidence.objects.first().value
        Client().get("/health/")
        assert Detection.objects.filter(rule=Detection.Rule.NO_RECEIPT).count() == 1

    def test_where_nobody_tried_there_is_nothing(self, waiting, django_assert_num_queries):
        known_values(waiting)
        with django_assert_num_queries(0):
            assert not note_unreceipted(at=NOON)
            look_for_openings_without_receipt()
