"""Extract, merge, compile and check the texts in Chinese; needs no gettext on the machine."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive_center.messages import translations


class Command(BaseCommand):
    help = "Extract, compile or check the Chinese texts."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=sorted(self.verbs()))

    def handle(self, *args: Any, **options: Any) -> None:
        self.verbs()[options["verb"]]()

    def verbs(self) -> dict[str, Callable[[], None]]:
        return {
            "extract": self.extract,
            "merge": self.merge,
            "compile": self.compile,
            "check": self.compare,
        }

    def extract(self) -> None:
        """Bring locale/zh_Hans in step with the code."""
        for line in translations.update():
            self.stderr.write(f"contradictory: {line}")
        self.stdout.write(f"{translations.file()} is in step with the code.")

    def merge(self) -> None:
        """Take locale/parts into the file and remove them."""
        self.extract()
        for path in translations.parts():
            path.unlink()

    def compile(self) -> None:
        """Make the file that Django reads."""
        self.stdout.write("Compiled." if translations.compiled() else "Up to date.")

    def compare(self) -> None:
        """Fail on a text without Chinese, and on Chinese without a text."""
        faults = translations.faults()
        if faults:
            raise CommandError("\n".join([*faults, f"{len(faults)} faults in the texts."]))
        self.stdout.write("Every text has its Chinese.")
