from django.db import migrations, models

import records.sentences
from records.migrations._together import together

# What a job was called and what came of it: old rows keep the words that they hold.
FORWARDS = """
    ALTER TABLE records_job ALTER title TYPE jsonb USING to_jsonb(title),
        ALTER message TYPE jsonb USING to_jsonb(message)"""
BACKWARDS = """
    ALTER TABLE records_job
        ALTER title TYPE varchar(200)
            USING left(coalesce(title->>'msgid', title #>> '{}', ''), 200),
        ALTER message TYPE text USING coalesce(message->>'msgid', message #>> '{}', '')"""
KEPT = {'encoder': records.sentences.Keeps, 'decoder': records.sentences.Says}


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0020_codes_are_corrected_by_two'),
    ]

    operations = together([
        migrations.RunSQL(FORWARDS, BACKWARDS, state_operations=[
            migrations.AlterField(
                model_name='job',
                name='title',
                field=records.sentences.SentenceField(verbose_name='title'),
            ),
            migrations.AlterField(
                model_name='job',
                name='message',
                field=records.sentences.SentenceField(blank=True, verbose_name='outcome'),
            ),
        ]),
        migrations.AlterField(
            model_name='importrow',
            name='problems',
            field=models.JSONField(default=list, verbose_name='problems', **KEPT),
        ),
        migrations.AlterField(
            model_name='entry',
            name='before',
            field=models.JSONField(verbose_name='before', **KEPT),
        ),
        migrations.AlterField(
            model_name='entry',
            name='after',
            field=models.JSONField(verbose_name='after', **KEPT),
        ),
    ])
