"""Engines come from the environment, with the settings each needs; a bad address ends the start with a sentence."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import env

FILE = Path("portal.sqlite3")


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Any:
    for name in ("DATABASE_URL", "PORTAL_DATABASE_POOL", "PORTAL_DATABASE_PREPARED", "PORTAL_CACHE"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch.setenv


def test_without_a_word_it_is_sqlite_with_one_writer_at_a_time_and_a_cache_of_ones_own(given: Any) -> None:
    database = env.database("DATABASE_URL", FILE)
    assert database["ENGINE"].endswith("sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["CONN_MAX_AGE"]
    assert "LocMem" in env.cache("PORTAL_CACHE")["BACKEND"]


class TestPostgreSQL:
    @pytest.fixture(autouse=True)
    def named(self, given: Any) -> None:
        given("DATABASE_URL", "postgres://portal:p%40ss@db:5433/city")

    def test_connections_stay_and_statements_are_prepared(self) -> None:
        database = env.database("DATABASE_URL", FILE)
        assert (database["USER"], database["PASSWORD"], database["NAME"]) == ("portal", "p@ss", "city")
        assert database["CONN_MAX_AGE"] and database["CONN_HEALTH_CHECKS"]
        assert database["OPTIONS"]["server_side_binding"] is True
        assert database["OPTIONS"]["prepare_threshold"] == 1

    @pytest.mark.parametrize(
        ("place", "host", "port"),
        [
            ("portal@%2Fvar%2Frun%2FPostgreSQL", "/var/run/PostgreSQL", ""),
            ("portal:p%40ss@%2Fvar%2Frun:5433", "/var/run", "5433"),
            ("%2fvar%2frun", "/var/run", ""),
            ("portal@DB.example:5433", "db.example", "5433"),
            ("portal@[::1]:5433", "::1", "5433"),
        ],
    )
    def test_it_may_be_reached_by_its_socket(self, given: Any, place: str, host: str, port: str) -> None:
        given("DATABASE_URL", f"postgres://{place}/city")
        database = env.database("DATABASE_URL", FILE)
        assert (database["HOST"], database["PORT"], database["NAME"]) == (host, port, "city")

    def test_a_pool_takes_the_place_of_connections_that_stay(self, given: Any) -> None:
        given("PORTAL_DATABASE_POOL", "6")
        database = env.database("DATABASE_URL", FILE)
        assert database["OPTIONS"]["pool"]["max_size"] == 6
        assert database["CONN_MAX_AGE"] == 0

    def test_behind_a_pooler_nothing_is_kept_on_the_server(self, given: Any) -> None:
        given("PORTAL_DATABASE_PREPARED", "no")
        database = env.database("DATABASE_URL", FILE)
        assert database["OPTIONS"]["prepare_threshold"] is None
        assert database["DISABLE_SERVER_SIDE_CURSORS"] is True


def test_a_shared_cache_is_a_redis(given: Any) -> None:
    given("PORTAL_CACHE", "redis://cache:6379/1")
    assert env.cache("PORTAL_CACHE")["LOCATION"] == "redis://cache:6379/1"


@pytest.mark.parametrize("value", ["memcached://cache", "cache:6379", "amqp://broker"])
def test_another_address_is_refused_with_what_would_do(given: Any, value: str) -> None:
    given("PORTAL_CACHE", value)
    with pytest.raises(ImproperlyConfigured, match="must begin with redis://"):
        env.cache("PORTAL_CACHE")
