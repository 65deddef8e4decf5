"""The callable that a server's worker loads; no management command and no test does.

Inside `./run demo` the worker is a child of the demo's main process: it ends with it, and leaves Ctrl-C to it. Inside
`./run cluster` it ends with its server's main process. Elsewhere those variables are absent, and the server looks after its
workers.
"""

import os

from portal.starting.lifeline import end_with_parent

if parent := os.environ.get("PORTAL_PARENT"):
    # first of all, for loading Django takes a moment in which the parent may die
    end_with_parent(int(parent))
    os.setpgid(0, 0)  # a worker that gets Ctrl-C as well as the main process's request to stop may hang
elif os.environ.get("PORTAL_EMBEDDED"):
    end_with_parent()

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()
