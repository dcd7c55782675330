"""The register of a year's loans: a line for each original, on paper and as a workbook."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from records.audit.models import Entry
from records.holdings.rules import Stage
from records.loans import actions
from records.loans.models import Loan
from records.loans.register import COLUMNS, lent_in, lines
from records.rules import Refused
from tests import loan_make, make

pytestmark = pytest.mark.django_db
ADDRESS = reverse("records:loan-register")


def test_the_register_has_a_line_for_each_original_and_its_taking_is_an_act(client):
    reader, archivist = make.reader(), make.archivist()
    fonds = make.fonds(of=reader.department)
    first, second = (make.record(Stage.ACCEPTED, fonds, pages=4) for _n in range(2))
    loan = loan_make.out(first, second, by=reader, purpose="=1+1")
    damaged = loan_make.returned(loan, condition="damaged", pages=4, note="封面破损")[:1]
    actions.take_back(loan, returned=damaged, by=archivist, at=make.NOW + timedelta(days=2))
    loan_make.out(since=make.NOW - timedelta(days=365))
    loan_make.approved()
    client.force_login(archivist)

    answer = client.post(ADDRESS, {"year": "2026", "kind": "xlsx"})

    head, *lines = load_workbook(BytesIO(answer.content), read_only=True).active.values
    assert list(head) == [name for name, _width in COLUMNS]
    told = [dict(zip(head, line, strict=True)) for line in lines]
    assert [line["档号"] for line in told] == [first.archival_code, second.archival_code]
    back, left = told
    assert (back["利用人"], back["利用目的"], back["归还完好"]) == (reader.name, "=1+1", "破损")
    assert (back["借出日期"], back["应还日期"]) == ("2026-11-22", "2026-11-29")
    assert (back["实还日期"], left["实还日期"]) == ("2026-11-24", None)
    assert back["备注"] == "封面破损；清点 4 页"
    assert str(archivist) in back["经办人"]
    assert not left["归还完好"]

    paper = client.post(ADDRESS, {"year": "2025", "kind": "pdf"})
    assert paper.content.startswith(b"%PDF-")
    taken = Entry.objects.filter(by=archivist, verb__in=["export", "print"]).order_by("pk")
    assert [(one.verb, one.after["count"]) for one in taken] == [("export", 2), ("print", 1)]
    assert client.post(ADDRESS, {"year": "2024", "kind": "pdf"}).status_code == 422
    with pytest.raises(Refused, match="Nothing was lent"):
        actions.take_register(2026, "pdf", by=reader, at=make.NOW)


def test_the_register_tells_what_is_lost_from_what_was_found_again():
    reader, archivist = make.reader(), make.archivist()
    fonds = make.fonds(of=reader.department)
    loan = loan_make.out(*(make.record(Stage.ACCEPTED, fonds) for _n in range(2)), by=reader)
    for item in loan.items.order_by("pk"):
        actions.lose(loan, item=item.pk, report="搬家时遗失", by=archivist, at=make.NOW)
    actions.find(loan, item=item.pk, report="在旧柜中找到", by=archivist, at=make.NOW)

    told = list(lines(lent_in(Loan.objects.visible_to(archivist), 2026)))

    at = [name for name, _width in COLUMNS].index("归还完好")
    assert [line[at] for line in told] == ["丢失", "丢失，已找回"]
