"""The catalogue: what there is to apply for, and for each item everything a client must know before it begins.

Public, in both languages. The questions carry the JSON Schema their answers are judged by, the facts those the rules
look at (`eligibility.py`). What a client may not know in advance is what departments say: that is the draft.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.utils.timezone import localdate
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.guidance import (
    Asked,
    ByPerson,
    Fee,
    Law,
    Named,
    Place,
    Scope,
    VariantShape,
    block,
    by_person,
    life_events,
    scope,
    variants,
)
from portal.api.paging import PageQuery, page_of_list, page_shape
from portal.api.problems import problems
from portal.api.questions import Option, QuestionShape, options_of
from portal.api.reading import read
from portal.api.shapes import DepartmentName, Register, Shape, Text
from portal.api.view import PublicView
from services.applications.actions.start import number_of
from services.catalogue.models import ItemVersion
from services.catalogue.queries import offered, on_offer, read_for
from services.catalogue.search.finding import LONGEST, find
from services.catalogue.search.models import Entry
from services.catalogue.search.searchable import FILTERS, filters_of
from services.sharing.models import Disclosure

LEVELS = tuple("123456")


class Filters(PageQuery):
    q = serializers.CharField(
        required=False,
        max_length=LONGEST,
        help_text="Everyday words in Chinese or English, sounds (shebao, sb), slips of one character: the best answer first. "
        "Only what can be applied for here: a line of another directory has neither questions nor rules; the site shows it.",
    )
    kind = serializers.RegexField(r"^[0-9]{2}$", required=False, help_text="Nature (事项类型), such as 05.")
    department = serializers.SlugField(required=False, help_text="Code of the department that decides.")
    audience = serializers.SlugField(required=False, help_text="For whom, such as PERSON.")
    theme = serializers.SlugField(required=False, help_text="What it is about, such as SOCIAL_SECURITY.")
    level = serializers.ChoiceField(LEVELS, required=False, help_text="1 national to 6 village.")
    form = serializers.SlugField(required=False, help_text="How to apply, such as ONLINE or COUNTER.")
    region = serializers.RegexField(r"^[0-9]{6}$", required=False, help_text="GB/T 2260.")
    at_once = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text="true: clear cases are decided in the same moment.",
    )


class ItemSummary(Shape):
    code = serializers.CharField(source="item.code")
    name = Text()
    summary = Text(source="content.summary")
    department = DepartmentName(source="item.department")
    audience = serializers.ListField(child=serializers.CharField(), source="content.audience")
    themes = serializers.ListField(child=serializers.CharField(), source="content.themes")
    at_once = serializers.SerializerMethodField(help_text="Clear cases are decided in the same moment.")

    def get_at_once(self, version: ItemVersion) -> bool:
        return version.is_immediate


class Limits(Shape):
    statutory_days = serializers.IntegerField()
    committed_days = serializers.IntegerField()
    unit = serializers.CharField(help_text="WORKING or CALENDAR days.")


class Amount(Shape):
    label = Text()  # type: ignore[assignment]
    amount_fen = serializers.IntegerField(help_text="1 yuan = 100 fen.")
    from_age = serializers.IntegerField(allow_null=True)
    to_age = serializers.IntegerField(allow_null=True)


class Gets(Shape):
    caption = Text()
    rows = Amount(many=True)
    note = Text(allow_null=True)


class Titled(Shape):
    title = Text()
    text = Text()


class Guide(Shape):
    gets = Gets(allow_null=True, help_text="What is paid, where anything is.")
    who = Text(many=True)
    steps = Titled(many=True)
    more = Titled(many=True)


class ReadingShape(Shape):
    field = serializers.CharField(source="field.code")
    label = Text(source="field.label")  # type: ignore[assignment]
    register = Register(source="field.resource")
    disclosure = serializers.ChoiceField(Disclosure.choices)
    why = Text()


class EvidenceNeeded(Shape):
    code = serializers.CharField()
    name = Text()
    source = serializers.CharField(help_text="SHARED_DATA: a department has it, nobody brings it.")  # type: ignore[assignment]


class FactShape(Shape):
    name = serializers.CharField()
    kind = serializers.CharField(help_text="boolean, number, enum or date.")
    label = Text()  # type: ignore[assignment]
    condition = Text(help_text="What an approval needs of it.")
    values = Option(many=True, help_text="Of an enum: what it may be.")


class ItemShape(ItemSummary):
    version = serializers.IntegerField(source="number")
    in_force_from = serializers.DateField()
    task = Text(source="content.task")
    limits = Limits(source="content.limits")
    fee_fen = serializers.IntegerField(source="content.fee_fen")
    visits = serializers.IntegerField(
        source="content.visits", help_text="How often one has to come in person."
    )
    once = serializers.BooleanField(source="content.once", help_text="Granted to each person once at a time.")
    guide = Guide(by=lambda version: _guide(version.content["guide"]))
    basis = Text(source="purpose.basis")
    reads = ReadingShape(
        many=True,
        by=lambda told: read_for(told.version, told.variant),
        help_text="What departments are asked when a draft is begun, and why.",
    )
    evidence = EvidenceNeeded(source="content.evidence", many=True)
    questions = QuestionShape(source="form.questions", many=True)
    law = Law(many=True, by=block("law"), help_text="设定依据: what it rests on.")
    faq = Asked(many=True, by=block("faq"), help_text="What people ask about it.")
    places = Place(many=True, by=block("places"))
    fees = Fee(many=True, by=block("fees"))
    variants = VariantShape(
        many=True, by=variants, help_text="情形: what differs in each. Empty: nothing is chosen."
    )
    scope = Scope(by=scope, allow_null=True, help_text="通办范围: from how far away it can be done.")
    life_events = Named(many=True, by=life_events)
    by_person = ByPerson(by=by_person, allow_null=True, help_text="Null where rules may approve it.")
    facts = FactShape(
        many=True, by=lambda version: _facts(version.content["facts"]), help_text="What the rules look at."
    )


class Items(PublicView):
    @extend_schema(
        operation_id="list_items",
        tags=["catalogue"],
        parameters=[Filters],
        responses={200: page_shape(ItemSummary), **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Items on offer today, the most used first; to a question the best answer first."""
        wanted = read(Filters, request.query_params)
        found, place = _answers(wanted["q"]) if "q" in wanted else (list(on_offer(localdate())), _place)
        rows = [version for version in found if _fits(version, wanted)]
        return Response(page_of_list(request, rows, ItemSummary, place))


