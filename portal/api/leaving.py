"""Turning back: withdrawing before acceptance, taking back what rules approved within 24 hours. `way_out` says which."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.applications import ApplicationShape
from portal.api.keys import KEY, request_key
from portal.api.problems import problems
from portal.api.view import ApiView
from portal.showing.found import whole_or_404
from services.applications.actions.leave import rescind, withdraw

LEAVING: dict[str, Any] = {
    "tags": ["applications"],
    "parameters": [KEY],
    "request": None,
    "responses": {200: ApplicationShape, **problems(400, 401, 403, 404, 409)},
}


class Withdrawal(ApiView):
    @extend_schema(operation_id="withdraw_application", **LEAVING)
    def post(self, request: Request, pk: UUID) -> Response:
        """Ends it before it is accepted; nobody goes on with it. `moved-on`: it is past that."""
        return _left(self, withdraw, request, pk)


class Rescission(ApiView):
    @extend_schema(operation_id="rescind_application", **LEAVING)
    def post(self, request: Request, pk: UUID) -> Response:
        """Takes back what the rules approved; its certificate ends with it. `too-late`: after 24 hours."""
        return _left(self, rescind, request, pk)


def _left(view: ApiView, act: Callable[..., UUID], request: Request, pk: UUID) -> Response:
    key = request_key(request)
    whole_or_404(pk, view.actor)
    act(application_id=pk, actor=view.actor, at=now(), request_key=key)
    return Response(ApplicationShape(whole_or_404(pk, view.actor)).data)
