"""Two people import at the same moment: every file comes in once, numbers have no gap."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from records.audit.models import Entry
from records.holdings.models import NumberSeries, Record
from records.rules import Refused
from tests import catalogues, make
from tests.records.imports import making
from tests.records.imports.making import checked, committed

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 200


@pytest.fixture
def path(tmp_path):
    return catalogues.write_csv(tmp_path / "a.csv", catalogues.rows(ROWS), encoding="utf-8")


def at_once(sources):
    """How many records each import made, None where it was refused."""
    together = Barrier(len(sources))

    def one(source):
        together.wait()
        try:
            return committed(source).committed
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sources)) as people:
        return list(people.map(one, sources))


def whole(good):
    codes = Record.objects.values_list("archival_code", flat=True)
    assert Record.objects.count() == good == len(set(codes))
    assert sum(NumberSeries.objects.values_list("last", flat=True)) == good
    assert Entry.objects.filter(verb="receive").count() == good


def test_the_same_table_of_three_people_comes_in_once(path):
    fonds = make.fonds("J026")
    sources = [checked(making.sent_path(path, fonds=fonds)) for _ in range(3)]
    good = sources[0].good

    made = at_once(sources)

    assert sorted(made) == [0, 0, good]
    whole(good)


def test_one_import_is_done_once_though_two_workers_do_it(path):
    source = checked(making.sent_path(path, fonds=make.fonds("J026")))

    assert at_once([source, source]) == [source.good] * 2
    whole(source.good)
