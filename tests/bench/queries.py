"""Statements each citizen page asks the database, with few rows and with many: `python -m tests.bench.queries`.

Counted, not timed: the same on every machine. tests/rules/test_queries.py keeps the numbers where they are.
"""

import sys

from tests.bench.stage import stage

TIMES_MORE = 5


def main() -> None:
    with stage("sqlite") as folder:
        from tests.bench.city import build
        from tests.crowd import more

        city = build(folder)
        few = counted(city)
        more(city, TIMES_MORE)
        many = counted(city)
        print(f"{'statements of':32}{'few rows':>9}{'many':>6}")
        for name, number in few.items():
            print(f"{name:32}{number:9}{many[name]:6}")


def counted(city: object) -> dict[str, int]:
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.bench.city import browser, looks

    found = {}
    for stop, address in looks(city):
        cache.clear()
        client = browser(city, stop.reader)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == stop.status, address
        found[str(stop)] = len(queries)
    return found


if __name__ == "__main__":
    sys.exit(main())
