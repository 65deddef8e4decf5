"""Rows and values, read by a statement whose text is kept, and with them what `prefetch_related` names."""

from collections.abc import Callable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, Prefetch, QuerySet
from django.db.models import query as rows_of
from django.db.models.constants import LOOKUP_SEP
from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ForwardOneToOneDescriptor,
    ReverseManyToOneDescriptor,
)

from services.prepared.statement import Among, Given, Text

R = TypeVar("R")
# whether a relation leads to one row
ONE = {ForwardManyToOneDescriptor: True, ForwardOneToOneDescriptor: True, ReverseManyToOneDescriptor: False}


class Prepared(Generic[R]):
    """`Prepared(lambda: Evidence.objects.filter(application=Given("of")))(of=key)` is the list of rows."""

    def __init__(self, build: Callable[[], "QuerySet[Any, R]"]) -> None:
        self._build = build

    @cached_property
    def _written(self) -> "tuple[Text, Form, Sequence[Alongside]]":
        queryset = self._build()
        text = Text(queryset.query.get_compiler(queryset.db))
        return text, Form(queryset, text.compiler), alongside(queryset)

    def __call__(self, **values: Any) -> list[R]:
        text, form, others = self._written
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(text.words, text.params(values, connection))
            rows = cursor.fetchall()
        found = [form.made_of(list(row), connection) for row in rows]
        for each in others:
            each.attach(found)
        return found

    def first(self, **values: Any) -> R | None:
        return next(iter(self(**values)), None)


class Form:
    """What becomes of a row, found out once: as Django's own iterables do for each run (django/db/models/query.py)."""

    def __init__(self, queryset: "QuerySet[Any, Any]", compiler: Any) -> None:
        django: Any = rows_of
        columns = [each[0] for each in compiler.select]
        self._converters = list(compiler.get_converters(columns).items())
        makers: dict[Any, Callable[[list[Any]], Any]] = {
            django.FlatValuesListIterable: itemgetter(0),
            django.ValuesListIterable: tuple,
            django.ModelIterable: self._instance,
        }
        self._made = makers[queryset._iterable_class]
        if self._made == self._instance:
            self._model, places = compiler.klass_info["model"], compiler.klass_info["select_fields"]
            self._own = slice(places[0], places[-1] + 1)
            self._names = [each.target.attname for each in columns[self._own]]
            self._related = django.get_related_populators(compiler.klass_info, compiler.select, queryset.db)
            self._noted = compiler.annotation_col_map or {}

    def made_of(self, row: list[Any], connection: Any) -> Any:
        for place, (converters, column) in self._converters:
            for convert in converters:
                row[place] = convert(row[place], column, connection)
        return self._made(row)

    def _instance(self, row: list[Any]) -> Model:
        found: Model = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
        for related in self._related:
            related.populate(row, found)
        for name, place in self._noted.items():
            setattr(found, name, row[place])
        return found


def alongside(queryset: "QuerySet[Any, Any]") -> "Sequence[Alongside]":
    """What it prefetches, relation by relation; what lies deeper is prefetched by the rows of the relation."""
    relations: dict[str, list[Prefetch[Any]]] = {}
    for each in queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
        lookup = each if isinstance(each, Prefetch) else Prefetch(each)
        relations.setdefault(lookup.prefetch_to.partition(LOOKUP_SEP)[0], []).append(lookup)
    return [Alongside(queryset.model, name, lookups) for name, lookups in relations.items()]


class Alongside:
    """The rows of one relation, for all rows that have it in one statement, put where Django puts them."""

    def __init__(self, model: Any, name: str, lookups: "Sequence[Prefetch[Any]]") -> None:
        own: Any = next((each for each in lookups if each.prefetch_to == name), Prefetch(name))
        self._name, self._to = own.prefetch_through, own.to_attr
        relation = getattr(model, self._name)
        self._field: Any = relation.field
        self._is_one = ONE[type(relation)]
        ends = (self._field.attname, self._field.target_field.attname)
        self._mine, self._theirs = ends if self._is_one else reversed(ends)
        other = self._field.related_model if self._is_one else self._field.model
        rows = other._base_manager.all() if own.queryset is None else own.queryset
        rows = rows.prefetch_related(*(_beneath(each) for each in lookups if each is not own))
        self._rows = Prepared(lambda: rows.filter(Among(self._theirs, Given("keys"))))

    def attach(self, rows: Sequence[Any]) -> None:
        owners = {key: row for row in rows if (key := getattr(row, self._mine)) is not None}
        found = self._rows(keys=list(owners)) if owners else []
        if self._is_one:
            self._attach_one(rows, found)
        else:
            self._attach_many(owners, found)

    def _attach_one(self, rows: Sequence[Any], found: Sequence[Any]) -> None:
        by_key = {getattr(each, self._theirs): each for each in found}
        for row in rows:
            self._field.set_cached_value(row, by_key.get(getattr(row, self._mine)))

    def _attach_many(self, owners: dict[Any, Any], found: Sequence[Any]) -> None:
        lists: dict[Any, list[Any]] = {key: [] for key in owners}
        for each in found:
            key = getattr(each, self._theirs)
            lists[key].append(each)
            self._field.set_cached_value(each, owners[key])
        for key, row in owners.items():
            self._keep(row, lists[key])

    def _keep(self, row: Any, found: list[Any]) -> None:
        if self._to:
            setattr(row, self._to, found)
            return
        rows = getattr(row, self._name).get_queryset()  # filtered by this row: whoever narrows it asks anew
        rows._result_cache, rows._prefetch_done = found, True
        kept = row.__dict__.setdefault("_prefetched_objects_cache", {})
        kept[self._field.remote_field.cache_name] = rows


def _beneath(lookup: "Prefetch[Any]") -> "Prefetch[Any]":
    """The same, seen from the rows of its first relation."""
    deeper = lookup.prefetch_through.partition(LOOKUP_SEP)[2]
    return Prefetch(deeper, lookup.queryset, lookup.to_attr)
