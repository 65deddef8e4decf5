"""Compiles the message catalogues: locale/*/LC_MESSAGES/*.po to the .mo files Django reads. `python -m portal.starting.texts`

Babel does it, for the machine may have no gettext tools. Needs no Django, so that the bootstrap can call it before anything
else starts; a catalogue that is up to date costs nothing; two processes at once do no harm.
"""

import os
import threading
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def compile_texts(folder: Path = LOCALE) -> list[Path]:
    """Compiles what is missing or older than its source; returns what it wrote."""
    return [_compile(source) for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    with source.open("rb") as file:
        catalog = read_po(file)
    being_written = source.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    with being_written.open("wb") as file:
        write_mo(file, catalog)
    return being_written.rename(source.with_suffix(".mo"))


if __name__ == "__main__":
    compile_texts()
