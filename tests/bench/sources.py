"""Asking departments, as ratios within one run: `python -m tests.bench.sources [sqlite|postgresql]`.

1. Five departments at once against the slowest of them alone. Each is a real process that takes a set time over its
   answer, one of them longer than the others.
2. The gateway against a bare call: the same question signed with the same key, sent by the standard library, the answer's
   signature verified, and one row inserted. What the gateway does beside that is its price: deciding twice, rows and
   entries before and after, the register of keys, reading and cutting the answer.
"""

import statistics
import sys
import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any
from uuid import uuid4

from tests.bench.stage import on_both, stage

FIVE = ("public_security", "civil_affairs", "social_insurance", "health", "real_estate")
READ = {
    "public_security": "population.birth_on",
    "civil_affairs": "marriages.state",
    "social_insurance": "insurance.status",
    "health": "birth_registrations.registered",
    "real_estate": "homes.owns_home",
}
SLOWEST, OTHERS = 1.0, 0.8  # seconds a department takes over its answer
ROUNDS, CALLS = 7, 60
NAME, ID_NO = "王秀兰", "990102194603080026"


def main(words: Sequence[str]) -> int:
    if not words:
        return on_both("tests.bench.sources", [])
    with stage(words[0]), departments() as running:
        at_once, alone = together(running)
        gateway, bare = single(running)
    sys.stdout.write(
        f"{words[0]}: five at once {at_once:.3f} s, the slowest alone {alone:.3f} s: {at_once / alone:.3f}\n"
        f"{words[0]}: gateway {gateway * 1000:.1f} ms, bare call {bare * 1000:.1f} ms: {gateway / bare:.2f}\n"
    )
    return 0


@contextmanager
def departments() -> Iterator[Any]:
    from django.test import override_settings

    from services.sharing import standings
    from services.sharing.keys import gateway_signer
    from tests.departments_running import Departments
    from tests.sharing.conftest import LIVE

    standings._stands["account"] = lambda id, subject: standings.Standing(LIVE)  # nobody has applied here
    running = Departments()
    try:
        for code in FIVE:
            running.start(code)
        with override_settings(DEPARTMENT_ADDRESSES=running.addresses, GATEWAY_KEY_FOLDER=running.keys):
            gateway_signer()
            yield running
    finally:
        running.stop_all()


def together(running: Any) -> tuple[float, float]:
    """Medians of turns taken by both, so that a slow minute hits both."""
    slowest, others = FIVE[0], FIVE[1:]
    for code in others:
        running.fault(code, "latency", seconds=OTHERS)
    running.fault(slowest, "latency", seconds=SLOWEST)
    both: dict[bool, list[float]] = {True: [], False: []}
    asks = {True: asking(FIVE), False: asking([slowest])}
    for _ in range(ROUNDS):
        for all_of_them, ask in asks.items():
            both[all_of_them].append(seconds(ask))
    running.reset()
    return statistics.median(both[True]), statistics.median(both[False])


def single(running: Any) -> tuple[float, float]:
    """Medians of one department asked by the gateway, and of the bare call."""
    ask, bare = asking(FIVE[:1]), Bare(running)
    ask(), bare()
    turns = [(seconds(ask), seconds(bare)) for _ in range(CALLS)]
    return statistics.median(each for each, _ in turns), statistics.median(each for _, each in turns)


def asking(codes: Sequence[str]) -> Callable[[], None]:
    from django.utils.timezone import now

    from services.sharing.fetch import Subject, fetch

    purpose = purpose_for(codes)

    def ask() -> None:
        replies = fetch(purpose=purpose, subject=Subject(NAME, ID_NO), source=f"account:{new()}", at=now())
        assert all(each.available and not each.withheld for each in replies), replies

    return ask


def purpose_for(codes: Sequence[str]) -> Any:
    from services.sharing.loading import load_purpose
    from services.sharing.models import DataField
    from tests.sharing.conftest import admit_every_purpose, purpose_block

    fields = [DataField.objects.get(code=READ[code]) for code in codes]
    if len(codes) == len(FIVE):
        admit_every_purpose()
    forms = {each.code: "PREDICATE" if each.kind == "predicate" else "VALUE" for each in fields}
    reads = {code.replace(".", "__"): form for code, form in forms.items()}
    return load_purpose(purpose_block(f"bench-{len(codes)}-{new()}", **reads))


class Bare:
    """Signed, sent, verified, inserted, and nothing else."""

    def __init__(self, running: Any) -> None:
        from services.sharing.keys import gateway_signer
        from services.sharing.models import DataField

        self.department = DataField.objects.get(code=READ[FIVE[0]]).resource.department
        self.purpose, self.signer = purpose_for(FIVE[:1]), gateway_signer()
        self.host = running.addresses[FIVE[0]].removeprefix("http://")

    def __call__(self) -> None:
        from django.utils.timezone import now

        from services.sharing.inquiry import Occasion, Subject, inquire
        from services.sharing.models import DataRequest
        from services.sharing.providers.envelope import seal
        from services.sharing.providers.http import PATH
        from services.sharing.readings import readings

        at = now()
        occasion = Occasion(self.purpose, Subject(NAME, ID_NO), f"account:{new()}", {}, at)
        inquiry = inquire(occasion, readings(self.purpose))
        times = {"Gw-Created": at.isoformat(), "Gw-Deadline": at.isoformat()}
        sealed = seal(
            inquiry.letterhead,
            inquiry.body,
            self.signer,
            path=PATH,
            content_type="application/json",
            nonce=uuid4().hex,
            times=times,
        )
        self._verified(PATH, inquiry.body, dict(sealed.headers))
        DataRequest.objects.create(
            id=inquiry.id,
            purpose=self.purpose,
            department=self.department,
            fields=[],
            source=occasion.source,
            state="ANSWERED",
            started_at=at,
            ended_at=at,
        )

    def _verified(self, path: str, body: bytes, headers: dict[str, str]) -> None:
        from django.utils.timezone import now

        from services.sharing.keys import keys_of
        from services.sharing.providers.envelope import ANSWER, signed_text
        from services.sharing.signatures import SUITES

        connection = HTTPConnection(self.host)
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        (key,) = [each for each in keys_of(FIVE[0], at=now()) if each.suite == self.signer.suite]
        text = signed_text("200", ANSWER, {name: response.headers[name] for name in ANSWER})
        verifier = SUITES[key.suite].verifier(key.public)
        assert verifier.verify(text, b64decode(response.headers["Gw-Signature"]))


def seconds(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def new() -> int:
    return uuid4().int % 10**11


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
