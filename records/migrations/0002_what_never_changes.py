from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION records_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_change();
"""

CODE_IS_FIXED = """
CREATE FUNCTION records_refuse_new_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'archival code % is fixed', OLD.archival_code
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER code_is_fixed BEFORE UPDATE OF archival_code, number ON records_record
    FOR EACH ROW
    WHEN (OLD.stage <> 'draft' AND (OLD.archival_code, OLD.number)
          IS DISTINCT FROM (NEW.archival_code, NEW.number))
    EXECUTE FUNCTION records_refuse_new_code();
CREATE TRIGGER accepted_stays BEFORE DELETE ON records_record
    FOR EACH ROW WHEN (OLD.stage <> 'draft')
    EXECUTE FUNCTION records_refuse_new_code();
"""


class Migration(migrations.Migration):
    """The trail is only added to; a code is fixed, and its record stays, once accepted."""

    dependencies = [("records", "0001_initial")]
    operations = [
        migrations.RunSQL(
            APPEND_ONLY,
            "DROP TRIGGER append_only ON records_audit_entry;"
            " DROP FUNCTION records_refuse_change();",
        ),
        migrations.RunSQL(
            CODE_IS_FIXED,
            "DROP TRIGGER code_is_fixed ON records_record;"
            " DROP TRIGGER accepted_stays ON records_record;"
            " DROP FUNCTION records_refuse_new_code();",
        ),
    ]
