"""All tables of transfers, at once: an empty database does not go the way of the years."""

import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import records.triggers
from django.conf import settings
from django.db import migrations, models

from records.migrations._together import together


class Migration(migrations.Migration):
    """What the migrations up to 0012 make of an empty database, made at once."""

    initial = True
    replaces = [
        ('transfers', '0001_initial'),
        ('transfers', '0002_used_rules_stay'),
        ('transfers', '0003_findings_are_facts'),
        ('transfers', '0004_what_the_database_keeps'),
        ('transfers', '0005_batches_hold'),
        ('transfers', '0006_what_is_settled_stays'),
        ('transfers', '0007_what_is_certified'),
        ('transfers', '0008_arrears_are_counted'),
        ('transfers', '0009_figures_are_kept'),
        ('transfers', '0010_what_was_selected_stays'),
        ('transfers', '0011_transferred_by_receipt'),
        ('transfers', '0012_findings_are_answered_in_time'),
    ]
    dependencies = [
        ('records', '0001_squashed_0041'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = together([
        migrations.CreateModel(
            name='Package',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name of the package')),
                ('path', models.CharField(max_length=400, verbose_name='directory')),
                ('records', models.PositiveIntegerField(verbose_name='records')),
                ('paper_only', models.PositiveIntegerField(verbose_name='on paper only')),
                ('files', models.PositiveIntegerField(verbose_name='files')),
                ('bytes', models.PositiveBigIntegerField(verbose_name='bytes')),
                ('content_bytes', models.PositiveBigIntegerField(verbose_name='bytes of the records')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('sm3', models.CharField(max_length=64, verbose_name='SM3')),
                ('built_at', models.DateTimeField(verbose_name='built at')),
            ],
            options={
                'verbose_name': 'transfer package',
                'verbose_name_plural': 'transfer packages',
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='number of the receipt')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('receiver', models.CharField(max_length=60, verbose_name='received by')),
                ('file', models.FileField(blank=True, upload_to='receipts/', verbose_name='receipt as received')),
                ('remarks', models.TextField(blank=True, verbose_name='remarks')),
                ('papers', models.JSONField(default=dict, editable=False, verbose_name='what the papers say')),
                ('entered_at', models.DateTimeField(verbose_name='entered at')),
            ],
            options={
                'verbose_name': 'receipt',
                'verbose_name_plural': 'receipts',
            },
        ),
        migrations.CreateModel(
            name='Uncomputable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(choices=[('transfer', 'transfer to the public archive'), ('appraise', 'appraisal at expiry')], max_length=10, verbose_name='duty')),
                ('reason', models.CharField(choices=[('no_period', 'no retention period'), ('legacy_period', 'a period from before 2006 that names no years'), ('no_rule', 'no rule in force'), ('no_year', 'no year of formation'), ('future_year', 'a year of formation that has not come'), ('volume_period', 'another period than its volume'), ('volume_elsewhere', 'its volume is not in custody')], max_length=20, verbose_name='reason')),
                ('found_at', models.DateTimeField(verbose_name='found at')),
            ],
            options={
                'verbose_name': 'due date that cannot be worked out',
                'verbose_name_plural': 'due dates that cannot be worked out',
            },
        ),
        migrations.CreateModel(
            name='UncomputableCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(choices=[('transfer', 'transfer to the public archive'), ('appraise', 'appraisal at expiry')], max_length=10, verbose_name='duty')),
                ('rows', models.BigIntegerField(verbose_name='records')),
                ('reason', models.CharField(choices=[('no_period', 'no retention period'), ('legacy_period', 'a period from before 2006 that names no years'), ('no_rule', 'no rule in force'), ('no_year', 'no year of formation'), ('future_year', 'a year of formation that has not come'), ('volume_period', 'another period than its volume'), ('volume_elsewhere', 'its volume is not in custody')], max_length=20, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'figure of due dates that cannot be worked out',
                'verbose_name_plural': 'figures of due dates that cannot be worked out',
            },
        ),
        migrations.CreateModel(
            name='HandoverHold',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('records.hold',),
        ),
        migrations.CreateModel(
            name='TransferredRecord',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('records.record',),
        ),
        migrations.CreateModel(
            name='Due',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(choices=[('transfer', 'transfer to the public archive'), ('appraise', 'appraisal at expiry')], max_length=10, verbose_name='duty')),
                ('rule_version', models.PositiveSmallIntegerField(verbose_name='version of the rule')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year of formation')),
                ('period', models.CharField(max_length=3, verbose_name='retention period')),
                ('years', models.PositiveSmallIntegerField(verbose_name='full years')),
                ('due_on', models.DateField(verbose_name='last day of the term')),
                ('flagged_at', models.DateTimeField(verbose_name='flagged at')),
                ('cleared_at', models.DateTimeField(null=True, verbose_name='cleared at')),
                ('cleared_reason', models.CharField(blank=True, choices=[('transferred', 'transferred'), ('left_custody', 'no longer in custody'), ('in_volume', 'follows its volume now'), ('period_changed', 'the period was corrected'), ('year_changed', 'the year was corrected'), ('rule_changed', 'another rule holds now'), ('not_due', 'not due on this day')], max_length=20, verbose_name='reason for clearing')),
                ('fonds', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.fonds', verbose_name='fonds')),
                ('record', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.record', verbose_name='record')),
                ('rule', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='records.duerule', verbose_name='rule')),
            ],
            options={
                'verbose_name': 'due flag',
                'verbose_name_plural': 'due flags',
            },
        ),
        migrations.CreateModel(
            name='DueCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(choices=[('transfer', 'transfer to the public archive'), ('appraise', 'appraisal at expiry')], max_length=10, verbose_name='duty')),
                ('rows', models.BigIntegerField(verbose_name='records')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year of formation')),
                ('period', models.CharField(max_length=3, verbose_name='retention period')),
                ('due_on', models.DateField(verbose_name='last day of the term')),
                ('fonds', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.fonds', verbose_name='fonds')),
            ],
            options={
                'verbose_name': 'figure of due flags',
                'verbose_name_plural': 'figures of due flags',
            },
        ),
        migrations.CreateModel(
            name='DueRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('today', models.DateField(verbose_name='for the day')),
                ('started_at', models.DateTimeField(verbose_name='started at')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished at')),
                ('flagged', models.PositiveBigIntegerField(default=0, verbose_name='flagged')),
                ('already', models.PositiveBigIntegerField(default=0, verbose_name='flagged before')),
                ('cleared', models.PositiveBigIntegerField(default=0, verbose_name='cleared')),
                ('uncomputable', models.PositiveBigIntegerField(default=0, verbose_name='cannot be worked out')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
            ],
            options={
                'verbose_name': 'run of the due dates',
                'verbose_name_plural': 'runs of the due dates',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('sequence', models.PositiveSmallIntegerField(verbose_name='batch of the year')),
                ('stage', models.CharField(choices=[('draft', 'being selected'), ('checked', 'tested'), ('proposed', 'awaiting approval'), ('approved', 'approved'), ('packaged', 'packaged'), ('delivered', 'delivered'), ('closed', 'receipted'), ('cancelled', 'called off')], default='draft', editable=False, max_length=12, verbose_name='stage')),
                ('created_at', models.DateTimeField(verbose_name='selected at')),
                ('gap_note', models.TextField(blank=True, verbose_name='explanation of missing numbers')),
                ('account', models.TextField(blank=True, verbose_name='account of the sender (移出说明)')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='tested at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('carriage', models.CharField(blank=True, choices=[('online', 'online'), ('disc', 'archival disc (DA/T 38)'), ('hard_disk', 'hard disk (DA/T 75)')], max_length=10, verbose_name='sent by')),
                ('media_numbers', models.CharField(blank=True, max_length=200, verbose_name='media and their numbers')),
                ('delivered_on', models.DateField(null=True, verbose_name='delivered on')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='selected by')),
                ('fonds', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='records.fonds', verbose_name='fonds')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.job', verbose_name='job')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('supplements', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supplemented_by', to='transfers.handover', verbose_name='sends again what was rejected in')),
                ('package', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handover', to='transfers.package', verbose_name='package')),
            ],
            options={
                'verbose_name': 'handover',
                'verbose_name_plural': 'handovers',
                'ordering': ['-year', '-sequence'],
            },
        ),
        migrations.CreateModel(
            name='HandoverCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=5, verbose_name='item of the standard')),
                ('result', models.CharField(choices=[('passed', 'passed'), ('warning', 'reminder'), ('failed', 'not passed'), ('manual', 'by a person'), ('later', 'after packaging'), ('none', 'does not apply')], max_length=10, verbose_name='result')),
                ('said', models.CharField(blank=True, max_length=20, verbose_name='kind of finding')),
                ('figures', models.JSONField(default=dict, verbose_name='figures')),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='what a person found')),
                ('examples', models.JSONField(default=list, verbose_name='records concerned')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('handover', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='transfers.handover', verbose_name='handover')),
            ],
            options={
                'verbose_name': 'test of a handover',
                'verbose_name_plural': 'tests of handovers',
                'ordering': ['handover', 'id'],
            },
        ),
        migrations.CreateModel(
            name='HandoverItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('outcome', models.CharField(choices=[('pending', 'not answered'), ('accepted', 'accepted'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn')], default='pending', max_length=10, verbose_name='outcome')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('ground', models.CharField(blank=True, choices=[('abolished', 'the body was abolished (art. 20(3))'), ('endangered', 'bad storage or danger, agreed with the archive (art. 20(4))')], max_length=12, verbose_name='ground for going early')),
                ('ground_note', models.CharField(blank=True, max_length=300, verbose_name='evidence of the ground')),
                ('handover', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='transfers.handover', verbose_name='handover')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handover_items', to='records.record', verbose_name='record')),
            ],
            options={
                'verbose_name': 'record of a handover',
                'verbose_name_plural': 'records of handovers',
                'ordering': ['handover', 'position'],
            },
        ),
        migrations.CreateModel(
            name='HandoverStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='move')),
                ('source', models.CharField(max_length=30, verbose_name='from stage')),
                ('target', models.CharField(max_length=30, verbose_name='to stage')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='transfers.handover', verbose_name='handover')),
            ],
            options={
                'verbose_name': 'step of a handover',
                'verbose_name_plural': 'steps of handovers',
                'ordering': ['id'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='package',
            trigger=pgtrigger.compiler.Trigger(name='package_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.name, OLD.path, OLD.records, OLD.paper_only, OLD.files, OLD.bytes, OLD.content_bytes, OLD.sha256, OLD.sm3, OLD.built_at) IS DISTINCT FROM (NEW.name, NEW.path, NEW.records, NEW.paper_only, NEW.files, NEW.bytes, NEW.content_bytes, NEW.sha256, NEW.sm3, NEW.built_at))', func="RAISE EXCEPTION 'name, path, records, paper_only, files, bytes, content_bytes, sha256, sm3, built_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='cfa65bc88c4712c874e05dd0e67186c33616e9e0', operation='UPDATE', pgid='pgtrigger_package_is_fixed_a846c', table='transfers_package', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='package',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='04797b0e850a2fc8c66edc1fe716d1fef449d0b4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_cba05', table='transfers_package', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='receipt',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='handover',
            name='receipt',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handover', to='transfers.receipt', verbose_name='receipt'),
        ),
        migrations.AddField(
            model_name='uncomputable',
            name='fonds',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.fonds', verbose_name='fonds'),
        ),
        migrations.AddField(
            model_name='uncomputable',
            name='record',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='uncomputablecount',
            name='fonds',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.fonds', verbose_name='fonds'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverhold',
            trigger=pgtrigger.compiler.Trigger(name='held_while_on_its_way', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM written AS hold JOIN transfers_handover AS holder ON holder.id = hold.of WHERE hold.kind = 'transfers.Handover' AND (hold.released_at IS NOT NULL OR hold.job_id IS NOT NULL) AND (holder.stage NOT IN ('draft', 'cancelled', 'closed') OR holder.stage = 'draft' AND (hold.released_at IS NULL AND hold.job_id IS DISTINCT FROM holder.job_id OR hold.released_at IS NOT NULL AND EXISTS (SELECT FROM records_job job WHERE job.id = hold.job_id AND job.state IN ('queued', 'running'))))) THEN RAISE EXCEPTION 'a hold of % ends while that goes on', 'transfers.Handover' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='d7e191a4f25291cbc3a071dc1421f76aa218f464', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_held_while_on_its_way_d5239', referencing='REFERENCING NEW TABLE AS written ', table='records_hold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='transferredrecord',
            trigger=pgtrigger.compiler.Trigger(name='transferred_by_receipt', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT id FROM added WHERE stage = 'transferred' EXCEPT SELECT id FROM gone WHERE stage = 'transferred') AS moved WHERE NOT EXISTS (SELECT FROM transfers_handoveritem item JOIN transfers_handover batch ON batch.id = item.handover_id WHERE item.outcome = 'accepted' AND batch.stage = 'closed' AND item.record_id = moved.id OFFSET 0)) THEN RAISE EXCEPTION 'a row of % is transferred that no receipt accepted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='04c2eabe720475b57ba671add5fc4f0602915e29', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_transferred_by_receipt_26677', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='records_record', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='due',
            index=models.Index(condition=models.Q(('cleared_at__isnull', True)), fields=['duty', 'fonds', 'year', 'period', 'id'], include=('due_on',), name='due_open_by_class'),
        ),
        migrations.AddIndex(
            model_name='due',
            index=models.Index(condition=models.Q(('cleared_at__isnull', True), _negated=True), fields=['record'], name='due_cleared_of_record'),
        ),
        migrations.AddConstraint(
            model_name='due',
            constraint=models.UniqueConstraint(condition=models.Q(('cleared_at__isnull', True)), fields=('record', 'duty'), name='one_open_flag_per_duty'),
        ),
        migrations.AddConstraint(
            model_name='due',
            constraint=models.CheckConstraint(condition=models.Q(('duty__in', ['transfer', 'appraise'])), name='due_duty_is_known'),
        ),
        migrations.AddConstraint(
            model_name='due',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cleared_at__isnull', True), ('cleared_reason', '')), models.Q(models.Q(('cleared_at__isnull', True), _negated=True), ('cleared_reason__in', ['transferred', 'left_custody', 'in_volume', 'period_changed', 'year_changed', 'rule_changed', 'not_due'])), _connector='OR'), name='due_cleared_has_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='due',
            trigger=pgtrigger.compiler.Trigger(name='cleared_flag_is_fixed', sql=records.triggers.Installed(condition='WHEN ((OLD.cleared_at IS NOT NULL) AND (OLD.record_id, OLD.fonds_id, OLD.duty, OLD.rule_id, OLD.rule_version, OLD.year, OLD.period, OLD.years, OLD.due_on, OLD.flagged_at, OLD.cleared_at, OLD.cleared_reason) IS DISTINCT FROM (NEW.record_id, NEW.fonds_id, NEW.duty, NEW.rule_id, NEW.rule_version, NEW.year, NEW.period, NEW.years, NEW.due_on, NEW.flagged_at, NEW.cleared_at, NEW.cleared_reason))', func="RAISE EXCEPTION 'record, fonds, duty, rule, rule_version, year, period, years, due_on, flagged_at, cleared_at, cleared_reason of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='8f1e32aa1492a27c6508a85290cb9d79ae07ec4c', operation='UPDATE', pgid='pgtrigger_cleared_flag_is_fixed_58645', table='transfers_due', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='due',
            trigger=pgtrigger.compiler.Trigger(name='flag_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='dcd976a24d7c3e770f82e90a722a602f6d681d35', operation='DELETE', pgid='pgtrigger_flag_stays_623b5', table='transfers_due', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='due',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='a27bc8afab1514a46f48e1987474770b4b56b208', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_3e39c', table='transfers_due', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='due',
            trigger=pgtrigger.compiler.Trigger(name='counted_in', sql=records.triggers.Installed(func='INSERT INTO transfers_duecount AS known (fonds_id, duty, year, period, due_on, rows) SELECT fonds_id, duty, year, period, due_on, sum(rows) FROM (SELECT fonds_id, duty, year, period, due_on, 1 AS rows FROM added WHERE cleared_at IS NULL) AS change GROUP BY fonds_id, duty, year, period, due_on HAVING sum(rows) <> 0 ORDER BY fonds_id, duty, year, period, due_on ON CONFLICT (fonds_id, duty, year, period, due_on) DO UPDATE SET rows = known.rows + EXCLUDED.rows; RETURN NULL;', hash='732fcc5493ac1133a30119dcfb8b80b065738aa3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_counted_in_e5cd5', referencing='REFERENCING NEW TABLE AS added ', table='transfers_due', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='due',
            trigger=pgtrigger.compiler.Trigger(name='counted_out', sql=records.triggers.Installed(func='INSERT INTO transfers_duecount AS known (fonds_id, duty, year, period, due_on, rows) SELECT fonds_id, duty, year, period, due_on, sum(rows) FROM (SELECT fonds_id, duty, year, period, due_on, -1 AS rows FROM gone WHERE cleared_at IS NULL) AS change GROUP BY fonds_id, duty, year, period, due_on HAVING sum(rows) <> 0 ORDER BY fonds_id, duty, year, period, due_on ON CONFLICT (fonds_id, duty, year, period, due_on) DO UPDATE SET rows = known.rows + EXCLUDED.rows; RETURN NULL;', hash='61e71394430dae3f6b3c56c57e84358190a0aa02', level='STATEMENT', operation='DELETE', pgid='pgtrigger_counted_out_37012', referencing='REFERENCING OLD TABLE AS gone ', table='transfers_due', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='due',
            trigger=pgtrigger.compiler.Trigger(name='counted_anew', sql=records.triggers.Installed(func='INSERT INTO transfers_duecount AS known (fonds_id, duty, year, period, due_on, rows) SELECT fonds_id, duty, year, period, due_on, sum(rows) FROM (SELECT fonds_id, duty, year, period, due_on, -1 AS rows FROM gone WHERE cleared_at IS NULL UNION ALL SELECT fonds_id, duty, year, period, due_on, 1 AS rows FROM added WHERE cleared_at IS NULL) AS change GROUP BY fonds_id, duty, year, period, due_on HAVING sum(rows) <> 0 ORDER BY fonds_id, duty, year, period, due_on ON CONFLICT (fonds_id, duty, year, period, due_on) DO UPDATE SET rows = known.rows + EXCLUDED.rows; RETURN NULL;', hash='6ef42c256c4a1cef5a50d931cee2dab8f7c094e3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_counted_anew_8fd64', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='transfers_due', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='duecount',
            constraint=models.UniqueConstraint(fields=('fonds', 'duty', 'year', 'period', 'due_on'), name='one_figure_per_class'),
        ),
        migrations.AddConstraint(
            model_name='duerun',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at__isnull', True), ('finished_at__gte', models.F('started_at')), _connector='OR'), name='due_run_ends_after_it_starts'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duerun',
            trigger=pgtrigger.compiler.Trigger(name='run_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.today, OLD.by_id, OLD.started_at) IS DISTINCT FROM (NEW.today, NEW.by_id, NEW.started_at))', func="RAISE EXCEPTION 'today, by, started_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='0bb1c7c557fbf444fa6e8a80993d68c51af79a39', operation='UPDATE', pgid='pgtrigger_run_is_fixed_1312c', table='transfers_duerun', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duerun',
            trigger=pgtrigger.compiler.Trigger(name='finished_run_is_fixed', sql=records.triggers.Installed(condition='WHEN ((OLD.finished_at IS NOT NULL) AND (OLD.finished_at, OLD.flagged, OLD.already, OLD.cleared, OLD.uncomputable) IS DISTINCT FROM (NEW.finished_at, NEW.flagged, NEW.already, NEW.cleared, NEW.uncomputable))', func="RAISE EXCEPTION 'finished_at, flagged, already, cleared, uncomputable of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='33595de6a48a18bc7a23e4d555740418072eb0b6', operation='UPDATE', pgid='pgtrigger_finished_run_is_fixed_24b90', table='transfers_duerun', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duerun',
            trigger=pgtrigger.compiler.Trigger(name='run_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='6ae4fdf716b0a480143410fd52ad05964f1800c1', operation='DELETE', pgid='pgtrigger_run_stays_fe7fe', table='transfers_duerun', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duerun',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='672eead5d6f2a19f9b64bc104fbc19c998c957a0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_19928', table='transfers_duerun', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='handovercheck',
            constraint=models.UniqueConstraint(fields=('handover', 'item'), name='handover_test_once'),
        ),
        migrations.AddConstraint(
            model_name='handovercheck',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['passed', 'warning', 'failed', 'manual', 'later', 'none'])), name='handover_test_result_is_known'),
        ),
        migrations.AddConstraint(
            model_name='handovercheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('text', ''), _negated=True)), _connector='OR'), name='handover_answer_has_its_words'),
        ),
        migrations.AddConstraint(
            model_name='handovercheck',
            constraint=models.CheckConstraint(condition=models.Q(('item__in', ['1-1', '1-2', '1-3', '1-4', '1-5', '1-6', '1-7', '1-8', '1-10', '1-11', '1-12', '1-13', '1-14', '2-1', '2-2', '2-3', '2-4', '2-5', '2-6', '2-7', '2-8', '2-9', '2-10', '2-11', '3-1', '3-2', '3-3', '3-4', '3-5', '3-6', '3-8', '4-1', '4-2', '4-3', '4-4', '4-5', '4-6', '4-7'])), name='handover_test_is_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handovercheck',
            trigger=pgtrigger.compiler.Trigger(name='finding_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.handover_id, OLD.item, OLD.said, OLD.figures, OLD.examples) IS DISTINCT FROM (NEW.handover_id, NEW.item, NEW.said, NEW.figures, NEW.examples))', func="RAISE EXCEPTION 'handover, item, said, figures, examples of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='e1276962e47359229d9b265871fc454f15626932', operation='UPDATE', pgid='pgtrigger_finding_is_fixed_1b720', table='transfers_handovercheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handovercheck',
            trigger=pgtrigger.compiler.Trigger(name='result_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.result NOT IN ('manual', 'later')) AND (OLD.result, OLD.text, OLD.answered_by_id, OLD.answered_at) IS DISTINCT FROM (NEW.result, NEW.text, NEW.answered_by_id, NEW.answered_at))", func="RAISE EXCEPTION 'result, text, answered_by, answered_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='d8da205895e652ce642d8203388f119986c5a45d', operation='UPDATE', pgid='pgtrigger_result_is_fixed_fdf5a', table='transfers_handovercheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handovercheck',
            trigger=pgtrigger.compiler.Trigger(name='answered_before_the_package', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT added.* FROM added JOIN gone ON gone.id = added.id WHERE gone.result IS DISTINCT FROM added.result) AS touched JOIN transfers_handover AS whose ON whose.id = touched.handover_id WHERE whose.stage NOT IN ('checked', 'approved')) THEN RAISE EXCEPTION 'no % is changed at this stage', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='36e7de3db37afd1613252db581b29bd57a76ed1f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_answered_before_the_package_ce989', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='transfers_handovercheck', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handovercheck',
            trigger=pgtrigger.compiler.Trigger(name='found_while_selecting', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT * FROM added) AS touched JOIN transfers_handover AS whose ON whose.id = touched.handover_id WHERE whose.stage NOT IN ('draft')) THEN RAISE EXCEPTION 'no % is added at this stage', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='5186b4e2e0ec8f837afe2026ae82b0cd6d6b7756', level='STATEMENT', operation='INSERT', pgid='pgtrigger_found_while_selecting_43325', referencing='REFERENCING NEW TABLE AS added ', table='transfers_handovercheck', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handovercheck',
            trigger=pgtrigger.compiler.Trigger(name='dropped_with_the_test', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT * FROM gone) AS touched JOIN transfers_handover AS whose ON whose.id = touched.handover_id WHERE whose.stage NOT IN ('draft', 'cancelled')) THEN RAISE EXCEPTION 'no % is taken out at this stage', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='e47ebc5e0474deb4ab12f9c6c313c4d2e7807347', level='STATEMENT', operation='DELETE', pgid='pgtrigger_dropped_with_the_test_405b9', referencing='REFERENCING OLD TABLE AS gone ', table='transfers_handovercheck', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handovercheck',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='357bce5bdd51611f2501638242410b093f5c41ce', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_699ec', table='transfers_handovercheck', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='handoveritem',
            index=models.Index(fields=['handover', 'outcome'], name='handover_item_by_outcome'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('handover', 'position'), name='handover_position_once'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.UniqueConstraint(fields=('handover', 'record'), name='record_once_per_handover'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'pending')), fields=('record',), name='record_in_one_open_handover'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['pending', 'accepted', 'rejected', 'withdrawn'])), name='handover_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ground', ''), ('ground_note', '')), models.Q(('ground__in', ['abolished', 'endangered']), models.Q(('ground_note', ''), _negated=True)), _connector='OR'), name='handover_ground_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'rejected'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='handover_rejection_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'accepted'), _negated=True), ('reason', ''), _connector='OR'), name='handover_acceptance_has_no_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoveritem',
            trigger=pgtrigger.compiler.Trigger(name='item_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.handover_id, OLD.record_id, OLD.ground, OLD.ground_note) IS DISTINCT FROM (NEW.handover_id, NEW.record_id, NEW.ground, NEW.ground_note))', func="RAISE EXCEPTION 'handover, record, ground, ground_note of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='c54c39398e7849127ca6a375837d4f2a3c21ac45', operation='UPDATE', pgid='pgtrigger_item_is_fixed_0adc6', table='transfers_handoveritem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoveritem',
            trigger=pgtrigger.compiler.Trigger(name='answer_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.outcome <> 'pending') AND (OLD.position, OLD.outcome, OLD.reason) IS DISTINCT FROM (NEW.position, NEW.outcome, NEW.reason))", func="RAISE EXCEPTION 'position, outcome, reason of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='c0f5d7668447c86daefae6343511ef4e54b79ad5', operation='UPDATE', pgid='pgtrigger_answer_is_fixed_cf525', table='transfers_handoveritem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoveritem',
            trigger=pgtrigger.compiler.Trigger(name='answer_stays', sql=records.triggers.Installed(condition="WHEN (OLD.outcome <> 'pending')", func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='78f9e851cc003c34f81fd24a9008149fa3753c6a', operation='DELETE', pgid='pgtrigger_answer_stays_8bca6', table='transfers_handoveritem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoveritem',
            trigger=pgtrigger.compiler.Trigger(name='added_while_selecting', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT * FROM added) AS touched JOIN transfers_handover AS whose ON whose.id = touched.handover_id WHERE whose.stage NOT IN ('draft')) THEN RAISE EXCEPTION 'no % is added at this stage', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='015d8cb0c9878c3a05fecccaaad9687b34105371', level='STATEMENT', operation='INSERT', pgid='pgtrigger_added_while_selecting_de0b9', referencing='REFERENCING NEW TABLE AS added ', table='transfers_handoveritem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoveritem',
            trigger=pgtrigger.compiler.Trigger(name='taken_out_while_selecting', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT * FROM gone) AS touched JOIN transfers_handover AS whose ON whose.id = touched.handover_id WHERE whose.stage NOT IN ('draft')) THEN RAISE EXCEPTION 'no % is taken out at this stage', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='2173e9ea76f77be54aa699d3504370b80408d8af', level='STATEMENT', operation='DELETE', pgid='pgtrigger_taken_out_while_selecting_6dbc4', referencing='REFERENCING OLD TABLE AS gone ', table='transfers_handoveritem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoveritem',
            trigger=pgtrigger.compiler.Trigger(name='arranged_while_selecting', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT added.* FROM added JOIN gone ON gone.id = added.id WHERE gone.position IS DISTINCT FROM added.position) AS touched JOIN transfers_handover AS whose ON whose.id = touched.handover_id WHERE whose.stage NOT IN ('draft')) THEN RAISE EXCEPTION 'no % is changed at this stage', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='2c64208c84adc9804f527d873b75d93902d48042', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_arranged_while_selecting_61b1d', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='transfers_handoveritem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoveritem',
            trigger=pgtrigger.compiler.Trigger(name='answered_once_sent', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT added.* FROM added JOIN gone ON gone.id = added.id WHERE gone.outcome IS DISTINCT FROM added.outcome) AS touched JOIN transfers_handover AS whose ON whose.id = touched.handover_id WHERE whose.stage NOT IN ('delivered', 'cancelled')) THEN RAISE EXCEPTION 'no % is changed at this stage', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='bc0df911439a22ed90f2babd28235ced70cbd5cb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_answered_once_sent_cbb69', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='transfers_handoveritem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoveritem',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='b9cd440354ab45b48850189ed094219b532085e8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_433fe', table='transfers_handoveritem', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='handoverstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', 'check'), ('source', 'draft'), ('target', 'checked')), models.Q(('name', 'revise'), ('source', 'checked'), ('target', 'draft')), models.Q(('name', 'propose'), ('source', 'checked'), ('target', 'proposed')), models.Q(('name', 'approve'), ('source', 'proposed'), ('target', 'approved')), models.Q(('name', 'return'), ('source', 'proposed'), ('target', 'draft')), models.Q(('name', 'return'), ('source', 'approved'), ('target', 'draft')), models.Q(('name', 'return'), ('source', 'packaged'), ('target', 'draft')), models.Q(('name', 'package'), ('source', 'approved'), ('target', 'packaged')), models.Q(('name', 'deliver'), ('source', 'packaged'), ('target', 'delivered')), models.Q(('name', 'receipt'), ('source', 'delivered'), ('target', 'closed')), models.Q(('name', 'cancel'), ('source', 'draft'), ('target', 'cancelled')), models.Q(('name', 'cancel'), ('source', 'checked'), ('target', 'cancelled')), models.Q(('name', 'cancel'), ('source', 'proposed'), ('target', 'cancelled')), models.Q(('name', 'cancel'), ('source', 'approved'), ('target', 'cancelled')), models.Q(('name', 'cancel'), ('source', 'packaged'), ('target', 'cancelled')), _connector='OR'), name='handover_step_is_legal'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverstep',
            trigger=pgtrigger.compiler.Trigger(name='time_is_the_databases', sql=records.triggers.InstalledBare(func="IF NOT pg_catalog.has_table_privilege(TG_RELID, 'TRIGGER') THEN NEW.at := pg_catalog.now(); END IF; RETURN NEW;", hash='27721831b0aa231dc9c4a31e5f0be79d5ad41a3f', operation='INSERT', pgid='pgtrigger_time_is_the_databases_31eff', table='transfers_handoverstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverstep',
            trigger=pgtrigger.compiler.Trigger(name='step_follows_last', sql=records.triggers.Installed(func="IF NEW.source <> ALL (coalesce((SELECT ARRAY[target] FROM transfers_handoverstep WHERE handover_id = NEW.handover_id ORDER BY id DESC LIMIT 1)::text[], ARRAY['draft'])) OR NEW.id <= coalesce((SELECT id FROM transfers_handoverstep WHERE handover_id = NEW.handover_id ORDER BY id DESC LIMIT 1), 0) THEN RAISE EXCEPTION 'a step of % does not begin where the last one led', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='58bc92bf79d5e34fb10757daeec1efac6f709676', operation='INSERT', pgid='pgtrigger_step_follows_last_cf426', table='transfers_handoverstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverstep',
            trigger=pgtrigger.compiler.Trigger(name='step_agrees_with_stage', sql=records.triggers.Installed(constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM transfers_handover WHERE id = NEW.handover_id) IS NOT DISTINCT FROM (SELECT target FROM transfers_handoverstep WHERE handover_id = NEW.handover_id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION 'a step of % was added to a row that did not move', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='573afd69dc466b55bef1c939e9206cf27c722010', operation='INSERT', pgid='pgtrigger_step_agrees_with_stage_1d37e', table='transfers_handoverstep', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverstep',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='3bc518724fad530c5a57950c74573563ff1156b8', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9d5b6', table='transfers_handoverstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverstep',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='22f5f3122da3f2bf105e6878c5ae0c307ba7a7ab', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_98acc', table='transfers_handoverstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receipt',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='0cc8efb6e5dbaf2153527064c74262c3c0c077d4', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7f2b8', table='transfers_receipt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receipt',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='8a60ed48885a57fada4ba68f80aa14e3298d9da5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_ae927', table='transfers_receipt', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(fields=('year', 'sequence'), name='handover_number_once'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['draft', 'checked', 'proposed', 'approved', 'packaged', 'delivered', 'closed', 'cancelled'])), name='handover_stage_is_known'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_by__isnull', True), ('approved_by__isnull', True), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='handover_is_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ('approved', 'packaged', 'delivered', 'closed')), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('proposed_by__isnull', False)), _connector='OR'), name='handover_approved_has_two_people'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ('packaged', 'delivered', 'closed')), _negated=True), ('package__isnull', False), _connector='OR'), name='handover_packaged_has_package'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ('delivered', 'closed')), _negated=True), models.Q(('delivered_on__isnull', False), ('carriage__in', ['online', 'disc', 'hard_disk'])), _connector='OR'), name='handover_delivered_has_day'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'closed'), _negated=True), ('receipt__isnull', False), _connector='OR'), name='handover_closed_has_receipt'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('receipt__isnull', True), ('stage__in', ('delivered', 'closed')), _connector='OR'), name='handover_receipt_is_of_something_delivered'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='stage_begins_at_entry', sql=records.triggers.Installed(condition="WHEN (NEW.stage NOT IN ('draft'))", func="RAISE EXCEPTION 'no row of % begins as %', TG_TABLE_NAME, NEW.stage USING ERRCODE = 'restrict_violation';", hash='b3c32f812734176e80dd18fd435a2ff33f001c35', operation='INSERT', pgid='pgtrigger_stage_begins_at_entry_b707c', table='transfers_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='stage_moves_by_table', sql=records.triggers.Installed(condition="WHEN (OLD.stage IS DISTINCT FROM NEW.stage AND (OLD.stage, NEW.stage) NOT IN (('draft', 'checked'), ('checked', 'draft'), ('checked', 'proposed'), ('proposed', 'approved'), ('proposed', 'draft'), ('approved', 'draft'), ('packaged', 'draft'), ('approved', 'packaged'), ('packaged', 'delivered'), ('delivered', 'closed'), ('draft', 'cancelled'), ('checked', 'cancelled'), ('proposed', 'cancelled'), ('approved', 'cancelled'), ('packaged', 'cancelled')))", func="RAISE EXCEPTION '% % does not move from % to %', TG_TABLE_NAME, OLD.id, OLD.stage, NEW.stage USING ERRCODE = 'restrict_violation';", hash='3ecc0d68906e4d3799183e91bacee526319a84ac', operation='UPDATE', pgid='pgtrigger_stage_moves_by_table_2cb0b', table='transfers_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='d4e53dcb3fba282d373627610f4cfd184054929b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_6beae', table='transfers_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='stage_has_its_step', sql=records.triggers.Installed(condition='WHEN (OLD.stage IS DISTINCT FROM NEW.stage)', constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM transfers_handover WHERE id = NEW.id) IS NOT DISTINCT FROM (SELECT target FROM transfers_handoverstep WHERE handover_id = NEW.id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION '% % was moved without its step', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='1d78801975828886b7265451618a4b5641edb293', operation='UPDATE', pgid='pgtrigger_stage_has_its_step_ceaf3', table='transfers_handover', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='who_proposed', sql=records.triggers.Installed(condition='WHEN ((OLD.stage, OLD.proposed_by_id) IS DISTINCT FROM (NEW.stage, NEW.proposed_by_id))', constraint='CONSTRAINT', func="IF NOT (SELECT stage NOT IN ('proposed', 'approved', 'packaged', 'delivered', 'closed') OR proposed_by_id IS NOT DISTINCT FROM (SELECT by_id FROM transfers_handoverstep WHERE handover_id = NEW.id AND target = 'proposed' ORDER BY id DESC LIMIT 1) FROM transfers_handover WHERE id = NEW.id) THEN RAISE EXCEPTION '% of % % did not make the step', 'proposed_by', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='8b67b2db3103a1ef450e449355c90a7eb9236770', operation='UPDATE', pgid='pgtrigger_who_proposed_04c72', table='transfers_handover', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='who_approved', sql=records.triggers.Installed(condition='WHEN ((OLD.stage, OLD.approved_by_id) IS DISTINCT FROM (NEW.stage, NEW.approved_by_id))', constraint='CONSTRAINT', func="IF NOT (SELECT stage NOT IN ('approved', 'packaged', 'delivered', 'closed') OR approved_by_id IS NOT DISTINCT FROM (SELECT by_id FROM transfers_handoverstep WHERE handover_id = NEW.id AND target = 'approved' ORDER BY id DESC LIMIT 1) FROM transfers_handover WHERE id = NEW.id) THEN RAISE EXCEPTION '% of % % did not make the step', 'approved_by', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='057368d1d71ff81cbcd2ae4bb947adb03aa44707', operation='UPDATE', pgid='pgtrigger_who_approved_96a18', table='transfers_handover', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='batch_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.year, OLD.sequence, OLD.fonds_id, OLD.supplements_id, OLD.created_by_id, OLD.created_at) IS DISTINCT FROM (NEW.year, NEW.sequence, NEW.fonds_id, NEW.supplements_id, NEW.created_by_id, NEW.created_at))', func="RAISE EXCEPTION 'year, sequence, fonds, supplements, created_by, created_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='e7883fc6b4b6419a70016971c11ad0c20f20d797', operation='UPDATE', pgid='pgtrigger_batch_is_fixed_2b4a6', table='transfers_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='words_are_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage <> 'draft') AND (OLD.gap_note, OLD.account) IS DISTINCT FROM (NEW.gap_note, NEW.account))", func="RAISE EXCEPTION 'gap_note, account of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='683db7e578044b734ff0a833c49cc3fa6ea5dfce', operation='UPDATE', pgid='pgtrigger_words_are_fixed_5266f', table='transfers_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='approval_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage IN ('approved', 'packaged', 'delivered', 'closed')) AND (OLD.proposed_by_id, OLD.approved_by_id, OLD.approved_at) IS DISTINCT FROM (NEW.proposed_by_id, NEW.approved_by_id, NEW.approved_at))", func="RAISE EXCEPTION 'proposed_by, approved_by, approved_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='7b31c0854ea70805470ffbf7e77703a96c1fe50e', operation='UPDATE', pgid='pgtrigger_approval_is_fixed_b78ff', table='transfers_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='package_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage IN ('packaged', 'delivered', 'closed')) AND (OLD.package_id) IS DISTINCT FROM (NEW.package_id))", func="RAISE EXCEPTION 'package of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='5c3b862f3a4899226e37a0f1759a54803af10cc5', operation='UPDATE', pgid='pgtrigger_package_is_fixed_77472', table='transfers_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='delivery_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage IN ('delivered', 'closed')) AND (OLD.carriage, OLD.media_numbers, OLD.delivered_on) IS DISTINCT FROM (NEW.carriage, NEW.media_numbers, NEW.delivered_on))", func="RAISE EXCEPTION 'carriage, media_numbers, delivered_on of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='c37ac816a7b2212f5379454d3d68934847189b90', operation='UPDATE', pgid='pgtrigger_delivery_is_fixed_8c7c8', table='transfers_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='receipt_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage = 'closed') AND (OLD.receipt_id) IS DISTINCT FROM (NEW.receipt_id))", func="RAISE EXCEPTION 'receipt of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='efa20b61882fb97da95aa2b12d87f5e676dc3266', operation='UPDATE', pgid='pgtrigger_receipt_is_fixed_ac9b4', table='transfers_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='handover_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='337fcfa71fd8161af4e41a4b795fbe411d91e49a', operation='DELETE', pgid='pgtrigger_handover_stays_913bb', table='transfers_handover', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='uncomputable',
            index=models.Index(fields=['reason', 'fonds', 'duty', 'id'], name='uncomputable_by_reason'),
        ),
        migrations.AddConstraint(
            model_name='uncomputable',
            constraint=models.UniqueConstraint(fields=('record', 'duty'), name='one_obstacle_per_duty'),
        ),
        migrations.AddConstraint(
            model_name='uncomputable',
            constraint=models.CheckConstraint(condition=models.Q(('duty__in', ['transfer', 'appraise'])), name='uncomputable_duty_is_known'),
        ),
        migrations.AddConstraint(
            model_name='uncomputable',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['no_period', 'legacy_period', 'no_rule', 'no_year', 'future_year', 'volume_period', 'volume_elsewhere'])), name='uncomputable_has_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uncomputable',
            trigger=pgtrigger.compiler.Trigger(name='counted_in', sql=records.triggers.Installed(func='INSERT INTO transfers_uncomputablecount AS known (fonds_id, duty, reason, rows) SELECT fonds_id, duty, reason, sum(rows) FROM (SELECT fonds_id, duty, reason, 1 AS rows FROM added WHERE true) AS change GROUP BY fonds_id, duty, reason HAVING sum(rows) <> 0 ORDER BY fonds_id, duty, reason ON CONFLICT (fonds_id, duty, reason) DO UPDATE SET rows = known.rows + EXCLUDED.rows; RETURN NULL;', hash='ec683f5a4d2c51aea92992e7cc9ca14e69a5e375', level='STATEMENT', operation='INSERT', pgid='pgtrigger_counted_in_47031', referencing='REFERENCING NEW TABLE AS added ', table='transfers_uncomputable', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uncomputable',
            trigger=pgtrigger.compiler.Trigger(name='counted_out', sql=records.triggers.Installed(func='INSERT INTO transfers_uncomputablecount AS known (fonds_id, duty, reason, rows) SELECT fonds_id, duty, reason, sum(rows) FROM (SELECT fonds_id, duty, reason, -1 AS rows FROM gone WHERE true) AS change GROUP BY fonds_id, duty, reason HAVING sum(rows) <> 0 ORDER BY fonds_id, duty, reason ON CONFLICT (fonds_id, duty, reason) DO UPDATE SET rows = known.rows + EXCLUDED.rows; RETURN NULL;', hash='ee8ad6fea58ce82f3c62e60d58401aa0204d3d0e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_counted_out_e0f98', referencing='REFERENCING OLD TABLE AS gone ', table='transfers_uncomputable', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uncomputable',
            trigger=pgtrigger.compiler.Trigger(name='counted_anew', sql=records.triggers.Installed(func='INSERT INTO transfers_uncomputablecount AS known (fonds_id, duty, reason, rows) SELECT fonds_id, duty, reason, sum(rows) FROM (SELECT fonds_id, duty, reason, -1 AS rows FROM gone WHERE true UNION ALL SELECT fonds_id, duty, reason, 1 AS rows FROM added WHERE true) AS change GROUP BY fonds_id, duty, reason HAVING sum(rows) <> 0 ORDER BY fonds_id, duty, reason ON CONFLICT (fonds_id, duty, reason) DO UPDATE SET rows = known.rows + EXCLUDED.rows; RETURN NULL;', hash='91cfc943f4a4bf452f573fa95a9194d9b6d1ff7a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_counted_anew_6a705', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='transfers_uncomputable', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='uncomputablecount',
            constraint=models.UniqueConstraint(fields=('fonds', 'duty', 'reason'), name='one_figure_per_obstacle'),
        ),
    ])
