from datetime import datetime, timedelta
from typing import Any, BinaryIO, Self, cast

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils.functional import cached_property

from records.holdings.models import Description, NextKey, Record, RecordQuerySet
from records.holdings.rules import Stage as RecordStage
from records.imports.rules import FLOW, GOOD, Outcome, ReadSheets, Stage, Standing
from records.jobs.models import Job
from records.organisation.models import Category, Department, Fonds, Unit, User
from records.sentences import Keeps, Says
from records.sentences import gettext_lazy as _
from records.triggers import Fixed
from records.values.rules import Level
from records.workflow.models import Step, Worked
from records.workflow.stages import HasItsStep, bound_stage, bound_steps, quoted

_EMPTY = {"BooleanField": False}
# The columns that become the record's, with their empty value: all of the description.
_PLACED = {"category_id": None, "unit_id": None, "volume_id": None, "level": Level.ITEM.value}
SHARED: dict[str, Any] = _PLACED | {
    str(one.column): _EMPTY.get(one.get_internal_type(), None if one.null else "")
    for one in Description._meta.local_fields
}


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User) -> Self:
        """The centre sees every import, a filing officer those into the department's fonds."""
        if user.sees_all_records:
            return self
        if not user.describes:
            return self.none()
        return self.filter(fonds__in=Fonds.objects.owned_by(user))


