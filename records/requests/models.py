from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from records.holdings.models import Record
from records.organisation.models import Department, Substitute, User
from records.organisation.rules import Role
from records.requests.rules import FLOW, Answer, Stage
from records.sentences import gettext
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, NeverEmptied
from records.values import page_ranges
from records.workflow.models import Staged, Step
from records.workflow.stages import AddedAt, ChangedAt, HasItsStep, bound_stage, bound_steps

ANSWERED = f"OLD.answer <> '{Answer.WAITING.value}'"


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def visible_to(self, user: User) -> Self:
        """One's own; who answers for a department those for its files; the centre all."""
        if user.sees_all_records:
            return self
        if user.department_id is None:
            return self.none()
        theirs = AccessItem.objects.filter(request=OuterRef("pk")).of_departments(user)
        return self.filter(Q(asker=user) | Q(Exists(theirs)))

    def waiting_for(self, user: User) -> Self:
        """Those of which the user's answer or release is the next thing."""
        asked = AccessItem.objects.to_be_answered_by(user).filter(request=OuterRef("pk"))
        waiting = Q(Exists(asked), stage=Stage.ASKED)
        if user.sees_all_records:
            waiting |= Q(stage=Stage.CONSENTED)
        return self.filter(waiting).exclude(asker=user)

    def counted(self) -> Self:
        """With the number of what is asked for (`size`) and the time of the last move (`moved`)."""
        return self.timed().annotate(size=models.Count("items", distinct=True))

    def timed(self) -> Self:
        """With the time of the last move alone."""
        return self.annotate(moved=models.Max("steps__at"))


