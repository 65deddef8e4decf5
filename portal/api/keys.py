"""The Idempotency-Key of whatever writes: it is the request key of the action.

The same key with the same content is one act, however often it arrives; with other content it is refused. So a client that
got no answer simply asks again.
"""

from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from portal.api.problems import Problem

KEY_HEADER = "Idempotency-Key"
KEY = OpenApiParameter(
    KEY_HEADER,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    required=True,
    description="Made by the client, new for each act.",
)


def request_key(request: Request) -> UUID:
    """Raises the problem of a header that is missing or no UUID. Quotes, as the draft RFC has them, are fine."""
    try:
        return UUID(request.headers.get(KEY_HEADER, "").strip().strip('"'))
    except ValueError as error:
        raise Problem("malformed") from error
