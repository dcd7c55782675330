from django.apps import AppConfig
from django.core.checks import Tags, register

from archive_center.celery import app as celery_app
from archive_center.privacy import files_are_private
from archive_center.roles.deployment import role_is_bounded


class ArchiveCenterConfig(AppConfig):
    name = "archive_center"
    queue = celery_app  # tasks that are called go where it says; servers and keeper need none

    def ready(self) -> None:
        register(role_is_bounded, Tags.security, Tags.database, deploy=True)
        register(files_are_private, Tags.security, deploy=True)