class Import(ReadSheets, Standing, Worked):
    """One table that somebody sent, on its way into a fonds.

    `columns` holds for each column its letter, its name in the header, the field that
    it fills ("" for none) and a sample. `level`, `year` and `period` hold for rows
    that say nothing of their own. After the check every row that was read is in
    exactly one of the four counts. `tally` counts faults by column and what was put
    right by kind, and names the first records that were made. Of a long table `cells` keeps
    what was read, without the rows that bear the mark of a state secret, until the job
    `marking` has made the marked copy.
    """

    FLOW = FLOW
    TOLD_WITH_THE_ROW = ("was", "value")  # of what was put right

    fonds = models.ForeignKey(
        Fonds, models.PROTECT, related_name="imports", verbose_name=_("fonds")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", verbose_name=_("category")
    )
    name = models.CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to="imports/%Y/%m", max_length=300)
    sheets = models.JSONField(_("sheets"), default=list)
    sheet = models.CharField(_("sheet"), max_length=200, blank=True)
    header = models.PositiveIntegerField(_("row of the header"), default=0)
    level = models.CharField(_("each row is"), max_length=6, choices=Level, default=Level.ITEM)
    year = models.PositiveSmallIntegerField(_("year of rows that say none"), null=True, blank=True)
    period = models.CharField(_("period of rows that say none"), max_length=3, blank=True)
    columns = models.JSONField(_("columns"), default=list, encoder=DjangoJSONEncoder)
    read = models.PositiveIntegerField(_("rows read"), default=0)
    ok = models.PositiveIntegerField(_("without fault"), default=0)
    warned = models.PositiveIntegerField(_("to be looked at"), default=0)
    rejected = models.PositiveIntegerField(_("with faults"), default=0)
    duplicate = models.PositiveIntegerField(_("already there"), default=0)
    committed = models.PositiveIntegerField(_("records made"), default=0)
    tally = models.JSONField(_("tally"), default=dict, encoder=DjangoJSONEncoder)
    marked = models.FileField(
        _("marked table"), upload_to="imports/%Y/%m", max_length=300, blank=True
    )
    cells = models.FileField(
        _("cells for the marked table"), upload_to="imports/%Y/%m", max_length=300, blank=True
    )
    marking = models.ForeignKey(
        Job, models.PROTECT, null=True, related_name="+", verbose_name=_("job of the marked table")
    )
    job = models.ForeignKey(
        Job, models.PROTECT, null=True, related_name="+", verbose_name=_("latest job")
    )
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="imports", verbose_name=_("uploaded by")
    )
    made_at = models.DateTimeField(_("uploaded at"))
    checked_at = models.DateTimeField(_("checked at"), null=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.UPLOADED)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        triggers = [
            *bound_stage(FLOW),
            HasItsStep(),
            # who may see it follows from the fonds, and what came of it lies there
            Fixed("sent_is_fixed", "fonds", "name", "made_by", "made_at"),
            Fixed(
                "imported_is_fixed",
                *("category", "level", "year", "period", "read", "ok", "warned", "rejected"),
                *("duplicate", "checked_at"),
                since=f"OLD.stage NOT IN ({quoted((Stage.UPLOADED.value, Stage.CHECKED.value))})",
            ),
        ]
        ordering = ["-id"]
        indexes = [models.Index(fields=["fonds", "-id"], name="import_by_fonds")]
        constraints = [
            models.CheckConstraint(
                name="import_stage_is_known", condition=Q(stage__in=Stage.values)
            ),
            models.CheckConstraint(
                name="import_accounts_for_every_row",
                condition=Q(read=F("ok") + F("warned") + F("rejected") + F("duplicate")),
            ),
            models.CheckConstraint(
                name="import_makes_only_good_rows",
                condition=Q(committed__lte=F("ok") + F("warned")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("records:import", args=[self.pk])

    def get_mapping_url(self) -> str:
        return reverse("records:import-mapping", args=[self.pk])

    @property
    def touched_at(self) -> datetime:
        """When it was sent, or moved last; a list brings that as `moved`, in one query for all."""
        known = vars(self)
        moved = known["moved"] if "moved" in known else self.steps.aggregate(at=Max("at"))["at"]
        return max(self.made_at, moved or self.made_at)

    @cached_property
    def kept_until(self) -> datetime | None:
        """When it is put aside with its file and rows if nobody goes on with it."""
        if self.stage not in FLOW["expire"].sources:
            return None
        return self.touched_at + timedelta(days=settings.IMPORT_UNFINISHED_DAYS)

    def table(self) -> BinaryIO:
        """The table as it was sent, opened for reading."""
        return cast(BinaryIO, self.file.open("rb"))

    def made(self) -> RecordQuerySet:
        """The records that came of it, as long as its rows are kept."""
        return Record.objects.filter(pk__in=self.rows.good().values("key"))

    def drafts(self) -> RecordQuerySet:
        """Those of them that are drafts still."""
        return self.made().filter(stage=RecordStage.DRAFT)


class ImportStep(Step):
    """One move of an import."""

    of = models.ForeignKey(Import, models.PROTECT, related_name="steps", verbose_name=_("import"))
    by = models.ForeignKey(  # type: ignore[assignment]  # empty: the system put it aside
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("step of an import")
        verbose_name_plural = _("steps of imports")
        triggers = bound_steps(FLOW)
        constraints = [
            models.CheckConstraint(name="import_step_is_legal", condition=FLOW.legal_step())
        ]


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def good(self) -> Self:
        """Those that can become records."""
        return self.filter(outcome__in=GOOD)

    def to_look_at(self) -> Self:
        """Those with something to say about them."""
        return self.exclude(outcome=Outcome.OK)


class ImportRow(Description):
    """One row of a table as it was read, in the form in which it would become a record.

    `key` is the primary key kept for the record. `inside` is the number or code by which an
    item names its volume; `volume_id` the key of that, a record's or another row's. A rejected
    row has no fingerprint and never becomes a record. `problems` hold column, value, what is
    wrong and what would be right; `changes` what was put right. Rows are only ever found by
    their import: further indexes would be written with every row and asked by nobody.
    """

    pk = models.CompositePrimaryKey("source_id", "row")
    source = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)
    row = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    problems = models.JSONField(_("problems"), default=list, encoder=Keeps, decoder=Says)
    changes = models.JSONField(_("put right"), default=list)
    key = models.BigIntegerField(db_default=NextKey())
    level = models.CharField(_("level"), max_length=6, choices=Level, default=Level.ITEM)
    inside = models.CharField(_("volume"), max_length=80, blank=True)
    volume_id = models.BigIntegerField(null=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        indexes = [
            models.Index(
                fields=["source", "row"],
                name="import_row_to_look_at",
                condition=~Q(outcome=Outcome.OK),
            )
        ]
        constraints = [
            *Description.Meta.constraints,
            models.CheckConstraint(
                name="import_row_outcome_is_known", condition=Q(outcome__in=Outcome.values)
            ),
            models.CheckConstraint(
                name="good_row_has_fingerprint",
                condition=~Q(outcome__in=GOOD) | Q(fingerprint__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.row}"


class ImportCorrection(models.Model):
    """What a person put right on the page of an import: the value that a row has for an element.

    It stands for what the table says there, also where no column holds the element. With
    `field` ANOTHER it says that the row is another document than the one it was taken for.
    """

    ANOTHER = "another"

    source = models.ForeignKey(
        Import,
        models.CASCADE,
        related_name="corrections",
        verbose_name=_("import"),
        db_index=False,  # the unique index begins with it
    )
    row = models.PositiveIntegerField(_("row"))
    field = models.CharField(_("element"), max_length=20)
    value = models.TextField(_("right value"), blank=True)

    class Meta:
        verbose_name = _("correction of a row")
        verbose_name_plural = _("corrections of rows")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "row", "field"], name="one_correction_per_row_and_element"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.row} {self.field}"


class ColumnMapping(models.Model):
    """How a department fills our fields from tables with these columns; used again next time."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="column_mappings", verbose_name=_("department")
    )
    signature = models.CharField(_("fingerprint of the header"), max_length=64)
    fields = models.JSONField(_("fields by column"))

    class Meta:
        verbose_name = _("mapping of columns")
        verbose_name_plural = _("mappings of columns")
        constraints = [
            models.UniqueConstraint(
                fields=["department", "signature"], name="one_mapping_per_department_and_header"
            )
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.signature[:8]}"
