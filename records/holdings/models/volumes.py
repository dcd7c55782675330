"""What PostgreSQL refuses of volumes that are with the public archive."""

from typing import Any

import pgtrigger

from records.triggers import Refusal

GONE = "SELECT FROM records_record volume WHERE volume.stage = 'transferred'"


class PutIn(Refusal):
    """Nothing is put into a volume that is with the public archive: what it holds is there, too."""

    message = "a row of % is put into a volume that was transferred"


class Added(PutIn):
    """Of a catalogue that comes in, at the end: once for all its rows.

    Volumes are looked up by their keys (`OFFSET 0`): a plan that is kept fits one row and many.
    """

    name = "volume_takes_none_in"
    when = pgtrigger.After
    level = pgtrigger.Statement
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="added")  # type: ignore[no-untyped-call]

    def get_func(self, model: Any) -> str:
        into = f"added, LATERAL ({GONE} AND volume.id = added.volume_id OFFSET 0) AS into_gone"
        return (
            f"IF EXISTS (SELECT FROM {into} WHERE added.volume_id IS NOT NULL)"
            f" THEN {super().get_func(model)} END IF; RETURN NULL;"
        )


class Moved(PutIn):
    """Only rows that change their volume are looked at: no set of many does."""

    name = "volume_takes_none_over"
    operation = pgtrigger.Update
    condition = pgtrigger.Condition("(NEW.volume_id IS DISTINCT FROM OLD.volume_id)")

    def get_func(self, model: Any) -> str:
        into = f"{GONE} AND volume.id = NEW.volume_id"
        return f"IF EXISTS ({into}) THEN {super().get_func(model)} END IF; RETURN NEW;"


def nothing_put_in() -> list[PutIn]:
    """What is refused of what comes into a volume, on whatever way."""
    return [Added(), Moved()]
