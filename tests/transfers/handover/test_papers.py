"""The papers of a handover: official forms, Chinese for whoever asks, with figures that agree."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.utils import timezone
from django.utils.translation import override

from records.holdings import actions as holdings
from records.holdings.models import Record
from records.jobs.rules import silent
from records.values.rules import Security
from tests import handover_make, make
from transfers.handover import work
from transfers.handover.actions import decide
from transfers.handover.models.handovers import Handover
from transfers.handover.papers import deeds
from transfers.handover.papers.order import order_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        told = "".join(page.get_textpage().get_text_range() for page in document)
    return told.replace("\r", "").replace("\n", "")


def paper(handover: Handover, kind: str) -> bytes:
    return deeds.paper_now(handover, order_of(handover), kind, ())


def packed(handover: Handover, name: str) -> str:
    """The text of a paper in the package."""
    assert handover.package
    content = Path(handover.package.path, "data", "其他", name).read_bytes()
    assert b"<pdfaid:part>2<" in content
    return text_of(content)


def marked() -> Handover:
    """A packaged batch with marks of all three kinds, one of them changed."""
    handover = handover_make.draft()
    records = list(Record.objects.order_by("pk"))
    Record.objects.filter(pk=records[0].pk).update(opening="delayed", disclosure="active")
    # today: the trail is dated by the database, and what came after the approval is not told
    who: dict[str, Any] = {"by": make.archivist(), "at": timezone.now()}
    holdings.edit(records[1], security=Security.INTERNAL, **who)
    handover_make.answered(handover_make.checked(handover))
    decide.propose(handover_make.again(handover), **who)
    decide.approve(handover_make.again(handover), by=make.supervisor(), at=who["at"])
    work.package(row=handover.pk, **who, progress=silent)
    return handover_make.again(handover)


def test_what_must_go_along_lies_in_the_package_and_on_the_deed():
    handover = marked()
    first, second, third = Record.objects.order_by("pk")

    opening = packed(handover, "到期开放意见.PDF")
    assert "开放 2 件，延期开放 1 件" in opening
    assert str(third.archival_code) in opening
    disclosure = packed(handover, "政府信息公开情况.PDF")
    assert "未注明 2 件，主动公开 1 件" in disclosure
    assert first.title in disclosure
    security = packed(handover, "密级变更情况.PDF")
    assert "现有密级：非密 2 件，内部 1 件。变更 1 次" in security
    assert str(second.archival_code) in security
    deed = packed(handover, "档案交接文据.PDF")
    assert "政府信息公开情况 1 份（未注明 2 件，主动公开 1 件）" in deed


def test_the_list_tells_remarks_too():
    draft = handover_make.draft()
    Record.objects.update(remarks="附图两张")
    handover = handover_make.packaged(of_draft=draft)

    assert "附图两张" in packed(handover, "移交清册.PDF")


def test_where_no_security_mark_was_changed_the_paper_says_so():
    assert "没有密级变更记录" in packed(handover_make.packaged(), "密级变更情况.PDF")


def test_the_form_in_the_package_and_the_one_that_is_printed_later_are_one():
    handover = handover_make.packaged()
    assert handover.package
    size = f"{handover.package.content_bytes:,} 字节"

    inside = packed(handover, "电子档案移交与接收登记表.PDF")
    assert size in inside
    assert inside == text_of(paper(handover, "register"))


def test_a_long_account_makes_the_deed_longer_and_loses_nothing():
    handover = handover_make.packaged()
    handover.account = "逐件核对，目录与实体相符。" * 120 + "完。"

    deed = text_of(paper(handover, "deed"))

    assert "完。" in deed
    assert "共 2 页" in deed


def test_the_deed_is_made_of_sums_however_many_records_go(django_assert_max_num_queries):
    handover = handover_make.packaged()

    with django_assert_max_num_queries(30) as asked:
        paper(handover, "deed")

    assert not [query["sql"] for query in asked.captured_queries if "title" in query["sql"]]


@pytest.mark.parametrize("kind", ["deed", "register"])
def test_papers_are_chinese_for_whoever_asks(kind):
    handover = handover_make.closed()

    with override("en"):
        english = paper(handover, kind)
    with override("zh-hans"):
        assert paper(handover, kind) == english
