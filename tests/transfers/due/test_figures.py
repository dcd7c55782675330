"""The figures that the database keeps are those that counting gives, whatever is done."""

import pytest
from django.db.models import Count

from records.holdings.models import Record
from records.retention.rules import Duty
from tests import make
from tests.due_make import kept, run
from transfers.due.models import Due, DueCount, Uncomputable, UncomputableCount
from transfers.due.rules import Ending, Obstacle

pytestmark = pytest.mark.django_db
CLASS = ("fonds", "duty", "year", "period", "due_on")
LINE = ("fonds", "duty", "reason")


def agree():
    """Compare both tables with a count; returns how many flags and lines there are."""
    for kept_as, rows, by in (
        (DueCount, Due.objects.open(), CLASS),
        (UncomputableCount, Uncomputable.objects.all(), LINE),
    ):
        counted = rows.order_by().values_list(*by).annotate(Count("pk"))
        figures = kept_as.objects.exclude(rows=0).values_list(*by, "rows")
        assert sorted(figures) == sorted(counted)
    return Due.objects.open().count(), Uncomputable.objects.count()


def test_the_figures_follow_every_statement():
    ours, theirs = make.fonds(), make.fonds()
    for year in (2001, 2001, 2002):
        kept(year, of=ours)
        kept(year, "D10", of=theirs)
    unclear = [kept(2001, "C", of=theirs), kept(2001, "D", of=theirs)]
    run()
    assert agree() == (6, 2)

    Due.objects.filter(fonds=ours, year=2001).update(
        cleared_at=make.NOW, cleared_reason=Ending.NOT_DUE
    )
    assert agree() == (4, 2)

    Uncomputable.objects.filter(record=unclear[0]).update(reason=Obstacle.NO_RULE)
    Uncomputable.objects.filter(record=unclear[1]).delete()
    assert agree() == (4, 1)

    run()
    assert agree() == (6, 2)
    assert DueCount.objects.by_duty() == {Duty.TRANSFER: 3, Duty.APPRAISE: 3}
    assert UncomputableCount.objects.total() == 2


def test_who_sees_no_record_of_a_fonds_sees_none_of_its_figures():
    ours, theirs = make.fonds(), make.fonds()
    kept(2001, of=ours)
    kept(2001, of=theirs)
    run()
    reader = make.reader(ours.department)

    (group,) = DueCount.objects.visible_to(reader).by_fonds(make.NOW.date())

    assert (group.of, group.flags) == (ours.pk, 1)
    assert Record.objects.visible_to(reader).count() == 1
