"""The BagIt 1.0 part of a package (RFC 8493): manifests, tag files and the root digests."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from records.copies.digests import new_sm3
from transfers.packages.journal import Written
from transfers.packages.rules import OTHERS, Order, Root

ALGORITHMS = ("sha256", "sha512")


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
    sha256, sm3 = hashlib.sha256(), new_sm3()
    for line in lines:
        if line.split("  ", 1)[1].startswith(f"data/{OTHERS}/"):
            continue
        sha256.update(line.encode())
        sm3.update(line.encode())
    return Root(sha256.hexdigest(), sm3.hexdigest())


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
        "Bagging-Date": on.isoformat(),
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


def read_manifest(path: Path) -> Iterator[tuple[str, str]]:
    """Digest and path of each line, as they are written."""
    with path.open(encoding="utf-8", newline="") as file:
        for line in file:
            digest, _gap, name = line.rstrip("\r\n").partition("  ")
            yield digest, name
