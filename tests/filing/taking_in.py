"""A process of its own that takes yearly batches in, several at once, for the test of races.

`python -m tests.filing.taking_in LOOKER BATCH…`: each batch by a thread of its own.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import django


def main(looker: int, keys: list[int]) -> None:
    django.setup()
    from django.db import connection
    from django.utils import timezone

    from filing.batches.work import accept
    from records.jobs.rules import silent
    from records.organisation.models import User

    by = User.objects.get(pk=looker)

    def take_in(key: int) -> None:
        try:
            accept(row=key, by=by, at=timezone.now(), progress=silent)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(keys)) as people:
        list(people.map(take_in, keys))


if __name__ == "__main__":
    first, *others = map(int, sys.argv[1:])
    main(first, others)
