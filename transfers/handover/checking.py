"""The four-nature test before a package is built: what can be computed (DA/T 70-2018).

A test fails on what the archive would send back for: a broken code, a missing element, a
digest that differs, a format it does not take. What it would only remark is a reminder.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from records.holdings.codes import CodeError, Widths, parse
from records.holdings.models import Record
from records.holdings.rules import Level, Opening, Security
from records.holdings.rules import Stage as RecordStage
from records.organisation.models import Category
from transfers.handover.items import HandoverItem
from transfers.handover.models import Handover
from transfers.handover.reading import Bytes, read_all
from transfers.handover.rules import BY_PACKAGE, BY_PERSON, Outcome, Result

Tell = Callable[[int, int, str], None]
EXAMPLES = 5

# Numbers up to the last one of each lowest class that the batch lacks, and whether the
# number belongs to a record at all.
GAPS = f"""
WITH mine AS (
    SELECT record.category_id, record.year, record.period, coalesce(record.unit_id, 0) AS unit,
           coalesce(record.volume_id, 0) AS volume, record.level, record.number
    FROM {HandoverItem._meta.db_table} item
    JOIN {Record._meta.db_table} record ON record.id = item.record_id
    WHERE item.handover_id = %(handover)s AND record.number IS NOT NULL),
wanted AS (
    SELECT category_id, year, period, unit, volume, level,
           generate_series(1, max(number)) AS number
    FROM mine GROUP BY 1, 2, 3, 4, 5, 6)
SELECT category.code, wanted.year, wanted.period, wanted.number, EXISTS (
    SELECT FROM {Record._meta.db_table} other
    WHERE other.fonds_id = %(fonds)s AND other.number = wanted.number
      AND (other.category_id, other.year, other.period, other.level)
        = (wanted.category_id, wanted.year, wanted.period, wanted.level)
      AND coalesce(other.unit_id, 0) = wanted.unit AND coalesce(other.volume_id, 0) = wanted.volume)
