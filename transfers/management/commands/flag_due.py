from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from transfers.due import actions


def day(text: str) -> date:
    """A day as people write it here; anything else is said to be none."""
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise ArgumentTypeError(f"“{text}” is not a day. Write YYYY-MM-DD.") from wrong


class Command(BaseCommand):
    help = "Flag what has fallen due, clear what no longer is, list what cannot be worked out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=day, help="for another day than today (YYYY-MM-DD)")

    def handle(self, *args: Any, **options: Any) -> None:
        today = options["today"] or timezone.localdate()
        run = actions.flag(today=today, at=timezone.now())
        self.stdout.write(
            f"flagged={run.flagged} already={run.already}"
            f" cleared={run.cleared} uncomputable={run.uncomputable}"
        )
