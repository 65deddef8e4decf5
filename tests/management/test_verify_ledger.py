"""`manage.py verify_ledger` says whether the ledger is what was written."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from services.ledger.entries import record
from services.ledger.models import Entry
from services.ledger.sealer import seal
from tests.ledger.intruder import without_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> None:
    for number in range(3):
        record("seen", {"n": number})
    seal()


def test_a_whole_ledger_is_verified_to_its_last_entry(sealed: None) -> None:
    said = StringIO()
    call_command("verify_ledger", stdout=said)
    assert said.getvalue() == "Ledger verified: 3 entries.\n"


def test_one_that_was_changed_is_an_error(sealed: None) -> None:
    with without_triggers():
        Entry.objects.filter(leaf_index=1).update(kind="never_seen")
    with pytest.raises(CommandError, match="not what was written"):
        call_command("verify_ledger")