class AccessRequest(Staged):
    """Somebody of a department asks to read other departments' records, for a purpose, to a day.

    The departments consent or refuse record by record; the centre releases what was
    consented to, and grants are made. `of` is the department that the asker named: what the
    request is found to be of stands with its items and is not told to the asker before.
    """

    FLOW = FLOW
    TOLD_WITH_THE_ROW = ("reason", "purpose")
    size: int  # where it was counted
    reader: User | None = None  # who looks at it now: what is asked of them depends on that

    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage, default=Stage.ASKED, editable=False
    )
    asker = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("department of the asker")
    )
    of = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("whose files")
    )
    purpose = models.CharField(_("purpose"), max_length=300)
    until = models.DateField(_("last day"))
    may_download = models.BooleanField(_("download asked for"), default=False)
    may_print = models.BooleanField(_("print asked for"), default=False)
    asked_at = models.DateTimeField(_("asked at"))
    reminded_on = models.DateField(_("reminded on"), null=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("access request")
        verbose_name_plural = _("access requests")
        ordering = ["-id"]
        triggers = [
            *bound_stage(FLOW),
            HasItsStep(),
            Fixed(
                "request_is_fixed",
                *("asker", "department", "of", "purpose", "until"),
                *("may_download", "may_print", "asked_at"),
            ),
            Kept("request_stays"),
        ]
        constraints = [
            models.CheckConstraint(
                name="request_stage_is_known", condition=Q(stage__in=Stage.values)
            ),
            models.CheckConstraint(name="request_has_purpose", condition=~Q(purpose="")),
        ]

    def __str__(self) -> str:
        return f"利用申请第{self.pk}号"

    def get_absolute_url(self) -> str:
        return reverse("records:request", args=[self.pk])

    @property
    def called(self) -> str:
        return gettext("Access request no. %(number)d") % {"number": self.pk}

    @property
    def meaning(self) -> str:
        """What kind of fact its stage is, as the badges tell them apart."""
        return Stage(self.stage).meaning

    @property
    def next_by(self) -> date | None:
        """By when the next step is to be made; None where nothing is awaited."""
        if self.stage == Stage.ASKED:
            days, since = settings.REQUEST_ANSWER_DAYS, self.asked_at
        elif self.stage == Stage.CONSENTED:
            days = settings.REQUEST_RELEASE_DAYS
            since = vars(self).get("moved") or self._moved_at() or self.asked_at
        else:
            return None
        return timezone.localdate(since) + timedelta(days=days)

    def _moved_at(self) -> datetime | None:
        """When it moved last; lists bring that as `moved`, in one query for all."""
        found: datetime | None = self.steps.aggregate(at=models.Max("at"))["at"]
        return found


class AccessItemQuerySet(models.QuerySet["AccessItem"]):
    def of_departments(self, user: User) -> Self:
        """Those of the department's files, for its officers and who stands in for one today."""
        found = self.filter(department__in=Department.objects.inherited_by(user))
        if user.role == Role.FILING_OFFICER:
            return found
        return found.filter(Exists(Substitute.objects.now().filter(stand_in=user)))

    def visible_to(self, user: User) -> Self:
        """The asker's own; who answers for a department those of its files; the centre's all."""
        if user.sees_all_records:
            return self
        if user.department_id is None:
            return self.none()
        theirs = AccessItem.objects.of_departments(user).filter(pk=OuterRef("pk"))
        return self.filter(Q(request__asker=user) | Q(Exists(theirs)))

    def to_be_answered_by(self, user: User) -> Self:
        """Officers answer for their department, archivists where it is unknown or has none."""
        waiting = self.filter(answer=Answer.WAITING).exclude(request__asker=user)
        if user.department_id:
            return waiting.of_departments(user)
        if user.role != Role.ARCHIVIST:
            return self.none()
        officers = User.objects.filter(role=Role.FILING_OFFICER, is_active=True)
        there = officers.filter(
            Q(department=OuterRef("department")) | Q(department=OuterRef("department__heir"))
        )
        return waiting.filter(Q(department__isnull=True) | ~Q(Exists(there)))


class AccessItem(models.Model):
    """One record that is asked for: in the asker's words, then found, then answered.

    `wanted` is all that the asker knows of it until the centre has released it.
    """

    request = models.ForeignKey(
        AccessRequest, models.PROTECT, related_name="items", verbose_name=_("request")
    )
    wanted = models.CharField(_("what is asked for"), max_length=300)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("department that answers"),
    )
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, related_name="+", verbose_name=_("record")
    )
    answer = models.CharField(
        _("answer"), max_length=10, choices=Answer, default=Answer.WAITING, editable=False
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    pages = models.CharField(_("pages consented to"), max_length=page_ranges.LONGEST, blank=True)
    may_download = models.BooleanField(_("download allowed"), default=False)
    may_print = models.BooleanField(_("print allowed"), default=False)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)

    objects = AccessItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of an access request")
        verbose_name_plural = _("records of access requests")
        ordering = ["id"]
        triggers = [
            Fixed("wanted_is_fixed", "request", "wanted"),
            Fixed(
                "answer_is_fixed",
                *("department", "record", "answer", "reason", "pages", "may_download", "may_print"),
                *("answered_by", "answered_at"),
                since=ANSWERED,
            ),
            AddedAt("wanted_from_the_first", "request", Stage.ASKED.value),
            ChangedAt("answered_while_asked", "request", Stage.ASKED.value, column="answer"),
            Kept("wanted_stays"),
            NeverEmptied(),
        ]
        constraints = [
            models.CheckConstraint(
                name="request_answer_is_known", condition=Q(answer__in=Answer.values)
            ),
            models.CheckConstraint(
                name="answered_by_somebody",
                condition=Q(answer=Answer.WAITING, answered_by__isnull=True)
                | Q(answered_by__isnull=False, answered_at__isnull=False)
                & ~Q(answer=Answer.WAITING),
            ),
            models.CheckConstraint(
                name="consented_names_a_record",
                condition=~Q(answer=Answer.CONSENTED)
                | Q(record__isnull=False, department__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_has_reason", condition=~Q(answer=Answer.REFUSED) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.wanted

    @property
    def meaning(self) -> str:
        """What kind of fact its answer is, as the badges tell them apart."""
        return {Answer.CONSENTED: "ok", Answer.REFUSED: "late"}.get(Answer(self.answer), "")


class AccessStep(Step):
    """One move that a request made."""

    request = models.ForeignKey(
        AccessRequest, models.PROTECT, related_name="steps", verbose_name=_("request")
    )
    by = models.ForeignKey(  # type: ignore[assignment]  # empty: the last day was over
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("step of an access request")
        verbose_name_plural = _("steps of access requests")
        triggers = bound_steps(FLOW)
        constraints = [
            models.CheckConstraint(name="request_step_is_legal", condition=FLOW.legal_step())
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.name}"
