"""What keeps the API thin: no view over a model, no serializer that saves, everything closed unless it says otherwise."""

import ast
import inspect
from pathlib import Path

import pytest
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ViewSetMixin

from portal.api import urls
from portal.api.callers import BySession, ByToken, ConfirmedPerson
from portal.api.shapes import Shape
from portal.api.view import ApiView, PublicView

FOLDER = Path(inspect.getfile(urls)).parent
SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}
VIEWS = {pattern.name: pattern.callback.cls for pattern in urls.urlpatterns}
PUBLIC = {
    "document",
    "problem",
    "session",
    "second_factor",
    "items",
    "item",
    "eligibility",
    "verify_by_number",
    "verify_by_file",
    "verify_by_code",
    "no_such_address",
}
# what writes, and the action (or what calls one) that does it
WRITES = {
    "start",
    "gather",
    "submit",
    "resubmit",
    "withdraw",
    "rescind",
    "appeal",
    "rate",
    "ask",
    "say",
    "mark_read",
    "choose",
    "withdraw_consent",
    "answer_consent_request",
    "certify",
    "pdf_of",
}


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_a_view_is_one_of_ours_and_over_no_model(name):
    view = VIEWS[name]
    assert issubclass(view, ApiView)
    assert not issubclass(view, GenericAPIView | ViewSetMixin)


@pytest.mark.parametrize("name", sorted(set(VIEWS) - PUBLIC))
def test_what_is_not_public_asks_for_a_confirmed_person(name):
    assert VIEWS[name].permission_classes == (ConfirmedPerson,)
    assert VIEWS[name].authentication_classes == (ByToken, BySession)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_what_is_public_looks_nobody_up(name):
    assert issubclass(VIEWS[name], PublicView)
    assert VIEWS[name].authentication_classes == () and VIEWS[name].permission_classes == (AllowAny,)


def test_no_shape_saves():
    shapes = [Shape]
    for shape in shapes:
        shapes += shape.__subclasses__()
    assert len(shapes) > 30
    for shape in shapes:
        assert not issubclass(shape, ModelSerializer)
        assert not {"create", "update", "save"} & set(vars(shape)), shape


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_nothing_is_written_but_by_actions(name):
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(SOURCES[name]))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not calls & {"save", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
    assert "transaction" not in SOURCES[name]


def test_each_view_does_at_most_one_thing_that_writes_besides_asking_departments():
    for view in VIEWS.values():
        for method in ("get", "post", "delete"):
            if handler := vars(view).get(method):
                names = {
                    node.func.id
                    for node in ast.walk(ast.parse(inspect.cleandoc(f"\n{inspect.getsource(handler)}")))
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                }
                assert len(names & WRITES - {"gather", "pdf_of"}) <= 1, view


def test_requests_are_not_wrapped_in_a_transaction(settings):
    assert settings.ATOMIC_REQUESTS is False
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")


def test_a_view_that_forgets_itself_is_closed(settings):
    assert settings.REST_FRAMEWORK["DEFAULT_PERMISSION_CLASSES"] == [
        "rest_framework.permissions.IsAuthenticated"
    ]
