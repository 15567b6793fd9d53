"""The Celery application: `celery -A config worker`, `celery -A config beat`."""

import os
import time
from typing import Any

from celery import Celery
from celery.signals import after_task_publish, beat_init, heartbeat_sent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("gebieden")
app.set_default()  # also for threads that did not import this module: gunicorn serves requests in threads
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

WORKER_MARK_EVERY = 15  # seconds
_last_mark = 0.0


@heartbeat_sent.connect
def note_worker(**_kwargs: Any) -> None:
    """Mark the worker as alive from its main process, so that long tasks in its children do not hide it."""
    global _last_mark  # noqa: PLW0603
    if time.monotonic() - _last_mark < WORKER_MARK_EVERY:
        return
    _last_mark = time.monotonic()
    from kern.domain.hartslag import meld_hartslag

    meld_hartslag("worker")


@beat_init.connect
def note_beat_publishing(**_kwargs: Any) -> None:
    """In the beat process only: mark beat as alive now and whenever it publishes its heartbeat task.

    Done by beat itself and not by the task, so that a busy or absent worker does not make beat look dead.
    """
    after_task_publish.connect(_note_beat, sender="kern.tasks.hartslag")
    _note_beat()


def _note_beat(**_kwargs: Any) -> None:
    from kern.domain.hartslag import meld_hartslag

    meld_hartslag("beat")
