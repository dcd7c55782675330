"""A list of records as a finding aid in EAD3 (Encoded Archival Description, 1.1.1).

By fonds, in the order of the codes, what lies in a volume inside it. Elements of DA/T 18-2022
stand where EAD3 has their like; words of its lists stay Chinese in every language.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import IO, Any, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from lxml import etree

from records.days import universal
from records.holdings.models import RecordQuerySet
from records.jobs.rules import Progress
from records.retention.rules import period_word
from records.sentences import gettext as _
from records.values.dates import WrittenDate
from records.values.rules import OPENING_WORDS, Level, word_for
from records.values.text import tidy_lines

EAD = "http://ead3.archivists.org/schema/"
CHUNK = 2_000
LEVELS = {Level.VOLUME: "file", Level.ITEM: "item"}  # of EAD: a volume (案卷) is its file


class Line(NamedTuple):
    """What of a record is told."""

    id: int
    volume_id: int | None
    level: str
    fonds__number: str
    fonds__name: str
    archival_code: str | None
    title: str
    document_number: str
    responsible: str
    date_text: str
    date_is_inferred: bool
    until: str
    pages: int | None
    period: str
    opening: str
    box_number: str
    language: str
    keywords: str
    abstract: str
    remarks: str

    @property
    def whole(self) -> int:
        """The volume that it lies in, or itself."""
        return self.volume_id or self.id


def write(
    file: IO[bytes], records: RecordQuerySet, progress: Progress, *, asked: str, by: str
) -> int:
    """Write the finding aid and return how many records it has; one volume is held in memory.

    The records come by fonds. `asked` says in words what they are, `by` who takes them.
    `progress` hears the number of records. Call it inside a transaction.
    """
    count = 0
    with etree.xmlfile(file, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element(_name("ead"), nsmap=NAMES):
            xml.write(_control(by))
            with xml.element(_name("archdesc"), level="collection"):
                xml.write(_whole(asked))
                with xml.element(_name("dsc"), dsctype="combined"):
                    for of, told in groupby(_lines(records), lambda line: line[3:5]):
                        with xml.element(_name("c"), level="fonds"):
                            xml.write(_fonds(*of))
                            for one in _components(told):
                                xml.write(one)
                                count += 1 + len(one.findall(_name("c")))
                                progress(count)
    return count


NAMES: Any = {None: EAD}  # the stubs know no default namespace


def _lines(records: RecordQuerySet) -> Iterator[Line]:
    rows = records.values_list(*Line._fields)
    return map(Line._make, rows.iterator(chunk_size=CHUNK))


def _components(told: Iterator[Line]) -> Iterator[Any]:
    """Volumes with what lies in them, and what lies in none."""
    for _key, lines in groupby(told, lambda line: line.whole):
        first, *others = lines
        made = _component(first)
        inside = first.level == Level.VOLUME  # else the list has items of it, and not itself
        for line in others if inside else ():
            made.append(_component(line))
        yield made
        yield from () if inside else map(_component, others)


def _component(line: Line) -> Any:
    made = etree.Element(_name("c"), level=LEVELS[Level(line.level)])
    did = _put(made, "did")
    _put(did, "unitid", line.archival_code, localtype="档号")
    _put(did, "unitid", line.document_number, localtype="文件编号")
    _put(did, "unittitle", line.title)
    _put(did, "unitdate", _dated(line), normal=_normal(line))
    if line.responsible:
        _put(_put(_put(did, "origination"), "corpname"), "part", line.responsible)
    if line.pages:
        extent = _put(did, "physdescstructured", **EXTENT)
        _put(extent, "quantity", str(line.pages))
        _put(extent, "unittype", "页")
    _put(did, "container", line.box_number, localtype="盒号")
    _put(did, "didnote", line.language, localtype="语言或文字")
    _put(did, "abstract", line.abstract)
    _block(made, "accessrestrict", word_for(line.opening, OPENING_WORDS), "开放标识")
    _block(made, "appraisal", period_word(line.period) if line.period else "", "保管期限")
    if line.keywords:
        _put(_put(_put(made, "controlaccess"), "subject"), "part", line.keywords)
    _block(made, "odd", line.remarks, "附注")
    return made


EXTENT = {"physdescstructuredtype": "materialtype", "coverage": "whole"}


def _dated(line: Line) -> str:
    first = WrittenDate(line.date_text, line.date_is_inferred).said("-")
    last = WrittenDate(line.until, inferred=False).said("-") if line.until else ""
    return f"{first}/{last}" if last else first


def _normal(line: Line) -> str:
    """The date as ISO 8601 has it, or the first and the last one."""
    return "/".join(
        "-".join(filter(None, (text[:4], text[4:6], text[6:])))
        for text in (line.date_text, line.until)
        if text
    )


def _control(by: str) -> Any:
    control, now = etree.Element(_name("control"), nsmap=NAMES), universal(timezone.now())
    _put(control, "recordid", str(uuid4()))
    title = _put(_put(control, "filedesc"), "titlestmt")
    _put(title, "titleproper", _("Filing catalogue"))
    _put(control, "maintenancestatus", value="derived")
    _put(_put(control, "maintenanceagency"), "agencyname", str(settings.CENTRE_NAME))
    event = _put(_put(control, "maintenancehistory"), "maintenanceevent")
    _put(event, "eventtype", value="derived")
    _put(event, "eventdatetime", now, standarddatetime=now)
    _put(event, "agenttype", value="human")
    _put(event, "agent", by)
    return control


def _whole(asked: str) -> Any:
    """What the list is, as a whole: the words and conditions that it was asked for with."""
    did = etree.Element(_name("did"), nsmap=NAMES)
    _put(_put(_put(did, "repository"), "corpname"), "part", str(settings.CENTRE_NAME))
    _put(did, "unittitle", asked or _("Filing catalogue"))
    return did


def _fonds(number: str, name: str) -> Any:
    did = etree.Element(_name("did"), nsmap=NAMES)
    _put(did, "unitid", number, localtype="全宗号")
    _put(did, "unittitle", name)
    return did


def _block(parent: Any, name: str, text: str, kind: str) -> None:
    if text:
        _put(_put(parent, name, localtype=kind), "p", text)


def _put(parent: Any, name: str, text: str | None = None, **given: str) -> Any:
    """An element; one whose text is empty is left out."""
    if text == "":
        return parent
    told = {key: value for key, value in given.items() if value}
    made = etree.SubElement(parent, _name(name), told)
    made.text = None if text is None else tidy_lines(text)
    return made


def _name(local: str) -> str:
    return f"{{{EAD}}}{local}"
