
import pgtrigger.compiler
import pgtrigger.migrations
import records.triggers
from django.db import migrations, models

from records.migrations._together import together


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0021_sentences_are_kept'),
    ]

    operations = together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='record',
            name='held_stays',
        ),
        migrations.AddField(
            model_name='import',
            name='level',
            field=models.CharField(choices=[('item', 'item (件)'), ('volume', 'volume (案卷)')], default='item', max_length=6, verbose_name='each row is'),
        ),
        migrations.AddField(
            model_name='importrow',
            name='inside',
            field=models.CharField(blank=True, max_length=80, verbose_name='volume'),
        ),
        migrations.AddField(
            model_name='importrow',
            name='item_count',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='number of items'),
        ),
        migrations.AddField(
            model_name='importrow',
            name='level',
            field=models.CharField(choices=[('item', 'item (件)'), ('volume', 'volume (案卷)')], default='item', max_length=6, verbose_name='level'),
        ),
        migrations.AddField(
            model_name='importrow',
            name='page_numbers',
            field=models.CharField(blank=True, max_length=20, verbose_name='page numbers'),
        ),
        migrations.AddField(
            model_name='importrow',
            name='until',
            field=models.CharField(blank=True, max_length=8, verbose_name='last date'),
        ),
        migrations.AddField(
            model_name='importrow',
            name='volume_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='record',
            name='item_count',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='number of items'),
        ),
        migrations.AddField(
            model_name='record',
            name='page_numbers',
            field=models.CharField(blank=True, max_length=20, verbose_name='page numbers'),
        ),
        migrations.AddField(
            model_name='record',
            name='until',
            field=models.CharField(blank=True, max_length=8, verbose_name='last date'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='held_stays', sql=records.triggers.Installed(condition='WHEN ((OLD.year, OLD.period, OLD.document_number, OLD.title, OLD.responsible, OLD.date_text, OLD.date_is_inferred, OLD.dated_on, OLD.pages, OLD.until, OLD.item_count, OLD.page_numbers, OLD.security, OLD.disclosure, OLD.origin, OLD.genre, OLD.draft, OLD.language, OLD.medium, OLD.persons, OLD.keywords, OLD.abstract, OLD.remarks, OLD.box_number, OLD.normal_text, OLD.fingerprint, OLD.level, OLD.volume_id, OLD.fonds_id, OLD.category_id, OLD.unit_id, OLD.opening, OLD.access, OLD.described_by_id, OLD.described_at) IS DISTINCT FROM (NEW.year, NEW.period, NEW.document_number, NEW.title, NEW.responsible, NEW.date_text, NEW.date_is_inferred, NEW.dated_on, NEW.pages, NEW.until, NEW.item_count, NEW.page_numbers, NEW.security, NEW.disclosure, NEW.origin, NEW.genre, NEW.draft, NEW.language, NEW.medium, NEW.persons, NEW.keywords, NEW.abstract, NEW.remarks, NEW.box_number, NEW.normal_text, NEW.fingerprint, NEW.level, NEW.volume_id, NEW.fonds_id, NEW.category_id, NEW.unit_id, NEW.opening, NEW.access, NEW.described_by_id, NEW.described_at))', declare='DECLARE concerned bigint[];', func="concerned := array_remove(ARRAY[NEW.id, NEW.volume_id, OLD.volume_id], NULL); IF cardinality(array_remove(ARRAY[nullif(NEW.volume_id, OLD.volume_id)], NULL)) > 0 THEN PERFORM FROM records_record WHERE id = ANY(ARRAY[nullif(NEW.volume_id, OLD.volume_id)]) ORDER BY id FOR SHARE; END IF; IF EXISTS (SELECT FROM records_hold hold LEFT JOIN records_job job ON job.id = hold.job_id WHERE hold.record_id = ANY(concerned) AND hold.released_at IS NULL AND (job.id IS NULL OR job.state IN ('queued', 'running'))) THEN RAISE EXCEPTION 'record % is held', array_to_string(concerned, ', ') USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='21ae94cb7abd88af34c16001153ab83495c4bc27', operation='UPDATE', pgid='pgtrigger_held_stays_a4154', table='records_record', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(('until', ''), ('until__regex', '^[0-9]{4}([0-9]{2}([0-9]{2})?)?$'), _connector='OR'), name='importrow_last_date_is_written_in_digits'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('until', ''), ('until__regex', '^[0-9]{4}([0-9]{2}([0-9]{2})?)?$'), _connector='OR'), name='record_last_date_is_written_in_digits'),
        ),
    ])
