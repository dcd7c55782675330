from uuid import UUID

import django.db.models.functions.text
from django.db import migrations, models

import records.holdings.models.description
from records.migrations._together import together
from records.values.text import normal_description, text_mark

CHUNK = 20_000
KEYS = {"records_importrow": ("source_id", '"row"'), "records_record": ("id",)}
TEMPORARY = """
    CREATE TEMPORARY TABLE renewed (
        a bigint, b bigint, normal_text text, was uuid, fingerprint uuid) ON COMMIT DROP;
    CREATE TEMPORARY TABLE marks (was uuid PRIMARY KEY, mark uuid) ON COMMIT DROP"""
READ = """
    SELECT {keys}, title, document_number, responsible, date_text, normal_text, fingerprint
    FROM {table} WHERE ({keys}) > ({behind}) ORDER BY {keys} LIMIT %s"""
WRITE = """
    UPDATE {table} AS kept SET normal_text = new.normal_text,
        fingerprint = coalesce(new.fingerprint, kept.fingerprint)
    FROM renewed new WHERE {same}"""
KEEP_MARKS = """
    INSERT INTO marks SELECT was, fingerprint FROM renewed WHERE fingerprint IS NOT NULL
    ON CONFLICT DO NOTHING"""
# A record that was edited since bears the mark of the row that it came from.
MARK_EDITED = """
    UPDATE records_record AS kept SET fingerprint = marks.mark
    FROM marks WHERE kept.fingerprint = marks.was"""
# Files of one fonds that differed in look-alikes alone: the first bears the mark.
ONE_EACH = """
    UPDATE records_record AS kept SET fingerprint = NULL FROM (
        SELECT id, row_number() OVER (PARTITION BY fonds_id, fingerprint ORDER BY id) AS place
        FROM records_record WHERE fingerprint IS NOT NULL
    ) AS seen WHERE seen.id = kept.id AND seen.place > 1"""


def renew(apps, schema_editor):
    """Bring what is searched, and what imported rows are known by, to the form of today.

    In chunks, each one COPY and one UPDATE of what changes; the triggers, which keep what
    is held as it is, stand aside: what people wrote does not change.
    """
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_record DISABLE TRIGGER USER")
        cursor.execute(TEMPORARY)
        for table, keys in KEYS.items():
            behind = [0] * len(keys)
            while behind:
                behind = renew_chunk(cursor, table, keys, behind)
        cursor.execute(MARK_EDITED)
        cursor.execute(ONE_EACH)
        # what was written twice waits for its checks until then, and no table is altered before
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE records_record ENABLE TRIGGER USER")


def renew_chunk(cursor, table, keys, behind):
    """The next rows behind these keys; gives the last keys read, nothing at the end."""
    signs = ", ".join(["%s"] * len(keys))
    query = READ.format(keys=", ".join(keys), table=table, behind=signs)
    cursor.execute(query, [*behind, CHUNK])
    rows = cursor.fetchall()
    changed = [new for row in rows if (new := renewed(row[: len(keys)], *row[len(keys) :]))]
    if changed:
        cursor.execute("TRUNCATE renewed")
        with cursor.copy("COPY renewed FROM STDIN") as copy:
            for new in changed:
                copy.write_row(new)
        same = " AND ".join(f"kept.{key} = new.{place}" for key, place in zip(keys, "ab"))
        cursor.execute("ANALYZE renewed")
        cursor.execute(WRITE.format(table=table, same=same))
        cursor.execute(KEEP_MARKS)
    return rows[-1][: len(keys)] if rows else ()


def renewed(key, title, number, body, written, text, mark):
    """What is written into a row: keys, text, old and new mark; nothing where all stays."""
    new = normal_description(title=title, document_number=number, responsible=body)
    if new == text:
        return None
    own = mark is not None and mark == UUID(text_mark(text, written))
    made = UUID(text_mark(new, written)) if own else None
    return (*key, *[None] * (2 - len(key)), new, mark, made)


class Migration(migrations.Migration):
    """Characters are simplified one by one, look-alikes and joiners of codes are one."""

    dependencies = [("records", "0014_passwords_by_link")]

    operations = together([
        migrations.RemoveConstraint(model_name="record", name="record_imported_once"),
        migrations.RunPython(renew, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="record", name="record_by_code_of_fonds"),
        migrations.RemoveField(model_name="record", name="search_text"),
        migrations.AddField(
            model_name="record",
            name="search_text",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Concat(
                    models.F("normal_text"),
                    models.Value("\n"),
                    django.db.models.functions.text.Lower(
                        records.holdings.models.description.OneJoiner(
                            models.Func(
                                models.F("archival_code"), models.Value(""), function="COALESCE"
                            )
                        )
                    ),
                ),
                output_field=models.TextField(),
                verbose_name="text that is searched",
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="code_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=records.holdings.models.description.CodeKey("archival_code"),
                null=True,
                output_field=models.TextField(),
                verbose_name="archival code for sorting",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["code_key", "id"], name="record_by_code"),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["fonds", "code_key", "id"], name="record_in_code_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.UniqueConstraint(
                fields=("fonds", "fingerprint"), name="record_imported_once"
            ),
        ),
    ])
