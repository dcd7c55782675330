"""Fill an empty system with the demonstration: an invented city's government and its files."""

import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from archive_center.demo.demonstration import fill
from archive_center.roles.owner import as_owner


class Command(BaseCommand):
    help = "Fill an empty system with the demonstration's departments, people and files."

    def handle(self, **options: Any) -> None:
        began = time.monotonic()
        today: date = timezone.localdate()
        with as_owner():  # whose history may have dates of its own in the trail
            filled = fill(today=today, tell=self.stdout.write)
        if filled:
            self.stdout.write(f"seconds={time.monotonic() - began:.1f}")
        else:
            self.stdout.write("There is data already; nothing was done. (已有数据，未作改动)")
