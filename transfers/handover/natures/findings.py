"""What the database says of a batch: each item of the four-nature test as a finding."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Length

from records.amendments.models import AmendmentItem
from records.audit.models import Entry
from records.holdings.codes import Widths, read_given
from records.holdings.elements import incomplete, spoken
from records.holdings.models import Component, Record
from records.holdings.rules import Stage as RecordStage
from records.organisation.models import Category, Fonds
from records.values.rules import Disclosure, Level, Opening, Origin, Security
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.natures.rules import Result

Records = QuerySet[Record]
LONG = 1000  # characters: what no title in the standard's examples comes near
UNWRITABLE = r"[\u0001-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]"
STRANGE = r"[\uE000-\uF8FF\uFFFD]"
WRITTEN = r"^[0-9]{4}((0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])?)?$"
TAKEN_IN = ("accept", "describe", "import")
REMIND = Result.WARNING
EXAMPLES = 5
# Numbers up to the last one of each lowest class that the batch lacks, and whether the
# number belongs to a record at all, or belonged to one until its year or period was corrected.
# Set operations, no joins: they stay linear whatever the planner thinks of a new batch.
CLASS = "category_id, year, period, unit, volume, level"
CLASSED = f"""
    SELECT record.category_id, record.year, record.period, coalesce(record.unit_id, 0) AS unit,
           coalesce(record.volume_id, 0) AS volume, record.level, record.number
    FROM {Record._meta.db_table} record"""  # noqa: S608 - a table of our own
CORRECTED = f"""
    SELECT record.category_id, item.former_year, item.former_period, coalesce(record.unit_id, 0),
           coalesce(record.volume_id, 0), record.level,
           substring(item.former_code FROM '([0-9]{{1,9}})$')::int
    FROM {AmendmentItem._meta.db_table} item
    JOIN {Record._meta.db_table} record ON record.id = item.record_id
    WHERE record.fonds_id = %(fonds)s AND item.code IS NOT NULL"""  # noqa: S608 - tables of our own
GAPS = f"""
WITH mine AS ({CLASSED}
    JOIN {HandoverItem._meta.db_table} item ON item.record_id = record.id
    WHERE item.handover_id = %(handover)s AND record.number IS NOT NULL),
missing AS (
    SELECT {CLASS}, generate_series(1, max(number)) AS number FROM mine GROUP BY {CLASS}
    EXCEPT SELECT {CLASS}, number FROM mine),
elsewhere AS (
    SELECT * FROM missing INTERSECT (
        {CLASSED} WHERE record.fonds_id = %(fonds)s UNION ALL {CORRECTED})),
