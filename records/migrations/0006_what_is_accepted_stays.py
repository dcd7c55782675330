from django.db import migrations

NOT_A_DRAFT_AGAIN = """
CREATE TRIGGER accepted_is_no_draft_again BEFORE UPDATE OF stage ON records_record
    FOR EACH ROW WHEN (OLD.stage <> 'draft' AND NEW.stage = 'draft')
    EXECUTE FUNCTION records_refuse_new_code();
"""
CORRECTIONS_STAY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_codealias
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_change();
"""


class Migration(migrations.Migration):
    """A code stays fixed because its record is never a draft again; corrections are only added."""

    dependencies = [("records", "0005_a_job_is_begun_so_often")]
    operations = [
        migrations.RunSQL(
            NOT_A_DRAFT_AGAIN, "DROP TRIGGER accepted_is_no_draft_again ON records_record;"
        ),
        migrations.RunSQL(CORRECTIONS_STAY, "DROP TRIGGER append_only ON records_codealias;"),
    ]
