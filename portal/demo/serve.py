"""The whole portal by one command: departments, worker and site, on this machine and for it alone.

1. Claim the folder and the port.
2. Start the departments' simulators; their addresses go into the environment before Django reads its
   settings.
3. Bring the database up to date and fill it (`portal.demo.seed`, which does nothing twice).
4. Serve: this process is granian's supervisor, which brings the site's process back when it dies.
5. When the site answers, start `manage.py work` (it would only slow the site's start) and say where
   everything is.

Ctrl-C, SIGTERM and a closed terminal end all of it; `portal.starting.lifeline` does so after `kill -9`.

What this knowingly does not do: serve the network. It listens on loopback only; docs/operations.md has
the rest.
"""

import argparse
import gc
import http.client
import json
import math
import multiprocessing
import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal import env
from portal.demo import claim, greeting
from portal.starting import ports
from portal.starting.environment import Folder
from portal.starting.processes import Child, Keeper
from portal.starting.progress import complain, say, step

ROOT = Path(__file__).resolve().parent.parent.parent
DEPARTMENTS = {
    "public_security": "公安局",
    "civil_affairs": "民政局",
    "social_insurance": "人社局",
    "medical_insurance": "医保局",
    "health": "卫健委",
    "disabled_federation": "残联",
    "traffic_police": "交管支队",
    "transport": "交通局",
    "market_supervision": "市场监管局",
    "housing_fund": "公积金中心",
    "education": "教育局",
    "housing": "住建局",
    "real_estate": "不动产登记中心",
    "tax": "税务局",
}
XML = ("housing_fund",)  # a register that speaks nothing newer
ALONE = ("public_security", "civil_affairs", "social_insurance")  # asked most: each can be killed by itself
WITNESSES = ("public_security", "civil_affairs", "social_insurance", "market_supervision", "tax")
STARTING_SECONDS = 60.0


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="portal.demo.serve", description=__doc__)
    parser.add_argument("--port", default="8000")
    chosen = parser.parse_args(arguments)
    end_on_signals()
    try:
        refuse_production()
        run(ports.read(chosen.port))
    except (claim.Claimed, ports.PortError, RuntimeError) as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        pass
    say("Stopped.")
    return 0


def refuse_production() -> None:
    if env.flag("PORTAL_PRODUCTION"):
        raise RuntimeError(
            "PORTAL_PRODUCTION is set: the demo, whose passwords are public, does not run there."
        )


def run(port: int) -> None:
    var = Folder(ROOT).var
    with claim.folder(var, port), Keeper() as keeper:
        (var / "static").mkdir(exist_ok=True)  # empty outside production, and whitenoise warns without it
        departments = start_departments(keeper, var)
        telephones = start_telephones(keeper, port)
        announce_to_settings(port, departments)
        people = fill_database(departments)
        address = f"http://{ports.LOOPBACK}:{port}"
        named = {f"{DEPARTMENTS[code]} {code}": at for code, at in departments.items()}
        text = greeting.text(address, named, people, var, telephones=telephones)
        threading.Thread(target=when_ready, args=[keeper, address, text], daemon=True).start()
        serve(port)


# --- signals


