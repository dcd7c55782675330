"""Why a record is due, or not: what the flags were made from, laid open for one record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from records.holdings.actions.holds import why_first
from records.holdings.cards import Look, card
from records.holdings.models import Hold, Record, RecordQuerySet
from records.holdings.models.holds import held_for
from records.holdings.rules import Stage
from records.organisation.models import User
from records.organisation.questions import any_of, question, together
from records.retention.models import DueRule
from records.retention.rules import Duty
from transfers.due.flags_sql import JUDGED, given
from transfers.due.models import Due, Uncomputable
from transfers.due.rules import NEXT_STEP, WHO_CHANGES, Obstacle, Standing


@dataclass(frozen=True)
class Judgement:
    """What is found of one record and duty on a day; `due_on` is the last day of the term."""

    record_id: int
    duty: str
    rule_id: int | None
    applies: bool | None
    year: int | None
    years: int | None
    obstacle: str
    due_on: date | None


@dataclass(frozen=True)
class Explanation:
    """One duty of one record on a day.

    `basis` is what the date is worked out from: the record, or the volume it lies in.
    `flag` is the open flag of the basis. Terms begin on 1 January after the year of
    formation and end on `due_on`; the duty is owed from the next day.
    """

    duty: Duty
    standing: Standing
    basis: Record
    today: date
    rule: DueRule | None
    year: int | None
    years: int | None
    due_on: date | None
    obstacle: Obstacle | None
    flag: Due | None

    @property
    def begins_on(self) -> date | None:
        return date(self.year + 1, 1, 1) if self.due_on and self.year else None

    @property
    def due_from(self) -> date | None:
        return self.due_on + timedelta(days=1) if self.due_on else None

    @property
    def next_step(self) -> str:
        if self.obstacle:
            return self.obstacle.remedy
        return str(NEXT_STEP[self.duty, self.standing])

    @property
    def who_changes(self) -> str:
        return str(WHO_CHANGES[self.duty])

    @property
    def is_due(self) -> bool:
        return self.standing == Standing.DUE

    @property
    def is_over(self) -> bool:
        """Whether the term of the basis is over, whatever else stands in the way."""
        return self.due_on is not None and self.due_on < self.today

    @property
    def may_be_handed_over(self) -> bool:
        return self.is_due and self.counts and self.duty == Duty.TRANSFER

    @property
    def counts(self) -> bool:
        """Whether the nightly work looks at it: drafts are not yet, transferred no longer."""
        return self.basis.stage == Stage.ACCEPTED


def judge(records: Sequence[Record], *, today: date) -> list[Judgement]:
    """What is found of these records on a day, whatever their stage: one row per duty each."""
    statement = f"""
        SELECT record_id, duty, rule_id, applies, year, years, obstacle, due_on
        FROM ({JUDGED}) judged WHERE record_id = ANY(%(records)s)
        ORDER BY record_id, duty DESC"""  # noqa: S608 - a statement of our own
    periods = sorted({record.period for record in records})
    chosen = {"records": [record.pk for record in records], **given(today, periods)}
    with connection.cursor() as cursor:
        cursor.execute(statement, chosen)
        return [Judgement(*row) for row in cursor.fetchall()]


# Bases: the volumes of items that lie in one, the records themselves otherwise.
OWED = f"""
SELECT record_id FROM ({JUDGED}) judged
WHERE record_id = ANY(%(records)s) AND duty = '{Duty.TRANSFER.value}'
  AND stage = '{Stage.ACCEPTED.value}' AND obstacle = '' AND due_on < %(today)s::date"""  # noqa: S608


def not_owed(records: RecordQuerySet, *, today: date) -> list[int]:
    """Those of the records that no rule in force on the day calls for: their transfer is not due.

    From the same source as the flags, which are as old as the last night; an item inside a
    volume goes by its volume.
    """
    whole = Coalesce("volume__pk", "pk")
    told = records.order_by().annotate(whole=whole, term=Coalesce("volume__period", "period"))
    bases = {pk: (base, term) for pk, base, term in told.values_list("pk", "whole", "term")}
    chosen = {"records": [base for base, _term in bases.values()]}
    periods = sorted({term for _base, term in bases.values()})
    given_today = {**given(today, periods), "duties": [Duty.TRANSFER.value]}
    with connection.cursor() as cursor:
        cursor.execute(OWED, {**chosen, **given_today})
        owed = {record for (record,) in cursor.fetchall()}
    return [pk for pk, (base, _term) in bases.items() if base not in owed]


def explain(record: Record, *, today: date) -> list[Explanation]:
    """Each duty of a record on a day, from the same source as its flags."""
    return explain_all([record], today=today)


def explain_all(records: list[Record], *, today: date) -> list[Explanation]:
    """The same for several, in a fixed number of queries."""
    bases = {record.pk: record.volume or record for record in records}
    chosen = list({basis.pk: basis for basis in bases.values()}.values())
    judged: dict[int, list[Judgement]] = {}
    for judgement in judge(chosen, today=today):
        judged.setdefault(judgement.record_id, []).append(judgement)
    known = _rules(User(), [one.rule_id or 0 for them in judged.values() for one in them])
    standing_open = _open_flags(User(), [record.pk for record in chosen])
    together([known, standing_open])
    rules = {rule.pk: rule for rule in known}
    flags = {(flag.record_id, flag.duty): flag for flag in standing_open}
    contradictions = _contradictions([record for record in records if record.volume_id])
    return [
        _explanation(
            basis,
            found,
            rules,
            flags.get((basis.pk, found.duty)),
            contradictions.get((record_id, found.duty)),
            today,
        )
        for record_id, basis in bases.items()
        for found in judged[basis.pk]
    ]


@question
def _rules(_user: User, keys: list[int]) -> QuerySet[DueRule]:
    return DueRule.objects.filter(any_of("id", keys)).select_related("category", "archive")


@question
def _open_flags(_user: User, records: list[int]) -> QuerySet[Due]:
    return Due.objects.open().filter(any_of("record_id", records))


def _contradictions(items: list[Record]) -> dict[tuple[int, str], Obstacle]:
    """What the ledger says of items inside volumes."""
    lines = Uncomputable.objects.filter(record__in=items)
    return {(line.record_id, line.duty): Obstacle(line.reason) for line in lines}


def _explanation(
    basis: Record,
    found: Judgement,
    rules: dict[int, DueRule],
    flag: Due | None,
    contradiction: Obstacle | None,
    today: date,
) -> Explanation:
    obstacle = contradiction or (Obstacle(found.obstacle) if found.obstacle else None)
    return Explanation(
        duty=Duty(found.duty),
        standing=standing(found, basis.stage, obstacle, today),
        basis=basis,
        today=today,
        rule=rules.get(found.rule_id) if found.rule_id else None,
        year=found.year,
        years=found.years,
        due_on=found.due_on,
        obstacle=obstacle,
        flag=flag,
    )


def standing(found: Judgement, stage: str, obstacle: Obstacle | None, today: date) -> Standing:
    if stage == Stage.TRANSFERRED and found.applies is not False:
        return Standing.DONE
    if obstacle:
        return Standing.UNKNOWN
    if found.due_on is None:
        return Standing.NEVER
    return Standing.DUE if found.due_on < today else Standing.COMING


class Why(NamedTuple):
    """Each duty of a record explained; to the centre also what holds it now."""

    explanations: list[Explanation]
    held: str


@card(lambda look: [held_for(look.user, look.record.pk, look.record.volume_id or 0)])
def why(look: Look, held: Iterable[Hold]) -> Why:
    """Why the record is due, or not."""
    explained = explain(look.record, today=localdate())
    return Why(explained, why_first(held) if look.user.sees_all_records else "")
