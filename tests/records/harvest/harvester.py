"""A small harvester of OAI-PMH 2.0, as the protocol wants one; each answer is validated."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from lxml import etree

from archive_center.local.provision import PROJECT

NS = {
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
SCHEMA = etree.XMLSchema(etree.parse(PROJECT / "tests/data/schemas/all.xsd"))
Fetch = Callable[[dict[str, str]], bytes]


class Header(NamedTuple):
    identifier: str
    stamp: str
    sets: list[str]
    deleted: bool


class OaiError(Exception):
    """The code of an error that the repository answered."""


class Harvester:
    """`fetch` asks the repository with arguments and gives the body of its answer."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch, self.answers = fetch, 0

    def ask(self, verb: str, **arguments: str) -> Any:
        """The answer to a verb; `from_` stands for `from`."""
        told = {name.rstrip("_"): value for name, value in arguments.items()}
        root = etree.fromstring(self.fetch({"verb": verb, **told}))
        SCHEMA.assertValid(root)
        self.answers += 1
        if (error := root.find("oai:error", NS)) is not None:
            raise OaiError(error.get("code"))
        return root

    def each(self, verb: str, **arguments: str) -> Iterator[Any]:
        """Every header or record of a list, answer by answer."""
        while True:
            root = self.ask(verb, **arguments)
            listed = root.find(f"oai:{verb}", NS)
            token = listed.find("oai:resumptionToken", NS)
            yield from (one for one in listed if one is not token)
            if token is None or not token.text:
                return
            arguments = {"resumptionToken": token.text}

    def headers(self, **arguments: str) -> list[Header]:
        listed = self.each("ListIdentifiers", metadataPrefix="oai_dc", **arguments)
        return [header(one) for one in listed]

    def records(self, **arguments: str) -> dict[str, dict[str, list[str]] | None]:
        """By identifier the elements of Dublin Core; None of what is deleted."""
        listed = self.each("ListRecords", metadataPrefix="oai_dc", **arguments)
        return {header(one[0]).identifier: core(one) for one in listed}


def header(node: Any) -> Header:
    sets = [one.text for one in node.findall("oai:setSpec", NS)]
    stamp = node.findtext("oai:datestamp", namespaces=NS)
    identifier = node.findtext("oai:identifier", namespaces=NS)
    return Header(identifier, stamp, sets, node.get("status") == "deleted")


def core(record: Any) -> dict[str, list[str]] | None:
    found = record.find("oai:metadata/oai_dc:dc", NS)
    if found is None:
        return None
    told: dict[str, list[str]] = {}
    for one in found:
        told.setdefault(etree.QName(one).localname, []).append(one.text)
    return told
