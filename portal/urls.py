"""Every address of the site. Who may see which is proved by tests/rules/test_urls.py."""

from django.urls import include, path
from django.views.i18n import set_language

from portal.desk.pages import site
from portal.errors import public

handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", include("portal.citizen.urls")),
    path("", include("portal.public.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", public(set_language), name="set_language"),
    path("desk/", site.urls),
    path("api/v1/", include("portal.api.urls")),
]
