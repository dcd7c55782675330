"""What was put on a page of an OFD afterwards: annotations, and the pictures of seals."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from lxml import etree

from records.confined.wire import Fault
from records.copies.contents.ofd.package import (
    Box,
    Document,
    Package,
    all_of,
    beside,
    box,
    first,
)


def annotations(document: Document, key: str) -> Iterator[Any]:
    """The appearances that stand on the page of this key."""
    for listed in all_of(document.told, "Annotations"):
        index = beside(document.path, listed.text)
        for page in all_of(_list(document.package, index), "Page"):
            named = first(page, "FileLoc")
            if page.get("PageID") == key and named is not None:
                told = document.package.xml(beside(index, named.text))
                yield from all_of(told, "Appearance")


def seals(document: Document, key: str) -> Iterator[tuple[Box, list[bytes]]]:
    """Where on the page of this key a seal stands, and the bytes that hold its picture."""
    for listed in all_of(document.root, "Signatures"):
        index = beside("", listed.text)
        for one in all_of(_list(document.package, index), "Signature"):
            path = beside(index, one.get("BaseLoc"))
            told = document.package.xml(path)
            for stamp in all_of(told, "StampAnnot"):
                place = box(stamp.get("Boundary"))
                if stamp.get("PageRef") == key and place:
                    yield place, list(_held(document.package, path, told))


def _list(package: Package, path: str) -> Any:
    """The list that a member is; an empty one where it was taken away with what it listed."""
    return package.xml(path) if path.lower() in package.names else etree.Element("none")


def _held(package: Package, path: str, told: Any) -> Iterator[bytes]:
    seal = first(told, "Seal")
    named = [] if seal is None else [first(seal, "BaseLoc")]
    for one in [*named, first(told, "SignedValue")]:
        if one is not None:
            with suppress(Fault):
                yield package.read(beside(path, one.text))