class Chosen(Shape):
    variant = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=33,
        help_text="Number or code of one of `variants`, where the item has some.",
    )


class Told:
    """A version as it stands for one of its variants; without one, with all that any of them needs."""

    def __init__(self, version: ItemVersion, variant: str) -> None:
        self.version, self.variant = version, variant
        self.content, self.form = version.content_of(variant), version.form_of(variant)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.version, name)


class Item(PublicView):
    @extend_schema(
        operation_id="get_item",
        tags=["catalogue"],
        parameters=[Chosen],
        responses={200: ItemShape, **problems(404, 422)},
    )
    def get(self, request: Request, code: str) -> Response:
        """One item: guide, questions, what is read of whom and why, and the facts its rules look at.

        With `variant` as it stands for that one, without with everything that any of them needs.
        """
        version = version_on_offer(code)
        wanted = read(Chosen, request.query_params)["variant"]
        number = number_of(version, wanted) if wanted else ""
        return Response(ItemShape(Told(version, number)).data)


def version_on_offer(code: str) -> ItemVersion:
    version = offered(code, localdate())
    if version is None:
        raise Http404(code)
    return version


def _place(version: ItemVersion) -> list[Any]:
    return [-version.item.heat, version.item.code]


def _answers(words: str) -> tuple[list[ItemVersion], Callable[[ItemVersion], list[Any]]]:
    """Items that answer, the best first, and the place of each among them."""
    hits = [hit.code for hit in find(words, on=localdate()).hits if hit.kind == Entry.Kind.ITEM]
    found = {version.item.code: version for version in on_offer(localdate()).filter(item__code__in=hits)}
    places = {code: place for place, code in enumerate(hits)}
    return [found[code] for code in hits if code in found], lambda version: [places[version.item.code]]


def _fits(version: ItemVersion, wanted: dict[str, Any]) -> bool:
    values, at_once = filters_of(version), wanted["at_once"]
    return all(wanted[name] in values[name] for name in FILTERS if name in wanted) and (
        at_once is None or at_once == version.is_immediate
    )


def _guide(blocks: dict[str, Any]) -> dict[str, Any]:
    """With a place for everything that a package may leave out."""
    lists: dict[str, list[Any]] = {"who": [], "steps": [], "more": []}
    gets = blocks.get("gets")
    return {**lists, **blocks, "gets": _gets(gets) if gets else None}


def _gets(block: dict[str, Any]) -> dict[str, Any]:
    ages = {"from_age": None, "to_age": None}
    return {"note": None, **block, "rows": [{**ages, **row} for row in block["rows"]]}


def _facts(blocks: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": name, **block, "values": options_of(block.get("values", {}))}
        for name, block in blocks.items()
    ]
