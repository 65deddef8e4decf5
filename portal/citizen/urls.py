"""The citizens' pages. Every name is one word of the procedure; the view and the template bear it too."""

from django.urls import path

from portal.citizen import (
    account,
    application,
    applications,
    check,
    contact,
    correct,
    display,
    guide,
    home,
    inbox,
    leave,
    my_data,
    papers,
    proof,
    search,
    statements,
    wallet,
    wrong,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("items/<slug:code>/", guide.guide, name="guide"),
    path("items/<slug:code>/start/", guide.start, name="start"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<uuid:pk>/", application.application, name="application"),
    path("applications/<uuid:pk>/check/", check.check, name="check"),
    path("applications/<uuid:pk>/wrong/<str:field>/", wrong.wrong, name="wrong"),
    path("applications/<uuid:pk>/wrong/<str:field>/take-back/", wrong.take_back, name="take_back"),
    path("applications/<uuid:pk>/correct/", correct.correct, name="correct"),
    path("applications/<uuid:pk>/leave/", leave.leave, name="leave"),
    path("applications/<uuid:pk>/papers/<str:kind>/", papers.paper, name="paper"),
    path("applications/<uuid:pk>/certificate.pdf", wallet.certificate_pdf, name="certificate_pdf"),
    path("certificates/", wallet.wallet, name="wallet"),
    path("messages/", inbox.inbox, name="inbox"),
    path("me/", account.account, name="account"),
    path("me/proof/", proof.proof, name="proof"),
    path("me/contact/", contact.contact, name="contact"),
    path("me/data/", my_data.my_data, name="my_data"),
    path("display/", display.display, name="display"),
    path("about/accessibility/", statements.accessibility, name="accessibility_statement"),
    path("about/privacy/", statements.privacy, name="privacy"),
]
