"""A checkpoint is a text that anyone can check, and nobody else can write."""

import hmac
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import override_settings

from services.ledger import notes
from services.ledger.notes import BadNote, own_key, own_keys, read, signed_by, written

AT = datetime(2026, 11, 28, 6, 22, 58, tzinfo=UTC)
ROOT = sha256(b"root").digest()
OTHER_KEY = "A" * 43 + "="


def test_it_is_lines_of_text_and_a_signature() -> None:
    lines = written(7, ROOT, AT).split("\n")
    assert lines[:5] == [
        "yunzhou.example/ledger",
        "7",
        b64encode(ROOT).decode(),
        "time 2026-11-28T06:22:58Z",
        "",
    ]
    assert lines[5].startswith("— yunzhou.example/ledger ") and lines[6:] == [""]


def test_the_signature_is_that_of_the_published_standard() -> None:
    """C2SP signed-note, word by word: four bytes of the key's digest, then Ed25519 over the text with its last newline."""
    note = written(7, ROOT, AT)
    text, line = note.split("\n\n")
    public = own_key().public
    raw = b64decode(line.split(" ")[2])
    assert raw[:4] == sha256(b"yunzhou.example/ledger\n\x01" + public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], f"{text}\n".encode())


def test_what_is_read_is_what_was_written() -> None:
    said = read(written(70312, ROOT, AT))
    assert (said.origin, said.size, said.root) == ("yunzhou.example/ledger", 70312, ROOT)
    assert notes.moment(said.text) == AT


@pytest.mark.parametrize(
    "note",
    [
        "",
        "a\nb\nc\n",
        "a\n07\n" + b64encode(ROOT).decode() + "\n",
        "a\n-1\n" + b64encode(ROOT).decode() + "\n",
        "a\n7\nAAAA\n",
        "\n7\n" + b64encode(ROOT).decode() + "\n",
        "a\n7\n***\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(note: str) -> None:
    with pytest.raises(BadNote):
        read(note)
    assert not signed_by(own_key(), note)


@pytest.mark.parametrize(
    ("old", "new"), [("\n7\n", "\n8\n"), ("06:22:58", "06:22:59"), ("yunzhou", "yunzhov")]
)
def test_any_changed_line_breaks_the_signature(old: str, new: str) -> None:
    note = written(7, ROOT, AT)
    assert signed_by(own_key(), note) and not signed_by(own_key(), note.replace(old, new, 1))


def test_the_name_of_the_log_under_another_key_is_not_its_signature() -> None:
    ours = own_key()
    with override_settings(LEDGER_KEY=OTHER_KEY):
        forged = written(7, ROOT, AT)
    assert not signed_by(ours, forged)


def test_keys_read_back_and_a_mistyped_one_is_refused() -> None:
    text = str(own_key())
    assert notes.key(f"{text}\n") == own_key()
    name, number, data = text.split("+", 2)
    for wrong in ("", name, f"{name}+00000000+{data}", f"{name}+{number}+AAAA", f"other+{number}+{data}"):
        with pytest.raises(BadNote):
            notes.key(wrong)


def test_a_key_that_was_replaced_still_vouches_for_old_checkpoints(settings: Any) -> None:
    note, former = written(7, ROOT, AT), str(own_key())
    settings.LEDGER_KEY = OTHER_KEY
    assert not any(signed_by(key, note) for key in own_keys())
    settings.LEDGER_FORMER_KEYS = [former]
    assert any(signed_by(key, note) for key in own_keys())
    assert signed_by(own_key(), written(8, ROOT, AT))


def test_lines_of_others_do_no_harm() -> None:
    note = written(7, ROOT, AT) + "— someone AAAA\nnot a line\n— yunzhou.example/ledger ***\n"
    assert signed_by(own_key(), note)


def test_the_commitment_is_the_hmac_of_the_standard_library() -> None:
    """HMAC-SHA256 of RFC 4231, test case 2: whoever checks needs no program of ours."""
    assert (
        hmac.digest(b"Jefe", b"what do ya want for nothing?", "sha256").hex().startswith("5bdcc146bf60754e")
    )
