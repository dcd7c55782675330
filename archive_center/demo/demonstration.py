"""The demonstration put together: bodies, people, files, copies, and what is due of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import chain

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from archive_center.demo import foundation
from archive_center.demo.asked import ask_for_access, save_searches, select_topics
from archive_center.demo.bodies import Body, bodies
from archive_center.demo.documents import check_texts, red_header, scanned
from archive_center.demo.generator import Writer
from archive_center.demo.loader import CENTRE_BEGAN, Rows, measure
from archive_center.demo.paper import Paper
from archive_center.demo.traffic import file_years, hand_over
from archive_center.demo.use import lend, receive
from records.copies.actions import store
from records.copies.models import DigitalCopy
from records.holdings import actions as holdings
from records.holdings.models import Record
from records.holdings.rules import Part
from records.organisation.models import Department, Fonds, User
from records.uploads import actions as uploads
from records.uploads.models import UploadFile
from transfers.due import actions as due
from transfers.due.models import DueRun

YEARS = range(2004, 2026)
LATE = ("J003", "J008", "J018", "J026", "J039")  # have not handed in their last year yet
UNFINISHED = ("J003", "J014", "J020", "J026", "J031", "J041")
WITH_COPIES = {
    "J014": (2004, 2005, 2014, 2015, 2024),
    "J026": (2004, 2005, 2023, 2024),
    "J041": (2004, 2005, 2015, 2024),
    "J003": (2005, 2015),
    "J024": (2015,),
}
SCANNED, FIRST_SCANNED = "J024", 2005  # whose older files are being scanned
ON_PAPER, SCANS = "J041", 4  # of whose copies the first so many are scans
Tell = Callable[[str], None]


@transaction.atomic
def fill(*, today: date, tell: Tell, years: range = YEARS) -> bool:
    """Fill an empty system, whole or not at all; what is there already is left alone."""
    if User.objects.exists() or Department.objects.exists():
        return False
    people = foundation.centre()
    archivist, supervisor = people["shenyanqiu"], people["jianghuaijin"]
    made = bodies(years)
    foundation.departments(made, by=supervisor)
    foundation.people()
    tell(f"departments={Department.objects.count()} people={User.objects.count()}")
    papers = _papers(made, years)
    copies = {id(paper): _copy(paper) for paper in papers if _has_copy(paper)}
    rows = Rows(by=archivist)
    tell(f"records={rows.copy(papers)}")
    tell(f"accepted={_accept(years, archivist)}")
    measure()
    now = timezone.now()
    scans = _attach(papers, copies, rows.ids, by=archivist)
    tell(f"copies={len(copies)} scans={check_texts(scans, by=archivist, at=now)}")
    tell(_flagged(due.flag(today=today - timedelta(days=60), at=now - timedelta(days=60))))
    tell(f"handovers={hand_over(archivist=archivist, supervisor=supervisor, now=now)}")
    tell(f"scans={_send_scans(papers, by=archivist, at=now)}")
    tell(f"yearly={file_years(year=years[-1], archivist=archivist, now=now)}")
    _use(archivist=archivist, supervisor=supervisor, now=now, tell=tell)
    due.flag(today=today, at=now)
    foundation.tell_logins()
    return True


def _flagged(run: DueRun) -> str:
    return f"flagged={run.flagged} uncomputable={run.uncomputable}"


def _use(*, archivist: User, supervisor: User, now: datetime, tell: Tell) -> None:
    """What people do with the records: borrow, ask, read at the centre, select."""
    tell(f"loans={lend(archivist=archivist, supervisor=supervisor, now=now)}")
    tell(f"requests={ask_for_access(now=now)}")
    tell(f"uses={receive(archivist=archivist, now=now)}")
    tell(f"topics={select_topics(archivist=archivist, now=now)}")
    tell(f"searches={save_searches(now=now)}")


def _papers(made: list[Body], years: range) -> list[Paper]:
    writer = Writer(years)
    filed = chain.from_iterable(writer.papers(body) for body in made)
    finished = sorted(filed, key=lambda paper: (paper.year, paper.body.number))
    half = (writer.unfinished(body, years[-1]) for body in made if body.number in UNFINISHED)
    return [*finished, *chain.from_iterable(half)]


def _has_copy(paper: Paper) -> bool:
    own = paper.number.startswith(paper.body.sign) and paper.period in {"Y", "D30"}
    return own and paper.year in WITH_COPIES.get(paper.body.number, ())


def _copy(paper: Paper) -> bytes:
    """The document as a PDF; the description then has as many pages as it."""
    issued = datetime.combine(paper.dated, datetime.min.time(), tzinfo=UTC)
    made, paper.pages = red_header(paper, at=issued)
    return made


def _accept(years: range, by: User) -> int:
    """Take into custody year by year, in June; the late departments' last year stays open."""
    late = Q(fonds__number__in=LATE, year=years[-1])
    whole = Record.objects.filter(year__isnull=False).exclude(period="").exclude(late)
    accepted = 0
    for year in sorted({max(year, CENTRE_BEGAN - 1) for year in years}):
        filed = whole.filter(year=year) if year >= CENTRE_BEGAN else whole.filter(year__lte=year)
        accepted += holdings.accept(filed, by=by, at=accepted_at(year))
    return accepted


def accepted_at(year: int) -> datetime:
    return datetime(max(year, CENTRE_BEGAN - 1) + 1, 6, 20, 2, tzinfo=UTC)


def _send_scans(papers: list[Paper], *, by: User, at: datetime) -> int:
    """A set of files that is being put together: two with their record, one to be placed."""
    filed = (one for one in papers if one.body.number == SCANNED and one.year == FIRST_SCANNED)
    own = [one for one in filed if one.number.startswith(one.body.sign)]
    upload = uploads.begin(fonds=Fonds.objects.get(number=SCANNED), by=by, at=at)
    two, other = own[:2], own[2]
    names = [*(f"{paper.number}.pdf" for paper in two), "扫描件0003.pdf"]
    for paper, name in zip([*two, other], names, strict=True):
        made = BytesIO(_copy(paper))
        told = [uploads.Announced(name, len(made.getvalue()))]
        (answer,) = uploads.announce(upload, told, by=by, at=at)
        file = UploadFile.objects.get(pk=answer["key"])
        uploads.receive(file, made, offset=0, by=by, at=at)
    uploads.match(upload, by=by, at=at)
    return upload.files.count()


def _attach(
    papers: list[Paper], copies: dict[int, bytes], ids: dict[int, int], *, by: User
) -> list[DigitalCopy]:
    """Give the documents their first component and its digital copy, stored in July.

    Some are scans: these are returned.
    """
    scans: list[DigitalCopy] = []
    records = Record.objects.in_bulk([ids[made] for made in copies])
    for paper in papers:
        if id(paper) in copies:
            record = records[ids[id(paper)]]
            at = accepted_at(paper.dated.year) + timedelta(days=12)
            component = holdings.add_component(
                record, part=Part.ORIGINAL, title=paper.title, pages=paper.pages, by=by, at=at
            )
            name = record.archival_code or record.document_number
            if paper.body.number == ON_PAPER and len(scans) < SCANS:
                made = copies[id(paper)]
                scans.append(scanned(component, made, name=f"{name}.tif", by=by, at=at))
                continue
            store(component, BytesIO(copies[id(paper)]), name=f"{name}.pdf", by=by, at=at)
    return scans
