"""The desk with all its pages: whoever imports this gets the site they are registered on."""

from portal.desk import (
    acting,
    application,
    automatic,
    certificates,
    checks,
    detections,
    enquiries,
    explanation,
    figures,
    queue,
    rectifications,
    stops,
    unprintable,
    uploads,
)
from portal.desk.data import disputes, findings, overview, purposes, requests, withholdings
from portal.desk.rules import acts, comparing, files, listing, replaying, shadowing, trying, version
from portal.desk.site import site

__all__ = [
    "acting",
    "acts",
    "application",
    "automatic",
    "certificates",
    "checks",
    "comparing",
    "detections",
    "disputes",
    "enquiries",
    "explanation",
    "figures",
    "files",
    "findings",
    "listing",
    "overview",
    "purposes",
    "queue",
    "rectifications",
    "replaying",
    "requests",
    "shadowing",
    "site",
    "stops",
    "trying",
    "unprintable",
    "uploads",
    "version",
    "withholdings",
]
