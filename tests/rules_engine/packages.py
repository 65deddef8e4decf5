"""Every published table of the packages that are shipped, as the tests want it: compiled, with its examples."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from services.catalogue.examples import examples_of
from services.catalogue.package import SHIPPED, read
from services.catalogue.rule_facts import rule_facts
from services.rules.compose import Composition, compose
from services.rules.examples import Example

FILES = sorted((SHIPPED / "items").glob("*.yaml"))
NAMES = [path.stem for path in FILES]


@dataclass(frozen=True)
class Published:
    name: str
    composed: Composition
    rows: Sequence[dict[str, Any]]
    examples: Sequence[Example]


@cache
def published(name: str) -> Published:
    package = read(SHIPPED / "items" / f"{name}.yaml").values
    rules = package["rules"]
    composed = compose(rule_facts(package["facts"]), rules["rows"])
    return Published(name, composed, rules["rows"], [Example.parse(each) for each in examples_of(rules)])
