from django.db import migrations

# Since when and by whom the last test tells, and while it is made its job.
HOLD = """
INSERT INTO records_hold (record_id, kind, "of", reason, by_id, at, job_id)
SELECT item.record_id, 'transfers.Handover', batch.id,
       batch.year || '年第' || batch.sequence || '批',
       coalesce(tested.by_id, job.by_id, batch.created_by_id),
       coalesce(tested.at, job.queued_at, batch.created_at), job.id
FROM transfers_handoveritem item
JOIN transfers_handover batch ON batch.id = item.handover_id
LEFT JOIN records_job job ON job.id = batch.job_id AND batch.stage = 'draft'
    AND job.state IN ('queued', 'running')
LEFT JOIN LATERAL (
    SELECT by_id, at FROM transfers_handoverstep step
    WHERE step.handover_id = batch.id AND step.name = 'check' AND batch.stage <> 'draft'
    ORDER BY step.id DESC LIMIT 1) tested ON true
WHERE item.outcome = 'pending' AND (job.id IS NOT NULL
    OR batch.stage IN ('checked', 'proposed', 'approved', 'packaged', 'delivered'))
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    """What was tested stays as it is, also where the test was made before there were holds."""

    dependencies = [
        ("transfers", "0004_what_the_database_keeps"),
        ("records", "0010_holds_are_rows"),
    ]
    operations = [migrations.RunSQL(HOLD, migrations.RunSQL.noop)]
