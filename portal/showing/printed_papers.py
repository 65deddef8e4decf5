"""文书 as signed PDFs, in the language of the moment: made at first opening, the same bytes ever after.

Each carries the same as JSON for machines.
"""

import json
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import get_language

from portal.showing.papers import Paper, contents
from services.applications.models import Application
from services.certificates.held_to import held_to
from services.certificates.papers import paper_pdf
from services.certificates.printing import Sheet


def pdf_of(application: Application, paper: Paper) -> bytes:
    """Raises what `services.certificates.printing.printed` raises."""
    return paper_pdf(sheet(application, paper))


def sheet(application: Application, paper: Paper) -> Sheet:
    checkpoint = held_to()
    content = contents(application, paper) | {"checkpoint": checkpoint}
    language = get_language() or settings.LANGUAGE_CODE
    return Sheet(
        source=f"{application.source}:{paper.kind}:{paper.at:%Y%m%d%H%M%S}:{language}",
        holder_id=application.person_id,
        department_id=application.competent_department_id,
        number=application.case_code or str(application.pk),
        html=render_to_string("papers/paper.html", content),
        record=json.dumps(_record(application, content), ensure_ascii=False, indent=1),
    )


def _item(application: Application) -> dict[str, Any]:
    chosen = {"variant": application.variant_code} if application.variant else {}
    return {"code": application.item_version.item.code, "name": application.name, **chosen}


def _record(application: Application, content: dict[str, Any]) -> dict[str, Any]:
    paper = content["paper"]
    return {
        "kind": paper.kind,
        "number": application.case_code,
        "item": _item(application),
        "department": application.competent_department.name,
        "applicant": {"name": application.person.name, "id_no": application.person.id_no},
        "at": localtime(paper.at).isoformat(timespec="seconds"),
        "says": content["words"],
        "day": content["day"].isoformat() if content["day"] else None,
        "address": content["address"],
        **({"ledger": checkpoint.for_machines()} if (checkpoint := content["checkpoint"]) else {}),
    }
