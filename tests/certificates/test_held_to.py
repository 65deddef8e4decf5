"""Every certificate holds us to the ledger as it was: a line for the eye, the whole for machines."""

import json

from services.certificates.documents import data, page, sheet
from services.certificates.held_to import held_to
from services.certificates.models import Certificate
from services.ledger.checkpoints import newest, short
from services.ledger.sealer import seal


def test_the_newest_checkpoint_stands_on_it_and_in_its_record(certificate: Certificate, office: None) -> None:
    seal()
    checkpoint = newest()
    assert checkpoint
    made = sheet(certificate)
    assert f'存证 <span lang="en">Ledger</span> {short(checkpoint)}' in made.html
    assert json.loads(made.record)["ledger"] == {
        "origin": "yunzhou.example/ledger",
        "size": checkpoint.size,
        "root": bytes(checkpoint.root).hex(),
    }


def test_before_the_first_checkpoint_it_has_none(certificate: Certificate, office: None) -> None:
    assert held_to() is None
    assert "存证" not in page(certificate) and "ledger" not in json.loads(data(certificate))
