"""What departments use of each other's files, and what is selected and looked for.

Requests for access: one waits for consent, one for release, one is open. Topics: one of the
centre and one of a department. Saved searches: one that tells what is new, and one that does not.
"""

from datetime import datetime, timedelta

from records.catalogue.actions import save_search
from records.catalogue.filters import read_again
from records.holdings.models import Record
from records.holdings.rules import Access, Stage
from records.organisation.models import Department, User
from records.requests import actions
from records.requests.models import AccessRequest
from records.searches.models import SavedSearch
from records.topics import actions as topics
from records.topics.models import Topic

DAYS = 30
CENTRES = (
    "机关管理办法选编",
    "汇集各单位印发的管理办法和当年工作要点，按档号次序编排，供起草制度时查考。",
)
DEPARTMENTS = ("本局历年工作要点", "工作要点的通知汇集，供编写大事记和机关志时查用。")
OFFICER = "fangruoning"
OF_ALL, OF_OWN = 10, 12  # records
SEARCHES = (
    ("linshuyan", "防汛抢险", "q=防汛抢险", "daily"),
    ("fangruoning", "维修经费批复", "q=维修经费+批复", ""),
)


def ask_for_access(*, now: datetime) -> int:
    """Make them through the acts that people make them by; returns how many."""
    people = {person.username: person for person in User.objects.select_related("department")}
    released = _ask(people["shaoanqi"], "J014", "编制供水工程竣工决算", now, 6, download=True)
    _consent(released, people["fangruoning"], now - timedelta(days=5))
    released.refresh_from_db()
    actions.release(released, by=people["shenyanqiu"], at=now - timedelta(days=4))
    waiting = _ask(people["duanyu"], "J014", "专项资金审计取证", now, 4)
    _consent(waiting, people["fangruoning"], now - timedelta(days=2))
    _ask(people["linshuyan"], "J026", "核对水利建设资金拨付依据", now, 8, "关于防汛抢险经费的请示")
    return AccessRequest.objects.count()


def _ask(
    by: User, fonds: str, purpose: str, now: datetime, ago: int, *more: str, download: bool = False
) -> AccessRequest:
    """For the two newest files that the department keeps to itself, and what is said in words."""
    kept = Record.objects.filter(fonds__number=fonds, stage=Stage.ACCEPTED)
    own = kept.filter(access=Access.DEPARTMENT, level="item").order_by("-dated_on", "pk")
    codes = [str(code) for code in own.values_list("archival_code", flat=True)[:2]]
    at = now - timedelta(days=ago)
    return actions.ask(
        wanted=[*codes, *more],
        of=Department.objects.get(fonds__number=fonds),
        purpose=purpose,
        until=at.date() + timedelta(days=DAYS),
        may_download=download,
        may_print=False,
        by=by,
        at=at,
    )


def _consent(request: AccessRequest, by: User, at: datetime) -> None:
    items = dict(request.items.values_list("pk", "record"))
    actions.consent(request, items=items, may_download=True, by=by, at=at)


def select_topics(*, archivist: User, now: datetime) -> int:
    """The centre's has records of several departments, shared and not; returns how many topics."""
    kept = Record.objects.filter(stage=Stage.ACCEPTED)
    each = kept.order_by("fonds_id", "pk").distinct("fonds_id")
    rules, plans = (each.filter(title__contains=words) for words in ("管理办法", "工作要点"))
    chosen = (*rules.filter(access=Access.SHARED)[:OF_ALL], *plans[:OF_ALL])
    _make(CENTRES, [record.pk for record in chosen], by=archivist, at=now)
    officer = User.objects.get(username=OFFICER)
    own = kept.filter(fonds__department=officer.department, title__contains="工作要点")
    newest = own.order_by("-year", "pk").values_list("pk", flat=True)
    _make(DEPARTMENTS, list(newest[:OF_OWN]), by=officer, at=now)
    return Topic.objects.count()


def _make(told: tuple[str, str], keys: list[int], *, by: User, at: datetime) -> None:
    title, introduction = told
    topic = topics.make(title=title, introduction=introduction, by=by, at=at)
    if keys:
        topics.collect(Record.objects.filter(pk__in=keys), topic=topic, by=by, at=at)


def save_searches(*, now: datetime) -> int:
    """A reader's and the officer's, of which one is told each morning; returns how many."""
    for username, name, address, told in SEARCHES:
        person = User.objects.get(username=username)
        save_search(read_again(address, person), name=name, told=told, by=person, at=now)
    return SavedSearch.objects.count()
