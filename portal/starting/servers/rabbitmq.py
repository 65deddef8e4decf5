"""RabbitMQ, with a name server of its own. Its script in /usr/sbin changes accounts, so the one behind it is called."""

import os
from pathlib import Path

from portal.starting import ports
from portal.starting.servers.program import Program, answers, find

PROGRAMS = ("/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server")
ADVICE = "RabbitMQ: apt install rabbitmq-server (macOS: brew install rabbitmq)"


def servers(folder: Path, port: int) -> list[Program]:
    """Erlang's name server, then RabbitMQ. Raises Missing."""
    script, names = find(PROGRAMS, ADVICE), find(["epmd"], ADVICE)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plugins").write_text("[].\n")
    (folder / "rabbit.conf").write_text("disk_free_limit.absolute = 50MB\n")
    epmd = ports.free()
    words = ["-port", str(epmd), "-address", ports.LOOPBACK]
    name_server = Program(
        "Erlang's name server",
        command=[names, *words],
        log=folder / "epmd.log",
        is_ready=lambda: answers(epmd),
    )
    rabbit = Program(
        "RabbitMQ",
        command=[script],
        how={"env": os.environ | _environment(folder, port, epmd)},
        log=folder / "log",
        is_ready=lambda: answers(port),
    )
    return [name_server, rabbit]


def _environment(folder: Path, port: int, epmd: int) -> dict[str, str]:
    return {
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"portal{port}@localhost",
        "RABBITMQ_MNESIA_BASE": f"{folder}/mnesia",
        "RABBITMQ_LOG_BASE": f"{folder}/logs",
        "RABBITMQ_NODE_IP_ADDRESS": ports.LOOPBACK,
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(ports.free()),
        "ERL_EPMD_PORT": str(epmd),
        "ERL_EPMD_ADDRESS": ports.LOOPBACK,
        "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
        "RABBITMQ_CONF_ENV_FILE": f"{folder}/none",
        "RABBITMQ_CONFIG_FILE": f"{folder}/rabbit.conf",
    }


def url(port: int) -> str:
    return f"amqp://guest:guest@{ports.LOOPBACK}:{port}//"
