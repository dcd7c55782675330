"""What one element of a description is: how it is read, kept, said and demanded."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Field, Q
from django.utils.functional import Promise
from django.utils.text import capfirst

from records.values import readers

CONTENT, CLASS, CONTROL, MORE = "content", "class", "control", "more"  # groups of the form
LAST = 99  # behind those that have a place


@dataclass(frozen=True)
class Element:
    """One element of a description.

    `names`: how a catalogue's column may be called, the standard's word first.
    `required`: 必著. `fixed`: part of the code, stays once the record is accepted.
    `spoken`: free text, where nothing may bear a mark of a state secret.
    `reads`: the check that makes what is kept of what was written; none where a row is chosen.
    `kept`: its columns. `told`: of which columns it is said, by `says` to people and by
    `packs` in the Chinese of papers.
    `export`: place and width of its column. `path`, `place`: where it stands in the metadata
    of DA/T 46-2009. `listed`: its column in the lists of a package (DA/T 93-2022).
    """

    key: str
    names: str = ""
    group: str = ""
    required: bool = False
    fixed: bool = False
    spoken: bool = False
    described: bool = True
    reads: readers.Check | None = None
    kept: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    says: Callable[..., Any] | None = None
    packs: Callable[..., Any] | None = None
    export: tuple[int, int] | None = None
    path: str = ""
    place: int = LAST
    listed: str = ""
    help: str | Promise = ""
    rows: int = 0

    @property
    def column(self) -> str:
        """The field that keeps it, or most of it."""
        return self.columns[0]

    @property
    def columns(self) -> tuple[str, ...]:
        return self.kept or (self.key,)

    @property
    def sources(self) -> tuple[str, ...]:
        """What has to be read from the database to say it."""
        return self.told or self.columns

    @cached_property
    def field(self) -> "Field[Any, Any]":
        """Its field on a record, which knows its name, its length and its choices."""
        found = apps.get_model("records", "Record")._meta.get_field(self.column)
        assert isinstance(found, Field)  # noqa: S101
        return found

    @property
    def is_chosen(self) -> bool:
        """Whether it is a row that is chosen, and no value that is written."""
        return self.field.is_relation

    @property
    def label(self) -> str:
        return capfirst(str(self.field.verbose_name))

    @property
    def most(self) -> int:
        """The most characters that it may have."""
        return self.field.max_length or readers.LONGEST_TEXT

    @property
    def check(self) -> readers.Check:
        """How what was written becomes what is kept; free text in one line, if nothing else."""
        return self.reads or readers.line_of(self.most)

    @property
    def missing(self) -> Q:
        """The condition that it is not known."""
        if self.field.null:
            return Q(**{f"{self.column}__isnull": True})
        return Q(**{self.column: ""})

    @property
    def saying(self) -> Callable[..., Any]:
        """What people are told, of the values of its sources: of a list its word."""
        if self.says:
            return self.says
        words = {value: str(word) for value, word in self.field.flatchoices if value}
        return (lambda value: words.get(value, value)) if words else (lambda value: value)

    def packed(self, record: Any) -> Any:
        """What papers and packages say of it."""
        if self._plainly:
            return getattr(record, self._plainly)
        values = [_of(record, source) for source in self.sources]
        return (self.packs or self.saying)(*values)

    @cached_property
    def standing(self) -> tuple[str, str]:
        """Its group in the metadata and its name there; no name where it has no place."""
        group, _slash, name = self.path.rpartition("/")
        return group, name

    @cached_property
    def _plainly(self) -> str:
        """The column that is told as it is kept; none where words are looked up or put together.

        Asked for some thirty times a record of a package, so it takes no detours.
        """
        (source, *_more) = self.sources
        told = self.packs or self.says or self.field.flatchoices or "__" in source
        return "" if told else source


def _of(record: Any, source: str) -> Any:
    """A value by its path; nothing where a row on the way is missing (unit__name)."""
    first, _sep, rest = source.partition("__")
    value = getattr(record, first)
    return _of(value, rest) if rest and value is not None else value
