"""Due rules are published in versions: the next one ends the one before, none is rewritten."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from records.organisation.models import Category, ReceivingArchive, User
from records.reference.edits import add, change, supervisors_only
from records.retention.models import DueRule, DueRuleQuerySet
from records.retention.rules import MOST_YEARS, Evidence
from records.rules import Refused
from records.sentences import gettext as _


@transaction.atomic
def publish_rule(
    *,
    duty: str,
    period: str,
    applies: bool,
    years: int | None,
    in_force_from: date,
    law: str,
    evidence: str = Evidence.PRACTICE,
    category: Category | None = None,
    archive: ReceivingArchive | None = None,
    by: User,
    at: datetime,
) -> DueRule:
    """Publish the next version of the rule for a case, in force from a day on.

    A case is a duty and a period, with or without a category and an archive. The version
    before ends on the day before. Refused: a first day not after that of the last version,
    and a term that no schedule has.
    """
    supervisors_only(by)
    if years is not None and years > MOST_YEARS:
        raise Refused(
            _("A term of %(years)d years is in no schedule: write at most %(most)d.")
            % {"years": years, "most": MOST_YEARS}
        )
    case = {"duty": duty, "period": period, "category": category, "archive": archive}
    last = _versions(case).select_for_update().last()
    if last:
        _make_room(last, in_force_from, by=by, at=at)
    rule = DueRule(
        **case,
        applies=applies,
        years=years,
        in_force_from=in_force_from,
        version=last.version + 1 if last else 1,
        law=law,
        evidence=evidence,
    )
    return add(rule, "publish", by=by, at=at)


def _versions(case: Mapping[str, Any]) -> DueRuleQuerySet:
    return DueRule.objects.filter(**case).order_by("version")


def _make_room(last: DueRule, first_day: date, *, by: User, at: datetime) -> None:
    if first_day <= last.in_force_from:
        raise Refused(
            _(
                "Version %(version)d of this rule begins on %(day)s already. "
                "Let the next version begin later."
            )
            % {"version": last.version, "day": last.in_force_from}
        )
    if last.in_force_until is None or last.in_force_until >= first_day:
        change(last, "end", by=by, at=at, in_force_until=first_day - timedelta(days=1))


@transaction.atomic
def end_rule(rule: DueRule, *, until: date, by: User, at: datetime) -> None:
    """Let a rule end on its last day, with nothing in its place.

    From the next day the records it held for are listed as without a rule, unless a more
    general one covers them. Refused: a day before its first, and a rule that ends anyway.
    """
    supervisors_only(by)
    held = DueRule.objects.select_for_update().get(pk=rule.pk)
    if held.in_force_until is not None and held.in_force_until <= until:
        raise Refused(
            _("This rule ends on %(day)s already; nothing was changed.")
            % {"day": held.in_force_until}
        )
    if until < held.in_force_from:
        raise Refused(
            _("This rule begins on %(day)s; its last day cannot lie before.")
            % {"day": held.in_force_from}
        )
    change(held, "end", by=by, at=at, in_force_until=until)
