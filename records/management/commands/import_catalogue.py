from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from records.imports import arrival, work
from records.imports.actions import start
from records.imports.head import Sheets
from records.imports.models import Import
from records.imports.pages import problems
from records.imports.rules import ALL, Outcome
from records.organisation.models import Category, Fonds, User
from records.organisation.rules import Role
from records.pagination import Place
from records.rules import Refused
from records.values.rules import Level

Row = TypeVar("Row", bound=Model)
COUNTS = ("read", "ok", "warned", "rejected", "duplicate")


class Command(BaseCommand):
    """Import a catalogue without the browser: the same check, and on request the same import.

    Who names the fonds for `--commit` has typed it, as the page asks for.
    """

    help = (
        "Check a catalogue (XLSX, XLS, ODS, CSV). With --drafts its good rows become drafts, which"
        " can be taken back; with --commit they come into custody for good."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--fonds", required=True, help="number of the fonds, as in J026")
        parser.add_argument("--category", default="WS", help="code of the category (WS)")
        parser.add_argument(
            "--sheet",
            default="",
            help="name of a sheet, or all: every one with the header of the first",
        )
        parser.add_argument(
            "--level",
            choices=Level.values,
            help="what each row is, volume or item; else its columns tell it",
        )
        made = parser.add_mutually_exclusive_group()
        made.add_argument("--drafts", action="store_true", help="make drafts of the good rows")
        made.add_argument(
            "--commit", action="store_true", help="take the good rows into custody, for good"
        )
        parser.add_argument("--whole", action="store_true", help="all rows or none")
        parser.add_argument("--by", help="who imports; else the first archivist")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(**options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None

    def _import(
        self, *, file: Path, drafts: bool, commit: bool, whole: bool, **options: Any
    ) -> None:
        by, at = _person(options["by"]), timezone.now()
        self.stderr.write(_("In the name of %(person)s.") % {"person": f"{by} ({by.username})"})
        fonds = _one(Fonds.objects.filter(number=options["fonds"]), options["fonds"])
        category = _one(Category.objects.filter(code=options["category"]), options["category"])
        with _opened(file) as stream:
            held = File(stream, name=file.name)
            sheet = ALL if options["sheet"] == "all" else options["sheet"]
            level = Level(options["level"]) if options["level"] else None
            given: dict[str, Any] = {"sheet": sheet, "level": level, "by": by, "at": at}
            source = start(fonds=fonds, category=category, file=held, **given)
        given = {"progress": self._tell, "by": by, "at": at, "row": source.pk}
        work.check(**given, at_once=True)  # there may be no worker
        source.refresh_from_db()
        self._tell_sheets(source)
        self._tell_faults(source, by)
        if (drafts or commit) and (source.good or (whole and source.rejected)):
            make = arrival.draft if drafts else arrival.commit
            make(**given, whole=whole)
        self.stdout.write(" ".join(f"{name}={getattr(source, name)}" for name in COUNTS))

    def _tell_sheets(self, source: Import) -> None:
        """Which sheets are not read, and what was merged."""
        sheets = Sheets(source)
        for said in sheets.left:
            self.stderr.write(_("Not read: %(sheet)s") % {"sheet": said})
        for said in sheets.all_merged:
            self.stderr.write(said)

    def _tell_faults(self, source: Import, by: User) -> None:
        """The first things that are wrong, as the page tells them; the page has them all."""
        for line in problems(source, {"outcome": Outcome.REJECTED}, Place(), by).lines:
            if not line["blocks"]:
                continue
            told = {"row": line["places"][0][1], "column": line["column"] or "—"}
            told |= {"more": line["count"] - 1, "what": line["what"], "remedy": line["remedy"]}
            said = _("Row %(row)s, column %(column)s: %(what)s %(remedy)s")
            if line["several"]:
                said = _("Row %(row)s and %(more)d more, column %(column)s: %(what)s %(remedy)s")
            self.stderr.write(said % told)

    def _tell(self, done: int, total: int | None = None, text: str = "") -> None:
        if text:
            self.stderr.write(text)


def _person(username: str | None) -> User:
    people = User.objects.filter(is_active=True).order_by("pk")
    if username:
        return _one(people.filter(username=username), username)
    return _one(people.filter(role=Role.ARCHIVIST), _("an archivist"))


def _one(rows: QuerySet[Row], called: str) -> Row:
    row = rows.first()
    if row is None:
        raise CommandError(_("There is no %(called)s here.") % {"called": called})
    return row


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as fault:
        told = {"file": file, "fault": fault.strerror}
        raise CommandError(_("%(file)s cannot be read: %(fault)s") % told) from None
