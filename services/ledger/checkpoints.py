"""What is published of the tree: the newest checkpoint and any older one, with what witnesses put under them."""

from services.ledger.models import Checkpoint

SHOWN = 12  # hex digits of a root that people compare by eye


def newest() -> Checkpoint | None:
    return Checkpoint.objects.exclude(note="").order_by("-size").first()


def of_size(size: int) -> Checkpoint | None:
    return Checkpoint.objects.exclude(note="").filter(size=size).first()


def published(checkpoint: Checkpoint) -> str:
    """The note with the co-signatures there are."""
    signed = sorted(checkpoint.co_signatures.all(), key=lambda each: each.witness)
    return checkpoint.note + "".join(f"{each.line}\n" for each in signed)


def latest(number: int) -> list[Checkpoint]:
    """The newest first, with their co-signatures."""
    rows = Checkpoint.objects.exclude(note="").order_by("-size").prefetch_related("co_signatures")
    return list(rows[:number])


def short(checkpoint: Checkpoint) -> str:
    """For paper: size and the beginning of the root."""
    return f"{checkpoint.size}:{bytes(checkpoint.root).hex()[:SHOWN]}"
