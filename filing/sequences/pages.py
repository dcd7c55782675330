"""How sequences of numbers are shown: which year of which fonds, its strips, what is missing."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from filing.sequences.forms import AnswerForm, YearForm
from filing.sequences.rules import Sequence, Stretch
from records.organisation.models import Fonds

LONGEST_STRIP = 200  # numbers that are drawn one by one; longer ones are told by their gaps


def last_year() -> int:
    """The year whose files are due for filing."""
    return timezone.localdate().year - 1


def chosen(given: Mapping[str, str], seen: QuerySet[Fonds]) -> tuple[YearForm, Fonds | None, int]:
    """The form, the fonds and the year of the number: the first of what is seen, and last year."""
    form = YearForm(given, fonds=seen)
    form.is_valid()
    told = form.cleaned_data
    year = told.get("year") or last_year()
    fonds = told.get("fonds") or seen.first()
    return YearForm(initial={"fonds": fonds, "year": year}, fonds=seen), fonds, year


class Cell(NamedTuple):
    """One number of a strip, and how it is drawn."""

    number: int
    look: str


class Strip(NamedTuple):
    """One sequence as the page shows it."""

    sequence: Sequence
    cells: list[Cell]
    stretches: list[tuple[Stretch, AnswerForm | None]]


def strip(sequence: Sequence) -> Strip:
    """A sequence with its numbers in rows of ten, and a form for each unanswered stretch."""
    stretches = [] if sequence.sparse else sequence.stretches
    forms = [(one, None if one.said else _form(sequence, one)) for one in stretches]
    short = sequence.last <= LONGEST_STRIP
    return Strip(sequence, _cells(sequence, stretches) if short else [], forms)


def _form(sequence: Sequence, missing: Stretch) -> AnswerForm:
    told: dict[str, Any] = {
        "year": sequence.year,
        "sign": sequence.sign,
        "numbers": str(missing),
    }
    return AnswerForm(initial=told, auto_id=f"{missing.first}-{sequence.sign}-%s")


def _cells(sequence: Sequence, missing: Iterable[Stretch]) -> list[Cell]:
    looks = {
        number: "told" if one.excused else "gap"
        for one in missing
        for number in range(one.first, one.last + 1)
    }
    return [Cell(number, looks.get(number, "")) for number in range(1, sequence.last + 1)]
