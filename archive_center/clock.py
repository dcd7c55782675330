"""The clock: it sends tasks when their time has come, and needs no model nor table for that."""

from celery import Celery

app = Celery("archive_center", fixups=[], set_as_current=False)
app.config_from_object("archive_center.schedule")
