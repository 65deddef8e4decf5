"""A new sealing key while everybody works: value after value is sealed anew, and at no moment lies one of them open.

The ring knows old and new key beforehand (docs/operations.md, "A new sealing key"), so every process reads both. A value is
replaced only if it still is what was read: whoever writes at the same moment has the last word, with the new key anyway.
Rows that the database does not let change (closed applications) keep the old key; they are counted, and the old key stays as
long as there are any.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import BinaryField, F, Func, Model

from services.sealing.fields import Sealed, SealedField

AT_ONCE = 200


@dataclass
class Turned:
    """Of one column: values sealed anew, those that somebody else wrote meanwhile, those that may not change."""

    column: str
    anew: int = 0
    overtaken: int = 0
    held: int = 0


def rotate() -> Iterator[Turned]:
    """Every sealed column of the product, one after the other. Safe to stop and to repeat."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedField):
                yield _turn(model, field)


def left() -> dict[str, int]:
    """Values of each column that are not under the active key."""
    fields = [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedField)
    ]
    counts = {f"{model._meta.db_table}.{field.column}": _old(model, field).count() for model, field in fields}
    return {column: count for column, count in counts.items() if count}


def _old(model: type[Model], field: SealedField) -> Any:
    """Rows whose second byte is not the number of the active key."""
    number = Func(F(field.attname), 2, 1, function="SUBSTR", output_field=BinaryField())
    rows = model._base_manager.filter(**{f"{field.attname}__isnull": False}).annotate(key_number=number)
    return rows.exclude(key_number=bytes([settings.SEALING_ACTIVE_KEY]))


def _turn(model: type[Model], field: SealedField) -> Turned:
    turned, last = Turned(f"{model._meta.db_table}.{field.column}"), None
    while True:
        rows = _old(model, field).order_by("pk")
        some = rows.filter(pk__gt=last) if last is not None else rows
        batch = list(some.values_list("pk", field.row, field.attname)[:AT_ONCE])
        if not batch:
            return turned
        for pk, row, sealed in batch:
            _seal_anew(model, field, turned, (pk, row, sealed))
        last = batch[-1][0]


def _seal_anew(
    model: type[Model], field: SealedField, turned: Turned, value: tuple[Any, Any, Sealed]
) -> None:
    pk, row, sealed = value
    anew = field.seal_anew(sealed, row)
    same = model._base_manager.filter(pk=pk, **{field.attname: sealed})
    try:
        with transaction.atomic():
            changed = same.update(**{field.attname: anew})
    except DatabaseError:  # a trigger: this row does not change any more
        turned.held += 1
        return
    turned.anew += changed
    turned.overtaken += not changed
