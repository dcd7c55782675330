from django.db import migrations, models


class Migration(migrations.Migration):
    """A job counts how often it was begun: what kills its worker each time is given up."""

    dependencies = [("records", "0004_jobs_keep_the_address")]
    operations = [
        migrations.AddField(
            model_name="job",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="times begun"),
        )
    ]
