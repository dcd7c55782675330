from django.db import migrations, models

# Of a table that was sent before, the rows were not counted, and one sheet was taken.
FORWARDS = """
    UPDATE records_import i SET sheets = (
        SELECT jsonb_agg(jsonb_build_object(
            'name', one.name, 'rows', NULL, 'hidden', false, 'taken', one.name = i.sheet,
            'header', CASE WHEN one.name = i.sheet THEN i.header ELSE 0 END))
        FROM jsonb_array_elements_text(
            CASE WHEN i.sheets = '[]' THEN jsonb_build_array(i.sheet) ELSE i.sheets END)
            AS one (name))"""
BACKWARDS = """
    UPDATE records_import i SET sheets = (
        SELECT coalesce(jsonb_agg(one->>'name'), '[]') FROM jsonb_array_elements(i.sheets) AS one
        WHERE NOT (one->>'hidden')::bool)"""


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0018_imports_are_corrected_and_taken_back'),
    ]

    operations = [
        migrations.AlterField(
            model_name='import',
            name='sheets',
            field=models.JSONField(default=list, verbose_name='sheets'),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
