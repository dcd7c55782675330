"""Searches of a person are kept and forgotten. No act on a record, so the trail, which others
read, says nothing of them: what somebody looks for is nobody else's.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from records.organisation.models import User
from records.searches.models import LastSearch, SavedSearch
from records.searches.rules import LAST, TYPED_WITHIN

# Each page of what is found does it, so it is one statement. What it deletes it sees as it was
# before: the others, of which there is room for one less, and what was asked on the way, since
# results come as one types. Of two pages of one person at once one waits for the other at the
# person's row, before it holds a search that the other wants.
REMEMBER = f"""
WITH person AS MATERIALIZED (
    SELECT id FROM {User._meta.db_table} WHERE id = %(person)s FOR NO KEY UPDATE
), kept AS (
    INSERT INTO {LastSearch._meta.db_table} AS last (person_id, words, address, at)
    SELECT id, %(words)s, %(address)s, %(at)s FROM person
    ON CONFLICT (person_id, words) DO UPDATE SET address = EXCLUDED.address, at = EXCLUDED.at
)
DELETE FROM {LastSearch._meta.db_table} WHERE id IN (
    SELECT id FROM {LastSearch._meta.db_table}
    WHERE person_id = (SELECT id FROM person) AND words <> %(words)s
    ORDER BY at DESC, id DESC OFFSET {LAST - 1})
OR person_id = (SELECT id FROM person) AND words NOT IN ('', %(words)s) AND at > %(typing)s
    AND (starts_with(%(words)s, words) OR starts_with(words, %(words)s))
"""  # noqa: S608 - a table and a number of our own


def remember(*, words: str, address: str, by: User, at: datetime) -> None:
    """Keep what the person looked for among the last ones; the oldest beyond LAST go.

    Of words that go on from each other within a minute the last ones stay.
    """
    given: dict[str, Any] = {"person": by.pk, "words": words, "address": address, "at": at}
    given["typing"] = at - TYPED_WITHIN
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, given)


def forget(*, by: User, at: datetime) -> None:
    """Forget all that the person looked for lately."""
    LastSearch.objects.visible_to(by).delete()


def remove(search: SavedSearch, *, by: User, at: datetime) -> None:
    """Keep a search no longer; whoever has removed it already is done, too."""
    SavedSearch.objects.visible_to(by).filter(pk=search.pk).delete()
