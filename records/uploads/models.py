"""Sets of files on their way to the records whose copies they will be."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, When
from django.urls import reverse

from records.copies.models import DigitalCopy
from records.days import short_day
from records.holdings.models import Component, Record, RecordQuerySet
from records.holdings.rules import FLOW as OF_RECORDS
from records.organisation.models import Fonds, User
from records.sentences import SentenceField, gettext
from records.sentences import gettext_lazy as _
from records.uploads.rules import FLOW, LONGEST_NAME, How, Stage, State
from records.workflow.models import Step, Worked
from records.workflow.stages import HasItsStep, bound_stage, bound_steps


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> Self:
        """The own sets of who describes: what somebody is putting together is nobody else's.

        Whoever has moved to another department sees those of the former one no more.
        """
        seen = Fonds.objects.visible_to(user)
        return self.filter(made_by=user, fonds__in=seen) if user.describes else self.none()


class Upload(Worked):
    """A set of files that one person sends for the records of a fonds (批量挂接).

    Files come in pieces and are checked as they are whole; their names lead them to records.
    Nothing is a digital copy before the whole set is attached, in one act.
    """

    FLOW = FLOW

    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage, default=Stage.OPEN, editable=False
    )
    fonds = models.ForeignKey(Fonds, models.PROTECT, related_name="+", verbose_name=_("fonds"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("begun by"))
    made_at = models.DateTimeField(_("begun at"))
    attached = models.PositiveIntegerField(_("copies attached"), default=0)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of files")
        verbose_name_plural = _("sets of files")
        ordering = ["-id"]
        triggers = [*bound_stage(FLOW), HasItsStep()]
        indexes = [models.Index(fields=["made_by", "-id"], name="upload_by_person")]
        constraints = [
            models.CheckConstraint(
                name="upload_stage_is_known", condition=Q(stage__in=Stage.values)
            )
        ]

    def __str__(self) -> str:
        return f"批量挂接第{self.pk}号"

    def get_absolute_url(self) -> str:
        return reverse("records:upload", args=[self.pk])

    @property
    def called(self) -> str:
        told = {"number": self.pk, "day": short_day(self.made_at)}
        return gettext("Set of files no. %(number)d, %(day)s") % told

    def reached_by(self, user: User) -> RecordQuerySet:
        """The records that its files may be led to: those of its fonds that one describes."""
        mine = Record.objects.visible_to(user).editable_by(user)
        return mine.filter(fonds=self.fonds_id, stage__in=OF_RECORDS["upload"].sources)

    @property
    def touched_at(self) -> datetime:
        """When it was begun, or something of it came in last."""
        last = self.files.aggregate(at=Max("touched_at"))["at"]
        return max(self.made_at, last or self.made_at)


class UploadStep(Step):
    """One move of a set of files."""

    upload = models.ForeignKey(
        Upload, models.PROTECT, related_name="steps", verbose_name=_("set of files")
    )
    by = models.ForeignKey(  # type: ignore[assignment]  # empty: the system put it aside
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("step of a set of files")
        verbose_name_plural = _("steps of sets of files")
        triggers = bound_steps(FLOW)
        constraints = [
            models.CheckConstraint(name="upload_step_is_legal", condition=FLOW.legal_step())
        ]


def _has_place() -> Q:
    """The record is there, and so is the component, where one was chosen."""
    record, part = OuterRef("record"), OuterRef("component")
    chosen = Exists(Component.objects.filter(pk=part, record=record))
    return Q(Exists(Record.objects.filter(pk=record))) & (Q(component=None) | Q(chosen))


class UploadFileQuerySet(models.QuerySet["UploadFile"]):
    def visible_to(self, user: User) -> Self:
        """Those of the sets that the person may see."""
        return self.filter(upload__in=Upload.objects.visible_to(user))

    def taken(self) -> Self:
        """Those that are whole and passed the checks."""
        return self.filter(state=State.TAKEN)

    def placed(self) -> Self:
        """Those whose record is known, and is there still."""
        return self.taken().filter(_has_place())

    def waiting(self) -> Self:
        """Those for which nobody has found a record yet, or whose place is gone since."""
        return self.taken().exclude(_has_place())

    def known(self) -> Self:
        """Those of which the component has the same bytes already."""
        same = DigitalCopy.objects.filter(
            component=OuterRef("component"), sha256=OuterRef("sha256")
        )
        return self.placed().filter(Exists(same))

    def counts(self) -> dict[str, int]:
        """How many there are of each kind, in one statement."""
        taken = Q(state=State.TAKEN)
        return self.annotate(
            is_placed=Case(When(_has_place(), then=True), default=False)
        ).aggregate(
            all=Count("pk"),
            sending=Count("pk", filter=Q(state=State.SENDING)),
            placed=Count("pk", filter=taken & Q(is_placed=True)),
            waiting=Count("pk", filter=taken & Q(is_placed=False)),
            refused=Count("pk", filter=Q(state=State.REFUSED)),
        )


class UploadFile(models.Model):
    """One file of a set: how much of it has come, what the checks said, and its place.

    `name` is as it was sent, with its folders; `received` is how many of its `size` bytes are
    here. `found` is how many records or components the name fits where it is not one. What is
    attached to a record without components becomes its original, so `component` may be empty.
    """

    upload = models.ForeignKey(
        Upload, models.CASCADE, related_name="files", verbose_name=_("set of files"), db_index=False
    )
    name = models.CharField(_("file name"), max_length=LONGEST_NAME)
    size = models.PositiveBigIntegerField(_("bytes"))
    received = models.PositiveBigIntegerField(_("bytes received"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SENDING)
    why = SentenceField(_("why it is refused"), blank=True)
    format = models.CharField(_("format"), max_length=10, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    sm3 = models.CharField("SM3", max_length=64, blank=True)
    virus_scan = SentenceField(_("virus scan"), blank=True)
    # without a constraint: drafts and their parts are taken back by sets, whoever means them
    record = models.ForeignKey(
        *(Record, models.DO_NOTHING),
        null=True,
        related_name="+",
        verbose_name=_("record"),
        db_constraint=False,
        db_index=False,
    )
    component = models.ForeignKey(
        *(Component, models.DO_NOTHING),
        null=True,
        related_name="+",
        verbose_name=_("component"),
        db_constraint=False,
        db_index=False,
    )
    how = models.CharField(_("how it was placed"), max_length=10, choices=How, blank=True)
    found = models.PositiveIntegerField(_("records that it fits"), default=0)
    touched_at = models.DateTimeField(_("last received"))

    objects = UploadFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a set")
        verbose_name_plural = _("files of sets")
        ordering = ["id"]
        indexes = [models.Index(fields=["upload", "id"], name="upload_file_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["upload", "name"], name="upload_name_once_in_a_set"),
            models.CheckConstraint(
                name="upload_no_more_than_announced", condition=Q(received__lte=F("size"))
            ),
            models.CheckConstraint(
                name="upload_state_is_known", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="upload_taken_is_whole",
                condition=~Q(state=State.TAKEN) | (Q(received=F("size")) & ~Q(sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.received == self.size

    def told(self) -> dict[str, Any]:
        """What the browser that sends it has to know to go on."""
        return {"key": self.pk, "offset": self.received, "state": self.state, "why": self.why}
