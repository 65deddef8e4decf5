"""`manage.py seal_ledger` before a site serves: nothing waits afterwards, and a tampered entry is said."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from services.ledger import sealer
from services.ledger.entries import record
from services.ledger.models import Entry
from tests.ledger.intruder import without_triggers

pytestmark = pytest.mark.django_db


def test_all_that_waits_is_sealed_however_many_batches_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealer, "BATCH", 2)
    for number in range(5):
        record("seen", {"n": number})
    said = StringIO()
    call_command("seal_ledger", stdout=said)
    assert said.getvalue() == "5 entries sealed.\n" and not Entry.objects.filter(leaf_index=None).exists()
    call_command("seal_ledger", stdout=said)
    assert said.getvalue().endswith("0 entries sealed.\n")


def test_an_entry_changed_before_its_seal_is_named_and_the_start_fails() -> None:
    entry = record("seen", {"n": 1})
    with without_triggers():
        Entry.objects.update(body=b'{"kind":"seen","n":2}')
    with pytest.raises(CommandError, match=f"Entry {entry.pk} was changed before it was sealed"):
        call_command("seal_ledger")
