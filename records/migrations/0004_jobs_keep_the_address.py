from django.db import migrations, models

NEVER_EMPTIED = """
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON records_audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_change();
"""


class Migration(migrations.Migration):
    """Acts of a job come from the address that asked for it; the trail cannot be emptied."""

    dependencies = [("records", "0003_reference_data")]
    operations = [
        migrations.AddField(
            model_name="job",
            name="address",
            field=models.GenericIPAddressField(null=True, verbose_name="from address"),
        ),
        migrations.RunSQL(NEVER_EMPTIED, "DROP TRIGGER never_emptied ON records_audit_entry;"),
    ]
