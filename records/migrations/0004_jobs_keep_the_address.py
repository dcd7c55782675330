from django.db import migrations, models

NEVER_EMPTIED = """
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON records_audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_change();
"""


class Migration(migrations.Migration):
    """Acts of a job come from the address that asked for it; the trail cannot be emptied.

    Two constraints get words for whoever they refuse; they stay as they are.
    """

    dependencies = [("records", "0003_reference_data")]
    operations = [
        migrations.AddField(
            model_name="job",
            name="address",
            field=models.GenericIPAddressField(null=True, verbose_name="from address"),
        ),
        migrations.RunSQL(NEVER_EMPTIED, "DROP TRIGGER never_emptied ON records_audit_entry;"),
        migrations.AlterConstraint(
            model_name="fonds",
            name="number_width_is_sensible",
            constraint=models.CheckConstraint(
                condition=models.Q(("number_width__range", (3, 6))),
                name="number_width_is_sensible",
                violation_error_message="An item number has 3 to 6 digits.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="fonds",
            name="unit_width_is_sensible",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit_width__range", (1, 10))),
                name="unit_width_is_sensible",
                violation_error_message="The code of an office has 1 to 10 characters.",
            ),
        ),
    ]
