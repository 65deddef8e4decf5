"""`manage.py demo [--port N]`: what `./run demo` runs, for those who keep an environment of their own."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Runs the whole portal on this machine: departments, worker and site. Ctrl-C ends all of it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000")

    def handle(self, *args: Any, **options: Any) -> None:
        # a process of its own making: the departments' addresses must be known before the settings are read
        words = [sys.executable, "-m", "portal.demo.serve", "--port", options["port"]]
        os.execv(sys.executable, words)  # noqa: S606 - this very Python and a module of ours
