from django.db import migrations

RULE_IS_KEPT = """
CREATE FUNCTION transfers_refuse_losing_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM transfers_due WHERE rule_id = OLD.id) THEN
        RAISE EXCEPTION 'due rule % has flagged records; end it instead', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER used_rule_stays BEFORE DELETE ON records_duerule
    FOR EACH ROW EXECUTE FUNCTION transfers_refuse_losing_rule();
"""


class Migration(migrations.Migration):
    """A rule by which something was flagged stays, so that the flag can be explained."""

    dependencies = [("transfers", "0001_initial")]
    operations = [
        migrations.RunSQL(
            RULE_IS_KEPT,
            "DROP TRIGGER used_rule_stays ON records_duerule;"
            " DROP FUNCTION transfers_refuse_losing_rule();",
        ),
    ]
