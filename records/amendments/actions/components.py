"""Components of a record in custody are corrected: proposed as they should be, then made so."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.utils.timezone import localdate

from records.amendments.actions.proposal import freed, put_forward
from records.amendments.models import Amendment, AmendmentPart
from records.amendments.rules import GONE_ON, Said
from records.audit.actions import note
from records.holdings import snapshot
from records.holdings.actions.components import say
from records.holdings.actions.holds import why_held
from records.holdings.models import Component, Record
from records.holdings.models.components import SAID
from records.holdings.rules import FLOW as OF_RECORDS
from records.holdings.rules import Part
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.workflow.acts import does


@does(OF_RECORDS, "amend_parts", unless=[why_held])
def propose_components(
    record: Record, /, *, components: Sequence[Said], reason: str, by: User, at: datetime
) -> Amendment:
    """Propose how the components of a record in custody should be, all of them said.

    Until another person answers, the record is held. Refused where nothing would change,
    where others were added meanwhile, and what no component may say.
    """
    parts = _parts(record, components, localdate(at))
    if not any(part.difference for part in parts):
        raise Refused(_("Nothing is changed here: change a component, its place, or take one out."))
    chosen = Record.objects.filter(pk=record.pk)
    amendment = put_forward(chosen, of_components=True, reason=reason, by=by, at=at)
    for part in parts:
        part.amendment = amendment
    AmendmentPart.objects.bulk_create(parts)
    return amendment


def _parts(record: Record, components: Sequence[Said], today: date) -> list[AmendmentPart]:
    found = {component.pk: component for component in record.components.all()}
    if sorted(said.key for said in components) != sorted(found):
        raise Refused(str(GONE_ON))
    staying = sorted((said.place, said.key) for said in components if said.place is not None)
    places = {key: place for place, (_said, key) in enumerate(staying, start=1)}
    return [_part(found[said.key], said, places.get(said.key), today) for said in components]


def _part(was: Component, said: Said, place: int | None, today: date) -> AmendmentPart:
    """What is taken out is kept as it is; what stays passes the checks that a new one passes."""
    former = {f"former_{name}": getattr(was, name) for name in SAID}
    now = Component(part=was.part, title=was.title, pages=was.pages)
    if place is not None:
        say(now, Part(said.part), said.title, said.pages, today)
    right = {"part": now.part, "title": now.title, "pages": now.pages, "position": place}
    return AmendmentPart(component=was, **former, **right)


def carry_out(amendment: Amendment, *, by: User, at: datetime) -> None:
    """Every component becomes what the correction says; what is taken out keeps its copies."""
    freed(amendment)
    parts = amendment.parts.select_related("component__record")
    changed = [part for part in parts if part.difference]
    said = AmendmentPart.objects.filter(amendment=amendment, component=OuterRef("pk"))
    Component.objects.filter(pk__in=[part.component_id for part in changed]).update(
        **{name: Subquery(said.values(name)) for name in SAID}
    )
    for part in changed:
        _tell(part, reason=amendment.reason, by=by, at=at)


def _tell(part: AmendmentPart, *, reason: str, by: User, at: datetime) -> None:
    """The trail of the record: what the component was, and what it is."""
    named, record = {"component": part.former_title}, part.component.record
    before, why = _told(part, "former_"), {"reason": reason}
    if part.is_taken_out:
        copies = list(part.component.copies.order_by("pk").values("name", "sha256"))
        before |= {"copies": copies} if copies else {}
        note("take out component", record, by=by, at=at, before=named | before, after=named | why)
        return
    was, now = snapshot.differences(before, _told(part))
    note("correct component", record, by=by, at=at, before=named | was, after=named | now | why)


def _told(part: AmendmentPart, when: str = "") -> dict[str, object]:
    """What the trail keeps of a component, before (`former_`) or after."""
    told = {name: getattr(part, f"{when}{name}") for name in SAID}
    return told | {"part": Part(told["part"]).label}
