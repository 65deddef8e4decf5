"""`python -m tests.with_services -- COMMAND…`: run a command on a private PostgreSQL.

It finds the server's address in DATABASE_URL, so that Django uses it, and in TEST_POSTGRES_URL.
"""

import os
import subprocess
import sys
from collections.abc import Sequence

from tests import services


def main(words: Sequence[str]) -> int:
    command = list(words[1:] if words[:1] == ["--"] else words)
    if not command:
        print("Say what to run: python -m tests.with_services -- .venv/bin/pytest …", file=sys.stderr)
        return 2
    try:
        with services.postgres() as url:
            environment = os.environ | {"DATABASE_URL": url, "TEST_POSTGRES_URL": url}
            return subprocess.run(command, env=environment, check=False).returncode
    except services.Missing as missing:
        print(f"Missing: {missing}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
