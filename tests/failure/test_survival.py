"""One death of every part in the middle of journeys: nothing accepted is lost, nothing is there twice, all of it goes on.

The rounds of docs/performance.md are the same trial, ten times over: `python -m tests.failure.rounds`.
"""

import os
from collections.abc import Iterator

import pytest

from portal.starting.servers import postgres, rabbitmq, redis
from portal.starting.servers.program import Missing, find
from tests.failure.cluster import VICTIMS
from tests.failure.rounds import Trial, begun


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    try:
        postgres.find(), find(redis.PROGRAMS, redis.ADVICE)
    except Missing as missing:
        nothing_is_killed(missing)
    with begun(lease=5) as trial:
        yield trial


def nothing_is_killed(missing: Missing) -> None:
    words = f"NOTHING IS KILLED: {missing}"
    pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)


def test_it_goes_on_whichever_part_dies(trial: Trial) -> None:
    for victim in VICTIMS:
        print(f"{victim}: whole again after {trial.kill(victim):.1f} s")


def test_the_books_are_right(trial: Trial) -> None:
    books = trial.balance()
    print(books)
    assert books.accepted > len(VICTIMS)
    assert books.is_right, books


def test_it_stops_clean_and_leaves_nothing(trial: Trial) -> None:
    """Celery complains loudly when its Redis is killed; that was before."""
    before = len(trial.cluster.said)
    assert trial.cluster.stop() == 0
    assert "Traceback" not in trial.cluster.said[before:]


def test_on_rabbitmq_it_goes_on_from_there_and_when_that_dies(trial: Trial) -> None:
    """By far the slowest of all to come back: once."""
    try:
        find(rabbitmq.PROGRAMS, rabbitmq.ADVICE)
    except Missing as missing:
        nothing_is_killed(missing)
    with trial.on("rabbitmq") as again:
        print(f"RabbitMQ: whole again after {again.kill('RabbitMQ'):.1f} s")
        books = again.balance()
        assert books.is_right, books
        assert again.cluster.stop() == 0
