"""The clock: it sends tasks when their time has come, and needs no model nor table for that."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_center.settings")
app = Celery("archive_center", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")
