from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from records.rules import Refused
from transfers.handover.models.handovers import Handover
from transfers.handover.work import WITH_NAMES, export


class Command(BaseCommand):
    """Build the package of an approved handover into a directory, by the same builder."""

    help = "Build the transfer package of a handover: build_package ID --out DIR"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("handover", type=int, metavar="ID")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Handover.objects.select_related(*WITH_NAMES).filter(pk=options["handover"])
        handover = found.first()
        if handover is None:
            raise CommandError(f"There is no handover {options['handover']}.")
        try:
            built = export(handover, parent=options["out"], at=timezone.now(), tell=self.tell)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"package={built.path} records={len(built.contents.packed)}"
            f" paper_only={built.contents.paper_only} files={built.files} bytes={built.size}"
            f" sha256={built.root.sha256} sm3={built.root.sm3}"
        )

    def tell(self, done: int, total: int | None = None, text: str = "") -> None:
        if done % 1000 == 0 or done == total:
            self.stderr.write(f"{done}/{total} {text}")
