import django.contrib.auth.validators
from django.db import migrations, models

from records.migrations._together import together

FIRST = models.Q(("batch__isnull", True), ("batch", models.F("id")), _connector="OR")


class Migration(migrations.Migration):
    dependencies = [("records", "0016_what_was_recorded")]

    operations = together([
        migrations.AddField(
            "entry",
            "batch",
            models.BigIntegerField(null=True, verbose_name="first entry of the act"),
        ),
        migrations.AddField(
            "entry",
            "acts",
            models.PositiveBigIntegerField(null=True, verbose_name="number of entries of the act"),
        ),
        migrations.RemoveIndex("entry", "entry_by_actor"),
        migrations.RemoveIndex("entry", "entry_by_verb"),
        migrations.RemoveIndex("entry", "entry_by_time"),
        migrations.AddIndex(
            "entry", models.Index(fields=["by", "-at", "-id"], name="entry_by_actor")
        ),
        migrations.AddIndex(
            "entry", models.Index(fields=["verb", "-at", "-id"], name="entry_by_verb")
        ),
        migrations.AddIndex("entry", models.Index(fields=["-at", "-id"], name="entry_by_time")),
        migrations.AddIndex(
            "entry",
            models.Index(fields=["-at", "-id"], condition=FIRST, name="entry_folded"),
        ),
        migrations.AlterField(
            "user",
            "username",
            models.CharField(
                error_messages={"unique": "Somebody has this staff number already."},
                max_length=150,
                unique=True,
                validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                verbose_name="staff number",
            ),
        ),
        migrations.AlterField(
            "user", "is_active", models.BooleanField(default=True, verbose_name="account is open")
        ),
    ])
