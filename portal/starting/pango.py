"""Pango draws the certificates and comes from the system, not from the lock: is it there, and can we get it?

Without it everything works but certificates as PDF, so its absence is told and is no error. Standard library.
"""

import ctypes
import ctypes.util
import os
import shutil
import sys

from portal.starting.commands import quietly
from portal.starting.progress import say, step

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")  # of Debian and Ubuntu
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
ADVICE = (
    "Pango is missing: the portal runs, but no certificate can be drawn as a PDF until you install it"
    f" (Debian, Ubuntu: apt install {' '.join(PACKAGES)}; macOS: brew install pango)."
)


def ensure() -> None:
    """Install Pango where it is missing and we may; else say what to install."""
    if present():
        return
    if may_install():
        install(*PACKAGES)
    if not present():
        say(ADVICE)


def present() -> bool:
    if sys.platform != "linux":
        return ctypes.util.find_library("pango-1.0") is not None
    return all(_loads(name) for name in LIBRARIES)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def may_install() -> bool:
    """Whether this is the administrator of a Debian-like machine: only then may we add system packages."""
    return os.getuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> bool:
    """With apt-get, saying so. False where that failed: no connection, no such package."""
    # dpkg asks for the administrator's programs on the path; a bare environment does not name their folders
    path = f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"
    environment = os.environ | {"PATH": path, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ("apt-get", "-o", "DPkg::Lock::Timeout=120", "-q")
    with step(f"Installing {' '.join(packages)} with apt-get"):
        updated = quietly(*apt, "update", environment=environment)
        wanted = ("install", "-y", "--no-install-recommends", *packages)
        return not updated.returncode and not quietly(*apt, *wanted, environment=environment).returncode
