"""Addresses of the API, version 1. A change that could break a client is a new version; new members and new kinds are not."""

from django.urls import path, re_path

from portal.api import (
    applications,
    certificates,
    correcting,
    document,
    drafts,
    eligibility,
    enquiries,
    files,
    items,
    leaving,
    messages,
    papers,
    rating,
    session,
    submitting,
    verification,
)

app_name = "api"

urlpatterns = [
    path("openapi.yaml", document.Document.as_view(), name="document"),
    path("problems/<slug:kind>", document.ProblemKind.as_view(), name="problem"),
    path("session", session.Session.as_view(), name="session"),
    path("session/second-factor", session.SecondFactor.as_view(), name="second_factor"),
    path("items", items.Items.as_view(), name="items"),
    path("items/<slug:code>", items.Item.as_view(), name="item"),
    path("items/<slug:code>/eligibility", eligibility.ItemEligibility.as_view(), name="eligibility"),
    path("items/<slug:code>/draft", drafts.ItemDraft.as_view(), name="begin"),
    path("applications", applications.Applications.as_view(), name="applications"),
    path("applications/<uuid:pk>", applications.OneApplication.as_view(), name="application"),
    path("applications/<uuid:pk>/draft", drafts.Draft.as_view(), name="draft"),
    path("applications/<uuid:pk>/submission", submitting.ApplicationSubmission.as_view(), name="submission"),
    path("applications/<uuid:pk>/files", files.Files.as_view(), name="files"),
    path("applications/<uuid:pk>/files/<uuid:file_id>", files.OneFile.as_view(), name="file"),
    path("applications/<uuid:pk>/correction", correcting.ApplicationCorrection.as_view(), name="correction"),
    path("applications/<uuid:pk>/withdrawal", leaving.Withdrawal.as_view(), name="withdrawal"),
    path("applications/<uuid:pk>/rescission", leaving.Rescission.as_view(), name="rescission"),
    path("applications/<uuid:pk>/rating", rating.ApplicationRating.as_view(), name="rating"),
    path("applications/<uuid:pk>/enquiry", enquiries.ApplicationEnquiry.as_view(), name="about"),
    path("applications/<uuid:pk>/papers/<str:kind>", papers.OnePaper.as_view(), name="paper"),
    path(
        "applications/<uuid:pk>/certificate.pdf",
        certificates.CertificatePdf.as_view(),
        name="certificate_pdf",
    ),
    path("certificates", certificates.Certificates.as_view(), name="certificates"),
    path("enquiries", enquiries.Enquiries.as_view(), name="enquiries"),
    path("enquiries/<uuid:pk>", enquiries.OneEnquiry.as_view(), name="enquiry"),
    path("enquiries/<uuid:pk>/lines", enquiries.EnquiryLines.as_view(), name="enquiry_lines"),
    path("enquiries/<uuid:pk>/seen", enquiries.EnquirySeen.as_view(), name="enquiry_seen"),
    path("messages", messages.Messages.as_view(), name="messages"),
    path("messages/read", messages.MessagesRead.as_view(), name="messages_read"),
    path("verification/number", verification.ByNumber.as_view(), name="verify_by_number"),
    path("verification/file", verification.ByFile.as_view(), name="verify_by_file"),
    path(
        "verification/code/<str:identifier>/<str:check_code>",
        verification.ByCode.as_view(),
        name="verify_by_code",
    ),
    re_path("", document.NoSuchAddress.as_view(), name="no_such_address"),
]
