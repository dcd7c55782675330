"""The stages of an import, what may become of a row, and what is put right by itself."""

from typing import Any, NamedTuple

from django.db.models import TextChoices

from records.organisation.rules import Role
from records.sentences import gettext_lazy as _
from records.workflow.rules import Move, Workflow

IMPORTERS = (Role.ARCHIVIST, Role.FILING_OFFICER)
TYPED_FROM = 101  # rows from which on the fonds is typed before they come into custody
MARKED_AT_ONCE = 2_000  # rows up to which the check makes the marked copy itself
ALL = "*"  # stands for all sheets of one header; no sheet can be named so


class Stage(TextChoices):
    UPLOADED = "uploaded", _("uploaded")
    CHECKED = "checked", _("checked")
    DRAFTED = "drafted", _("imported as drafts")
    COMMITTED = "committed", _("imported")
    RETRACTED = "retracted", _("taken back")
    DISCARDED = "discarded", _("put aside")


FLOW = Workflow(
    Move("send table", _("Send a table"), (), Stage.UPLOADED, IMPORTERS),
    Move("check", _("Dry run"), (Stage.UPLOADED,), Stage.CHECKED, IMPORTERS),
    Move("reopen", _("Read the header again"), (Stage.UPLOADED,), "", IMPORTERS),
    Move("remap", _("Match again"), (Stage.CHECKED,), Stage.UPLOADED, IMPORTERS),
    Move("mend", _("Put right"), (Stage.CHECKED,), Stage.UPLOADED, IMPORTERS),
    Move(
        "mark",
        _("Make the marked table"),
        (Stage.CHECKED, Stage.DRAFTED, Stage.COMMITTED),
        "",
        IMPORTERS,
    ),
    Move(
        "draft",
        _("Import as drafts"),
        (Stage.CHECKED,),
        Stage.DRAFTED,
        IMPORTERS,
        effect=_(
            "Each good row becomes a draft; rows with faults stay out. Look at the drafts, then"
            " have them accepted; the whole import can be taken back while none is accepted."
        ),
    ),
    Move(
        "commit",
        _("Receive into custody"),
        (Stage.CHECKED,),
        Stage.COMMITTED,
        (Role.ARCHIVIST,),
        binding=True,
        effect=_("To look at the records first, import them as drafts."),
    ),
    Move(
        "accept",
        _("Accept its drafts"),
        (Stage.DRAFTED,),
        Stage.COMMITTED,
        (Role.ARCHIVIST,),
        binding=True,
        effect=_("All come into custody or none."),
    ),
    Move(
        "retract",
        _("Take the import back"),
        (Stage.DRAFTED,),
        Stage.RETRACTED,
        IMPORTERS,
        binding=True,
        effect=_(
            "All drafts that came of it are gone, what was changed in them since as well; the"
            " trail keeps their descriptions. The table and its rows are deleted."
        ),
    ),
    Move(
        "discard",
        _("Put aside"),
        (Stage.UPLOADED, Stage.CHECKED),
        Stage.DISCARDED,
        IMPORTERS,
        effect=_("Its rows and its file go; the note that it was sent stays."),
    ),
    Move(
        "expire",
        _("Put aside by the system"),
        (Stage.UPLOADED, Stage.CHECKED),
        Stage.DISCARDED,
        (),
    ),
)


class Outcome(TextChoices):
    """What becomes of a row of the table: each row has exactly one."""

    OK = "ok", _("without fault")
    WARNED = "warned", _("to be looked at")
    REJECTED = "rejected", _("with faults")
    DUPLICATE = "duplicate", _("already there")


GOOD = (Outcome.OK, Outcome.WARNED)


class Change(TextChoices):
    """What is put right without asking, and shown."""

    DATE = "date", _("dates written as 8 digits")
    PERIOD = "period", _("periods written as codes")
    NUMBER = "number", _("brackets, spaces and digits of document numbers")
    CODE = "code", _("look-alike signs in archival codes")
    YEAR = "year", _("year taken from the date or the archival code")
    TITLE = "title", _("line breaks and invisible signs dropped from titles")
    TEXT = "text", _("spaces and invisible signs dropped elsewhere")
    HAND = "hand", _("put right by hand on the page")


class Taken(NamedTuple):
    """A sheet that is taken: the row of its header, its rows, and how many stand before them."""

    name: str
    header: int
    rows: int
    before: int


class ReadSheets:
    """The sheets of a table that was sent, and which of them are taken.

    `sheets` has for each sheet of the file, for a text the one without a name, its name, how
    many rows it has (nothing where they could not be counted), whether it is hidden, the row
    of its header where that is the same as the taken one's, else 0, and whether it is taken.
    Rows are counted through all taken sheets, one behind the other.
    """

    sheet: str
    sheets: list[dict[str, Any]]

    @property
    def taken(self) -> list[Taken]:
        """The sheets that are taken, in the order in which their rows are counted."""
        found: list[Taken] = []
        for sheet in self.sheets:
            if sheet["taken"]:
                before = found[-1].before + found[-1].rows if found else 0
                found.append(Taken(sheet["name"], sheet["header"], sheet["rows"] or 0, before))
        return found

    @property
    def taken_names(self) -> list[str]:
        return [one.name for one in self.taken] or [self.sheet]

    @property
    def same_header(self) -> list[dict[str, Any]]:
        """The sheets that can be seen and have the header of the one that is taken."""
        return [one for one in self.sheets if one["header"] and not one["hidden"]]

    def address(self, row: int) -> str:
        """How a row is called: by its number, 2020!3 where several sheets are taken."""
        taken = self.taken
        if len(taken) < 2:
            return str(row)
        sheet = next(one for one in reversed(taken) if one.before < row or not one.before)
        return f"{sheet.name}!{row - sheet.before}"


class Standing:
    """How far an import is, by its stage, its counts and its files."""

    stage: Any
    ok: Any
    warned: Any
    committed: Any
    file: Any
    cells: Any
    marked: Any
    marking_id: Any

    @property
    def wants_columns(self) -> bool:
        """Not checked yet: somebody has to say which column is what."""
        return bool(self.stage == Stage.UPLOADED)

    @property
    def is_checked(self) -> bool:
        return bool(self.stage == Stage.CHECKED)

    @property
    def is_imported(self) -> bool:
        """Whether records were made of it that are there still."""
        return self.stage in {Stage.DRAFTED, Stage.COMMITTED}

    @property
    def good(self) -> int:
        """Rows that can become records."""
        return int(self.ok + self.warned)

    @property
    def meanwhile(self) -> int:
        """Good rows that came in from elsewhere after the check."""
        return self.good - int(self.committed) if self.is_imported else 0

    @property
    def awaits_copy(self) -> bool:
        """Whether the marked copy is still to be made, by a job of its own."""
        return bool(self.marking_id and not self.marked and (self.file or self.cells))
