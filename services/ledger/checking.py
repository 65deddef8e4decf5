"""The whole log, read from the first entry to the last and every root made again. Memory does not grow with it.

It goes on after a fault, with the tree that the next sound checkpoint keeps, so that all places are named and not the
first alone. What witnesses hold is compared on the way: only they can tell that the whole database is an old copy.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.ledger import nodes, notes, tree
from services.ledger.backlog import STOP_AFTER
from services.ledger.erasing import ERASED, places_named
from services.ledger.faults import Fault, FaultKind
from services.ledger.leaves import belongs_together
from services.ledger.models import Checkpoint, Entry, Node
from services.ledger.narrowing import narrowed
from services.ledger.witnesses import Seen, keys

__all__ = ["Fault", "FaultKind", "Report", "verify_log"]
MOST = 100  # faults named; whoever has more has a copy to restore


@dataclass(frozen=True)
class Report:
    """`size`: of the last checkpoint; `entries_ok`: entries from the first on without fault. `late`: places of entries
    that had waited more than five minutes when they were sealed, which is no fault and worth knowing."""

    size: int
    entries_ok: int
    faults: tuple[Fault, ...] = ()
    late: tuple[int, ...] = ()

    @property
    def first_fault(self) -> Fault | None:
        return self.faults[0] if self.faults else None


def verify_log(seen: Sequence[Seen] = (), at: datetime | None = None) -> Report:
    """Up to the last checkpoint there is when it starts; the sealer may go on meanwhile.

    `seen`: checkpoints that witnesses hold. `at`: now, for how long entries have been waiting; not looked at without.
    """
    size = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
    reader = _Reader(size, seen)
    for checkpoint in Checkpoint.objects.filter(size__lte=size).order_by("size").iterator(200):
        reader.read_up_to(checkpoint)
    _expect_nothing_beyond(size, reader.found)
    reader.end(at)
    return Report(size, reader.ok, tuple(reader.found.faults[:MOST]), tuple(reader.late[:MOST]))


@dataclass
class _Found:
    """`read`: how far the reader is; `ok`: how far it was at the first fault."""

    faults: list[Fault] = field(default_factory=list)
    read: int = 0
    ok: int | None = None

    def add(self, kind: FaultKind, at: int, to: int | None = None, who: str = "") -> None:
        if self.ok is None:
            self.ok = self.read
        self.faults.append(Fault(kind, at, to, who))


class _Reader:
    def __init__(self, size: int, seen: Sequence[Seen]) -> None:
        self.size, self.found, self.late = size, _Found(), list[int]()
        self._frontier: tree.Frontier = []
        self._made: list[Node] = []
        self._whole = True  # no place of the present segment is empty
        self._erased, self._named = set[int](), set[int]()
        self._was_signed = False
        self._seen: dict[int, list[Seen]] = defaultdict(list)
        for each in seen:
            self._seen[each.size].append(each)
        self._entries = Entry.objects.filter(leaf_index__lt=size).order_by("leaf_index").iterator(500)
        self._next = next(self._entries, None)

    @property
    def ok(self) -> int:
        return self.found.read if self.found.ok is None else self.found.ok

    def read_up_to(self, checkpoint: Checkpoint) -> None:
        since = self.found.read
        while self.found.read < checkpoint.size:
            self._read_one(checkpoint)
        self._compare(since, checkpoint)
        self._compare_nodes()
        self._compare_signatures(checkpoint)
        self._whole = True

    def _read_one(self, checkpoint: Checkpoint) -> None:
        place, entry = self.found.read, self._next
        if entry is None or entry.leaf_index != place:
            self.found.add(FaultKind.ENTRY_MISSING, place)
            self._whole = False
        else:
            self._look_at(entry, place, checkpoint)
            self._made += nodes.kept(place + 1, tree.append(self._frontier, bytes(entry.digest)))
            self._next = next(self._entries, None)
        self.found.read += 1
        if self._whole:
            self._ask_witnesses()

    def _look_at(self, entry: Entry, place: int, checkpoint: Checkpoint) -> None:
        if not belongs_together(entry):
            self.found.add(FaultKind.ENTRY_CHANGED, place)
        if entry.body is None:
            self._erased.add(place)
        elif entry.kind == ERASED:
            self._named |= places_named(bytes(entry.body))
        if entry.written_at and checkpoint.at and checkpoint.at - entry.written_at > STOP_AFTER:
            self.late.append(place)

    def _ask_witnesses(self) -> None:
        for each in self._seen.pop(self.found.read, ()):
            if each.root != tree.root(self._frontier):
                self.found.add(FaultKind.WITNESS_DISAGREES, each.size, who=each.witness)

    def _compare(self, since: int, checkpoint: Checkpoint) -> None:
        kept = tree.from_json(checkpoint.frontier)
        is_sound = tree.size_of(kept) == checkpoint.size and tree.root(kept) == bytes(checkpoint.root)
        if self._whole and is_sound and kept == self._frontier:
            return
        places = narrowed(since, kept) if self._whole and is_sound else []
        for fault in places:
            self.found.add(fault.kind, fault.at, fault.to)
        if self._whole and not places:
            self.found.add(FaultKind.ROOT_DIFFERS, checkpoint.size)
        if is_sound and (places or not self._whole):
            self._frontier, self._made = kept, []

    def _compare_nodes(self) -> None:
        if not self._made:
            return
        stored = nodes.stored(self._made)
        for made in self._made:
            if stored.get((made.level, made.number)) != made.digest:
                self.found.add(
                    FaultKind.NODE_CHANGED, made.number << made.level, ((made.number + 1) << made.level) - 1
                )
        self._made = []

    def _compare_signatures(self, checkpoint: Checkpoint) -> None:
        if not checkpoint.note and not self._was_signed:
            return  # older than signing
        self._was_signed = True
        if not _signed(checkpoint):
            self.found.add(FaultKind.SIGNATURE_WRONG, checkpoint.size)
        known = keys()
        for each in checkpoint.co_signatures.all():
            if each.witness in known and not notes.signed_by(
                known[each.witness], f"{checkpoint.note}{each.line}\n"
            ):
                self.found.add(FaultKind.CO_SIGNATURE_WRONG, checkpoint.size, who=each.witness)

    def end(self, at: datetime | None) -> None:
        for body in Entry.objects.filter(leaf_index=None, kind=ERASED).values_list("body", flat=True):
            self._named |= places_named(bytes(body or b""))
        for place in sorted(self._erased - self._named):
            self.found.add(FaultKind.ERASED_UNRECORDED, place)
        for each in (each for size in sorted(self._seen) if size > self.size for each in self._seen[size]):
            self.found.add(FaultKind.ROLLED_BACK, each.size, who=each.witness)
        waiting = Entry.objects.filter(leaf_index=None)
        if at and (late := waiting.filter(written_at__lt=at - STOP_AFTER).order_by("id").first()):
            self.found.add(FaultKind.WAITS_TOO_LONG, late.pk)


def _signed(checkpoint: Checkpoint) -> bool:
    try:
        said = notes.read(checkpoint.note)
    except notes.BadNote:
        return False
    says_so = (said.size, said.root) == (checkpoint.size, bytes(checkpoint.root))
    return says_so and any(notes.signed_by(key, checkpoint.note) for key in notes.own_keys())


def _expect_nothing_beyond(size: int, found: _Found) -> None:
    """Place and checkpoint are one transaction: whoever sees the place (first) sees its checkpoint (second)."""
    if (
        Entry.objects.filter(leaf_index__gte=size).exists()
        and not Checkpoint.objects.filter(size__gt=size).exists()
    ):
        found.add(FaultKind.CHECKPOINT_MISSING, size)
