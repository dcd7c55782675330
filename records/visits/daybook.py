"""利用登记簿: who read what at the centre in a year, a line for each record.

It has the columns of the register of loans, so that both can be bound together. Numbers of
papers are masked. Chinese in every language of the interface: it is an official form.
"""

from collections.abc import Iterator

from django.db.models import QuerySet

from records.days import day
from records.loans.register import CHUNK, Line
from records.loans.rules import Purpose
from records.values.rules import SECURITY_WORDS, Level, word_for
from records.visits.models import Visit, VisitItem, VisitQuerySet
from records.visits.rules import COUNTS, Identity, Manner, masked

DAYBOOK = "利用登记簿"
PAPERS = {
    Identity.CITIZEN: "身份证",
    Identity.STAFF: "工作证",
    Identity.PASSPORT: "护照（通行证）",
    Identity.OTHER: "其他证件",
}
MANNERS = {Manner.READ: "查阅", Manner.EXCERPT: "摘录", Manner.BROUGHT: "送阅"}
PURPOSES = {
    Purpose.WORK: "工作查考",
    Purpose.CHRONICLE: "编史修志",
    Purpose.STUDY: "学术研究",
    Purpose.ECONOMY: "经济建设",
    Purpose.EDUCATION: "宣传教育",
    Purpose.OTHER: "其他",
}


def read_in(visits: VisitQuerySet, year: int) -> QuerySet[VisitItem]:
    """The records that were read in a year, in the order of the days; nothing that is void."""
    counted = visits.filter(used_on__year=year, stage__in=COUNTS)
    items = VisitItem.objects.filter(visit__in=counted)
    named = ("record", "visit__department", "visit__registered_by")
    return items.select_related(*named).order_by("visit__used_on", "visit", "pk")


def lines(items: QuerySet[VisitItem]) -> Iterator[Line]:
    """The cells of each line; what only loans have (days of return) stays empty."""
    for number, item in enumerate(items.iterator(chunk_size=CHUNK), start=1):
        yield [number, *_of_reader(item.visit), *_of_record(item), *_of_entry(item.visit)]


def _of_reader(visit: Visit) -> Line:
    kind = PAPERS[Identity(visit.identity_kind)]
    papers = [f"{kind} {masked(visit.identity_number)}", visit.letter and f"介绍信 {visit.letter}"]
    purpose = f"{PURPOSES[Purpose(visit.purpose_kind)]}：{visit.purpose}"
    shown = "；".join(filter(None, papers))
    whose = [visit.name, visit.whose, shown, visit.contact]
    return [day(visit.used_on), *whose, purpose, MANNERS[Manner(visit.manner)]]


def _of_record(item: VisitItem) -> Line:
    record = item.record
    mark = word_for(record.security, SECURITY_WORDS)
    unit = "1 卷" if record.level == Level.VOLUME else "1 件"
    return [record.archival_code or "", record.title, mark, unit, item.copied or ""]


def _of_entry(visit: Visit) -> Line:
    return [visit.consent, "", "", "", "", "", str(visit.registered_by), visit.note]
