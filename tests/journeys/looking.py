"""What the database holds about somebody's applications, asked from outside in SQL that both databases understand."""

from typing import Any

from portal.demo.sign_ins import CITIZENS
from tests.journeys.portal import RunningPortal

PERSON = "(SELECT person_id FROM people_user WHERE username = %s)"
APPLICATIONS = f"""
    FROM applications_application
    JOIN catalogue_itemversion ON catalogue_itemversion.id = item_version_id
    JOIN catalogue_serviceitem ON catalogue_serviceitem.id = item_id
    WHERE person_id = {PERSON} AND catalogue_serviceitem.code = %s
"""


def states(portal: RunningPortal, key: str, item: str) -> list[str]:
    """The states of somebody's applications for an item, drafts too, the oldest first."""
    found = portal.rows(
        f"SELECT applications_application.state {APPLICATIONS} ORDER BY started_at", username(key), item
    )
    return [state for (state,) in found]


def decisions(portal: RunningPortal, key: str, item: str) -> list[tuple[Any, ...]]:
    """(outcome, decided by, fen)."""
    return portal.rows(
        f"""SELECT outcome, decided_by, amount_fen FROM applications_decision
            WHERE application_id IN (SELECT applications_application.id {APPLICATIONS})""",
        username(key),
        item,
    )


def certificates(portal: RunningPortal, key: str) -> list[str]:
    """The states of somebody's certificates."""
    found = portal.rows(
        f"SELECT state FROM certificates_certificate WHERE holder_id = {PERSON} ORDER BY issued_at",
        username(key),
    )
    return [state for (state,) in found]


def messages(portal: RunningPortal, key: str) -> list[str]:
    """The templates of the messages somebody got, the oldest first."""
    found = portal.rows(
        f"SELECT template FROM notifications_message WHERE person_id = {PERSON} ORDER BY sent_at",
        username(key),
    )
    return [template for (template,) in found]


def times_asked(portal: RunningPortal, key: str) -> int:
    """How often a department was asked about somebody."""
    return portal.count(f"SELECT count(*) FROM sharing_datarequest WHERE person_id = {PERSON}", username(key))


def username(key: str) -> str:
    return CITIZENS.get(key, key)
