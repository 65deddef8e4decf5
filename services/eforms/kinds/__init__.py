"""Every kind of question there is, by its name. A new one is a class and a line here (docs/forms.md)."""

from collections.abc import Mapping

from services.eforms.kinds.choices import OneOf, SeveralOf, YesNo
from services.eforms.kinds.codes import BankAccount, CreditCode, IdNumber, Phone
from services.eforms.kinds.days import Day, PartialDate
from services.eforms.kinds.files import Files
from services.eforms.kinds.groups import Group
from services.eforms.kinds.kind import Kind
from services.eforms.kinds.numbers import Money, Number
from services.eforms.kinds.places import Address
from services.eforms.kinds.texts import Declaration, Words

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Words(),
        Number(),
        Money(),
        Day(),
        PartialDate(),
        YesNo(),
        OneOf(),
        SeveralOf(),
        Phone(),
        IdNumber(),
        CreditCode(),
        BankAccount(),
        Address(),
        Group(),
        Files(),
        Declaration(),
    )
}
