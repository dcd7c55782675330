"""How a set of files is shown: its lists, what its attachment will do, where a file may go."""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.catalogue.search import matching, relevance, words
from records.days import moment
from records.holdings.models import Component, Record, RecordQuerySet
from records.holdings.rules import Stage as Filing
from records.sentences import ngettext_lazy
from records.uploads.models import Upload, UploadFileQuerySet
from records.uploads.rules import State
from records.workflow.pages import Pages

OFFERED = 20  # records among which a place is chosen


def facts(upload: Upload) -> list[tuple[str, Any]]:
    """Whose files, how many, and what will come of them."""
    counts = upload.files.counts()
    return [
        (_("Fonds"), upload.fonds),
        (_("Begun"), f"{upload.made_by} {moment(upload.made_at)}"),
        (_("Files with a record"), f"{counts['placed']:,}"),
        (_("Refused"), f"{counts['refused']:,}" if counts["refused"] else ""),
    ]


def effect(upload: Upload) -> str:
    """What the attachment does: to how many records, and to how many in custody."""
    records = Record.objects.visible_to(upload.made_by).filter(
        pk__in=upload.files.placed().order_by().values("record")
    )
    told = {
        "files": upload.files.placed().count(),
        "records": records.count(),
        "kept": records.exclude(stage=Filing.DRAFT).count(),
        "known": upload.files.known().count(),
    }
    said = (
        ngettext_lazy(
            "%(files)d file is placed; records: %(records)d, of these in custody: %(kept)d.",
            "%(files)d files are placed; records: %(records)d, of these in custody: %(kept)d.",
            "files",
        )
        % told
    )
    if told["known"]:
        said += (
            " "
            + ngettext_lazy(
                "%(known)d is there already and is left as it is.",
                "%(known)d are there already and are left as they are.",
                "known",
            )
            % told
        )
    return said


PAGES = Pages(
    index="records:upload-list",
    title=gettext_lazy("Attach copies"),
    facts=facts,
    effects={"attach": effect},
    said={
        "attach": gettext_lazy("The files are being attached; this page says when it is done."),
        "discard": gettext_lazy("The set is put aside, and its files are deleted."),
    },
)


class Tab(NamedTuple):
    """One list of the files of a set, with how many they are."""

    value: str
    label: str | Promise
    files: int


def tabs(upload: Upload) -> list[Tab]:
    """All files, then what is to be looked at; a list that is empty is not offered."""
    counts = upload.files.counts()
    lists = {
        "all": _("All"),
        "waiting": _("To be placed"),
        "placed": _("With a record"),
        "refused": _("Refused"),
        "sending": _("Not whole yet"),
    }
    found = [Tab(value, label, counts[value]) for value, label in lists.items()]
    return [tab for tab in found if tab.files or tab.value == "all"]


def chosen(files: UploadFileQuerySet, tab: str) -> UploadFileQuerySet:
    """The files of a list."""
    if tab == "waiting":
        return files.waiting()
    if tab == "placed":
        return files.placed()
    return files.filter(state=tab) if tab in State.values else files


class Offer(NamedTuple):
    """A record that a file may go to, with its components where they are several."""

    record: Record
    components: list[Component]


def offers(text: str, records: RecordQuerySet) -> list[Offer]:
    """The records in which the words occur, the best first; a component where there are several."""
    asked = words(text)
    if not asked:
        return []
    found = matching(records, asked).order_by(relevance(asked).desc(), "pk")[:OFFERED]
    return [Offer(one, _several(one)) for one in found.prefetch_related("components")]


def _several(record: Record) -> list[Component]:
    parts = list(record.components.all())
    return parts if len(parts) > 1 else []
