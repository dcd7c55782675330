"""The answers of OAI-PMH 2.0: the open part of the catalogue in unqualified Dublin Core.

A record is told as far as its entry serves to find it: no persons, abstract or remarks. Lists
turn by key, so that each answer costs the same; what is closed again is told as deleted.
"""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from lxml import etree

from records.days import universal
from records.harvest.rules import PREFIX, TOKEN, Asked, Fault
from records.holdings.models import OpenRecord, Record
from records.organisation.models import Fonds
from records.pagination import Order, Place, turn
from records.values.rules import LEVEL_WORDS, OPENING_WORDS, Opening, word_for
from records.values.text import tidy_lines

SIZE = 100  # records of one answer
OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMAS = {OAI: f"{OAI}OAI-PMH.xsd", OAI_DC: "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"}
NAMES: Any = {None: OAI, "xsi": XSI}  # the stubs know no default namespace
CHANGED = Order(OpenRecord, "changed_at", "id")
EMPTY = datetime(2000, 1, 1, tzinfo=UTC)  # the earliest date of a catalogue that has none


def answer(asked: Asked | Fault, base: str, at: datetime) -> bytes:
    """The whole answer to a question, or to one that was refused; `base` is our address.

    `at` is when it was asked: what it does not tell yet will have a later date.
    """
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap=NAMES)
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} {SCHEMAS[OAI]}")
    _put(root, "responseDate", universal(at))
    request = _put(root, "request", base)
    try:
        if isinstance(asked, Fault):
            raise asked
        told = VERBS[asked.verb](asked, base)
    except Fault as fault:
        if fault.code in {"badVerb", "badArgument"}:
            asked = fault
        told = etree.Element(f"{{{OAI}}}error", code=fault.code)
        told.text = str(fault)
    if isinstance(asked, Asked):
        for name, value in {"verb": asked.verb, **asked.given}.items():
            request.set(name, _clean(value))
    root.append(told)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _identify(_asked: Asked, base: str) -> Any:
    rows = OpenRecord.objects.filter(dated=True).order_by("changed_at", "id")
    first = rows.values_list("changed_at", flat=True)
    told = etree.Element(f"{{{OAI}}}Identify")
    _put(told, "repositoryName", str(settings.CENTRE_NAME))
    _put(told, "baseURL", base)
    _put(told, "protocolVersion", "2.0")
    _put(told, "adminEmail", settings.OAI_EMAIL)
    _put(told, "earliestDatestamp", universal(first.first() or EMPTY))
    _put(told, "deletedRecord", "persistent")
    _put(told, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    return told


def _formats(asked: Asked, _base: str) -> Any:
    if "identifier" in asked.given:
        _one(asked.given["identifier"])
    told = etree.Element(f"{{{OAI}}}ListMetadataFormats")
    one = _put(told, "metadataFormat")
    _put(one, "metadataPrefix", PREFIX)
    _put(one, "schema", SCHEMAS[OAI_DC])
    _put(one, "metadataNamespace", OAI_DC)
    return told


def _sets(_asked: Asked, _base: str) -> Any:
    """The fonds of which a record is open, or was."""
    known = OpenRecord.objects.order_by().values("fonds")
    told = etree.Element(f"{{{OAI}}}ListSets")
    for fonds in Fonds.objects.filter(pk__in=known):
        one = _put(told, "set")
        _put(one, "setSpec", fonds.number)
        _put(one, "setName", f"{fonds.number} {fonds.name}")
    if not len(told):
        raise Fault("noSetHierarchy", "Nothing is open yet, so there are no sets.")
    return told


def _record(asked: Asked, _base: str) -> Any:
    told = etree.Element(f"{{{OAI}}}GetRecord")
    _whole(told, _one(asked.given["identifier"]))
    return told


def _list(asked: Asked, _base: str) -> Any:
    """One answer's share of a list of headers or records."""
    if asked.after and CHANGED.read(asked.after) is None:
        raise Fault("badResumptionToken", "Begin the list anew.")
    first, last = asked.moments()
    rows = OpenRecord.objects.filter(dated=True).select_related("record", "fonds")
    rows = rows.filter(changed_at__gte=first) if first else rows
    rows = rows.filter(changed_at__lt=last) if last else rows
    if "set" in asked.told:
        chosen = Fonds.objects.filter(number=asked.told["set"][:10]).order_by()
        rows = rows.filter(fonds__in=list(chosen.values_list("pk", flat=True)))
    page = turn(rows, CHANGED, Place(after=asked.after), size=SIZE)
    if not page.rows:
        raise Fault("noRecordsMatch", "Nothing that is open matches.")
    told = etree.Element(f"{{{OAI}}}{asked.verb}")
    put = _whole if asked.verb == "ListRecords" else _header
    for row in page.rows:
        put(told, row)
    if page.next or asked.after:  # the last share of a list that was shared out has an empty one
        _put(told, TOKEN, asked.token(page.next) if page.next else "")
    return told


VERBS = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}


def _one(identifier: str) -> OpenRecord:
    """A record by its identifier; one that is not open looks like one that does not exist."""
    key = identifier.removeprefix(_named(""))
    rows = OpenRecord.objects.select_related("record", "fonds")
    known = identifier.startswith(_named("")) and key.isascii() and key.isdecimal()
    row = rows.filter(record=int(key)).first() if known and len(key) <= 18 else None
    if row is None:
        raise Fault("idDoesNotExist", "There is no such record.")
    return row


def _named(key: object) -> str:
    return f"oai:{settings.OAI_NAMESPACE}:{key}"


def _header(parent: Any, row: OpenRecord) -> None:
    header = _put(parent, "header")
    if not row.is_open:
        header.set("status", "deleted")
    _put(header, "identifier", _named(row.record_id))
    _put(header, "datestamp", universal(row.changed_at))
    _put(header, "setSpec", row.fonds.number)


def _whole(parent: Any, row: OpenRecord) -> None:
    told = _put(parent, "record")
    _header(told, row)
    if not row.is_open:
        return
    core = etree.SubElement(
        _put(told, "metadata"), f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI}
    )
    core.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {SCHEMAS[OAI_DC]}")
    for name, value in _said(row.record, row.fonds):
        if value:
            etree.SubElement(core, f"{{{DC}}}{name}").text = _clean(str(value))


def _said(record: Record, fonds: Fonds) -> list[tuple[str, object]]:
    """The elements of Dublin Core, by what the open catalogue tells."""
    return [
        ("title", record.title),
        ("creator", record.responsible),
        ("subject", record.keywords),
        ("publisher", settings.CENTRE_NAME),
        ("date", record.written_date.text and _day(record.written_date.text)),
        ("type", record.genre),
        ("type", word_for(record.level, LEVEL_WORDS)),
        ("format", record.medium),
        ("identifier", record.archival_code),
        ("identifier", record.document_number),
        ("source", f"全宗 {fonds.number} {fonds.name}"),
        ("language", record.language),
        ("rights", word_for(Opening.OPEN, OPENING_WORDS)),
    ]


def _day(text: str) -> str:
    """YYYYMMDD, as much as is known of it, as W3CDTF."""
    return "-".join(filter(None, (text[:4], text[4:6], text[6:])))


def _put(parent: Any, name: str, text: str | None = None) -> Any:
    made = etree.SubElement(parent, f"{{{OAI}}}{name}")
    made.text = text
    return made


def _clean(text: str) -> str:
    """What XML can hold of a text."""
    return tidy_lines(text)
