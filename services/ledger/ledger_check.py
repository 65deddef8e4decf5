"""Checks what a ledger says, with Python's standard library and `cryptography`, and with nothing of the portal.

    python ledger_check.py KEYS proof FILE              an entry is in the ledger, and says what stands in the file
    python ledger_check.py KEYS checkpoint FILE         a checkpoint is signed, and by which witnesses
    python ledger_check.py KEYS growth OLD NEW PROOF    the newer checkpoint continues the older one
    python ledger_check.py KEYS export FILE             an export for auditors: every entry, every root, every signature

KEYS is the file of public keys, from /transparency/keys/ or better from somebody else. Ends with 0 and a sentence, or with
1 and why not.
Formats: RFC 6962 and RFC 9162 (tree), C2SP signed-note, tlog-checkpoint and tlog-cosignature (checkpoints).
"""

import hmac
import json
import struct
import sys
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LOG, WITNESS = 1, 4  # kinds of keys
Keys = list[tuple[str, bytes, int, Ed25519PublicKey]]  # name, its four bytes, kind, key


class Wrong(Exception):
    pass


LEAST = 3  # words: keys, what, a file
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError, struct.error)


def keys_in(text: str) -> Keys:
    """NAME+ID+KEY, a line each."""
    found = []
    for line in text.split():
        name, _, data = line.split("+", 2)
        raw = b64decode(data)
        identity = sha256(name.encode() + b"\n" + raw).digest()[:4]
        found.append((name, identity, raw[0], Ed25519PublicKey.from_public_bytes(raw[1:])))
    return found


def checkpoint(note: str, keys: Keys) -> tuple[int, bytes, list[str]]:
    """Size, root and the witnesses of a note that the log has signed."""
    text, _, lines = note.partition("\n\n")
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    signers = {(name, kind) for line in lines.splitlines() for name, kind in _signers(line, text, keys)}
    if (origin, LOG) not in signers:
        raise Wrong("The checkpoint is not signed by the ledger.")
    return int(size), b64decode(root), sorted(name for name, kind in signers if kind == WITNESS)


def _signers(line: str, text: str, keys: Keys) -> Iterator[tuple[str, int]]:
    name, data = line.removeprefix("— ").rsplit(" ", 1)
    raw = b64decode(data)
    for known, identity, kind, public in keys:
        if known == name and identity == raw[:4]:
            signature, signed = raw[4:], text
            if kind == WITNESS:
                seconds, signature = struct.unpack(">Q", raw[4:12])[0], raw[12:]
                signed = f"cosignature/v1\ntime {seconds}\n{text}"
            try:
                public.verify(signature, signed.encode())
                yield name, kind
            except InvalidSignature:
                pass


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def root_by_path(digest: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """RFC 9162 2.1.3.2."""
    last = size - 1
    if not 0 <= index <= last:
        raise Wrong("The place is not in the tree.")
    for step in path:
        if index & 1 or index == last:
            digest = node_hash(step, digest)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            digest = node_hash(digest, step)
        index, last = index >> 1, last >> 1
    if last:
        raise Wrong("The path is too short.")
    return digest


def roots_by_growth(old: int, size: int, old_root: bytes, proof: list[bytes]) -> tuple[bytes, bytes]:
    """RFC 9162 2.1.4.2: the roots of both sizes."""
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = steps.pop(0) if steps else b""
    for step in steps:
        if place & 1 or place == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, step)
        place, last = place >> 1, last >> 1
    return first, second


def opened(entry: dict[str, Any]) -> str | None:
    """What the entry says: the text its leaf commits to. None where that was erased."""
    leaf: str = entry["leaf"]
    payload: str | None = entry["payload"]
    salt: str | None = entry["salt"]
    if payload is None:
        return None
    commitment = json.loads(leaf).get("commitment")
    if salt is None and payload == leaf:  # written before there were commitments
        return payload
    if salt is None or hmac.digest(bytes.fromhex(salt), payload.encode(), "sha256").hex() != commitment:
        raise Wrong("The text is not what the entry commits to.")
    return payload


