"""How a use at the centre is shown: its stops, who reads what for, and the lists."""

from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.days import day, short_day
from records.loans.forms import EffectForm
from records.organisation.models import User
from records.visits.forms import BringForm, CertifyForm, PutRightForm
from records.visits.models import Visit, VisitQuerySet
from records.visits.rules import COUNTS, Stage
from records.workflow.forms import ReasonForm
from records.workflow.pages import Pages, Stop


def facts(visit: Visit, reader: User | None = None) -> list[tuple[str, Any]]:
    """Who reads for what, by which papers; the number of the paper as the person may see it."""
    seen = reader or visit.reader
    return [
        (_("Reader"), visit.name),
        (_("Unit"), visit.whose),
        (_("Paper shown"), visit.shown_identity(seen) if seen else ""),
        (_("Letter of introduction"), visit.letter),
        (_("Contact"), visit.contact),
        (_("Day of use"), day(visit.used_on)),
        (_("Purpose of use"), f"{visit.get_purpose_kind_display()}　{visit.purpose}"),
        (_("Manner of use"), visit.get_manner_display()),
        (_("Consent"), visit.consent),
        (_("Registered by"), visit.registered_by),
        (_("Remark"), visit.note),
    ]


def _effect(visit: Visit) -> str:
    told = getattr(visit, "effect", None)
    if told:
        return f"{short_day(told.told_at)} {told.told_by}"
    asked = visit.effect_asked_on
    return _("asked for %(day)s") % {"day": short_day(asked)} if asked else ""


PAGES = Pages(
    index="records:visit-list",
    title=gettext_lazy("Reading room"),
    stops=(
        Stop(
            gettext_lazy("Register"),
            "",
            (),
            lambda visit: f"{short_day(visit.registered_at)} {visit.registered_by}",
        ),
        Stop(gettext_lazy("Read"), "leave", (Stage.READING,)),
        Stop(gettext_lazy("Effect"), "tell_effect", (Stage.LEFT,), _effect),
    ),
    forms={
        "put_right": PutRightForm,
        "bring": BringForm,
        "certify": CertifyForm,
        "tell_effect": EffectForm,
        "cancel": ReasonForm,
    },
    facts=facts,
    said={
        "put_right": gettext_lazy("The entry is put right."),
        "bring": gettext_lazy("The records are noted."),
        "leave": gettext_lazy("The use has ended."),
        "certify": gettext_lazy("Certified: print the certificate, and seal it."),
        "tell_effect": gettext_lazy("The effect is recorded."),
        "cancel": gettext_lazy("The entry is void."),
    },
)


class Tab(NamedTuple):
    """One list of uses, with how many there are."""

    value: str
    label: str | Promise
    chosen: Q
    visits: int = 0


def tabs(visits: VisitQuerySet) -> list[Tab]:
    """The lists by what is to be done, with their figures in one query."""
    found = [
        Tab("all", _("All"), Q(stage__in=COUNTS)),
        Tab("reading", _("Reading now"), Q(stage=Stage.READING)),
        Tab("effect", _("Effect to be recorded"), Q(stage=Stage.LEFT, effect=None)),
        Tab("void", _("Void"), Q(stage=Stage.VOID)),
    ]
    counts = {tab.value: Count("pk", filter=tab.chosen) for tab in found}
    figures = visits.order_by().aggregate(**counts)
    return [tab._replace(visits=figures[tab.value]) for tab in found]
