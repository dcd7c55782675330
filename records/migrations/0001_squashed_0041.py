"""All tables of records, at once: an empty database does not go the way of the years."""

from importlib import import_module

import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.serializers.json
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import records.holdings.models.description
import records.imports.rules
import records.index.models
import records.retention.models
import records.sentences
import records.triggers
from django.conf import settings
from django.db import migrations, models

from records.migrations._together import together
from django.contrib.postgres.operations import BtreeGistExtension

measured = import_module("records.migrations.0011_the_application_measures")
reference = import_module("records.migrations.0003_reference_data")
recorded = import_module("records.migrations.0016_what_was_recorded")


def evidence(law):
    """Where a due rule stands: in the law itself, in what is told of it, or nowhere."""
    for kind, laws in (("law", recorded.LAW), ("commentary", recorded.SAID)):
        if law.startswith(tuple(one.rstrip("%") for one in laws)):
            return kind
    return "practice"


def load(apps, schema_editor):
    """The same rows as step by step; a rule is not written again, so its evidence is in it."""
    reference.load(apps, schema_editor, evidence=evidence)



class Migration(migrations.Migration):
    """What the migrations up to 0041 make of an empty database, made at once."""

    initial = True
    replaces = [
        ('records', '0001_initial'),
        ('records', '0002_what_never_changes'),
        ('records', '0003_reference_data'),
        ('records', '0004_jobs_keep_the_address'),
        ('records', '0005_a_job_is_begun_so_often'),
        ('records', '0006_what_is_accepted_stays'),
        ('records', '0007_what_the_database_keeps'),
        ('records', '0008_imports_keep_their_sheets'),
        ('records', '0009_an_imported_row_is_a_description'),
        ('records', '0010_holds_are_rows'),
        ('records', '0011_the_application_measures'),
        ('records', '0012_unfinished_imports_end'),
        ('records', '0013_a_form_does_its_work_once'),
        ('records', '0014_passwords_by_link'),
        ('records', '0015_look_alikes_are_one'),
        ('records', '0016_what_was_recorded'),
        ('records', '0017_acts_on_a_set_are_one_line'),
        ('records', '0018_imports_are_corrected_and_taken_back'),
        ('records', '0019_imports_name_their_sheets'),
        ('records', '0020_codes_are_corrected_by_two'),
        ('records', '0021_sentences_are_kept'),
        ('records', '0022_volumes_have_their_columns'),
        ('records', '0023_components_are_corrected_by_two'),
        ('records', '0024_marked_copies_are_jobs'),
        ('records', '0025_copies_are_fixed_whole'),
        ('records', '0026_people_are_told'),
        ('records', '0027_search_follows_changes'),
        ('records', '0028_steps_are_told_by_who_made_them'),
        ('records', '0029_originals_are_lent'),
        ('records', '0030_other_departments_files_are_asked_for'),
        ('records', '0031_uploads'),
        ('records', '0032_readers_are_registered'),
        ('records', '0033_searches_are_kept'),
        ('records', '0034_topics_and_the_open_catalogue'),
        ('records', '0035_text_of_copies_is_found'),
        ('records', '0036_copies_are_inspected'),
        ('records', '0037_single_pages_are_released'),
        ('records', '0038_originals_may_be_lost'),
        ('records', '0039_open_is_what_is_shared'),
        ('records', '0040_holds_end_with_what_they_are_for'),
        ('records', '0041_what_was_transferred_stays'),
    ]
    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('axes', '0010_accessattemptexpiration'),
    ]
    operations = together([
        BtreeGistExtension(),
        migrations.CreateModel(
            name='Component',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(null=True, verbose_name='position')),
                ('part', models.CharField(choices=[('original', 'original (正本)'), ('attachment', 'attachment (附件)'), ('final_draft', 'final draft (定稿)'), ('processing_sheet', 'processing sheet (文件处理单)'), ('issue_sheet', 'issue sheet (发文稿纸)'), ('forwarded', 'forwarded document (被转发文)'), ('copy', 'copy (复制件)'), ('translation', 'translation (翻译本)'), ('reply', 'reply (复文)'), ('incoming', 'incoming document (来文)')], max_length=20, verbose_name='component')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages')),
            ],
            options={
                'verbose_name': 'component',
                'verbose_name_plural': 'components',
                'ordering': ['record', 'position'],
            },
        ),
        migrations.CreateModel(
            name='IndexMark',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name='name')),
                ('machine', models.CharField(max_length=200, verbose_name='machine')),
                ('database', models.CharField(max_length=60, verbose_name='database')),
                ('snapshot', models.TextField(verbose_name='snapshot')),
                ('at', models.DateTimeField(verbose_name='time')),
            ],
            options={
                'verbose_name': 'mark of a search index',
                'verbose_name_plural': 'marks of search indexes',
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(verbose_name='started at')),
                ('finished_at', models.DateTimeField(verbose_name='finished at')),
                ('copies', models.PositiveBigIntegerField(verbose_name='copies read')),
                ('bytes', models.PositiveBigIntegerField(verbose_name='bytes read')),
                ('faults', models.PositiveBigIntegerField(verbose_name='newly found damaged')),
                ('restored', models.PositiveBigIntegerField(verbose_name='whole again')),
            ],
            options={
                'verbose_name': 'inspection of copies',
                'verbose_name_plural': 'inspections of copies',
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(max_length=60, verbose_name='task')),
                ('title', records.sentences.SentenceField(verbose_name='title')),
                ('arguments', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='arguments')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='from address')),
                ('queued_at', models.DateTimeField(verbose_name='asked at')),
                ('started_at', models.DateTimeField(null=True, verbose_name='started at')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished at')),
                ('state', models.CharField(choices=[('queued', 'queued'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'stopped')], default='queued', max_length=10, verbose_name='state')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='times begun')),
                ('cancel_asked', models.BooleanField(default=False, verbose_name='stop asked for')),
                ('done', models.PositiveBigIntegerField(default=0, verbose_name='done')),
                ('total', models.PositiveBigIntegerField(default=0, verbose_name='of')),
                ('message', records.sentences.SentenceField(blank=True, verbose_name='outcome')),
                ('link', models.CharField(blank=True, max_length=200, verbose_name='page of the result')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='LastSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=250, verbose_name='words')),
                ('address', models.TextField(verbose_name='conditions')),
                ('at', models.DateTimeField(verbose_name='time')),
            ],
            options={
                'verbose_name': 'last search',
                'verbose_name_plural': 'last searches',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Loan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('asked', 'awaiting approval'), ('approved', 'to be fetched'), ('fetched', 'ready to be collected'), ('out', 'lent'), ('closed', 'returned'), ('refused', 'not lent'), ('withdrawn', 'taken back')], default='asked', editable=False, max_length=12, verbose_name='stage')),
                ('purpose_kind', models.CharField(choices=[('work', 'reference for work'), ('chronicle', 'chronicles and histories'), ('study', 'academic study'), ('economy', 'economic construction'), ('education', 'publicity and education'), ('other', 'other purposes')], default='work', max_length=12, verbose_name='kind of purpose')),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose of use')),
                ('days', models.PositiveSmallIntegerField(verbose_name='term asked for, in days')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('lent_at', models.DateTimeField(null=True, verbose_name='handed out at')),
                ('due_on', models.DateField(null=True, verbose_name='due back on')),
                ('renewals', models.PositiveSmallIntegerField(default=0, verbose_name='times renewed')),
            ],
            options={
                'verbose_name': 'loan',
                'verbose_name_plural': 'loans',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='LoanItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='free again since')),
                ('condition', models.CharField(blank=True, choices=[('intact', 'in good order'), ('incomplete', 'pages missing'), ('damaged', 'damaged'), ('lost', 'lost')], max_length=12, verbose_name='condition')),
                ('pages', models.PositiveIntegerField(null=True, verbose_name='pages counted')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what is different')),
            ],
            options={
                'verbose_name': 'original of a loan',
                'verbose_name_plural': 'originals of loans',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='LoanReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('soon', 'due back soon'), ('overdue', 'overdue'), ('department', 'overdue, told to the department')], max_length=12, verbose_name='kind of reminder')),
                ('due_on', models.DateField(verbose_name='due back on')),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'reminder of a loan',
                'verbose_name_plural': 'reminders of loans',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='LoanStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='move')),
                ('source', models.CharField(max_length=30, verbose_name='from stage')),
                ('target', models.CharField(max_length=30, verbose_name='to stage')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'step of a loan',
                'verbose_name_plural': 'steps of loans',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', records.sentences.SentenceField(verbose_name='what is told')),
                ('view', models.CharField(blank=True, max_length=60, verbose_name='page that it leads to')),
                ('key', models.PositiveBigIntegerField(null=True, verbose_name='key of the row there')),
                ('told_at', models.DateTimeField(verbose_name='told at')),
                ('read_at', models.DateTimeField(null=True, verbose_name='read at')),
                ('address', models.EmailField(blank=True, max_length=254, verbose_name='mail address')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='mailed at')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
            },
        ),
        migrations.CreateModel(
            name='NoticeAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, verbose_name='mail address')),
            ],
            options={
                'verbose_name': 'mail address for notices',
                'verbose_name_plural': 'mail addresses for notices',
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('period', models.CharField(max_length=3, verbose_name='retention period')),
                ('level', models.CharField(choices=[('item', 'item (件)'), ('volume', 'volume (案卷)')], max_length=6, verbose_name='level')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='last number')),
            ],
            options={
                'verbose_name': 'number series',
                'verbose_name_plural': 'number series',
            },
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
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                ('period', models.CharField(blank=True, max_length=3, verbose_name='retention period')),
                ('number', models.PositiveIntegerField(editable=False, null=True, verbose_name='item number')),
                ('archival_code', models.CharField(editable=False, max_length=80, null=True, verbose_name='archival code')),
                ('document_number', models.CharField(blank=True, max_length=100, verbose_name='document number')),
                ('title', models.TextField(verbose_name='title')),
                ('responsible', models.CharField(blank=True, max_length=300, verbose_name='responsible body')),
                ('date_text', models.CharField(blank=True, max_length=8, verbose_name='date')),
                ('date_is_inferred', models.BooleanField(default=False, verbose_name='date is inferred')),
                ('dated_on', models.DateField(editable=False, null=True, verbose_name='date for sorting')),
                ('pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages')),
                ('until', models.CharField(blank=True, max_length=8, verbose_name='last date')),
                ('item_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of items')),
                ('page_numbers', models.CharField(blank=True, max_length=20, verbose_name='page numbers')),
                ('security', models.CharField(blank=True, choices=[('', 'unclassified'), ('internal', 'internal')], default='', max_length=10, verbose_name='security mark')),
                ('disclosure', models.CharField(blank=True, choices=[('', 'not stated'), ('active', 'published on own initiative'), ('on_request', 'disclosed on request'), ('withheld', 'not disclosed')], default='', max_length=10, verbose_name='disclosure')),
                ('origin', models.CharField(blank=True, choices=[('', 'not stated'), ('born_digital', 'born digital'), ('digitised', 'digitised'), ('edited', 'edited')], default='', max_length=12, verbose_name='how it was made')),
                ('genre', models.CharField(blank=True, max_length=20, verbose_name='kind of document')),
                ('draft', models.CharField(blank=True, max_length=20, verbose_name='state of the text')),
                ('language', models.CharField(blank=True, max_length=40, verbose_name='language or script')),
                ('medium', models.CharField(blank=True, max_length=40, verbose_name='physical form')),
                ('persons', models.CharField(blank=True, max_length=300, verbose_name='persons')),
                ('keywords', models.CharField(blank=True, max_length=300, verbose_name='keywords')),
                ('abstract', models.TextField(blank=True, verbose_name='scope and abstract')),
                ('remarks', models.TextField(blank=True, verbose_name='remarks')),
                ('box_number', models.CharField(blank=True, max_length=20, verbose_name='box number')),
                ('normal_text', models.TextField(editable=False, verbose_name='description in normal form')),
                ('further_text', models.TextField(blank=True, db_default='', default='', editable=False, verbose_name='further description in normal form')),
                ('fingerprint', models.UUIDField(editable=False, null=True, verbose_name='fingerprint of the imported row')),
                ('level', models.CharField(choices=[('item', 'item (件)'), ('volume', 'volume (案卷)')], default='item', max_length=6, verbose_name='level')),
                ('opening', models.CharField(choices=[('unreviewed', 'not reviewed'), ('open', 'open'), ('controlled', 'controlled'), ('delayed', 'opening delayed')], default='unreviewed', max_length=10, verbose_name='openness')),
                ('access', models.CharField(choices=[('department', 'own department'), ('shared', 'shared with all departments')], default='department', max_length=10, verbose_name='readable by')),
                ('stage', models.CharField(choices=[('draft', 'being arranged'), ('accepted', 'in custody'), ('transferred', 'transferred')], default='draft', editable=False, max_length=12, verbose_name='stage')),
                ('search_text', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat(models.F('normal_text'), models.Value('\n', output_field=models.TextField()), django.db.models.functions.text.Lower(records.holdings.models.description.OneJoiner(models.Func(models.F('archival_code'), models.Value(''), function='COALESCE')), output_field=models.TextField()), models.F('further_text')), output_field=models.TextField(), verbose_name='text that is searched')),
                ('code_key', models.GeneratedField(db_persist=True, expression=records.holdings.models.description.CodeKey('archival_code'), null=True, output_field=models.TextField(), verbose_name='archival code for sorting')),
                ('described_at', models.DateTimeField(editable=False, verbose_name='described at')),
            ],
            options={
                'verbose_name': 'record',
                'verbose_name_plural': 'records',
            },
        ),
        migrations.CreateModel(
            name='PageText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='page')),
                ('text', models.TextField(verbose_name='text')),
                ('normal_text', models.TextField(editable=False, verbose_name='text in normal form')),
                ('origin', models.CharField(choices=[('layer', 'brought by the file'), ('recognised', 'recognised by a machine'), ('corrected', 'recognised, and corrected by a person')], max_length=10, verbose_name='where it comes from')),
            ],
            options={
                'verbose_name': 'text of a page',
                'verbose_name_plural': 'texts of pages',
            },
        ),
        migrations.CreateModel(
            name='PasswordLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='digest of the code')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('expires_at', models.DateTimeField(verbose_name='ends at')),
                ('used_at', models.DateTimeField(null=True, verbose_name='used at')),
            ],
            options={
                'verbose_name': 'password link',
                'verbose_name_plural': 'password links',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ReceivingArchive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('code', models.CharField(max_length=6, unique=True, verbose_name='archive code')),
            ],
            options={
                'verbose_name': 'receiving archive',
                'verbose_name_plural': 'receiving archives',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='RecordChange',
            fields=[
                ('record', models.BigIntegerField(db_column='record_id', primary_key=True, serialize=False, verbose_name='record')),
                ('txid', records.index.models.TransactionNumber(db_index=True, verbose_name='transaction')),
            ],
            options={
                'verbose_name': 'change for the search index',
                'verbose_name_plural': 'changes for the search index',
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('address', models.TextField(verbose_name='conditions')),
                ('told', models.CharField(blank=True, choices=[('', 'not at all'), ('daily', 'each morning'), ('hourly', 'every hour')], max_length=10, verbose_name='told of new hits')),
                ('made_at', models.DateTimeField(verbose_name='saved at')),
                ('looked_at', models.DateTimeField(verbose_name='looked at')),
                ('known', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='known hits')),
                ('fresh', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='new hits')),
                ('fresh_at', models.DateTimeField(null=True, verbose_name='time of the new hits')),
            ],
            options={
                'verbose_name': 'saved search',
                'verbose_name_plural': 'saved searches',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(verbose_name='token')),
                ('digest', models.CharField(max_length=32, verbose_name='digest')),
                ('at', models.DateTimeField(db_index=True, verbose_name='at')),
                ('table', models.CharField(blank=True, max_length=60, verbose_name='kind of object')),
                ('row', models.CharField(blank=True, max_length=40, verbose_name='object')),
            ],
            options={
                'verbose_name': 'sent form',
                'verbose_name_plural': 'sent forms',
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('introduction', models.TextField(blank=True, max_length=5000, verbose_name='introduction')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
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
            ],
            options={
                'verbose_name': 'record of a topic',
                'verbose_name_plural': 'records of topics',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, verbose_name='code')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
            ],
            options={
                'verbose_name': 'office or matter',
                'verbose_name_plural': 'offices and matters',
                'ordering': ['fonds', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('open', 'being put together'), ('attached', 'attached'), ('discarded', 'put aside')], default='open', editable=False, max_length=12, verbose_name='stage')),
                ('made_at', models.DateTimeField(verbose_name='begun at')),
                ('attached', models.PositiveIntegerField(default=0, verbose_name='copies attached')),
            ],
            options={
                'verbose_name': 'set of files',
                'verbose_name_plural': 'sets of files',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='UploadFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=400, verbose_name='file name')),
                ('size', models.PositiveBigIntegerField(verbose_name='bytes')),
                ('received', models.PositiveBigIntegerField(default=0, verbose_name='bytes received')),
                ('state', models.CharField(choices=[('sending', 'not whole yet'), ('taken', 'checked'), ('refused', 'not taken in')], default='sending', max_length=10, verbose_name='state')),
                ('why', records.sentences.SentenceField(blank=True, verbose_name='why it is refused')),
                ('format', models.CharField(blank=True, max_length=10, verbose_name='format')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('sm3', models.CharField(blank=True, max_length=64, verbose_name='SM3')),
                ('virus_scan', records.sentences.SentenceField(blank=True, verbose_name='virus scan')),
                ('how', models.CharField(blank=True, choices=[('code', 'by the archival code'), ('number', 'by the document number'), ('title', 'by the title'), ('hand', 'by hand')], max_length=10, verbose_name='how it was placed')),
                ('found', models.PositiveIntegerField(default=0, verbose_name='records that it fits')),
                ('touched_at', models.DateTimeField(verbose_name='last received')),
            ],
            options={
                'verbose_name': 'file of a set',
                'verbose_name_plural': 'files of sets',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='UploadStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='move')),
                ('source', models.CharField(max_length=30, verbose_name='from stage')),
                ('target', models.CharField(max_length=30, verbose_name='to stage')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'step of a set of files',
                'verbose_name_plural': 'steps of sets of files',
            },
        ),
        migrations.CreateModel(
            name='UseEffect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('benefit', models.CharField(choices=[('work', 'for the work of the body'), ('social', 'social benefit'), ('economic', 'economic benefit'), ('none', 'nothing was found that helped')], max_length=10, verbose_name='kind of effect')),
                ('effect', models.TextField(verbose_name='effect of the use')),
                ('sealed', models.CharField(blank=True, max_length=100, verbose_name='confirmed under the seal of')),
                ('told_at', models.DateTimeField(verbose_name='recorded at')),
            ],
            options={
                'verbose_name': 'effect of a use',
                'verbose_name_plural': 'effects of uses',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('reading', 'in the reading room'), ('left', 'use ended'), ('void', 'void')], default='reading', editable=False, max_length=12, verbose_name='stage')),
                ('used_on', models.DateField(verbose_name='day of use')),
                ('name', models.CharField(max_length=60, verbose_name='name of the reader')),
                ('unit', models.CharField(blank=True, max_length=100, verbose_name='unit of the reader')),
                ('identity_kind', models.CharField(choices=[('citizen', 'identity card'), ('staff', 'staff card'), ('passport', 'passport or permit'), ('other', 'other paper')], max_length=10, verbose_name='kind of paper shown')),
                ('identity_number', models.CharField(max_length=40, verbose_name='number of the paper')),
                ('letter', models.CharField(blank=True, max_length=120, verbose_name='letter of introduction')),
                ('contact', models.CharField(blank=True, max_length=60, verbose_name='contact')),
                ('purpose_kind', models.CharField(choices=[('work', 'reference for work'), ('chronicle', 'chronicles and histories'), ('study', 'academic study'), ('economy', 'economic construction'), ('education', 'publicity and education'), ('other', 'other purposes')], max_length=12, verbose_name='kind of purpose')),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose of use')),
                ('manner', models.CharField(choices=[('read', 'read at the centre'), ('excerpt', 'read, with excerpts'), ('brought', 'brought to the reader')], default='read', max_length=10, verbose_name='manner of use')),
                ('consent', models.CharField(blank=True, max_length=200, verbose_name='consent of the originating department')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='remark')),
                ('registered_at', models.DateTimeField(verbose_name='registered at')),
                ('effect_asked_on', models.DateField(null=True, verbose_name='effect asked for on')),
            ],
            options={
                'verbose_name': 'use at the centre',
                'verbose_name_plural': 'uses at the centre',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='VisitItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('copied', models.PositiveIntegerField(default=0, verbose_name='pages copied')),
            ],
            options={
                'verbose_name': 'record of a use',
                'verbose_name_plural': 'records of uses',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='VisitStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='move')),
                ('source', models.CharField(max_length=30, verbose_name='from stage')),
                ('target', models.CharField(max_length=30, verbose_name='to stage')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'step of a use',
                'verbose_name_plural': 'steps of uses',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('username', models.CharField(error_messages={'unique': 'Somebody has this staff number already.'}, max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='staff number')),
                ('is_active', models.BooleanField(default=True, verbose_name='account is open')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('role', models.CharField(choices=[('reader', 'reader'), ('filing_officer', 'filing officer'), ('archivist', 'archivist'), ('supervisor', 'supervisor'), ('auditor', 'auditor')], max_length=20, verbose_name='role')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='must choose a new password')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AccessRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('asked', 'awaiting consent'), ('consented', 'awaiting release'), ('released', 'released'), ('refused', 'not granted'), ('withdrawn', 'taken back'), ('ended', 'ended')], default='asked', editable=False, max_length=12, verbose_name='stage')),
                ('purpose', models.CharField(max_length=300, verbose_name='purpose')),
                ('until', models.DateField(verbose_name='last day')),
                ('may_download', models.BooleanField(default=False, verbose_name='download asked for')),
                ('may_print', models.BooleanField(default=False, verbose_name='print asked for')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('reminded_on', models.DateField(null=True, verbose_name='reminded on')),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
            ],
            options={
                'verbose_name': 'access request',
                'verbose_name_plural': 'access requests',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='AccessStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='move')),
                ('source', models.CharField(max_length=30, verbose_name='from stage')),
                ('target', models.CharField(max_length=30, verbose_name='to stage')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='records.accessrequest', verbose_name='request')),
            ],
            options={
                'verbose_name': 'step of an access request',
                'verbose_name_plural': 'steps of access requests',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('proposed', 'awaiting approval'), ('approved', 'approved'), ('rejected', 'turned down'), ('withdrawn', 'taken back')], default='proposed', editable=False, max_length=12, verbose_name='stage')),
                ('year', models.PositiveSmallIntegerField(null=True, verbose_name='right year')),
                ('period', models.CharField(blank=True, max_length=3, verbose_name='right retention period')),
                ('of_components', models.BooleanField(default=False, verbose_name='of components')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='AmendmentItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('former_code', models.CharField(max_length=80, verbose_name='former archival code')),
                ('former_year', models.PositiveSmallIntegerField(null=True, verbose_name='former year')),
                ('former_period', models.CharField(blank=True, max_length=3, verbose_name='former retention period')),
                ('code', models.CharField(max_length=80, null=True, verbose_name='new archival code')),
                ('number', models.PositiveIntegerField(null=True, verbose_name='new item number')),
                ('amendment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='records.amendment', verbose_name='correction')),
            ],
            options={
                'verbose_name': 'record of a correction',
                'verbose_name_plural': 'records of corrections',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='AmendmentStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='move')),
                ('source', models.CharField(max_length=30, verbose_name='from stage')),
                ('target', models.CharField(max_length=30, verbose_name='to stage')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('amendment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='records.amendment', verbose_name='correction')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'step of a correction',
                'verbose_name_plural': 'steps of corrections',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('by_volume', models.BooleanField(default=False, verbose_name='arranged by volume')),
            ],
            options={
                'verbose_name': 'category',
                'verbose_name_plural': 'categories',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[A-Z]{2}(·[A-Z0-9]+){0,3}$')), name='category_code_is_well_formed', violation_error_message='A category code is two capital letters, with further levels after “·”.')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('check_code', models.CharField(max_length=12, verbose_name='check code')),
                ('archival_code', models.CharField(max_length=80, verbose_name='archival code')),
                ('title', models.TextField(verbose_name='title')),
                ('pages', models.CharField(max_length=100, verbose_name='pages that are certified')),
                ('count', models.PositiveIntegerField(verbose_name='number of pages')),
                ('sets', models.PositiveSmallIntegerField(default=1, verbose_name='number of sets')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'certificate of a copy',
                'verbose_name_plural': 'certificates of copies',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CodeAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, unique=True, verbose_name='archival code')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'alias of an archival code',
                'verbose_name_plural': 'aliases of archival codes',
            },
        ),
        migrations.CreateModel(
            name='AmendmentPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('former_part', models.CharField(choices=[('original', 'original (正本)'), ('attachment', 'attachment (附件)'), ('final_draft', 'final draft (定稿)'), ('processing_sheet', 'processing sheet (文件处理单)'), ('issue_sheet', 'issue sheet (发文稿纸)'), ('forwarded', 'forwarded document (被转发文)'), ('copy', 'copy (复制件)'), ('translation', 'translation (翻译本)'), ('reply', 'reply (复文)'), ('incoming', 'incoming document (来文)')], max_length=20, verbose_name='former kind')),
                ('former_title', models.CharField(max_length=300, verbose_name='former title')),
                ('former_pages', models.PositiveIntegerField(null=True, verbose_name='former pages')),
                ('former_position', models.PositiveSmallIntegerField(verbose_name='former position')),
                ('part', models.CharField(choices=[('original', 'original (正本)'), ('attachment', 'attachment (附件)'), ('final_draft', 'final draft (定稿)'), ('processing_sheet', 'processing sheet (文件处理单)'), ('issue_sheet', 'issue sheet (发文稿纸)'), ('forwarded', 'forwarded document (被转发文)'), ('copy', 'copy (复制件)'), ('translation', 'translation (翻译本)'), ('reply', 'reply (复文)'), ('incoming', 'incoming document (来文)')], max_length=20, verbose_name='right kind')),
                ('title', models.CharField(max_length=300, verbose_name='right title')),
                ('pages', models.PositiveIntegerField(null=True, verbose_name='right pages')),
                ('position', models.PositiveSmallIntegerField(null=True, verbose_name='right position')),
                ('amendment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='records.amendment', verbose_name='correction')),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.component', verbose_name='component')),
            ],
            options={
                'verbose_name': 'component of a correction',
                'verbose_name_plural': 'components of corrections',
                'ordering': ['former_position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('short_name', models.CharField(max_length=30, verbose_name='short name')),
                ('valid_from', models.DateField(verbose_name='exists from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='exists until')),
                ('heir', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inherited', to='records.department', verbose_name='answers for its files today')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='records.department', verbose_name='successor')),
            ],
            options={
                'verbose_name': 'department',
                'verbose_name_plural': 'departments',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ColumnMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signature', models.CharField(max_length=64, verbose_name='fingerprint of the header')),
                ('fields', models.JSONField(verbose_name='fields by column')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='column_mappings', to='records.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'mapping of columns',
                'verbose_name_plural': 'mappings of columns',
            },
        ),
        migrations.AddField(
            model_name='accessrequest',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.department', verbose_name='department of the asker'),
        ),
        migrations.AddField(
            model_name='accessrequest',
            name='of',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.department', verbose_name='whose files'),
        ),
        migrations.CreateModel(
            name='AccessItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wanted', models.CharField(max_length=300, verbose_name='what is asked for')),
                ('answer', models.CharField(choices=[('waiting', 'not answered yet'), ('consented', 'consented'), ('refused', 'refused')], default='waiting', editable=False, max_length=10, verbose_name='answer')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('pages', models.CharField(blank=True, max_length=100, verbose_name='pages consented to')),
                ('may_download', models.BooleanField(default=False, verbose_name='download allowed')),
                ('may_print', models.BooleanField(default=False, verbose_name='print allowed')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='records.accessrequest', verbose_name='request')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.department', verbose_name='department that answers')),
            ],
            options={
                'verbose_name': 'record of an access request',
                'verbose_name_plural': 'records of access requests',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='records.department', verbose_name='department'),
        ),
        migrations.CreateModel(
            name='DigitalCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='file name')),
                ('format', models.CharField(max_length=10, verbose_name='format')),
                ('size', models.PositiveBigIntegerField(verbose_name='bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('sm3', models.CharField(max_length=64, verbose_name='SM3')),
                ('stored_at', models.DateTimeField(verbose_name='stored at')),
                ('resolution', models.PositiveSmallIntegerField(null=True, verbose_name='resolution of the scan (dpi)')),
                ('colour', models.CharField(blank=True, choices=[('bilevel', 'black and white (黑白二值)'), ('grey', 'greyscale (灰度)'), ('colour', 'colour (彩色)')], default='', max_length=10, verbose_name='colour of the scan')),
                ('verified_at', models.DateTimeField(null=True, verbose_name='verified at')),
                ('page_count', models.PositiveIntegerField(null=True, verbose_name='number of its pages')),
                ('intact', models.BooleanField(null=True, verbose_name='intact when last verified')),
                ('text_read_at', models.DateTimeField(null=True, verbose_name='looked through for text at')),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='records.component', verbose_name='component')),
                ('stored_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'digital copy',
                'verbose_name_plural': 'digital copies',
            },
        ),
        migrations.CreateModel(
            name='CopyFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('harm', models.CharField(choices=[('missing', 'not in the storage'), ('changed', 'not what was stored'), ('unreadable', 'cannot be read from the disk')], max_length=10, verbose_name='what is wrong')),
                ('intact_at', models.DateTimeField(null=True, verbose_name='last found intact at')),
                ('found_at', models.DateTimeField(verbose_name='found at')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='restored at')),
                ('copy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faults', to='records.digitalcopy', verbose_name='digital copy')),
            ],
            options={
                'verbose_name': 'fault of a digital copy',
                'verbose_name_plural': 'faults of digital copies',
            },
        ),
        migrations.CreateModel(
            name='DueRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(choices=[('transfer', 'transfer to the public archive'), ('appraise', 'appraisal at expiry')], max_length=10, verbose_name='duty')),
                ('period', models.CharField(help_text='Y, C, D, D and years (D30), or Dn for every number of years', max_length=3, verbose_name='retention period')),
                ('applies', models.BooleanField(default=True, verbose_name='the duty arises')),
                ('years', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='full years')),
                ('in_force_from', models.DateField(verbose_name='in force from')),
                ('in_force_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('law', models.CharField(max_length=200, verbose_name='law')),
                ('evidence', models.CharField(choices=[('law', 'text of the law'), ('commentary', 'commentary or a local rule'), ('practice', 'practice of the field')], default='practice', help_text='Only what stands in the law itself is shown as law.', max_length=12, verbose_name='evidence')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='records.category', verbose_name='category')),
            ],
            options={
                'verbose_name': 'due rule',
                'verbose_name_plural': 'due rules',
                'ordering': ['duty', 'period', '-in_force_from'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=40, verbose_name='act')),
                ('table', models.CharField(max_length=60, verbose_name='kind of object')),
                ('row', models.CharField(max_length=40, verbose_name='object')),
                ('label', models.TextField(verbose_name='called')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='from address')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('before', models.JSONField(decoder=records.sentences.Says, encoder=records.sentences.Keeps, verbose_name='before')),
                ('after', models.JSONField(decoder=records.sentences.Says, encoder=records.sentences.Keeps, verbose_name='after')),
                ('batch', models.BigIntegerField(null=True, verbose_name='first entry of the act')),
                ('acts', models.PositiveBigIntegerField(null=True, verbose_name='number of entries of the act')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'trail entry',
                'verbose_name_plural': 'trail',
                'db_table': 'records_audit_entry',
            },
        ),
        migrations.CreateModel(
            name='Fonds',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=4, unique=True, verbose_name='fonds number')),
                ('name', models.CharField(max_length=80, verbose_name='fonds name')),
                ('code_pattern', models.CharField(choices=[('DAT22', 'DA/T 22-2015 (Z109-WS·2011-Y-BGS-0001)'), ('DAT13', 'DA/T 13-2022 (Z109-WS·2011·Y·办公室-0001)')], default='DAT22', max_length=5, verbose_name='pattern of the archival code')),
                ('number_width', models.PositiveSmallIntegerField(default=4, verbose_name='digits of the item number')),
                ('unit_width', models.PositiveSmallIntegerField(default=3, verbose_name='characters of the unit code')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fonds', to='records.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'fonds',
                'verbose_name_plural': 'fonds',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(verbose_name='last day')),
                ('pages', models.CharField(blank=True, max_length=100, verbose_name='pages that are open')),
                ('may_download', models.BooleanField(default=False, verbose_name='may download')),
                ('may_print', models.BooleanField(default=False, verbose_name='may print')),
                ('granted_at', models.DateTimeField(verbose_name='granted at')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ('end_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the end')),
                ('department', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.department', verbose_name='department of the person')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='records.accessrequest', verbose_name='request')),
            ],
            options={
                'verbose_name': 'grant',
                'verbose_name_plural': 'grants',
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='kind of what holds it')),
                ('of', models.PositiveBigIntegerField(verbose_name='key of what holds it')),
                ('reason', models.CharField(max_length=200, verbose_name='what holds it')),
                ('at', models.DateTimeField(verbose_name='since')),
                ('released_at', models.DateTimeField(null=True, verbose_name='released at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'hold',
                'verbose_name_plural': 'holds',
            },
        ),
        migrations.CreateModel(
            name='AmendmentHold',
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
            name='LoanHold',
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
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='file name')),
                ('file', models.FileField(max_length=300, upload_to='imports/%Y/%m', verbose_name='file')),
                ('sheets', models.JSONField(default=list, verbose_name='sheets')),
                ('sheet', models.CharField(blank=True, max_length=200, verbose_name='sheet')),
                ('header', models.PositiveIntegerField(default=0, verbose_name='row of the header')),
                ('level', models.CharField(choices=[('item', 'item (件)'), ('volume', 'volume (案卷)')], default='item', max_length=6, verbose_name='each row is')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of rows that say none')),
                ('period', models.CharField(blank=True, max_length=3, verbose_name='period of rows that say none')),
                ('columns', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='columns')),
                ('read', models.PositiveIntegerField(default=0, verbose_name='rows read')),
                ('ok', models.PositiveIntegerField(default=0, verbose_name='without fault')),
                ('warned', models.PositiveIntegerField(default=0, verbose_name='to be looked at')),
                ('rejected', models.PositiveIntegerField(default=0, verbose_name='with faults')),
                ('duplicate', models.PositiveIntegerField(default=0, verbose_name='already there')),
                ('committed', models.PositiveIntegerField(default=0, verbose_name='records made')),
                ('tally', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='tally')),
                ('marked', models.FileField(blank=True, max_length=300, upload_to='imports/%Y/%m', verbose_name='marked table')),
                ('cells', models.FileField(blank=True, max_length=300, upload_to='imports/%Y/%m', verbose_name='cells for the marked table')),
                ('made_at', models.DateTimeField(verbose_name='uploaded at')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='checked at')),
                ('stage', models.CharField(choices=[('uploaded', 'uploaded'), ('checked', 'checked'), ('drafted', 'imported as drafts'), ('committed', 'imported'), ('retracted', 'taken back'), ('discarded', 'put aside')], default='uploaded', max_length=12, verbose_name='stage')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.category', verbose_name='category')),
                ('fonds', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='records.fonds', verbose_name='fonds')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-id'],
            },
            bases=(records.imports.rules.ReadSheets, records.imports.rules.Standing, models.Model),
        ),
        migrations.CreateModel(
            name='ImportCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(verbose_name='row')),
                ('field', models.CharField(max_length=20, verbose_name='element')),
                ('value', models.TextField(blank=True, verbose_name='right value')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='records.import', verbose_name='import')),
            ],
            options={
                'verbose_name': 'correction of a row',
                'verbose_name_plural': 'corrections of rows',
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                ('period', models.CharField(blank=True, max_length=3, verbose_name='retention period')),
                ('number', models.PositiveIntegerField(editable=False, null=True, verbose_name='item number')),
                ('archival_code', models.CharField(editable=False, max_length=80, null=True, verbose_name='archival code')),
                ('document_number', models.CharField(blank=True, max_length=100, verbose_name='document number')),
                ('title', models.TextField(verbose_name='title')),
                ('responsible', models.CharField(blank=True, max_length=300, verbose_name='responsible body')),
                ('date_text', models.CharField(blank=True, max_length=8, verbose_name='date')),
                ('date_is_inferred', models.BooleanField(default=False, verbose_name='date is inferred')),
                ('dated_on', models.DateField(editable=False, null=True, verbose_name='date for sorting')),
                ('pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages')),
                ('until', models.CharField(blank=True, max_length=8, verbose_name='last date')),
                ('item_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of items')),
                ('page_numbers', models.CharField(blank=True, max_length=20, verbose_name='page numbers')),
                ('security', models.CharField(blank=True, choices=[('', 'unclassified'), ('internal', 'internal')], default='', max_length=10, verbose_name='security mark')),
                ('disclosure', models.CharField(blank=True, choices=[('', 'not stated'), ('active', 'published on own initiative'), ('on_request', 'disclosed on request'), ('withheld', 'not disclosed')], default='', max_length=10, verbose_name='disclosure')),
                ('origin', models.CharField(blank=True, choices=[('', 'not stated'), ('born_digital', 'born digital'), ('digitised', 'digitised'), ('edited', 'edited')], default='', max_length=12, verbose_name='how it was made')),
                ('genre', models.CharField(blank=True, max_length=20, verbose_name='kind of document')),
                ('draft', models.CharField(blank=True, max_length=20, verbose_name='state of the text')),
                ('language', models.CharField(blank=True, max_length=40, verbose_name='language or script')),
                ('medium', models.CharField(blank=True, max_length=40, verbose_name='physical form')),
                ('persons', models.CharField(blank=True, max_length=300, verbose_name='persons')),
                ('keywords', models.CharField(blank=True, max_length=300, verbose_name='keywords')),
                ('abstract', models.TextField(blank=True, verbose_name='scope and abstract')),
                ('remarks', models.TextField(blank=True, verbose_name='remarks')),
                ('box_number', models.CharField(blank=True, max_length=20, verbose_name='box number')),
                ('normal_text', models.TextField(editable=False, verbose_name='description in normal form')),
                ('further_text', models.TextField(blank=True, db_default='', default='', editable=False, verbose_name='further description in normal form')),
                ('fingerprint', models.UUIDField(editable=False, null=True, verbose_name='fingerprint of the imported row')),
                ('pk', models.CompositePrimaryKey('source_id', 'row', blank=True, editable=False, primary_key=True, serialize=False)),
                ('row', models.PositiveIntegerField(verbose_name='row')),
                ('outcome', models.CharField(choices=[('ok', 'without fault'), ('warned', 'to be looked at'), ('rejected', 'with faults'), ('duplicate', 'already there')], max_length=10, verbose_name='outcome')),
                ('problems', models.JSONField(decoder=records.sentences.Says, default=list, encoder=records.sentences.Keeps, verbose_name='problems')),
                ('changes', models.JSONField(default=list, verbose_name='put right')),
                ('key', models.BigIntegerField()),
                ('level', models.CharField(choices=[('item', 'item (件)'), ('volume', 'volume (案卷)')], default='item', max_length=6, verbose_name='level')),
                ('inside', models.CharField(blank=True, max_length=80, verbose_name='volume')),
                ('volume_id', models.BigIntegerField(null=True)),
                ('category', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.category')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='records.import')),
            ],
            options={
                'verbose_name': 'row of an import',
                'verbose_name_plural': 'rows of imports',
            },
        ),
        migrations.CreateModel(
            name='ImportStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='move')),
                ('source', models.CharField(max_length=30, verbose_name='from stage')),
                ('target', models.CharField(max_length=30, verbose_name='to stage')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='records.import', verbose_name='import')),
            ],
            options={
                'verbose_name': 'step of an import',
                'verbose_name_plural': 'steps of imports',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='50b50bdcb7ac900875b6fe858753571a9be4bd7d', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_90ea1', table='records_inspection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='2b48cc647a5abea65d15944ba71f578c8e56772e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_9c1f0', table='records_inspection', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='job',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to=settings.AUTH_USER_MODEL, verbose_name='asked by'),
        ),
        migrations.AddField(
            model_name='import',
            name='job',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.job', verbose_name='latest job'),
        ),
        migrations.AddField(
            model_name='import',
            name='marking',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.job', verbose_name='job of the marked table'),
        ),
        migrations.AddField(
            model_name='hold',
            name='job',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.job', verbose_name='as long as the job'),
        ),
        migrations.AddField(
            model_name='lastsearch',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='last_searches', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='loan',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='loan',
            name='borrower',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to=settings.AUTH_USER_MODEL, verbose_name='borrower'),
        ),
        migrations.AddField(
            model_name='loan',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.department', verbose_name='department of the borrower'),
        ),
        migrations.AddField(
            model_name='loanitem',
            name='loan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='records.loan', verbose_name='loan'),
        ),
        migrations.AddField(
            model_name='loanitem',
            name='taken_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by'),
        ),
        migrations.AddField(
            model_name='loanreminder',
            name='loan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='records.loan', verbose_name='loan'),
        ),
        migrations.AddField(
            model_name='loanstep',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='loanstep',
            name='loan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='records.loan', verbose_name='loan'),
        ),
        migrations.AddField(
            model_name='notice',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='recipient'),
        ),
        migrations.AddField(
            model_name='noticeaddress',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='notice_address', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='numberseries',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='numberseries',
            name='fonds',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.fonds', verbose_name='fonds'),
        ),
        migrations.AddField(
            model_name='openrecord',
            name='fonds',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.fonds', verbose_name='fonds'),
        ),
        migrations.CreateModel(
            name='PageDifference',
            fields=[
                ('record', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='records.record', verbose_name='record')),
                ('catalogued', models.PositiveIntegerField(null=True, verbose_name='pages catalogued')),
                ('scanned', models.PositiveIntegerField(null=True, verbose_name='pages scanned')),
                ('counted', models.PositiveIntegerField(null=True, verbose_name='pages counted on paper')),
                ('found_at', models.DateTimeField(verbose_name='found at')),
            ],
            options={
                'verbose_name': 'difference of pages',
                'verbose_name_plural': 'differences of pages',
            },
        ),
        migrations.AddField(
            model_name='record',
            name='category',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='records.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='record',
            name='described_by',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='described by'),
        ),
        migrations.AddField(
            model_name='record',
            name='fonds',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='records.fonds', verbose_name='fonds'),
        ),
        migrations.AddField(
            model_name='record',
            name='volume',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='records.record', verbose_name='volume'),
        ),
        migrations.AddField(
            model_name='openrecord',
            name='record',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='numberseries',
            name='volume',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.record', verbose_name='volume'),
        ),
        migrations.AddField(
            model_name='loanitem',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loan_items', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='hold',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='grant',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='component',
            name='record',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='components', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='codealias',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='amendmentitem',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendment_items', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='accessitem',
            name='record',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='pagetext',
            name='copy',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='records.digitalcopy', verbose_name='digital copy'),
        ),
        migrations.AddField(
            model_name='passwordlink',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by'),
        ),
        migrations.AddField(
            model_name='passwordlink',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='password_links', to=settings.AUTH_USER_MODEL, verbose_name='for whom'),
        ),
        migrations.AddField(
            model_name='fonds',
            name='archive',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fonds', to='records.receivingarchive', verbose_name='receiving archive'),
        ),
        migrations.AddField(
            model_name='duerule',
            name='archive',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='records.receivingarchive', verbose_name='receiving archive'),
        ),
        migrations.AddField(
            model_name='savedsearch',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='saved_searches', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='sentform',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='topic',
            name='department',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='topic',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by'),
        ),
        migrations.AddField(
            model_name='topicitem',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topic_items', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='topicitem',
            name='topic',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='records.topic', verbose_name='topic'),
        ),
        migrations.AddField(
            model_name='unit',
            name='fonds',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='records.fonds', verbose_name='fonds'),
        ),
        migrations.AddField(
            model_name='record',
            name='unit',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='records.unit', verbose_name='office or matter'),
        ),
        migrations.AddField(
            model_name='numberseries',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.unit', verbose_name='office or matter'),
        ),
        migrations.AddField(
            model_name='importrow',
            name='unit',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.unit'),
        ),
        migrations.AddField(
            model_name='upload',
            name='fonds',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.fonds', verbose_name='fonds'),
        ),
        migrations.AddField(
            model_name='upload',
            name='job',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.job', verbose_name='job'),
        ),
        migrations.AddField(
            model_name='upload',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begun by'),
        ),
        migrations.AddField(
            model_name='uploadfile',
            name='component',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='records.component', verbose_name='component'),
        ),
        migrations.AddField(
            model_name='uploadfile',
            name='record',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='uploadfile',
            name='upload',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='records.upload', verbose_name='set of files'),
        ),
        migrations.AddField(
            model_name='uploadstep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='uploadstep',
            name='upload',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='records.upload', verbose_name='set of files'),
        ),
        migrations.AddField(
            model_name='useeffect',
            name='told_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='visit',
            name='department',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.department', verbose_name='department of the reader'),
        ),
        migrations.AddField(
            model_name='visit',
            name='registered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registered by'),
        ),
        migrations.AddField(
            model_name='useeffect',
            name='visit',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='effect', to='records.visit', verbose_name='use at the centre'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='records.visit', verbose_name='use at the centre'),
        ),
        migrations.AddField(
            model_name='visititem',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.record', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='visititem',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='records.visit', verbose_name='use at the centre'),
        ),
        migrations.AddField(
            model_name='visitstep',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='visitstep',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='records.visit', verbose_name='use at the centre'),
        ),
        migrations.AddConstraint(
            model_name='accessstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', 'pass_on'), ('source', 'asked'), ('target', 'consented')), models.Q(('name', 'turn_down'), ('source', 'asked'), ('target', 'refused')), models.Q(('name', 'release'), ('source', 'consented'), ('target', 'released')), models.Q(('name', 'withhold'), ('source', 'consented'), ('target', 'refused')), models.Q(('name', 'withdraw'), ('source', 'asked'), ('target', 'withdrawn')), models.Q(('name', 'withdraw'), ('source', 'consented'), ('target', 'withdrawn')), models.Q(('name', 'close'), ('source', 'released'), ('target', 'ended')), models.Q(('name', 'expire'), ('source', 'released'), ('target', 'ended')), models.Q(('name', 'lapse'), ('source', 'asked'), ('target', 'withdrawn')), models.Q(('name', 'lapse'), ('source', 'consented'), ('target', 'withdrawn')), _connector='OR'), name='request_step_is_legal'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessstep',
            trigger=pgtrigger.compiler.Trigger(name='time_is_the_databases', sql=records.triggers.InstalledBare(func="IF NOT pg_catalog.has_table_privilege(TG_RELID, 'TRIGGER') THEN NEW.at := pg_catalog.now(); END IF; RETURN NEW;", hash='64d29f38547557d2a6d6c985607e524fefde9b57', operation='INSERT', pgid='pgtrigger_time_is_the_databases_ee9bd', table='records_accessstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessstep',
            trigger=pgtrigger.compiler.Trigger(name='step_follows_last', sql=records.triggers.Installed(func="IF NEW.source <> ALL (coalesce((SELECT ARRAY[target] FROM records_accessstep WHERE request_id = NEW.request_id ORDER BY id DESC LIMIT 1)::text[], ARRAY['asked'])) OR NEW.id <= coalesce((SELECT id FROM records_accessstep WHERE request_id = NEW.request_id ORDER BY id DESC LIMIT 1), 0) THEN RAISE EXCEPTION 'a step of % does not begin where the last one led', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='cf41de58c97166f181590ab0cebc7905bf356885', operation='INSERT', pgid='pgtrigger_step_follows_last_54afe', table='records_accessstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessstep',
            trigger=pgtrigger.compiler.Trigger(name='step_agrees_with_stage', sql=records.triggers.Installed(constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM records_accessrequest WHERE id = NEW.request_id) IS NOT DISTINCT FROM (SELECT target FROM records_accessstep WHERE request_id = NEW.request_id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION 'a step of % was added to a row that did not move', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='3e1d4efe252be8ae8941d43a6ec1c00891aa813a', operation='INSERT', pgid='pgtrigger_step_agrees_with_stage_0b3a3', table='records_accessstep', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessstep',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='82b0af30901cf9c859a147b28686af3c0de7810b', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_baf9e', table='records_accessstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessstep',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='80b54042a29c7e83183be8f2f4941c4942992e9a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_76b9a', table='records_accessstep', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['proposed', 'approved', 'rejected', 'withdrawn'])), name='amendment_stage_is_known'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('of_components', True), ('period', ''), ('year__isnull', True)), models.Q(('of_components', False), models.Q(('year__isnull', False), models.Q(('period', ''), _negated=True), _connector='OR')), _connector='OR'), name='amendment_changes_something'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('period', ''), ('period__regex', '^(Y|C|D|D[1-9][0-9]?)$'), _connector='OR'), name='amendment_period_is_known'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='amendment_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='amendment_is_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'approved'), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='amendment_approved_has_two_people'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendment',
            trigger=pgtrigger.compiler.Trigger(name='stage_begins_at_entry', sql=records.triggers.Installed(condition="WHEN (NEW.stage NOT IN ('proposed'))", func="RAISE EXCEPTION 'no row of % begins as %', TG_TABLE_NAME, NEW.stage USING ERRCODE = 'restrict_violation';", hash='82add1293f135f17b354bb7afffa0bc8c1eb9ef9', operation='INSERT', pgid='pgtrigger_stage_begins_at_entry_15614', table='records_amendment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendment',
            trigger=pgtrigger.compiler.Trigger(name='stage_moves_by_table', sql=records.triggers.Installed(condition="WHEN (OLD.stage IS DISTINCT FROM NEW.stage AND (OLD.stage, NEW.stage) NOT IN (('proposed', 'approved'), ('proposed', 'rejected'), ('proposed', 'withdrawn')))", func="RAISE EXCEPTION '% % does not move from % to %', TG_TABLE_NAME, OLD.id, OLD.stage, NEW.stage USING ERRCODE = 'restrict_violation';", hash='175288361210229f94a9d86e0d95f2f6fed2f7c2', operation='UPDATE', pgid='pgtrigger_stage_moves_by_table_1567b', table='records_amendment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendment',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='ac3e7fc76f13eee5b2f46eb25a8d840e2323988b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_58ce2', table='records_amendment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendment',
            trigger=pgtrigger.compiler.Trigger(name='stage_has_its_step', sql=records.triggers.Installed(condition='WHEN (OLD.stage IS DISTINCT FROM NEW.stage)', constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM records_amendment WHERE id = NEW.id) IS NOT DISTINCT FROM (SELECT target FROM records_amendmentstep WHERE amendment_id = NEW.id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION '% % was moved without its step', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='73706fef25da2597f90bde44edf218147d919b0d', operation='UPDATE', pgid='pgtrigger_stage_has_its_step_625c0', table='records_amendment', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendment',
            trigger=pgtrigger.compiler.Trigger(name='who_approved', sql=records.triggers.Installed(condition='WHEN ((OLD.stage, OLD.approved_by_id) IS DISTINCT FROM (NEW.stage, NEW.approved_by_id))', constraint='CONSTRAINT', func="IF NOT (SELECT stage NOT IN ('approved') OR approved_by_id IS NOT DISTINCT FROM (SELECT by_id FROM records_amendmentstep WHERE amendment_id = NEW.id AND target = 'approved' ORDER BY id DESC LIMIT 1) FROM records_amendment WHERE id = NEW.id) THEN RAISE EXCEPTION '% of % % did not make the step', 'approved_by', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='028d83865f5b99cf18a24b3ed87cad07767f1ae0', operation='UPDATE', pgid='pgtrigger_who_approved_49788', table='records_amendment', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendment',
            trigger=pgtrigger.compiler.Trigger(name='approved_is_carried_out', sql=records.triggers.Installed(condition="WHEN (NEW.stage = 'approved' AND OLD.stage IS DISTINCT FROM NEW.stage)", constraint='CONSTRAINT', func="IF NOT (CASE WHEN NEW.of_components THEN NOT EXISTS (SELECT FROM records_amendmentpart said JOIN records_component part ON part.id = said.component_id WHERE said.amendment_id = NEW.id AND (said.part, said.title, said.pages, said.position) IS DISTINCT FROM (part.part, part.title, part.pages, part.position) AND said.id = (SELECT max(one.id) FROM records_amendmentpart one JOIN records_amendment amendment ON amendment.id = one.amendment_id WHERE one.component_id = said.component_id AND amendment.stage = 'approved')) ELSE NOT EXISTS (SELECT FROM records_amendmentitem item WHERE amendment_id = NEW.id AND NOT (EXISTS (SELECT FROM records_codealias WHERE record_id = item.record_id AND code = item.former_code)  AND (EXISTS (SELECT FROM records_record record WHERE record.id = item.record_id   AND record.archival_code = item.code) OR EXISTS (SELECT FROM records_codealias WHERE record_id = item.record_id AND code = item.code)))) END) THEN RAISE EXCEPTION '% % was approved and not carried out', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='bde219697f51ebc87699684c1c475aa1ccf17b18', operation='UPDATE', pgid='pgtrigger_approved_is_carried_out_942ed', table='records_amendment', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendment',
            trigger=pgtrigger.compiler.Trigger(name='proposal_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.year, OLD.period, OLD.of_components, OLD.reason, OLD.proposed_by_id, OLD.proposed_at) IS DISTINCT FROM (NEW.year, NEW.period, NEW.of_components, NEW.reason, NEW.proposed_by_id, NEW.proposed_at))', func="RAISE EXCEPTION 'year, period, of_components, reason, proposed_by, proposed_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='376e75fb43a184ae4733345001d68f0564e9f204', operation='UPDATE', pgid='pgtrigger_proposal_is_fixed_561e1', table='records_amendment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendment',
            trigger=pgtrigger.compiler.Trigger(name='approval_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage = 'approved') AND (OLD.approved_by_id, OLD.approved_at) IS DISTINCT FROM (NEW.approved_by_id, NEW.approved_at))", func="RAISE EXCEPTION 'approved_by, approved_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='c385ec4530cbc33ca26681988b4c0baafc3fb714', operation='UPDATE', pgid='pgtrigger_approval_is_fixed_0f42b', table='records_amendment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendment',
            trigger=pgtrigger.compiler.Trigger(name='amendment_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='36f9af5f1dc7a7ab66673100a63a232ee5fe6a37', operation='DELETE', pgid='pgtrigger_amendment_stays_d3eb8', table='records_amendment', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='amendmentstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', 'approve'), ('source', 'proposed'), ('target', 'approved')), models.Q(('name', 'reject'), ('source', 'proposed'), ('target', 'rejected')), models.Q(('name', 'withdraw'), ('source', 'proposed'), ('target', 'withdrawn')), _connector='OR'), name='amendment_step_is_legal'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentstep',
            trigger=pgtrigger.compiler.Trigger(name='time_is_the_databases', sql=records.triggers.InstalledBare(func="IF NOT pg_catalog.has_table_privilege(TG_RELID, 'TRIGGER') THEN NEW.at := pg_catalog.now(); END IF; RETURN NEW;", hash='446e2e524e65046948ecf03f53f730fa53e7d4b4', operation='INSERT', pgid='pgtrigger_time_is_the_databases_367bc', table='records_amendmentstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentstep',
            trigger=pgtrigger.compiler.Trigger(name='step_follows_last', sql=records.triggers.Installed(func="IF NEW.source <> ALL (coalesce((SELECT ARRAY[target] FROM records_amendmentstep WHERE amendment_id = NEW.amendment_id ORDER BY id DESC LIMIT 1)::text[], ARRAY['proposed'])) OR NEW.id <= coalesce((SELECT id FROM records_amendmentstep WHERE amendment_id = NEW.amendment_id ORDER BY id DESC LIMIT 1), 0) THEN RAISE EXCEPTION 'a step of % does not begin where the last one led', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='ac9dabdf2b112c4960cc44271a7c12c23cee0bb6', operation='INSERT', pgid='pgtrigger_step_follows_last_2234f', table='records_amendmentstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentstep',
            trigger=pgtrigger.compiler.Trigger(name='step_agrees_with_stage', sql=records.triggers.Installed(constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM records_amendment WHERE id = NEW.amendment_id) IS NOT DISTINCT FROM (SELECT target FROM records_amendmentstep WHERE amendment_id = NEW.amendment_id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION 'a step of % was added to a row that did not move', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='62ea0ec786a9f2ae7961623bcee420eaf43e26f2', operation='INSERT', pgid='pgtrigger_step_agrees_with_stage_254bd', table='records_amendmentstep', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentstep',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='1166a81a193ad834825480d274db0e28e496b996', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8a4ab', table='records_amendmentstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentstep',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='9269010098fd78f63bc6d4eb0a70952a4369c4d6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_928d5', table='records_amendmentstep', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='amendmentpart',
            constraint=models.UniqueConstraint(fields=('amendment', 'component'), name='component_once_per_amendment'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentpart',
            trigger=pgtrigger.compiler.Trigger(name='part_comes_with_its_proposal', sql=records.triggers.Installed(func="IF (SELECT stage FROM records_amendment WHERE id = NEW.amendment_id FOR SHARE) IS DISTINCT FROM 'proposed' THEN RAISE EXCEPTION '% of a correction that was answered', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='7b1f6a72eb32708cb1ac82fcbe8b2a61269b5f2d', operation='INSERT', pgid='pgtrigger_part_comes_with_its_proposal_28c7e', table='records_amendmentpart', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentpart',
            trigger=pgtrigger.compiler.Trigger(name='part_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.amendment_id, OLD.component_id, OLD.part, OLD.title, OLD.pages, OLD.position, OLD.former_part, OLD.former_title, OLD.former_pages, OLD.former_position) IS DISTINCT FROM (NEW.amendment_id, NEW.component_id, NEW.part, NEW.title, NEW.pages, NEW.position, NEW.former_part, NEW.former_title, NEW.former_pages, NEW.former_position))', func="RAISE EXCEPTION 'amendment, component, part, title, pages, position, former_part, former_title, former_pages, former_position of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='2a3e835d8822f2b70a1691896a28f82a2f6ba773', operation='UPDATE', pgid='pgtrigger_part_is_fixed_09aad', table='records_amendmentpart', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentpart',
            trigger=pgtrigger.compiler.Trigger(name='part_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='86a13e6bb70558f439d1613f72d28e26fab7febf', operation='DELETE', pgid='pgtrigger_part_stays_6fc55', table='records_amendmentpart', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentpart',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='a81965db960063566fb9743e81e518e388b8eb1e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_fb1fb', table='records_amendmentpart', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='department_ends_after_it_begins', violation_error_message='The last day lies before the first.'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('valid_until__isnull', False), _connector='OR'), name='department_with_successor_has_ended', violation_error_message='A department with a successor needs its last day.'),
        ),
        migrations.AddConstraint(
            model_name='columnmapping',
            constraint=models.UniqueConstraint(fields=('department', 'signature'), name='one_mapping_per_department_and_header'),
        ),
        migrations.AddConstraint(
            model_name='accessrequest',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['asked', 'consented', 'released', 'refused', 'withdrawn', 'ended'])), name='request_stage_is_known'),
        ),
        migrations.AddConstraint(
            model_name='accessrequest',
            constraint=models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='request_has_purpose'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessrequest',
            trigger=pgtrigger.compiler.Trigger(name='stage_begins_at_entry', sql=records.triggers.Installed(condition="WHEN (NEW.stage NOT IN ('asked'))", func="RAISE EXCEPTION 'no row of % begins as %', TG_TABLE_NAME, NEW.stage USING ERRCODE = 'restrict_violation';", hash='f8c4b7324958e28808e662b494b6687021f008d0', operation='INSERT', pgid='pgtrigger_stage_begins_at_entry_bb15c', table='records_accessrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessrequest',
            trigger=pgtrigger.compiler.Trigger(name='stage_moves_by_table', sql=records.triggers.Installed(condition="WHEN (OLD.stage IS DISTINCT FROM NEW.stage AND (OLD.stage, NEW.stage) NOT IN (('asked', 'consented'), ('asked', 'refused'), ('consented', 'released'), ('consented', 'refused'), ('asked', 'withdrawn'), ('consented', 'withdrawn'), ('released', 'ended')))", func="RAISE EXCEPTION '% % does not move from % to %', TG_TABLE_NAME, OLD.id, OLD.stage, NEW.stage USING ERRCODE = 'restrict_violation';", hash='072676f3ac211b9a6c4201eabf4721c186687c37', operation='UPDATE', pgid='pgtrigger_stage_moves_by_table_95b0d', table='records_accessrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessrequest',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='9bb4fd9330b1fcc343d12e88afcbac5c8c419346', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_2bbbd', table='records_accessrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessrequest',
            trigger=pgtrigger.compiler.Trigger(name='stage_has_its_step', sql=records.triggers.Installed(condition='WHEN (OLD.stage IS DISTINCT FROM NEW.stage)', constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM records_accessrequest WHERE id = NEW.id) IS NOT DISTINCT FROM (SELECT target FROM records_accessstep WHERE request_id = NEW.id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION '% % was moved without its step', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='d20852f13e598b825029d3199254b7f252c37d1c', operation='UPDATE', pgid='pgtrigger_stage_has_its_step_7a0d2', table='records_accessrequest', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.asker_id, OLD.department_id, OLD.of_id, OLD.purpose, OLD.until, OLD.may_download, OLD.may_print, OLD.asked_at) IS DISTINCT FROM (NEW.asker_id, NEW.department_id, NEW.of_id, NEW.purpose, NEW.until, NEW.may_download, NEW.may_print, NEW.asked_at))', func="RAISE EXCEPTION 'asker, department, of, purpose, until, may_download, may_print, asked_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='e471cedb0f87caff674eeae1584208822981625d', operation='UPDATE', pgid='pgtrigger_request_is_fixed_6b5cd', table='records_accessrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='ce206451cb697e83f30f539253b64a3d40070655', operation='DELETE', pgid='pgtrigger_request_stays_a1a9f', table='records_accessrequest', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('department__isnull', False), ('role__in', ('reader', 'filing_officer'))), models.Q(models.Q(('role__in', ('reader', 'filing_officer')), _negated=True), ('department__isnull', True)), _connector='OR'), name='department_role_has_department', violation_error_message="Readers and filing officers have a department, the centre's people none."),
        ),
        migrations.AddIndex(
            model_name='digitalcopy',
            index=models.Index(fields=['sha256'], name='copy_by_digest'),
        ),
        migrations.AddIndex(
            model_name='digitalcopy',
            index=models.Index(condition=models.Q(('format', 'PDF'), ('text_read_at', None)), fields=['id'], name='copy_unread'),
        ),
        migrations.AddIndex(
            model_name='digitalcopy',
            index=models.Index(models.OrderBy(models.F('verified_at'), nulls_first=True), models.F('id'), name='copy_by_last_check'),
        ),
        migrations.AddIndex(
            model_name='digitalcopy',
            index=models.Index(condition=models.Q(('page_count__isnull', True)), fields=['id'], name='copy_not_counted'),
        ),
        migrations.AddConstraint(
            model_name='digitalcopy',
            constraint=models.UniqueConstraint(fields=('component', 'sha256'), name='same_bytes_once_per_component'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='digitalcopy',
            trigger=pgtrigger.compiler.Trigger(name='stored_copy_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.component_id, OLD.name, OLD.format, OLD.size, OLD.sha256, OLD.sm3, OLD.stored_by_id, OLD.stored_at, OLD.resolution, OLD.colour) IS DISTINCT FROM (NEW.component_id, NEW.name, NEW.format, NEW.size, NEW.sha256, NEW.sm3, NEW.stored_by_id, NEW.stored_at, NEW.resolution, NEW.colour))', func="RAISE EXCEPTION 'component, name, format, size, sha256, sm3, stored_by, stored_at, resolution, colour of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='0abd2c0aa47b65f11227fe4da7f0c60ec46d30b8', operation='UPDATE', pgid='pgtrigger_stored_copy_is_fixed_56738', table='records_digitalcopy', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='digitalcopy',
            trigger=pgtrigger.compiler.Trigger(name='copy_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="PERFORM FROM records_record WHERE id IN (SELECT record_id FROM records_component WHERE id IN (OLD.component_id)) ORDER BY id FOR SHARE; IF EXISTS (SELECT FROM records_record WHERE id IN (SELECT record_id FROM records_component WHERE id IN (OLD.component_id)) AND stage <> 'draft') THEN RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;", hash='4f5f5f45db36d287f83b949f77810c6b6d4927c0', operation='DELETE', pgid='pgtrigger_copy_stays_0a982', table='records_digitalcopy', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='digitalcopy',
            trigger=pgtrigger.compiler.Trigger(name='copy_comes_before', sql=records.triggers.Installed(func="PERFORM FROM records_record WHERE id IN (SELECT record_id FROM records_component WHERE id IN (NEW.component_id)) ORDER BY id FOR SHARE; IF EXISTS (SELECT FROM records_record WHERE id IN (SELECT record_id FROM records_component WHERE id IN (NEW.component_id)) AND stage = 'transferred') THEN RAISE EXCEPTION 'no % is added to what was transferred', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='615475c417f725a76e3acf2faeb5bf35df172829', operation='INSERT', pgid='pgtrigger_copy_comes_before_5eca3', table='records_digitalcopy', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='digitalcopy',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='bdb35be88f73e3c332b39014831d2f98bda0b56e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_a59ae', table='records_digitalcopy', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='digitalcopy',
            trigger=pgtrigger.compiler.Trigger(name='held_stays', sql=records.triggers.Installed(condition='WHEN (true)', declare='DECLARE concerned bigint[];', func="concerned := array_remove(ARRAY(SELECT record_id FROM records_component WHERE id IN (NEW.component_id, OLD.component_id)), NULL); IF cardinality(array_remove(concerned, NULL)) > 0 THEN PERFORM FROM records_record WHERE id = ANY(concerned) ORDER BY id FOR SHARE; END IF; IF EXISTS (SELECT FROM records_hold hold LEFT JOIN records_job job ON job.id = hold.job_id WHERE hold.record_id = ANY(concerned || ARRAY(SELECT volume_id FROM records_record WHERE id = ANY(concerned))) AND hold.released_at IS NULL AND (job.id IS NULL OR job.state IN ('queued', 'running'))) THEN RAISE EXCEPTION 'record % is held', array_to_string(concerned, ', ') USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='facfbb8008941ad91c98a2e4805232bcd795d7cb', operation='INSERT OR DELETE', pgid='pgtrigger_held_stays_a816b', table='records_digitalcopy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='digitalcopy',
            trigger=pgtrigger.compiler.Trigger(name='noted_in', sql=records.triggers.Installed(func='INSERT INTO records_recordchange (record_id, txid) SELECT DISTINCT id, pg_current_xact_id() FROM (WITH changed AS (SELECT * FROM added) SELECT record_id FROM records_component WHERE id IN (SELECT component_id FROM changed)) AS told (id) ORDER BY id ON CONFLICT (record_id) DO UPDATE SET txid = EXCLUDED.txid; RETURN NULL;', hash='0873e258fa89c87bdfde195edb90a04a92d97d38', level='STATEMENT', operation='INSERT', pgid='pgtrigger_noted_in_40e27', referencing='REFERENCING NEW TABLE AS added ', table='records_digitalcopy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='digitalcopy',
            trigger=pgtrigger.compiler.Trigger(name='noted_out', sql=records.triggers.Installed(func='INSERT INTO records_recordchange (record_id, txid) SELECT DISTINCT id, pg_current_xact_id() FROM (WITH changed AS (SELECT * FROM gone) SELECT record_id FROM records_component WHERE id IN (SELECT component_id FROM changed)) AS told (id) ORDER BY id ON CONFLICT (record_id) DO UPDATE SET txid = EXCLUDED.txid; RETURN NULL;', hash='eb951264f4ce0934e96fdab6c4f62547b15c84ad', level='STATEMENT', operation='DELETE', pgid='pgtrigger_noted_out_d075d', referencing='REFERENCING OLD TABLE AS gone ', table='records_digitalcopy', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='copyfault',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('copy',), name='one_open_fault_per_copy'),
        ),
        migrations.AddConstraint(
            model_name='copyfault',
            constraint=models.CheckConstraint(condition=models.Q(('harm__in', ['missing', 'changed', 'unreadable'])), name='fault_harm_is_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='copyfault',
            trigger=pgtrigger.compiler.Trigger(name='fault_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.copy_id, OLD.harm, OLD.intact_at, OLD.found_at) IS DISTINCT FROM (NEW.copy_id, NEW.harm, NEW.intact_at, NEW.found_at))', func="RAISE EXCEPTION 'copy, harm, intact_at, found_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='ee307363b6cbe897095afca73e8d0872ef90012b', operation='UPDATE', pgid='pgtrigger_fault_is_fixed_9ded7', table='records_copyfault', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='copyfault',
            trigger=pgtrigger.compiler.Trigger(name='fault_ends_once', sql=records.triggers.Installed(condition='WHEN ((OLD.ended_at IS NOT NULL) AND (OLD.ended_at) IS DISTINCT FROM (NEW.ended_at))', func="RAISE EXCEPTION 'ended_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='bf3cb3d4a28a0a70ad9f6f745ca2d45152e53917', operation='UPDATE', pgid='pgtrigger_fault_ends_once_5c0f8', table='records_copyfault', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='copyfault',
            trigger=pgtrigger.compiler.Trigger(name='fault_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="PERFORM FROM records_record WHERE id IN (SELECT record_id FROM records_component WHERE id = (SELECT component_id FROM records_digitalcopy WHERE id = OLD.copy_id)) ORDER BY id FOR SHARE; IF EXISTS (SELECT FROM records_record WHERE id IN (SELECT record_id FROM records_component WHERE id = (SELECT component_id FROM records_digitalcopy WHERE id = OLD.copy_id)) AND stage <> 'draft') THEN RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;", hash='2d8b8b273893269c5e3139b4d14fa89d2eff55cf', operation='DELETE', pgid='pgtrigger_fault_stays_20f41', table='records_copyfault', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='copyfault',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='8e17d813661e4fd73df72b683e602cd2f87c6656', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_482d0', table='records_copyfault', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['table', 'row', '-id'], name='entry_by_row'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['by', '-at', '-id'], name='entry_by_actor'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['verb', '-at', '-id'], name='entry_by_verb'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['-at', '-id'], name='entry_by_time'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('batch__isnull', True), ('batch', models.F('id')), _connector='OR'), fields=['-at', '-id'], name='entry_folded'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='time_is_the_databases', sql=records.triggers.InstalledBare(func="IF NOT pg_catalog.has_table_privilege(TG_RELID, 'TRIGGER') THEN NEW.at := pg_catalog.now(); END IF; RETURN NEW;", hash='b84a1bda4f3ec4682ad4ba93c4c81cc8fb76a4fb', operation='INSERT', pgid='pgtrigger_time_is_the_databases_b27f3', table='records_audit_entry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='b2a2776cf93b524a4f5ee76c6428bf7bacec5924', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ec9f0', table='records_audit_entry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='109d0a8e26e6cadfb71b5920704ebf129af56bfd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_8c309', table='records_audit_entry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmenthold',
            trigger=pgtrigger.compiler.Trigger(name='held_while_proposed', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM written AS hold JOIN records_amendment AS holder ON holder.id = hold.of WHERE hold.kind = 'records.Amendment' AND (hold.released_at IS NOT NULL OR hold.job_id IS NOT NULL) AND (holder.stage = 'proposed')) THEN RAISE EXCEPTION 'a hold of % ends while that goes on', 'records.Amendment' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='39711ee820ce403d42af739317ef0fca7229f4a6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_held_while_proposed_c183e', referencing='REFERENCING NEW TABLE AS written ', table='records_hold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanhold',
            trigger=pgtrigger.compiler.Trigger(name='held_while_lent', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM written AS hold JOIN records_loan AS holder ON holder.id = hold.of WHERE hold.kind = 'records.Loan' AND (hold.released_at IS NOT NULL OR hold.job_id IS NOT NULL) AND (EXISTS (SELECT FROM records_loanitem item WHERE item.loan_id = holder.id AND item.record_id = hold.record_id AND item.ended_at IS NULL))) THEN RAISE EXCEPTION 'a hold of % ends while that goes on', 'records.Loan' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='0d6c5a40a83da67e669ab67c7f1fb50cb5e59e2d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_held_while_lent_c82cb', referencing='REFERENCING NEW TABLE AS written ', table='records_hold', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='importcorrection',
            constraint=models.UniqueConstraint(fields=('source', 'row', 'field'), name='one_correction_per_row_and_element'),
        ),
        migrations.AddConstraint(
            model_name='importstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', 'check'), ('source', 'uploaded'), ('target', 'checked')), models.Q(('name', 'remap'), ('source', 'checked'), ('target', 'uploaded')), models.Q(('name', 'mend'), ('source', 'checked'), ('target', 'uploaded')), models.Q(('name', 'draft'), ('source', 'checked'), ('target', 'drafted')), models.Q(('name', 'commit'), ('source', 'checked'), ('target', 'committed')), models.Q(('name', 'accept'), ('source', 'drafted'), ('target', 'committed')), models.Q(('name', 'retract'), ('source', 'drafted'), ('target', 'retracted')), models.Q(('name', 'discard'), ('source', 'uploaded'), ('target', 'discarded')), models.Q(('name', 'discard'), ('source', 'checked'), ('target', 'discarded')), models.Q(('name', 'expire'), ('source', 'uploaded'), ('target', 'discarded')), models.Q(('name', 'expire'), ('source', 'checked'), ('target', 'discarded')), _connector='OR'), name='import_step_is_legal'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='importstep',
            trigger=pgtrigger.compiler.Trigger(name='time_is_the_databases', sql=records.triggers.InstalledBare(func="IF NOT pg_catalog.has_table_privilege(TG_RELID, 'TRIGGER') THEN NEW.at := pg_catalog.now(); END IF; RETURN NEW;", hash='8dd309c9ffa82db49a6d9a09d7276eb323cec2d4', operation='INSERT', pgid='pgtrigger_time_is_the_databases_24aa8', table='records_importstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='importstep',
            trigger=pgtrigger.compiler.Trigger(name='step_follows_last', sql=records.triggers.Installed(func="IF NEW.source <> ALL (coalesce((SELECT ARRAY[target] FROM records_importstep WHERE of_id = NEW.of_id ORDER BY id DESC LIMIT 1)::text[], ARRAY['uploaded'])) OR NEW.id <= coalesce((SELECT id FROM records_importstep WHERE of_id = NEW.of_id ORDER BY id DESC LIMIT 1), 0) THEN RAISE EXCEPTION 'a step of % does not begin where the last one led', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='18b714b00951fe5bd483370fc4f2b047d7348712', operation='INSERT', pgid='pgtrigger_step_follows_last_82ae9', table='records_importstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='importstep',
            trigger=pgtrigger.compiler.Trigger(name='step_agrees_with_stage', sql=records.triggers.Installed(constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM records_import WHERE id = NEW.of_id) IS NOT DISTINCT FROM (SELECT target FROM records_importstep WHERE of_id = NEW.of_id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION 'a step of % was added to a row that did not move', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='981ce923a9256e7d96070d8a93e853381b7d89e7', operation='INSERT', pgid='pgtrigger_step_agrees_with_stage_8ee7b', table='records_importstep', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='importstep',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='3d9e0ab89a6a69a6cd8d907fefa11ea7f361a79d', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_666ee', table='records_importstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='importstep',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='e5fcb01cd079dc62c158511eca05ae910bff500a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_77a13', table='records_importstep', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['by', '-id'], name='job_by_owner'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed', 'cancelled'])), name='job_state_is_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='job',
            trigger=pgtrigger.compiler.Trigger(name='asked_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.task, OLD.title, OLD.arguments, OLD.by_id, OLD.address, OLD.queued_at) IS DISTINCT FROM (NEW.task, NEW.title, NEW.arguments, NEW.by_id, NEW.address, NEW.queued_at))', func="RAISE EXCEPTION 'task, title, arguments, by, address, queued_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='abed3ea6c80136a084c45b7a0f13ff9183b8f57c', operation='UPDATE', pgid='pgtrigger_asked_is_fixed_834dc', table='records_job', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='job',
            trigger=pgtrigger.compiler.Trigger(name='end_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.state NOT IN ('queued', 'running')) AND (OLD.state, OLD.message, OLD.done, OLD.total, OLD.finished_at) IS DISTINCT FROM (NEW.state, NEW.message, NEW.done, NEW.total, NEW.finished_at))", func="RAISE EXCEPTION 'state, message, done, total, finished_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='7f16f4fc660924314f80aabd4920d305531af31f', operation='UPDATE', pgid='pgtrigger_end_is_fixed_611fb', table='records_job', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='import',
            index=models.Index(fields=['fonds', '-id'], name='import_by_fonds'),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['uploaded', 'checked', 'drafted', 'committed', 'retracted', 'discarded'])), name='import_stage_is_known'),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(('read', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('ok'), '+', models.F('warned')), '+', models.F('rejected')), '+', models.F('duplicate')))), name='import_accounts_for_every_row'),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(('committed__lte', django.db.models.expressions.CombinedExpression(models.F('ok'), '+', models.F('warned')))), name='import_makes_only_good_rows'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='stage_begins_at_entry', sql=records.triggers.Installed(condition="WHEN (NEW.stage NOT IN ('uploaded'))", func="RAISE EXCEPTION 'no row of % begins as %', TG_TABLE_NAME, NEW.stage USING ERRCODE = 'restrict_violation';", hash='a3cb118a0cb69ab0cef7a250d17772ed0b322110', operation='INSERT', pgid='pgtrigger_stage_begins_at_entry_6fd54', table='records_import', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='stage_moves_by_table', sql=records.triggers.Installed(condition="WHEN (OLD.stage IS DISTINCT FROM NEW.stage AND (OLD.stage, NEW.stage) NOT IN (('uploaded', 'checked'), ('checked', 'uploaded'), ('checked', 'drafted'), ('checked', 'committed'), ('drafted', 'committed'), ('drafted', 'retracted'), ('uploaded', 'discarded'), ('checked', 'discarded')))", func="RAISE EXCEPTION '% % does not move from % to %', TG_TABLE_NAME, OLD.id, OLD.stage, NEW.stage USING ERRCODE = 'restrict_violation';", hash='6652c9f2af3ab1d2e5ea2fec811f957f23f006c4', operation='UPDATE', pgid='pgtrigger_stage_moves_by_table_f6852', table='records_import', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='a77b24ac4d2f5da42f0ef7b37f5587d9b2ddd2e3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_44ae6', table='records_import', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='stage_has_its_step', sql=records.triggers.Installed(condition='WHEN (OLD.stage IS DISTINCT FROM NEW.stage)', constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM records_import WHERE id = NEW.id) IS NOT DISTINCT FROM (SELECT target FROM records_importstep WHERE of_id = NEW.id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION '% % was moved without its step', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='38411ef599efdb869e3dab7e5098d46f02cb3b87', operation='UPDATE', pgid='pgtrigger_stage_has_its_step_f1c92', table='records_import', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='lastsearch',
            constraint=models.UniqueConstraint(fields=('person', 'words'), name='last_search_once_by_words'),
        ),
        migrations.AddIndex(
            model_name='loan',
            index=models.Index(condition=models.Q(('stage', 'out')), fields=['due_on'], name='loan_out'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['asked', 'approved', 'fetched', 'out', 'closed', 'refused', 'withdrawn'])), name='loan_stage_is_known'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(('purpose_kind__in', ['work', 'chronicle', 'study', 'economy', 'education', 'other'])), name='loan_purpose_is_known'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='loan_has_purpose'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='loan_has_term'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('borrower')), _negated=True), _connector='OR'), name='loan_is_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ('approved', 'fetched', 'out', 'closed')), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='loan_approved_has_approver'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ('out', 'closed')), _negated=True), models.Q(('due_on__isnull', False), ('lent_at__isnull', False)), _connector='OR'), name='loan_lent_has_term'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loan',
            trigger=pgtrigger.compiler.Trigger(name='stage_begins_at_entry', sql=records.triggers.Installed(condition="WHEN (NEW.stage NOT IN ('asked'))", func="RAISE EXCEPTION 'no row of % begins as %', TG_TABLE_NAME, NEW.stage USING ERRCODE = 'restrict_violation';", hash='2a35493b970edd5a00af3a585dd85ad0be0c6d27', operation='INSERT', pgid='pgtrigger_stage_begins_at_entry_68984', table='records_loan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loan',
            trigger=pgtrigger.compiler.Trigger(name='stage_moves_by_table', sql=records.triggers.Installed(condition="WHEN (OLD.stage IS DISTINCT FROM NEW.stage AND (OLD.stage, NEW.stage) NOT IN (('asked', 'approved'), ('asked', 'refused'), ('approved', 'refused'), ('fetched', 'refused'), ('asked', 'withdrawn'), ('approved', 'withdrawn'), ('fetched', 'withdrawn'), ('approved', 'fetched'), ('fetched', 'out'), ('out', 'closed')))", func="RAISE EXCEPTION '% % does not move from % to %', TG_TABLE_NAME, OLD.id, OLD.stage, NEW.stage USING ERRCODE = 'restrict_violation';", hash='73f9f59b4341e192e020cf7bf07060b921245a30', operation='UPDATE', pgid='pgtrigger_stage_moves_by_table_99d5b', table='records_loan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loan',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='ebbe6fe7da3a7977441d4860d76e692eeb0a6f22', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_81a8c', table='records_loan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loan',
            trigger=pgtrigger.compiler.Trigger(name='stage_has_its_step', sql=records.triggers.Installed(condition='WHEN (OLD.stage IS DISTINCT FROM NEW.stage)', constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM records_loan WHERE id = NEW.id) IS NOT DISTINCT FROM (SELECT target FROM records_loanstep WHERE loan_id = NEW.id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION '% % was moved without its step', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='90e9e8f0dd11f26c4ce193c42cff5bfd35ca3647', operation='UPDATE', pgid='pgtrigger_stage_has_its_step_ca47a', table='records_loan', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loan',
            trigger=pgtrigger.compiler.Trigger(name='who_approved', sql=records.triggers.Installed(condition='WHEN ((OLD.stage, OLD.approved_by_id) IS DISTINCT FROM (NEW.stage, NEW.approved_by_id))', constraint='CONSTRAINT', func="IF NOT (SELECT stage NOT IN ('approved', 'fetched', 'out', 'closed') OR approved_by_id IS NOT DISTINCT FROM (SELECT by_id FROM records_loanstep WHERE loan_id = NEW.id AND target = 'approved' ORDER BY id DESC LIMIT 1) FROM records_loan WHERE id = NEW.id) THEN RAISE EXCEPTION '% of % % did not make the step', 'approved_by', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='e21e7109569364c2884f0228099be281d4ea0942', operation='UPDATE', pgid='pgtrigger_who_approved_97206', table='records_loan', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loan',
            trigger=pgtrigger.compiler.Trigger(name='ended_loan_has_nothing_out', sql=records.triggers.Installed(condition='WHEN (OLD.stage IS DISTINCT FROM NEW.stage)', constraint='CONSTRAINT', func="IF NOT (NEW.stage NOT IN ('closed', 'refused', 'withdrawn') OR NOT EXISTS (SELECT FROM records_loanitem WHERE loan_id = NEW.id AND ended_at IS NULL)) THEN RAISE EXCEPTION '% % ended with an original that is not back', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='b86316f9ae3c433e7eef9fdb1a46778ef8677c55', operation='UPDATE', pgid='pgtrigger_ended_loan_has_nothing_out_7cc46', table='records_loan', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loan',
            trigger=pgtrigger.compiler.Trigger(name='request_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.borrower_id, OLD.department_id, OLD.purpose_kind, OLD.purpose, OLD.days, OLD.asked_at) IS DISTINCT FROM (NEW.borrower_id, NEW.department_id, NEW.purpose_kind, NEW.purpose, NEW.days, NEW.asked_at))', func="RAISE EXCEPTION 'borrower, department, purpose_kind, purpose, days, asked_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='118e282b35362970b034ede58058408c40783702', operation='UPDATE', pgid='pgtrigger_request_is_fixed_54555', table='records_loan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loan',
            trigger=pgtrigger.compiler.Trigger(name='approval_of_loan_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage <> 'asked') AND (OLD.approved_by_id, OLD.approved_at) IS DISTINCT FROM (NEW.approved_by_id, NEW.approved_at))", func="RAISE EXCEPTION 'approved_by, approved_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='6d5d79d2acd4ed1d96164a84d0ce6c274e5915d9', operation='UPDATE', pgid='pgtrigger_approval_of_loan_is_fixed_5869a', table='records_loan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loan',
            trigger=pgtrigger.compiler.Trigger(name='lending_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage IN ('out', 'closed')) AND (OLD.lent_at) IS DISTINCT FROM (NEW.lent_at))", func="RAISE EXCEPTION 'lent_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='3c4e07bbfd35772b2bd04e0c9c512b2bd8a0de96', operation='UPDATE', pgid='pgtrigger_lending_is_fixed_7b29f', table='records_loan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loan',
            trigger=pgtrigger.compiler.Trigger(name='term_of_ended_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage = 'closed') AND (OLD.due_on, OLD.renewals) IS DISTINCT FROM (NEW.due_on, NEW.renewals))", func="RAISE EXCEPTION 'due_on, renewals of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='56ba57011cca286d95f0788e29a9f31ba813e3a4', operation='UPDATE', pgid='pgtrigger_term_of_ended_is_fixed_4a94a', table='records_loan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loan',
            trigger=pgtrigger.compiler.Trigger(name='loan_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='93672f6eb716ec9d738bb22836117f789527243b', operation='DELETE', pgid='pgtrigger_loan_stays_71c65', table='records_loan', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='loanreminder',
            constraint=models.UniqueConstraint(fields=('loan', 'kind', 'due_on'), name='reminded_once_of_a_day'),
        ),
        migrations.AddConstraint(
            model_name='loanreminder',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['soon', 'overdue', 'department'])), name='reminder_kind_is_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanreminder',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='38879057492ccbd4247c51ce695c51932c2c7412', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ca94e', table='records_loanreminder', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanreminder',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='cc07e16e47306d14ed26a5bf82eb0918c21be363', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_c9355', table='records_loanreminder', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='loanstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', 'approve'), ('source', 'asked'), ('target', 'approved')), models.Q(('name', 'refuse'), ('source', 'asked'), ('target', 'refused')), models.Q(('name', 'refuse'), ('source', 'approved'), ('target', 'refused')), models.Q(('name', 'refuse'), ('source', 'fetched'), ('target', 'refused')), models.Q(('name', 'withdraw'), ('source', 'asked'), ('target', 'withdrawn')), models.Q(('name', 'withdraw'), ('source', 'approved'), ('target', 'withdrawn')), models.Q(('name', 'withdraw'), ('source', 'fetched'), ('target', 'withdrawn')), models.Q(('name', 'fetch'), ('source', 'approved'), ('target', 'fetched')), models.Q(('name', 'hand_out'), ('source', 'fetched'), ('target', 'out')), models.Q(('name', 'close'), ('source', 'out'), ('target', 'closed')), _connector='OR'), name='loan_step_is_legal'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanstep',
            trigger=pgtrigger.compiler.Trigger(name='time_is_the_databases', sql=records.triggers.InstalledBare(func="IF NOT pg_catalog.has_table_privilege(TG_RELID, 'TRIGGER') THEN NEW.at := pg_catalog.now(); END IF; RETURN NEW;", hash='0f8b24de2e140e2141f6f3d62af01ead4f1f1592', operation='INSERT', pgid='pgtrigger_time_is_the_databases_bca9c', table='records_loanstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanstep',
            trigger=pgtrigger.compiler.Trigger(name='step_follows_last', sql=records.triggers.Installed(func="IF NEW.source <> ALL (coalesce((SELECT ARRAY[target] FROM records_loanstep WHERE loan_id = NEW.loan_id ORDER BY id DESC LIMIT 1)::text[], ARRAY['asked'])) OR NEW.id <= coalesce((SELECT id FROM records_loanstep WHERE loan_id = NEW.loan_id ORDER BY id DESC LIMIT 1), 0) THEN RAISE EXCEPTION 'a step of % does not begin where the last one led', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='90afba9356f3f222ba6e955a962323579da053b5', operation='INSERT', pgid='pgtrigger_step_follows_last_d6bb1', table='records_loanstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanstep',
            trigger=pgtrigger.compiler.Trigger(name='step_agrees_with_stage', sql=records.triggers.Installed(constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM records_loan WHERE id = NEW.loan_id) IS NOT DISTINCT FROM (SELECT target FROM records_loanstep WHERE loan_id = NEW.loan_id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION 'a step of % was added to a row that did not move', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='a4c9ad21f10e5fbe8c9052345c74a7efcf5779c9', operation='INSERT', pgid='pgtrigger_step_agrees_with_stage_f67b5', table='records_loanstep', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanstep',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='245232c099d21748f13eb89f9636b20da057e568', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_20296', table='records_loanstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanstep',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='b316c39afd06e69add6221c73969def30d5a60c3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_1c25d', table='records_loanstep', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['person', '-id'], name='notice_by_person'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person'], name='notice_unread'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('mailed_at__isnull', True), models.Q(('address', ''), _negated=True)), fields=['id'], name='notice_to_be_mailed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='notice_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.person_id, OLD.said, OLD.view, OLD.key, OLD.told_at, OLD.address) IS DISTINCT FROM (NEW.person_id, NEW.said, NEW.view, NEW.key, NEW.told_at, NEW.address))', func="RAISE EXCEPTION 'person, said, view, key, told_at, address of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='037b6e38094d4aaf3beef0103e8fa7dace8feccc', operation='UPDATE', pgid='pgtrigger_notice_is_fixed_f0602', table='records_notice', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='openrecord',
            index=models.Index(fields=['changed_at', 'id'], name='open_by_change'),
        ),
        migrations.AddIndex(
            model_name='openrecord',
            index=models.Index(fields=['fonds', 'changed_at', 'id'], name='open_of_fonds'),
        ),
        migrations.AddConstraint(
            model_name='loanitem',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('record',), name='one_open_loan_per_original'),
        ),
        migrations.AddConstraint(
            model_name='loanitem',
            constraint=models.UniqueConstraint(fields=('loan', 'record'), name='record_once_per_loan'),
        ),
        migrations.AddConstraint(
            model_name='loanitem',
            constraint=models.CheckConstraint(condition=models.Q(('condition', ''), ('condition__in', ['intact', 'incomplete', 'damaged', 'lost']), _connector='OR'), name='loan_condition_is_known'),
        ),
        migrations.AddConstraint(
            model_name='loanitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('condition', ''), ('note', ''), ('pages__isnull', True), ('taken_by__isnull', True)), models.Q(models.Q(('condition', ''), _negated=True), ('ended_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='loan_return_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='loanitem',
            constraint=models.CheckConstraint(condition=models.Q(('condition__in', ['', 'intact']), models.Q(('note', ''), _negated=True), _connector='OR'), name='loan_difference_is_said'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanitem',
            trigger=pgtrigger.compiler.Trigger(name='original_is_lent_once', sql=records.triggers.Installed(func="PERFORM FROM records_record WHERE id IN (SELECT id FROM records_record WHERE id = NEW.record_id OR volume_id = NEW.record_id OR id = (SELECT volume_id FROM records_record WHERE id = NEW.record_id)) ORDER BY id FOR NO KEY UPDATE; IF NEW.ended_at IS NOT NULL OR EXISTS (SELECT FROM records_loanitem WHERE ended_at IS NULL AND record_id IN (SELECT id FROM records_record WHERE id = NEW.record_id OR volume_id = NEW.record_id OR id = (SELECT volume_id FROM records_record WHERE id = NEW.record_id))) OR (SELECT stage FROM records_loan WHERE id = NEW.loan_id FOR SHARE) IS DISTINCT FROM 'asked' THEN RAISE EXCEPTION 'record % is in another loan, or its loan was answered', NEW.record_id USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='be09f3bcd9e41ee7bb04008175f128ea37dd9051', operation='INSERT', pgid='pgtrigger_original_is_lent_once_a6d9d', table='records_loanitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanitem',
            trigger=pgtrigger.compiler.Trigger(name='lent_original_is_returned', sql=records.triggers.Installed(condition='WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)', func="IF NEW.condition = '' AND (SELECT stage FROM records_loan WHERE id = NEW.loan_id) NOT IN ('refused', 'withdrawn') OR NEW.condition <> '' AND (SELECT stage FROM records_loan WHERE id = NEW.loan_id) <> 'out' THEN RAISE EXCEPTION 'record % was handed out and is not back, or its loan goes on', NEW.record_id USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='2c7fd2d5ff38184e1cf34b4329a31a115809d151', operation='UPDATE', pgid='pgtrigger_lent_original_is_returned_ec737', table='records_loanitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanitem',
            trigger=pgtrigger.compiler.Trigger(name='original_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.loan_id, OLD.record_id) IS DISTINCT FROM (NEW.loan_id, NEW.record_id))', func="RAISE EXCEPTION 'loan, record of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='fea26b7a8321cc1c4bed38d28e479085a75dc2b4', operation='UPDATE', pgid='pgtrigger_original_is_fixed_95733', table='records_loanitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanitem',
            trigger=pgtrigger.compiler.Trigger(name='return_is_fixed', sql=records.triggers.Installed(condition='WHEN ((OLD.ended_at IS NOT NULL) AND (OLD.ended_at, OLD.condition, OLD.pages, OLD.note, OLD.taken_by_id) IS DISTINCT FROM (NEW.ended_at, NEW.condition, NEW.pages, NEW.note, NEW.taken_by_id))', func="RAISE EXCEPTION 'ended_at, condition, pages, note, taken_by of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='5989448653004c8017682350b9ad50ffcab1c1ee', operation='UPDATE', pgid='pgtrigger_return_is_fixed_bb3bf', table='records_loanitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanitem',
            trigger=pgtrigger.compiler.Trigger(name='original_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='dd83406d36cafa13195d96f07c4f532911624640', operation='DELETE', pgid='pgtrigger_original_stays_4f585', table='records_loanitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanitem',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='c8bc7ee6467037ef18a447ec7fee61cfe6e76088', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_52202', table='records_loanitem', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='hold',
            index=models.Index(condition=models.Q(('released_at__isnull', True)), fields=['kind', 'of'], name='hold_by_holder'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('record', 'kind', 'of'), name='one_open_hold_for_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='hold_has_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hold',
            trigger=pgtrigger.compiler.Trigger(name='hold_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.record_id, OLD.kind, OLD.of, OLD.reason, OLD.by_id, OLD.at) IS DISTINCT FROM (NEW.record_id, NEW.kind, NEW.of, NEW.reason, NEW.by_id, NEW.at))', func="RAISE EXCEPTION 'record, kind, of, reason, by, at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='3b91e462da1381a786aac48b08742b59506820a1', operation='UPDATE', pgid='pgtrigger_hold_is_fixed_1930b', table='records_hold', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hold',
            trigger=pgtrigger.compiler.Trigger(name='hold_ends_once', sql=records.triggers.Installed(condition='WHEN ((OLD.released_at IS NOT NULL) AND (OLD.released_at, OLD.job_id) IS DISTINCT FROM (NEW.released_at, NEW.job_id))', func="RAISE EXCEPTION 'released_at, job of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='1905f0b2013cb1472d7f0a1e4b4f2a10ebe65c35', operation='UPDATE', pgid='pgtrigger_hold_ends_once_938ae', table='records_hold', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hold',
            trigger=pgtrigger.compiler.Trigger(name='hold_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='db381ed75ce8e36a3bd83acdd53b5318e1390273', operation='DELETE', pgid='pgtrigger_hold_stays_15945', table='records_hold', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hold',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='969a317c5cb79b528ac7f2b4bcdf777d47a5d786', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_1917a', table='records_hold', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['person', 'until', 'record'], name='grant_live'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.UniqueConstraint(fields=('request', 'record'), name='record_granted_once'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('pages', ''), ('may_download', False), _connector='OR'), name='single_pages_are_not_downloaded'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='grant_ends_with_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='granted_by_consent', sql=records.triggers.Installed(func="IF NOT EXISTS (SELECT FROM records_accessitem item JOIN records_accessrequest request ON request.id = item.request_id JOIN records_record record ON record.id = NEW.record_id WHERE request.id = NEW.request_id AND request.stage = 'released' AND (request.asker_id, request.department_id, request.until) = (NEW.person_id, NEW.department_id, NEW.until) AND item.answer = 'consented' AND item.record_id IN (record.id, record.volume_id) AND item.pages = NEW.pages AND item.may_download >= NEW.may_download AND item.may_print >= NEW.may_print AND record.stage <> 'draft') THEN RAISE EXCEPTION 'record % was not consented to and released, or is a draft', NEW.record_id USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='b076ea9251fb2147986230c59313983af4acf461', operation='INSERT', pgid='pgtrigger_granted_by_consent_2b12c', table='records_grant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='grant_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.record_id, OLD.person_id, OLD.department_id, OLD.request_id, OLD.until, OLD.pages, OLD.may_download, OLD.may_print, OLD.granted_at) IS DISTINCT FROM (NEW.record_id, NEW.person_id, NEW.department_id, NEW.request_id, NEW.until, NEW.pages, NEW.may_download, NEW.may_print, NEW.granted_at))', func="RAISE EXCEPTION 'record, person, department, request, until, pages, may_download, may_print, granted_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='e3dcfd6662c0fcd21985cfc5e01ebe60aabc04fb', operation='UPDATE', pgid='pgtrigger_grant_is_fixed_8cf54', table='records_grant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='grant_ends_once', sql=records.triggers.Installed(condition='WHEN ((OLD.ended_at IS NOT NULL) AND (OLD.ended_at, OLD.ended_by_id, OLD.end_reason) IS DISTINCT FROM (NEW.ended_at, NEW.ended_by_id, NEW.end_reason))', func="RAISE EXCEPTION 'ended_at, ended_by, end_reason of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='342a63a0860003c8ce9cb6f5edbafdf9c34e083f', operation='UPDATE', pgid='pgtrigger_grant_ends_once_2e7af', table='records_grant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='grant_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='2a51cb8e41f81dbcaeba65c9a66c6ac7f178871c', operation='DELETE', pgid='pgtrigger_grant_stays_6bb95', table='records_grant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='bc265bd85f6836bce6a732d252ea80f5a97666b2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_5ce3b', table='records_grant', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='component',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], fields=('record', 'position'), name='component_position_once_per_record'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='component',
            trigger=pgtrigger.compiler.Trigger(name='held_stays', sql=records.triggers.Installed(condition='WHEN (true)', declare='DECLARE concerned bigint[];', func="concerned := array_remove(ARRAY[NEW.record_id, OLD.record_id], NULL); IF cardinality(array_remove(concerned, NULL)) > 0 THEN PERFORM FROM records_record WHERE id = ANY(concerned) ORDER BY id FOR SHARE; END IF; IF EXISTS (SELECT FROM records_hold hold LEFT JOIN records_job job ON job.id = hold.job_id WHERE hold.record_id = ANY(concerned || ARRAY(SELECT volume_id FROM records_record WHERE id = ANY(concerned))) AND hold.released_at IS NULL AND (job.id IS NULL OR job.state IN ('queued', 'running'))) THEN RAISE EXCEPTION 'record % is held', array_to_string(concerned, ', ') USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='c102adee0ac34e3b19be47c44b6645afb5b0de2a', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_held_stays_c0413', table='records_component', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='component',
            trigger=pgtrigger.compiler.Trigger(name='component_is_corrected', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.record_id, OLD.part, OLD.title, OLD.pages, OLD.position) IS DISTINCT FROM (NEW.record_id, NEW.part, NEW.title, NEW.pages, NEW.position))', func="PERFORM FROM records_record WHERE id IN (OLD.record_id, NEW.record_id) ORDER BY id FOR SHARE; IF EXISTS (SELECT FROM records_record WHERE id IN (OLD.record_id, NEW.record_id) AND stage <> 'draft') AND (OLD.record_id <> NEW.record_id OR NOT EXISTS (SELECT FROM records_amendmentpart said WHERE said.id = (SELECT max(one.id) FROM records_amendmentpart one JOIN records_amendment amendment ON amendment.id = one.amendment_id WHERE one.component_id = OLD.id AND amendment.stage = 'approved') AND (said.former_part, said.former_title, said.former_pages, said.former_position) IS NOT DISTINCT FROM (OLD.part, OLD.title, OLD.pages, OLD.position) AND (said.part, said.title, said.pages, said.position) IS NOT DISTINCT FROM (NEW.part, NEW.title, NEW.pages, NEW.position))) THEN RAISE EXCEPTION 'record, part, title, pages, position of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='e97b5ccd6278aa3826407a4445f47901cd79f82d', operation='UPDATE', pgid='pgtrigger_component_is_corrected_c14f9', table='records_component', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='component',
            trigger=pgtrigger.compiler.Trigger(name='component_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="PERFORM FROM records_record WHERE id IN (OLD.record_id) ORDER BY id FOR SHARE; IF EXISTS (SELECT FROM records_record WHERE id IN (OLD.record_id) AND stage <> 'draft') THEN RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;", hash='7e0fa07e2a3b5b5f66051ffba0d3f88ec7b9d5b5', operation='DELETE', pgid='pgtrigger_component_stays_c188b', table='records_component', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='component',
            trigger=pgtrigger.compiler.Trigger(name='component_comes_before', sql=records.triggers.Installed(func="PERFORM FROM records_record WHERE id IN (NEW.record_id) ORDER BY id FOR SHARE; IF EXISTS (SELECT FROM records_record WHERE id IN (NEW.record_id) AND stage = 'transferred') THEN RAISE EXCEPTION 'no % is added to what was transferred', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='b6535edb4023604235368fc06aa7980f3df6edb3', operation='INSERT', pgid='pgtrigger_component_comes_before_73ffd', table='records_component', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='component',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='62938012e8847e8b15a9c1163e0b10a3fdd59f85', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_ea1e2', table='records_component', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='component',
            trigger=pgtrigger.compiler.Trigger(name='noted_out', sql=records.triggers.Installed(func='INSERT INTO records_recordchange (record_id, txid) SELECT DISTINCT id, pg_current_xact_id() FROM (WITH changed AS (SELECT * FROM gone) SELECT record_id FROM changed WHERE EXISTS (SELECT FROM records_digitalcopy WHERE component_id = changed.id)) AS told (id) ORDER BY id ON CONFLICT (record_id) DO UPDATE SET txid = EXCLUDED.txid; RETURN NULL;', hash='b77b926aa2a00d89b48d734c6c20b8a6a06032e8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_noted_out_8aa71', referencing='REFERENCING OLD TABLE AS gone ', table='records_component', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='component',
            trigger=pgtrigger.compiler.Trigger(name='noted_anew', sql=records.triggers.Installed(func='INSERT INTO records_recordchange (record_id, txid) SELECT DISTINCT id, pg_current_xact_id() FROM (WITH changed AS (SELECT gone.* FROM gone JOIN added USING (id) WHERE (gone.record_id, gone.position IS NULL) IS DISTINCT FROM (added.record_id, added.position IS NULL) UNION ALL SELECT added.* FROM gone JOIN added USING (id) WHERE (gone.record_id, gone.position IS NULL) IS DISTINCT FROM (added.record_id, added.position IS NULL)) SELECT record_id FROM changed WHERE EXISTS (SELECT FROM records_digitalcopy WHERE component_id = changed.id)) AS told (id) ORDER BY id ON CONFLICT (record_id) DO UPDATE SET txid = EXCLUDED.txid; RETURN NULL;', hash='723ecfef2a64bd252f0b975c07b734f9e6d44c7c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_noted_anew_97311', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='records_component', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codealias',
            trigger=pgtrigger.compiler.Trigger(name='time_is_the_databases', sql=records.triggers.InstalledBare(func="IF NOT pg_catalog.has_table_privilege(TG_RELID, 'TRIGGER') THEN NEW.at := pg_catalog.now(); END IF; RETURN NEW;", hash='867b2e22e16a22f44983a8f504592f52deabcde9', operation='INSERT', pgid='pgtrigger_time_is_the_databases_aa7d8', table='records_codealias', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codealias',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='7657fa082e91ee04aea56d44efc8e7b3dab9f5b5', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_44a2f', table='records_codealias', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codealias',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='ec61697905c9eb4fb683294d2d659c923f32d9fa', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_68fc8', table='records_codealias', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codealias',
            trigger=pgtrigger.compiler.Trigger(name='held_stays', sql=records.triggers.Installed(condition='WHEN (true)', declare='DECLARE concerned bigint[];', func="concerned := array_remove(ARRAY[NEW.record_id], NULL); IF cardinality(array_remove(concerned, NULL)) > 0 THEN PERFORM FROM records_record WHERE id = ANY(concerned) ORDER BY id FOR SHARE; END IF; IF EXISTS (SELECT FROM records_hold hold LEFT JOIN records_job job ON job.id = hold.job_id WHERE hold.record_id = ANY(concerned || ARRAY(SELECT volume_id FROM records_record WHERE id = ANY(concerned))) AND hold.released_at IS NULL AND (job.id IS NULL OR job.state IN ('queued', 'running'))) THEN RAISE EXCEPTION 'record % is held', array_to_string(concerned, ', ') USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='625661ba286512ec68409224018406abbe975b04', operation='INSERT', pgid='pgtrigger_held_stays_ff66c', table='records_codealias', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='amendmentitem',
            constraint=models.UniqueConstraint(fields=('amendment', 'record'), name='record_once_per_amendment'),
        ),
        migrations.AddConstraint(
            model_name='amendmentitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code__isnull', True), ('number__isnull', True)), models.Q(('code__isnull', False), ('number__isnull', False)), _connector='OR'), name='amendment_code_has_number'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentitem',
            trigger=pgtrigger.compiler.Trigger(name='item_comes_with_its_proposal', sql=records.triggers.Installed(func="IF (SELECT stage FROM records_amendment WHERE id = NEW.amendment_id FOR SHARE) IS DISTINCT FROM 'proposed' OR NEW.code IS NOT NULL THEN RAISE EXCEPTION '% of a correction that was answered', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='6370e4a44a36c5908d1cf12068abde90137334c0', operation='INSERT', pgid='pgtrigger_item_comes_with_its_proposal_233ce', table='records_amendmentitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentitem',
            trigger=pgtrigger.compiler.Trigger(name='item_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.amendment_id, OLD.record_id, OLD.former_code, OLD.former_year, OLD.former_period) IS DISTINCT FROM (NEW.amendment_id, NEW.record_id, NEW.former_code, NEW.former_year, NEW.former_period))', func="RAISE EXCEPTION 'amendment, record, former_code, former_year, former_period of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='d59913350593b85fb09d3106bd69ed8c64e281ca', operation='UPDATE', pgid='pgtrigger_item_is_fixed_f6b81', table='records_amendmentitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentitem',
            trigger=pgtrigger.compiler.Trigger(name='new_code_is_fixed', sql=records.triggers.Installed(condition='WHEN ((OLD.code IS NOT NULL) AND (OLD.code, OLD.number) IS DISTINCT FROM (NEW.code, NEW.number))', func="RAISE EXCEPTION 'code, number of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='30d9fbcc2cec350d1d906a1e2e50e228900dce5f', operation='UPDATE', pgid='pgtrigger_new_code_is_fixed_96186', table='records_amendmentitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentitem',
            trigger=pgtrigger.compiler.Trigger(name='item_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='7c8fdd5554ab6dae472c2dd069faa178336fad74', operation='DELETE', pgid='pgtrigger_item_stays_cd67a', table='records_amendmentitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='amendmentitem',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='1bba85befb37e9427a255a99da9d2f24a2451fc0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_0170e', table='records_amendmentitem', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='accessitem',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['waiting', 'consented', 'refused'])), name='request_answer_is_known'),
        ),
        migrations.AddConstraint(
            model_name='accessitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'waiting'), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', 'waiting'), _negated=True)), _connector='OR'), name='answered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='accessitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'consented'), _negated=True), models.Q(('department__isnull', False), ('record__isnull', False)), _connector='OR'), name='consented_names_a_record'),
        ),
        migrations.AddConstraint(
            model_name='accessitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refused_has_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessitem',
            trigger=pgtrigger.compiler.Trigger(name='wanted_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.request_id, OLD.wanted) IS DISTINCT FROM (NEW.request_id, NEW.wanted))', func="RAISE EXCEPTION 'request, wanted of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='adf4279cb016fd4077d82de964967343806a1476', operation='UPDATE', pgid='pgtrigger_wanted_is_fixed_f8f3e', table='records_accessitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessitem',
            trigger=pgtrigger.compiler.Trigger(name='answer_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.answer <> 'waiting') AND (OLD.department_id, OLD.record_id, OLD.answer, OLD.reason, OLD.pages, OLD.may_download, OLD.may_print, OLD.answered_by_id, OLD.answered_at) IS DISTINCT FROM (NEW.department_id, NEW.record_id, NEW.answer, NEW.reason, NEW.pages, NEW.may_download, NEW.may_print, NEW.answered_by_id, NEW.answered_at))", func="RAISE EXCEPTION 'department, record, answer, reason, pages, may_download, may_print, answered_by, answered_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='d6498cb09302853679de0930e8fe3bcc5fdd4aaf', operation='UPDATE', pgid='pgtrigger_answer_is_fixed_3b428', table='records_accessitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessitem',
            trigger=pgtrigger.compiler.Trigger(name='wanted_from_the_first', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT * FROM added) AS touched JOIN records_accessrequest AS whose ON whose.id = touched.request_id WHERE whose.stage NOT IN ('asked')) THEN RAISE EXCEPTION 'no % is added at this stage', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='5fc9b491aacdc55dcc8a387d5c2b4312434e6b7f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_wanted_from_the_first_31a72', referencing='REFERENCING NEW TABLE AS added ', table='records_accessitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessitem',
            trigger=pgtrigger.compiler.Trigger(name='answered_while_asked', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT added.* FROM added JOIN gone ON gone.id = added.id WHERE gone.answer IS DISTINCT FROM added.answer) AS touched JOIN records_accessrequest AS whose ON whose.id = touched.request_id WHERE whose.stage NOT IN ('asked')) THEN RAISE EXCEPTION 'no % is changed at this stage', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='f20f4097c227359167008925a7baf57adcba60c1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_answered_while_asked_a5602', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='records_accessitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessitem',
            trigger=pgtrigger.compiler.Trigger(name='wanted_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='09c8b4b897dbe03ed928a98bed159c62eb40d284', operation='DELETE', pgid='pgtrigger_wanted_stays_c33c4', table='records_accessitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessitem',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='d9ce0af8ee538de113db121f0b6ccfcb1e90ce7a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_978a5', table='records_accessitem', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='pagetext',
            constraint=models.UniqueConstraint(fields=('copy', 'number'), name='page_says_one_text'),
        ),
        migrations.AddConstraint(
            model_name='pagetext',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['layer', 'recognised', 'corrected'])), name='page_text_origin_is_known'),
        ),
        migrations.AddConstraint(
            model_name='pagetext',
            constraint=models.CheckConstraint(condition=models.Q(('normal_text', ''), _negated=True), name='page_says_something'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pagetext',
            trigger=pgtrigger.compiler.Trigger(name='noted_in', sql=records.triggers.Installed(func='INSERT INTO records_recordchange (record_id, txid) SELECT DISTINCT id, pg_current_xact_id() FROM (WITH changed AS (SELECT * FROM added) SELECT record_id FROM records_component WHERE id IN (SELECT component_id FROM records_digitalcopy WHERE id IN (SELECT copy_id FROM changed))) AS told (id) ORDER BY id ON CONFLICT (record_id) DO UPDATE SET txid = EXCLUDED.txid; RETURN NULL;', hash='230144d82a9db63958a053b5de7b48a6dd4a669d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_noted_in_c1dd9', referencing='REFERENCING NEW TABLE AS added ', table='records_pagetext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pagetext',
            trigger=pgtrigger.compiler.Trigger(name='noted_out', sql=records.triggers.Installed(func='INSERT INTO records_recordchange (record_id, txid) SELECT DISTINCT id, pg_current_xact_id() FROM (WITH changed AS (SELECT * FROM gone) SELECT record_id FROM records_component WHERE id IN (SELECT component_id FROM records_digitalcopy WHERE id IN (SELECT copy_id FROM changed))) AS told (id) ORDER BY id ON CONFLICT (record_id) DO UPDATE SET txid = EXCLUDED.txid; RETURN NULL;', hash='9bf22646780dff154596e10121cd4c4fab3d0462', level='STATEMENT', operation='DELETE', pgid='pgtrigger_noted_out_77a7a', referencing='REFERENCING OLD TABLE AS gone ', table='records_pagetext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pagetext',
            trigger=pgtrigger.compiler.Trigger(name='noted_anew', sql=records.triggers.Installed(func='INSERT INTO records_recordchange (record_id, txid) SELECT DISTINCT id, pg_current_xact_id() FROM (WITH changed AS (SELECT gone.* FROM gone JOIN added USING (id) WHERE (gone.copy_id, gone.normal_text) IS DISTINCT FROM (added.copy_id, added.normal_text) UNION ALL SELECT added.* FROM gone JOIN added USING (id) WHERE (gone.copy_id, gone.normal_text) IS DISTINCT FROM (added.copy_id, added.normal_text)) SELECT record_id FROM records_component WHERE id IN (SELECT component_id FROM records_digitalcopy WHERE id IN (SELECT copy_id FROM changed))) AS told (id) ORDER BY id ON CONFLICT (record_id) DO UPDATE SET txid = EXCLUDED.txid; RETURN NULL;', hash='5b2b1b8364527acccd2e17a88853d89244419f40', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_noted_anew_2a708', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='records_pagetext', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='passwordlink',
            constraint=models.CheckConstraint(condition=models.Q(('made_by__isnull', True), models.Q(('made_by', models.F('person')), _negated=True), _connector='OR'), name='password_link_is_anothers'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passwordlink',
            trigger=pgtrigger.compiler.Trigger(name='link_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.person_id, OLD.digest, OLD.made_by_id, OLD.made_at) IS DISTINCT FROM (NEW.person_id, NEW.digest, NEW.made_by_id, NEW.made_at))', func="RAISE EXCEPTION 'person, digest, made_by, made_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='69bd56adbfa96bb86b30aabec3496e2f0f5dfbec', operation='UPDATE', pgid='pgtrigger_link_is_fixed_0f2ab', table='records_passwordlink', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passwordlink',
            trigger=pgtrigger.compiler.Trigger(name='use_is_fixed', sql=records.triggers.Installed(condition='WHEN ((OLD.used_at IS NOT NULL) AND (OLD.used_at, OLD.expires_at) IS DISTINCT FROM (NEW.used_at, NEW.expires_at))', func="RAISE EXCEPTION 'used_at, expires_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='04d584ebedd80d17ab4b89d75fd351ff62d03c55', operation='UPDATE', pgid='pgtrigger_use_is_fixed_d6a98', table='records_passwordlink', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passwordlink',
            trigger=pgtrigger.compiler.Trigger(name='link_never_lasts_longer', sql=records.triggers.Installed(condition='WHEN (NEW.expires_at > OLD.expires_at)', func="RAISE EXCEPTION '% % does not last longer', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='759104a0b8804a6c4bd45dbcf915e7503fd1365e', operation='UPDATE', pgid='pgtrigger_link_never_lasts_longer_6d4cc', table='records_passwordlink', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passwordlink',
            trigger=pgtrigger.compiler.Trigger(name='link_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='bc7f6b61f03fe24118a2553272107b9d79d6232b', operation='DELETE', pgid='pgtrigger_link_stays_62f74', table='records_passwordlink', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='fonds',
            constraint=models.CheckConstraint(condition=models.Q(('number__regex', '^([A-Z][0-9]{3}|[0-9]{4})$')), name='fonds_number_is_well_formed', violation_error_message='A fonds number is one capital letter and three digits, or four digits.'),
        ),
        migrations.AddConstraint(
            model_name='fonds',
            constraint=models.CheckConstraint(condition=models.Q(('number_width__range', (3, 6))), name='number_width_is_sensible', violation_error_message='An item number has 3 to 6 digits.'),
        ),
        migrations.AddConstraint(
            model_name='fonds',
            constraint=models.CheckConstraint(condition=models.Q(('unit_width__range', (1, 10))), name='unit_width_is_sensible', violation_error_message='The code of an office has 1 to 10 characters.'),
        ),
        migrations.AddConstraint(
            model_name='duerule',
            constraint=models.CheckConstraint(condition=models.Q(('period__regex', '^(Y|C|D|Dn|D[1-9][0-9]?)$')), name='due_rule_period_is_known', violation_error_message="A rule's period is Y, C, D, D with years (D30), or Dn for every number."),
        ),
        migrations.AddConstraint(
            model_name='duerule',
            constraint=models.CheckConstraint(condition=models.Q(('evidence__in', ['law', 'commentary', 'practice'])), name='due_rule_evidence_is_known'),
        ),
        migrations.AddConstraint(
            model_name='duerule',
            constraint=models.CheckConstraint(condition=models.Q(('duty__in', ['transfer', 'appraise'])), name='due_rule_duty_is_known'),
        ),
        migrations.AddConstraint(
            model_name='duerule',
            constraint=models.CheckConstraint(condition=models.Q(('in_force_until__isnull', True), ('in_force_until__gte', models.F('in_force_from')), _connector='OR'), name='due_rule_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='duerule',
            constraint=models.CheckConstraint(condition=models.Q(('applies', False), ('years__isnull', False), ('period__regex', '^D([1-9][0-9]?|n)$'), _connector='OR'), name='due_rule_has_years', violation_error_message='This period names no years: say after how many.'),
        ),
        migrations.AddConstraint(
            model_name='duerule',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('duty', '='), ('period', '='), (django.db.models.functions.comparison.Coalesce('category', 0), '='), (django.db.models.functions.comparison.Coalesce('archive', 0), '='), (records.retention.models.DateRange('in_force_from', 'in_force_until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='one_due_rule_at_a_time', violation_error_message='Another rule for the same case holds in this time. End that one first.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duerule',
            trigger=pgtrigger.compiler.Trigger(name='rule_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.duty, OLD.period, OLD.category_id, OLD.archive_id, OLD.applies, OLD.years, OLD.in_force_from, OLD.version, OLD.law, OLD.evidence) IS DISTINCT FROM (NEW.duty, NEW.period, NEW.category_id, NEW.archive_id, NEW.applies, NEW.years, NEW.in_force_from, NEW.version, NEW.law, NEW.evidence))', func="RAISE EXCEPTION 'duty, period, category, archive, applies, years, in_force_from, version, law, evidence of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='75aa310661bd93cb290100d4ee528648cd9a1849', operation='UPDATE', pgid='pgtrigger_rule_is_fixed_fb8eb', table='records_duerule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duerule',
            trigger=pgtrigger.compiler.Trigger(name='rule_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='4ecd64ab4c72ac52529b467f52e861d04d1b5821', operation='DELETE', pgid='pgtrigger_rule_stays_81aa8', table='records_duerule', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='savedsearch',
            index=models.Index(condition=models.Q(('told', ''), _negated=True), fields=['looked_at'], name='search_to_be_looked_at'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(fields=('person', 'name'), name='search_saved_once_by_name', violation_error_message='You have a search of this name already.'),
        ),
        migrations.AddConstraint(
            model_name='sentform',
            constraint=models.UniqueConstraint(fields=('by', 'token'), name='a_form_does_its_work_once'),
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
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('fonds', 'code'), name='unit_code_once_per_fonds'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('fonds', 'name'), name='unit_name_once_per_fonds'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(models.OrderBy(models.F('dated_on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='record_newest'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(models.F('fonds'), models.OrderBy(models.F('dated_on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='record_newest_of_fonds'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(models.OrderBy(models.F('year'), descending=True, nulls_last=True), models.OrderBy(models.F('dated_on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='record_newest_of_year'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['code_key', 'id'], name='record_by_code'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['fonds', 'code_key', 'id'], name='record_in_code_order'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['fonds', 'category', 'year', 'period', 'unit', 'number'], name='record_by_class'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('volume__isnull', False)), fields=['volume'], name='record_of_volume'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('access', 'shared')), fields=['fonds'], name='record_shared'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('stage', 'draft')), fields=['fonds'], name='record_drafts'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('security__in', ['', 'internal'])), name='record_is_not_classified', violation_error_message='State secrets are not kept in this system.'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('period', ''), ('period__regex', '^(Y|C|D|D[1-9][0-9]?)$'), _connector='OR'), name='record_period_is_known'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('date_text', ''), ('date_text__regex', '^[0-9]{4}([0-9]{2}([0-9]{2})?)?$'), _connector='OR'), name='record_date_is_written_in_digits'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('until', ''), ('until__regex', '^[0-9]{4}([0-9]{2}([0-9]{2})?)?$'), _connector='OR'), name='record_last_date_is_written_in_digits'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['draft', 'accepted', 'transferred'])), name='record_stage_is_known'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['item', 'volume'])), name='record_level_is_known'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('access__in', ['department', 'shared'])), name='record_access_is_known'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='record_has_title'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('stage', 'draft'), ('archival_code__isnull', False), _connector='OR'), name='record_accepted_has_code'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('level', 'item'), ('volume__isnull', True), _connector='OR'), name='record_volume_lies_in_no_volume'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.UniqueConstraint(fields=('archival_code',), name='record_code_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.UniqueConstraint(fields=('fonds', 'fingerprint'), name='record_imported_once'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('fonds', 'category', 'year', 'period', 'unit', 'volume', 'level', 'number'), name='record_number_once_per_class', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='stage_begins_at_entry', sql=records.triggers.Installed(condition="WHEN (NEW.stage NOT IN ('draft', 'accepted'))", func="RAISE EXCEPTION 'no row of % begins as %', TG_TABLE_NAME, NEW.stage USING ERRCODE = 'restrict_violation';", hash='04cf05aab92bf2d06e08214bc4c92c02ec33a01e', operation='INSERT', pgid='pgtrigger_stage_begins_at_entry_4af1b', table='records_record', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='stage_moves_by_table', sql=records.triggers.Installed(condition="WHEN (OLD.stage IS DISTINCT FROM NEW.stage AND (OLD.stage, NEW.stage) NOT IN (('draft', 'accepted'), ('accepted', 'transferred')))", func="RAISE EXCEPTION '% % does not move from % to %', TG_TABLE_NAME, OLD.id, OLD.stage, NEW.stage USING ERRCODE = 'restrict_violation';", hash='deab82a6611643e40493c9e1fe78871e27eb8c5f', operation='UPDATE', pgid='pgtrigger_stage_moves_by_table_16259', table='records_record', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='5ac376e9285ce577710d1541b8f566106acddc3e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_b9ef3', table='records_record', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='code_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage <> 'draft') AND (OLD.fonds_id, OLD.category_id, OLD.unit_id, OLD.level) IS DISTINCT FROM (NEW.fonds_id, NEW.category_id, NEW.unit_id, NEW.level))", func="RAISE EXCEPTION 'fonds, category, unit, level of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='b57e99019c7993ba000ed00f41eb12395164ba83', operation='UPDATE', pgid='pgtrigger_code_is_fixed_deac3', table='records_record', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='code_is_amended', sql=records.triggers.Installed(condition="WHEN ((OLD.stage <> 'draft') AND (OLD.year, OLD.period, OLD.number, OLD.archival_code) IS DISTINCT FROM (NEW.year, NEW.period, NEW.number, NEW.archival_code))", func="IF NOT EXISTS (SELECT FROM records_amendmentitem item JOIN records_amendment amendment ON amendment.id = item.amendment_id WHERE item.record_id = OLD.id AND amendment.stage = 'approved' AND NOT amendment.of_components AND item.former_code = OLD.archival_code AND (item.code, item.number) = (NEW.archival_code, NEW.number) AND coalesce(amendment.year, OLD.year) IS NOT DISTINCT FROM NEW.year AND coalesce(nullif(amendment.period, ''), OLD.period) = NEW.period) THEN RAISE EXCEPTION 'year, period, number, archival_code of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='663fde76bd861e785fd349dca3887f4ac5c844db', operation='UPDATE', pgid='pgtrigger_code_is_amended_6cd12', table='records_record', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='volume_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage <> 'draft' AND OLD.volume_id IS NOT NULL) AND (OLD.volume_id) IS DISTINCT FROM (NEW.volume_id))", func="RAISE EXCEPTION 'volume of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='9bc5960dae5a6e004d76783df16bad8d2a037e94', operation='UPDATE', pgid='pgtrigger_volume_is_fixed_5b83d', table='records_record', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='transferred_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage = 'transferred') AND (OLD.year, OLD.period, OLD.number, OLD.archival_code, OLD.document_number, OLD.title, OLD.responsible, OLD.date_text, OLD.date_is_inferred, OLD.dated_on, OLD.pages, OLD.until, OLD.item_count, OLD.page_numbers, OLD.security, OLD.disclosure, OLD.origin, OLD.genre, OLD.draft, OLD.language, OLD.medium, OLD.persons, OLD.keywords, OLD.abstract, OLD.remarks, OLD.box_number, OLD.normal_text, OLD.further_text, OLD.fingerprint, OLD.volume_id, OLD.opening, OLD.described_by_id, OLD.described_at) IS DISTINCT FROM (NEW.year, NEW.period, NEW.number, NEW.archival_code, NEW.document_number, NEW.title, NEW.responsible, NEW.date_text, NEW.date_is_inferred, NEW.dated_on, NEW.pages, NEW.until, NEW.item_count, NEW.page_numbers, NEW.security, NEW.disclosure, NEW.origin, NEW.genre, NEW.draft, NEW.language, NEW.medium, NEW.persons, NEW.keywords, NEW.abstract, NEW.remarks, NEW.box_number, NEW.normal_text, NEW.further_text, NEW.fingerprint, NEW.volume_id, NEW.opening, NEW.described_by_id, NEW.described_at))", func="RAISE EXCEPTION 'year, period, number, archival_code, document_number, title, responsible, date_text, date_is_inferred, dated_on, pages, until, item_count, page_numbers, security, disclosure, origin, genre, draft, language, medium, persons, keywords, abstract, remarks, box_number, normal_text, further_text, fingerprint, volume, opening, described_by, described_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='6a6e0156f869f6673f03521084e9d3450fba2390', operation='UPDATE', pgid='pgtrigger_transferred_is_fixed_713c5', table='records_record', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='volume_takes_none_in', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM added, LATERAL (SELECT FROM records_record volume WHERE volume.stage = 'transferred' AND volume.id = added.volume_id OFFSET 0) AS into_gone WHERE added.volume_id IS NOT NULL) THEN RAISE EXCEPTION 'a row of % is put into a volume that was transferred', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='5168c772ec74cb07b0b6ab7fcb016b1717b64605', level='STATEMENT', operation='INSERT', pgid='pgtrigger_volume_takes_none_in_bcc6c', referencing='REFERENCING NEW TABLE AS added ', table='records_record', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='volume_takes_none_over', sql=records.triggers.Installed(condition='WHEN (NEW.volume_id IS DISTINCT FROM OLD.volume_id)', func="IF EXISTS (SELECT FROM records_record volume WHERE volume.stage = 'transferred' AND volume.id = NEW.volume_id) THEN RAISE EXCEPTION 'a row of % is put into a volume that was transferred', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='d57f547b4f2ac5afdb0e1181efb3bb166dd6cef6', operation='UPDATE', pgid='pgtrigger_volume_takes_none_over_10a98', table='records_record', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='accepted_stays', sql=records.triggers.Installed(condition="WHEN (OLD.stage <> 'draft')", func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='40e7ce3ee2152faa03380e1a1d94b8ddfc399f97', operation='DELETE', pgid='pgtrigger_accepted_stays_7f01b', table='records_record', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='held_stays', sql=records.triggers.Installed(condition='WHEN ((OLD.year, OLD.period, OLD.document_number, OLD.title, OLD.responsible, OLD.date_text, OLD.date_is_inferred, OLD.dated_on, OLD.pages, OLD.until, OLD.item_count, OLD.page_numbers, OLD.security, OLD.disclosure, OLD.origin, OLD.genre, OLD.draft, OLD.language, OLD.medium, OLD.persons, OLD.keywords, OLD.abstract, OLD.remarks, OLD.box_number, OLD.normal_text, OLD.further_text, OLD.fingerprint, OLD.level, OLD.volume_id, OLD.fonds_id, OLD.category_id, OLD.unit_id, OLD.opening, OLD.access, OLD.described_by_id, OLD.described_at) IS DISTINCT FROM (NEW.year, NEW.period, NEW.document_number, NEW.title, NEW.responsible, NEW.date_text, NEW.date_is_inferred, NEW.dated_on, NEW.pages, NEW.until, NEW.item_count, NEW.page_numbers, NEW.security, NEW.disclosure, NEW.origin, NEW.genre, NEW.draft, NEW.language, NEW.medium, NEW.persons, NEW.keywords, NEW.abstract, NEW.remarks, NEW.box_number, NEW.normal_text, NEW.further_text, NEW.fingerprint, NEW.level, NEW.volume_id, NEW.fonds_id, NEW.category_id, NEW.unit_id, NEW.opening, NEW.access, NEW.described_by_id, NEW.described_at))', declare='DECLARE concerned bigint[];', func="concerned := array_remove(ARRAY[NEW.id, NEW.volume_id, OLD.volume_id], NULL); IF cardinality(array_remove(ARRAY[nullif(NEW.volume_id, OLD.volume_id)], NULL)) > 0 THEN PERFORM FROM records_record WHERE id = ANY(ARRAY[nullif(NEW.volume_id, OLD.volume_id)]) ORDER BY id FOR SHARE; END IF; IF EXISTS (SELECT FROM records_hold hold LEFT JOIN records_job job ON job.id = hold.job_id WHERE hold.record_id = ANY(concerned) AND hold.released_at IS NULL AND (job.id IS NULL OR job.state IN ('queued', 'running'))) THEN RAISE EXCEPTION 'record % is held', array_to_string(concerned, ', ') USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='5fcf6a00019799fec63d3363a0a2bb494425c9d8', operation='UPDATE', pgid='pgtrigger_held_stays_a4154', table='records_record', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='held_takes_none_in', sql=records.triggers.Installed(condition='WHEN (NEW.volume_id IS NOT NULL)', declare='DECLARE concerned bigint[];', func="concerned := array_remove(ARRAY[NEW.volume_id], NULL); IF cardinality(array_remove(ARRAY[NEW.volume_id], NULL)) > 0 THEN PERFORM FROM records_record WHERE id = ANY(ARRAY[NEW.volume_id]) ORDER BY id FOR SHARE; END IF; IF EXISTS (SELECT FROM records_hold hold LEFT JOIN records_job job ON job.id = hold.job_id WHERE hold.record_id = ANY(concerned) AND hold.released_at IS NULL AND (job.id IS NULL OR job.state IN ('queued', 'running'))) THEN RAISE EXCEPTION 'record % is held', array_to_string(concerned, ', ') USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='b3d7d1c5bd12e3f381163b34ef7a1175dd312ae9', operation='INSERT', pgid='pgtrigger_held_takes_none_in_d36de', table='records_record', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='held_loses_none', sql=records.triggers.Installed(condition='WHEN (true)', declare='DECLARE concerned bigint[];', func="concerned := array_remove(ARRAY[OLD.id, OLD.volume_id], NULL); IF cardinality(array_remove(ARRAY[]::bigint[], NULL)) > 0 THEN PERFORM FROM records_record WHERE id = ANY(ARRAY[]::bigint[]) ORDER BY id FOR SHARE; END IF; IF EXISTS (SELECT FROM records_hold hold LEFT JOIN records_job job ON job.id = hold.job_id WHERE hold.record_id = ANY(concerned) AND hold.released_at IS NULL AND (job.id IS NULL OR job.state IN ('queued', 'running'))) THEN RAISE EXCEPTION 'record % is held', array_to_string(concerned, ', ') USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='a39e6a68ac5abace44ecbd52f379496c114ff215', operation='DELETE', pgid='pgtrigger_held_loses_none_f6c31', table='records_record', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='published_in', sql=records.triggers.Installed(func="INSERT INTO records_openrecord (record_id, fonds_id, is_open, changed_at) SELECT id, fonds_id, is_open, pg_catalog.clock_timestamp() FROM (SELECT id, fonds_id, true AS is_open FROM added WHERE opening = 'open' AND access = 'shared' AND stage <> 'draft' AND security = '' AND disclosure <> 'withheld') AS found ORDER BY id ON CONFLICT (record_id) DO UPDATE SET fonds_id = EXCLUDED.fonds_id, is_open = EXCLUDED.is_open, changed_at = EXCLUDED.changed_at; RETURN NULL;", hash='2bb50afde1f03ed06cf440ffc5493c4206555fc1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_published_in_6873c', referencing='REFERENCING NEW TABLE AS added ', table='records_record', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='published_anew', sql=records.triggers.Installed(func="INSERT INTO records_openrecord (record_id, fonds_id, is_open, changed_at) SELECT id, fonds_id, is_open, pg_catalog.clock_timestamp() FROM (SELECT id, coalesce(now.fonds_id, was.fonds_id) AS fonds_id, now.fonds_id IS NOT NULL AS is_open FROM (SELECT * FROM gone WHERE opening = 'open' AND access = 'shared' AND stage <> 'draft' AND security = '' AND disclosure <> 'withheld') AS was FULL JOIN (SELECT * FROM added WHERE opening = 'open' AND access = 'shared' AND stage <> 'draft' AND security = '' AND disclosure <> 'withheld') AS now USING (id) WHERE (was.fonds_id, was.level, was.archival_code, was.document_number, was.title, was.responsible, was.date_text, was.until, was.keywords, was.genre, was.language, was.medium, was.pages) IS DISTINCT FROM (now.fonds_id, now.level, now.archival_code, now.document_number, now.title, now.responsible, now.date_text, now.until, now.keywords, now.genre, now.language, now.medium, now.pages)) AS found ORDER BY id ON CONFLICT (record_id) DO UPDATE SET fonds_id = EXCLUDED.fonds_id, is_open = EXCLUDED.is_open, changed_at = EXCLUDED.changed_at; RETURN NULL;", hash='ec7a446b4d5e251bc07d6973bdc8e19068b74d1e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_published_anew_0a2b3', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='records_record', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='noted_in', sql=records.triggers.Installed(func='INSERT INTO records_recordchange (record_id, txid) SELECT id, pg_current_xact_id() FROM added ORDER BY id ON CONFLICT (record_id) DO UPDATE SET txid = EXCLUDED.txid; RETURN NULL;', hash='f347bfc1a7ff76916389628f243994503a119cba', level='STATEMENT', operation='INSERT', pgid='pgtrigger_noted_in_d060e', referencing='REFERENCING NEW TABLE AS added ', table='records_record', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='noted_out', sql=records.triggers.Installed(func='INSERT INTO records_recordchange (record_id, txid) SELECT id, pg_current_xact_id() FROM gone ORDER BY id ON CONFLICT (record_id) DO UPDATE SET txid = EXCLUDED.txid; RETURN NULL;', hash='6abb4b0f6acf5fa2d2e1ba040a9c2cefbc74698e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_noted_out_b635c', referencing='REFERENCING OLD TABLE AS gone ', table='records_record', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='record',
            trigger=pgtrigger.compiler.Trigger(name='noted_anew', sql=records.triggers.Installed(func='INSERT INTO records_recordchange (record_id, txid) SELECT id, pg_current_xact_id() FROM gone JOIN added USING (id) WHERE (gone.search_text, gone.fonds_id, gone.access, gone.stage, gone.level, gone.year, gone.dated_on, gone.period, gone.category_id, gone.unit_id) IS DISTINCT FROM (added.search_text, added.fonds_id, added.access, added.stage, added.level, added.year, added.dated_on, added.period, added.category_id, added.unit_id) ORDER BY id ON CONFLICT (record_id) DO UPDATE SET txid = EXCLUDED.txid; RETURN NULL;', hash='f43c9ab8a7a0f879ba6999cdebfd9be6febc68c4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_noted_anew_2ed29', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='records_record', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='numberseries',
            constraint=models.UniqueConstraint(fields=('fonds', 'category', 'year', 'period', 'unit', 'volume', 'level'), name='one_series_per_class', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='numberseries',
            trigger=pgtrigger.compiler.Trigger(name='series_counts_on', sql=records.triggers.Installed(condition='WHEN (NEW.last < OLD.last)', func="RAISE EXCEPTION '% % is not set back', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='f0fd37684a114fb5395c1672c7748343220864e8', operation='UPDATE', pgid='pgtrigger_series_counts_on_5dce7', table='records_numberseries', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='numberseries',
            trigger=pgtrigger.compiler.Trigger(name='class_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.fonds_id, OLD.category_id, OLD.year, OLD.period, OLD.unit_id, OLD.volume_id, OLD.level) IS DISTINCT FROM (NEW.fonds_id, NEW.category_id, NEW.year, NEW.period, NEW.unit_id, NEW.volume_id, NEW.level))', func="RAISE EXCEPTION 'fonds, category, year, period, unit, volume, level of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='bd1129a8015ea808d6611c81a2a691f0710922f9', operation='UPDATE', pgid='pgtrigger_class_is_fixed_9a25f', table='records_numberseries', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='numberseries',
            trigger=pgtrigger.compiler.Trigger(name='series_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='542f0bf3b111d09b5e6ddff13d8e5565eb20848c', operation='DELETE', pgid='pgtrigger_series_stays_ef6a1', table='records_numberseries', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='numberseries',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='c8050ca8815540bae2f5798c21fa5bce54fe602d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_c8ccb', table='records_numberseries', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(condition=models.Q(('outcome', 'ok'), _negated=True), fields=['source', 'row'], name='import_row_to_look_at'),
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
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(('until', ''), ('until__regex', '^[0-9]{4}([0-9]{2}([0-9]{2})?)?$'), _connector='OR'), name='importrow_last_date_is_written_in_digits'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['ok', 'warned', 'rejected', 'duplicate'])), name='import_row_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ('ok', 'warned')), _negated=True), ('fingerprint__isnull', False), _connector='OR'), name='good_row_has_fingerprint'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['made_by', '-id'], name='upload_by_person'),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['open', 'attached', 'discarded'])), name='upload_stage_is_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='upload',
            trigger=pgtrigger.compiler.Trigger(name='stage_begins_at_entry', sql=records.triggers.Installed(condition="WHEN (NEW.stage NOT IN ('open'))", func="RAISE EXCEPTION 'no row of % begins as %', TG_TABLE_NAME, NEW.stage USING ERRCODE = 'restrict_violation';", hash='cbd178af7963477bfc40339631e47338af9939f1', operation='INSERT', pgid='pgtrigger_stage_begins_at_entry_7060e', table='records_upload', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='upload',
            trigger=pgtrigger.compiler.Trigger(name='stage_moves_by_table', sql=records.triggers.Installed(condition="WHEN (OLD.stage IS DISTINCT FROM NEW.stage AND (OLD.stage, NEW.stage) NOT IN (('open', 'attached'), ('open', 'discarded')))", func="RAISE EXCEPTION '% % does not move from % to %', TG_TABLE_NAME, OLD.id, OLD.stage, NEW.stage USING ERRCODE = 'restrict_violation';", hash='5c2d1cacf9dffa8c8fbca95cf4c288490353b06f', operation='UPDATE', pgid='pgtrigger_stage_moves_by_table_ccd88', table='records_upload', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='upload',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='0ca103d53d38f29948a0358b1ba966e246b21f1a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_c5ece', table='records_upload', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='upload',
            trigger=pgtrigger.compiler.Trigger(name='stage_has_its_step', sql=records.triggers.Installed(condition='WHEN (OLD.stage IS DISTINCT FROM NEW.stage)', constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM records_upload WHERE id = NEW.id) IS NOT DISTINCT FROM (SELECT target FROM records_uploadstep WHERE upload_id = NEW.id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION '% % was moved without its step', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='eec67b473be2100269cd2fee65f1b8251ebde2ca', operation='UPDATE', pgid='pgtrigger_stage_has_its_step_ec164', table='records_upload', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='uploadfile',
            index=models.Index(fields=['upload', 'id'], name='upload_file_in_order'),
        ),
        migrations.AddConstraint(
            model_name='uploadfile',
            constraint=models.UniqueConstraint(fields=('upload', 'name'), name='upload_name_once_in_a_set'),
        ),
        migrations.AddConstraint(
            model_name='uploadfile',
            constraint=models.CheckConstraint(condition=models.Q(('received__lte', models.F('size'))), name='upload_no_more_than_announced'),
        ),
        migrations.AddConstraint(
            model_name='uploadfile',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['sending', 'taken', 'refused'])), name='upload_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='uploadfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'taken'), _negated=True), models.Q(('received', models.F('size')), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='upload_taken_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='uploadstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', 'attach'), ('source', 'open'), ('target', 'attached')), models.Q(('name', 'discard'), ('source', 'open'), ('target', 'discarded')), models.Q(('name', 'expire'), ('source', 'open'), ('target', 'discarded')), _connector='OR'), name='upload_step_is_legal'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uploadstep',
            trigger=pgtrigger.compiler.Trigger(name='time_is_the_databases', sql=records.triggers.InstalledBare(func="IF NOT pg_catalog.has_table_privilege(TG_RELID, 'TRIGGER') THEN NEW.at := pg_catalog.now(); END IF; RETURN NEW;", hash='c8d4f847fce5bedd27469f580de7641ddc602b32', operation='INSERT', pgid='pgtrigger_time_is_the_databases_88c22', table='records_uploadstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uploadstep',
            trigger=pgtrigger.compiler.Trigger(name='step_follows_last', sql=records.triggers.Installed(func="IF NEW.source <> ALL (coalesce((SELECT ARRAY[target] FROM records_uploadstep WHERE upload_id = NEW.upload_id ORDER BY id DESC LIMIT 1)::text[], ARRAY['open'])) OR NEW.id <= coalesce((SELECT id FROM records_uploadstep WHERE upload_id = NEW.upload_id ORDER BY id DESC LIMIT 1), 0) THEN RAISE EXCEPTION 'a step of % does not begin where the last one led', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='952477d40491507eee8077074a587638100deafc', operation='INSERT', pgid='pgtrigger_step_follows_last_47fe4', table='records_uploadstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uploadstep',
            trigger=pgtrigger.compiler.Trigger(name='step_agrees_with_stage', sql=records.triggers.Installed(constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM records_upload WHERE id = NEW.upload_id) IS NOT DISTINCT FROM (SELECT target FROM records_uploadstep WHERE upload_id = NEW.upload_id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION 'a step of % was added to a row that did not move', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='1b5101a7aa3554f225f5ac816019adfb884ad471', operation='INSERT', pgid='pgtrigger_step_agrees_with_stage_488af', table='records_uploadstep', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uploadstep',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='b01ca614062ca863d8033fff9f428760c23f5129', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a8a31', table='records_uploadstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uploadstep',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='bc780e307458d8a4e757505018a0a2fde68ffae3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_50b89', table='records_uploadstep', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['used_on'], name='visit_day'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['reading', 'left', 'void'])), name='visit_stage_is_known'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('purpose_kind__in', ['work', 'chronicle', 'study', 'economy', 'education', 'other'])), name='visit_purpose_is_known'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('identity_number', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), name='visit_names_a_person'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('unit', ''), _negated=True), ('department__isnull', False), _connector='OR'), name='visit_is_of_a_unit'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='stage_begins_at_entry', sql=records.triggers.Installed(condition="WHEN (NEW.stage NOT IN ('reading'))", func="RAISE EXCEPTION 'no row of % begins as %', TG_TABLE_NAME, NEW.stage USING ERRCODE = 'restrict_violation';", hash='8fa8afb3080354defd655268d9353e369c2b8365', operation='INSERT', pgid='pgtrigger_stage_begins_at_entry_03e55', table='records_visit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='stage_moves_by_table', sql=records.triggers.Installed(condition="WHEN (OLD.stage IS DISTINCT FROM NEW.stage AND (OLD.stage, NEW.stage) NOT IN (('reading', 'left'), ('reading', 'void'), ('left', 'void')))", func="RAISE EXCEPTION '% % does not move from % to %', TG_TABLE_NAME, OLD.id, OLD.stage, NEW.stage USING ERRCODE = 'restrict_violation';", hash='56a15683608deb525870c6b45588ed590bb8ff98', operation='UPDATE', pgid='pgtrigger_stage_moves_by_table_c5be3', table='records_visit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='7f0d5e45c6f71a72c1711e33a9034cc73cf4e1ea', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_1492b', table='records_visit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='stage_has_its_step', sql=records.triggers.Installed(condition='WHEN (OLD.stage IS DISTINCT FROM NEW.stage)', constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM records_visit WHERE id = NEW.id) IS NOT DISTINCT FROM (SELECT target FROM records_visitstep WHERE visit_id = NEW.id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION '% % was moved without its step', TG_TABLE_NAME, NEW.id USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='e5434c07081b3ef2826be09347054df12323cc82', operation='UPDATE', pgid='pgtrigger_stage_has_its_step_e5c06', table='records_visit', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='entry_is_fixed', sql=records.triggers.Installed(condition="WHEN ((OLD.stage <> 'reading') AND (OLD.used_on, OLD.name, OLD.unit, OLD.department_id, OLD.identity_kind, OLD.identity_number, OLD.letter, OLD.contact, OLD.purpose_kind, OLD.purpose, OLD.manner, OLD.consent, OLD.note) IS DISTINCT FROM (NEW.used_on, NEW.name, NEW.unit, NEW.department_id, NEW.identity_kind, NEW.identity_number, NEW.letter, NEW.contact, NEW.purpose_kind, NEW.purpose, NEW.manner, NEW.consent, NEW.note))", func="RAISE EXCEPTION 'used_on, name, unit, department, identity_kind, identity_number, letter, contact, purpose_kind, purpose, manner, consent, note of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='205db9ec83a45366027f367984f3690a3d2010b9', operation='UPDATE', pgid='pgtrigger_entry_is_fixed_aa5bb', table='records_visit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='who_registered_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.registered_by_id, OLD.registered_at) IS DISTINCT FROM (NEW.registered_by_id, NEW.registered_at))', func="RAISE EXCEPTION 'registered_by, registered_at of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='6609221116fe57fd5d4f1be8fe2797aa51ce9196', operation='UPDATE', pgid='pgtrigger_who_registered_is_fixed_001e9', table='records_visit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='entry_stays', sql=records.triggers.Installed(condition='WHEN (true)', func="RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='396b2ba199729f758f5e0b453fbb3378aeb74eb4', operation='DELETE', pgid='pgtrigger_entry_stays_3ea3b', table='records_visit', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='useeffect',
            constraint=models.CheckConstraint(condition=models.Q(('benefit__in', ['work', 'social', 'economic', 'none'])), name='effect_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='useeffect',
            constraint=models.CheckConstraint(condition=models.Q(('effect', ''), _negated=True), name='effect_is_said'),
        ),
        migrations.AddConstraint(
            model_name='useeffect',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('benefit', 'economic'), _negated=True), models.Q(('sealed', ''), _negated=True), _connector='OR'), name='economic_effect_is_sealed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='useeffect',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='241cb3db31aa107b14110f8ee2a20469df73c2b1', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bce33', table='records_useeffect', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='useeffect',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='069cacef0dc929ad8a6011e3c7f11388b241f4b4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_94611', table='records_useeffect', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('year', 'number'), name='certificate_number_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('check_code', ''), _negated=True), ('count__gt', 0), ('sets__gt', 0)), name='certificate_says_what'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='certified_is_of_the_use', sql=records.triggers.Installed(func="IF NOT EXISTS (SELECT FROM records_visititem item JOIN records_visit visit ON visit.id = item.visit_id WHERE (item.visit_id, item.record_id) = (NEW.visit_id, NEW.record_id) AND visit.stage <> 'void' AND item.copied >= NEW.count * NEW.sets) THEN RAISE EXCEPTION 'record % was not read in that use, or not so much of it copied', NEW.record_id USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='59471e8ab4aa2e89716a636d61b27f2fcb45dfe9', operation='INSERT', pgid='pgtrigger_certified_is_of_the_use_0696c', table='records_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='certificate_is_the_next', sql=records.triggers.Installed(func="IF NEW.number <> (SELECT 1 + coalesce(max(number), 0) FROM records_certificate WHERE year = NEW.year) THEN RAISE EXCEPTION 'certificate % of % is not the next', NEW.number, NEW.year USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='ed1ed0fc1edcfa97ab3ef97729486ffd47bb4f1f', operation='INSERT', pgid='pgtrigger_certificate_is_the_next_ca8ce', table='records_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='0833b8d41c115b0e02a6ed8a8917fc7e89cf9636', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1041d', table='records_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='045cc9f4287f1993ae06c7187910a8d0f992dbb7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_af590', table='records_certificate', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='visititem',
            constraint=models.UniqueConstraint(fields=('visit', 'record'), name='record_once_per_use'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visititem',
            trigger=pgtrigger.compiler.Trigger(name='brought_while_reading', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT * FROM added) AS touched JOIN records_visit AS whose ON whose.id = touched.visit_id WHERE whose.stage NOT IN ('reading')) THEN RAISE EXCEPTION 'no % is added at this stage', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='3c58a428a39d49fc89c9c5c670923b65b0ba370e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_brought_while_reading_15cee', referencing='REFERENCING NEW TABLE AS added ', table='records_visititem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visititem',
            trigger=pgtrigger.compiler.Trigger(name='taken_out_while_reading', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT * FROM gone) AS touched JOIN records_visit AS whose ON whose.id = touched.visit_id WHERE whose.stage NOT IN ('reading')) THEN RAISE EXCEPTION 'no % is taken out at this stage', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='f86ce1fac1246819039958b86382cfe9e00fd920', level='STATEMENT', operation='DELETE', pgid='pgtrigger_taken_out_while_reading_a7a15', referencing='REFERENCING OLD TABLE AS gone ', table='records_visititem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visititem',
            trigger=pgtrigger.compiler.Trigger(name='copied_while_reading', sql=records.triggers.Installed(func="IF EXISTS (SELECT FROM (SELECT added.* FROM added JOIN gone ON gone.id = added.id WHERE gone.copied IS DISTINCT FROM added.copied) AS touched JOIN records_visit AS whose ON whose.id = touched.visit_id WHERE whose.stage NOT IN ('reading')) THEN RAISE EXCEPTION 'no % is changed at this stage', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='3fdc562ad881395f77d661f6e84fb5f56b6ddac8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_copied_while_reading_6c3e0', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS added ', table='records_visititem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visititem',
            trigger=pgtrigger.compiler.Trigger(name='what_was_read_is_fixed', sql=records.triggers.Installed(condition='WHEN ((true) AND (OLD.visit_id, OLD.record_id) IS DISTINCT FROM (NEW.visit_id, NEW.record_id))', func="RAISE EXCEPTION 'visit, record of % % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';", hash='8b1487da17ab6f337041396c00c6cab13bbb82ff', operation='UPDATE', pgid='pgtrigger_what_was_read_is_fixed_5a8ab', table='records_visititem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visititem',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='d0b873d94e435cced1a928bd04af818098c945a5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_8abb1', table='records_visititem', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='visitstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', 'leave'), ('source', 'reading'), ('target', 'left')), models.Q(('name', 'cancel'), ('source', 'reading'), ('target', 'void')), models.Q(('name', 'cancel'), ('source', 'left'), ('target', 'void')), _connector='OR'), name='visit_step_is_legal'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitstep',
            trigger=pgtrigger.compiler.Trigger(name='time_is_the_databases', sql=records.triggers.InstalledBare(func="IF NOT pg_catalog.has_table_privilege(TG_RELID, 'TRIGGER') THEN NEW.at := pg_catalog.now(); END IF; RETURN NEW;", hash='fa15b815c2cc89220dd7945269d10b8f996899af', operation='INSERT', pgid='pgtrigger_time_is_the_databases_6f5f7', table='records_visitstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitstep',
            trigger=pgtrigger.compiler.Trigger(name='step_follows_last', sql=records.triggers.Installed(func="IF NEW.source <> ALL (coalesce((SELECT ARRAY[target] FROM records_visitstep WHERE visit_id = NEW.visit_id ORDER BY id DESC LIMIT 1)::text[], ARRAY['reading'])) OR NEW.id <= coalesce((SELECT id FROM records_visitstep WHERE visit_id = NEW.visit_id ORDER BY id DESC LIMIT 1), 0) THEN RAISE EXCEPTION 'a step of % does not begin where the last one led', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;", hash='42d005fa6fbc4f16c83a3f9f40a98f853bf7c262', operation='INSERT', pgid='pgtrigger_step_follows_last_366be', table='records_visitstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitstep',
            trigger=pgtrigger.compiler.Trigger(name='step_agrees_with_stage', sql=records.triggers.Installed(constraint='CONSTRAINT', func="IF NOT ((SELECT stage FROM records_visit WHERE id = NEW.visit_id) IS NOT DISTINCT FROM (SELECT target FROM records_visitstep WHERE visit_id = NEW.visit_id ORDER BY id DESC LIMIT 1)) THEN RAISE EXCEPTION 'a step of % was added to a row that did not move', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;", hash='b1ff0252e318a5c42104aaebdd737132814a58d1', operation='INSERT', pgid='pgtrigger_step_agrees_with_stage_6dc9b', table='records_visitstep', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitstep',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='d95db0db1f4c97b31fe80b23b7773cd90f66b898', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e6c84', table='records_visitstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitstep',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=records.triggers.Installed(func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='ffc286b52096351692b46d91c1887abe42f0d067', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_1f7cf', table='records_visitstep', when='BEFORE')),
        ),
        migrations.RunSQL(measured.MEASURE, "DROP FUNCTION records_measure(regclass, name[])"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ])
