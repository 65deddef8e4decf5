"""A department in a file, for working without the simulators: `stub:/path/people.json`.

The file maps an identity number to its values, `{"9901…": {"population.birth_on": "1946-03-08"}}`. Names are not
compared and claims are not looked at.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from services.sharing.inquiry import canonical
from services.sharing.models import Reason
from services.sharing.port import NoAnswer, Question, Told


class StubProvider:
    def __init__(self, address: str) -> None:
        self.file = Path(address.partition(":")[2])

    def ask(self, question: Question) -> Told:
        envelope = json.loads(question.body)
        record = self._people().get(envelope["subject"]["id_no"], {})
        reply = {
            "id": envelope["id"],
            "request_hash": hashlib.sha256(question.body).hexdigest(),
            "subject_hash": hashlib.sha256(canonical(envelope["subject"])).hexdigest(),
            "as_of": envelope["asked_at"],
            "values": {code: record[code] for code in envelope["fields"] if code in record},
            "predicates": {code: record.get(code, "UNKNOWN") for code in envelope["predicates"]},
            "rules": envelope.get("rules", {}),
        }
        return Told(json.dumps(reply).encode())

    def tell(self, message: Question) -> Told:
        """A file keeps nothing of what it was asked."""
        return Told(b"{}")

    def _people(self) -> dict[str, dict[str, Any]]:
        try:
            found: dict[str, dict[str, Any]] = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise NoAnswer(Reason.UNREACHABLE) from None
        return found
