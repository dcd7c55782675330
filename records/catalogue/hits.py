"""A record as one line of the list: what was found in it, and what it is to the reader."""

from typing import NamedTuple

from records.catalogue.highlight import Segment, segments
from records.catalogue.scope import Scope
from records.catalogue.search import Word
from records.holdings.models import Record
from records.holdings.rules import Access, Level, Stage


class Hit(NamedTuple):
    record: Record
    title: list[Segment]
    number: list[Segment]
    responsible: list[Segment]
    code: list[Segment]
    is_own: bool
    is_shared: bool
    stage: str
    is_volume: bool

    @property
    def date(self) -> str:
        """As much of the date as is known, in [ ] where it was inferred."""
        text = self.record.date_text
        known = "-".join(part for part in (text[:4], text[4:6], text[6:]) if part)
        return f"[{known}]" if known and self.record.date_is_inferred else known

    @property
    def code_was_found(self) -> bool:
        return any(segment.found for segment in self.code)


def hit(record: Record, words: list[Word], scope: Scope) -> Hit:
    """`stage` is the word for it where it is not the usual one (in custody)."""
    code = record.archival_code or ""
    return Hit(
        record,
        segments(record.title, words),
        segments(record.document_number, words),
        segments(record.responsible, words),
        segments(code, words),
        record.fonds_id in scope.own,
        record.access == Access.SHARED,
        "" if record.stage == Stage.ACCEPTED else str(record.get_stage_display()),
        record.level == Level.VOLUME,
    )
