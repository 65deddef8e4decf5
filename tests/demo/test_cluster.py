"""The plain-process twin of a real installation: what it consists of. That it survives is told by tests/failure."""

from pathlib import Path

import pytest

from portal.demo import cluster
from portal.demo.greeting import text
from portal.starting.servers import postgres, rabbitmq, redis
from portal.starting.servers.program import Missing, Program

NAMED = {
    "DATABASE_URL": "postgres://db/portal",
    "PORTAL_CACHE": "redis://cache/1",
    "PORTAL_BROKER": "amqp://broker//",
}


@pytest.fixture(autouse=True)
def on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that are there by name only; none of them is started here."""
    for name in NAMED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(postgres, "server", lambda folder, port: Program("PostgreSQL"))
    monkeypatch.setattr(redis, "server", lambda folder, port: Program("Redis"))
    monkeypatch.setattr(rabbitmq, "servers", lambda folder, port: [Program("names"), Program("RabbitMQ")])


def engines(broker: str) -> tuple[list[str], dict[str, str]]:
    programs, found = cluster.engines(Path("/nowhere"), broker)
    return [program.name for program in programs], found


def test_there_are_two_sites_a_relay_a_sealer_a_worker_and_a_clock() -> None:
    words = [" ".join([child.module, *child.arguments]) for child in cluster.parts(8123)]
    assert len(words) == 6 and len(set(words[:2])) == 1 and "8123" in words[0]
    for job in ("manage work relay", "manage work seal", "celery -A portal.celery beat"):
        assert any(each.startswith(job) for each in words)


def test_redis_is_broker_and_cache_in_two_numbers() -> None:
    names, found = engines("redis")
    assert names == ["PostgreSQL", "Redis"]
    assert found["PORTAL_BROKER"].startswith("redis://") and found["PORTAL_CACHE"].startswith("redis://")
    assert found["PORTAL_BROKER"] != found["PORTAL_CACHE"]


def test_with_rabbitmq_redis_is_the_cache_alone() -> None:
    names, found = engines("rabbitmq")
    assert names == ["PostgreSQL", "names", "RabbitMQ", "Redis"]
    assert found["PORTAL_BROKER"].startswith("amqp://") and found["PORTAL_CACHE"].startswith("redis://")


def test_engines_that_the_environment_names_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NAMED.items():
        monkeypatch.setenv(name, value)
    assert engines("redis") == ([], NAMED)


def test_one_that_is_named_is_not_started_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", NAMED["DATABASE_URL"])
    names, found = engines("redis")
    assert names == ["Redis"] and found["DATABASE_URL"] == NAMED["DATABASE_URL"]


def test_a_machine_without_redis_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def absent(folder: Path, port: int) -> Program:
        raise Missing("Redis: apt install redis-server")

    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))
    monkeypatch.setattr(redis, "server", absent)
    monkeypatch.setattr(cluster, "end_on_signals", lambda: None)
    assert cluster.main(["--port", "48123"]) == 1
    assert capsys.readouterr().err == "Missing: Redis: apt install redis-server\n"


def test_the_greeting_says_what_it_runs_on() -> None:
    said = text("http://127.0.0.1:1", {"civil_affairs": "http://127.0.0.1:2"}, [], Path("/var"), NAMED)
    assert "DATABASE_URL   postgres://db/portal\n" in said
