"""After the receipt the papers certify what was accepted, name what was not, and stay so."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse
from django.utils.translation import override

from records.holdings.models import Record
from records.holdings.rules import Stage as RecordStage
from records.organisation.models import Fonds
from records.rules import Refused
from records.values.rules import Level
from tests import handover_make, make
from transfers.handover.actions import papers, select
from transfers.handover.models.handovers import Handover
from transfers.handover.papers.amounts import amount, said

pytestmark = pytest.mark.django_db
REASON = "附件二缺第 4 页"


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"


def printed(handover: Handover, kind: str) -> bytes:
    return papers.take(handover, kind, by=make.archivist(), at=make.NOW)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        told = "".join(page.get_textpage().get_text_range() for page in document)
    return told.replace("\r", "").replace("\n", "")


def test_only_what_was_accepted_is_certified_and_what_was_not_is_named():
    before = handover_make.delivered()
    sent = before.package
    assert sent
    assert "3 件，有数字内容 3 条" in text_of(printed(before, "register"))
    handover = handover_make.receipted(before, {2: REASON})
    rejected = handover.items.get(position=2).record
    left_out = sum(
        path.stat().st_size for path in Path(sent.path, "data").rglob(f"{rejected.archival_code}/*")
    )

    deed, register, final = (
        text_of(printed(handover, kind)) for kind in ("deed", "register", "list")
    )

    assert left_out > 0
    assert f"接收 2 件，6 页。退回 1 件，不在接收之列：{rejected.archival_code} {REASON}" in deed
    assert "2 件，有数字内容 2 条" in register
    assert "通过：已查，无误" in register  # what a person answered, where the form asks it
    receiver = handover.receipt.receiver if handover.receipt else ""
    assert register.count(receiver) == 1  # as who received; that they reviewed nobody recorded
    assert f"{sent.content_bytes - left_out:,} 字节" in register
    assert "进馆档案接收清册" in final
    accepted = [item.record.title for item in handover.items.accepted()]
    assert all(title in final for title in accepted)
    assert final.index(rejected.title) > final.index("退回") > final.index(accepted[-1])


def test_what_the_papers_say_stays_whatever_is_changed_later():
    handover = handover_make.closed({2: REASON})
    kinds = ("deed", "register", "list")
    before = [printed(handover, kind) for kind in kinds]

    Record.objects.filter(stage=RecordStage.ACCEPTED).update(title="改过的题名", pages=99)
    Fonds.objects.update(name="改过的全宗名")

    again = Handover.objects.get(pk=handover.pk)
    assert [printed(again, kind) for kind in kinds] == before


def test_what_is_sent_again_is_certified_once(client):
    first = handover_make.closed({2: REASON})
    client.force_login(make.archivist())
    assert client.get(first.get_absolute_url()).context["can_resend"]
    deed = printed(first, "deed")
    resent = select.resend(first, by=make.archivist(), at=make.NOW)

    assert not client.get(first.get_absolute_url()).context["can_resend"]
    second = handover_make.receipted(handover_make.delivered(of_draft=resent))

    assert "接收 1 件，3 页。" in text_of(printed(second, "deed"))
    assert printed(first, "deed") == deed
    assert not client.get(first.get_absolute_url()).context["can_resend"]


def test_where_nothing_was_accepted_nothing_is_certified_nor_kept(client):
    handover = handover_make.closed({1: REASON, 2: REASON, 3: REASON})
    client.force_login(make.archivist())

    with pytest.raises(Refused, match="accepted nothing"):
        printed(handover, "deed")
    page = client.get(handover.get_absolute_url()).content.decode()
    deed = reverse("transfers:handover-paper", args=[handover.pk, "deed"])
    assert deed not in page
    assert client.get(deed).status_code == 302
    assert handover.kept_until is None


def test_before_the_receipt_there_is_no_final_list():
    with pytest.raises(Refused, match="no receipt yet"):
        printed(handover_make.delivered(), "list")


def test_a_volume_is_counted_once_with_its_own_columns(client):
    fonds = make.fonds(of=make.department(), number_width=4)
    of: Any = {"level": Level.VOLUME, "category": make.category("KU")}
    volumes = [
        handover_make.due_record(
            fonds, n, pages=pages, archival_code=f"{fonds.number}-KU·2005-Y-00{n}", **of
        )
        for n, pages in ((1, 40), (2, None))
    ]
    for volume in volumes:
        for number, day in ((1, "20050103"), (2, "20051230")):
            make.record(
                RecordStage.ACCEPTED,
                fonds,
                volume=volume,
                number=number,
                archival_code=f"{volume.archival_code}-{number:04d}",
                pages=7,
                date_text=day,
                dated_on=f"{day[:4]}-{day[4:6]}-{day[6:]}",
                category=volume.category,
            )
    photo: Any = {
        "category": make.category("ZP"),
        "archival_code": f"{fonds.number}-ZP·2005-Y-0001",
    }
    handover_make.due_record(fonds, 1, pages=1, **photo)
    handover_make.due_record(fonds, 1)
    draft = select.create(fonds, classes=[(2005, "Y")], by=make.archivist(), at=make.NOW)

    assert amount(draft.items.all()) == "2 卷、1 件、1 张（卷内 4 件）"
    figures = draft.items.figures()
    assert (figures["records"], figures["pages"]) == (8, 40 + 14 + 3 + 1)
    client.force_login(make.archivist())
    client.cookies["django_language"] = "zh-hans"
    with override("zh-hans"):
        page = client.get(draft.get_absolute_url())
    assert page.context["amounts"]["records"] == amount(draft.items.all())
    assert "2 卷、1 件、1 张（卷内 4 件）　→" in page.content.decode()
    with override("en"):
        told = said(draft.items.tallied())
    assert told == "2 volumes, 1 item, 1 photograph (4 items in volumes)"
    handover = handover_make.receipted(handover_make.delivered(of_draft=draft))
    final = text_of(printed(handover, "list"))
    assert "20050103—20051230" in final
    assert "案卷题名" in final
    deed = text_of(printed(handover, "deed"))
    assert "2卷" in deed.replace(" ", "")
    assert "8" not in deed.split("合计")[1].split("目录文件")[0]
