"""The reading room: everything may be looked at and taken away as a table, nothing touched."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from io import BytesIO
from operator import or_
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Paginator
from django.db.models import Field, ForeignKey, Q, QuerySet, Value
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from records.audit.actions import note
from records.days import clock
from records.holdings import codes
from records.holdings.models.description import CodeKey
from records.organisation.rules import READS_TRAIL, Role
from records.retention.rules import PERIOD_CODE, Period
from records.tables.writer import XLSX, write_csv, write_table

TURNED = 10_000  # rows that are paged
COUNTED = 200_000  # rows that are counted one by one
EXPORTED = 20_000
PERIOD = re.compile(PERIOD_CODE)
KINDS = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
WIDTH = 18  # of a column of an export
# Secrets, what search alone reads, what the trail's own pages tell with care, and what only
# the program itself can read.
HIDDEN = {
    *("password", "is_superuser", "get_data", "post_data", "normal_text", "further_text"),
    *("search_text", "code_key", "before", "after", "batch", "acts"),
    *("task", "arguments", "language", "cancel_asked", "tally", "columns", "sheets"),
    *("http_accept", "path_info", "user_agent", "expiration"),
    *("identity_number", "check_code"),
}


class Capped(Paginator):
    """Pages of the first rows only: a table of millions is narrowed, not leafed through."""

    most = TURNED

    @cached_property
    def count(self) -> int:
        return min(self.total, self.most)

    @cached_property
    def total(self) -> int:
        """How many rows there are; of more than are counted it is told that they are more."""
        rows: Any = self.object_list
        found = int(rows[: COUNTED + 1].count())
        return AtLeast(COUNTED) if found > COUNTED else found


class AtLeast(int):
    """A number of which is only known that there are more."""

    def __str__(self) -> str:
        return _("more than %(count)s") % {"count": f"{int(self):,}"}


class Rows(ChangeList):
    """A list that says what it holds, and how many rows it has, however few of them are paged."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = capfirst(self.opts.verbose_name_plural)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_count = self.paginator.total
        if not self.query and not self.has_active_filters:
            self.full_result_count = self.result_count  # so nothing is said of “all” beside it


class ReadOnlyAdmin(ModelAdmin):
    """Rows to look at. Who may look follows from the role, and so do the rows shown.

    `found_by` names indexed columns that the search box compares whole, for tables too
    large to scan for a part of a word. `in_words` names for a column what says its value as
    people do: `period` is in every table the same.
    """

    readers: ClassVar[tuple[Role, ...]] = READS_TRAIL
    found_by: ClassVar[tuple[str, ...]] = ()
    in_words: ClassVar[dict[str, str]] = {"period": "term"}
    paginator = Capped
    list_before_template = "admin/first_rows.html"
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by: tuple[str, ...] | None = ()
    ordering: tuple[str, ...] = ("-pk",)
    list_filter_submit = True
    actions: tuple[str, ...] = ("export_xlsx", "export_csv")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return getattr(request.user, "role", None) in self.readers

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What the person may see, by the same condition as everywhere else."""
        every: Any = self.model._default_manager
        rows: QuerySet[Any] = (
            every.visible_to(request.user) if hasattr(every, "visible_to") else every.all()
        )
        return rows.order_by(*self.get_ordering(request))

    def view_on_site(self, row: Any) -> str | None:
        """The row's own page in the application, where it has one."""
        page: Any = getattr(row, "get_absolute_url", None)
        return str(page()) if page else None

    def columns(self) -> "list[Field[Any, Any]]":
        return [field for field in self.model._meta.concrete_fields if field.name not in HIDDEN]

    def said(self) -> list[str]:
        """What a row's page shows, each column as it is or in words."""
        return [self.in_words.get(field.name, field.name) for field in self.columns()]

    @admin.display(description=gettext_lazy("retention period"), ordering="period")
    def term(self, row: Any) -> str:
        return str(Period(row.period)) if PERIOD.fullmatch(row.period) else row.period

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.said()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.said()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Rows]:
        return Rows

    def get_search_fields(self, request: HttpRequest) -> Any:
        return self.found_by or super().get_search_fields(request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[Any, bool]:
        if not self.found_by:
            found: tuple[Any, bool] = super().get_search_results(request, queryset, search_term)
            return found
        term = search_term.strip()
        either = reduce(or_, (Q(**{name: _sought(name, term)}) for name in self.found_by))
        return (queryset.filter(either) if term else queryset), False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """What is not shown is not asked for either: by its beginnings it could be guessed."""
        asked_for: bool = super().lookup_allowed(lookup, value, request)
        return asked_for and lookup.split(LOOKUP_SEP, maxsplit=1)[0] not in HIDDEN

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """A choice of what cannot be the key of a row comes from no form of ours."""
        try:
            for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.model._meta.pk.to_python(key)
        except ValidationError as wrong:
            raise BadRequest from wrong
        return super().response_action(request, queryset)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history of a row is the trail's."""
        query = urlencode({"table": self.model._meta.label, "row": object_id})
        return redirect(f"{reverse('trail')}?{query}")

    @admin.action(description=gettext_lazy("Export as XLSX"))
    def export_xlsx(self, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse | None:
        return self._export(request, chosen, "xlsx")

    @admin.action(description=gettext_lazy("Export as CSV"))
    def export_csv(self, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse | None:
        return self._export(request, chosen, "csv")

    def _export(
        self, request: HttpRequest, chosen: QuerySet[Any], suffix: str
    ) -> HttpResponse | None:
        """The chosen rows as a file, up to a limit; taking them is an act of the trail."""
        rows = chosen[: EXPORTED + 1].count()
        if rows > EXPORTED:
            text = _("More than %(limit)d rows are chosen. Narrow them by the filters.")
            messages.error(request, text % {"limit": EXPORTED})
            return None
        meta = self.model._meta
        told = {"kind": meta.label, "rows": rows, "chosen_by": request.GET.urlencode()}
        person: Any = request.user
        note("export", person, by=person, at=timezone.now(), after=told)
        made, fields = BytesIO(), self.columns()
        heads = [str(capfirst(field.verbose_name)) for field in fields]
        if suffix == "csv":
            write_csv(made, heads, self._lines(chosen, fields))
        else:
            columns = [(head, WIDTH) for head in heads]
            write_table(made, str(meta.verbose_name_plural), columns, self._lines(chosen, fields))
        name = f"{meta.model_name}.{suffix}"
        return HttpResponse(
            made.getvalue(),
            content_type=KINDS[suffix],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _lines(
        self, rows: QuerySet[Any], fields: "list[Field[Any, Any]]"
    ) -> Iterator[list[str | int]]:
        related = [field.name for field in fields if isinstance(field, ForeignKey)]
        for row in rows.select_related(*related).iterator(chunk_size=1000):
            yield [self._cell(row, field) for field in fields]

    def _cell(self, row: Any, field: "Field[Any, Any]") -> str | int:
        said = self.in_words.get(field.name)
        return str(getattr(self, said)(row)) if said else _cell(row, field)


def _cell(row: Any, field: "Field[Any, Any]") -> str | int:
    value = getattr(row, field.name)
    if value is None:
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, datetime):
        return clock(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _sought(name: str, term: str) -> Any:
    """A code is found with whatever hyphens and dots it is typed; all else as it stands."""
    coded = name.endswith("code_key")
    return CodeKey(Value(codes.normalise(term).text)) if coded else term
