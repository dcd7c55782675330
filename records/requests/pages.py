"""How a request is shown: its stops, what is asked for, of each record what one may know."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from records.days import day, short_day
from records.holdings.models import Record
from records.organisation.models import User
from records.requests.forms import ConsentForm, MatchForm, RefuseForm
from records.requests.models import AccessItem, AccessRequest
from records.requests.rules import Answer, Stage
from records.sentences import ngettext_lazy
from records.workflow.forms import ReasonForm
from records.workflow.pages import Pages, Stop


def facts(request: AccessRequest) -> list[tuple[str, Any]]:
    """Who asks for what, and how long."""
    also = [
        _("download") if request.may_download else "",
        _("print") if request.may_print else "",
    ]
    return [
        (_("Asked by"), f"{request.asker}　{request.department}"),
        (_("Purpose"), request.purpose),
        (_("Whose files"), request.of),
        (_("Last day"), day(request.until)),
        (_("Besides reading"), pgettext("between words", ", ").join(filter(None, also))),
        (_("Asked"), day(request.asked_at)),
    ]


def opened(request: AccessRequest) -> str:
    """What a release opens: of how many records, and of how many single pages alone."""
    consented = request.items.filter(answer=Answer.CONSENTED)
    said = ngettext_lazy(
        "Of what was asked for, %(open)d of %(all)d is opened.",
        "Of what was asked for, %(open)d of %(all)d are opened.",
        "open",
    ) % {
        "open": consented.count(),
        "all": request.items.count(),
    }
    if single := consented.exclude(pages="").count():
        said += ngettext_lazy(
            " Of %(single)d it is single pages.", " Of %(single)d these are single pages.", "single"
        ) % {"single": single}
    return said


class Line(NamedTuple):
    """One record of a request: `record` only for who may see it."""

    item: AccessItem
    record: Record | None


def lines(request: AccessRequest, reader: User) -> list[Line]:
    """The records that the reader may know of, each as far as the reader may know it.

    The asker is told what was found for a line only once the record is open to read.
    """
    items = request.items.visible_to(reader)
    found = list(items.select_related("department", "answered_by").order_by("pk"))
    keys = {item.record_id for item in found}
    seen = Record.objects.visible_to(reader).in_bulk([key for key in keys if key])
    told = request.stage in {Stage.RELEASED, Stage.ENDED}
    is_asker = request.asker_id == reader.pk
    return [
        Line(item, seen.get(item.record_id or 0) if told or not is_asker else None)
        for item in found
    ]


def before_a_move(request: AccessRequest) -> list[tuple[str, Any]]:
    """The same, and what was consented to, as far as who looks at it may know it."""
    known = lines(request, request.reader or request.asker)
    consented = [one for one in known if one.item.answer == Answer.CONSENTED]
    said = [str(one.record) if one.record else one.item.wanted for one in consented]
    return [*facts(request), (_("Consented to"), pgettext("between words", ", ").join(said))]


PAGES = Pages(
    index="records:request-list",
    title=gettext_lazy("Access requests"),
    stops=(
        Stop(
            gettext_lazy("Ask"),
            "",
            (),
            lambda request: f"{short_day(request.asked_at)} {request.asker}",
        ),
        Stop(gettext_lazy("Consent"), "pass_on", (Stage.ASKED,), through=("consent",)),
        Stop(gettext_lazy("Release"), "release", (Stage.CONSENTED,)),
        Stop(
            gettext_lazy("Read"),
            "expire",
            (Stage.RELEASED,),
            lambda request: _("until %(day)s") % {"day": day(request.until)},
        ),
    ),
    forms={
        "match": MatchForm,
        "consent": ConsentForm,
        "refuse": RefuseForm,
        "withhold": ReasonForm,
        "revoke": ReasonForm,
    },
    facts=before_a_move,
    effects={"release": opened},
    said={
        "match": gettext_lazy("The records are named."),
        "consent": gettext_lazy("Consented; the person is told."),
        "refuse": gettext_lazy("Refused; the person is told."),
        "release": gettext_lazy("Released; the person is told."),
        "withhold": gettext_lazy("Not released; the person is told."),
        "withdraw": gettext_lazy("Taken back."),
        "revoke": gettext_lazy("Ended; the person is told."),
    },
)
