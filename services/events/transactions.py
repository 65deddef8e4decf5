"""Is a transaction open? What takes long or leaves the house may not run inside one: it would hold its locks."""

from django.db import connection


class InsideTransaction(RuntimeError):
    """A handler or a call to another department was about to run while a transaction was open."""


def outside_transaction() -> bool:
    """The block that a test case is wrapped in does not count; its mark is private to Django."""
    return all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def refuse_inside_transaction(what: str) -> None:
    if not outside_transaction():
        raise InsideTransaction(what)
