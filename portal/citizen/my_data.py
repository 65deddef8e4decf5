"""Who looked at my data: every question to a department about this person, with its purpose."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.identity.actors import actor_of, person_required
from services.sharing.models import DataField, DataRequest

MOST = 100


@person_required
def my_data(request: HttpRequest) -> HttpResponse:
    asked = DataRequest.objects.visible_to(actor_of(request)).select_related("department", "purpose")
    labels = dict(DataField.objects.values_list("code", "label"))
    rows = [
        {
            "request": each,
            "labels": [labels[read["field"]] for read in each.fields if read["field"] in labels],
        }
        for each in asked.order_by("-started_at")[:MOST]
    ]
    return render(request, "citizen/my_data.html", {"rows": rows})
