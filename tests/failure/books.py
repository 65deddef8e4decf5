"""What must be true when it is over, counted from outside in SQL: nothing accepted is lost, nothing is there twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.failure.clients import ITEM, Client
from tests.failure.cluster import Cluster

# every row is one application of ours: its state, decisions, certificates, messages that say "approved"
HISTORY = """
    SELECT id::text, state,
           (SELECT count(*) FROM applications_decision WHERE application_id = a.id),
           (SELECT count(*) FROM certificates_certificate WHERE source = 'application:' || a.id),
           (SELECT count(*) FROM notifications_message
            WHERE source = 'application:' || a.id AND template = 'approved')
    FROM applications_application a WHERE case_code IS NOT NULL AND id::text = ANY(%s)
"""
OPEN_EVENTS = "SELECT count(*) FROM events_outboxevent WHERE done_at IS NULL"
UNSEALED = "SELECT count(*) FROM ledger_entry WHERE leaf_index IS NULL"
# what our citizens have sent for this item beyond what they know of
UNASKED = """
    SELECT count(*) FROM applications_application a
    JOIN people_user u ON u.person_id = a.person_id
    JOIN catalogue_itemversion v ON v.id = a.item_version_id JOIN catalogue_serviceitem i ON i.id = v.item_id
    WHERE u.username = ANY(%s) AND i.code = %s AND a.case_code IS NOT NULL AND NOT (a.id::text = ANY(%s))
"""


@dataclass(frozen=True)
class Balance:
    accepted: int
    lost: int
    doubled: int
    ledger: str
    figures: str

    @property
    def is_right(self) -> bool:
        verified = self.ledger.startswith("Ledger verified") and self.figures == "Every count agrees."
        return verified and not self.lost and not self.doubled

    def __str__(self) -> str:
        return f"accepted {self.accepted}, lost {self.lost}, doubled {self.doubled}. {self.ledger} {self.figures}"


def is_finished(cluster: Cluster, application: str) -> bool:
    """Decided, certified, told, and everything sealed that was there."""
    rows = cluster.rows(HISTORY, [application])
    return rows == [(application, "APPROVED", 1, 1, 1)] and nothing_left(cluster)


def nothing_left(cluster: Cluster) -> bool:
    return cluster.count(OPEN_EVENTS) == 0 and cluster.count(UNSEALED) == 0


def balance(cluster: Cluster, clients: Sequence[Client]) -> Balance:
    """Everything must have come to its end before."""
    ids = [each for client in clients for each in client.accepted]
    rows = cluster.rows(HISTORY, ids)
    complete = [row for row in rows if row[1] == "APPROVED" and min(row[2:]) >= 1]
    doubled = [row for row in rows if max(row[2:]) > 1]
    unasked = cluster.count(UNASKED, [client.username for client in clients], ITEM, ids)
    return Balance(
        accepted=len(ids),
        lost=len(set(ids)) - len(complete),
        doubled=len(doubled) + len(ids) - len(set(ids)) + unasked,
        ledger=cluster.manage("verify_ledger"),
        figures=cluster.manage("recount"),
    )
