"""Who may read a record of another department, until when: given by a request that was released."""

from datetime import datetime
from typing import Any, NamedTuple, Self

import pgtrigger
from django.db import models
from django.db.models import F, Min, Q
from django.utils.timezone import localdate

from records.days import today
from records.organisation.models import Department, Fonds, User
from records.organisation.questions import question
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, NeverEmptied, Refusal
from records.values.page_ranges import LONGEST, Ranges, read_ranges


class Released(NamedTuple):
    """Single pages of a record, as its copies were when that was consented to."""

    pages: Ranges
    consented_at: datetime


class GrantQuerySet(models.QuerySet["Grant"]):
    def live(self) -> Self:
        """Those that hold today: the last day is not over, and nobody has ended them."""
        return self.filter(ended_at__isnull=True, until__gte=today())

    def of(self, user: User) -> Self:
        """What the user may read by them today; who moves to another department loses them."""
        return self.live().filter(person=user, department=user.department_id)

    def lost_since(self, at: datetime) -> Self:
        """Those that held at a moment, or came later, and hold no more."""
        held = self.filter(Q(ended_at=None) | Q(ended_at__gt=at), until__gte=localdate(at))
        return held.filter(Q(ended_at__isnull=False) | Q(until__lt=today()))

    def open_pages(self) -> list[Released] | None:
        """The pages that each grant of a record opens; None where one opens all."""
        item = {"request__items__record": F("record"), "request__items__pages": F("pages")}
        told = self.annotate(consented_at=Min("request__items__answered_at", filter=Q(**item)))
        found = list(told.order_by("pk").values_list("pages", "consented_at"))
        if not all(pages for pages, _at in found):
            return None
        return [Released(read_ranges(pages), at) for pages, at in found]


class OnlyByConsent(Refusal):
    """None is made but by a released request, for what was consented to, and never for a draft.

    Consent to a volume is consent to what lies in it, but not to what was answered by itself.
    """

    name = "granted_by_consent"
    operation = pgtrigger.Insert
    message = "record % was not consented to and released, or is a draft"
    told = ("NEW.record_id",)
    consented = (
        "SELECT FROM records_accessitem item"
        " JOIN records_accessrequest request ON request.id = item.request_id"
        " JOIN records_record record ON record.id = NEW.record_id"
        " WHERE request.id = NEW.request_id AND request.stage = 'released'"
        " AND (request.asker_id, request.department_id, request.until)"
        " = (NEW.person_id, NEW.department_id, NEW.until)"
        " AND item.answer = 'consented' AND (item.record_id = record.id"
        " OR item.record_id = record.volume_id AND NOT EXISTS (SELECT FROM records_accessitem own"
        " WHERE own.request_id = request.id AND own.record_id = record.id))"
        " AND item.pages = NEW.pages AND item.may_download >= NEW.may_download"
        " AND item.may_print >= NEW.may_print"
        " AND record.stage <> 'draft'"
    )

    def get_func(self, model: Any) -> str:
        refused = super().get_func(model)
        return f"IF NOT EXISTS ({self.consented}) THEN {refused} END IF; RETURN NEW;"


class Grant(models.Model):
    """One person may read one record of another department, up to and with the day `until`.

    `pages` are those that are open to be read, counted through the record's copies in their
    order; empty where all are. It ends by itself after that day, when the person is of another
    department, or when somebody ends it with a reason. `Record.objects.visible_to` asks for
    what is live.
    """

    record = models.ForeignKey(
        "records.Record", models.PROTECT, related_name="grants", verbose_name=_("record")
    )
    person = models.ForeignKey(
        User, models.PROTECT, related_name="grants", verbose_name=_("person"), db_index=False
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="+",
        verbose_name=_("department of the person"),
        db_index=False,
    )
    request = models.ForeignKey(
        "records.AccessRequest", models.PROTECT, related_name="grants", verbose_name=_("request")
    )
    until = models.DateField(_("last day"))
    pages = models.CharField(_("pages that are open"), max_length=LONGEST, blank=True)
    may_download = models.BooleanField(_("may download"), default=False)
    may_print = models.BooleanField(_("may print"), default=False)
    granted_at = models.DateTimeField(_("granted at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by")
    )
    end_reason = models.CharField(_("reason of the end"), max_length=300, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        triggers = [
            OnlyByConsent(),
            Fixed(
                "grant_is_fixed",
                *("record", "person", "department", "request", "until"),
                *("pages", "may_download", "may_print", "granted_at"),
            ),
            Fixed(
                "grant_ends_once",
                *("ended_at", "ended_by", "end_reason"),
                since="OLD.ended_at IS NOT NULL",
            ),
            Kept("grant_stays"),
            NeverEmptied(),
        ]
        indexes = [
            models.Index(
                fields=["person", "until", "record"],
                name="grant_live",
                condition=Q(ended_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["request", "record"], name="record_granted_once"),
            models.CheckConstraint(
                name="single_pages_are_not_downloaded",
                condition=Q(pages="") | Q(may_download=False),
            ),
            models.CheckConstraint(
                name="grant_ends_with_reason",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.record_id}"


@question
def grants(user: User, record: int) -> models.QuerySet[Grant]:
    """By what the person may read the record today; last what allows most, for longest."""
    found = Grant.objects.of(user).filter(record=record).select_related("request")
    return found.order_by("may_download", "until")


@question
def own_fonds(user: User, key: int) -> models.QuerySet[Fonds, Any]:
    """The key of the fonds, if it is of the person's department, or anybody's for the centre."""
    return Fonds.objects.visible_to(user).filter(pk=key).values_list("pk")
