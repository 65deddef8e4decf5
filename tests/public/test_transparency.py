"""Anybody can see how the ledger stands, take what they need to check it, and have a proof checked."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.identity.tries import CHECKS
from portal.public.transparency import LARGEST_PROOF
from services.ledger import ledger_check, notes, tree
from services.ledger.checkpoints import newest
from services.ledger.entries import record
from services.ledger.erasing import erase
from services.ledger.models import Checkpoint, CoSignature, Entry
from services.ledger.proof_files import proof_file
from services.ledger.sealer import seal
from services.simulators.witness import Witness
from tests.cast import NOON
from tests.citizen.pages import Page
from tests.desk.signing_in import a_department

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.WITNESS_FOLDER = tmp_path
    (tmp_path / "log.vkey").write_text(f"{notes.own_key()}\n")
    return tmp_path


@pytest.fixture
def log() -> None:
    for size in (3, 4):
        for number in range(size):
            record("seen", {"n": number})
        seal(at=NOON)


def witness(folder: Path, *names: str) -> None:
    checkpoint = Checkpoint.objects.latest("size")
    for name in names:
        line = Witness(name, folder).add(f"old 0\n\n{checkpoint.note}").text.strip()
        CoSignature.objects.create(checkpoint=checkpoint, witness=name, line=line, at=NOON)


def drop(stranger, content: bytes, status=200) -> Page:
    return Page(
        stranger.post("/transparency/proof/", {"file": SimpleUploadedFile("proof.json", content)}), status
    )


class TestThePage:
    def test_before_the_first_entry_it_says_so(self, stranger):
        assert "There are no entries yet." in Page(stranger.get("/transparency/")).one("main").text

    def test_it_shows_the_newest_checkpoint_and_the_ones_before(self, stranger, log):
        page = Page(stranger.get("/transparency/"))
        checkpoint = newest()
        assert checkpoint and bytes(checkpoint.root).hex() in page.one("main").text
        assert [cell.text for cell in page.one("table").all("th", scope="row")] == ["7", "3"]
        assert "Not yet signed by any" in page.one("main").text

    def test_witnesses_stand_by_the_name_of_their_department(self, stranger, log, folder, settings):
        a_department("tax")
        settings.WITNESS_QUORUM = 2
        witness(folder, "tax", "health")
        page = Page(stranger.get("/transparency/"))
        assert "health, Yunzhou Civil Affairs Bureau" in page.one("main").text
        rows = page.one("table").all("tr")
        assert "witnessed" in rows[1].text and "witnessed" not in rows[2].text
        assert "Covered by a later one" in rows[2].text and "0" not in rows[2].all("td")[-1].text

    def test_one_that_nothing_covers_says_that_nobody_signed_yet(self, stranger, log):
        for row in Page(stranger.get("/transparency/")).one("table").all("tr")[1:]:
            assert "0 Not yet signed by any" in row.text and "Covered" not in row.text

    def test_it_is_as_quick_with_many_checkpoints(self, stranger, log, django_assert_max_num_queries):
        for _ in range(10):
            record("seen", {"n": 1})
            seal(at=NOON)
        with django_assert_max_num_queries(4):
            stranger.get("/transparency/")

    def test_every_page_leads_to_it(self, stranger):
        assert Page(stranger.get("/about/privacy/")).one("a", href="/transparency/").text == "The ledger"


class TestText:
    def test_the_newest_and_each_size_are_signed_notes(self, stranger, log, folder):
        witness(folder, "tax")
        keys = ledger_check.keys_in(stranger.get("/transparency/keys/").content.decode())
        now = stranger.get("/transparency/checkpoint/")
        assert now["content-type"] == "text/plain; charset=utf-8"
        assert ledger_check.checkpoint(now.content.decode(), keys)[::2] == (7, ["tax"])
        old = stranger.get("/transparency/checkpoint/3/").content.decode()
        assert ledger_check.checkpoint(old, keys)[::2] == (3, [])

    def test_what_there_never_was_is_not_found(self, stranger, log):
        for address in ("checkpoint/4/", "growth/3/5/", "growth/7/3/", "growth/0/7/"):
            assert stranger.get(f"/transparency/{address}").status_code == 404

    def test_before_the_first_checkpoint_there_is_none(self, stranger):
        assert stranger.get("/transparency/checkpoint/").status_code == 404

    def test_growth_is_proved_to_whoever_asks(self, stranger, log):
        lines = stranger.get("/transparency/growth/3/7/").content.decode().split()
        old, new = (Checkpoint.objects.get(size=size) for size in (3, 7))
        proof = [b64decode(line) for line in lines]
        assert tree.roots_from(proof, 3, 7, bytes(old.root)) == (bytes(old.root), bytes(new.root))

    def test_the_program_is_the_one_we_use_ourselves(self, stranger):
        answer = stranger.get("/transparency/program/")
        assert answer.content == Path(ledger_check.__file__).read_bytes()
        assert answer["content-disposition"] == 'attachment; filename="ledger_check.py"'


class TestAProof:
    def test_a_genuine_one_is_told_with_what_it_says(self, stranger, log):
        page = drop(stranger, proof_file(Entry.objects.get(leaf_index=4)))
        assert page.one("h2", id="verdict").text == "Genuine"
        text = page.one("main").text
        assert "entry number 4 of the 7 entries" in text and '{"kind":"seen","n":1}' in text

    def test_a_changed_one_is_not_genuine(self, stranger, log):
        proof = json.loads(proof_file(Entry.objects.get(leaf_index=4)))
        page = drop(stranger, json.dumps(proof | {"payload": '{"kind":"seen","n":9}'}).encode())
        assert page.one("h2", id="verdict").text == "Not genuine" and '"n":9' not in page.one("main").text

    @pytest.mark.parametrize("content", [b"x", b"[]", b"\xff", b"{}", b'{"checkpoint": 3}', b"[" * 5000])
    def test_what_is_no_proof_is_not_genuine(self, stranger, log, content):
        assert drop(stranger, content).one("h2", id="verdict").text == "Not genuine"

    def test_an_erased_one_is_told_apart(self, stranger, log):
        erase([4], reason="PIPL 47")
        assert (
            "has been erased" in drop(stranger, proof_file(Entry.objects.get(leaf_index=4))).one("main").text
        )

    def test_what_it_says_is_text_and_never_markup(self, stranger, log):
        entry = record("seen", {"n": "<script>alert(1)</script>"})
        seal(at=NOON)
        entry.refresh_from_db()
        assert not drop(stranger, proof_file(entry)).one("main").all("script")

    def test_no_file_and_too_large_a_file_are_asked_again(self, stranger, log):
        page = Page(stranger.post("/transparency/proof/"), 422)
        assert "Choose the file of the proof first." in page.one("main").text
        assert "too large" in drop(stranger, b"x" * (LARGEST_PROOF + 1), 422).one("main").text

    def test_tries_are_counted(self, stranger, log):
        for _ in range(CHECKS.most):
            drop(stranger, b"x")
        assert "Too many checks" in drop(stranger, b"x", 429).one("main").text


def test_the_pages_that_check_certificates_end_with_the_newest_checkpoint(stranger, log):
    checkpoint = newest()
    assert checkpoint
    text = Page(stranger.get("/verify/")).one("main").text
    assert f"7:{bytes(checkpoint.root).hex()[:12]}" in text
