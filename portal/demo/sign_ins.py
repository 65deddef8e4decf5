"""Who may sign in at a demo. The passwords are public: no production start ever makes these accounts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignIn:
    name: str
    username: str
    password: str
    note: str


def sign_ins() -> list[SignIn]:
    return []
