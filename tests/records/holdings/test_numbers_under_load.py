"""Numbers stay unique and free of gaps when several people accept at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from records.holdings import actions
from records.holdings.models import NumberSeries, Record
from records.holdings.rules import Stage
from records.rules import Refused
from records.values.rules import Level
from tests import make
from tests.database import until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_people_accept_into_one_class_without_gap_or_double():
    of, by = make.fonds("Z109"), make.archivist()
    batches = [[make.record(of=of, described_by=by).pk for _ in range(12)] for _ in range(8)]

    def accept(keys: list[int]) -> None:
        try:
            for start in range(0, len(keys), 3):
                part = Record.objects.filter(pk__in=keys[start : start + 3])
                actions.accept(part, by=by, at=make.NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        list(people.map(accept, batches))

    assert set(Record.objects.values_list("number", flat=True)) == set(range(1, 97))
    assert NumberSeries.objects.get().last == 96
    assert Record.objects.values("archival_code").distinct().count() == 96


def test_two_people_who_accept_the_same_drafts_number_them_once():
    of, by = make.fonds("Z109"), make.archivist()
    for _ in range(20):
        make.record(of=of, described_by=by)

    def accept(_: int) -> int:
        try:
            return actions.accept(Record.objects.filter(fonds=of), by=by, at=make.NOW)
        except Refused:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(accept, range(4))) == [0, 0, 0, 20]

    assert set(Record.objects.values_list("number", flat=True)) == set(range(1, 21))


def test_a_rollback_leaves_no_gap():
    of, by = make.fonds("Z109"), make.archivist()
    first, second = make.record(of=of), make.record(of=of)

    with transaction.atomic():
        actions.accept(Record.objects.filter(pk=first.pk), by=by, at=make.NOW)
        transaction.set_rollback(True)
    actions.accept(Record.objects.filter(pk=second.pk), by=by, at=make.NOW)

    second.refresh_from_db()
    assert second.archival_code == "Z109-WS·2005-Y-0001"


def test_two_thousand_drafts_are_accepted_by_as_many_statements_as_ten():
    of, by, kind = make.fonds("Z109", number_width=6), make.archivist(), make.category()
    drafts = """
        INSERT INTO records_record (level, fonds_id, category_id, year, period,
            document_number, title, responsible, date_text, date_is_inferred, dated_on,
            security, opening, disclosure, origin, genre, draft, language, medium, persons,
            keywords, abstract, remarks, box_number, until, page_numbers, access, stage,
            normal_text, described_by_id, described_at)
        SELECT 'item', %s, %s, %s + n %% 6, 'Y', '', '关于第' || n || '号事项的通知',
            '某机关', '2001', false, date '2001-01-01' + (n * 7 %% 300), '',
            'unreviewed', '', '', '', '', '', '', '', '', '', '', '', '', '', 'department', 'draft',
            '关于第' || n || '号事项的通知',
            %s, now() FROM generate_series(1, %s) AS n"""

    def statements(first_year: int, many: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute(drafts, [of.pk, kind.pk, first_year, by.pk, many])
        with CaptureQueriesContext(connection) as asked:
            wanted = Record.objects.filter(fonds=of, stage=Stage.DRAFT)
            assert actions.accept(wanted, by=by, at=make.NOW) == many
        return len(asked)

    assert statements(2000, 2000) == statements(1990, 10)
    assert Record.objects.filter(stage=Stage.ACCEPTED, number__gte=1).count() == 2010


def test_who_accepts_a_volume_again_does_not_stop_the_one_who_accepts_its_items():
    of, by = make.fonds("Z109"), make.archivist()
    volume = make.record(of=of, level=Level.VOLUME)
    actions.accept(Record.objects.filter(pk=volume.pk), by=by, at=make.NOW)
    first, second = (make.record(of=of, volume=volume) for _ in range(2))

    def accept_again() -> str:
        both = Record.objects.filter(pk__in=[volume.pk, second.pk])
        try:
            actions.accept(both, by=by, at=make.NOW)
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "accepted"

    with ThreadPoolExecutor(1) as people:
        with transaction.atomic():
            actions.accept(Record.objects.filter(pk=first.pk), by=by, at=make.NOW)
            other = people.submit(accept_again)
            until_somebody_waits_for_a_lock()
        assert other.result() == "refused"

    first.refresh_from_db()
    assert first.archival_code == "Z109-WS·2005-Y-001-0001"
