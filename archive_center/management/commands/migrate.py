"""Django's `migrate`, as the owner of the tables; then the application gets its rights."""

from contextlib import nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.transaction import atomic

from archive_center.roles.owner import as_owner
from archive_center.roles.rights import grant


class Executor(MigrationExecutor):
    """A migration and the note that it was made are one transaction.

    Django commits one that adds foreign keys before it notes it: whoever ends the process in
    between has tables that the next start would make once more, and never can.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, *args: Any, **options: Any
    ) -> ProjectState:
        with atomic(self.connection.alias) if migration.atomic else nullcontext():
            return super().apply_migration(state, migration, *args, **options)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        migrate.MigrationExecutor = Executor  # type: ignore[attr-defined]
        with as_owner():
            super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            grant()
