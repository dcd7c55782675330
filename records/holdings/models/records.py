from functools import reduce
from operator import or_
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, Func, Max, Min, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat, Lower

from records.holdings import elements
from records.holdings.models.description import CodeKey, Description, FixedUnlessAmended, OneJoiner
from records.holdings.models.grants import Grant
from records.holdings.models.holds import Hold, held_records
from records.holdings.models.publication import published
from records.holdings.models.volumes import nothing_put_in
from records.holdings.rules import FLOW, Access, Stage
from records.organisation.models import Category, Fonds, Unit, User
from records.organisation.questions import IsAnyOf
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, noted
from records.values.rules import Level, Opening
from records.web.drawn import address
from records.workflow.models import Staged
from records.workflow.stages import bound_stage

# What every department may read: a draft is not shared yet, whatever it is meant to be.
SHARED = Q(access=Access.SHARED) & ~Q(stage=Stage.DRAFT)
ENDS: dict[str, type[Min | Max]] = {"first": Min, "last": Max}


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, user: User) -> Self:
        """The only way to records: one condition, no row per user and record.

        The centre's archivists and supervisors see all; a department its own fonds,
        those it inherited, and what other departments share; an auditor none. Besides, a
        person of a department sees what was released to them, as long as the grant is live.
        """
        if user.sees_all_records:
            return self
        if user.department_id is None:
            return self.none()
        own = Fonds.objects.owned_by(user).order_by().values("pk")
        granted = Grant.objects.of(user).order_by().values("record")
        return self.filter(
            Q(IsAnyOf("fonds_id", ArraySubquery(own)))
            | SHARED
            | Q(IsAnyOf("id", ArraySubquery(granted)))
        )

    def editable_by(self, user: User) -> Self:
        """What the user may describe: archivists all, filing officers drafts of their own fonds."""
        if not user.describes:
            return self.none()
        if user.sees_all_records:
            return self
        return self.filter(fonds__in=Fonds.objects.owned_by(user), stage=Stage.DRAFT)

    def free(self) -> Self:
        """Those that nothing holds, neither them nor the volume that they lie in."""
        held = Hold.objects.open()
        return self.filter(
            ~Exists(held.filter(record=OuterRef("pk"))),
            ~Exists(held.filter(record=OuterRef("volume"))),
        )

    def in_mixed_boxes(self) -> Self:
        """Those whose box holds another year, period or office too (DA/T 22-2015 6.4: none does).

        The numbers of boxes run within a fonds and category.
        """
        box = Concat(
            Cast("fonds", models.TextField()),
            Value("/"),
            Cast("category", models.TextField()),
            Value("/"),
            F("box_number"),
            output_field=models.TextField(),
        )
        what = ("year", "period", "office")
        boxed = Record.objects.filter(fonds__in=self.order_by().values("fonds")).order_by()
        told = boxed.exclude(box_number="").annotate(box=box, office=Coalesce("unit", 0))
        spans = {f"{end}_{of}": kind(of) for of in what for end, kind in ENDS.items()}
        mixed = reduce(or_, (Q(**{f"first_{of}__lt": F(f"last_{of}")}) for of in what))
        boxes = told.values("box").annotate(**spans).filter(mixed).values("box")
        return self.exclude(box_number="").annotate(box=box).filter(box__in=boxes)

    def without_office(self) -> Self:
        """Those whose code will name no office or matter, though their fonds uses them."""
        uses = Unit.objects.filter(fonds=OuterRef("fonds"))
        return self.filter(Exists(uses), unit=None, archival_code=None)

    def complete(self) -> Self:
        """What has all that acceptance demands of a description (必著 of DA/T 18-2022)."""
        return self.exclude(elements.incomplete())


DESCRIBED = [field.name for field in Description._meta.fields]
DESCRIBED += ["volume", "opening", "described_by", "described_at"]


