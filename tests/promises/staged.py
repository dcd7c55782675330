"""A row of each staged model in each of its stages."""

from copy import copy
from typing import Any

from django.apps import apps
from django.db.models import Model

from filing.batches.models import FilingBatch
from records.amendments.models import Amendment
from records.holdings.models import Record
from records.imports.models import Import
from records.loans.models import Loan
from records.requests.models import AccessRequest
from records.uploads.models import Upload
from records.visits.models import Visit
from records.workflow.models import Staged
from tests import make, visit_make
from transfers.handover.models.handovers import Handover
from transfers.handover.rules import Stage

MODELS = [
    model for model in apps.get_models() if issubclass(model, Staged) and not model._meta.proxy
]
STEPPED = [model for model in MODELS if hasattr(model, "steps")]


def goes_on(model) -> bool:
    """Whether a move leads on from where another one led, not only from a beginning."""
    return any(source not in model.FLOW.entries for source, _target in model.FLOW.passages)


GOING_ON = [model for model in STEPPED if goes_on(model)]


def stages(model) -> list[str]:
    return [value for value, _label in model._meta.get_field("stage").choices]


PASSAGES = [
    (model, source, target)
    for model in MODELS
    for source in stages(model)
    for target in stages(model)
    if source != target
]


def beginning(model: type[Model]) -> Any:
    """A row as it begins, with all that its later stages demand, but for a receipt."""
    if model is Record:
        return make.record(archival_code="Z109-WS·2005-Y-0001", number=1)
    if model is Amendment:
        two = {"proposed_by": make.archivist(), "approved_by": make.supervisor()}
        at = {"proposed_at": make.NOW, "approved_at": make.NOW}
        return Amendment.objects.create(period="D30", reason="误", **two, **at)
    if model is Loan:
        two = {"borrower": make.reader(), "approved_by": make.archivist()}
        at = dict.fromkeys(("asked_at", "approved_at", "lent_at"), make.NOW)
        told = {"purpose": "查", "days": 7, "due_on": make.NOW.date()}
        return Loan.objects.create(department=make.department(), **two, **told, **at)
    if model in WALKED_IN:
        return WALKED_IN[model]()
    given: dict[str, Any] = {"fonds": make.fonds()}
    if model in (Import, Upload):
        of_table = {"name": "目录.xlsx", "category": make.category()} if model is Import else {}
        given |= {"made_by": make.archivist(), "made_at": make.NOW}
        return model._default_manager.create(**given, **of_table)
    sequence = Handover.objects.count() + 1
    return Handover.objects.create(
        **given, **make.evidence(Stage.DELIVERED), year=2026, sequence=sequence, created_at=make.NOW
    )


def a_request() -> AccessRequest:
    asker = make.reader()
    told = {"asker": asker, "department": asker.department, "purpose": "编写年鉴"}
    return AccessRequest.objects.create(**told, until=make.NOW.date(), asked_at=make.NOW)


def a_visit() -> Visit:
    said = {"registered_by": make.archivist(), "registered_at": make.NOW}
    return Visit.objects.create(**visit_make.entry(**said))


def a_year() -> FilingBatch:
    two = {"handed_in_by": make.filing_officer(), "accepted_by": make.archivist()}
    at = {"handed_in_at": make.NOW, "accepted_at": make.NOW, "opened_at": make.NOW}
    return FilingBatch.objects.create(
        fonds=make.fonds(), year=2025, opened_by=make.filing_officer(), **two, **at
    )


WALKED_IN: dict[Any, Any] = {AccessRequest: a_request, Visit: a_visit, FilingBatch: a_year}


def standing(model: type[Model], stage: str) -> Any:
    """A row that came to a stage by the moves of its table, with their steps."""
    row = beginning(model)
    if (model, stage) == (Handover, Stage.CLOSED):
        make.led(row, Stage.DELIVERED)
        Handover.objects.filter(pk=row.pk).update(receipt=make.receipt())
    make.led(row, stage)
    return row


def again(row: Any) -> Any:
    """Another row like it, not saved yet."""
    other = copy(row)
    other.pk = None
    unlike = {"sequence": 99, "number": 99, "archival_code": "Z109-WS·2005-Y-0099", "package": None}
    if isinstance(row, FilingBatch):
        unlike = {"year": 1999}
    for name, value in unlike.items():
        if hasattr(other, name):
            setattr(other, name, value)
    return other


# How each column of a description could be said otherwise, where its type is no text.
OTHERWISE = {
    "place": "4711",
    "fonds_id": "(SELECT min(id) FROM records_fonds)",
    "category_id": "(SELECT min(id) FROM records_category)",
    "unit_id": "(SELECT min(id) FROM records_unit)",
    "volume_id": "(SELECT min(id) FROM records_record)",
    "described_by_id": "(SELECT min(id) FROM records_user)",
    "year": "1999",
    "pages": "99",
    "item_count": "9",
    "until": "'19990101'",
    "date_is_inferred": "true",
    "dated_on": "'1999-01-01'",
    "described_at": "'1999-01-01'",
    "date_text": "'1999'",
    "period": "'D30'",
    "level": "'volume'",
    "security": "'internal'",
    "access": "'shared'",
    "fingerprint": "'00000000-0000-0000-0000-000000000001'",
}
MOVED = {"id", "stage", "number", "archival_code"}
COLUMNS = [
    str(field.column)
    for field in Record._meta.concrete_fields
    if not field.generated and field.column not in MOVED
]


def otherwise(column: str) -> str:
    other = OTHERWISE.get(column, "'改'")
    return f"UPDATE records_record SET {column} = {other} WHERE id = %s"
