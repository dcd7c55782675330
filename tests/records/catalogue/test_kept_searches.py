"""What a person looks for is kept for the person alone, and new hits are told once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from records import tasks
from records.audit.models import Entry
from records.catalogue import figures, work
from records.catalogue.actions import change_search, save_search
from records.catalogue.filters import read_again
from records.holdings.actions import share
from records.holdings.models import Record
from records.holdings.rules import Access, Stage
from records.notices.models import Notice
from records.rules import Refused
from records.searches import actions
from records.searches.models import LastSearch, SavedSearch
from records.searches.rules import LAST, MOST, Telling, last_morning
from tests import make, request_make
from tests.database import until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db
LIST, OWN = reverse("records:record-list"), reverse("records:search-list")
WORDS = "q=%E7%BB%B4%E4%BF%AE"  # 维修


def titled(title: str, **given) -> Record:
    return make.record(Stage.ACCEPTED, title=title, **given)


def saved(by, address=WORDS, name="维修", told=Telling.HOURLY) -> SavedSearch:
    query = read_again(address, by)
    return save_search(query, name=name, told=told, by=by, at=timezone.now())


def later(hours: float = 1) -> int:
    return work.look(at=timezone.now() + timedelta(hours=hours))


def told(person) -> list[str]:
    return [str(one) for one in Notice.objects.filter(person=person).order_by("pk")]


def test_a_list_is_saved_found_again_renamed_and_removed(client):
    reader = make.reader()
    of = make.fonds(of=reader.department)
    titled("办公楼维修", of=of, year=2015)
    client.force_login(reader)
    address = f"{WORDS}&year=2015&order=oldest"
    page = client.get(f"{LIST}?{address}").content.decode()
    save = f"{reverse('records:search-save')}?{address}"
    assert save.replace("&", "&amp;") in page

    assert "维修" in client.get(save).content.decode()
    told = client.post(save, {"name": "2015 年维修", "told": "daily"})
    search = SavedSearch.objects.get()
    assert told.url == search.list_url == f"{LIST}?{address}"
    assert (search.person, search.told, len(search.known)) == (reader, "daily", 1)
    taken = client.post(save, {"name": "2015 年维修", "told": ""})
    assert taken.status_code == 422
    assert SavedSearch.objects.count() == 1

    for where in (OWN, reverse("desk")):
        shown = client.get(where).content.decode()
        assert "2015 年维修" in shown
        assert f'href="{search.list_url}"'.replace("&", "&amp;") in shown
    assert "2015" in client.get(OWN, headers={"HX-Request": "true"}).content.decode()
    client.post(search.get_absolute_url(), {"name": "维修旧档", "told": ""})
    search.refresh_from_db()
    assert (search.name, search.told, search.known) == ("维修旧档", "", [])
    client.post(reverse("records:search-remove", args=[search.pk]))
    assert not SavedSearch.objects.exists()
    assert not Entry.objects.exclude(verb="sign in").exists()


def test_nobody_elses(client):
    search = saved(make.reader())
    actions.remember(words="查谁", address="q=x", by=search.person, at=timezone.now())
    client.force_login(make.supervisor())

    shown = client.get(OWN).content.decode()
    assert search.name not in shown
    assert "查谁" not in shown
    for name in ("search", "search-remove"):
        assert client.post(reverse(f"records:{name}", args=[search.pk])).status_code == 404
    client.post(reverse("records:search-forget"))
    assert LastSearch.objects.filter(person=search.person).exists()
    assert "records_savedsearch" not in str(Entry.objects.values())


def test_the_last_searches_are_few_once_each_and_forgotten(client):
    reader = make.reader()
    titled("通知", of=make.fonds(of=reader.department), year=2015)
    client.force_login(reader)

    for n in range(LAST + 2):
        client.get(LIST, {"q": f"词{n}"})
    client.get(LIST, {"q": "词9", "year": "2015"})
    for unkept in ({}, {"order": "code"}, {"q": "词1", "after": "x"}, {"q": "机密★10年"}):
        client.get(LIST, unkept)
    client.get(LIST, {"year": "none of them"})

    kept = list(LastSearch.objects.values_list("words", flat=True))
    assert kept == ["词9", "词11", "词10", *(f"词{n}" for n in range(8, 1, -1))]
    assert "year=2015" in LastSearch.objects.get(words="词9").address
    assert "词10" in client.get(OWN).content.decode()
    client.post(reverse("records:search-forget"))
    assert not LastSearch.objects.exists()
    client.force_login(make.auditor())
    client.get(LIST, {"q": "词"})
    assert not LastSearch.objects.exists()


def test_what_is_typed_on_the_way_is_no_search_of_its_own(client):
    by, at = make.reader(), timezone.now()
    earlier = ["防", "防汛"]
    ago = {"防": 3600, "防汛": 90, "防汛抢": 2, "防汛抢险": 1}
    for typed in [*ago, "防汛抢", "抢险"]:
        when = at - timedelta(seconds=0 if typed == "抢险" else ago[typed])
        actions.remember(words=typed, address=f"q={typed}", by=by, at=when)

    kept = LastSearch.objects.visible_to(by).order_by("at", "pk")
    assert list(kept.values_list("words", flat=True)) == [*earlier, "防汛抢", "抢险"]


def test_what_comes_within_sight_is_told_once():
    reader = make.reader()
    own = make.fonds(of=reader.department)
    titled("旧的维修", of=own)
    elsewhere, released = titled("别处的维修"), titled("可申请的维修")
    edited = titled("别的事", of=own)
    search = saved(reader)
    assert later() == 0

    make.record(title="别处还没归档的维修", access=Access.SHARED)
    new = [titled("新的维修", of=own)]
    assert later(2) == 1
    share(elsewhere, by=make.archivist(), at=timezone.now())
    request_make.released(released, by=reader)
    Record.objects.filter(pk=edited.pk).update(normal_text="改成维修")
    new += [elsewhere, released, edited]
    before = len(told(reader))
    with CaptureQueriesContext(connection):
        assert later(3) == 1
    assert later(3) == 0, "the same hour twice"
    assert later(4) == 0
    search.refresh_from_db()
    assert set(search.fresh) == {one.pk for one in new}
    assert search.fresh[-1] == new[0].pk
    assert len(told(reader)) == before + 1
    assert "3" in told(reader)[-1]
    Record.objects.filter(pk=elsewhere.pk).update(access=Access.DEPARTMENT)
    assert later(5) == 0
    notice = Notice.objects.filter(person=reader).latest("pk")
    assert notice.get_absolute_url() == search.get_absolute_url()


def test_the_page_shows_the_new_hits_that_may_still_be_seen(client):
    reader = make.reader()
    saved(reader)
    one, other = titled("维修甲", access=Access.SHARED), titled("维修乙", access=Access.SHARED)
    later()
    Record.objects.filter(pk=other.pk).update(access=Access.DEPARTMENT)
    client.force_login(reader)

    shown = client.get(SavedSearch.objects.get().get_absolute_url()).content.decode()

    assert one.get_absolute_url() in shown
    assert "维修乙" not in shown


def test_a_search_by_the_morning_waits_for_it(settings):
    settings.SEARCH_TELL_HOUR = 7
    morning = timezone.localtime().replace(hour=7, minute=0, second=0, microsecond=0)
    search = saved(make.archivist(), told=Telling.DAILY)
    SavedSearch.objects.update(looked_at=morning - timedelta(hours=2))

    assert not SavedSearch.objects.due(morning - timedelta(minutes=1)).exists()
    assert SavedSearch.objects.due(morning + timedelta(minutes=5)).get() == search
    SavedSearch.objects.update(looked_at=morning + timedelta(minutes=5))
    assert not SavedSearch.objects.due(morning + timedelta(hours=9)).exists()
    assert SavedSearch.objects.due(morning + timedelta(days=3)).exists(), "after days off"
    assert last_morning(morning, 7) == morning
    search.person.is_active = False
    search.person.save()
    assert not SavedSearch.objects.due(morning + timedelta(days=3)).exists()
    assert tasks.tell_of_new_hits() == 0


def test_what_cannot_be_watched_says_so(monkeypatch):
    monkeypatch.setattr(figures, "CAP", 2)
    monkeypatch.setattr("records.catalogue.actions.CAP", 2)
    reader = make.reader()
    own = make.fonds(of=reader.department)
    titled("维修", of=own)
    search = saved(reader)
    for _n in range(2):
        titled("维修", of=own)

    assert later() == 0
    search.refresh_from_db()
    assert (search.told, search.known) == ("", [])
    assert len(told(reader)) == 1
    assert later(2) == 0
    assert len(told(reader)) == 1
    with pytest.raises(Refused, match="2"):
        change_search(
            search, read_again(WORDS, reader), name="x", told="daily", by=reader, at=make.NOW
        )
    with pytest.raises(Refused):
        saved(reader, "q=" + "机密★10年", "y")
    with pytest.raises(Refused):
        saved(reader, "fonds=987654", "y")
    for n in range(MOST - 1):
        saved(reader, name=str(n), told="")
    with pytest.raises(Refused):
        saved(reader, name="y", told="")


def test_a_fonds_that_is_shared_no_more_ends_nothing():
    reader = make.reader()
    shared = titled("维修", access=Access.SHARED)
    search = saved(reader, f"fonds={shared.fonds_id}")
    Record.objects.filter(pk=shared.pk).update(access=Access.DEPARTMENT)
    assert later() == 0
    Record.objects.filter(pk=shared.pk).update(access=Access.SHARED)
    assert later(2) == 0
    search.refresh_from_db()
    assert search.known == [shared.pk]


def test_a_persons_searches_cost_the_same_few_or_many(client):
    archivist = make.archivist()
    client.force_login(archivist)
    saved(archivist)
    client.get(OWN)
    with CaptureQueriesContext(connection) as one:
        client.get(OWN)
    for n in range(20):
        saved(archivist, f"q=a&year={1990 + n}", str(n), "")

    with CaptureQueriesContext(connection) as many:
        client.get(OWN)

    assert len(many) == len(one)


def test_a_search_that_was_removed_meanwhile_is_not_changed():
    reader = make.reader()
    search, query = saved(reader), read_again(WORDS, reader)
    actions.remove(search, by=reader, at=timezone.now())

    with pytest.raises(Refused, match="removed meanwhile"):
        change_search(search, query, name="b", told="", by=reader, at=timezone.now())


def test_a_search_that_fails_stops_none_behind_it_and_is_looked_at_again(caplog):
    reader = make.reader()
    own = make.fonds(of=reader.department)
    broken, sound = saved(reader, name="1"), saved(reader, name="2")
    titled("新的维修", of=own)
    # A notice leads to no row with such a key: PostgreSQL refuses it.
    SavedSearch.objects.filter(pk=broken.pk).update(id=-broken.pk)

    assert later() == 1
    assert f"the saved search -{broken.pk} cannot be looked at" in caplog.text
    sound.refresh_from_db()
    assert len(sound.fresh) == 1

    SavedSearch.objects.filter(pk=-broken.pk).update(id=broken.pk)
    assert later() == 1
    broken.refresh_from_db()
    assert len(broken.fresh) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(8))  # who wakes first is chance
def test_two_pages_of_a_person_at_once_both_come(_round):
    by, at = make.reader(), timezone.now()
    both = ["防汛", "防汛抢险"]  # either takes the place of the other
    LastSearch.objects.bulk_create(LastSearch(person=by, words=one, at=at) for one in both)

    def page(words: str) -> None:
        try:
            actions.remember(words=words, address="", by=by, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pages:
        with transaction.atomic():
            list(LastSearch.objects.select_for_update())
            asked = [pages.submit(page, words) for words in both]
            until_somebody_waits_for_a_lock(2)
        for one in asked:
            one.result()

    assert LastSearch.objects.get().words in both
