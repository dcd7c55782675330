"""Each statement by which staged rows become records, clause by clause."""

from uuid import UUID

import pytest
from django.db import connection

from records.holdings.models.numbers import CodeAlias
from records.holdings.models.records import Record
from records.imports import commit_sql as sql
from records.imports.arrival import _given
from records.imports.models import ImportRow
from records.imports.rules import Outcome
from tests import make
from tests.records.imports import making

pytestmark = pytest.mark.django_db
CODE = "J001-WS·2020-Y-0007"


@pytest.fixture
def source():
    return making.sent(fonds=make.fonds("J001"))


def staged(source, row, *, outcome=Outcome.OK, mark=None, key=None, **given):
    return ImportRow.objects.create(
        source=source,
        row=row,
        key=key or 1_000_000 + row,
        outcome=outcome,
        fingerprint=UUID(int=mark or row),
        **{"title": f"第{row}行", "year": 2020, "period": "Y"} | given,
    )


def run(statement, source, **given):
    parameters = _given(source, source.made_by, make.NOW) | {"after": 0, "until": 100} | given
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def titles(source):
    return list(Record.objects.filter(fonds=source.fonds).order_by("pk").values_list("title"))


def test_good_rows_become_records_and_no_others(source):
    staged(source, 2)
    staged(source, 3, outcome=Outcome.WARNED)
    staged(source, 4, outcome=Outcome.REJECTED)
    staged(source, 5, outcome=Outcome.DUPLICATE)

    assert run(sql.AS_DRAFTS, source) == 2
    assert titles(source) == [("第2行",), ("第3行",)]


def test_rows_of_another_import_stay_where_they_are(source):
    staged(making.sent(fonds=source.fonds, by=source.made_by), 2)

    assert run(sql.AS_DRAFTS, source) == 0


def test_one_statement_takes_the_rows_after_one_up_to_another(source):
    for row in (2, 3, 4, 5):
        staged(source, row)

    assert run(sql.AS_DRAFTS, source, after=2, until=4) == 2
    assert titles(source) == [("第3行",), ("第4行",)]


def test_what_came_into_the_fonds_meanwhile_is_left_out(source):
    make.record(of=source.fonds, title="先到", fingerprint=UUID(int=2))
    make.record(of=make.fonds(), fingerprint=UUID(int=3))
    staged(source, 2)
    staged(source, 3)

    assert [key for key, *_rest in run(sql.ARRIVING, source)] == [1_000_003]
    assert run(sql.AS_DRAFTS, source) == 1
    assert sorted(titles(source)) == [("先到",), ("第3行",)]


def test_a_row_keeps_its_own_category_and_the_others_get_that_of_the_table(source):
    other = make.category("KU") if source.category.code != "KU" else make.category("WS")
    staged(source, 2, category=other)
    staged(source, 3)

    assert {row[2] for row in run(sql.ARRIVING, source)} == {other.pk, source.category_id}
    run(sql.AS_DRAFTS, source)

    made = Record.objects.filter(fonds=source.fonds).order_by("pk")
    assert [one.category for one in made] == [other, source.category]


def test_a_row_with_faults_gets_no_number(source):
    staged(source, 2)
    staged(source, 3, outcome=Outcome.REJECTED)

    assert [row[0] for row in run(sql.ARRIVING, source)] == [1_000_002]


def test_codes_that_were_given_to_others_meanwhile_are_counted(source):
    staged(source, 2, archival_code=CODE)
    staged(source, 3, archival_code="J001-WS·2020-Y-0008")
    staged(source, 4)
    assert run(sql.CODES_TAKEN, source) == [(0,)]

    make.record(of=source.fonds, archival_code=CODE)

    assert run(sql.CODES_TAKEN, source) == [(1,)]


def test_a_code_that_became_an_alias_meanwhile_is_counted_too(source):
    staged(source, 2, archival_code=CODE)
    former = make.record(of=source.fonds)
    CodeAlias.objects.create(
        record=former, code=CODE, reason="更正", by=source.made_by, at=make.NOW
    )

    assert run(sql.CODES_TAKEN, source) == [(1,)]


def test_the_code_of_the_same_file_is_not_taken(source):
    staged(source, 2, archival_code=CODE)
    make.record(of=source.fonds, archival_code=CODE, fingerprint=UUID(int=2))

    assert run(sql.CODES_TAKEN, source) == [(0,)]


def test_a_code_of_a_refused_row_is_nobodys_matter(source):
    staged(source, 2, archival_code=CODE, outcome=Outcome.REJECTED)
    make.record(of=source.fonds, archival_code=CODE)

    assert run(sql.CODES_TAKEN, source) == [(0,)]


def test_of_what_says_the_same_the_first_row_arrives(source):
    staged(source, 2, key=20)
    staged(source, 3, key=10, mark=7)
    staged(source, 4, key=30, mark=7)

    assert sorted(key for key, *_rest in run(sql.ARRIVING, source)) == [10, 20]


TOLD_TWICE = """
SELECT less.indexrelid::regclass::text FROM pg_index less
JOIN pg_index more ON more.indrelid = less.indrelid AND more.indexrelid <> less.indexrelid
WHERE less.indrelid = ANY(%s::regclass[]) AND NOT less.indisunique
  AND less.indpred IS NULL AND more.indpred IS NULL AND less.indexprs IS NULL
  AND (more.indkey::text || ' ') LIKE (less.indkey::text || ' %%')
"""
LARGE = ["records_record", "records_importrow", "records_component", "records_audit_entry"]
LARGE += ["records_importcorrection", "records_hold", "transfers_handoveritem", "transfers_due"]


def test_no_large_table_has_an_index_with_which_another_begins():
    with connection.cursor() as cursor:
        cursor.execute(TOLD_TWICE, [LARGE])
        assert cursor.fetchall() == []
