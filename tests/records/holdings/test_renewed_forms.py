"""What an upgrade makes of forms that were stored before look-alikes were one."""

from importlib import import_module
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import connection, transaction

from archive_center.roles.owner import as_owner
from records.holdings.models import Record
from records.values.text import normal_description, text_mark
from tests import make

upgrade = import_module("records.migrations.0015_look_alikes_are_one")
OLD = "李乾坤、“两会”\n\n某机关"


def stored(of, title, text, mark):
    return make.record(of=of, title=title, normal_text=text, fingerprint=mark and UUID(mark)).pk


@pytest.mark.django_db(transaction=True)
def test_forms_and_marks_are_renewed_and_of_two_alike_the_first_bears_the_mark():
    of, another = make.fonds(), make.fonds()
    title = "李乾坤、“两会”"
    now = normal_description(title=title, document_number="", responsible="某机关")
    plain = OLD.replace("“", '"').replace("”", '"')
    first = stored(of, title, OLD, text_mark(OLD, "2005"))
    alike = stored(of, title, plain, text_mark(plain, "2005"))
    elsewhere = stored(another, title, plain, text_mark(plain, "2005"))
    edited = stored(of, title, OLD, "0" * 32)
    typed = stored(of, title, OLD, None)

    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_record DROP CONSTRAINT record_imported_once")
        upgrade.renew(None, SimpleNamespace(connection=connection))
        cursor.execute(
            "ALTER TABLE records_record"
            " ADD CONSTRAINT record_imported_once UNIQUE (fonds_id, fingerprint)"
        )

    marks = dict(Record.objects.values_list("pk", "fingerprint"))
    assert set(Record.objects.values_list("normal_text", flat=True)) == {now}
    assert marks[first] == marks[elsewhere] == UUID(text_mark(now, "2005"))
    assert (marks[alike], marks[typed]) == (None, None)
    assert marks[edited] == UUID("0" * 32)