def end_on_signals() -> None:
    """Each of the three ends the demo; a terminal's hang-up does not where it was ignored (`nohup`)."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.default_int_handler)


def end_on_hang_up() -> None:
    """Granian reloads on SIGHUP: a closed terminal would leave a server that holds the port."""
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


# --- the parts


def start_departments(keeper: Keeper, var: Path) -> dict[str, str]:
    """The address of each department by its code. Those asked most have a process of their own, the others share one: a
    Python for each would make the start slow."""
    at = {code: ports.free() for code in DEPARTMENTS}
    together = [code for code in DEPARTMENTS if code not in ALONE]
    for code in ALONE:
        keeper.start(_department(f"The department {DEPARTMENTS[code]} ({code})", [code], at, var))
    if together:
        keeper.start(_department("The other departments", together, at, var))
    return {code: f"http://{ports.LOOPBACK}:{port}" for code, port in at.items()}


def _department(name: str, codes: Sequence[str], at: Mapping[str, int], var: Path) -> Child:
    """With the folder of keys in which the portal finds theirs, and they the portal's. Each is able to be a witness of the
    ledger; five are asked."""
    keys = os.environ.get("PORTAL_GATEWAY_KEYS") or str((var / "keys").resolve())
    told = [*(f"{code}={at[code]}" for code in codes), "--keys", keys]
    witness = ["--witness", str((var / "witnesses").resolve())]
    return Child(name, "services.simulators", [*told, *witness], may_leave=True)


def start_telephones(keeper: Keeper, port: int) -> str:
    """The address of a gateway whose text messages anybody may read and answer; empty where the environment names one."""
    if os.environ.get("PORTAL_SMS"):
        return ""
    at = f"http://{ports.LOOPBACK}:{(own := ports.free())}"
    os.environ |= {"PORTAL_SMS": f"{at}/messages", "PORTAL_SMS_SECRET": secrets.token_hex()}
    replies = f"http://{ports.LOOPBACK}:{port}/sms/replies/"
    told = ["--port", str(own), "--replies-to", replies]
    keeper.start(Child("The SMS gateway", "services.simulators.sms_gateway", told, may_leave=True))
    return f"{at}/"


def announce_to_settings(port: int, departments: dict[str, str]) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PORTAL_DEMO": "1",
        "PORTAL_EMBEDDED": "1",
        "PORTAL_PARENT": str(os.getpid()),
        "PORTAL_ADDRESS": f"http://{ports.LOOPBACK}:{port}",
        "PORTAL_DEPARTMENTS": json.dumps(
            {code: f"xml+{at}" if code in XML else at for code, at in departments.items()}
        ),
        "PORTAL_WITNESSES": json.dumps(
            {code: departments[code] for code in WITNESSES if code in departments}
        ),
    }


def fill_database(departments: dict[str, str]) -> list[greeting.SignIn]:
    """Migrate and seed, in this process; returns who may sign in. Django may be imported from here on."""
    import django
    from django.core.management import call_command
    from django.db import connections

    with step("Bringing the database up to date"):
        django.setup()
        if migrations_wait():  # looking is cheap, `migrate` is not even when there is nothing to do
            call_command("migrate", verbosity=0, interactive=False)
    with step("Waiting for the departments"):
        for address in departments.values():
            wait_for(address)
    from portal.demo.seed import seed
    from portal.demo.sign_ins import sign_ins
    from services.ledger.sealer import catch_up

    with step("Filling in people, items and applications"):
        faults = seed()
        catch_up()  # nobody is served before the log is whole
    if faults:
        complain("\n".join(["These packages were not loaded; the others were:", *faults]))
    connections.close_all()
    people: list[greeting.SignIn] = list(sign_ins())
    gc.freeze()  # from here on this process waits; its end need not walk through all that was loaded
    return people


def migrations_wait() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def wait_for(address: str, path: str = "/health", patience: float = STARTING_SECONDS) -> int:
    """The status of the first answer; RuntimeError when there is none within `patience` seconds."""
    deadline = time.monotonic() + patience
    host = address.removeprefix("http://")
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection(host, timeout=STARTING_SECONDS)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(f"Nothing answers at {address}: the lines above should say why.")


def when_ready(keeper: Keeper, address: str, text: str) -> None:
    status = wait_for(address, "/", patience=math.inf)  # the server itself gives up on a site that crashes
    keeper.start(Child("The worker (manage.py work)", "manage", ["work"]))
    say(text)
    if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        complain(f"The home page fails (status {status}): the lines above say why.")


def serve(port: int) -> None:
    """Until a signal ends it. One worker: SQLite has one writer; threads can wait for departments."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    hang_up_ends = signal.getsignal(signal.SIGHUP) != signal.SIG_IGN
    multiprocessing.set_start_method("spawn", force=True)  # a fork would copy this process's threads' locks
    server = Granian(
        "portal.wsgi:application",
        address=ports.LOOPBACK,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    )
    # granian sets its own handlers when it starts: ours come after them
    server.on_startup(end_on_hang_up if hang_up_ends else ignore_hang_up)
    server.serve()


def ignore_hang_up() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
