"""The whole log, read from the first entry to the last and every root made again. Memory does not grow with it."""

import json
from dataclasses import dataclass
from enum import StrEnum

from services.ledger import tree
from services.ledger.models import Checkpoint, Entry


class FaultKind(StrEnum):
    ENTRY_CHANGED = "ENTRY_CHANGED"  # body, digest and kind do not belong together
    ENTRY_MISSING = "ENTRY_MISSING"  # a place is empty
    ROOT_DIFFERS = "ROOT_DIFFERS"  # entries and checkpoint do not belong together
    CHECKPOINT_MISSING = "CHECKPOINT_MISSING"  # sealed entries after the last checkpoint


@dataclass(frozen=True)
class Fault:
    """`at`: the leaf index of the entry, or the size of the checkpoint."""

    kind: FaultKind
    at: int


@dataclass(frozen=True)
class Report:
    """`size`: of the last checkpoint; `entries_ok`: entries from the first on without fault."""

    size: int
    entries_ok: int
    first_fault: Fault | None


def verify_log() -> Report:
    """Up to the last checkpoint there is when it starts; the sealer may go on meanwhile. Stops at the first fault."""
    size = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
    reader = _Reader(size)
    try:
        for checkpoint in Checkpoint.objects.filter(size__lte=size).order_by("size").iterator(200):
            reader.read_up_to(checkpoint)
        _expect_nothing_beyond(size)
    except _Found as found:
        return Report(size, reader.read, found.fault)
    return Report(size, reader.read, None)


class _Found(Exception):
    def __init__(self, kind: FaultKind, at: int) -> None:
        self.fault = Fault(kind, at)


class _Reader:
    def __init__(self, size: int) -> None:
        self.read = 0
        self._frontier: tree.Frontier = []
        self._entries = Entry.objects.filter(leaf_index__lt=size).order_by("leaf_index").iterator(500)

    def read_up_to(self, checkpoint: Checkpoint) -> None:
        while self.read < checkpoint.size:
            self._read_one()
        kept = tree.from_json(checkpoint.frontier)
        if kept != self._frontier or bytes(checkpoint.root) != tree.root(kept):
            raise _Found(FaultKind.ROOT_DIFFERS, checkpoint.size)

    def _read_one(self) -> None:
        entry = next(self._entries, None)
        if entry is None or entry.leaf_index != self.read:
            raise _Found(FaultKind.ENTRY_MISSING, self.read)
        if not _whole(entry):
            raise _Found(FaultKind.ENTRY_CHANGED, self.read)
        tree.append(self._frontier, bytes(entry.digest))
        self.read += 1


def _whole(entry: Entry) -> bool:
    body = bytes(entry.body)
    return tree.leaf(body) == bytes(entry.digest) and _kind(body) == entry.kind


def _kind(body: bytes) -> object:
    try:
        return json.loads(body)["kind"]
    except (ValueError, LookupError, TypeError):
        return None


def _expect_nothing_beyond(size: int) -> None:
    """Place and checkpoint are one transaction: whoever sees the place (first) sees its checkpoint (second)."""
    if (
        Entry.objects.filter(leaf_index__gte=size).exists()
        and not Checkpoint.objects.filter(size__gt=size).exists()
    ):
        raise _Found(FaultKind.CHECKPOINT_MISSING, size)
