"""A version as a file, and a draft from a file: JSON, CSV, Excel. What comes in is judged as if it had been typed."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.desk.rules.reading import stored, version_of
from portal.desk.rules.sheet import whole
from portal.desk.rules.version import show
from portal.desk.site import site
from portal.identity.actors import actor_of
from services.rules.actions.draft import edit_draft
from services.rules.errors import NotInThatState, Overtaken
from services.rules.exchange.content import MOST_BYTES, Content, refuse_too_long
from services.rules.exchange.csv_text import read_csv, write_csv
from services.rules.exchange.json_text import read_json, write_json
from services.rules.exchange.workbook import read_workbook, write_workbook
from services.rules.models import RuleVersion
from services.rules.problems import RuleErrors

# ending -> media type, way out, way in
FORMATS: Mapping[str, tuple[str, Callable[[Content], bytes], Callable[[bytes], Content]]] = {
    "json": ("application/json", write_json, read_json),
    "csv": ("text/csv; charset=utf-8", write_csv, read_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_workbook, read_workbook,
    ),
}  # fmt: skip


@site.page("rules/<uuid:pk>/file/<slug:ending>/", "desk_rule_file")
def rule_file(request: HttpRequest, pk: UUID, ending: str) -> HttpResponse:
    version = version_of(request, pk)
    if ending not in FORMATS:
        raise Http404(ending)
    kind, write, _read = FORMATS[ending]
    name = f"{version.rule_set.code}-{version.number}.{ending}"
    try:
        return HttpResponse(
            write(stored(version)),
            content_type=kind,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    except RuleErrors:
        return show(
            request, version, problem=_("Only a version without findings has a JSON file. Take CSV or Excel.")
        )


@site.page("rules/<uuid:pk>/import/", "desk_rule_import")
def rule_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Replaces facts, rows and examples of a draft."""
    version = version_of(request, pk)
    if request.method != "POST":
        return redirect("admin:desk_rule_version", pk)
    try:
        _bring_in(request, version, _content(request))
    except RuleErrors as error:
        return show(request, version, problem="\n".join(map(str, error.problems[:20])))
    except (Overtaken, NotInThatState):
        return show(
            request,
            version,
            problem=_("A colleague has changed it since you opened it. This is how it stands now."),
        )
    return redirect("admin:desk_rule_version", pk)


def _content(request: HttpRequest) -> Content:
    """Raises `RuleErrors`."""
    file = request.FILES.get("file")
    data = file.read(MOST_BYTES + 1) if file else b""
    refuse_too_long(data)
    ending = (file.name or "").rpartition(".")[2].lower() if file else ""
    _kind, _write, read = FORMATS.get(ending, FORMATS["json"])
    return read(data)


def _bring_in(request: HttpRequest, version: RuleVersion, content: Content) -> None:
    edit_draft(
        version_id=version.pk,
        revision=whole(request.POST.get("revision")),
        facts=content.facts,
        rows=content.rows,
        examples=content.examples,
        effective_from=version.effective_from,
        actor=actor_of(request),
        at=now(),
    )
