"""A child that ends when its parent is gone, whatever ended the parent. Any POSIX system.

The portal has one like it; this package imports nothing of the portal.
"""

import os
import threading
import time


def end_with_parent(every: float = 1.0) -> None:
    """Looks each `every` seconds whether whoever is our parent now still is."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(every)
        os._exit(0)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
