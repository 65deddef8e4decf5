"""A channel that fails on purpose: `failing:now` for a while, `failing:ever` for good."""

from services.notifications.providers.base import NotSent


class FailingProvider:
    def __init__(self, address: str) -> None:
        self.lasting = address.partition(":")[2] == "ever"

    def send(self, to: str, subject: str, words: str) -> None:
        raise NotSent("failing on purpose", lasting=self.lasting)
