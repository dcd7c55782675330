"""The BagIt 1.0 part of a package (RFC 8493): manifests, tag files and the root digests."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import bagit

from records import days
from records.copies.digests import digest
from transfers.packages.files import Written
from transfers.packages.rules import OTHERS, Fault, Order, Root

ALGORITHMS = ("sha256", "sha512")
MANIFEST = "manifest-sha256.txt"  # the root digests are made of its lines
TAGS = ("bagit.txt", "bag-info.txt", *(f"manifest-{name}.txt" for name in ALGORITHMS))


def manifest_line(digest: str, path: str) -> str:
    """One line. No path needs BagIt's percent form: `safe_name` lets no % and no line end in."""
    return f"{digest}  data/{path}\n"


def write_manifests(bag: Path, files: Iterable[Written]) -> tuple[int, int]:
    """Both payload manifests from digests that were made on the way; returns files and bytes."""
    count = size = 0
    with (
        (bag / "manifest-sha256.txt").open("w", encoding="utf-8") as sha256,
        (bag / "manifest-sha512.txt").open("w", encoding="utf-8") as sha512,
    ):
        for file in files:
            sha256.write(manifest_line(file.sha256, file.path))
            sha512.write(manifest_line(file.sha512, file.path))
            count, size = count + 1, size + file.size
    return count, size


def root_of(lines: Iterable[str]) -> Root:
    """The root digests over manifest lines: all but those of the papers in 其他.

    By hand: `grep -v '  data/其他/' manifest-sha256.txt | sha256sum`.
    """
    papers = f"  data/{OTHERS}/"
    found = digest(line.encode() for line in lines if papers not in line)
    return Root(found.sha256, found.sm3)


def root_of_files(files: Iterable[Written]) -> Root:
    """The root digests before the manifest is written."""
    return root_of(manifest_line(file.sha256, file.path) for file in files)


def write_tags(
    bag: Path, order: Order, root: Root, *, files: int, size: int, paper_only: int, on: date
) -> None:
    """bagit.txt, bag-info.txt and the manifests of the tag files themselves."""
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    told = {
        "Source-Organization": order.sender,
        "External-Identifier": order.name,
        "External-Description": f"{order.title} {order.fonds_number} {order.fonds_name}",
        "Bagging-Date": days.machine(on),
        "Payload-Oxum": f"{size}.{files}",
        "Record-Count": str(order.total),
        "Record-Count-Paper-Only": str(paper_only),
        "Root-SHA256": root.sha256,
        "Root-SM3": root.sm3,
    }
    info = "".join(f"{key}: {value}\n" for key, value in told.items())
    (bag / "bag-info.txt").write_text(info, encoding="utf-8")
    tags = ["bag-info.txt", "bagit.txt", *(f"manifest-{name}.txt" for name in ALGORITHMS)]
    for name in ALGORITHMS:
        lines = (f"{digest_of(bag / tag, name)}  {tag}\n" for tag in tags)
        (bag / f"tagmanifest-{name}.txt").write_text("".join(lines))


def digest_of(path: Path, algorithm: str) -> str:
    """The digest of a file, read as a stream."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def faults_of_bag(bag: Path, *, digests: bool) -> Iterator[Fault]:
    """The faults of the BagIt part; without `digests` no bytes of the payload are read again.

    `bagit` reads and compares. Ours is what it lets pass: a file that stands in one manifest
    only, a missing Payload-Oxum, root digests; and a wrong Payload-Oxum must not keep it from
    naming the file that is wrong. What we wrote a moment ago is counted without it.
    """
    missing = [name for name in TAGS if not (bag / name).is_file()]
    if missing:
        yield Fault("、".join(missing), "缺失")
        return
    lying = dict(_lying(bag))
    if not digests:
        listed = _listed(bag)
        payload = {path for path in listed if path.startswith("data/")}
        yield from _incomplete(payload - lying.keys(), lying.keys() - payload, listed)
        yield from _figures(bag, _told(bag), lying)
        return
    try:
        opened = bagit.Bag(str(bag))
        listed_only, lying_only = opened.compare_manifests_with_fs()
        yield from _incomplete(listed_only, lying_only, opened.entries)
        yield from _figures(bag, opened.info, lying)
        opened.info.pop("Payload-Oxum", None)
        opened.validate()
    except (bagit.BagError, ValueError) as error:
        details = getattr(error, "details", [])
        wrong = [one for one in details if isinstance(one, bagit.ChecksumMismatch)]
        yield from (Fault(one.path, f"{one.algorithm} 校验值不符") for one in wrong)
        if not details:
            yield Fault(bag.name, f"不是完好的 BagIt 包（{error}）")


def _lying(bag: Path) -> Iterator[tuple[str, int]]:
    """The files of the payload and their bytes."""
    ahead = ["data"]
    while ahead:
        above = ahead.pop()
        with os.scandir(bag / above) as entries:
            for entry in entries:
                path = f"{above}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    ahead.append(path)
                else:
                    yield path, entry.stat().st_size


def _listed(bag: Path) -> dict[str, set[str]]:
    """Which files stand in the manifests that we write, and by which algorithms."""
    listed = defaultdict[str, set[str]](set)
    for name in ALGORITHMS:
        for kind in ("manifest", "tagmanifest"):
            with (bag / f"{kind}-{name}.txt").open(encoding="utf-8") as lines:
                for line in lines:
                    listed[line.rstrip("\n").partition("  ")[2]].add(name)
    return listed


def _told(bag: Path) -> dict[str, str]:
    """What bag-info.txt says, as we write it."""
    lines = (bag / "bag-info.txt").read_text(encoding="utf-8").splitlines()
    return {key: value for key, _colon, value in (line.partition(": ") for line in lines)}


def _incomplete(
    listed_only: Iterable[str], lying_only: Iterable[str], listed: Mapping[str, Iterable[str]]
) -> Iterator[Fault]:
    """What stands in the manifests or lies there alone, or is listed by one algorithm only."""
    yield from (Fault(path, "在校验表中，包内没有") for path in sorted(listed_only))
    yield from (Fault(path, "多余文件") for path in sorted(lying_only))
    for path in sorted({*listed, *TAGS}):
        if unlisted := set(ALGORITHMS).difference(listed.get(path, ())):
            yield Fault(path, f"{'、'.join(sorted(unlisted))} 校验表中没有")


def _figures(bag: Path, told: Mapping[str, str], lying: Mapping[str, int]) -> Iterator[Fault]:
    """Payload-Oxum, and the root digests that the papers show, against what lies there."""
    if told.get("Payload-Oxum") != f"{sum(lying.values())}.{len(lying)}":
        yield Fault("bag-info.txt", "Payload-Oxum 与实际文件数、字节数不符")
    with (bag / MANIFEST).open(encoding="utf-8", newline="") as manifest:
        root = root_of(manifest)
    if (told.get("Root-SHA256"), told.get("Root-SM3")) != root:
        yield Fault("bag-info.txt", "总校验值与校验表不符")
