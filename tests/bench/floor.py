"""The least that submitting can cost: the same rows read and written in bare SQL, without a line of ours between.

PostgreSQL: psycopg, prepared, two pipelines (the reads, then everything written in one statement with CTEs). SQLite: the
standard library's driver, WAL, `begin immediate`. It takes its values from a real submission (`written.py`), so it need
not seal, hash, compare or decide anything: nobody gets below this without another database.
"""

import sqlite3
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tests.written import Row, Written

APPLICATION, SERIAL = "applications_application", "applications_dailyserial"
SERIAL_UPSERT = (
    f"INSERT INTO {SERIAL} (item_code, day, last) VALUES (?, ?, 1)"
    f" ON CONFLICT (item_code, day) DO UPDATE SET last = {SERIAL}.last + 1 RETURNING last"
)
LOCKED = """SELECT a.person_id, a.state, a.competent_department_id, d.region_id, v.sha256, v.rule_set,
 i.implementation_code FROM applications_application a
 JOIN catalogue_itemversion v ON v.id = a.item_version_id JOIN catalogue_serviceitem i ON i.id = v.item_id
 JOIN departments_department d ON d.id = a.competent_department_id WHERE a.id = ?"""
EVIDENCE = "SELECT id, field_code, value FROM applications_evidence WHERE application_id = ? AND superseded_at IS NULL"
AWAITED = "SELECT 1 FROM applications_awaitedsource WHERE application_id = ? AND answered_at IS NULL LIMIT 1"
DISPUTES = """SELECT f.code FROM sharing_dispute s JOIN sharing_datafield f ON f.id = s.field_id
 WHERE s.person_id = ? AND s.state = 'OPEN'"""
REGIONS = "SELECT code FROM departments_region WHERE parent_id = ?"
RULES = """SELECT v.id, v.sha256 FROM rules_ruleversion v JOIN rules_ruleset s ON s.id = v.rule_set_id
 WHERE s.code = ? AND v.state <> 'DRAFT' AND v.effective_from <= ?
 AND (v.effective_to IS NULL OR v.effective_to >= ?)"""


class Template:
    """The rows of one submission, to be written again for other applications."""

    def __init__(self, written: Written, day: date, rule_set: str, region: str) -> None:
        assert written.changed.keys() == {APPLICATION, SERIAL}, written.changed.keys()
        self.reference, changes = written.changed[APPLICATION]
        self.code: str = changes["case_code"]
        self.changes = {name: value for name, value in changes.items() if name != "case_code"}
        self.fresh = written.fresh
        self.item_code, self.day, self.rule_set, self.region = self.code[:31], day, rule_set, region
        self._keys = [row["id"] for rows in self.fresh.values() for row in rows if "id" in row]
        self._keys += [row["key"] for row in self.fresh["actions_requestkey"]]

    @property
    def prefix(self) -> str:
        return self.code[:-4]

    def rows_for(self, application: Any) -> dict[str, list[list[Any]]]:
        """Table -> values in the order of its columns, with fresh keys and this application's."""
        new: dict[Any, Any] = {self.reference: application}
        new |= {key: self._fresh_key(key) for key in self._keys}
        return {
            table: [[_exchanged(value, new) for value in row.values()] for row in rows]
            for table, rows in self.fresh.items()
        }

    def columns(self, table: str) -> Row:
        return self.fresh[table][0]

    @staticmethod
    def _fresh_key(key: Any) -> Any:
        return uuid4() if isinstance(key, UUID) else uuid4().hex


def _exchanged(value: Any, new: dict[Any, Any]) -> Any:
    return new.get(value, value) if isinstance(value, UUID | str) else value


class SQLiteFloor:
    def __init__(self, template: Template, file: str) -> None:
        self.template = template
        self.connection = sqlite3.connect(file, isolation_level=None)
        self.connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL")
        self.inserts = {
            table: f'INSERT INTO "{table}" ({_names(rows[0])}) VALUES ({_marks(rows[0], "?")})'
            for table, rows in template.fresh.items()
        }
        columns = ", ".join(f'"{name}" = ?' for name in [*template.changes, "case_code"])
        self.update = f"UPDATE {APPLICATION} SET {columns} WHERE id = ?"

    def __call__(self, application: UUID, person: UUID) -> None:
        template, run, own = self.template, self.connection.execute, application.hex
        run("BEGIN IMMEDIATE")
        day = template.day.isoformat()
        reads = (
            (LOCKED, (own,)),
            (EVIDENCE, (own,)),
            (AWAITED, (own,)),
            (DISPUTES, (person.hex,)),
            (REGIONS, (template.region,)),
            (RULES, (template.rule_set, day, day)),
        )
        for statement, values in reads:
            run(statement, values).fetchall()
        for table, rows in template.rows_for(own).items():
            self.connection.executemany(self.inserts[table], rows)
        [(serial,)] = run(SERIAL_UPSERT, (template.item_code, day)).fetchall()
        run(self.update, (*template.changes.values(), f"{template.prefix}{serial:04}", own))
        run("COMMIT")


class PostgreSQLFloor:
    def __init__(self, template: Template, settings: dict[str, Any]) -> None:
        import psycopg

        self.template = template
        self.connection = psycopg.connect(
            host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname=settings["NAME"]
        )
        self.connection.prepare_threshold = 0
        self.reads = [
            each.replace("?", "%s") for each in (f"{LOCKED} FOR UPDATE OF a", EVIDENCE, AWAITED, DISPUTES)
        ]
        self.reads += [each.replace("?", "%s") for each in (REGIONS, RULES)]
        self.write = self._one_statement()

    @property
    def backend(self) -> int:
        return self.connection.info.backend_pid

    def _one_statement(self) -> str:
        parts = [f"serial AS ({SERIAL_UPSERT.replace('?', '%s')})"]
        for table, rows in self.template.fresh.items():
            values = ", ".join(f"({_marks(row, '%s')})" for row in rows)
            parts.append(f'{table} AS (INSERT INTO "{table}" ({_names(rows[0])}) VALUES {values})')
        columns = ", ".join(f'"{name}" = %s' for name in self.template.changes)
        code = "%s || lpad((SELECT last FROM serial)::text, 4, '0')"
        return f"WITH {', '.join(parts)} UPDATE {APPLICATION} SET {columns}, case_code = {code} WHERE id = %s"

    def __call__(self, application: UUID, person: UUID) -> None:
        template, day = self.template, self.template.day
        asked = (
            (application,),
            (application,),
            (application,),
            (person,),
            (template.region,),
            (template.rule_set, day, day),
        )
        with self.connection.pipeline():
            cursors = [
                self.connection.execute(statement, values, prepare=True)
                for statement, values in zip(self.reads, asked, strict=True)
            ]
            for cursor in cursors:
                cursor.fetchall()
            values = [template.item_code, day]
            for rows in template.rows_for(application).values():
                values += [value for row in rows for value in row]
            values += [*template.changes.values(), template.prefix, application]
            self.connection.execute(self.write, values, prepare=True)
            self.connection.commit()


def _names(row: Row) -> str:
    return ", ".join(f'"{name}"' for name in row)


def _marks(row: Row, mark: str) -> str:
    return ", ".join([mark] * len(row))
