"""What a page asks of every person alike: SQL that is made once, and asked in one go.

A desk has a dozen small sets of rows. To put each of them together from its QuerySet, and to
send it alone, takes longer than PostgreSQL takes to answer. A `question` is a function that
gives such a QuerySet, of a person and of moments and days. It is called once for each kind of
person with somebody who stands for all of the kind, so that rights are those of `visible_to`;
its SQL is kept, and who asks is put into it. It therefore may depend on nothing but the role
of the person, on whether there is a department, on the two keys, on what it is given (moments,
days, keys, lists of keys), and on the day that it is; a moment that was not given is an error,
and so is any other field of the person.
"""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from datetime import UTC, date, datetime
from functools import update_wrapper
from typing import Any, Generic, NamedTuple, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, BooleanField, Func, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

from records.days import today
from records.organisation.models import User

Row = TypeVar("Row")
_Kind = tuple[str, bool]
_Value = date | int | list[int]  # a moment, a day, a key or keys
_Given = dict[Any, Any]

# What no row has: the keys of who stands for all, moments and days that stand for what is given.
_PERSON, _DEPARTMENT = -(2**62), -(2**62) + 1
_YEAR = 9_000


class IsAnyOf(Func):
    """`column = ANY(array)`: the array is worked out once, so that an index can serve the OR."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def any_of(column: str, keys: list[int]) -> IsAnyOf:
    """Whether a key is one of some: the question stays the same, however many they are."""
    return IsAnyOf(column, Value(keys, ArrayField(BigIntegerField())))


class Asked(Generic[Row]):
    """The rows that answer a question of one person: asked at the latest when one is needed."""

    def __init__(self, question: "Question[Row]", user: User, given: tuple[_Value, ...]) -> None:
        self.ready = question.ready(user, given)
        self.given = _values(user, given)
        self.answer: list[Row] | None = None

    @property
    def rows(self) -> list[Row]:
        if self.answer is None:
            together([self])
        return self.answer or []

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class _Ready(NamedTuple):
    """A QuerySet with its SQL; empty where nobody of the kind has a row."""

    day: date
    found: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]

    def put_in(self, given: _Given) -> Iterator[Any]:
        """The parameters of one person; a key keeps the type that the driver was told."""
        for value in self.parameters:
            known = given.get(_hashed(value), value)
            yield type(value)(known) if isinstance(value, int) else known

    def read(self, rows: list[tuple[Any, ...]]) -> list[Any]:
        """Rows as the QuerySet gives them."""
        if not rows:
            return []
        compiler = copy(self.compiler)
        compiler.connection = connection
        compiler.execute_sql = lambda *_a, **_k: [rows]  # type: ignore[method-assign, assignment]
        told = self.found.all()
        told.query.get_compiler = lambda *_a, **_k: compiler  # type: ignore[method-assign]
        return list(told)


class Question(Generic[Row]):
    """A set of rows, asked again and again; called with a person, it gives their `Asked`."""

    def __init__(self, found: Callable[..., QuerySet[Any, Row]]) -> None:
        self.found = found
        self.known: dict[_Kind, _Ready] = {}
        update_wrapper(self, found)

    def __call__(self, user: User, *given: _Value) -> Asked[Row]:
        return Asked(self, user, given)

    def ready(self, user: User, given: tuple[_Value, ...]) -> _Ready:
        """Its SQL for people of this kind: made once a day, since rights end with a day."""
        kind = (user.role, user.department_id is None)
        known = self.known.get(kind)
        if known is None or known.day != today():
            known = self.known[kind] = self._made(kind, given)
        return known

    def _made(self, kind: _Kind, given: tuple[_Value, ...]) -> _Ready:
        role, is_of_none = kind
        values = [_PERSON, role, None if is_of_none else _DEPARTMENT]
        anybody = User.from_db(DEFAULT_DB_ALIAS, ["id", "role", "department_id"], values)
        found = self.found(anybody, *_stand_ins(given))
        compiler = found.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            sql, parameters = "", ()
        compiler.connection = None  # of whoever asked first
        _refuse_others(parameters, given)
        return _Ready(today(), found, compiler, sql, tuple(parameters))


question = Question


def _stand_ins(given: tuple[_Value, ...]) -> list[_Value]:
    """A moment for each moment, a day for each day, a key for each key, a list for each list."""
    return [_stand_in(one, at) for at, one in enumerate(given)]


def _stand_in(one: _Value, at: int) -> _Value:
    if isinstance(one, list):
        return [_PERSON - 1 - at]
    if isinstance(one, int):
        return _PERSON - 1 - at
    first = datetime(_YEAR + at, 1, 1, tzinfo=UTC)
    return first if isinstance(one, datetime) else first.date()


def _hashed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _values(user: User, given: tuple[_Value, ...]) -> _Given:
    """What is put in the place of what stands for it; a key may be written as text."""
    known: _Given = {_DEPARTMENT: user.department_id}
    for one, stands in zip((user.pk, *given), (_PERSON, *_stand_ins(given)), strict=True):
        known[_hashed(stands)] = one
        if isinstance(one, int):
            known[str(stands)] = str(one)
    return known


def _refuse_others(parameters: Iterable[Any], given: tuple[_Value, ...]) -> None:
    """A day or moment that was worked out here would be kept for everybody who asks later."""
    known = {today(), *map(_hashed, _stand_ins(given))}
    strange = [one for one in parameters if isinstance(one, date) and one not in known]
    if strange:
        raise ValueError(f"{strange} is not given to the question.")


def together(asked: Iterable[Asked[Any]]) -> None:
    """Ask what was not asked yet, in one go: the statements are sent as one."""
    waiting = [one for one in asked if one.answer is None]
    told = [one for one in waiting if one.ready.sql]
    for one in waiting:
        one.answer = []
    if not told:
        return
    parameters = [value for one in told for value in one.ready.put_in(one.given)]
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(one.ready.sql for one in told), parameters)
        for at, one in enumerate(told):
            if at:
                cursor.nextset()
            one.answer = one.ready.read(cursor.fetchall())
