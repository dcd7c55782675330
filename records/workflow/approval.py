"""Two people: who proposes does not approve, nor does whoever could have acted in that name."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from records.days import day
from records.organisation.models import PasswordLink, User
from records.sentences import gettext as _


class Proposed(Protocol):
    """A row that one person proposes and another approves."""

    proposed_by: User | None
    proposed_by_id: int | None


def proposed_by_oneself(row: Proposed, by: User) -> str:
    """Who proposes does not approve; the database refuses the same person too."""
    if row.proposed_by != by:
        return ""
    return _("You proposed this yourself. Another person approves it.")


def in_one_hand(row: Proposed, by: User) -> str:
    """Who could have proposed it in another's name does not approve it."""
    return by_one_hand([row.proposed_by_id], by)


def by_one_hand(others: Collection[int | None], by: User) -> str:
    """Whoever made the way to a password could have acted in its person's name.

    So for some days (LINK_BARS_APPROVAL_DAYS) maker and person count as one, and two people
    for whom the same one made it, too. `others` are the keys of those who acted before.
    """
    now = timezone.now()
    links = PasswordLink.objects.binding(now).filter(person__in=[*others, by.pk])
    found = list(links.exclude(made_by=None).select_related("person", "made_by"))
    hands = defaultdict[int | None, set[int | None]](set)
    for link in found:
        hands[link.person_id].add(link.made_by_id)
    theirs = set(others).union(*(hands[other] for other in others))
    both = theirs & ({by.pk} | hands[by.pk])
    last = next((link for link in found if {link.made_by_id, link.person_id} & both), None)
    if not both or last is None:
        return ""
    until = last.made_at + timedelta(days=settings.LINK_BARS_APPROVAL_DAYS)
    return _(
        "%(maker)s made a password link for %(person)s on %(day)s. Until %(until)s another person"
        " approves this."
    ) % {
        "maker": last.made_by,
        "person": last.person,
        "day": day(last.made_at),
        "until": day(until),
    }
