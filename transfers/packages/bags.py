"""The BagIt 1.0 part of a package (RFC 8493): manifests, tag files and the root digests."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

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
    """The faults of the BagIt part; without `digests` no bytes are read again.

    `bagit` reads and compares. Ours is what it lets pass: a file that stands in one manifest
    only, a missing Payload-Oxum, root digests; and a wrong Payload-Oxum must not keep it from
    naming the file that is wrong.
    """
    missing = [name for name in TAGS if not (bag / name).is_file()]
    if missing:
        yield Fault("、".join(missing), "缺失")
        return
    try:
        opened = bagit.Bag(str(bag))
        yield from _incomplete(opened)
        yield from _figures(bag, opened)
        opened.validate(completeness_only=not digests)
    except (bagit.BagError, ValueError) as error:
        details = getattr(error, "details", [])
        wrong = [one for one in details if isinstance(one, bagit.ChecksumMismatch)]
        yield from (Fault(one.path, f"{one.algorithm} 校验值不符") for one in wrong)
        if not details:
            yield Fault(bag.name, f"不是完好的 BagIt 包（{error}）")


def _incomplete(opened: Any) -> Iterator[Fault]:
    listed_only, lying_only = opened.compare_manifests_with_fs()
    yield from (Fault(path, "在校验表中，包内没有") for path in listed_only)
    yield from (Fault(path, "多余文件") for path in lying_only)
    for path in sorted({*opened.entries, *TAGS}):
        if unlisted := set(ALGORITHMS) - opened.entries.get(path, {}).keys():
            yield Fault(path, f"{'、'.join(sorted(unlisted))} 校验表中没有")


def _figures(bag: Path, opened: Any) -> Iterator[Fault]:
    """Payload-Oxum, and the root digests that the papers show, against what lies there."""
    sizes = [(bag / path).stat().st_size for path in opened.payload_files()]
    if opened.info.pop("Payload-Oxum", None) != f"{sum(sizes)}.{len(sizes)}":
        yield Fault("bag-info.txt", "Payload-Oxum 与实际文件数、字节数不符")
    with (bag / MANIFEST).open(encoding="utf-8", newline="") as manifest:
        root = root_of(manifest)
    if (opened.info.get("Root-SHA256"), opened.info.get("Root-SM3")) != root:
        yield Fault("bag-info.txt", "总校验值与校验表不符")
