"""What holds records as they are, and what the database refuses meanwhile."""

# Every statement is made of names of our own, none of what people type.

from typing import Any, ClassVar, Protocol, Self

import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import Q

from records.jobs.models import Job
from records.jobs.rules import OPEN
from records.organisation.models import User
from records.organisation.questions import question
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, NeverEmptied, Refusal

# Columns of a record that its workflow writes; other triggers keep them.
MOVED = {"id", "stage", "number", "archival_code"}


def in_custody(records: str, *, stage: str = "<> 'draft'") -> str:
    """Whether one of some records is a draft no more: the beginning of an IF in PL/pgSQL.

    `records` are keys in SQL. Whoever accepts one of them just now is waited for. With
    another `stage`: whether one of them is in that.
    """
    those = f"SELECT FROM records_record WHERE id IN ({records})"
    wait = f"PERFORM {those.removeprefix('SELECT ')} ORDER BY id FOR SHARE;"
    return f"{wait} IF EXISTS ({those} AND stage {stage})"


class KeptInCustody(Kept):
    """A row that belongs to a record is deleted with drafts alone; `record` is its key in SQL."""

    def __init__(self, name: str, *, record: str, since: str = "true") -> None:
        self.record = record
        super().__init__(name=name, since=since)

    def get_func(self, model: Any) -> str:
        refused = super().get_func(model)
        return f"{in_custody(self.record)} THEN {refused} END IF; RETURN OLD;"


class Holder(Protocol):
    """A row for which records are held: a batch, a loan, a list."""

    pk: Any
    _meta: ClassVar[Any]

    @property
    def why_held(self) -> str:
        """What holds its records now and who can release them, in a sentence."""


class HoldQuerySet(models.QuerySet["Hold"]):
    def open(self) -> Self:
        """Those that hold now: not released, and no job they were placed for has ended."""
        lasting = Q(job__isnull=True) | Q(job__state__in=OPEN)
        return self.filter(lasting, released_at__isnull=True)

    def placed_for(self, holder: Holder) -> Self:
        """Those that were placed for one row, released or not."""
        return self.filter(kind=holder._meta.label, of=holder.pk)

    def placed_elsewhere(self, holder: Holder) -> Self:
        """Those that were placed for anything but this row."""
        return self.exclude(kind=holder._meta.label, of=holder.pk)


