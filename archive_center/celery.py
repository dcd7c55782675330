"""The queue: workers and the nightly clock start here."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_center.settings")
app = Celery("archive_center")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
