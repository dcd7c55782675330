"""Stop what `up` started, from anywhere."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from archive_center.local import supervisor


class Command(BaseCommand):
    help = "Stop web, worker, clock, PostgreSQL and Redis of this checkout."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        supervisor.end(Path(settings.VAR_DIR))
        self.stdout.write("Stopped. (已停止)")
