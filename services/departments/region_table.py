"""The table of regions (GB/T 2260): counties from the package `stdnum`, everything with its streets from files.

A file is CSV in UTF-8 with the columns `code` and `name`; codes of 2, 4, 6, 9 or 12 digits stand for province, city, county and
street. What a region lies in is in its digits; a file of streets alone needs the counties first.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from django.db import transaction

from services.departments.models import Region
from services.departments.regions import COUNTY, STREET, lineage, plain

BATCH = 1000
LONGEST_NAME = 60


class BadRegions(Exception):
    """Sentences, each with its file and line; nothing has been written."""


def load_regions(paths: Iterable[Path] = ()) -> int:
    """How many regions are new or have another name now. Without files: provinces, cities and counties of the package."""
    found: dict[str, str] = {}
    for path in paths:
        found |= _read(path)
    return _keep(found or dict(_of_package()))


def _read(path: Path) -> dict[str, str]:
    faults: list[str] = []
    names: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {"code", "name"} <= set(reader.fieldnames or ()):
                raise BadRegions(f"{path.name}: line 1: the columns code and name are missing")
            for row in reader:
                where = f"{path.name}: line {reader.line_num}"
                names |= _region(row, where, faults)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadRegions(f"{path.name}: cannot be read: {error}") from None
    if faults:
        raise BadRegions("\n".join(faults[:50]))
    return names


def _region(row: Mapping[str, str | None], where: str, faults: list[str]) -> dict[str, str]:
    name = (row["name"] or "").strip()
    if not name or len(name) > LONGEST_NAME:
        faults.append(f"{where}: a name has 1 to {LONGEST_NAME} characters")
        return {}
    try:
        return {plain((row["code"] or "").strip()): name}
    except ValueError as error:
        faults.append(f"{where}: {error}")
        return {}


def _of_package() -> Iterator[tuple[str, str]]:
    """Codes in use today: the package also has names and codes that have ended, in brackets with their years."""
    province = ""
    for line in files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8").splitlines():
        code, _, properties = line.strip().partition(" ")
        if not code.isdigit():
            continue
        if not line.startswith(" "):
            province = code
        elif name := _in_use(properties.partition('county="')[2].partition('"')[0]):
            yield province + code, name


def _in_use(names: str) -> str:
    """`[-2010]崇文区` has ended; `[1986-]房山区` and `东城区` have not."""
    for each in names.split(","):
        years, _, name = each[1:].partition("]") if each.startswith("[") else ("-", "", each)
        if years.endswith("-"):
            return name
    return ""


def _keep(names: Mapping[str, str]) -> int:
    stored = {region.code: region for region in Region.objects.all()}
    every = names.keys() | stored.keys()
    changed = [
        Region(
            code=code,
            name={**(stored[code].name if code in stored else {}), "zh": name},
            parent_id=_parent(code, every),
        )
        for code, name in names.items()
        if code not in stored or stored[code].name.get("zh") != name
    ]
    if orphans := [
        region.code for region in changed if len(region.code) > COUNTY and region.parent_id is None
    ]:
        raise BadRegions(f"{orphans[0]}: load the county it lies in first ({len(orphans)} of these)")
    with transaction.atomic():
        for length in (COUNTY, STREET):  # a street after its county
            rows = sorted((row for row in changed if len(row.code) == length), key=_widest_first)
            Region.objects.bulk_create(
                rows,
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=["name", "parent"],
            )
    return len(changed)


def _parent(code: str, every: Iterable[str]) -> str | None:
    """The nearest region it lies in that there is."""
    return next((wider for wider in lineage(code)[1:] if wider in every), None)


def _widest_first(region: Region) -> tuple[int, str]:
    return -len(region.code) + len(region.code.rstrip("0")), region.code
