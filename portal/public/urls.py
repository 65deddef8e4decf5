"""Pages for strangers: no signing in, nothing personal."""

from django.urls import path

from portal.public import figures, health, offline, sharing, sms, transparency, verify

urlpatterns = [
    path("health/", health.health, name="health"),
    path("sms/replies/", sms.replies, name="sms_replies"),
    path("figures/", figures.figures, name="figures"),
    path("figures/sharing/", sharing.sharing, name="sharing"),
    path("figures/sharing/<int:year>/<int:number>/", sharing.month, name="sharing_month"),
    path("figures/<slug:code>/", figures.figure, name="figure"),
    path("offline/", offline.offline, name="offline"),
    path("service-worker.js", offline.service_worker, name="service_worker"),
    path("transparency/", transparency.transparency, name="transparency"),
    path("transparency/checkpoint/", transparency.checkpoint, name="checkpoint"),
    path("transparency/checkpoint/<int:size>/", transparency.checkpoint, name="checkpoint_of"),
    path("transparency/growth/<int:old>/<int:size>/", transparency.growth, name="growth"),
    path("transparency/keys/", transparency.keys, name="ledger_keys"),
    path("transparency/program/", transparency.program, name="ledger_program"),
    path("transparency/proof/", transparency.proof, name="check_proof"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:identifier>/<str:check_code>/", verify.verify_code, name="verify_code"),
]
