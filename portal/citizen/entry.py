"""An item that is known here and cannot be applied for here: what is known of it, and where to go."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from services.catalogue.code_lists import called
from services.catalogue.models import DirectoryEntry
from services.departments.models import Region
from services.departments.regions import lineage


@login_not_required
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(DirectoryEntry.objects.select_related("department", "version__item"), pk=pk)
    if found.version:
        return redirect("guide", code=found.version.item.code)
    context = {
        "entry": found,
        "regions": Region.objects.filter(code__in=lineage(found.region_code)).order_by("code"),
        "level": called("levels", str(found.level)) if found.level else None,
        "themes": [called("themes", code) for code in found.themes],
        "audience": [called("audiences", code) for code in found.audience],
    }
    return render(request, "citizen/entry.html", context)
