"""One sealer at a time, on any database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

SEALER = 6962  # the RFC; any number nobody else locks will do


@contextmanager
def only_one(number: int = SEALER) -> Iterator[None]:
    """A transaction that no second one of its kind can enter; the second waits.

    PostgreSQL: an advisory lock that ends with the transaction; writers never wait for it. SQLite:
    `transaction_mode=IMMEDIATE` takes the one write lock at BEGIN, which is the same promise.
    """
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
        yield
