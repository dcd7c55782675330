"""Whoever ends a start while it makes tables can start again."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from archive_center.management.commands.migrate import Executor
from archive_center.roles.owner import as_owner

MADE = "records_made"


class Tables(migrations.Migration):
    """Two, of which one leads to the other, so that the foreign key is made last."""

    operations = [
        migrations.CreateModel("Made", [("id", models.AutoField(primary_key=True))]),
        migrations.CreateModel(
            "Led",
            [
                ("id", models.AutoField(primary_key=True)),
                ("to", models.ForeignKey("records.Made", models.CASCADE)),
            ],
        ),
    ]


@pytest.mark.django_db(transaction=True)
def test_tables_that_were_not_noted_are_not_made(monkeypatch):
    with as_owner():
        executor = Executor(connection)
        monkeypatch.setattr(executor, "record_migration", interrupted)

        with pytest.raises(KeyboardInterrupt):
            executor.apply_migration(ProjectState(), Tables("9999_made", "records"))

        assert MADE not in connection.introspection.table_names()


def interrupted(migration: migrations.Migration) -> None:
    assert MADE in connection.introspection.table_names()
    raise KeyboardInterrupt
