"""What a shape is, and those that several resources share. It says what a JSON object holds and saves nothing.

Going in it is validated by `reading.read`. Going out it is filled from an object or a mapping; as a part of another
shape from the attribute of its name, from `source`, or by a function: `by` takes the whole and returns the part.

Texts of laws, items, departments and registers come in both languages, as `Text`. Sentences of the portal itself
(state words, steps, problems) come in the language of Accept-Language, as strings.
"""

from collections.abc import Callable, Mapping
from typing import Any

from rest_framework import serializers

from services.texts import LANGUAGES


class Parts(serializers.ListSerializer[Any]):
    """Several of one shape inside another."""

    def get_attribute(self, instance: Any) -> Any:
        by = getattr(self.child, "by", None)
        return by(instance) if by else super().get_attribute(instance)


class Shape(serializers.Serializer[Any]):  # no docstring: every shape without one would be documented by it
    class Meta:
        list_serializer_class = Parts

    def __init__(self, *args: Any, by: Callable[[Any], Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def get_attribute(self, instance: Any) -> Any:
        return self.by(instance) if self.by else super().get_attribute(instance)


class Text(Shape):
    """The same words in Chinese and in English."""

    zh = serializers.CharField()
    en = serializers.CharField()

    def to_representation(self, instance: Mapping[str, str] | None) -> Any:
        """An empty text is none at all; Chinese stands in where English is missing, as on the pages."""
        if not instance:
            return None
        return {tongue: instance.get(tongue) or instance["zh"] for tongue in LANGUAGES}


class DepartmentName(Shape):
    code = serializers.CharField()
    name = Text()
    short_name = Text()


class ItemName(Shape):
    """An item as others name it. Filled from an item version."""

    code = serializers.CharField(source="item.code")
    name = Text()


class Register(Shape):
    """A register that one department keeps. Filled from a data resource."""

    code = serializers.CharField()
    name = Text()
    department = DepartmentName()
