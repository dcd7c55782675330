from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transfers", "0007_what_is_certified")]

    operations = [
        migrations.RemoveIndex("due", "due_open_by_class"),
        migrations.AddIndex(
            "due",
            models.Index(
                condition=models.Q(("cleared_at__isnull", True)),
                fields=["duty", "fonds", "year", "period", "id"],
                include=["due_on"],
                name="due_open_by_class",
            ),
        ),
    ]
