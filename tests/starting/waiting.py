"""A module that says it has begun and then waits for ever: what a lifeline has to end."""

import sys
import threading

if __name__ == "__main__":
    print("begun", *sys.argv[1:], flush=True)
    threading.Event().wait()
