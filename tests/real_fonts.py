"""The real fonts of certificates, converted once by whoever asks first: thirty seconds of a processor.

Every demonstration that finds none begins to convert them in its worker, and begins anew after each restart; so those of the
tests are given these. The folder is named after what they are made of: other code converts again.
"""

import fcntl
import hashlib
import os
from importlib import metadata
from pathlib import Path

from django.test import override_settings

from services.certificates import font

ROOT = Path(__file__).resolve().parents[1]


def real_fonts() -> Path:
    os.environ.setdefault(
        "DJANGO_SETTINGS_MODULE", "portal.settings"
    )  # also for tests.failure.rounds, a program
    folder = ROOT / "var/real-fonts" / _made_of()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock, override_settings(FONT_FOLDER=folder):
        fcntl.flock(lock, fcntl.LOCK_EX)
        font.prepare()
    return folder


def _made_of() -> str:
    versions = [metadata.version(name) for name in ("fonttools", "pylopdf-fonts-zh-cn")]
    return hashlib.sha256(Path(font.__file__).read_bytes() + repr(versions).encode()).hexdigest()[:16]
