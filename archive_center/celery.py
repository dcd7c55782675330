"""The queue: workers and the nightly clock start here."""

import gc
import os
from resource import RUSAGE_SELF, getrusage
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_center.settings")
GROWN = 15_000  # kB; what a job needed beyond that goes with its process
app = Celery("archive_center")
app.config_from_object("archive_center.schedule")
app.autodiscover_tasks()


@worker_init.connect
def keep_shared(sender: Any, **_told: object) -> None:
    """What is loaded before the pool forks is not looked through for garbage: it stays shared.

    How much a process of the pool may take is told by what there is when it is forked.
    """
    gc.collect()
    gc.freeze()
    sender.max_memory_per_child = getrusage(RUSAGE_SELF).ru_maxrss + GROWN
