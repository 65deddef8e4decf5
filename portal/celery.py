"""Celery's application: `celery -A portal.celery worker` and `celery -A portal.celery beat`. Settings that survive `kill -9`.

A message is acknowledged after the task, a worker takes one at a time, and one whose process was killed is handed to the
next. Correctness never rests on it: the outbox and the due dates in the database are the truth, every task is safe to
repeat or to lose, and the clock brings the next one.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from django.conf import settings

REDIS = {
    # longer than any task takes; a message nobody has acknowledged by then is handed out again
    "visibility_timeout": 120,
    # Redis looks for lost messages every interval times throttle: ten seconds times ten by default
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 5,
}

app = Celery("portal", broker=settings.BROKER or None)
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_default_queue="portal",
    broker_transport_options=REDIS if settings.BROKER.startswith("redis") else {},
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # for ever: a broker that is away comes back
    # a broker that is away is no reason to kill a task in the middle: what it had leased would wait for half a minute
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    timezone=settings.TIME_ZONE,
    beat_scheduler="celery.beat:Scheduler",  # the schedule stands in code, so nothing is kept on disk
    beat_max_loop_interval=1,
    imports=["portal.tasks"],
)