class Record(Description, Staged):
    """One item (件) or one volume (案卷), described by the file-level set of DA/T 18-2022.

    The archival code is given when the centre accepts the record, and never changes after
    that but by a correction of its year or period that two people answer for: the database
    refuses anything else.
    """

    FLOW = FLOW
    TOLD_IN_ORDER = elements.described()
    TOLD_WITH_THE_ROW = (
        *("title", "document_number", "responsible", "persons", "keywords", "abstract"),
        *("remarks", "genre", "draft", "language", "medium", "box_number", "volume", "unit"),
        # of copies, corrections, loans
        *("component", "part", "name", "copies", "reason", "note", "report"),
    )

    level = models.CharField(_("level"), max_length=6, choices=Level, default=Level.ITEM)
    volume = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("volume"),
        db_index=False,
    )
    place = models.PositiveIntegerField(_("place in the volume"), null=True, editable=False)
    fonds = models.ForeignKey(
        Fonds,
        models.PROTECT,
        related_name="records",
        verbose_name=_("fonds"),
        db_index=False,
    )
    category = models.ForeignKey(
        Category, models.PROTECT, verbose_name=_("category"), db_index=False
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("office or matter"),
        db_index=False,
    )
    opening = models.CharField(
        _("openness"), max_length=10, choices=Opening, default=Opening.UNREVIEWED
    )
    access = models.CharField(
        _("readable by"), max_length=10, choices=Access, default=Access.DEPARTMENT
    )
    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage, default=Stage.DRAFT, editable=False
    )
    search_text = models.GeneratedField(
        verbose_name=_("text that is searched"),
        expression=Concat(
            F("normal_text"),
            Value("\n", output_field=models.TextField()),
            Lower(
                OneJoiner(Func(F("archival_code"), Value(""), function="COALESCE")),
                output_field=models.TextField(),
            ),
            F("further_text"),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    code_key = models.GeneratedField(
        verbose_name=_("archival code for sorting"),
        expression=CodeKey("archival_code"),
        output_field=models.TextField(),
        db_persist=True,
        null=True,
    )
    described_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        verbose_name=_("described by"),
        editable=False,
        db_index=False,
    )
    described_at = models.DateTimeField(_("described at"), editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        triggers = [
            *bound_stage(FLOW),
            Fixed(
                "accepted_is_fixed",
                *("fonds", "category", "unit", "level"),
                *("described_by", "described_at", "fingerprint", "place"),
                since="OLD.stage <> 'draft'",
            ),
            FixedUnlessAmended(
                "code_is_amended",
                *("year", "period", "number", "archival_code"),
                since="OLD.stage <> 'draft'",
            ),
            Fixed(
                "volume_is_fixed",
                "volume",
                since="OLD.stage <> 'draft' AND OLD.volume_id IS NOT NULL",
            ),
            Fixed("transferred_is_fixed", *DESCRIBED, since="OLD.stage = 'transferred'"),
            *nothing_put_in(),
            Kept("accepted_stays", since="OLD.stage <> 'draft'"),
            *held_records(),
            *published(),
            # what the search index holds of a record (records.index.schema.COLUMNS)
            *noted(
                "records.RecordChange",
                *("search_text", "fonds_id", "access", "stage", "level"),
                *("year", "dated_on", "period", "category_id", "unit_id"),
            ),
        ]
        indexes = [
            models.Index(F("dated_on").desc(nulls_last=True), F("id").desc(), name="record_newest"),
            models.Index(
                "fonds",
                F("dated_on").desc(nulls_last=True),
                F("id").desc(),
                name="record_newest_of_fonds",
            ),
            models.Index(
                F("year").desc(nulls_last=True),
                F("dated_on").desc(nulls_last=True),
                F("id").desc(),
                name="record_newest_of_year",
            ),
            models.Index(fields=["code_key", "id"], name="record_by_code"),
            models.Index(fields=["fonds", "code_key", "id"], name="record_in_code_order"),
            models.Index(
                fields=["fonds", "category", "year", "period", "unit", "number"],
                name="record_by_class",
            ),
            models.Index(
                fields=["volume"], name="record_of_volume", condition=Q(volume__isnull=False)
            ),
            models.Index(fields=["fonds"], name="record_shared", condition=Q(access=Access.SHARED)),
            models.Index(fields=["fonds"], name="record_drafts", condition=Q(stage=Stage.DRAFT)),
        ]
        constraints = [
            *Description.Meta.constraints,
            models.CheckConstraint(
                name="record_stage_is_known", condition=Q(stage__in=Stage.values)
            ),
            models.CheckConstraint(
                name="record_level_is_known", condition=Q(level__in=Level.values)
            ),
            models.CheckConstraint(
                name="record_access_is_known", condition=Q(access__in=Access.values)
            ),
            models.CheckConstraint(name="record_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="record_accepted_has_code",
                condition=Q(stage=Stage.DRAFT) | Q(archival_code__isnull=False),
            ),
            models.CheckConstraint(
                name="record_volume_lies_in_no_volume",
                condition=Q(level=Level.ITEM) | Q(volume__isnull=True),
            ),
            # not unique=True: Django would add a second index, of no use under collation C
            models.UniqueConstraint(fields=["archival_code"], name="record_code_is_unique"),
            models.UniqueConstraint(fields=["fonds", "fingerprint"], name="record_imported_once"),
            models.UniqueConstraint(
                fields=["fonds", "category", "year", "period", "unit", "volume", "level", "number"],
                name="record_number_once_per_class",
                nulls_distinct=False,
                condition=Q(number__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.archival_code or '…'} {self.title}"

    def get_absolute_url(self) -> str:
        return address("records:record", self.pk)

    @property
    def lacking(self) -> list[str]:
        """The names of what acceptance demands and the record does not say."""
        demanded = elements.required()
        return [str(one.label) for one in demanded if getattr(self, one.column) in ("", None)]

    @property
    def called(self) -> str:
        return self.title
