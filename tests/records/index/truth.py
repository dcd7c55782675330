"""Records that differ in all that is searched, and what the index and a plain scan say of them."""

from dataclasses import replace
from datetime import date
from itertools import count
from random import Random

from records.catalogue import figures
from records.catalogue.division import counted, divided
from records.catalogue.filters import read_again
from records.catalogue.query import ORDERS
from records.copies.actions import keep_texts
from records.copies.models import DigitalCopy
from records.copies.rules import TextOrigin
from records.holdings.models import Component, Record
from records.holdings.models.description import FURTHER
from records.holdings.rules import Access, Stage
from records.index import folders
from records.index.models import IndexMark, Pending
from records.pagination import Place
from records.values.rules import Level
from records.values.text import further_form, normal_description
from tests import make

LAYER = TextOrigin.LAYER
NEXT = count(1000)
PARTS = (
    "关于做好",
    "關於",
    "2023年度",
    "办公用房",
    "维修（二期）",
    "𠮷林街",
    "——",
    "100%_",
    "的通知",
)
QUERIES = (
    *(
        "q=关于",
        "q=関",
        "q=𠮷",
        "q=林街的",
        "q=用房 维修",
        "q=(二",
        "q=%",
        "q=2",
        "q=没有的词",
        "q=年度办公用房",
    ),
    *(
        "q=清发〔2023〕1",
        "q=清发[2023]12号",
        "q=清發(2023)3号",
        "q=J001-WS·2",
        "q=-y",
        "q=局",
        "q=-",
    ),
    *(
        "year=2001&q=关",
        "year=none",
        "year_to=2002",
        "year=2001&year_from=2003&q=办",
        "period=none&q=通知",
    ),
    *(
        "dated_from=2001-01-01&dated_to=2001-06-30",
        "stage=draft&q=办",
        "access=shared",
        "level=volume&q=号",
    ),
    *(
        "",
        "order=oldest",
        "order=oldest&q=办公",
        "order=year&q=办公",
        "order=code&q=办公",
        "order=relevance&q=办公用房",
    ),
    *(
        "q=欧阳",
        "q=m2",
        "q=条办公-用",
        "q=（附件）",
        "q=会议",
        "q=会议室",
        "q=複印件4",
        "q=-附表 维修",
    ),
    *("q=页,会", "order=relevance&q=维修费用 第一页", "q=野", "q=提要 -复印件"),
    *("access=department", "access=shared&access=department&q=办", "access=shared&year=2002"),
    *("copies=with", "copies=without&q=办公", "copies=with&copies=without", "copies=with&q=野"),
    *("copies=with&access=department&period=Y", "access=department&stage=draft"),
)
OF_A_DEPARTMENT = (  # which the centre is not offered
    *("access=granted", "access=granted&access=shared&q=办", "access=department&access=granted"),
    *("copies=with&access=granted", "copies=without&access=granted&order=oldest"),
)


def further(n: int) -> dict[str, str]:
    """What some say besides."""
    said = {"persons": "欧阳𠮷", "keywords": "会议；㎡"} if n % 4 == 1 else {}
    said |= {"abstract": f"提要第{n}条\n办公—用房", "remarks": "见（附件）"} if n % 6 == 1 else {}
    forms = further_form(*(said.get(name, "") for name in FURTHER))
    return {**said, "further_text": forms}


def described(n: int, fonds, by) -> Record:
    """They differ in all that is searched, filtered and ordered; the same n, the same record."""
    chance = Random(n)
    title = "".join(chance.choices(PARTS, k=5))
    number = f"清发〔2023〕{n}号" if n % 3 else ""
    stage = Stage.ACCEPTED if n % 4 else Stage.DRAFT
    year = None if n % 11 == 0 else 2000 + chance.randrange(5)
    return Record(
        fonds=chance.choice(fonds),
        category=make.category(),
        level=Level.VOLUME if n % 7 == 0 else Level.ITEM,
        title=title,
        document_number=number,
        responsible="清岚市第一局",
        normal_text=normal_description(
            title=title, document_number=number, responsible="清岚市第一局"
        ),
        **further(n),
        year=year,
        period=chance.choice(["Y", "D30", "D10", ""]),
        dated_on=None if n % 5 == 0 else date(2001, 1 + n % 12, 1 + chance.randrange(3)),
        access=Access.SHARED if n % 6 == 0 else Access.DEPARTMENT,
        stage=stage,
        archival_code=f"J001-WS·{n}-Y" if stage == Stage.ACCEPTED else None,
        described_by=by,
        described_at=make.NOW,
    )


