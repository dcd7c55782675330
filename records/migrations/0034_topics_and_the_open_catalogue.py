import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import records.triggers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0033_searches_are_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('introduction', models.TextField(blank=True, max_length=5000, verbose_name='introduction')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.department', verbose_name='department')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='TopicItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topic_items', to='records.record', verbose_name='record')),
                ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='records.topic', verbose_name='topic')),
            ],
            options={
                'verbose_name': 'record of a topic',
                'verbose_name_plural': 'records of topics',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='topic_has_title'),
        ),
        migrations.AddConstraint(
            model_name='topicitem',
            constraint=models.UniqueConstraint(fields=('topic', 'record'), name='record_once_per_topic'),
        ),
        migrations.AddConstraint(
            model_name='topicitem',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('topic', 'position'), name='topic_position_is_unique'),
        ),
        migrations.CreateModel(
            name='OpenRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_open', models.BooleanField(verbose_name='is open')),
                ('changed_at', models.DateTimeField(verbose_name='changed at')),
            ],
            options={
                'verbose_name': 'record of the open catalogue',
                'verbose_name_plural': 'records of the open catalogue',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='published_in', sql=records.triggers.Installed(func="INSERT INTO records_openrecord (record_id, fonds_id, is_open, changed_at) SELECT id, fonds_id, is_open, pg_catalog.clock_timestamp() FROM (SELECT id, fonds_id, true AS is_open FROM added WHERE opening = 'open' AND stage <> 'draft' AND security = '' AND disclosure <> 'withheld') AS found ORDER BY id ON CONFLICT (record_id) DO UPDATE SET fonds_id = EXCLUDED.fonds_id, is_open = EXCLUDED.is_open, changed_at = EXCLUDED.changed_at; RETURN NULL;", hash='30a5e229433350f2ae6753ddd8d4aa58dc7cc82a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_published_in_6873c', referencing='REFERENCING NEW TABLE AS added ', table='records_record', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='published_anew', sql=records.triggers.Installed(func="INSERT INTO records_openrecord (record_id, fonds_id, is_open, changed_at) SELECT id, fonds_id, is_open, pg_catalog.clock_timestamp() FROM (SELECT id, coalesce(now.fonds_id, was.fonds_id) AS fonds_id, now.fonds_id IS NOT NULL AS is_open FROM (SELECT * FROM gone WHERE opening = 'open' AND stage <> 'draft' AND security = '' AND disclosure <> 'withheld') AS was FULL JOIN (SELECT * FROM added WHERE opening = 'open' AND stage <> 'draft' AND security = '' AND disclosure <> 'withheld') AS now USING (id) WHERE (was.fonds_id, was.level, was.archival_code, was.document_number, was.title, was.responsible, was.date_text, was.until, was.keywords, was.genre, was.language, was.medium, was.pages) IS DISTINCT FROM (now.fonds_id, now.level, now.archival_code, now.document_number, now.title, now.responsible, now.date_text, now.until, now.keywords, now.genre, now.language, now.medium, now.pages)) AS found ORDER BY id ON CONFLICT (record_id) DO UPDATE SET fonds_id = EXCLUDED.fonds_id, is_open = EXCLUDED.is_open, changed_at = EXCLUDED.changed_at; RETURN NULL;", hash='fe9a5fab36558e0da2bb55e6e15c07ba4f9fb5a6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_published_anew_0a2b3', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='records_record', when='AFTER')),
        ),
        migrations.AddField(
            model_name='openrecord',
            name='fonds',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.fonds', verbose_name='fonds'),
        ),
        migrations.AddField(
            model_name='openrecord',
            name='record',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.record', verbose_name='record'),
        ),
        migrations.AddIndex(
            model_name='openrecord',
            index=models.Index(fields=['changed_at', 'id'], name='open_by_change'),
        ),
        migrations.AddIndex(
            model_name='openrecord',
            index=models.Index(fields=['fonds', 'changed_at', 'id'], name='open_of_fonds'),
        ),
        # What is open already is harvested from now on; later changes come by the triggers.
        migrations.RunSQL(
            "INSERT INTO records_openrecord (record_id, fonds_id, is_open, changed_at)"
            " SELECT id, fonds_id, true, now() FROM records_record WHERE opening = 'open'"
            " AND stage <> 'draft' AND security = '' AND disclosure <> 'withheld' ORDER BY id",
            migrations.RunSQL.noop,
        ),
    ]
