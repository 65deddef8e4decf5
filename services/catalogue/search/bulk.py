"""Postings by the million and counts by the ten thousand, as each database takes them fastest. By the ORM it takes several
times as long."""

from collections.abc import Mapping, Sequence

from django.db import connection

COPY = "COPY search_posting (token_id, rank, entry_id) FROM STDIN"
INSERT = "INSERT INTO search_posting (token_id, rank, entry_id) VALUES (%s, %s, %s)"
COUNT = "UPDATE search_token SET entries = entries + %s WHERE id = %s"
COUNT_ALL = """UPDATE search_token SET entries = entries + counted.change
    FROM unnest(%s::bigint[], %s::int[]) AS counted (id, change) WHERE search_token.id = counted.id"""
MANY = 50_000
CACHE = "PRAGMA cache_size = -131072"  # KB; with the usual 2 MB a batch is written to disk again and again


def insert_postings(rows: Sequence[tuple[int, int, int]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(COPY) as copy:
                copy.write("".join(f"{token}\t{rank}\t{entry}\n" for token, rank, entry in rows))
        else:
            if len(rows) > MANY:
                cursor.execute(CACHE)
            cursor.executemany(INSERT, rows)


def change_counts(changes: Mapping[int, int]) -> None:
    """Token -> by how many entries more, or less, it is held."""
    keys = sorted(changes)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(COUNT_ALL, [keys, [changes[key] for key in keys]])
        else:
            cursor.executemany(COUNT, [(changes[key], key) for key in keys])


def count_for_the_planner() -> None:
    """PostgreSQL would count by itself, but only after a minute, and until then plans for an empty table."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry, search_token, search_posting, search_sound")
