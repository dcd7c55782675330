"""Searches of a person are kept and forgotten. No act on a record, so the trail, which others
read, says nothing of them: what somebody looks for is nobody else's.
"""

from datetime import datetime

from django.db import transaction

from records.organisation.models import User
from records.searches.models import LastSearch, SavedSearch
from records.searches.rules import LAST


@transaction.atomic(savepoint=False)
def remember(*, words: str, address: str, by: User, at: datetime) -> None:
    """Keep what the person looked for among the last ones; the oldest beyond LAST go."""
    search = LastSearch(person=by, words=words, address=address, at=at)
    LastSearch.objects.bulk_create(
        [search],
        update_conflicts=True,
        unique_fields=["person", "words"],
        update_fields=["address", "at"],
    )
    own = LastSearch.objects.filter(person=by)
    kept = own.order_by("-at", "-pk").values("pk")[:LAST]
    own.exclude(pk__in=kept).delete()


def forget(*, by: User, at: datetime) -> None:
    """Forget all that the person looked for lately."""
    LastSearch.objects.visible_to(by).delete()


def remove(search: SavedSearch, *, by: User, at: datetime) -> None:
    """Keep a search no longer; whoever has removed it already is done, too."""
    SavedSearch.objects.visible_to(by).filter(pk=search.pk).delete()
