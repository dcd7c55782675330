"""Which records a check finds, as sets: for the figures of a batch and for the rows of a page.

A new check is a line in `rules.CHECKS` and a function here.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value

from filing.checks.rules import CHECKS, Check
from records.copies.models import DigitalCopy
from records.holdings.codes import is_of
from records.holdings.elements import incomplete
from records.holdings.models import Component, Record, RecordQuerySet
from records.holdings.rules import Part
from records.inspection.models import CopyFault, PageDifference
from records.organisation.models import Category
from records.values.rules import Level

Find = Callable[[RecordQuerySet], RecordQuerySet]
FINDERS: dict[str, Find] = {}


def finds(code: str) -> Callable[[Find], Find]:
    """Declare which of some records a check finds."""

    def declare(find: Find) -> Find:
        FINDERS[CHECKS[code].code] = find
        return find

    return declare


class Found(NamedTuple):
    """A check, and in how many records it found something."""

    check: Check
    number: int


def examine(records: RecordQuerySet) -> list[Found]:
    """What all checks find among some records, in one statement; what finds nothing is left out."""
    parts = [
        find(records)
        .order_by()
        .annotate(mark=Value(code))
        .values("mark")
        .annotate(found=Count("pk"))
        for code, find in FINDERS.items()
    ]
    counted = {row["mark"]: row["found"] for row in parts[0].union(*parts[1:], all=True)}
    return [Found(check, counted[code]) for code, check in CHECKS.items() if counted.get(code)]


def of_rows(records: RecordQuerySet, rows: Iterable[int]) -> dict[int, list[Check]]:
    """What the checks find in a few of the records: of each, in the order of the table."""
    shown = records.filter(pk__in=list(rows)).order_by()
    parts = [
        find(shown).order_by().annotate(mark=Value(code)).values_list("pk", "mark")
        for code, find in FINDERS.items()
    ]
    found: dict[int, list[Check]] = {}
    for key, code in sorted(parts[0].union(*parts[1:], all=True)):
        found.setdefault(key, []).append(CHECKS[code])
    return found


def faulty(records: RecordQuerySet, codes: Iterable[str] = CHECKS) -> RecordQuerySet:
    """Those in which one of some checks finds something."""
    found = Q()
    for code in codes:
        found |= Q(pk__in=FINDERS[code](records).order_by().values("pk"))
    return records.filter(found)


@finds("QK-01")
def _incomplete(records: RecordQuerySet) -> RecordQuerySet:
    return records.filter(incomplete())


@finds("QK-02")
def _of_another_year(records: RecordQuerySet) -> RecordQuerySet:
    dated = records.filter(dated_on__isnull=False, year__isnull=False, level=Level.ITEM)
    return dated.exclude(dated_on__year=F("year"))


def _others(*alike: str) -> QuerySet[Record]:
    """Other records of the fonds that agree in some columns, items like items."""
    same = {name: OuterRef(name) for name in ("fonds", "level", *alike)}
    return Record.objects.filter(**same).exclude(pk=OuterRef("pk")).order_by()


def _numbered(records: RecordQuerySet) -> RecordQuerySet:
    return records.exclude(document_number="")


@finds("QK-03")
def _twice(records: RecordQuerySet) -> RecordQuerySet:
    return _numbered(records).filter(Exists(_others("normal_text", "document_number")))


@finds("QK-04")
def _of_one_number(records: RecordQuerySet) -> RecordQuerySet:
    alike = _others("document_number", "year").exclude(normal_text=OuterRef("normal_text"))
    return _numbered(records).filter(Exists(alike))


@finds("QK-05")
def _of_one_title(records: RecordQuerySet) -> RecordQuerySet:
    """What bears one number and one title is told already."""
    numbered = _others("title", "dated_on").exclude(document_number=OuterRef("document_number"))
    bare = _others("title", "dated_on", "document_number")
    dated = records.filter(dated_on__isnull=False)
    return dated.filter(Exists(numbered) | Q(document_number="") & Exists(bare))


@finds("QK-06")
def _of_one_copy(records: RecordQuerySet) -> RecordQuerySet:
    elsewhere = DigitalCopy.objects.in_place().filter(sha256=OuterRef("sha256"))
    same_fonds = elsewhere.filter(
        component__record__fonds=OuterRef("component__record__fonds")
    ).exclude(component__record=OuterRef("component__record"))
    own = DigitalCopy.objects.in_place().filter(component__record=OuterRef("pk"))
    return records.filter(Exists(own.filter(Exists(same_fonds))))


def _copies() -> QuerySet[DigitalCopy]:
    return DigitalCopy.objects.in_place().filter(component__record=OuterRef("pk"))


@finds("QK-07")
def _without_copy(records: RecordQuerySet) -> RecordQuerySet:
    return records.filter(~Exists(_copies()), level=Level.ITEM)


@finds("QK-08")
def _without_original(records: RecordQuerySet) -> RecordQuerySet:
    parts = Component.objects.filter(record=OuterRef("pk"))
    return records.filter(Exists(parts), ~Exists(parts.filter(part=Part.ORIGINAL)))


@finds("QK-09")
def _damaged(records: RecordQuerySet) -> RecordQuerySet:
    faults = CopyFault.objects.open().filter(copy__component__record=OuterRef("pk"))
    return records.filter(Exists(faults))


@finds("QK-10")
def _of_other_pages(records: RecordQuerySet) -> RecordQuerySet:
    return records.filter(Exists(PageDifference.objects.filter(record=OuterRef("pk"))))


def _by_volume() -> list[int]:
    kept = list(Category.objects.filter(by_volume=True).values_list("code", flat=True))
    return [one.pk for one in Category.objects.all() if is_of(one.code, kept)]


@finds("QK-11")
def _loose(records: RecordQuerySet) -> RecordQuerySet:
    return records.filter(
        category__in=_by_volume(), level=Level.ITEM, volume=None, archival_code=None
    )


@finds("QK-12")
def _without_office(records: RecordQuerySet) -> RecordQuerySet:
    return records.without_office()


@finds("QK-13")
def _empty(records: RecordQuerySet) -> RecordQuerySet:
    inside = Record.objects.filter(volume=OuterRef("pk")).order_by()
    return records.filter(~Exists(inside), level=Level.VOLUME)
