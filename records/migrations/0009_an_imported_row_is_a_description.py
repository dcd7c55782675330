
from django.db import migrations, models
from records.migrations._together import together


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0008_imports_keep_their_sheets'),
    ]

    operations = together([
        migrations.AlterField(
            model_name='importrow',
            name='abstract',
            field=models.TextField(blank=True, verbose_name='scope and abstract'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='archival_code',
            field=models.CharField(editable=False, max_length=80, null=True, verbose_name='archival code'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='box_number',
            field=models.CharField(blank=True, max_length=20, verbose_name='box number'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='date_is_inferred',
            field=models.BooleanField(default=False, verbose_name='date is inferred'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='date_text',
            field=models.CharField(blank=True, max_length=8, verbose_name='date'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='dated_on',
            field=models.DateField(editable=False, null=True, verbose_name='date for sorting'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='disclosure',
            field=models.CharField(blank=True, choices=[('', 'not stated'), ('active', 'published on own initiative'), ('on_request', 'disclosed on request'), ('withheld', 'not disclosed')], default='', max_length=10, verbose_name='disclosure'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='document_number',
            field=models.CharField(blank=True, max_length=100, verbose_name='document number'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='draft',
            field=models.CharField(blank=True, max_length=20, verbose_name='state of the text'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='fingerprint',
            field=models.UUIDField(editable=False, null=True, verbose_name='fingerprint of the imported row'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='genre',
            field=models.CharField(blank=True, max_length=20, verbose_name='kind of document'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='keywords',
            field=models.CharField(blank=True, max_length=300, verbose_name='keywords'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='medium',
            field=models.CharField(blank=True, max_length=40, verbose_name='physical form'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='normal_text',
            field=models.TextField(editable=False, verbose_name='description in normal form'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='number',
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name='item number'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='origin',
            field=models.CharField(blank=True, choices=[('', 'not stated'), ('born_digital', 'born digital'), ('digitised', 'digitised'), ('edited', 'edited')], default='', max_length=12, verbose_name='how it was made'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='pages',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='pages'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='period',
            field=models.CharField(blank=True, max_length=3, verbose_name='retention period'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='persons',
            field=models.CharField(blank=True, max_length=300, verbose_name='persons'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='remarks',
            field=models.TextField(blank=True, verbose_name='remarks'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='responsible',
            field=models.CharField(blank=True, max_length=300, verbose_name='responsible body'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='security',
            field=models.CharField(blank=True, choices=[('', 'unclassified'), ('internal', 'internal')], default='', max_length=10, verbose_name='security mark'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='title',
            field=models.TextField(verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(('security__in', ['', 'internal'])), name='importrow_is_not_classified', violation_error_message='State secrets are not kept in this system.'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(('period', ''), ('period__regex', '^(Y|C|D|D[1-9][0-9]?)$'), _connector='OR'), name='importrow_period_is_known'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(('date_text', ''), ('date_text__regex', '^[0-9]{4}([0-9]{2}([0-9]{2})?)?$'), _connector='OR'), name='importrow_date_is_written_in_digits'),
        ),
    ])
