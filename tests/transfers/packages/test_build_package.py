"""The package is a bag that bagit accepts, around the structure of DA/T 93-2022."""

import json
import resource
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import bagit
import pytest
from django.core.files.storage import default_storage
from lxml import etree

from records.audit.actions import note
from records.audit.rules import ACTS
from records.copies.digests import digest
from records.copies.models import DigitalCopy
from records.jobs.rules import silent
from records.rules import Refused
from records.values.rules import Level
from tests import handover_make, make
from transfers.handover import work
from transfers.handover.actions import decide, select
from transfers.handover.models.handovers import Handover
from transfers.handover.papers.order import items_of, order_of
from transfers.packages import directories, files, metadata
from transfers.packages.files import tar, tar_size
from transfers.packages.verification import verify

pytestmark = pytest.mark.django_db
NAME = "改过的名称"


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages 100% %41"  # a URL reads `%` otherwise
    return settings.PACKAGE_DIR


@pytest.fixture(params=[False, True], ids=["by one", "shared"])
def _shared(request, monkeypatch):
    """Few records make one row and few bytes one share, which leaves nothing to a twin."""
    if request.param:
        monkeypatch.setattr(directories, "TOGETHER", 2)
        monkeypatch.setattr(files, "MANY", 0)


def package_of(handover: Handover) -> Path:
    assert handover.package
    return Path(handover.package.path)


def copy_of(handover: Handover, position: int) -> DigitalCopy:
    """The digital copy of a record of the batch."""
    return DigitalCopy.objects.get(
        component__record__handover_items=handover.items.get(position=position)
    )


