"""One small world for the access tests: two departments, a person of each role, a row of each kind.

`own` rows belong to the department of the reader and the filing officer, `other` rows to
a department they have nothing to do with; of the records one is shared.
"""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID

from axes.models import AccessAttempt, AccessLog
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.test import Client

from filing.batches.models import FilingBatch
from filing.sequences.models import MissingNumbers
from records.audit.actions import note
from records.copies import actions as copies
from records.copies.models import DigitalCopy
from records.holdings.models import CodeAlias, NumberSeries, Record
from records.holdings.rules import Access, Part, Stage
from records.imports.models import ColumnMapping
from records.jobs.models import Job
from records.notices.models import Notice
from records.organisation.models import User
from records.organisation.rules import Role
from records.recognition.models import Recognition
from records.recognition.work import Line, keep_lines
from records.retention.rules import Duty
from records.searches.models import SavedSearch
from records.topics.models import Topic
from records.values.rules import Level
from tests import (
    amendment_make,
    documents,
    handover_make,
    loan_make,
    make,
    request_make,
    upload_make,
    visit_make,
)
from tests.records.imports import making
from transfers.due.models import DueRun, Uncomputable
from transfers.due.rules import Obstacle

NOBODYS = UUID(int=0)
OF_NO_ROW = {"export": NOBODYS, "code": "none", "any row": "1/1", "app": "records"}
WORDS: dict[str, tuple[Any, ...]] = {
    "copy page": ("copy", 1, 600),
    "page text": ("copy", 1),
    "scan page": ("scan", 1),
    "shared copy page": ("shared copy", 1, 600),
    "handover move": ("handover", "check"),
    "handover change": ("handover", "explain"),
    "handover paper": ("handover", "deed"),
    "request withdraw": ("request", "withdraw"),
    "request consent": ("request", "consent"),
    "amendment approve": ("amendment", "approve"),
    "amendment withdraw": ("amendment", "withdraw"),
    "loan approve": ("loan", "approve"),
    "loan withdraw": ("loan", "withdraw"),
    "visit bring": ("visit", "bring"),
    "visit leave": ("visit", "leave"),
    "draft accept": ("draft", "accept"),
    "draft discard": ("draft", "discard"),
    "kept discard": ("accepted", "discard"),
    "kept share": ("accepted", "share"),
    "year batch move": ("year batch", "hand_in"),
    "year batch paper": ("year batch", "catalogue"),
    "upload attach": ("upload", "attach"),
    "upload discard": ("upload", "discard"),
    "import draft": ("import", "draft"),
    "import commit": ("import", "commit"),
    "import discard": ("import", "discard"),
}
PAIRS = {"read": ("accepted", "copy"), "shared read": ("shared", "shared copy")}
ROLES = {
    "reader": Role.READER,
    "officer": Role.FILING_OFFICER,
    "archivist": Role.ARCHIVIST,
    "supervisor": Role.SUPERVISOR,
    "auditor": Role.AUDITOR,
}


@dataclass
class World:
    """`rows[whose][name]` is a row; `people[name]` a person; `clients[name]` a browser."""

    rows: dict[str, dict[str, Any]] = field(default_factory=lambda: {"own": {}, "other": {}})
    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def arguments(self, about: str, whose: str) -> list[Any]:
        """What the address of a row is made with."""
        if about in OF_NO_ROW:
            return [OF_NO_ROW[about]]
        if about in WORDS:
            row, *words = WORDS[about]
            return [self.rows[whose][row].pk, *words]
        if about in PAIRS:
            return [self.rows[whose][row].pk for row in PAIRS[about]]
        if about.startswith("the "):
            return [self.row_of(about.removeprefix("the ")) or 0]
        return [self.rows[whose][about].pk] if about else []

    def row_of(self, label: str) -> Any:
        """The key of some row of a model; None where the world has none."""
        return (
            apps.get_model(label)._default_manager.order_by("pk").values_list("pk", flat=True)
        ).first()


def person(role: Role, department: Any = None) -> User:
    of_department = role in (Role.READER, Role.FILING_OFFICER)
    return User.objects.create(
        username=f"{role.value}-{department.pk if department else ''}",
        name=str(role.label),
        role=role,
        department=department if of_department else None,
        password=make_password("Correct-Horse-7", hasher="md5"),
    )


def build() -> World:
    world = World()
    own, other = make.department("清岚市财政局"), make.department("清岚市教育局")
    for name, role in ROLES.items():
        world.people[name] = person(role, own)
    stranger = person(Role.FILING_OFFICER, other)
    world.people["stranger"] = stranger
    for whose, department, by, borrower in (
        ("own", own, world.people["officer"], world.people["reader"]),
        ("other", other, stranger, stranger),
    ):
        world.rows[whose] = _rows(department, by)
        of = world.rows[whose]["fonds"]
        lent = make.record(Stage.ACCEPTED, of, described_by=world.people["archivist"])
        world.rows[whose]["loan"] = loan_make.asked(lent, by=borrower)
        world.rows[whose] |= _upload(of, by)
        visit = visit_make.reading((lent, 2), by=world.people["archivist"], department=department)
        world.rows[whose] |= {"visit": visit, "certificate": visit_make.certified(visit)}
    _one_of_each(world.rows["own"])
    theirs = world.rows["other"]["accepted"]
    world.rows["own"]["request"] = request_make.asked(theirs, by=world.people["reader"])
    world.rows["other"]["request"] = request_make.asked(by=stranger)
    request_make.released(make.record(Stage.ACCEPTED))  # between others
    handover = handover_make.closed(records=1)
    amendment = amendment_make.proposed()
    for rows in world.rows.values():  # the centre's own work: of no department
        rows |= {"handover": handover, "package": handover.package, "amendment": amendment}
    _sign_ins()
    for name, who in {"anonymous": None, **world.people}.items():
        world.clients[name] = Client(raise_request_exception=False)
        if who:
            world.clients[name].force_login(who, "django.contrib.auth.backends.ModelBackend")
            world.clients[name].get("/")  # notes when the session was seen; the next ones need not
    return world


