"""A package is verified as its receiver would, and what is wrong is named."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from lxml import etree

from records.audit.models import Entry
from records.rules import Refused
from tests import handover_make, make
from transfers.handover.actions import decide
from transfers.packages.bags import faults_of_bag
from transfers.packages.verification import faults_of_stored, structure, verify

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """A package, made once; its batch does not stay in the database."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(PACKAGE_DIR=tmp_path_factory.mktemp("built")),
    ):
        made = handover_make.packaged().package
        assert made
        transaction.set_rollback(True)
    return Path(made.path)


@pytest.fixture
def package(built, tmp_path) -> Path:
    """A copy of it that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / built.name))


def test_one_changed_byte_stops_download_and_delivery(settings, tmp_path, client):
    settings.PACKAGE_DIR = tmp_path
    handover, by = handover_make.packaged(), make.archivist()
    package = handover.package
    assert package
    client.force_login(by)
    assert client.get(reverse("transfers:package", args=[package.pk])).status_code == 200
    damage_content(Path(package.path))
    given: Any = {"carriage": "online", "media_numbers": "", "delivered_on": make.NOW.date()}

    sent = client.get(reverse("transfers:package", args=[package.pk]), follow=True)

    assert "_01.PDF: sha256" in sent.content.decode()
    told = [
        one.after["intact"] for one in Entry.objects.about(handover).filter(verb="take package")
    ]
    assert told == [False, True]
    listed = client.get(reverse("transfers:package-list", args=[package.pk]), follow=True)
    assert "_01.PDF: sha256" in listed.content.decode()
    with pytest.raises(Refused, match="is not what was built"):
        decide.deliver(handover, **given, by=by, at=make.NOW)
    assert handover_make.again(handover).stage == "packaged"


def test_a_package_that_is_whole_but_another_one_is_found(package):
    assert faults_of_stored(package, "0" * 64, "0" * 64)
    assert "缺失" in str(faults_of_stored(package / "no", "0" * 64, "0" * 64)[0])


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a tag file and make the manifests of the tag files fit it again."""
    told = path.read_text("utf-8")
    assert old in told
    path.write_text(told.replace(old, new), "utf-8")
    for algorithm in ("sha256", "sha512"):
        manifest = path.parent / f"tagmanifest-{algorithm}.txt"
        names = [line.split("  ", 1)[1] for line in manifest.read_text().splitlines()]
        digests = [hashlib.new(algorithm, (path.parent / name).read_bytes()) for name in names]
        lines = zip(digests, names, strict=True)
        manifest.write_text("".join(f"{one.hexdigest()}  {name}\n" for one, name in lines))


def said(package: Path) -> str:
    return "\n".join(str(fault) for fault in verify(package))


def counted(package: Path) -> str:
    return "\n".join(str(fault) for fault in faults_of_bag(package, digests=False))


def damage_content(package: Path) -> None:
    content = next(package.rglob("*_01.PDF"))
    content.write_bytes(content.read_bytes()[:-1] + b"!")


def drop_a_directory(package: Path) -> None:
    shutil.rmtree(next(package.rglob("*-0002")))


def add_a_loose_file(package: Path) -> None:
    (package / "data" / "其他" / "多余.TXT").write_text("多余")


def change_the_manifest(package: Path) -> None:
    with (package / "manifest-sha256.txt").open("a") as file:
        file.write(f"{'0' * 64}  data/没有.TXT\n")


def change_the_readme(package: Path) -> None:
    path = package / "data" / "说明文件.TXT"
    path.write_text(path.read_text("utf-8").replace("档案数量：3", "档案数量：4"))


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (damage_content, "_01.PDF: sha256 校验值不符"),
        (damage_content, "_01.PDF: sha512 校验值不符"),
        (drop_a_directory, "-0002_01.PDF: 在校验表中，包内没有"),
        (add_a_loose_file, "data/其他/多余.TXT: 多余文件"),
        (change_the_manifest, "data/没有.TXT: 在校验表中，包内没有"),
        (change_the_readme, "data/说明文件.TXT: sha256 校验值不符"),
    ],
)
def test_tampering_is_found(package, tamper, fault):
    tamper(package)

    assert fault in said(package)
    assert not bagit.Bag(str(package)).is_valid()