class Hold(models.Model):
    """A record is kept as it is, for a row (`kind` and `of`) that needs it so.

    Until the hold is released nothing of the record's description, sharing, aliases,
    components and copies is changed, and nothing is put into a held volume, changed in
    it or taken out. One that names a job lasts as long as that, however it ends. A hold that
    was released goes with its record where that is a draft that is discarded.
    """

    record = models.ForeignKey(
        "records.Record", models.CASCADE, related_name="holds", verbose_name=_("record")
    )
    kind = models.CharField(_("kind of what holds it"), max_length=60)
    of = models.PositiveBigIntegerField(_("key of what holds it"))
    reason = models.CharField(_("what holds it"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("since"))
    job = models.ForeignKey(
        Job, models.PROTECT, null=True, related_name="+", verbose_name=_("as long as the job")
    )
    released_at = models.DateTimeField(_("released at"), null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        triggers = [
            Fixed("hold_is_fixed", "record", "kind", "of", "reason", "by", "at"),
            Fixed("hold_ends_once", "released_at", "job", since="OLD.released_at IS NOT NULL"),
            Kept("open_hold_stays", since="OLD.released_at IS NULL"),
            KeptInCustody("hold_stays", record="OLD.record_id"),
            NeverEmptied(),
        ]
        indexes = [
            models.Index(
                fields=["kind", "of"], name="hold_by_holder", condition=Q(released_at__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "kind", "of"],
                name="one_open_hold_for_one_thing",
                condition=Q(released_at__isnull=True),
            ),
            models.CheckConstraint(name="hold_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.record_id}"

    @property
    def why(self) -> str:
        """What holds the record now and who can release it, as its holder says."""
        holder: Holder = apps.get_model(self.kind)._default_manager.get(pk=self.of)
        return holder.why_held


@question
def held_for(_user: User, record: int, volume: int) -> models.QuerySet[Hold]:
    """What first holds a record, or the volume that it lies in (0: none)."""
    return Hold.objects.open().filter(record__in=[record, volume]).order_by("pk")[:1]


class GoesOn(Refusal):
    """No hold ends while what it was placed for goes on: it is not released, nor tied to a job.

    Declared by each kind of holder, on a proxy of `Hold` of its own: `while_` says of a
    `hold` and its `holder`, in SQL, that the holder still needs it. A released hold is not
    written again; so the rows after the statement tell all, for a set of any size.
    """

    when = pgtrigger.After
    level = pgtrigger.Statement
    operation = pgtrigger.Update
    referencing = pgtrigger.Referencing(new="written")  # type: ignore[no-untyped-call]
    message = "a hold of % ends while that goes on"
    ended = "(hold.released_at IS NOT NULL OR hold.job_id IS NOT NULL)"

    def __init__(self, name: str, holder: str, *, while_: str) -> None:
        self.holder, self.while_ = holder, while_
        self.told = (f"'{holder}'",)
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        holders = apps.get_model(self.holder)._meta.db_table
        return (
            f"IF EXISTS (SELECT FROM written AS hold JOIN {holders} AS holder"
            f" ON holder.id = hold.of WHERE hold.kind = '{self.holder}'"
            f" AND {self.ended} AND ({self.while_}))"
            f" THEN {super().get_func(model)} END IF; RETURN NULL;"
        )


def open_hold(condition: str) -> str:
    """The open holds whose record fulfils a condition, in SQL: `Hold.objects.open` of a set."""
    states = ", ".join(f"'{state.value}'" for state in OPEN)
    return (
        "SELECT FROM records_hold hold LEFT JOIN records_job job ON job.id = hold.job_id"
        f" WHERE hold.record_id {condition} AND hold.released_at IS NULL"
        f" AND (job.id IS NULL OR job.state IN ({states}))"
    )


class HeldStays(Refusal):
    """A change is refused while the record that it concerns, or its volume, is held.

    `concerned` are the keys of those records, an array in SQL. Whoever places a hold
    locks the record and what lies in it; a change of the row itself waits for that by
    its own lock, and anything else by `waits_for`: either the change is seen, or the
    hold is.
    """

    when = pgtrigger.After
    message = "record % is held"
    told = ("array_to_string(concerned, ', ')",)
    declare = [("concerned", "bigint[]")]
    with_volumes = (
        "concerned || ARRAY(SELECT volume_id FROM records_record WHERE id = ANY(concerned))"
    )

    def __init__(
        self,
        name: str,
        operation: pgtrigger.Operation,
        *,
        concerned: str,
        waits_for: str = "concerned",
        where: str = "true",
    ) -> None:
        self.concerned, self.waits_for, self.where = concerned, waits_for, where
        super().__init__(name=name, operation=operation)

    def get_condition(self, model: Any) -> pgtrigger.Condition:
        return pgtrigger.Condition(f"({self.where})")

    def get_func(self, model: Any) -> str:
        held = open_hold(f"= ANY({self.with_volumes})")
        wait = f"PERFORM FROM records_record WHERE id = ANY({self.waits_for}) ORDER BY id FOR SHARE"
        return (
            f"concerned := array_remove({self.concerned}, NULL);"
            f" IF cardinality(array_remove({self.waits_for}, NULL)) > 0 THEN {wait}; END IF;"
            f" IF EXISTS ({held}) THEN {super().get_func(model)} END IF; RETURN NULL;"
        )


class HeldRecord(HeldStays):
    """A change of the record itself, which knows its volume."""

    with_volumes = "concerned"


class HeldDescription(HeldRecord):
    """The description of a held record, and its sharing: all columns but those of its moves."""

    def __init__(self) -> None:
        super().__init__(
            "held_stays",
            pgtrigger.Update,
            concerned="ARRAY[NEW.id, NEW.volume_id, OLD.volume_id]",
            waits_for="ARRAY[nullif(NEW.volume_id, OLD.volume_id)]",
        )

    def get_condition(self, model: Any) -> pgtrigger.Condition:
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        columns = [field.column for field in fields if field.column not in MOVED]
        was, now = (", ".join(f"{row}.{one}" for one in columns) for row in ("OLD", "NEW"))
        return pgtrigger.Condition(f"(({was}) IS DISTINCT FROM ({now}))")


def held_records() -> list[Refusal]:
    """What is refused of the records themselves: also an item more, or less, in a held volume."""
    return [
        HeldDescription(),
        HeldRecord(
            "held_takes_none_in",
            pgtrigger.Insert,
            concerned="ARRAY[NEW.volume_id]",
            waits_for="ARRAY[NEW.volume_id]",
            where="NEW.volume_id IS NOT NULL",
        ),
        HeldRecord(
            "held_loses_none",
            pgtrigger.Delete,
            concerned="ARRAY[OLD.id, OLD.volume_id]",
            waits_for="ARRAY[]::bigint[]",
        ),
    ]
