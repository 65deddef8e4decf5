"""Which facts the rules of a rule set must not look at: those nobody may read any more (负面清单), and those that would treat
people unequally. Rules know neither items nor registers, so whoever has them examined says which (`services.rules.lint`)."""

from collections.abc import Collection, Mapping
from datetime import date

from services.catalogue.models import ItemVersion
from services.catalogue.rule_facts import sources_of, witnesses_of
from services.sharing.queries import forbidden_fields

# Facts a rule of this state may never look at (equal treatment, Constitution art. 33).
UNEQUAL = frozenset({"sex", "ethnicity", "religion", "political_status"})


def forbidden_facts(rule_sets: Collection[str], on: date) -> Mapping[str, frozenset[str]]:
    """Code of the rule set -> names of facts; made of a forbidden field in any published version of an item that uses it."""
    found = dict.fromkeys(rule_sets, UNEQUAL)
    closed = forbidden_fields(on)
    if not closed:
        return found
    items = ItemVersion.objects.filter(rule_set__in=rule_sets).exclude(state=ItemVersion.State.DRAFT)
    for code, content in items.values_list("rule_set", "content"):
        blocks = content["facts"].items()
        read = {name: {*sources_of(block), *witnesses_of(block)} for name, block in blocks}
        found[code] |= {name for name, fields in read.items() if fields & closed}
    return found
