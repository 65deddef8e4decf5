"""Turning back: withdrawing before acceptance, taking back what rules approved within 24 hours. `way_out` says which."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.applications import ApplicationShape
from portal.api.keys import KEY, request_key
from portal.api.problems import problems
from portal.api.view import ApiView
from services.applications.actions.leave import rescind, withdraw
from services.applications.queries import whole

ANSWERS: dict[Any, Any] = {200: ApplicationShape, **problems(400, 401, 403, 404, 409)}


class Withdrawal(ApiView):
    @extend_schema(
        operation_id="withdraw_application",
        tags=["applications"],
        parameters=[KEY],
        request=None,
        responses=ANSWERS,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Ends it before it is accepted; nobody goes on with it. `moved-on`: it is past that."""
        key = request_key(request)
        get_object_or_404(whole(self.actor), pk=pk)
        withdraw(application_id=pk, actor=self.actor, at=now(), request_key=key)
        return Response(ApplicationShape(whole(self.actor).get(pk=pk)).data)


class Rescission(ApiView):
    @extend_schema(
        operation_id="rescind_application",
        tags=["applications"],
        parameters=[KEY],
        request=None,
        responses=ANSWERS,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Takes back what the rules approved; its certificate ends with it. `too-late`: after 24 hours."""
        key = request_key(request)
        get_object_or_404(whole(self.actor), pk=pk)
        rescind(application_id=pk, actor=self.actor, at=now(), request_key=key)
        return Response(ApplicationShape(whole(self.actor).get(pk=pk)).data)
