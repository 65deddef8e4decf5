"""The site's server as a module and its words: granian, or gunicorn where there is no granian for the machine.

Both may be started more than once on a port: the kernel shares the visitors out, and when one dies the others have them.
Standard library.
"""

from importlib.util import find_spec

from portal.starting import ports

THREADS = 4  # most of a request is waiting: for the database, for departments


def server(port: int) -> tuple[str, list[str]]:
    """One process, for `python -m`."""
    if find_spec("granian") is None:
        bound = ["--bind", f"{ports.LOOPBACK}:{port}", "--reuse-port"]
        return "gunicorn", [*bound, "-k", "gthread", "--threads", str(THREADS), "portal.wsgi"]
    words = ["--interface", "wsgi", "--host", ports.LOOPBACK, "--port", str(port)]
    words += ["--workers", "1", "--blocking-threads", str(THREADS)]
    words += ["--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning"]
    return "granian", [*words, "portal.wsgi:application"]
