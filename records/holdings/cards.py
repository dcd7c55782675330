"""What subjects above a record say on its page: asked in one go with the rows of the page itself.

    @card(lambda look: [_items(look.user, look.record.pk)])
    def loan_lines(look, items): ...

Such a function tells, of who looks at which record, what the page's template calls by the
function's name. What it asks of PostgreSQL by questions is sent together with all the others.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from django.utils.datastructures import MultiValueDict

from records.holdings.models import Record
from records.organisation.models import User
from records.organisation.questions import Asked, together


class Look(NamedTuple):
    """Who looks at which record, and with what address."""

    record: Record
    user: User
    address: MultiValueDict[str, str]


Ask = Callable[[Look], Sequence[Asked[Any]]]
Tell = Callable[..., Any]


class Card(NamedTuple):
    """What is asked for a card, and what it then says."""

    ask: Ask
    tell: Tell


CARDS: dict[str, Card] = {}


def card(ask: Ask = lambda _look: ()) -> Callable[[Tell], Tell]:
    """Declare what a record's page says under the function's name."""

    def declare(tell: Tell) -> Tell:
        CARDS[tell.__name__] = Card(ask, tell)
        return tell

    return declare


def cards(
    look: Look, beside: Mapping[str, Asked[Any]], names: Iterable[str] | None = None
) -> dict[str, Any]:
    """What the cards say, all or those of some names; what stands `beside` them is asked, too."""
    chosen = {name: CARDS[name] for name in (CARDS if names is None else names)}
    asked = {name: one.ask(look) for name, one in chosen.items()}
    together([*beside.values(), *chain.from_iterable(asked.values())])
    return {name: one.tell(look, *asked[name]) for name, one in chosen.items()}
