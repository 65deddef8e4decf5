"""What the catalogue has to be found, as the index takes it: texts, heat, values of the seven filters, days in force.

The seven are those of the national guide to "Internet + government services": nature, audience, department, theme, level,
form, region.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from services.catalogue.code_lists import codes
from services.catalogue.models import DirectoryEntry, ItemVersion
from services.catalogue.search.models import Entry
from services.texts import Text

FILTERS = ("kind", "audience", "department", "theme", "level", "form", "region")


@dataclass(frozen=True, kw_only=True)
class Searchable:
    """`titles` weigh more than `texts`. `says` is the line under the name on the page of results."""

    kind: Entry.Kind
    code: str
    edition: int = 0
    name: Text
    says: Text
    titles: list[str]
    texts: list[str]
    heat: int = 0
    filters: Mapping[str, Iterable[str]] = field(default_factory=dict)
    in_force_from: date = date.min
    in_force_to: date | None = None


def versions_to_find() -> QuerySet[ItemVersion]:
    published = ItemVersion.objects.exclude(state=ItemVersion.State.DRAFT)
    return published.select_related("item__department").order_by("item__code", "in_force_from")


def lines_to_find() -> QuerySet[DirectoryEntry]:
    return DirectoryEntry.objects.listed().select_related("department").order_by("code")


def of_version(version: ItemVersion) -> Searchable:
    content = version.content
    titles = [content["name"], content["task"], *content.get("also_called", [])]
    texts = [content["short"], content["summary"], version.item.department.name, *content["guide"]["who"]]
    return Searchable(
        kind=Entry.Kind.ITEM,
        code=version.item.code,
        edition=version.number,
        name=version.name,
        says=content["summary"],
        titles=_both(titles),
        texts=_both(texts),
        heat=version.item.heat,
        filters=filters_of(version),
        in_force_from=version.in_force_from,
        in_force_to=version.in_force_to,
    )


def of_line(line: DirectoryEntry) -> Searchable:
    """Of somebody else's directory: all that is known is the line."""
    department = line.department.code if line.department else line.department_name.replace(" ", "")
    return Searchable(
        kind=Entry.Kind.LISTED,
        code=line.code,
        name=line.name,
        says={"zh": line.department_name},
        titles=_both([line.name]),
        texts=[*_both(line.texts[1:]), line.department_name],
        heat=line.heat,
        filters={
            "kind": [_kind(line)],
            "audience": line.audience,
            "department": [department],
            "theme": line.themes,
            "level": [str(line.level)] if line.level else [],
            "form": line.ways,
            "region": [line.region_code],
        },
    )


def _kind(line: DirectoryEntry) -> str:
    """By its name, because provinces number the same kinds otherwise: 20 is one thing here and another there."""
    named = {name["zh"]: code for code, name in codes("kinds").items()}
    return named.get(line.kind_name["zh"], line.kind)


def filters_of(version: ItemVersion) -> dict[str, list[str]]:
    """Its values of the seven, as everybody filters by them."""
    content, department = version.content, version.item.department
    return {
        "kind": [content["kind"]],
        "audience": content["audience"],
        "department": [department.code],
        "theme": content["themes"],
        "level": [str(content["level"])],
        "form": content.get("ways", ["ONLINE"]),
        "region": [str(department.region_id)],
    }


def _both(texts: Iterable[Any]) -> list[str]:
    """In every language: whoever reads one may search in the other."""
    return [line for text in texts for line in (text.values() if isinstance(text, dict) else [str(text)])]