def test_bagit_validates_the_package_in_another_process():
    package = package_of(handover_make.packaged())

    assert bagit.Bag(str(package)).validate()
    command = [sys.executable, "-m", "bagit", "--validate", str(package)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_payload_has_the_structure_of_the_standard():
    handover = handover_make.packaged()
    data = package_of(handover) / "data"
    number = handover.fonds.number
    code = f"{number}-WS·2005-Y-0001"

    assert sorted(path.name for path in data.iterdir()) == sorted(
        [number, "其他", "目录文件.XML", "说明文件.TXT"]
    )
    record = data / number / "WS" / "2005" / code
    assert sorted(path.name for path in record.iterdir()) == [
        f"{code}_01.PDF",
        "电子档案元数据.XML",
    ]
    assert sorted(path.name for path in (data / "其他").iterdir()) == [
        "到期开放意见.PDF",
        "密级变更情况.PDF",
        "政府信息公开情况.PDF",
        "校验说明.TXT",
        "档案交接文据.PDF",
        "电子档案移交与接收登记表.PDF",
        "移交清册.PDF",
    ]
    told = dict(
        line.split("：", 1) for line in (data / "说明文件.TXT").read_text("utf-8").splitlines()
    )
    assert told["档案数量"] == "3"
    assert told["起止档号"] == f"{code} 至 {number}-WS·2005-Y-0003"
    listing = etree.parse(str(data / "目录文件.XML")).getroot()
    assert listing.tag == "文件目录"
    assert [child.tag for child in listing[0]] == [
        *("顺序号", "档号", "责任者", "题名", "日期", "保管期限", "密级", "页数", "备注")
    ]
    assert listing[0].findtext("保管期限") == "永久"
    metadata = etree.parse(str(record / "电子档案元数据.XML"))
    assert metadata.findtext("档号/全宗号") == number
    assert metadata.findtext("电子属性/计算机文件名") == f"{code}_01.PDF"
    assert verify(package_of(handover)) == []


def test_figures_and_root_digests_on_the_row_are_those_of_the_package():
    package = handover_make.packaged().package

    assert package
    assert (package.records, package.paper_only) == (3, 0)
    with Path(package.path, "manifest-sha256.txt").open("rb") as manifest:
        own = b"".join(line for line in manifest if "  data/其他/".encode() not in line)
    assert (package.sha256, package.sm3) == (digest([own]).sha256, digest([own]).sm3)
    payload = [path for path in Path(package.path, "data").rglob("*") if path.is_file()]
    assert package.files == len(payload)
    assert package.bytes == sum(path.stat().st_size for path in payload)


def test_a_record_on_paper_gets_a_description_sheet_and_is_counted():
    handover = handover_make.packaged(copies=False)
    data = package_of(handover) / "data"

    sheets = list(data.rglob("*_著录单.PDF"))
    assert len(sheets) == 3
    assert b"<pdfaid:part>2<" in sheets[0].read_bytes()
    assert "其中 3 条没有数字副本" in (data / "说明文件.TXT").read_text("utf-8")
    assert handover.package
    assert handover.package.paper_only == 3
    assert verify(package_of(handover)) == []


def test_the_description_tells_what_was_done_to_the_record():
    proposed = handover_make.proposed(records=1)
    record = proposed.items.get().record
    moves = {move.name for move in record.FLOW}
    assert set(metadata.ACTS) <= set(ACTS) | moves, "a verb of the trail was renamed"
    note("describe", record, by=record.described_by, at=make.NOW)
    decide.approve(proposed, by=make.supervisor(), at=make.NOW)
    note("accept", record, by=record.described_by, at=make.NOW)
    handover = handover_make.again(proposed)

    told = metadata.metadata(next(items_of(handover)), order_of(handover))

    business = etree.fromstring(told).find("业务实体")
    assert business is not None
    assert [act.text for act in business.iter("业务行为")] == ["著录"], "nothing after the approval"


def test_nothing_is_stated_that_nobody_recorded():
    handover = handover_make.draft(records=1)
    record = handover.items.get().record
    record.components.create(position=2, part="attachment", title="附件一", pages=2)
    handover.approved_at = make.NOW

    def told():
        described = metadata.metadata(next(items_of(handover)), order_of(handover))
        return etree.fromstring(described)

    bare = told()
    assert bare.find("数字化属性") is None
    assert bare.find("形式特征/语种") is None
    assert bare.findtext("电子属性/形成时间") == "20050612", "of the document, not of the upload"
    assert bare.findtext("缺少的组件/题名") == "附件一"
    assert bare.findtext("权限管理/控制标识") == "开放"
    type(record).objects.filter(pk=record.pk).update(
        origin="digitised", language="汉语", medium="纸质", opening="unreviewed"
    )
    handover_make.copy(record, resolution=300, colour="grey")

    full = told()

    assert [one.text for one in full.findall("数字化属性")[-1]] == ["2", "纸质", "300 dpi", "灰度"]
    assert full.findtext("形式特征/语种") == "汉语"
    assert full.find("权限管理/控制标识") is None


def test_an_item_of_a_volume_bears_the_number_of_both():
    fonds = make.fonds(of=make.department(), number_width=4)
    volume = handover_make.due_record(fonds, 7, level=Level.VOLUME)
    item = handover_make.due_record(fonds, 2)
    type(item).objects.filter(pk=item.pk).update(volume=volume)
    handover = select.create(fonds, classes=[(2005, "Y")], by=make.archivist(), at=make.NOW)
    handover.approved_at = make.NOW

    told = [metadata.metadata(one, order_of(handover)) for one in items_of(handover)]

    numbers = [
        (root.findtext("档号/室编案卷号"), root.findtext("档号/室编件号"))
        for root in map(etree.fromstring, told)
    ]
    assert numbers == [("7", None), ("7", "2")]
    whole = etree.fromstring(told[0])
    assert whole.findtext("形式特征/件数") == "1"
    assert whole.findtext("形式特征/文件组合类型") == "组合文件"


@pytest.mark.usefixtures("_shared")
def test_an_interrupted_build_goes_on_and_gives_the_same_package(packages, monkeypatch):
    handover = handover_make.approved(records=5)
    whole = work.export(handover, parent=packages / "whole", at=make.NOW, tell=silent)
    seen = []

    def stop_at_three(done, total=None, text=""):
        seen.append(text)
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work.export(handover, parent=packages / "parts", at=make.NOW, tell=stop_at_three)
    assert not list((packages / "parts").glob("[!.]*")), "nothing half-finished is offered"
    torn = next((packages / "parts").glob(".*/journal.jsonl"))
    finished = [json.loads(line)["directory"] for line in torn.read_text("utf-8").splitlines()]
    data = torn.parent / "bag" / "data"
    copies = [next((data / one).glob("*_01.PDF")) for one in finished]
    before = {path: path.stat().st_ino for path in copies}
    torn.write_text(torn.read_text("utf-8") + '{"directory": "J0', "utf-8")
    for number in ("0005", "0009"):  # killed while it was filled; the other was never asked for
        half = data / finished[0].replace("-0001", f"-{number}")
        half.mkdir(exist_ok=True)
        (half / "半.PDF").write_bytes(b"%PDF")

    parts = work.export(handover, parent=packages / "parts", at=make.NOW, tell=silent)

    for name in ("manifest-sha256.txt", "manifest-sha512.txt", "bag-info.txt"):
        assert (parts.path / name).read_bytes() == (whole.path / name).read_bytes()
    assert parts.root == whole.root
    after = {path.name: path.stat().st_ino for path in parts.path.rglob("*_01.PDF")}
    assert len(before) == 3
    assert all(after[path.name] == inode for path, inode in before.items()), "kept, not copied"
    assert verify(parts.path) == []
    assert [path.name for path in (packages / "parts").iterdir()] == [parts.path.name]


def test_what_changed_since_the_interruption_is_made_anew(packages):
    handover = handover_make.approved(records=4)

    def stop_at_three(done, total=None, text=""):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work.export(handover, parent=packages / "out", at=make.NOW, tell=stop_at_three)
    of = handover.items.all()[0].record.fonds
    type(of).objects.filter(pk=of.pk).update(name=NAME)  # the records are held
    (begun,) = (path for path in packages.rglob("*-0001") if path.is_dir())
    shutil.copytree(begun, begun.with_name(begun.name[:-4] + "9999"))

    handover = handover_make.again(handover)
    built = work.export(handover, parent=packages / "out", at=make.NOW, tell=silent)

    assert verify(built.path) == []
    again = [path for path in built.path.rglob("电子档案元数据.XML") if NAME in path.read_text()]
    assert len(again) == 4
    assert not list(built.path.rglob("*-9999")), "what is not of the batch is swept out"


@pytest.mark.usefixtures("_shared")
def test_missing_bytes_are_named_and_nothing_is_offered(packages):
    handover = handover_make.approved()
    lost = copy_of(handover, 1)
    default_storage.delete(lost.path)

    with pytest.raises(Refused, match=r"WS·2005-Y-0001 are not in the store"):
        work.package(row=handover.pk, by=make.archivist(), at=make.NOW, progress=silent)

    assert not list(packages.glob("[!.]*"))
    assert handover_make.again(handover).package is None


@pytest.mark.usefixtures("_shared")
def test_bytes_that_are_not_what_was_stored_are_named():
    handover = handover_make.approved()
    copy = copy_of(handover, 3)
    Path(default_storage.path(copy.path)).write_bytes(b"%PDF-1.7\nsomething else")

    with pytest.raises(Refused, match=r"WS·2005-Y-0003 is not what was stored"):
        work.package(row=handover.pk, by=make.archivist(), at=make.NOW, progress=silent)


def test_a_full_disk_is_said_in_a_sentence_and_the_build_goes_on_later(packages):
    handover = handover_make.draft(records=1, copies=False)
    record = handover.items.get().record
    handover_make.copy(record, content=handover_make.PDF + b"x" * 3_000_000)
    type(handover).objects.filter(pk=handover.pk).update(approved_at=make.NOW)
    handover = handover_make.again(handover)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, usual[1]))
    try:
        with pytest.raises(Refused, match="is full"):
            work.export(handover, parent=packages / "out", at=make.NOW, tell=silent)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert not list((packages / "out").glob("[!.]*"))

    assert (
        verify(work.export(handover, parent=packages / "out", at=make.NOW, tell=silent).path) == []
    )


def test_the_tar_is_the_package_and_as_long_as_it_says(tmp_path):
    package = package_of(handover_make.packaged(records=2))

    sent = b"".join(tar(package))

    assert len(sent) == tar_size(package)
    handover_make.unpack(BytesIO(sent), tmp_path / "out")
    assert verify(tmp_path / "out" / package.name) == []
