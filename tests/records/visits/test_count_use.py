"""What was used, counted by the rules of the field, beside a count by hand."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from openpyxl import load_workbook

from records.holdings.rules import Stage
from records.rules import Refused
from records.values.rules import Level
from records.visits import actions
from records.visits.rules import Wanted
from records.visits.statistics import Chart, statistics
from records.visits.use_sql import Use
from tests import loan_make, make, visit_make

pytestmark = pytest.mark.django_db
OLD = {"first": "0001-01-01", "last": "0001-02-01"}
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def on(month, day, year=2026, hour=10):
    return datetime(year, month, day, hour, tzinfo=get_default_timezone())


def came(day, *read, **given):
    """Somebody registered on that day."""
    archivist, at = make.archivist(), on(day.month, day.day, day.year)
    visit = actions.register(**visit_make.entry(used_on=day, **given), by=archivist, at=at)
    wanted = [Wanted(record.pk, copied) for record, copied in read]
    actions.bring(visit, wanted=wanted, by=archivist, at=at)
    return visit


def test_the_figures_are_those_of_a_count_by_hand(client):
    education, finance = make.department("教育局"), make.department("财政局")
    fonds = make.fonds(of=education)
    item, other = (make.record(Stage.ACCEPTED, fonds, pages=9) for _n in range(2))
    volume = make.record(Stage.ACCEPTED, make.fonds(of=finance), level=Level.VOLUME)
    staff = {"identity_kind": "staff", "department": finance, "purpose_kind": "work", "unit": ""}
    came(date(2026, 3, 2), (item, 4), (volume, 6))  # one person
    came(date(2026, 3, 2), (other, 0))  # the same on the same day: still one
    came(date(2026, 3, 3), (item, 1))  # the next day: two
    came(date(2026, 3, 31), (volume, 0), **staff, identity_number="A1")  # three
    came(date(2026, 4, 1), (item, 0), **staff, identity_number="A2")
    came(date(2025, 3, 2), (item, 2))  # a year before
    slip = came(date(2026, 5, 5), (item, 7))
    actions.cancel(slip, reason="误登", by=make.archivist(), at=on(5, 6))
    reader = make.reader(education)
    loan_make.out(item, other, by=reader, since=on(3, 31, hour=23), days=7)  # five days, once
    loan_make.approved(by=make.reader())  # never handed out

    found = statistics(FIRST, LAST, make.supervisor())

    assert found.whole == Use(read=4, lent=1, volumes=2, items=6, copied=11)
    assert found.before == Use(read=1, items=1, copied=2)
    months = {month.label: (month.use.people, month.before) for month in found.months}
    assert {label: told for label, told in months.items() if any(told)} == {
        "2026-03": (4, 1),
        "2026-04": (1, 0),
    }
    assert {line.label: line.use.people for line in found.purposes} == {
        "reference for work": 3,
        "chronicles and histories": 2,
    }
    assert [(line.label, line.use) for line in found.departments] == [
        ("from outside", Use(read=2, volumes=1, items=3, copied=11)),
        ("财政局", Use(read=2, volumes=1, items=1)),
        ("教育局", Use(lent=1, items=2)),
    ]
    assert {line.label: line.use for line in found.owners} == {
        "教育局": Use(read=3, lent=1, items=6, copied=5),
        "财政局": Use(read=2, volumes=2, copied=6),
    }

    client.force_login(make.archivist())
    address, told = reverse("records:visit-figures"), {"first": "2026-01-01", "last": "2026-12-31"}
    page = client.get(address, told).content.decode()
    assert page.count('<rect class="read"') == 12
    assert "财政局" in page
    taken = client.post(address, told).content
    _head, *lines = load_workbook(BytesIO(taken), read_only=True).active.values
    assert lines[0][2:] == (5, 4, 1, 2, 6, 11)
    assert len(lines) == 1 + 12 + 2 + 3 + 2
    for wrong in ({"last": "2025-01-01"}, {"first": "2020-01-01"}, {"first": "x"}, OLD):
        assert client.get(address, told | wrong).status_code == 422
    with pytest.raises(Refused, match="centre alone"):
        statistics(FIRST, LAST, make.filing_officer())


def test_whatever_the_figures_the_chart_fits():
    supervisor = make.supervisor()
    empty = statistics(FIRST, LAST, supervisor).months
    full = [
        month._replace(use=Use(read=n * 731, lent=n), before=n * 900)
        for n, month in enumerate(empty)
    ]

    for months in (empty, full, [empty[0]._replace(before=3)], []):
        chart = Chart.of(months)
        assert len(chart.bars) == len(months)
        assert all(0 <= bar.lent_y <= bar.read_y <= 196 for bar in chart.bars)
        assert all(0 <= bar.before_y <= 196 for bar in chart.bars)
        assert 2 <= len(chart.scale) <= 6
    leap = statistics(date(2024, 2, 29), date(2024, 2, 29) + timedelta(days=1), supervisor)
    assert [month.label for month in leap.months] == ["2024-02", "2024-03"]