def examined(data: str, keys: Keys) -> dict[str, Any]:
    """What a proof proves. Raises Wrong."""
    proof = json.loads(data)
    size, root, witnesses = checkpoint(proof["checkpoint"], keys)
    path = [b64decode(step) for step in proof["path"]]
    if root_by_path(leaf_hash(proof["leaf"].encode()), proof["index"], size, path) != root:
        raise Wrong("The entry is not in the ledger of this checkpoint.")
    return {"index": proof["index"], "size": size, "witnesses": witnesses, "says": opened(proof)}


def check_proof(data: str, keys: Keys) -> str:
    found = examined(data, keys)
    text = "What it said was erased." if found["says"] is None else f"It says: {found['says']}"
    return f"Genuine: entry {found['index']} of {found['size']}, {_by(found['witnesses'])}. {text}"


def check_checkpoint(note: str, keys: Keys) -> str:
    size, root, witnesses = checkpoint(note, keys)
    return f"Genuine: {size} entries, root {root.hex()}, {_by(witnesses)}."


def check_growth(old_note: str, new_note: str, proof: str, keys: Keys) -> str:
    old, old_root, _ = checkpoint(old_note, keys)
    size, root, witnesses = checkpoint(new_note, keys)
    steps = [b64decode(line) for line in proof.split()]
    same = old == size and old_root == root and not steps
    if not (same or (0 < old < size and roots_by_growth(old, size, old_root, steps) == (old_root, root))):
        raise Wrong("The newer checkpoint does not continue the older one.")
    return f"Genuine: {size} entries continue {old}, {_by(witnesses)}."


def check_export(lines: Iterable[str], keys: Keys) -> str:
    """Holds the complete subtrees only, however long the export is."""
    tree: list[tuple[int, bytes]] = []
    erased, told = set[int](), set[int]()
    size, vouched, witnesses = 0, 0, list[str]()
    for line in lines:
        row = json.loads(line)
        if "leaf" in row:
            says = opened(row)
            if says is None:
                erased.add(size)
            elif json.loads(says).get("kind") == "payload_erased":
                told |= set(json.loads(says)["entries"])
            level, digest, size = 0, leaf_hash(row["leaf"].encode()), size + 1
            while tree and tree[-1][0] == level:
                level, digest = level + 1, node_hash(tree.pop()[1], digest)
            tree.append((level, digest))
        elif "checkpoint" in row:
            vouched, root, witnesses = checkpoint(row["checkpoint"], keys)
            if vouched != size or root != _root(tree):
                raise Wrong(f"The first {size} entries are not those of the checkpoint of {vouched}.")
    if erased - told:
        raise Wrong(f"Erased without a record: {sorted(erased - told)}.")
    if vouched != size:
        raise Wrong(f"Only {vouched} of {size} entries are under a checkpoint.")
    return f"Genuine: {size} entries, {len(erased)} of them erased, {_by(witnesses)}."


def _root(tree: list[tuple[int, bytes]]) -> bytes:
    digest = tree[-1][1] if tree else sha256().digest()
    for _, left in reversed(tree[:-1]):
        digest = node_hash(left, digest)
    return digest


def _by(witnesses: list[str]) -> str:
    return f"signed by the ledger and {len(witnesses)} witnesses" + "".join(f", {name}" for name in witnesses)


def main(words: list[str]) -> tuple[int, str]:
    if len(words) < LEAST:
        return 1, __doc__ or ""  # nothing was checked, so nothing is said to be false
    try:
        keys_file, what, *files = words
        with open(keys_file, encoding="utf-8") as file:
            keys = keys_in(file.read())
        if what == "export":
            with open(files[0], encoding="utf-8") as file:
                return 0, check_export(file, keys)
        checks: dict[str, Callable[..., str]] = {
            "proof": check_proof,
            "checkpoint": check_checkpoint,
            "growth": check_growth,
        }
        texts = []
        for name in files:
            with open(name, encoding="utf-8") as file:
                texts.append(file.read())
        return 0, checks[what](*texts, keys)
    except Wrong as wrong:
        return 1, f"NOT genuine. {wrong}"
    except UNREADABLE as error:
        return 1, f"NOT genuine. It cannot be read: {error!r}\n{__doc__}"


if __name__ == "__main__":
    code, sentence = main(sys.argv[1:])
    print(sentence)
    sys.exit(code)
