"""What a handover gives the builder of packages: the order, its records, the names of copies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone

from records.audit.models import Entry
from records.copies.models import DigitalCopy
from records.holdings.models import Component, Record
from records.printing.pdf import centre
from records.rules import Refused
from records.sentences import gettext as _
from records.values.dates import WrittenDate
from records.values.rules import Level
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem, HandoverItemQuerySet
from transfers.handover.papers.amounts import amount
from transfers.packages.listings import row
from transfers.packages.metadata import ACTS, Content, Item
from transfers.packages.rules import Inside, Order

AT_ONCE = 500  # records read in one go: ten queries
# Few rows, to which many records lead: each is made once, not once a record.
OF_RECORD = ("record__fonds__department", "record__category", "record__unit", "record__volume")

Held = tuple[Component, list[DigitalCopy]]


def order_of(handover: Handover) -> Order:
    """Who sends what to whom; the same as long as the approval stands, refused without it."""
    if handover.approved_at is None:
        raise Refused(
            _("%(handover)s is not approved: there is nothing to package yet.")
            % {"handover": handover.called}
        )
    items = HandoverItem.objects.filter(handover=handover).sent()
    span = items.aggregate(first=Min("record__year"), last=Max("record__year"))
    years = "_".join(str(year) for year in dict.fromkeys(span.values()) if year)
    number = handover.fonds.number
    return Order(
        name="-".join(filter(None, [number, years, f"{handover.year}{handover.sequence:03d}"])),
        title=f"{handover}进馆移交",
        sender=centre(),
        receiver=handover.fonds.archive.name,
        receiver_code=handover.fonds.archive.code,
        fonds_number=number,
        fonds_name=handover.fonds.name,
        department=handover.fonds.department.name,
        approved_at=timezone.localtime(handover.approved_at),
        total=items.count(),
        amount=amount(items),
    )


def items_of(handover: Handover) -> Iterator[Item]:
    """The records in the order of the batch, with their copies and what was done to them."""
    after, approval = 0, handover.approval
    while chunk := _chunk(handover, after):
        records = [item.record_id for item in chunk]
        acts, parts = _acts(records, approval), _parts(records)
        inside = _inside([item.record for item in chunk])
        for item in chunk:
            held = parts[item.record_id]
            yield Item(
                item.position,
                item.record,
                _contents(item.record, held),
                acts[str(item.record_id)],
                [part for part, copies in held if not copies],
                inside.get(item.record_id),
            )
        after = chunk[-1].position


def lines_of(items: HandoverItemQuerySet) -> Iterator[dict[str, Any]]:
    """The lines of the lists for some records of a batch, in its order, without their copies."""
    related = items.select_related("record").prefetch_related(*OF_RECORD).order_by("position")
    after = 0
    while chunk := list(related.filter(position__gt=after)[:AT_ONCE]):
        inside = _inside([item.record for item in chunk])
        for item in chunk:
            yield row(item.record, item.position, inside.get(item.record_id))
        after = chunk[-1].position


def _inside(records: Iterable[Record]) -> dict[int, Inside]:
    """What lies in those that are volumes: held with them, it is as it is packed."""
    volumes = [record.pk for record in records if record.level == Level.VOLUME]
    if not volumes:
        return {}
    held = Record.objects.filter(volume__in=volumes).order_by().values_list("volume")
    dated = Q(date_text__gt="")
    found = held.annotate(
        count=Count("pk"),
        all_pages=Sum("pages"),
        first=Min("date_text", filter=dated),
        last=Max("date_text", filter=dated),
    )
    summed = {pk: (count, pages, *_span(one, other)) for pk, count, pages, one, other in found}
    return {pk: Inside(*summed.get(pk, (0, None, "", ""))) for pk in volumes}


def _span(first: str | None, last: str | None) -> tuple[str, str]:
    return str(WrittenDate(first or "")), str(WrittenDate(last or ""))


def _chunk(handover: Handover, after: int) -> Sequence[HandoverItem]:
    items = HandoverItem.objects.filter(handover=handover, position__gt=after)
    related = items.select_related("record").prefetch_related(*OF_RECORD)
    return list(related.order_by("position")[:AT_ONCE])


def _parts(records: Sequence[int]) -> dict[int, list[Held]]:
    """The components of records in their order, each with its copies.

    By hand: what Django makes for each row, so that it may be asked again, costs more than
    the rows.
    """
    copies: dict[int, list[DigitalCopy]] = defaultdict(list)
    for copy in DigitalCopy.objects.filter(component__record__in=records).order_by("id"):
        copies[copy.component_id].append(copy)
    found: dict[int, list[Held]] = defaultdict(list)
    for part in Component.objects.filter(record__in=records).order_by("position"):
        found[part.record_id].append((part, copies[part.pk]))
    return found


def _contents(record: Record, held: Iterable[Held]) -> list[Content]:
    """The copies under the record's code and a running number (DA/T 31-2017: named from it)."""
    copies = [(part, copy) for part, copies in held for copy in copies]
    return [
        Content(
            f"{record.archival_code}_{number:02d}.{copy.format.upper()}",
            part.part,
            part.title,
            copy,
        )
        for number, (part, copy) in enumerate(copies, start=1)
    ]


def _acts(records: list[int], approval: Entry | None) -> dict[str, list[Entry]]:
    """The acts of the trail that a description tells of, by record, oldest first.

    Those up to the approval: a code that is corrected later changes no package.
    """
    entries = Entry.objects.up_to(approval).filter(
        table=Record._meta.label, row__in=map(str, records), verb__in=ACTS
    )
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries.select_related("by").order_by("id"):
        found[entry.row].append(entry)
    return found
