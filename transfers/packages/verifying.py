"""Verifies a package as a receiver would, without the database: BagIt and DA/T 93-2022.

The rules are those of `rules.py` and the cross-checks of the standard: the number in
说明文件 equals the lines of 目录文件, each line has one directory and each directory one
line, nothing lies loose, nothing is compressed, no DTD.
"""

from collections.abc import Iterator
from pathlib import Path

from transfers.packages.bagging import ALGORITHMS, digest_of, read_manifest, root_of
from transfers.packages.rules import Root
from transfers.packages.structure import Fault, structure

TAGS = ("bagit.txt", "bag-info.txt", *(f"manifest-{name}.txt" for name in ALGORITHMS))


def verify(bag: Path, *, digests: bool = True) -> list[Fault]:
    """All faults of a package; an empty list means that it holds.

    Without `digests` the bytes of the payload are not read again, only counted.
    """
    faults = list(_bag(bag, digests=digests))
    return faults or list(structure(bag / "data"))


def root_digest(bag: Path) -> Root:
    """The root digests, worked out from the manifest."""
    with (bag / "manifest-sha256.txt").open(encoding="utf-8", newline="") as file:
        return root_of(file)


def _bag(bag: Path, *, digests: bool) -> Iterator[Fault]:
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
