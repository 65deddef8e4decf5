"""Reading the ledger for a report: as a role that sees no bodies, and only the kinds that were named (deploy/roles.sql).

The names hold for one transaction. A connection that serves the next request knows nothing of them, and a report that
forgets to name its kinds sees no row at all.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def reporting(kinds: Collection[str]) -> Iterator[None]:
    """Inside, the reporter's rows are those of `kinds`. Elsewhere than on PostgreSQL it is a transaction and no more.

    Raises ValueError for a kind with a comma: it would be two.
    """
    if any("," in kind for kind in kinds):
        raise ValueError("a kind has no comma")
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # `true`: SET LOCAL, gone at the transaction's end
                cursor.execute("SELECT set_config('portal.report_kinds', %s, true)", [",".join(kinds)])
        yield
