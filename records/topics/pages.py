"""What a record's page says of topics."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from records.holdings.cards import Look, card
from records.organisation.models import User
from records.organisation.questions import question
from records.topics.models import Topic
from records.topics.rules import SELECTS


def adds(user: User) -> bool:
    """Whether the person makes topics and adds to them."""
    return user.role in SELECTS


class Chosen(NamedTuple):
    """The topics that a record is in, and whether the person may add it to one."""

    topics: list[Topic]
    adds: bool


@question
def _topics(user: User, record: int) -> QuerySet[Topic]:
    return Topic.objects.visible_to(user).filter(items__record=record)


@card(lambda look: [_topics(look.user, look.record.pk)])
def chosen(look: Look, topics: Iterable[Topic]) -> Chosen:
    """The topics that the record is in."""
    return Chosen([*topics], adds(look.user))
