"""A channel that ends in a file, one JSON line a message: `stub:FILE`. For the demonstration and for tests."""

import json
from pathlib import Path

from services.notifications.providers.base import NotSent


class StubProvider:
    def __init__(self, address: str) -> None:
        self.file = Path(address.partition(":")[2])

    def send(self, to: str, subject: str, words: str) -> None:
        try:
            with self.file.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"to": to, "words": words}, ensure_ascii=False) + "\n")
        except OSError as error:
            raise NotSent(type(error).__name__) from error
