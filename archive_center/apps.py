from django.apps import AppConfig
from django.core.checks import Tags, register

from archive_center.privacy import files_are_private
from archive_center.roles.deployment import role_is_bounded


class ArchiveCenterConfig(AppConfig):
    name = "archive_center"

    def ready(self) -> None:
        register(role_is_bounded, Tags.security, Tags.database, deploy=True)
        register(files_are_private, Tags.security, deploy=True)
