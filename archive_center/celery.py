"""The queue: workers and the nightly clock start here."""

import gc
import os

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_center.settings")
app = Celery("archive_center")
app.config_from_object("archive_center.schedule")
app.autodiscover_tasks()


@worker_init.connect
def keep_shared(**_told: object) -> None:
    """What is loaded before the pool forks is not looked through for garbage: it stays shared."""
    gc.collect()
    gc.freeze()
