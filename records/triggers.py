"""What PostgreSQL refuses: triggers that are declared with the models, in `Meta.triggers`.

A refusal is an IntegrityError (`restrict_violation`). Row triggers decide in their WHEN
clause, so a statement that keeps the promise runs no function at all.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

# Every statement is made of names of our own, none of what people type.
import pgtrigger
from django.apps import apps
from pgtrigger.compiler import Trigger as Compiled
from pgtrigger.compiler import UpsertTriggerSql


class Installed(UpsertTriggerSql):
    """How a trigger is put into the database.

    Without pgtrigger's own switch, by which any session could have it ignored, and with a
    fixed path, so that nobody's temporary table stands in for one of ours. Migrations
    name this class: change it only so that old ones stay true.
    """

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}() RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql SET search_path = public, pg_temp;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class InstalledBare(Installed):
    """For what every row of a set calls and what reads no table: a path would cost more than it."""

    def get_template(self) -> str:
        return super().get_template().replace(" SET search_path = public, pg_temp", "")


class Trigger(pgtrigger.Trigger):
    """A trigger as the house installs it."""

    when = pgtrigger.Before
    installed: type[Installed] = Installed

    def compile(self, model: Any) -> Compiled:
        theirs = super().compile(model).sql.kwargs
        given = {name: value for name, value in theirs.items() if name != "ignore_func_name"}
        return Compiled(name=self.name, sql=self.installed(**given))


class Refusal(Trigger):
    """Refuses what its condition describes, with a message and what the message tells.

    `message` is PostgreSQL's format: each % stands for one expression of `told`.
    """

    message: str
    told: tuple[str, ...] = ("TG_TABLE_NAME",)

    def get_func(self, model: Any) -> str:
        told = ", ".join(self.told)
        return f"RAISE EXCEPTION '{self.message}', {told} USING ERRCODE = 'restrict_violation';"


class Fixed(Refusal):
    """Columns keep their values, always or once the old row fulfils a condition."""

    told = ("TG_TABLE_NAME", "OLD.id")

    def __init__(self, name: str, *fields: str, since: str = "true") -> None:
        self.fields, self.since = fields, since
        self.message = f"{', '.join(fields)} of % % is fixed"
        super().__init__(name=name, operation=pgtrigger.Update)

    def get_condition(self, model: Any) -> pgtrigger.Condition:
        columns = [model._meta.get_field(field).column for field in self.fields]
        was, now = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
        return pgtrigger.Condition(f"(({self.since}) AND ({was}) IS DISTINCT FROM ({now}))")


class FixedWhile(Fixed):
    """Columns keep their values as long as other rows lean on them.

    `rows` is a query for those, of the row OLD; it is asked only where a column would change.
    """

    def __init__(self, name: str, *fields: str, rows: str) -> None:
        self.rows = rows
        super().__init__(name, *fields)

    def get_func(self, model: Any) -> str:
        return f"IF EXISTS ({self.rows}) THEN {super().get_func(model)} END IF; RETURN NEW;"


class Kept(Refusal):
    """A row is not deleted, ever or once it fulfils a condition."""

    message = "% % stays"
    told = ("TG_TABLE_NAME", "OLD.id")

    def __init__(self, name: str, *, since: str = "true") -> None:
        self.since = since
        super().__init__(name=name, operation=pgtrigger.Delete)

    def get_condition(self, model: Any) -> pgtrigger.Condition:
        return pgtrigger.Condition(f"({self.since})")


class OnlyAdded(Refusal):
    """Rows are never changed nor deleted: whoever tries is refused before a row is looked at."""

    name = "append_only"
    level = pgtrigger.Statement
    operation = pgtrigger.Update | pgtrigger.Delete
    message = "% is append-only"


class NeverEmptied(Refusal):
    """The table is never emptied at one stroke, which no trigger on rows would see."""

    name = "never_emptied"
    level = pgtrigger.Statement
    operation = pgtrigger.Truncate
    message = "% is never emptied"


class TimedByDatabase(Trigger):
    """The time in a column is the transaction's, whatever was given.

    Only who may put triggers on the table, its owner, may give another one: migrations,
    and the demonstration with its history. So the application's role dates nothing back.
    """

    operation = pgtrigger.Insert
    installed = InstalledBare

    def __init__(self, name: str, field: str) -> None:
        self.field = field
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        column = model._meta.get_field(self.field).column
        return (
            "IF NOT pg_catalog.has_table_privilege(TG_RELID, 'TRIGGER')"
            f" THEN NEW.{column} := pg_catalog.now(); END IF; RETURN NEW;"
        )


class Counted(Trigger):
    """Keeps in a table beside how many rows each class has, statement by statement.

    `into` names the model of that table: it has the fields of the class under the same
    names, unique together, and `rows`. A row counts while `counts` holds of it. Classes are
    written in their order, so that two statements at once wait for each other and no more.
    """

    when = pgtrigger.After
    level = pgtrigger.Statement
    signs: ClassVar[dict[str, int]]  # how the rows of each transition table count

    def __init__(self, name: str, into: str, *fields: str, counts: str = "true") -> None:
        self.into, self.fields, self.counts = into, fields, counts
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        beside = apps.get_model(self.into)._meta
        columns = ", ".join(beside.get_field(field).column for field in self.fields)
        change = " UNION ALL ".join(
            f"SELECT {columns}, {sign} AS rows FROM {table} WHERE {self.counts}"  # noqa: S608
            for table, sign in self.signs.items()
        )
        return (
            f"INSERT INTO {beside.db_table} AS known ({columns}, rows)"  # noqa: S608
            f" SELECT {columns}, sum(rows) FROM ({change}) AS change GROUP BY {columns}"
            f" HAVING sum(rows) <> 0 ORDER BY {columns} ON CONFLICT ({columns})"
            " DO UPDATE SET rows = known.rows + EXCLUDED.rows; RETURN NULL;"
        )


class CountedIn(Counted):
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="added")  # type: ignore[no-untyped-call]
    signs: ClassVar = {"added": 1}


class CountedOut(Counted):
    operation = pgtrigger.Delete
    referencing = pgtrigger.Referencing(old="gone")  # type: ignore[no-untyped-call]
    signs: ClassVar = {"gone": -1}


class CountedAnew(Counted):
    operation = pgtrigger.Update
    referencing = pgtrigger.Referencing(old="gone", new="added")  # type: ignore[no-untyped-call]
    signs: ClassVar = {"gone": -1, "added": 1}


def counted(into: str, *fields: str, counts: str = "true") -> list[Counted]:
    """The three triggers that keep the figures of a table whatever is done to it."""
    named = {"counted_in": CountedIn, "counted_out": CountedOut, "counted_anew": CountedAnew}
    return [one(name, into, *fields, counts=counts) for name, one in named.items()]


class Noted(Trigger):
    """Notes in a table beside which rows a statement changed, and in which transaction.

    `into` names the model of that table, whose key is the row's, and which has `txid`. An
    update counts where one of the columns got another value. Keys are written in their order,
    so that two statements at once wait for each other and no more.

    What belongs to such a row is noted as that: `of` then gives the keys, as SQL that reads
    the columns of `changed`.
    """

    when = pgtrigger.After
    level = pgtrigger.Statement
    rows: ClassVar[str]  # the rows that count, of the transition tables
    changed: ClassVar[str]  # the same as rows by themselves, as they were and as they are

    def __init__(self, name: str, into: str, *columns: str, of: str = "") -> None:
        self.into, self.columns, self.of = into, columns, of
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        beside = apps.get_model(self.into)._meta
        key = beside.pk.column
        each = (", ".join(f"{row}.{name}" for name in self.columns) for row in ("gone", "added"))
        told = dict(zip(("was", "now"), each, strict=True))
        found = f"id, pg_current_xact_id() FROM {self.rows.format(**told)} ORDER BY id"
        if self.of:
            changed = f"WITH changed AS ({self.changed.format(**told)}) {self.of}"
            found = f"DISTINCT id, pg_current_xact_id() FROM ({changed}) AS told (id) ORDER BY id"
        return (
            f"INSERT INTO {beside.db_table} ({key}, txid)"
            f" SELECT {found} ON CONFLICT ({key}) DO UPDATE SET txid = EXCLUDED.txid;"
            " RETURN NULL;"
        )


class NotedIn(Noted):
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="added")  # type: ignore[no-untyped-call]
    rows = "added"
    changed = "SELECT * FROM added"


class NotedOut(Noted):
    operation = pgtrigger.Delete
    referencing = pgtrigger.Referencing(old="gone")  # type: ignore[no-untyped-call]
    rows = "gone"
    changed = "SELECT * FROM gone"


class NotedAnew(Noted):
    operation = pgtrigger.Update
    referencing = pgtrigger.Referencing(old="gone", new="added")  # type: ignore[no-untyped-call]
    rows = "gone JOIN added USING (id) WHERE ({was}) IS DISTINCT FROM ({now})"
    changed = f"SELECT gone.* FROM {rows} UNION ALL SELECT added.* FROM {rows}"  # noqa: S608


NOTED = {"noted_in": NotedIn, "noted_out": NotedOut, "noted_anew": NotedAnew}


def noted(into: str, *columns: str, of: str = "", names: Iterable[str] = NOTED) -> list[Noted]:
    """The three triggers that note every change of these columns, whoever makes it.

    Of what belongs to a row, those that are named.
    """
    return [NOTED[name](name, into, *columns, of=of) for name in names]
