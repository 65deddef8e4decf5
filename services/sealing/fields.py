"""Model fields kept encrypted, each value bound to its table, column and row.

The instance alone knows its row, so it alone opens: `person.id_no` is plain text, while `values()` and `F()` hand out a
`Sealed`. Plain text never reaches SQL: `update(id_no="…")` and `filter(id_no="…")` raise. Renaming a table or column
means sealing its values anew.
"""

import json
from typing import Any

from django.core import checks
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from services.sealing import keys
from services.sealing.receipts import Receipt, guard


class Sealed(bytes):
    """Ciphertext as it lies in the column."""

    def __repr__(self) -> str:
        return "<Sealed>"

    __str__ = __repr__


class OpenedByItsRow(DeferredAttribute):
    """The instance's dictionary holds a `Sealed` (from the database) or plain text (just assigned)."""

    field: "SealedField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        return self.field.open(value, self.field.row_of(instance)) if isinstance(value, Sealed) else value

    def __set__(self, instance: models.Model, value: Any) -> None:
        # A descriptor without __set__ would be passed over: the dictionary would answer first, still sealed.
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Text. `row` names the field that identifies the row and is known before the insert (default: the key).

    `receipted`: what was read from the database is no attribute; `open` gives it against a receipt (receipts.py).
    """

    descriptor_class = OpenedByItsRow

    def __init__(self, *args: Any, row: str = "pk", receipted: bool = False, **kwargs: Any) -> None:
        self.row, self.receipted = row, receipted
        super().__init__(*args, **{**kwargs, "editable": False, "serialize": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "row": self.row}

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if self.receipted:
            guard(f"{cls._meta.db_table}.{self.column}")

    def row_of(self, instance: Any) -> Any:
        return getattr(instance, self.row)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        row = self.model._meta.pk if self.row == "pk" else self.model._meta.get_field(self.row)
        if isinstance(row, models.AutoField):
            errors.append(
                checks.Error(
                    "A sealed field needs a row name known before the insert.", obj=self, id="sealing.E001"
                )
            )
        return errors

    def place(self, row: Any) -> str:
        return f"{self.model._meta.db_table}.{self.column}|{row}"

    def encode(self, value: Any) -> bytes:
        return bytes(value.encode())

    def decode(self, plain: bytes) -> Any:
        return plain.decode()

    def seal(self, value: Any, row: Any) -> Sealed:
        return Sealed(keys.seal(self.encode(value), self.place(row)))

    def open(self, sealed: bytes, row: Any, receipt: Receipt | None = None) -> Any:
        return self.decode(keys.open_(sealed, self.place(row), receipt))

    def seal_anew(self, sealed: bytes, row: Any) -> Sealed:
        return Sealed(keys.seal_anew(sealed, self.place(row)))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seals what was assigned; what was only read must still open here, so a copied row fails now and not later."""
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Sealed):
            keys.check(value, self.place(self.row_of(model_instance)))
        elif value is not None:
            value = self.seal(value, self.row_of(model_instance))
            model_instance.__dict__[self.attname] = value
        return value

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Sealed):
            return value
        raise TypeError(f"{self.model.__name__}.{self.name} takes a Sealed here, not plain text")

    def get_default(self) -> Any:
        return super().get_default() if self.has_default() else None


class SealedJSONField(SealedField):
    """Anything JSON can say; `None` by itself is NULL."""

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, plain: bytes) -> Any:
        return json.loads(plain)


class SealedBytesField(SealedField):
    """A file."""

    def encode(self, value: Any) -> bytes:
        return bytes(value)

    def decode(self, plain: bytes) -> Any:
        return plain


class BlindIndexField(models.BinaryField):  # type: ignore[type-arg]
    """Keyed digest of a sealed field, for equality only: `filter(id_no_index="１１０１…x")`.

    A save with `update_fields` that names the sealed field must name its index too.
    """

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{**kwargs, "editable": False, "serialize": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.of)
        digest = None if value is None else self.get_prep_value(value)
        setattr(model_instance, self.attname, digest)
        return digest

    def get_prep_value(self, value: Any) -> Any:
        return (
            keys.blind(value, f"{self.model._meta.db_table}.{self.of}") if isinstance(value, str) else value
        )
