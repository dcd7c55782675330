"""Django's `migrate`, as the owner of the tables; then the application gets its rights."""

from typing import Any

from django.core.management.commands import migrate

from archive_center.roles.owner import as_owner
from archive_center.roles.rights import grant


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            grant()
