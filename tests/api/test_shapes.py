"""Shapes are filled from attributes, from `source`, or by a function of the whole."""

from dataclasses import dataclass

import pytest
from rest_framework import serializers

from portal.api.shapes import Shape, Text


@dataclass
class Wheel:
    size: int


@dataclass
class Car:
    name: dict[str, str]
    wheels: list[Wheel]


class WheelShape(Shape):
    size = serializers.IntegerField()


class CarShape(Shape):
    name = Text(allow_null=True)
    wheels = WheelShape(many=True)
    largest = WheelShape(
        by=lambda car: max(car.wheels, key=lambda wheel: wheel.size, default=None), allow_null=True
    )
    pair = WheelShape(many=True, by=lambda car: car.wheels[:2])


def shown(*sizes, name=None):
    return CarShape(Car(name or {}, [Wheel(size) for size in sizes])).data


def test_parts_are_made_by_their_function_and_others_are_found():
    car = shown(3, 9, 4)
    assert [wheel["size"] for wheel in car["wheels"]] == [3, 9, 4]
    assert car["largest"] == {"size": 9} and [wheel["size"] for wheel in car["pair"]] == [3, 9]


def test_a_part_that_there_is_not_is_null():
    car = shown()
    assert car["largest"] is None and car["pair"] == [] and car["name"] is None


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ({"zh": "车", "en": "car"}, {"zh": "车", "en": "car"}),
        ({"zh": "车"}, {"zh": "车", "en": "车"}),
        ({"zh": "车", "en": ""}, {"zh": "车", "en": "车"}),
        ({}, None),
    ],
)
def test_a_text_shows_no_hole_in_either_language(text, both):
    assert shown(name=text)["name"] == both
