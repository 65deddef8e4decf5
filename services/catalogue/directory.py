"""The line of the directory that stands for a version: what search and lists need of it, beside it."""

from services.catalogue.code_lists import called
from services.catalogue.models import DirectoryEntry, ItemVersion


def entry_of(version: ItemVersion) -> DirectoryEntry:
    """Not saved."""
    content, item = version.content, version.item
    return DirectoryEntry(
        code=item.implementation_code,
        version=version,
        name=version.name,
        kind=content["kind"],
        kind_name=called("kinds", content["kind"]),
        department=item.department,
        department_name=item.department.name["zh"],
        credit_code=item.department.credit_code,
        credit_code_fault=item.department.credit_code_fault,
        region_code=item.department.region_id,
        level=content["level"],
        audience=content["audience"],
        themes=content["themes"],
        life_events=content.get("life_events", []),
        ways=content.get("ways", ["ONLINE"]),
        handling=content["handling"],
        heat=item.heat,
    )
