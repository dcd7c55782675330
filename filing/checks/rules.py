"""What is checked of the files that a department hands in: the table of checks (归档检查)."""

from typing import Any, NamedTuple

from django.db.models import TextChoices

from records.sentences import gettext_lazy as _


class Severity(TextChoices):
    """What a finding does: it stops the hand-in, or is told and may be answered."""

    STOPS = "stops", _("stops the hand-in")
    WARNS = "warns", _("to be looked at")


class Check(NamedTuple):
    """One check: its mark, what it is called, what a finding means and what helps."""

    code: str
    name: Any
    severity: Severity
    meaning: Any
    remedy: Any

    @property
    def stops(self) -> bool:
        return self.severity == Severity.STOPS


def _stops(code: str, name: Any, meaning: Any, remedy: Any) -> Check:
    return Check(code, name, Severity.STOPS, meaning, remedy)


def _warns(code: str, name: Any, meaning: Any, remedy: Any) -> Check:
    return Check(code, name, Severity.WARNS, meaning, remedy)


_TABLE = (
    _stops(
        "QK-01",
        _("element missing"),
        _("What DA/T 18-2022 demands of a description is not all there."),
        _("Complete the description."),
    ),
    _warns(
        "QK-02",
        _("date of another year"),
        _("The date lies in another year than the one under which the file is kept."),
        _("Look whether the year or the date is right; meetings and long matters may differ."),
    ),
    _stops(
        "QK-03",
        _("handed in twice"),
        _("Another file of the fonds has the same document number and the same title."),
        _("Discard one of the two."),
    ),
    _warns(
        "QK-04",
        _("same document number"),
        _("Another file of the fonds has the same document number under another title."),
        _("Look which of the two bears the number."),
    ),
    _warns(
        "QK-05",
        _("same title and date"),
        _("Another file of the fonds has the same title and the same date."),
        _("Look whether it is the same document, and discard one."),
    ),
    _warns(
        "QK-06",
        _("same copy"),
        _("A digital copy of the file is, byte for byte, the copy of another file."),
        _("Look to which of the two the copy belongs."),
    ),
    _warns(
        "QK-07",
        _("no digital copy"),
        _("The file has no digital copy: it can be read on paper alone."),
        _("Attach its copy, or hand it in on paper."),
    ),
    _warns(
        "QK-08",
        _("original missing"),
        _("The file has components, and none of them is the original (正本)."),
        _("Attach the original, or correct what the components are called."),
    ),
    _stops(
        "QK-09",
        _("copy damaged"),
        _("A digital copy can no longer be read as it was stored."),
        _("Attach it anew."),
    ),
    _warns(
        "QK-10",
        _("pages differ"),
        _("The number of pages is another than the copies have."),
        _("Count anew, or scan what is missing."),
    ),
    _stops(
        "QK-11",
        _("in no volume"),
        _("The category is kept by volume, and the file lies in none."),
        _("Form a volume, or choose another category."),
    ),
    _warns(
        "QK-12",
        _("no office or matter"),
        _("The fonds is classified by offices or matters, and the file names none."),
        _("Enter its office or matter: it stands in the archival code."),
    ),
    _stops(
        "QK-13",
        _("empty volume"),
        _("A volume has no items."),
        _("Put its items in, or discard the volume."),
    ),
)
CHECKS = {check.code: check for check in _TABLE}

# What no row can be found for, because it never comes in; told on the page of checks.
AT_THE_DOOR = (
    _("State secrets: every way in refuses a text, a name of a file or a table that bears a mark."),
    _(
        "Files that are broken, encrypted, infected or of a format that is not kept: they are"
        " refused when they are attached, with the reason."
    ),
    _("Years, dates, pages and numbers that cannot be: forms and tables refuse them."),
)
