"""Give the application's role its rights, as after every `migrate`."""

from typing import Any

from django.core.management.base import BaseCommand

from archive_center.roles.rights import grant


class Command(BaseCommand):
    help = "Give the role of web and workers its rights on the tables, and no others."

    def handle(self, **options: Any) -> None:
        role = grant()
        self.stdout.write(
            f"{role} has its rights."
            if role
            else "One role does everything here: give MIGRATION_DATABASE_URL for another owner."
        )