lost AS (SELECT * FROM missing EXCEPT SELECT * FROM elsewhere)
SELECT category.code, gap.year, gap.period, gap.number, gap.there
FROM (SELECT *, true AS there FROM elsewhere UNION ALL SELECT *, false FROM lost) gap
JOIN records_category category ON category.id = gap.category_id
ORDER BY 1, 2, 3, 4
"""  # noqa: S608 - tables of our own


class Finding(NamedTuple):
    """`said` names the sentence, `figures` go into it, `examples` are codes of records."""

    item: str
    result: Result
    said: str = ""
    figures: dict[str, int] = {}
    examples: tuple[str, ...] = ()


def of(item: str, bad: QuerySet[Record], said: str, result: Result = Result.FAILED) -> Finding:
    """A finding from the records that break a rule."""
    count = bad.order_by().values("pk").distinct().count()
    if not count:
        return Finding(item, Result.PASSED)
    codes = bad.order_by("pk").values_list("archival_code", flat=True).distinct()[:EXAMPLES]
    return Finding(item, result, said, {"count": count}, tuple(map(str, codes)))


def among(item: str, bad: Iterable[str], said: str, result: Result = Result.FAILED) -> Finding:
    """The same from a list of codes."""
    codes = list(dict.fromkeys(bad))
    if not codes:
        return Finding(item, Result.PASSED)
    return Finding(item, result, said, {"count": len(codes)}, tuple(codes[:EXAMPLES]))


def worst(*findings: Finding) -> Finding:
    """Of several on one item, the first that fails, else the first that reminds."""
    order = [Result.FAILED, Result.WARNING, Result.PASSED]
    return min(findings, key=lambda finding: order.index(finding.result))


def descriptions(records: Records, fonds: Fonds, on: date) -> list[Finding]:
    """Every test that asks the database alone."""
    return [
        of("1-2", records.annotate(long=Length("title")).filter(long__gt=LONG), "long", REMIND),
        of("1-3", records.exclude(date_text="").filter(_undated()), "undated"),
        of("1-4", records.filter(_unlisted()), "unlisted"),
        _plausible(records, on),
        worst(
            of("1-6", records.filter(_written(UNWRITABLE)), "unwritable"),
            of("1-6", records.filter(_written(STRANGE)), "strange", REMIND),
        ),
        _codes(records, fonds),
        _twice(records),
        of("2-3", records.filter(pages=None), "no pages", REMIND),
        worst(
            of("2-4", records.filter(incomplete()), "incomplete"),
            of("2-4", records.filter(opening=Opening.UNREVIEWED), "unreviewed", REMIND),
        ),
        of("2-5", records.filter(~Exists(_acts())), "no acts", REMIND),
        _whole(records),
    ]


def _undated() -> Q:
    """Dates that are no YYYYMMDD once the unknown parts are 00 (DA/T 18-2022)."""
    return Q(dated_on=None) | ~Q(date_text__regex=WRITTEN)


def _unlisted() -> Q:
    lists = {"security": Security, "opening": Opening, "disclosure": Disclosure, "origin": Origin}
    unlisted = Q()
    for name, values in lists.items():
        unlisted |= ~Q(**{f"{name}__in": values.values})
    return unlisted


def _written(pattern: str) -> Q:
    """Records with characters of the pattern in what was typed."""
    found = Q()
    for name in spoken():
        found |= Q(**{f"{name}__regex": pattern})
    return found


def _plausible(records: Records, on: date) -> Finding:
    impossible = Q(dated_on__gt=on) | Q(year__gt=on.year) | Q(pages=0)
    other = records.filter(dated_on__isnull=False).exclude(dated_on__year=F("year"))
    return worst(
        of("1-5", records.filter(impossible), "implausible"),
        of("1-5", Record.objects.filter(pk__in=records).in_mixed_boxes(), "mixed box", REMIND),
        of("1-5", other, "other year", REMIND),
    )


def _codes(records: Records, fonds: Fonds) -> Finding:
    widths = Widths(number=fonds.number_width, unit=fonds.unit_width)
    volumes = set(Category.objects.filter(by_volume=True).values_list("code", flat=True))
    codes = records.order_by().values_list("archival_code", flat=True).iterator()
    pattern = fonds.code_pattern
    bad = [one for one in map(str, codes) if not read_given(one, pattern, widths, volumes).code]
    return among("1-7", bad, "irregular")


def _twice(records: Records) -> Finding:
    same = (
        records.exclude(document_number="")
        .values("document_number", "title")
        .annotate(times=Count("id"))
        .filter(times__gt=1)
        .order_by()
    )
    numbers = tuple(row["document_number"] for row in same[:EXAMPLES])
    if not numbers:
        return Finding("1-8", Result.PASSED)
    return Finding("1-8", REMIND, "twice", {"count": same.count()}, numbers)


def _acts() -> QuerySet[Entry]:
    row = Cast(OuterRef("pk"), TextField())
    return Entry.objects.filter(table=Record._meta.label, row=row, verb__in=TAKEN_IN)


def _whole(records: Records) -> Finding:
    """Volumes with all their items, and components that lack the copy that others have."""
    volumes = records.filter(level=Level.VOLUME).values("pk")
    split = records.filter(volume__isnull=False).exclude(volume__in=volumes)
    left = Record.objects.filter(volume__in=volumes, stage=RecordStage.ACCEPTED).exclude(
        pk__in=records.values("pk")
    )
    apart = Record.objects.filter(Q(pk__in=split.values("pk")) | Q(pk__in=left.values("pk")))
    parts = Component.objects.filter(record=OuterRef("pk"))
    copied = Exists(parts.filter(copies__isnull=False))
    bare = records.filter(copied, Exists(parts.filter(copies__isnull=True)))
    return worst(of("2-8", apart, "split"), of("2-8", bare, "bare parts", REMIND))


def numbers(handover: Handover) -> Finding:
    """A number that belongs to no record fails until somebody has explained it."""
    given = {"handover": handover.pk, "fonds": handover.fonds_id}
    with connection.cursor() as cursor:
        cursor.execute(GAPS, given)
        gaps = cursor.fetchall()
    if not gaps:
        return Finding("2-6", Result.PASSED)
    lost = [gap for gap in gaps if not gap[4]]
    named = tuple(
        f"{code}·{year}-{period} {number:04d}"
        for code, year, period, number, _there in (lost or gaps)[:EXAMPLES]
    )
    figures = {"lost": len(lost), "elsewhere": len(gaps) - len(lost)}
    if not lost:
        return Finding("2-6", Result.WARNING, "elsewhere", figures, named)
    if handover.gap_note:
        return Finding("2-6", Result.WARNING, "explained", figures, named)
    return Finding("2-6", Result.FAILED, "lost", figures, named)
