"""Verifies a package as a receiver would, without the database: BagIt and DA/T 93-2022.

The rules are those of `rules.py` and the cross-checks of the standard: the number in
说明文件 equals the lines of 目录文件, each line has one directory and each directory one
line, nothing lies loose, nothing is compressed, no DTD.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from transfers.packages.bags import MANIFEST, faults_of_bag, root_of
from transfers.packages.rules import (
    ARCHIVED,
    LISTING,
    LISTING_COLUMNS,
    LISTING_ROOT,
    LISTING_ROW,
    MAY_BE_MISSING,
    OTHERS,
    README,
    README_KEYS,
    REQUIRED,
    Fault,
    Root,
)

METADATA_NAME = re.compile(r"电子档案.*元数据\.xml", re.IGNORECASE)
# YYYYMMDD with 00 where a part is unknown, in [ ] where inferred; a period without a space.
FORMS = {
    "日期": re.compile(r"[0-9]{8}|\[[0-9]{8}\]"),
    "保管期限": re.compile(r"永久|长期|短期|[1-9][0-9]?年"),
}
ENCODINGS = ("utf-8-sig", "gb18030")


def verify(bag: Path) -> list[Fault]:
    """All faults of a package; an empty list means that it holds."""
    faults = list(faults_of_bag(bag, digests=True))
    return faults or list(structure(bag / "data"))


def faults_of_stored(bag: Path, sha256: str, sm3: str) -> list[Fault]:
    """All faults of a package that was built before, against the root digests kept of it."""
    if not bag.is_dir():
        return [Fault(bag.name, "缺失")]
    if faults := verify(bag):
        return faults
    with (bag / MANIFEST).open(encoding="utf-8", newline="") as manifest:
        same = root_of(manifest) == Root(sha256, sm3)
    return [] if same else [Fault(bag.name, "总校验值与登记的不符")]


def structure(data: Path) -> Iterator[Fault]:
    """The faults of a payload against the structure and cross-checks of DA/T 93-2022."""
    codes: list[str] = []
    yield from _listing(data / LISTING, codes)
    yield from _readme(data / README, len(codes))
    walked = list(_walked(data))
    directories = {one.name: one for one in walked if one.is_record}
    for code, times in Counter(codes).items():
        if times > 1:
            yield Fault(code, f"目录文件中出现 {times} 次")
    yield from (Fault(code, "没有档号文件夹") for code in set(codes) - directories.keys())
    yield from (Fault(name, "目录文件中没有") for name in directories.keys() - set(codes))
    yield from _loose(one for one in walked if one is not directories.get(one.name))
    for name in sorted(directories.keys() & set(codes)):
        yield from _record(data / directories[name].inside, sorted(directories[name].files))


def _read_xml(path: Path) -> Any:
    """The root of an XML file without a DTD; None if it has one or is not well-formed."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root: Any = etree.fromstring(path.read_bytes(), parser)
    except (etree.XMLSyntaxError, OSError):
        return None
    return None if root.getroottree().docinfo.doctype else root


def _listing(path: Path, codes: list[str]) -> Iterator[Fault]:
    """The faults of 目录文件.XML; its codes are added to `codes`."""
    root = _read_xml(path)
    if root is None or root.tag != LISTING_ROOT:
        yield Fault(LISTING, f"不是以 {LISTING_ROOT} 为根、不带 DTD 的 XML")
        return
    for number, line in enumerate(root, start=1):
        held = {child.tag: child.text or "" for child in line}
        missing = set(LISTING_COLUMNS) - held.keys() - MAY_BE_MISSING
        if line.tag != LISTING_ROW or missing:
            yield Fault(LISTING, f"第 {number} 条缺 {'、'.join(sorted(missing))}")
        for column, form in FORMS.items():
            if not form.fullmatch(held.get(column, "")):
                yield Fault(LISTING, f"第 {number} 条的{column}写作“{held.get(column)}”")
        if held.get("顺序号") != str(number):
            yield Fault(LISTING, f"第 {number} 条的顺序号是 {held.get('顺序号')}")
        codes.append(held.get("档号", ""))


def _readme(path: Path, listed: int) -> Iterator[Fault]:
    if not path.is_file():
        yield Fault(README, "缺失")
        return
    text = _decoded(path.read_bytes())
    told = dict(line.split("：", 1) for line in text.splitlines() if "：" in line)
    for key in README_KEYS:
        if not told.get(key, "").strip():
            yield Fault(README, f"缺“{key}”")
    if told.get("档案数量", "").strip() != str(listed):
        yield Fault(README, f"档案数量 {told.get('档案数量')}，目录文件 {listed} 条")


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


class Walked(NamedTuple):
    """A directory of the payload by its path in there, and the files in it."""

    inside: str
    files: list[str]
    is_record: bool

    @property
    def name(self) -> str:
        return self.inside.rpartition("/")[2]


def _walked(data: Path) -> Iterator[Walked]:
    """All but 其他; the lowest below 全宗号/门类代码 are those of the records."""
    for place, below, files in os.walk(data):
        inside = os.path.relpath(place, data)
        if inside == ".":
            below[:] = [name for name in below if name != OTHERS]
        yield Walked(inside, files, not below and inside.count("/") > 1)


def _loose(walked: Iterable[Walked]) -> Iterator[Fault]:
    for one in walked:
        paths = {name if one.inside == "." else f"{one.inside}/{name}" for name in one.files}
        for path in sorted(paths - {README, LISTING}):
            yield Fault(path, "散放，不在档号文件夹内")


def _record(directory: Path, names: list[str]) -> Iterator[Fault]:
    """The faults of one record's directory: metadata, content, and that they belong together."""
    described = [name for name in names if METADATA_NAME.fullmatch(name)]
    content = [name for name in names if name not in described]
    if not described:
        yield Fault(directory.name, "缺电子档案元数据.XML")
    if not content:
        yield Fault(directory.name, "没有内容文件")
    for name in content:
        if name.rpartition(".")[2].upper() in ARCHIVED:
            yield Fault(f"{directory.name}/{name}", "是压缩文件，移交前要解开")
    for name in described:
        yield from _metadata(directory, name, content)


def _metadata(directory: Path, name: str, content: list[str]) -> Iterator[Fault]:
    root = _read_xml(directory / name)
    if root is None:
        yield Fault(f"{directory.name}/{name}", "不是不带 DTD 的 XML")
        return
    if root.findtext("电子文件号") != directory.name:
        yield Fault(f"{directory.name}/{name}", f"电子文件号是 {root.findtext('电子文件号')}")
    empty = [path for path in REQUIRED if not root.findtext(path)]
    if empty:
        yield Fault(f"{directory.name}/{name}", f"缺 {'、'.join(empty)}")
    listed = [one.text for one in root.iterfind("电子属性/计算机文件名")]
    if listed and sorted(map(str, listed)) != content:
        yield Fault(f"{directory.name}/{name}", "元数据列的文件与文件夹内的不一致")
