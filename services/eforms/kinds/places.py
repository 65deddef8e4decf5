"""An address: the region by its code of GB/T 2260, the rest in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from services.eforms.cleaning import compact, plain
from services.eforms.kinds.kind import Kind, Schema, both
from services.eforms.world import World
from services.texts import Text

if TYPE_CHECKING:
    from services.eforms.question import Question

LONGEST = 100


class Address(Kind):
    """The answer is `{"region": "990102", "detail": "和平路 12 号"}`; `within` is the beginning that the code must have."""

    name = "address"
    takes = frozenset({"within"})

    def coerce(self, question: "Question", raw: Any) -> Any:
        if isinstance(raw, str):
            return plain(raw) or None
        if not isinstance(raw, Mapping):
            return raw
        cleaned = {key: self._part(key, value) for key, value in raw.items()}
        return {key: value for key, value in cleaned.items() if value is not None} or None

    def _part(self, key: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return (compact(value) if key == "region" else plain(value)) or None

    def schema(self, question: "Question") -> Schema:
        region: Schema = {"type": "string", "format": "cn-region"}
        if question.within:
            region["pattern"] = f"^{question.within}"
        return {
            "type": "object",
            "additionalProperties": False,
            "required": ["region", "detail"],
            "properties": {
                "region": region,
                "detail": {"type": "string", "minLength": 2, "maxLength": LONGEST},
            },
        }

    def beyond(self, question: "Question", answer: Any, world: World) -> tuple[str, Any] | None:
        if world.region and world.region(answer["region"]) is None:
            return "region.unknown", answer["region"]
        return None

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        if not isinstance(answer, Mapping) or not answer.keys() <= {"region", "detail"}:
            return both(str(answer))
        code, detail = str(answer.get("region", "")), str(answer.get("detail", ""))
        region = (world.region and world.region(code)) or both(code)
        return {"zh": f"{region['zh']}{detail}", "en": f"{detail}, {region['en']}"}
