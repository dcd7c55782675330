"""A draft that is taken back with its import leaves the batch that it lies in.

Imports take drafts back as sets, in SQL; Django's own cascade hears nothing of that.
"""

from django.db import migrations

GO_ALONG = """
DO $$
DECLARE key name;
BEGIN
    SELECT conname INTO STRICT key FROM pg_constraint
    WHERE conrelid = 'filing_batchitem'::regclass AND contype = 'f'
        AND confrelid = 'records_record'::regclass;
    EXECUTE format('ALTER TABLE filing_batchitem DROP CONSTRAINT %I', key);
    EXECUTE format(
        'ALTER TABLE filing_batchitem ADD CONSTRAINT %I FOREIGN KEY (record_id)'
        ' REFERENCES records_record (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED', key);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("filing", "0002_yearly_batches")]

    operations = [migrations.RunSQL(GO_ALONG, migrations.RunSQL.noop)]
