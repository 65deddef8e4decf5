"""Pages for strangers: no signing in, nothing personal."""

from django.urls import path

from portal.public import figures, health, offline, sms, verify

urlpatterns = [
    path("health/", health.health, name="health"),
    path("sms/replies/", sms.replies, name="sms_replies"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<slug:code>/", figures.figure, name="figure"),
    path("offline/", offline.offline, name="offline"),
    path("service-worker.js", offline.service_worker, name="service_worker"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:identifier>/<str:check_code>/", verify.verify_code, name="verify_code"),
]
