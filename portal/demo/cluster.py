"""A real installation as plain processes on one machine: `./run cluster [--port N] [--broker redis|rabbitmq]`.

The twin of `deploy/compose.yaml`: PostgreSQL, Redis and perhaps RabbitMQ from the machine's own packages, the site twice on
one port, a relay, a sealer, Celery's worker and its clock, the departments' simulators and a gateway for text messages. Filled
as the demo is. An engine that the environment names (`DATABASE_URL`, `PORTAL_CACHE`, `PORTAL_BROKER`) is used instead of a
private one.

Whatever of it dies is started again; Ctrl-C, SIGTERM and a closed terminal end all of it, the engines last. Data stay in
`var/cluster`.

What this knowingly does not do: serve the network, or replace a service manager (docs/operations.md).
"""

import argparse
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from portal.demo import claim, greeting
from portal.demo.serve import (
    DEPARTMENTS,
    ROOT,
    announce_to_settings,
    end_on_signals,
    fill_database,
    refuse_production,
    start_departments,
    start_telephones,
    wait_for,
)
from portal.starting import ports, site
from portal.starting.environment import Folder
from portal.starting.processes import Child, Keeper
from portal.starting.progress import complain, say, step
from portal.starting.servers import postgres, rabbitmq, redis
from portal.starting.servers.program import Missing, Program
from portal.starting.servers.program import wait_for as wait_until_ready

SITES = 2
BROKERS = ("redis", "rabbitmq")
# Celery's advice about the administrator's account is for installations that others reach
NO_LECTURE = "ignore:You're running the worker with superuser"
CELERY = ["-A", "portal.celery"]
QUIET = ["--loglevel", "WARNING"]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="portal.demo.cluster", description=__doc__)
    parser.add_argument("--port", default="8000")
    parser.add_argument("--broker", choices=BROKERS, default="redis")
    chosen = parser.parse_args(arguments)
    end_on_signals()
    try:
        refuse_production()
        run(ports.read(chosen.port), chosen.broker)
    except Missing as missing:
        complain(f"Missing: {missing}")
        return 1
    except (claim.Claimed, ports.PortError, RuntimeError) as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        pass
    say("Stopped.")
    return 0


def run(port: int, broker: str) -> None:
    var = Folder(ROOT).var
    with claim.folder(var, port), Keeper() as keeper:
        (var / "static").mkdir(exist_ok=True)
        engines = start_engines(keeper, (var / "cluster").resolve(), broker)
        departments = start_departments(keeper, var)
        announce_to_settings(port, departments)
        telephones = start_telephones(keeper, port)
        os.environ |= engines
        del os.environ["PORTAL_PARENT"]  # the site's processes have parents of their own
        os.environ.setdefault("PYTHONWARNINGS", NO_LECTURE)
        people = fill_database(departments)
        for child in parts(port):
            keeper.start(child)
        address = f"http://{ports.LOOPBACK}:{port}"
        with step("Waiting for the site"):
            wait_for(address, "/")
        named = {f"{DEPARTMENTS[code]} {code}": at for code, at in departments.items()}
        say(greeting.text(address, named, people, var, engines, telephones=telephones))
        threading.Event().wait()


def parts(port: int) -> list[Child]:
    """Everything of ours beside the departments."""
    server, words = site.server(port)
    return [
        *(Child(f"Site {number}", server, words) for number in range(1, SITES + 1)),
        Child("The relay", "manage", ["work", "relay"]),
        Child("The sealer", "manage", ["work", "seal"]),
        Child(
            "Celery's worker", "celery", [*CELERY, "worker", *QUIET, "--concurrency", "2", "--without-mingle"]
        ),
        Child("Celery's clock", "celery", [*CELERY, "beat", *QUIET]),
    ]


def start_engines(keeper: Keeper, folder: Path, broker: str) -> dict[str, str]:
    """What settings are told. Raises Missing before anything is made."""
    programs, found = engines(folder, broker)
    with step(
        f"Starting {', '.join(program.name for program in programs)}" if programs else "Using your engines"
    ):
        for program in programs:
            keeper.start(program)
            wait_until_ready(program)
    return found


def engines(folder: Path, broker: str) -> tuple[list[Program], dict[str, str]]:
    """Private ones where the environment names none, and the address of each by its variable."""
    wanted = ("DATABASE_URL", "PORTAL_CACHE", "PORTAL_BROKER")
    found = {name: value for name in wanted if (value := os.environ.get(name))}
    programs: list[Program] = []
    if "DATABASE_URL" not in found:
        port = ports.free()
        programs.append(postgres.server(folder / "postgres", port))
        found["DATABASE_URL"] = postgres.url(port)
    if broker == "rabbitmq" and "PORTAL_BROKER" not in found:
        port = ports.free()
        programs += rabbitmq.servers(folder / "rabbitmq", port)
        found["PORTAL_BROKER"] = rabbitmq.url(port)
    if found.keys() != set(wanted):
        port = ports.free()
        programs.append(redis.server(folder / "redis", port))
        found = {"PORTAL_CACHE": redis.url(port, 1), "PORTAL_BROKER": redis.url(port), **found}
    return programs, found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