FROM wanted
LEFT JOIN mine USING (category_id, year, period, unit, volume, level, number)
JOIN records_category category ON category.id = wanted.category_id
WHERE mine.category_id IS NULL
ORDER BY 1, 2, 3, 4
"""  # noqa: S608 - tables of our own


class Finding(NamedTuple):
    """What one item of the test found; `examples` are codes of records."""

    item: str
    result: Result
    text: str = ""
    examples: tuple[str, ...] = ()


def examine(handover: Handover, *, on: date, tell: Tell) -> list[Finding]:
    """Every test that can be made before packaging; reads all bytes of all copies."""
    records = Record.objects.filter(
        handover_items__handover=handover, handover_items__outcome=Outcome.PENDING
    )
    read = read_all(handover, tell)
    return [
        _digests(read),
        _plausible(records, on),
        _codes(records, handover),
        _twice(records),
        _content(records, read),
        _counted(handover, records),
        _required(records),
        _numbers(handover),
        _whole(read),
        _volumes(records),
        _formats(read),
        _as_said(read),
        _lasting(read),
        _classified(records),
        Finding("4-7", Result.PASSED, _("Every act is in the trail.")),
        *(Finding(item, Result.LATER) for item in BY_PACKAGE),
        *(Finding(item, Result.MANUAL) for item in BY_PERSON),
    ]


def incomplete() -> Q:
    """Records that lack a required element (DA/T 18-2022, file level: 必著)."""
    return Q(title="") | Q(responsible="") | Q(date_text="") | Q(period="") | Q(year__isnull=True)


def _of(item: str, bad: QuerySet[Record], text: str, result: Result = Result.FAILED) -> Finding:
    """A finding from the records that break a rule; `text` takes %(count)d."""
    count = bad.order_by().count()
    if not count:
        return Finding(item, Result.PASSED)
    codes = bad.order_by("pk").values_list("archival_code", flat=True)[:EXAMPLES]
    return Finding(item, result, text % {"count": count}, tuple(map(str, codes)))


def _among(item: str, bad: Iterable[str], text: str, result: Result = Result.FAILED) -> Finding:
    """The same from a list of codes."""
    codes = list(dict.fromkeys(bad))
    if not codes:
        return Finding(item, Result.PASSED)
    return Finding(item, result, text % {"count": len(codes)}, tuple(codes[:EXAMPLES]))


def _digests(read: Bytes) -> Finding:
    return _among("1-1", read.differing, _("%(count)d with a copy that is not what was stored"))


def _plausible(records: QuerySet[Record], on: date) -> Finding:
    bad = records.filter(Q(dated_on__gt=on) | Q(year__gt=on.year) | Q(pages=0))
    return _of("1-5", bad, _("%(count)d with a day to come, or with no pages"))


def _codes(records: QuerySet[Record], handover: Handover) -> Finding:
    fonds = handover.fonds
    widths = Widths(number=fonds.number_width, unit=fonds.unit_width)
    volumes = set(Category.objects.filter(by_volume=True).values_list("code", flat=True))
    bad = []
    for code in records.order_by().values_list("archival_code", flat=True).iterator():
        try:
            parse(str(code), fonds.code_pattern, widths, volumes)
        except CodeError:
            bad.append(str(code))
    return _among("1-7", bad, _("%(count)d with a code that breaks the pattern of the fonds"))


def _twice(records: QuerySet[Record]) -> Finding:
    same = (
        records.exclude(document_number="")
        .values("document_number", "title")
        .annotate(times=Count("id"))
        .filter(times__gt=1)
        .order_by()
    )
    numbers = [row["document_number"] for row in same[:EXAMPLES]]
    if not numbers:
        return Finding("1-8", Result.PASSED)
    text = _("%(count)d titles with the same document number") % {"count": same.count()}
    return Finding("1-8", Result.WARNING, text, tuple(numbers))


def _content(records: QuerySet[Record], read: Bytes) -> Finding:
    paper = records.filter(components__copies__isnull=True).exclude(
        pk__in=records.filter(components__copies__isnull=False).values("pk")
    )
    count = paper.order_by().values("pk").distinct().count()
    if read.missing:
        return _among("1-11", read.missing, _("%(count)d with a copy whose bytes are missing"))
    if count:
        text = _("%(count)d on paper only: they get a description sheet") % {"count": count}
        return Finding("1-11", Result.WARNING, text)
    return Finding("1-11", Result.PASSED)


def _counted(handover: Handover, records: QuerySet[Record]) -> Finding:
    listed = handover.items.count()
    held = records.filter(stage=RecordStage.ACCEPTED).count()
    told = {"listed": listed, "held": held}
    text = _("%(listed)d listed, %(held)d in custody") % told
    return Finding("2-1", Result.PASSED if listed == held > 0 else Result.FAILED, text)


def _required(records: QuerySet[Record]) -> Finding:
    """Missing elements, and missing opinions on opening (Implementing Regulations art. 30)."""
    text = _("%(count)d lack title, date, responsible body, year or period")
    missing = _of("2-4", records.filter(incomplete()), text)
    if missing.result != Result.PASSED:
        return missing
    text = _("%(count)d without an opinion on opening: it goes along with the transfer")
    return _of("2-4", records.filter(opening=Opening.UNREVIEWED), text, Result.WARNING)


def _numbers(handover: Handover) -> Finding:
    given = {"handover": handover.pk, "fonds": handover.fonds_id}
    with connection.cursor() as cursor:
        cursor.execute(GAPS, given)
        gaps = cursor.fetchall()
    lost = [gap for gap in gaps if not gap[4]]
    named = tuple(
        f"{code}·{year}-{period} {number:04d}"
        for code, year, period, number, _there in (lost or gaps)[:EXAMPLES]
    )
    told = {"lost": len(lost), "elsewhere": len(gaps) - len(lost)}
    if lost and not handover.gap_note:
        text = _("%(lost)d numbers belong to no record: explain them below, then test again")
        return Finding("2-6", Result.FAILED, text % told, named)
    if lost:
        return Finding("2-6", Result.WARNING, _("%(lost)d missing, explained") % told, named)
    if gaps:
        text = _("%(elsewhere)d numbers in between stay here or went before") % told
        return Finding("2-6", Result.WARNING, text, named)
    return Finding("2-6", Result.PASSED)


def _whole(read: Bytes) -> Finding:
    return _among("2-7", read.short, _("%(count)d with a copy of another length than noted"))


def _volumes(records: QuerySet[Record]) -> Finding:
    volumes = records.filter(level=Level.VOLUME).values("pk")
    split = records.filter(volume__isnull=False).exclude(volume__in=volumes)
    left = Record.objects.filter(volume__in=volumes, stage=RecordStage.ACCEPTED).exclude(
        pk__in=records.values("pk")
    )
    bad = Record.objects.filter(Q(pk__in=split.values("pk")) | Q(pk__in=left.values("pk")))
    return _of("2-8", bad, _("%(count)d apart from their volume"))


def _formats(read: Bytes) -> Finding:
    return _among("3-3", read.refused, _("%(count)d in a format that archives do not take"))


def _as_said(read: Bytes) -> Finding:
    return _among("3-4", read.disguised, _("%(count)d that are not what their format says"))


def _lasting(read: Bytes) -> Finding:
    text = _("%(count)d in WPS, Word and the like: convert to OFD or PDF/A")
    return _among("3-5", read.passing, text, Result.WARNING)


def _classified(records: QuerySet[Record]) -> Finding:
    return _of("4-1", records.exclude(security__in=Security.values), _("%(count)d marked secret"))
