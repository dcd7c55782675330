"""The archive's answer: read from its table by row and cell, final with the receipt."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from records.audit.models import Entry
from records.holdings.rules import Stage as RecordStage
from records.values.rules import Level
from tests import documents, handover_make, make
from transfers.handover.actions import receive, select
from transfers.handover.answers import Unreadable, read
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.rules import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"


def table(handover: Handover, *rows: tuple[int | str, str, str], kind: str = "csv") -> bytes:
    """A table below a title; a number stands for the code of that record."""
    prefix = f"{handover.fonds.number}-WS·2005-Y-"
    written = [["接收情况反馈表", "", ""], ["档号", "结果", "理由"]]
    for code, result, reason in rows:
        written.append([f"{prefix}{code:04d}" if isinstance(code, int) else code, result, reason])
    if kind == "csv":
        return "\n".join(",".join(row) for row in written).encode("gb18030")
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(written):
            sheet.write_row(number, 0, row)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_of_rejections_means_that_the_rest_is_accepted(kind):
    handover = handover_make.delivered()

    answers = read(BytesIO(table(handover, (2, "退回", "缺页"), kind=kind)), handover.items.all())

    assert answers == {handover.items.get(position=2).pk: "缺页"}


def test_a_table_with_acceptances_answers_every_record():
    handover = handover_make.delivered()
    whole = table(handover, (1, "接收", ""), (2, "退回", "缺页"), (3, "接收", ""))
    assert sorted(read(BytesIO(whole), handover.items.all()).values()) == ["", "", "缺页"]

    with pytest.raises(Unreadable, match="1 record has no answer"):
        read(BytesIO(table(handover, (1, "接收", ""), (2, "退回", "缺页"))), handover.items.all())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("J999-WS·2005-Y-0001", "接收", "")], "Row 3, column A: J999-WS·2005-Y-0001 is not in"),
        ([(1, "也许", "")], "Row 3, column B: “也许”"),
        ([(1, "退回", "")], "Row 3, column C: a rejection needs its reason"),
        ([(1, "退回", "缺"), (1, "接收", "")], "Row 4, column A: .* is answered in row 3"),
        ([("", "退回", "缺")], "Row 3, column A: the archival code is missing"),
        ([], "no answers"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_cell(rows, said):
    handover = handover_make.delivered()

    with pytest.raises(Unreadable, match=said):
        read(BytesIO(table(handover, *rows)), handover.items.all())


@pytest.mark.parametrize(
    "content",
    [
        b"no",
        b"PK\x03\x04no",
        "档号,别的\n".encode(),
        "档号,结果,理由\nJ001,退回,a\0b\n".encode(),
        "档号,结果,理由\n".encode() + b"x" * 200_000 + b",,\n",
    ],
    ids=["text", "workbook", "other columns", "zero byte", "a cell that no reader takes"],
)
def test_a_file_that_is_no_such_table_is_refused(content):
    handover = handover_make.delivered()

    with pytest.raises(Unreadable):
        read(BytesIO(content), handover.items.all())


def test_look_alikes_in_a_code_and_other_delimiters_are_read():
    handover = handover_make.delivered()
    number = handover.fonds.number
    written = f"档号\t结果\t理由\n{number}－WS.2005—Y－0002\t退回\t缺页\n".encode("gb18030")

    assert read(BytesIO(written), handover.items.all()) == {
        handover.items.get(position=2).pk: "缺页"
    }


def test_a_table_without_reasons_is_told_what_it_lacks():
    handover = handover_make.delivered()
    written = f"档号,结果\n{handover.fonds.number}-WS·2005-Y-0002,退回\n".encode()

    with pytest.raises(Unreadable, match="Add a column 理由"):
        read(BytesIO(written), handover.items.all())


def test_the_table_and_the_receipt_are_entered_on_the_page(client):
    handover = handover_make.delivered()
    client.force_login(make.archivist())
    file = SimpleUploadedFile("反馈.csv", table(handover, (2, "退回", "附件二缺第 4 页")))

    client.post(reverse("transfers:handover-answers", args=[handover.pk]), {"file": file})
    assert handover.items.get(position=2).reason == "附件二缺第 4 页"
    response = client.post(
        reverse("transfers:handover-receipt", args=[handover.pk]),
        {
            "number": "清档收〔2026〕15号",
            "received_on": "2026-11-22",
            "receiver": "姜白",
            "file": SimpleUploadedFile("回执.pdf", documents.pdf()),
        },
    )

    assert response.status_code == 302, response.context["form"].errors
    closed = handover_make.again(handover)
    assert closed.stage == Stage.CLOSED
    assert closed.receipt
    assert closed.receipt.receiver == "姜白"
    sent = client.get(reverse("transfers:handover-receipt-file", args=[handover.pk]))
    assert b"".join(sent.streaming_content) == documents.pdf()
    page = client.get(closed.get_absolute_url()).content.decode()
    assert "附件二缺第 4 页" in page


def test_a_wrong_table_is_answered_by_row_and_writes_nothing(client):
    handover = handover_make.delivered()
    client.force_login(make.archivist())
    entries = Entry.objects.count()
    file = SimpleUploadedFile("反馈.csv", table(handover, (1, "退回", "")))

    response = client.post(
        reverse("transfers:handover-answers", args=[handover.pk]), {"file": file}
    )

    assert response.status_code == 422
    assert b"Row 3, column C" in response.content
    assert not HandoverItem.objects.exclude(reason="").exists()
    assert Entry.objects.count() == entries


def test_a_volume_and_its_items_get_one_answer():
    fonds = make.fonds()
    volume = handover_make.due_record(fonds, 1, level=Level.VOLUME)
    make.record(
        RecordStage.ACCEPTED,
        fonds,
        volume=volume,
        number=1,
        archival_code=f"{volume.archival_code}-001",
        responsible="局",
        date_text="2005",
    )
    handover = select.create(fonds, classes=[(2005, "Y")], by=make.archivist(), at=make.NOW)
    item = handover.items.get(record=volume)

    HandoverItem.objects.filter(pk=item.pk).update(reason="缺封面")
    assert "one answer" in receive.half_a_volume(handover, make.archivist())
    handover.items.update(reason="缺封面")
    assert receive.half_a_volume(handover, make.archivist()) == ""


def test_what_lies_in_a_volume_is_rejected_with_it_and_taken_back_with_it():
    fonds, of = make.fonds(of=make.department(), number_width=4), make.category("KU")
    given: Any = {"level": Level.VOLUME, "category": of}
    code = f"{fonds.number}-KU·2005-Y-001"
    volume = handover_make.due_record(fonds, 1, archival_code=code, **given)
    inside: Any = {"volume": volume, "category": of, "responsible": "局"}
    inside |= {"date_text": "20050103", "dated_on": date(2005, 1, 3)}
    for n in (1, 2):
        lies: Any = {"number": n, "archival_code": f"{code}-{n:04d}"} | inside
        make.record(RecordStage.ACCEPTED, fonds, **lies)
    draft = select.create(fonds, classes=[(2005, "Y")], by=make.archivist(), at=make.NOW)
    handover = handover_make.delivered(of_draft=draft)
    first, _inside, other = handover.items.order_by("position")
    by: Any = {"by": make.archivist(), "at": make.NOW}

    receive.reject(handover, item=other.pk, reason="模糊", **by)
    receive.reject(handover, item=first.pk, reason="缺封面", **by)

    reasons = handover.items.order_by("position").values_list("reason", flat=True)
    assert list(reasons.all()) == ["缺封面", "缺封面", "模糊"]
    receive.reject(handover, item=first.pk, reason="", **by)
    assert list(reasons.all()) == ["", "", "模糊"]
