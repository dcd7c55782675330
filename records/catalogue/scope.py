from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from records.holdings.models import Grant, Record
from records.holdings.models.records import SHARED
from records.holdings.rules import Access
from records.index.engine import Reach
from records.organisation.models import Category, Fonds, Unit, User
from records.organisation.questions import any_of, question, together
from records.sentences import gettext_lazy as _

NAMED = ("pk", "number", "name", "department_id", "department__short_name", "own")
GRANTED = "granted"  # how somebody sees what is neither the own department's nor shared


class Holding(NamedTuple):
    """A fonds that may be chosen, as a choice says it; `own` is whether it is the person's."""

    pk: int
    number: str
    name: str
    department_id: int
    department: str
    own: bool

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


@question
def _fonds(user: User) -> QuerySet[Fonds, Any]:
    """Those of which the person sees a record, as a Holding."""
    owned = Fonds.objects.owned_by(user).filter(pk=OuterRef("pk")).order_by()
    own = Exists(owned) if user.department_id else Value(value=False)
    fonds = Fonds.objects.annotate(own=own)
    if not user.sees_all_records:
        shared = Exists(Record.objects.filter(SHARED, fonds=OuterRef("pk")))
        released = Q(pk__in=Grant.objects.of(user).values("record__fonds"))
        fonds = fonds.filter(Q(own=True) | shared | released)
        if user.department_id is None:
            fonds = fonds.none()
    return fonds.values_list(*NAMED)


@question
def _released(user: User) -> QuerySet[Grant, Any]:
    """The records that are released to the person, each with the pages that are."""
    return Grant.objects.of(user).order_by().values_list("record_id", "pages")


@question
def _categories(_user: User) -> QuerySet[Category]:
    return Category.objects.all()


@question
def with_keys(reader: User, keys: list[int]) -> QuerySet[Record]:
    """The records that have these keys, as far as the person may see them."""
    return Record.objects.visible_to(reader).filter(any_of("id", keys))


class Scope:
    """What a person may choose from in a list of records, and what of it is their own.

    The fonds of which they can see a record, their departments, the categories, and what is
    released to them: asked for in one go, by the same words for everybody of a role.
    Another department's fonds is among them only while it shares a record, or one is released
    to the person, so that the choices tell nothing that the records do not. What the pages of a
    record say is not searched where only single ones of them are open to the person (`in_parts`).
    """

    def __init__(self, user: User) -> None:
        released, fonds, categories = _released(user), _fonds(user), _categories(user)
        together([released, fonds, categories])
        self.reader = user
        self.sees_all = user.sees_all_records
        self.fonds = [Holding(*one) for one in fonds]
        self.own = {one.pk for one in self.fonds if one.own}
        self.granted = {record for record, _pages in released}
        self.in_parts = self.granted - {record for record, pages in released if not pages}
        self.categories = list(categories)

    @property
    def reach(self) -> Reach:
        """What the person may see, as an index is told it."""
        others = frozenset(one.pk for one in self.fonds)
        own = None if self.sees_all else frozenset(self.own)
        return Reach(own, others, frozenset(self.granted))

    @property
    def departments(self) -> dict[int, str]:
        """The departments of these fonds, by key, as they are called in short."""
        return {one.department_id: one.department for one in self.fonds}

    def units(self, fonds: set[int]) -> QuerySet[Unit]:
        """The offices of one fonds; of another department's those of which a record is seen."""
        if len(fonds) != 1:
            return Unit.objects.none()
        units = Unit.objects.filter(fonds__in=fonds)
        if self.sees_all or fonds <= self.own:
            return units
        shared = Exists(Record.objects.filter(SHARED, fonds__in=fonds, unit=OuterRef("pk")))
        granted = Grant.objects.of(self.reader).filter(record__fonds__in=fonds)
        return units.filter(shared | Exists(granted.filter(record__unit=OuterRef("pk"))))

    def fonds_of(self, departments: list[str]) -> list[int]:
        return [one.pk for one in self.fonds if str(one.department_id) in departments]

    def way(self, fonds: int, *, shared: bool) -> str:
        """How the person comes to see a record that lies there: as its department's, or else."""
        if shared:
            return Access.SHARED.value
        return Access.DEPARTMENT.value if self.sees_all or fonds in self.own else GRANTED

    @property
    def ways(self) -> dict[str, tuple[Any, Q]]:
        """The same as choices, each with what is seen in this way."""
        own = Q() if self.sees_all else Q(fonds__in=self.own)
        shared, department = Access.SHARED, Access.DEPARTMENT
        found = {
            department.value: (department.label, ~SHARED & own),
            shared.value: (shared.label, SHARED),
        }
        if self.sees_all:
            return found
        return {**found, GRANTED: (_("me, as it was released to me"), ~SHARED & ~own)}
