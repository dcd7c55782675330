"""A request leaves the house on paper: each time an act of the trail."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from records.audit.actions import note
from records.organisation.models import User
from records.requests.access_form import FORM, Told, access_form
from records.requests.models import AccessRequest


@transaction.atomic
def print_form(request: AccessRequest, told: Sequence[Told], *, by: User, at: datetime) -> bytes:
    """The form of a request as a PDF/A; `told` are the items as the person may know them."""
    note("print", request, by=by, at=at, after={"paper": FORM})
    return access_form(request, told, by=by, at=at)
