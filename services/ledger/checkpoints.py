"""What is published of the tree: the newest checkpoint and any older one, with what witnesses put under them."""

from services.ledger.models import Checkpoint

SHOWN = 12  # hex digits of a root that people compare by eye


def newest() -> Checkpoint | None:
    return Checkpoint.objects.exclude(note="").order_by("-size").first()


def of_size(size: int) -> Checkpoint | None:
    return Checkpoint.objects.exclude(note="").filter(size=size).first()


def published(checkpoint: Checkpoint) -> str:
    """The note with the co-signatures there are."""
    lines = checkpoint.co_signatures.order_by("witness").values_list("line", flat=True)
    return checkpoint.note + "".join(f"{line}\n" for line in lines)


def short(checkpoint: Checkpoint) -> str:
    """For paper: size and the beginning of the root."""
    return f"{checkpoint.size}:{bytes(checkpoint.root).hex()[:SHOWN]}"
