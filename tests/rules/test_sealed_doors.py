"""Case 57: no way round the fields that open themselves. Who opens or seals by hand, and who speaks SQL, stands here."""

import ast
from collections.abc import Iterator

from tests.everything import ROOT

BY_HAND = {
    "portal/identity/doors.py": "allauth hands over a text without a row",
    "services/files/vault.py": "files on the disk",
    "services/sealing/fields.py": "the fields themselves",
}
SQL = {
    "portal/moving.py": "tables carried to another database",
    "portal/public/health.py": "SELECT 1",
    "services/catalogue/search/bulk.py": "the index of the search",
    "services/ledger/locks.py": "an advisory lock",
    "services/ledger/reporting.py": "a setting of the transaction",
    "services/ledger/sealer.py": "places in one statement",
    "services/prepared/reading.py": "statements the ORM wrote",
    "services/prepared/writing.py": "statements the ORM wrote",
}


def calls(names: set[str]) -> Iterator[tuple[str, str]]:
    """File and call, for every call of an attribute of one of these names in the product."""
    for package in ("portal", "services", "accessibility"):
        for source in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in source.parts:
                continue
            for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in names
                ):
                    yield str(source.relative_to(ROOT)), ast.unparse(node.func)


def test_case_57_only_the_fields_open_what_is_sealed() -> None:
    found = {file for file, call in calls({"open_", "decrypt"}) if not call.startswith("self.decrypt")}
    assert found - {"services/sealing/keys.py"} <= BY_HAND.keys(), (
        "open by the model, where readings are recorded"
    )
    assert "services/sealing/fields.py" in found  # the search finds something


def test_case_57_receipts_are_made_where_their_entry_is_looked_up() -> None:
    made = {
        str(source.relative_to(ROOT))
        for package in ("portal", "services", "accessibility")
        for source in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "Receipt"
    }
    assert made == {"services/sharing/opening.py"}


def test_case_57_nobody_reads_tables_behind_the_models() -> None:
    found = {file for file, _ in calls({"execute", "executemany", "raw"})}
    unknown = {file for file in found - SQL.keys() if not _is_not_sql(file)}
    assert not unknown, f"SQL by hand passes by permissions and records: {unknown}"


def _is_not_sql(file: str) -> bool:
    return "cursor" not in (ROOT / file).read_text(encoding="utf-8")