def _rows(department: Any, by: User) -> dict[str, Any]:
    fonds = make.fonds(of=department)
    archivist = User.objects.filter(role=Role.ARCHIVIST).earliest("pk")
    given: dict[str, Any] = {"of": fonds, "described_by": archivist, "unit": make.unit(fonds)}
    draft = make.record(title=f"{department.name}未归档的机密线索", **given)
    accepted = make.record(Stage.ACCEPTED, title=f"{department.name}未共享的专项请示", **given)
    shared = make.record(
        Stage.ACCEPTED, title=f"{department.name}共享的通知", access=Access.SHARED, **given
    )
    filed = FilingBatch.objects.create(
        fonds=fonds, year=2005, opened_by=archivist, opened_at=make.NOW
    )
    topic = Topic.objects.create(
        title=f"{department.name}的专题", department=department, made_by=by, made_at=make.NOW
    )
    kept = accepted.components.create(position=1, part=Part.ORIGINAL, title="正本")
    return {
        "fonds": fonds,
        "draft": draft,
        "component": draft.components.create(position=1, part=Part.ORIGINAL, title="正本"),
        "copy": copies.store(
            kept, BytesIO(documents.pdf()), name="a.pdf", by=archivist, at=make.NOW
        ),
        "accepted": accepted,
        "shared": shared,
        "scan": _recognised(accepted),
        "shared copy": handover_make.copy(shared, documents.pdf(f"shared by {fonds.number}")),
        "job": Job.objects.create(
            task="none", title=f"{department.name}的导入", by=by, queued_at=make.NOW
        ),
        "notice": Notice.objects.create(person=by, said="已阅", told_at=make.NOW),
        "search": SavedSearch.objects.create(
            person=by, name="专项", address="q=专项", made_at=make.NOW, looked_at=make.NOW
        ),
        "import": making.checked_rows(making.row(), fonds=fonds, by=by),
        "topic": topic,
        "topic item": topic.items.create(record=accepted, position=1),
        "year batch": filed,
        "year item": filed.items.create(record=draft),
        "draft volume": make.record(
            **given | {"title": f"{department.name}未接收的案卷", "level": Level.VOLUME}
        ),
        "numbers": MissingNumbers.objects.create(
            fonds=fonds,
            year=2025,
            sign="清水发",
            first=1,
            last=1,
            answer="found",
            by=archivist,
            at=make.NOW,
        ),
        "entry": note("correct", accepted, by=archivist, at=make.NOW),
    }


def _recognised(record: Record) -> DigitalCopy:
    """A scan whose first page was recognised, and another not."""
    scan = handover_make.copy(record, documents.png(), "scan.png")
    keep_lines(scan, 1, [Line("专项请示", 0.9, [0, 0, 9, 9])], at=make.NOW)
    told = {"pages": 2, "done": 2, "found": 1, "faults": 1, "fault_page": 2, "why": "torn"}
    Recognition.objects.create(copy=scan, begun_at=make.NOW, ended_at=make.NOW, **told)
    return scan


def _upload(of: Any, by: User) -> dict[str, Any]:
    """A set of files of a filing officer, of which each has its record."""
    upload = upload_make.begun(by=by, of=of)
    draft = make.record(of=of, title="扫描件", normal_text="扫描件", described_by=by)
    files = upload_make.matched(upload, f"{draft.title}.pdf")
    return {"upload": upload, "upload file": files[f"{draft.title}.pdf"]}


def _one_of_each(own: dict[str, Any]) -> None:
    """A row of what else the admin lists."""
    record, archivist = own["accepted"], own["accepted"].described_by
    CodeAlias.objects.create(record=record, code="Z1", reason="旧档号", by=archivist, at=make.NOW)
    ColumnMapping.objects.get_or_create(
        department=own["fonds"].department, signature="0", defaults={"fields": {}}
    )
    NumberSeries.objects.create(
        fonds=record.fonds, category=record.category, year=2005, period="Y", level=record.level
    )
    Uncomputable.objects.create(
        record=record,
        fonds=record.fonds,
        duty=Duty.TRANSFER,
        reason=Obstacle.values[0],
        found_at=make.NOW,
    )
    DueRun.objects.create(today=make.NOW.date(), started_at=make.NOW, finished_at=make.NOW)


def _sign_ins() -> None:
    usual = {"username": "nobody", "user_agent": "", "http_accept": "", "path_info": "/"}
    AccessAttempt.objects.create(**usual, get_data="", post_data="", failures_since_start=1)
    AccessLog.objects.create(**usual)
