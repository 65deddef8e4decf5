"""The certificate of a package as certificates want it: what it says, without where the values come from."""

from collections.abc import Mapping
from typing import Any


def certificate_type(block: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: block[name] for name in ("code", "type_code", "name", "statement")}
    fields = [{"name": entry["name"], "label": entry["label"]} for entry in block["record"]]
    return {**plain, "fields": fields, "valid_months": block.get("valid_months")}
