"""Pages catalogued, scanned and counted on paper: who differs is told on the page and in a list."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from records.copies import actions as copies
from records.holdings.models import Record
from records.holdings.rules import Part, Stage
from records.inspection import actions
from records.inspection.models import PageDifference
from records.inspection.page_counts_sql import Pages, differing
from records.loans.actions import take_back
from tests import documents, loan_make, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT, settings.PAGE_CACHE_DIR = tmp_path / "media", tmp_path / "pages"


def described(pages, *parts, **given):
    """A record with parts, each of so many pages and with copies of formats and pages."""
    record = make.record(Stage.ACCEPTED, pages=pages, **given)
    for position, (said, copies_of) in enumerate(parts, start=1):
        part = record.components.create(
            position=position, part=Part.ORIGINAL, title=f"第{position}件", pages=said
        )
        for n, (kind, count) in enumerate(copies_of):
            told = {"sha256": f"{part.pk}-{n}", "sm3": "0", "size": 1, "name": f"{n}"}
            by = {"stored_by": record.described_by, "stored_at": make.NOW}
            part.copies.create(format=kind, page_count=count, **told, **by)
    return record


@pytest.mark.parametrize(
    ("pages", "parts", "found"),
    [
        (2, [(None, [("PDF", 2)])], None),
        (3, [(None, [("PDF", 2)])], (3, 2, None)),
        (2, [(None, [("TIF", 1), ("TIF", 1), ("PDF", 2)])], None),  # pages apart, and once more
        (None, [(2, [("PDF", 2)]), (1, [("PDF", 2)])], (3, 4, None)),
        (5, [(2, [("PDF", 2)]), (3, [])], None),  # what is not scanned yet is not missed
        (5, [(2, [("PDF", 1)]), (3, [])], (2, 1, None)),
        (2, [(None, [("PDF", None)])], None),  # not counted yet
        (2, [(None, [("PDF", 0)])], None),  # cannot be opened
        (2, [(None, [("DOCX", None)])], None),
        (None, [(None, [("PDF", 7)])], None),
        (9, [], None),
    ],
)
def test_what_differs(pages, parts, found):
    record = described(pages, *parts)

    assert list(differing([record.pk])) == ([Pages(record.pk, *found)] if found else [])


def test_pages_counted_at_a_return_are_compared_too():
    loan, by = loan_make.out(), make.archivist()
    back = loan_make.returned(loan, pages=11)
    take_back(loan, returned=back, by=by, at=make.NOW)
    item = loan.items.get()
    Record.objects.filter(pk=item.record_id).update(pages=12)

    (found,) = differing([item.record_id])

    assert (found.catalogued, found.scanned, found.counted) == (12, None, 11)


def test_new_copies_are_counted_and_the_list_and_the_page_say_what_differs(client):
    record = make.record(Stage.ACCEPTED, pages=2)
    part = record.components.create(position=1, part=Part.ORIGINAL, title="正本")
    by, content = make.archivist(), documents.pdf()
    copies.store(part, BytesIO(content), name="a.pdf", by=by, at=make.NOW)

    assert actions.count_pages(at=make.NOW) == 1
    assert actions.count_pages(at=make.NOW) == 0

    row = PageDifference.objects.get()
    assert (row.record, row.catalogued, row.scanned) == (record, 2, 1)
    client.force_login(by)
    shown = client.get(reverse("records:inspection-pages")).content.decode()
    assert record.title in shown
    note = client.get(record.get_absolute_url())
    assert "catalogued 2, scanned 1" in note.content.decode()
    officer = make.filing_officer()
    client.force_login(officer)
    assert record.title not in client.get(reverse("records:inspection-pages")).content.decode()

    Record.objects.filter(pk=record.pk).update(pages=1)
    client.force_login(by)
    assert record.title not in client.get(reverse("records:inspection-pages")).content.decode()
    actions.compare_pages(at=make.NOW)
    assert not PageDifference.objects.exists()


def test_the_lists_cost_the_same_for_one_and_for_many(client):
    client.force_login(make.archivist())
    described(3, (None, [("PDF", 2)]))

    def costs():
        actions.compare_pages(at=make.NOW)
        client.get(reverse("records:inspection-pages"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("records:inspection-pages"))
        return len(queries), len(page.context["lines"])

    few = costs()
    for _ in range(60):
        described(3, (None, [("PDF", 2)]))

    assert (few[1], costs()) == (1, (few[0], 50))
