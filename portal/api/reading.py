"""What comes in: JSON that any part of the portal can keep, and a shape that says what is in it.

A body is refused while it is still text where it is too large, nested too deep, holds half a character (a lone
surrogate), or a number no JSON has: none of it can be stored, and every one of them would break something further in.
"""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser

from portal.api.shapes import Shape

DEEPEST = 20


class Json(BaseParser):
    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Reads the whole body at once: Django refuses one that is too large before it is read."""
        body = stream.getvalue() if isinstance(stream, BytesIO) else stream.body
        try:
            found = json.loads(body)
            json.dumps(found, allow_nan=False, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise ParseError from error
        if _depth(found) > DEEPEST:
            raise ParseError
        return found


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


def read(shape: type[Shape], given: Any) -> dict[str, Any]:
    """What was given, as the shape says it. Raises DRF's ValidationError, which becomes a problem by field."""
    if not isinstance(given, Mapping):
        raise ParseError
    found = shape(data=given)
    if not found.is_valid():
        raise ValidationError(found.errors)
    values: dict[str, Any] = found.validated_data
    return values
