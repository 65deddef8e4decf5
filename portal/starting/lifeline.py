"""A child that ends when its parent is gone, whatever ended the parent. Standard library, any POSIX system.

`kill -9` leaves a parent no time to end its children, so they look for themselves: once a second each
asks who its parent is, and another answer than before means that the parent is dead. An inherited pipe
would tell at once, but does not survive every way of starting a process; asking does.

    python -m portal.starting.lifeline PARENT MODULE [ARGUMENT ...]

runs a module under such a watch. It closes the gap between the birth of a process and its first look:
whoever starts the child names itself, so a parent that dies in that gap is noticed as well.

What this knowingly does not do: let the child finish its work. What it does must bear to be cut off.
"""

import os
import runpy
import sys
import threading
import time


def end_with_parent(parent: int | None = None, *, every: float = 1.0) -> None:
    """Watch from a thread of this process, and end it when `parent` (a process id) is no longer its parent.

    Without `parent` the parent of this moment counts. `every` is in seconds.
    """
    expected = os.getppid() if parent is None else parent
    if os.getppid() != expected:
        os._exit(0)

    def watch() -> None:
        while os.getppid() == expected:
            time.sleep(every)
        os._exit(0)  # not sys.exit: that would end this thread alone

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def main(arguments: list[str]) -> None:
    parent, module, *rest = arguments
    end_with_parent(int(parent))
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
