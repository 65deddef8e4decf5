"""The account an actor may change: a citizen's own, locked."""

from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.people.models import User


def own_account(user_id: int, actor: Actor) -> User:
    """Part of the caller's transaction. Raises `Denied("not_own_account")`, also for an account that
    does not exist."""
    user = User.objects.select_for_update().filter(pk=user_id, kind=User.Kind.CITIZEN, is_active=True).first()
    if user is None or actor.role != Role.CITIZEN or actor.user_id != user_id:
        raise Denied("not_own_account")
    return user
