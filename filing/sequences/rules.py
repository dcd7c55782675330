"""Sequences of document numbers (文号): which numbers are missing, and how complete a year is."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from django.db.models import TextChoices

from records.sentences import gettext_lazy as _
from records.values.page_ranges import Ranges

# As the reader of document numbers leaves them: sign, year, what may stand between, number.
NUMBERED = (
    r"^([\u4e00-\u9fffA-Z·（）()、]+)〔((?:19|20)[0-9]{2})〕([\u4e00-\u9fff]{0,4})"
    r"([1-9][0-9]{0,4})(?:-[0-9]+)?号$"
)
LONGEST_SIGN = 60
LAST_NUMBER = 99_999
# A sequence with so many times more numbers missing than filed was hardly read right: the
# last number is a slip of the pen, or the sign is another body's of which little came.
SPARSE = 20


class Answer(TextChoices):
    """What became of numbers that no record bears."""

    FOUND = "found", _("found, still to be entered")
    NOT_ISSUED = "not_issued", _("never issued")
    OUT_OF_SCOPE = "out_of_scope", _("not in the filing scope")


NEEDS_REASON = (Answer.NOT_ISSUED, Answer.OUT_OF_SCOPE)


class Answered(NamedTuple):
    """Numbers from first to last, and what was said of them."""

    pk: int
    first: int
    last: int
    answer: str
    reason: str

    @property
    def called(self) -> str:
        """What became of them, in words."""
        return str(Answer(self.answer).label)


class Stretch(NamedTuple):
    """Missing numbers that lie side by side and share what was said of them."""

    first: int
    last: int
    said: Answered | None

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    @property
    def excused(self) -> bool:
        """Whether nothing is to be filed: never issued, or not in the filing scope."""
        return self.said is not None and self.said.answer != Answer.FOUND

    def __str__(self) -> str:
        return str(Ranges(((self.first, self.last),)))


class Sequence(NamedTuple):
    """The numbers that one sign (发文代字) has in a year, filed and missing.

    `last` is the greatest filed, or the last that was issued where the department said so.
    """

    sign: str
    year: int
    filed: tuple[int, ...]
    documents: int
    is_own: bool
    told_last: int | None = None
    said: tuple[Answered, ...] = ()

    @property
    def last(self) -> int:
        return max(self.told_last or 0, self.filed[-1] if self.filed else 0)

    @property
    def prefix(self) -> str:
        """What stands before the number: 清水发〔2025〕."""
        return f"{self.sign}〔{self.year}〕"

    @property
    def sparse(self) -> bool:
        """Whether so much is missing that the sequence was hardly read right."""
        return self.told_last is None and self.last > SPARSE * max(len(self.filed), 5)

    @property
    def stretches(self) -> list[Stretch]:
        """What is missing between 1 and the last number, in order."""
        return list(self._stretches())

    def _stretches(self) -> Iterator[Stretch]:
        lacking = _between(self.filed, self.last)
        for said, numbers in groupby(lacking, key=self._said_of):
            for first, last in _runs(numbers):
                yield Stretch(first, last, said)

    def _said_of(self, number: int) -> Answered | None:
        return next((one for one in self.said if one.first <= number <= one.last), None)

    @property
    def missing(self) -> int:
        """How many numbers no record bears and nobody excused."""
        return sum(one.size for one in self.stretches if not one.excused)

    @property
    def unanswered(self) -> int:
        """How many numbers no record bears and nobody said a word about."""
        return sum(one.size for one in self.stretches if one.said is None)

    @property
    def expected(self) -> int:
        """How many numbers should be filed: those issued and in the filing scope."""
        return len(self.filed) + self.missing


def _between(filed: Iterable[int], last: int) -> Iterator[int]:
    """The numbers from 1 to `last` that are not among those filed."""
    there = set(filed)
    return (number for number in range(1, last + 1) if number not in there)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of numbers that follow one another."""
    first = last = 0
    for number in numbers:
        if first and number != last + 1:
            yield first, last
            first = 0
        first, last = first or number, number
    if first:
        yield first, last


def completeness(sequences: Iterable[Sequence]) -> tuple[int, int]:
    """How many of how many numbers are filed, over the department's own sequences."""
    own = [one for one in sequences if one.is_own and not one.sparse]
    return sum(len(one.filed) for one in own), sum(one.expected for one in own)
