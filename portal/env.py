"""Reads settings from the environment and refuses bad values at start, with a sentence that says how to mend them."""

import json
import os
import re
import secrets
from base64 import b64encode
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

CONNECTION_SECONDS = 600  # a new one costs a request two milliseconds, with a file as with a server
YES, NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "1" if default else "").strip().lower()
    if value in YES | NO:
        return value in YES
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Write {name}=1 or {name}=0.")


def integer(name: str, default: int, *, least: int = 0) -> int:
    value = os.environ.get(name, "") or str(default)
    if value.isdecimal() and int(value) >= least:
        return int(value)
    raise ImproperlyConfigured(f"{name}={value!r} must be a whole number of at least {least}.")


def one_of(name: str, *choices: str) -> str:
    """The first is the default."""
    value = os.environ.get(name, "") or choices[0]
    if value in choices:
        return value
    raise ImproperlyConfigured(f"{name}={value!r} must be one of {', '.join(choices)}.")


def words(name: str, default: str) -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


def address(name: str, *schemes: str) -> str:
    """The URL of a server, empty where none is named."""
    value = os.environ.get(name, "")
    if not value or urlsplit(value).scheme in schemes:
        return value
    raise ImproperlyConfigured(
        f"{name}={value!r} must begin with {' or '.join(f'{each}://' for each in schemes)}."
    )


def mapping(name: str) -> dict[str, str]:
    value = os.environ.get(name) or "{}"
    try:
        found = json.loads(value)
    except json.JSONDecodeError:
        found = None
    if isinstance(found, dict) and all(isinstance(each, str) for each in found.values()):
        return found
    raise ImproperlyConfigured(f'{name} must be a JSON object of texts, such as {{"police": "http://…"}}.')


def secret(name: str, kept_in: Path, *, production: bool) -> str:
    """The value of the variable; outside production, one made at first start and kept in a file of mode 600."""
    if value := os.environ.get(name):
        return value
    if production:
        raise ImproperlyConfigured(
            f"{name} is not set. In production every secret comes from the environment."
        )
    kept = kept_in / name.lower()
    if not kept.exists():
        kept_in.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = kept.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(b64encode(secrets.token_bytes(32)).decode())
        try:
            os.link(made, kept)  # whoever links first wins; two starts at once end with one secret
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return kept.read_text().strip()


def database(name: str, default_file: Path) -> dict[str, Any]:
    return database_at(os.environ.get(name) or f"sqlite:///{default_file}", name)


def database_at(address: str, name: str = "The address") -> dict[str, Any]:
    """`sqlite:///FILE` (WAL, immediate transactions) or `postgres://user:password@host:port/name`; `name` is who is told.
    In place of the host the folder of the server's socket, as PostgreSQL writes it: `postgres://user@%2Fvar%2Frun/name`."""
    url = urlsplit(address)
    if url.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.path[1:]),
            "CONN_MAX_AGE": CONNECTION_SECONDS,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
            },
        }
    if url.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path[1:]),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": _socket(url.netloc) or url.hostname or "",
            "PORT": str(url.port or ""),
            **_connections(integer("PORTAL_DATABASE_POOL", 0)),
        }
    raise ImproperlyConfigured(f"{name} begins with {url.scheme!r}. Write sqlite:///FILE or postgres://…")


def _socket(place: str) -> str:
    """Of `user:password@%2Ffolder:port` the folder: names of hosts do not care for capitals, those of folders do."""
    found = re.search(r"(?:^|@)(%2F[^@:]*)(?::\d+)?$", place, re.IGNORECASE)
    return unquote(found[1]) if found else ""


def _connections(pool: int) -> dict[str, Any]:
    """Parameters travel beside the text, and the server keeps the plan from the first time on (a third to half
    of PostgreSQL's time). A pooler between that hands out connections by transaction cannot keep plans."""
    prepared = flag("PORTAL_DATABASE_PREPARED", default=True)
    options: dict[str, Any] = {
        "server_side_binding": True,
        "prepare_threshold": 1 if prepared else None,
        "connect_timeout": 5,
    }
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 5}
    return {
        "CONN_MAX_AGE": 0 if pool else CONNECTION_SECONDS,  # Django refuses both at once
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": not prepared,
        "OPTIONS": options,
    }


def cache(name: str) -> dict[str, Any]:
    if url := address(name, "redis", "rediss"):
        return {"BACKEND": "portal.shared_cache.SharedCache", "LOCATION": url, "KEY_PREFIX": "portal"}
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
