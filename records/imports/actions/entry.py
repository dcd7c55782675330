"""Good rows come in: as drafts, or into custody; drafts are accepted or taken back whole."""

from datetime import datetime
from typing import Any

from records.holdings import elements
from records.holdings.models import Hold, Record
from records.holdings.rules import Stage as RecordStage
from records.imports.models import Import
from records.imports.rules import FLOW, TYPED_FROM
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import gettext_lazy, ngettext_lazy
from records.workflow.acts import asks


def nothing_good(source: Import, by: User | None = None) -> str:
    """Without a good row there is nothing to import."""
    return "" if source.good else _("There is no row to import.")


def check_ended_early(source: Import, by: User | None = None) -> str:
    """What a check found is imported once the check came to its end.

    Then the marked copy is made, or asked for as work of its own.
    """
    if source.marked or source.marking_id or not source.file:
        return ""
    return _("The check did not come to its end. Match the columns again, and have it made anew.")


@asks(
    FLOW,
    "draft",
    task="records.draft_import",
    title=gettext_lazy("Import of %(row)s"),
    unless=[nothing_good, check_ended_early],
)
def draft_later(source: Import, *, whole: bool, by: User, at: datetime) -> dict[str, Any]:
    """Queue the import of the good rows as drafts; with `whole` only if every row is good."""
    refuse_commit(source, whole=whole)
    return {"whole": whole}


@asks(
    FLOW,
    "commit",
    task="records.commit_import",
    title=gettext_lazy("Import of %(row)s"),
    unless=[nothing_good, check_ended_early],
)
def commit_later(
    source: Import, *, whole: bool, typed: str = "", by: User, at: datetime
) -> dict[str, Any]:
    """Queue the import of the good rows into custody; with `whole` only if every row is good.

    `typed` is the fonds number, which is asked for where there are many rows.
    """
    refuse_commit(source, whole=whole)
    refuse_untyped(source, source.good, typed)
    return {"whole": whole}


def refuse_untyped(source: Import, count: int, typed: str) -> None:
    """So many records are taken into custody only by who types which fonds they go into."""
    if count >= TYPED_FROM and typed.strip().upper() != source.fonds.number:
        raise Refused(
            _("Type the number of the fonds that they go into: %(fonds)s.")
            % {"fonds": source.fonds.number}
        )


def refuse_commit(source: Import, *, whole: bool) -> None:
    """Say why a table cannot be imported now, if so."""
    if whole and source.rejected:
        raise Refused(
            ngettext_lazy(
                "%(count)d row has faults, and you want all or none: nothing was imported."
                " Correct it and send the table again, or import the good rows only.",
                "%(count)d rows have faults, and you want all or none: nothing was imported."
                " Correct them and send the table again, or import the good rows only.",
            )
            % {"count": source.rejected}
        )
    if why := nothing_good(source) or check_ended_early(source):
        raise Refused(why)


def rows_are_gone(source: Import, by: User) -> str:
    """What came of an import is known by its rows, which are kept for a time."""
    if source.rows.exists():
        return ""
    return _(
        "Its rows were deleted some time after the import, so its records are not known as such."
        " Find them in the list."
    )


def no_draft_left(source: Import, by: User) -> str:
    """Drafts are accepted while there are some, and each has all that acceptance demands."""
    drafts = source.drafts()
    lacking = drafts.filter(elements.incomplete()).count()
    if lacking:
        return ngettext_lazy(
            "%(count)d draft lacks year, period, date or responsible body: complete it first,"
            " or accept the complete ones from the list.",
            "%(count)d drafts lack year, period, date or responsible body: complete them"
            " first, or accept the complete ones from the list.",
        ) % {"count": lacking}
    return "" if drafts.exists() else _("There is no complete draft left to accept.")


@asks(
    FLOW,
    "accept",
    task="records.accept_import",
    title=gettext_lazy("Acceptance of the drafts of %(row)s"),
    unless=[rows_are_gone, no_draft_left],
)
def accept_later(source: Import, *, typed: str = "", by: User, at: datetime) -> None:
    """Queue the acceptance of all drafts that came of an import."""
    refuse_untyped(source, source.drafts().count(), typed)


def why_not_back(source: Import, by: User | None = None) -> str:
    """Drafts go back whole: while none is in custody, and none has what hangs on it."""
    made = source.made()
    accepted = made.exclude(stage=RecordStage.DRAFT).count()
    if accepted:
        return ngettext_lazy(
            "%(count)d of its records is in custody already.",
            "%(count)d of its records are in custody already.",
        ) % {"count": accepted}
    copies = made.filter(components__copies__isnull=False).distinct().count()
    if copies:
        return ngettext_lazy(
            "%(count)d of its drafts has digital copies: take those off first.",
            "%(count)d of its drafts have digital copies: take those off first.",
        ) % {"count": copies}
    others = Record.objects.filter(volume__in=made).exclude(pk__in=made).count()
    if others:
        return ngettext_lazy(
            "%(count)d record that did not come with it lies in its volumes.",
            "%(count)d records that did not come with it lie in its volumes.",
        ) % {"count": others}
    if Hold.objects.filter(record__in=made).exists():
        return _("Some of its drafts are held.")
    return ""


@asks(
    FLOW,
    "retract",
    task="records.retract_import",
    title=gettext_lazy("Taking back the import of %(row)s"),
    unless=[rows_are_gone, why_not_back],
)
def retract_later(source: Import, *, by: User, at: datetime) -> None:
    """Queue that all drafts which came of an import are taken back."""


def refuse_retraction(source: Import) -> None:
    """Say why the drafts cannot be taken back now, if so."""
    if why := why_not_back(source):
        raise Refused(why)
