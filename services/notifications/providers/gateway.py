"""SMS by an HTTP gateway: `POST {"to", "words"}`, 2xx is sent, 4xx is for ever, everything else is for now."""

import json

import httpcore

from services.notifications.providers.base import NotSent

SUCCESS, OUR_FAULT = 2, 4  # the hundreds of a status
SECONDS = {"connect": 2.0, "read": 5.0, "write": 2.0, "pool": 2.0}


class GatewayProvider:
    def __init__(self, address: str) -> None:
        self.address = address
        self.pool = httpcore.ConnectionPool(max_connections=2)

    def send(self, to: str, subject: str, words: str) -> None:
        body = json.dumps({"to": to, "words": words}, ensure_ascii=False).encode()
        headers = [(b"Content-Type", b"application/json")]
        try:
            answer = self.pool.request(
                "POST", self.address, headers=headers, content=body, extensions={"timeout": SECONDS}
            )
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            raise NotSent(type(error).__name__) from error
        if answer.status // 100 != SUCCESS:
            raise NotSent(f"status {answer.status}", lasting=answer.status // 100 == OUR_FAULT)
