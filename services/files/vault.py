"""Where files lie: below `PORTAL_VAR`, under random names, each encrypted and bound to its name.

A file is written whole under another name and then renamed, so that none is ever half there. Its row comes after it: what has
no row an hour later was never wanted (`sweep`).
"""

import os
import secrets
import time
from collections.abc import Callable, Collection
from pathlib import Path

from django.conf import settings

from services.sealing import keys

FOLDER = "uploads"
UNFINISHED = ".part"
SPARED_SECONDS = 3600  # a row may still be on its way


def folder() -> Path:
    return Path(settings.VAR) / FOLDER


def put(content: bytes) -> str:
    """The name it got. 32 hex digits say nothing about anybody."""
    name = secrets.token_hex(16)
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(UNFINISHED)
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(keys.seal(content, _place(name)))
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    return name


def get(name: str) -> bytes:
    """Raises `CannotOpen` where it was changed or put in the place of another, `FileNotFoundError` where it is gone."""
    return keys.open_(_path(name).read_bytes(), _place(name))


def turn_all() -> int:
    """Every file that lies under another key than the active one is sealed anew; how many. Each is replaced whole."""
    turned = 0
    for path in folder().glob("*/*"):
        if path.suffix != UNFINISHED and keys.number_of(path.read_bytes()) != settings.SEALING_ACTIVE_KEY:
            anew = path.with_suffix(UNFINISHED)
            anew.touch(mode=0o600)
            anew.write_bytes(keys.seal(get(path.name), _place(path.name)))
            anew.replace(path)
            turned += 1
    return turned


def drop(name: str) -> None:
    _path(name).unlink(missing_ok=True)


def sweep(known: Callable[[Collection[str]], Collection[str]]) -> int:
    """Drops files without a row, and what a crash left unfinished. `known`: those of some names that have one."""
    before = time.time() - SPARED_SECONDS
    old = [path for path in folder().glob("*/*") if path.stat().st_mtime < before]
    wanted = set(known([path.name for path in old]))
    orphans = [path for path in old if path.name not in wanted]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _path(name: str) -> Path:
    return folder() / name[:2] / name


def _place(name: str) -> str:
    return f"uploads|{name}"
