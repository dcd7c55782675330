from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.due_make import kept
from transfers.due.models import Due, DueRun

pytestmark = pytest.mark.django_db


def test_it_prints_what_it_did_and_nothing_else(capsys):
    kept(2005)
    kept(None)

    call_command("flag_due", today=date(2026, 1, 1))
    call_command("flag_due", today=date(2026, 1, 1))

    assert capsys.readouterr().out == (
        "flagged=1 already=0 cleared=0 uncomputable=1\n"
        "flagged=0 already=1 cleared=0 uncomputable=1\n"
    )


def test_the_day_is_today_unless_told(capsys):
    call_command("flag_due", "--today", "2031-05-06")

    assert DueRun.objects.get().today == date(2031, 5, 6)


def test_what_is_no_day_is_refused_and_nothing_is_written():
    kept(2005)

    with pytest.raises(CommandError, match="Write YYYY-MM-DD"):
        call_command("flag_due", "--today", "2031-02-30")

    assert not Due.objects.exists()
