"""What an XML file says first; a reader for the confined child process, without Django."""

from typing import Any, BinaryIO

from lxml import etree

from records.confined.wire import Fault
from records.copies.contents.signs import refuse_other_faces

MOST_TEXTS = 400
RUN = {"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"}  # a browser runs these
NAMES = {"html", "script"}


def read(file: BinaryIO) -> list[str]:
    """The first texts. A fault where it is not well-formed, declares entities, or is a web page."""
    refuse_other_faces(file, package=False, markup=True)
    found: list[str] = []
    try:
        for event, node in etree.iterparse(
            file,
            events=("start", "end", "pi"),
            load_dtd=False,
            no_network=True,
            resolve_entities=False,
        ):
            _refuse(event, node)
            if event == "end":
                if node.text and len(found) < MOST_TEXTS:
                    found.append(node.text)
                node.clear()
    except etree.XMLSyntaxError:
        raise Fault("broken") from None
    return found


def _refuse(event: str, node: Any) -> None:
    if event == "pi":
        if node.target == "xml-stylesheet":
            raise Fault("web page")
    elif event == "start":
        name = etree.QName(node)
        if name.namespace in RUN or name.localname.lower() in NAMES:
            raise Fault("web page")
        declared = node.getroottree().docinfo.internalDTD if node.getparent() is None else None
        if declared is not None and declared.entities():
            raise Fault("entities")
