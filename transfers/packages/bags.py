"""The BagIt 1.0 part of a package (RFC 8493): manifests, tag files and the root digests."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import segno

from records.copies.digests import new_sm3
from transfers.packages.files import Written
from transfers.packages.rules import OTHERS, Fault, Order, Root

ALGORITHMS = ("sha256", "sha512")
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


def qr(name: str, sha256: str) -> bytes:
    """An SVG of the package's name and its root digest; a telephone reads it without a network."""
    drawn = io.BytesIO()
    segno.make(f"{name} sha256:{sha256}", error="m").save(
        drawn, kind="svg", scale=4, border=2, xmldecl=False, svgns=True
    )
    return drawn.getvalue()


def root_digest(bag: Path) -> Root:
    """The root digests, worked out from the manifest."""
    with (bag / "manifest-sha256.txt").open(encoding="utf-8", newline="") as file:
        return root_of(file)


def faults_of_bag(bag: Path, *, digests: bool) -> Iterator[Fault]:
    """The faults of the BagIt part; without `digests` the payload is only counted."""
    missing = [name for name in TAGS if not (bag / name).is_file()]
    if missing:
        yield Fault("、".join(missing), "缺失")
        return
    yield from _tags(bag)
    lying = {str(path.relative_to(bag)): path for path in bag.glob("data/**/*") if path.is_file()}
    for algorithm in ALGORITHMS:
        listed = {path: digest for digest, path in read_manifest(bag / f"manifest-{algorithm}.txt")}
        yield from (Fault(path, "在校验表中，包内没有") for path in listed.keys() - lying.keys())
        yield from (Fault(path, "多余文件") for path in lying.keys() - listed.keys())
        if digests:
            yield from _digests(bag, listed, algorithm)
    size = sum(path.stat().st_size for path in lying.values())
    if f"Payload-Oxum: {size}.{len(lying)}\n" not in (bag / "bag-info.txt").read_text("utf-8"):
        yield Fault("bag-info.txt", "Payload-Oxum 与实际文件数、字节数不符")


def _tags(bag: Path) -> Iterator[Fault]:
    for algorithm in ALGORITHMS:
        for digest, path in read_manifest(bag / f"tagmanifest-{algorithm}.txt"):
            if not (bag / path).is_file() or digest_of(bag / path, algorithm) != digest:
                yield Fault(path, "与校验表不符")


def _digests(bag: Path, listed: dict[str, str], algorithm: str) -> Iterator[Fault]:
    for path, digest in listed.items():
        if (bag / path).is_file() and digest_of(bag / path, algorithm) != digest:
            yield Fault(path, f"{algorithm} 校验值不符")