def test_bytes_are_left_alone_when_only_counts_are_asked(package):
    damage_content(package)
    assert counted(package) == ""

    add_a_loose_file(package)
    assert "data/其他/多余.TXT: 多余文件" in counted(package)
    assert "bag-info.txt: Payload-Oxum" in counted(package)
    change_the_manifest(package)
    assert "data/没有.TXT: 在校验表中，包内没有" in counted(package)
    assert "data/没有.TXT: sha512 校验表中没有" in counted(package)
    assert "bag-info.txt: 总校验值与校验表不符" in counted(package)


def test_a_changed_tag_file_is_found(package):
    info = package / "bag-info.txt"
    info.write_text(info.read_text("utf-8").replace("Record-Count: 3", "Record-Count: 2"), "utf-8")

    assert "bag-info.txt: sha256 校验值不符" in said(package)


@pytest.mark.parametrize(
    "name",
    ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt"],
)
def test_a_missing_tag_file_is_named(package, name):
    (package / name).unlink()

    assert said(package) == f"{name}: 缺失"


def test_a_file_must_stand_in_both_manifests(package):
    manifest = package / "manifest-sha512.txt"
    line = next(
        one for one in manifest.read_text("utf-8").splitlines(keepends=True) if "_01" in one
    )

    rewrite(manifest, line, "")

    assert bagit.Bag(str(package)).is_valid(), "what bagit lets pass"
    assert "_01.PDF: sha512 校验表中没有" in said(package)


def test_tag_files_must_stand_in_both_manifests_too(package):
    (package / "tagmanifest-sha512.txt").unlink()

    assert bagit.Bag(str(package)).is_valid(), "what bagit lets pass"
    assert "bag-info.txt: sha512 校验表中没有" in said(package)


def test_payload_oxum_must_be_there_and_right(package):
    told = bagit.Bag(str(package)).info["Payload-Oxum"]

    rewrite(package / "bag-info.txt", told, "1.1")
    assert said(package) == "bag-info.txt: Payload-Oxum 与实际文件数、字节数不符"

    rewrite(package / "bag-info.txt", "Payload-Oxum: 1.1\n", "")
    assert bagit.Bag(str(package)).is_valid(), "what bagit lets pass"
    assert said(package) == "bag-info.txt: Payload-Oxum 与实际文件数、字节数不符"


@pytest.mark.parametrize("key", ["Root-SHA256", "Root-SM3"])
def test_the_root_digests_are_those_of_the_manifest(package, key):
    told = bagit.Bag(str(package)).info[key]

    rewrite(package / "bag-info.txt", told, "0" * 64)

    assert bagit.Bag(str(package)).is_valid(), "what bagit lets pass"
    assert said(package) == "bag-info.txt: 总校验值与校验表不符"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("bagit.txt", "BagIt-Version: 1.0", "BagIt-Version: 9.0"),
        ("bagit.txt", "UTF-8", "no code"),
        ("manifest-sha256.txt", "  data/", "  ../data/"),
    ],
)
def test_what_is_no_bag_is_a_fault_and_no_crash(package, name, old, new):
    rewrite(package / name, old, new)

    assert "BagIt" in said(package)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("<!DOCTYPE 文件目录><文件目录/>", "不带 DTD"),
        ("<文件目录></文件目录>", "目录文件 0 条"),
        ("<别的/>", "为根"),
        ("<文件目录><文件><日期>2005</日期></文件></文件目录>", "日期写作“2005”"),
        ("<文件目录><文件><保管期限>30 年</保管期限></文件></文件目录>", "保管期限写作"),
    ],
)
def test_a_listing_that_breaks_the_rules_is_named(package, written, fault):
    (package / "data" / "目录文件.XML").write_text(written, "utf-8")

    assert any(fault in str(found) for found in structure(package / "data"))


@pytest.mark.parametrize(
    "path",
    [
        "聚合层次",
        "来源/立档单位名称",
        "电子文件号",
        "档号/年度",
        "档号/保管期限",
        "内容描述/题名",
        "内容描述/责任者",
        "内容描述/日期",
        "内容描述/密级",
        "形式特征/文件组合类型",
        "机构人员实体/机构人员名称",
    ],
)
def test_metadata_without_a_required_element_are_named(package, path):
    described = next(package.rglob("电子档案元数据.XML"))
    tree = etree.parse(described)
    for element in tree.iterfind(path):
        element.clear()
    tree.write(described, encoding="utf-8", xml_declaration=True)

    assert any(f"缺 {path}" in str(found) for found in structure(package / "data"))
