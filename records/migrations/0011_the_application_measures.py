from django.db import migrations

# ANALYZE is the owner's in PostgreSQL. Two bulk statements need fresh figures in the middle
# of their transaction, so this and nothing else is done with the owner's rights.
MEASURE = """
CREATE FUNCTION records_measure(measured regclass, VARIADIC columns name[] DEFAULT '{}')
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('ANALYZE %s', measured) || coalesce(
        (SELECT ' (' || string_agg(quote_ident(one), ', ') || ')' FROM unnest(columns) AS one), ''
    );
END;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0010_holds_are_rows")]
    operations = [migrations.RunSQL(MEASURE, "DROP FUNCTION records_measure(regclass, name[])")]
