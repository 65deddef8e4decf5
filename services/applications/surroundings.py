"""What the judge of answers may know of the world, for one application on one day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from services.applications.deciding import disputed
from services.applications.models import Application
from services.applications.opening import known_values
from services.applications.uploads import files_of
from services.departments.queries import region_name
from services.eforms.world import World


def world_of(application: Application, *, at: datetime, known: Mapping[str, Any] | None = None) -> World:
    files = files_of(application)
    return World(on=localdate(at), region=region_name, known=known or {}, files=files)


def world_for(application: Application, *, at: datetime) -> World:
    """Of a draft, as it stands."""
    bound = any(each.source for each in application.form.questions)
    known = undisputed(application, known_values(application)) if bound else {}
    return world_of(application, at=at, known=known)


def undisputed(application: Application, known: Mapping[str, Any]) -> dict[str, Any]:
    """What registers say in answer to questions, unless the citizen says it is wrong: then the question is asked."""
    bound = {each.source for each in application.form.questions if each.source}
    if not bound:
        return {}
    objected = disputed(application)
    return {field: known[field] for field in sorted(bound - objected) if field in known}
