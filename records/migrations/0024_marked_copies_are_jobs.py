import django.db.models.deletion
from django.db import migrations, models

import records.holdings.models.description
from records.migrations._together import together


class Migration(migrations.Migration):
    """The marked copy of a long table has a job; a code's place in the order is found faster.

    The key of every code stays what it was. PostgreSQL 15 cannot change how a generated column
    is made, so it is made anew, with its indexes.
    """

    dependencies = [
        ("records", "0023_components_are_corrected_by_two"),
    ]

    operations = together([
        migrations.AddField(
            model_name="import",
            name="marking",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.job",
                verbose_name="job of the marked table",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="cells",
            field=models.FileField(
                blank=True,
                default="",
                max_length=300,
                upload_to="imports/%Y/%m",
                verbose_name="cells for the marked table",
            ),
            preserve_default=False,
        ),
        migrations.RemoveIndex(model_name="record", name="record_by_code"),
        migrations.RemoveIndex(model_name="record", name="record_in_code_order"),
        migrations.RemoveField(model_name="record", name="code_key"),
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
    ])