def store(numbers, fonds, by) -> None:
    """Records by their numbers, and the copies of some: what a page says, others do not say."""
    records = Record.objects.bulk_create(described(n, fonds, by) for n in numbers)
    for n, record in zip(numbers, records, strict=True):
        if record.stage == Stage.DRAFT or n % 5 == 0:
            first, second = paged(record, by), paged(record, by, "附件")
            keep_texts(first, {1: f"复印件{n}\n第一页，会議室", 3: "办公用房 𠮷野"}, LAYER)
            keep_texts(second, {1: "附表：维修费用"}, LAYER)


def paged(record: Record, by, title: str = "正文") -> DigitalCopy:
    """A copy in a part of its own, without bytes."""
    last = record.components.last()
    position = ((last and last.position) or 0) + 1
    part = Component.objects.create(record=record, position=position, part="original", title=title)
    told = {"name": f"{title}.pdf", "format": "PDF", "size": 1, "sha256": "0" * 64, "sm3": ""}
    return DigitalCopy.objects.create(component=part, stored_by=by, stored_at=make.NOW, **told)


def told(address: str, by) -> None:
    """Total, figures and every page, as the index has them and as a plain scan has them."""
    query = read_again(address, by)
    answered = figures.figures(query)
    assert isinstance(answered, figures.Indexed), address
    rows = counted(query.found, query.scope)
    assert answered.total == len(rows), (address, by.role)
    right = divided(rows)
    if not any(query.chosen(name) for name in ("fonds", "department")):
        right["unit"].clear()  # not offered, so not counted
    assert answered.counts == right, (address, by.role)
    if query.order == "relevance" and not answered.whole:
        return
    ordered = query.ranked(query.found).order_by(*ORDERS[query.order].whole)
    keys = [record.pk for record in ordered]
    if "order" in address:
        assert walked(answered, query) == keys, (address, by.role)
    else:
        page, _before = shown(answered, query, Place())
        assert [row.pk for row in page.rows] == keys[: figures.SHOWN], (address, by.role)


def walked(answered, query) -> list[int]:
    """All pages of a list from the first to the last, and one back again."""
    seen: list[int] = []
    place, former = Place(), []
    while True:
        page, before = shown(answered, query, place)
        assert before in (len(seen), None)
        seen += [row.pk for row in page.rows]
        if not page.next:
            break
        place, former = Place(after=page.next), page.rows
    if page.previous:
        assert shown(answered, query, Place(before=page.previous))[0].rows == former
    return seen


def shown(answered, query, place: Place):
    there = replace(query, place=place)
    page = answered.turned(there)
    return page, answered.before(there, page.rows[0]) if page.rows else None


def pending() -> Pending:
    """What the index in use lacks."""
    found = IndexMark.objects.pending(folders.current())
    assert found
    return found


def check(readers, queries=QUERIES) -> None:
    for by in readers:
        for address in (*queries, *(() if by.sees_all_records else OF_A_DEPARTMENT)):
            told(address, by)


def leave(*gone: Record | Component) -> None:
    """Delete what is no more, with its copies, those of parts that were taken out as well."""
    for one in gone:
        of = "component__record" if isinstance(one, Record) else "component"
        DigitalCopy.objects.filter(**{of: one}).delete()
        one.delete()


def change(fonds, readers, chance: Random) -> None:
    """Insert, delete, move to another fonds, share and take back, write other words.

    Of copies: say more, say something else, come off, and lie in a part that is taken out.
    """
    store([next(NEXT) for _ in range(6)], fonds, readers[0])
    drafts = list(Record.objects.filter(stage=Stage.DRAFT).order_by("pk"))
    chance.shuffle(drafts)
    leave(drafts.pop())
    Record.objects.filter(pk=drafts.pop().pk).update(fonds=fonds[0])
    Record.objects.filter(pk=drafts.pop().pk).update(normal_text="办公用房𠮷\n\n")
    changed = drafts.pop()
    keep_texts(paged(changed, readers[0]), {2: "后来的复印件"}, LAYER)
    copy = DigitalCopy.objects.filter(component__record__in=drafts).latest("pk")
    keep_texts(copy, {1: "改正的会议室", 3: ""}, LAYER)
    leave(*drafts.pop().components.all())
    Component.objects.filter(record=drafts.pop(), position=1).update(position=None)
    Record.objects.filter(pk=drafts.pop().pk).update(further_text="\n别的人")
    some = chance.sample(list(Record.objects.values_list("pk", flat=True)), 12)
    Record.objects.filter(pk__in=some[:6]).update(access=Access.SHARED)
    Record.objects.filter(pk__in=some[6:]).update(access=Access.DEPARTMENT)
