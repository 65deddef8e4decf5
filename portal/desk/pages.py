"""The desk with all its pages: whoever imports this gets the site they are registered on."""

from portal.desk import (
    acting,
    application,
    automatic,
    certificates,
    checks,
    enquiries,
    explanation,
    queue,
    rectifications,
    stops,
    unprintable,
    uploads,
)
from portal.desk.site import site

__all__ = [
    "acting",
    "application",
    "automatic",
    "certificates",
    "checks",
    "enquiries",
    "explanation",
    "queue",
    "rectifications",
    "site",
    "stops",
    "unprintable",
    "uploads",
]
