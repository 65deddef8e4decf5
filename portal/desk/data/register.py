"""A department's own register, as far as a demonstration plays it: its program is told the right value over HTTP.

Elsewhere an officer corrects the register where they always did, before they answer here; then nothing is written by us.
"""

import json
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from django.conf import settings

from services.sharing.models import Dispute

SECONDS, OK = 3, 200


class NotCorrected(Exception):
    """The register is not one of the demonstration's, is not there, or did not take the value."""


def correct(dispute: Dispute, value: str | int | list[str]) -> None:
    """Outside every transaction. Raises NotCorrected."""
    address = urlsplit(settings.DEPARTMENT_ADDRESSES.get(dispute.department.code, ""))
    if not settings.DEMO or dispute.field is None or address.scheme != "http" or not address.hostname:
        raise NotCorrected
    order = {"set": {"id_no": dispute.person.id_no, "field": dispute.field.code, "value": value}}
    connection = HTTPConnection(address.hostname, address.port, timeout=SECONDS)
    try:
        connection.request("POST", "/control", json.dumps(order))
        if connection.getresponse().status != OK:
            raise NotCorrected
    except (OSError, HTTPException) as error:
        raise NotCorrected from error
    finally:
        connection.close()
