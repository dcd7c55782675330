"""The four-nature test (四性检测, DA/T 70-2018): its items, and what it may find, in words.

What was found is kept as facts, the name of the finding and its figures, and said in
the language of whoever reads it.
"""

from typing import Any

from django.db.models import TextChoices

from records.sentences import gettext_lazy as _
from records.sentences import ngettext_lazy


class Nature(TextChoices):
    """The four natures of electronic archives."""

    AUTHENTICITY = "1", _("authenticity")
    COMPLETENESS = "2", _("completeness")
    USABILITY = "3", _("usability")
    SAFETY = "4", _("safety")


class Result(TextChoices):
    PASSED = "passed", _("passed")
    WARNING = "warning", _("reminder")
    FAILED = "failed", _("not passed")
    MANUAL = "manual", _("by a person")
    LATER = "later", _("after packaging")
    NONE = "none", _("does not apply")


OPEN = (Result.MANUAL, Result.LATER)
# What a person may answer; a medium that there is none of is not tested.
ANSWERS = (Result.PASSED, Result.WARNING, Result.FAILED, Result.NONE)


TESTS = {
    "1-1": _("digests are valid"),
    "1-2": _("values have their length"),
    "1-3": _("values have their type"),
    "1-4": _("values are of the code list"),
    "1-5": _("values are plausible"),
    "1-6": _("no special characters"),
    "1-7": _("archival codes are regular"),
    "1-8": _("nothing is described twice"),
    "1-10": _("copies are as they are described"),
    "1-11": _("descriptions lead to content"),
    "1-12": _("opening files are regular"),
    "1-13": _("directories are regular"),
    "1-14": _("the package is consistent"),
    "2-1": _("the number of records agrees"),
    "2-2": _("the number of bytes agrees"),
    "2-3": _("other elements are filled"),
    "2-4": _("required elements are filled"),
    "2-5": _("the acts are recorded"),
    "2-6": _("item numbers run on"),
    "2-7": _("content is whole"),
    "2-8": _("volumes and attachments are whole"),
    "2-9": _("records are in the scope of filing"),
    "2-10": _("metadata of the package are whole"),
    "2-11": _("content of the package is whole"),
    "3-1": _("metadata can be read"),
    "3-2": _("the database can be read"),
    "3-3": _("formats are accepted"),
    "3-4": _("content is what its format says"),
    "3-5": _("formats last"),
    "3-6": _("hardware and software fit"),
    "3-8": _("nothing is packed or encrypted"),
    "4-1": _("a virus scanner is installed"),
    "4-2": _("free of viruses"),
    "4-3": _("nothing superfluous"),
    "4-4": _("the medium is read fast enough"),
    "4-5": _("the medium looks sound"),
    "4-6": _("the disc is up to standard"),
    "4-7": _("the process is safe"),
}
# Known when the package is built: it is verified whole before it gets its name.
BY_PACKAGE = ("1-12", "1-13", "1-14", "2-2", "2-10", "2-11", "3-1", "3-8", "4-3")
BY_PERSON = ("2-9", "3-6", "4-1", "4-2", "4-4", "4-5", "4-6", "4-7")
# What the words of an answer should say.
HINTS = {
    "4-1": _("Program and version of its signatures"),
    "4-2": _("Day and result of the scan"),
    "4-5": _("Scratches, cleanliness; without a medium it does not apply"),
}

FINDINGS: dict[str, Any] = {
    "differing": _("%(count)d with a copy that is not what was stored"),
    "long": _("%(count)d with a title of more than 1,000 characters"),
    "undated": _("%(count)d with a date that is no day, month or year (YYYYMMDD)"),
    "unlisted": _("%(count)d with a mark that is not in the code list"),
    "implausible": _("%(count)d with a day to come, or with no pages"),
    "mixed box": _("%(count)d in a box with another year, period or office (DA/T 22-2015, 6.4)"),
    "other year": ngettext_lazy(
        "%(count)d filed under another year than that of its date",
        "%(count)d filed under another year than that of their date",
    ),
    "unwritable": _("%(count)d with control characters that no XML can hold: type them anew"),
    "strange": _("%(count)d with characters of private use or lost ones (U+FFFD)"),
    "irregular": _("%(count)d with a code that breaks the pattern of the fonds"),
    "twice": ngettext_lazy(
        "%(count)d title with the same document number",
        "%(count)d titles with the same document number",
    ),
    "missing": _("%(count)d with a copy whose bytes are missing"),
    "paper": ngettext_lazy(
        "%(count)d without a digital copy: it gets a description sheet",
        "%(count)d without a digital copy: they get a description sheet",
    ),
    "counted": _("%(listed)d listed, %(held)d in custody"),
    "no pages": _("%(count)d without a number of pages"),
    "incomplete": ngettext_lazy(
        "%(count)d lacks title, date, responsible body, year or period",
        "%(count)d lack title, date, responsible body, year or period",
    ),
    "unreviewed": _("%(count)d without an opinion on opening: it goes along with the transfer"),
    "no acts": _("%(count)d of which no act of taking into custody is recorded"),
    "lost": ngettext_lazy(
        "%(lost)d number belongs to no record: explain it below, then test again",
        "%(lost)d numbers belong to no record: explain them below, then test again",
        "lost",
    ),
    "explained": _("%(lost)d missing, explained"),
    "elsewhere": ngettext_lazy(
        "%(elsewhere)d number in between stays here or went before",
        "%(elsewhere)d numbers in between stay here or went before",
        "elsewhere",
    ),
    "short": _("%(count)d with a copy of another length than noted"),
    "split": ngettext_lazy("%(count)d apart from its volume", "%(count)d apart from their volume"),
    "bare parts": _("%(count)d with components of which there is no copy beside others"),
    "read": ngettext_lazy("%(count)d record read", "%(count)d records read"),
    "refused": _("%(count)d in a format that archives do not take"),
    "disguised": ngettext_lazy(
        "%(count)d that is not what its format says",
        "%(count)d that are not what their format says",
    ),
    "passing": _("%(count)d in WPS, Word and the like: convert to OFD or PDF/A"),
}

# Taken, but not by what will still open in decades (GB/T 18894: OFD, PDF/A instead).
PASSING = {"WPS", "DOC", "DOCX", "RTF", "ET", "XLS", "XLSX", "FLV", "AVI"}


def nature_of(item: str) -> Nature:
    """The nature that an item of the test belongs to: the first part of its number."""
    return Nature(item.partition("-")[0])
