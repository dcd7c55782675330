"""People are told of what concerns them: on their page at once, by e-mail where they want it."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from records import tasks
from records.audit.models import Entry
from records.notices import actions
from records.notices.models import Notice, NoticeAddress
from records.organisation.models import User
from records.organisation.rules import Role
from records.rules import Refused
from records.sentences import gettext as _
from tests import make

pytestmark = pytest.mark.django_db


def told(*people: User, to: actions.Link = ("", None), at=None) -> list[Notice]:
    said = _("Job no. %(number)d is done.") % {"number": 7}
    actions.tell(people, said, at=at or timezone.now(), to=to)
    return list(Notice.objects.order_by("pk"))


@pytest.fixture
def mails(settings):
    settings.EMAIL_HOST, settings.CENTRE_URL = "mail.example", "https://archives.example/"
    settings.DEFAULT_FROM_EMAIL = "centre@archives.example"
    return settings


def unread(page: str) -> str:
    found = re.search(r'class="bell".*?</a>', page, re.DOTALL)
    assert found
    count = re.search(r'class="count">([0-9+]+)<', found.group())
    return count.group(1) if count else ""


def test_the_bell_counts_what_is_unread_and_whoever_opens_a_notice_has_read_it(client):
    person, other = make.reader(), make.reader()
    client.force_login(person)
    first, second = told(person, person, other, to=("records:job-list", None))
    told(person)
    assert [first.person, second.person] == [person, other]
    foreign = client.post(reverse("records:notice-read", args=[second.pk]))
    page = client.get(reverse("records:notice-list")).content.decode()

    assert foreign.status_code == 404
    assert unread(page) == "2"
    assert page.count("Job no. 7 is done.") == 2
    answer = client.post(reverse("records:notice-read", args=[first.pk]))
    assert answer["Location"] == reverse("records:job-list")
    assert unread(client.get(reverse("records:job-list")).content.decode()) == "1"
    client.post(reverse("records:notice-read-all"))
    assert unread(client.get(reverse("records:job-list")).content.decode()) == ""
    assert Notice.objects.unread().get() == second


def test_a_page_asks_once_and_for_a_few_however_many_there_are(client):
    person = make.reader()
    client.force_login(person)
    client.get(reverse("records:notice-list"))
    for _n in range(130):
        told(person)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("records:notice-list"))

    assert unread(page.content.decode()) == "99+"
    of_notices = [query["sql"] for query in asked if "records_notice" in query["sql"]]
    assert len(of_notices) == 3  # the bell, the keys of the page, its rows
    assert page.context["page"].next


def test_nothing_is_told_of_what_is_undone_nor_to_closed_accounts():
    gone = make.user(Role.READER, make.department(), is_active=False)
    with transaction.atomic():
        assert actions.tell([make.reader(), gone], "x", at=make.NOW) == 1
        transaction.set_rollback(True)

    assert not Notice.objects.exists()


def test_a_notice_goes_by_mail_once_in_the_language_of_the_house(mails, client):
    person = make.reader()
    client.force_login(person)
    address = reverse("records:notice-address")
    client.post(address, {"address": "a@office.example"})
    mails.LANGUAGE_CODE = "zh-hans"
    with override("en"):
        said = _("This centre sends no e-mail.")
        actions.tell([person], said, at=timezone.now(), to=("records:job", 5))
        actions.tell([make.reader()], said, at=timezone.now())

        assert (tasks.mail_notices(), tasks.mail_notices()) == (1, 0)

    (sent,) = mail.outbox
    assert sent.to == ["a@office.example"]
    assert "本中心" in sent.subject
    assert sent.body.endswith("https://archives.example" + reverse("records:job", args=[5]))
    assert sent.extra_headers["Message-ID"].endswith("@archives.example>")
    client.post(address, {"address": ""})
    assert not NoticeAddress.objects.exists()
    entries = Entry.objects.about(person).filter(verb="choose address")
    assert [one.after for one in entries] == [{"address": ""}, {"address": "a@office.example"}]


def test_what_the_mail_server_does_not_take_waits_for_some_days(mails):
    person = make.reader()
    actions.choose_address(address="a@office.example", by=person, at=make.NOW)
    told(person)
    told(person, at=timezone.now() - timedelta(days=4))
    locmem = mails.EMAIL_BACKEND
    mails.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    mails.EMAIL_HOST, mails.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens
    with pytest.raises(ConnectionRefusedError):
        get_connection().open()

    assert tasks.mail_notices() == 0
    mails.EMAIL_BACKEND = locmem
    assert tasks.mail_notices() == 1


class Refusing(EmailBackend):
    """A mail server that has no mailbox for one of the addresses."""

    def send_messages(self, messages):
        if messages[0].to == ["gone@office.example"]:
            raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such mailbox")})
        return super().send_messages(messages)


def test_one_address_that_is_refused_holds_up_no_other(mails):
    for name in ("gone", "here"):
        person = make.reader()
        actions.choose_address(address=f"{name}@office.example", by=person, at=make.NOW)
        told(person)
    mails.EMAIL_BACKEND = f"{__name__}.Refusing"

    assert (tasks.mail_notices(), tasks.mail_notices()) == (1, 0)
    assert [one.to for one in mail.outbox] == [["here@office.example"]]
    assert Notice.objects.filter(mailed_at=None).count() == 1


def test_mail_goes_where_the_person_wants_it_when_it_goes(mails):
    people = gone, silent, moved = [make.reader() for _n in range(3)]
    for person in people:
        actions.choose_address(address="a@office.example", by=person, at=make.NOW)
    told(*people)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    actions.choose_address(address="", by=silent, at=make.NOW)
    actions.choose_address(address="b@office.example", by=moved, at=make.NOW)

    assert tasks.mail_notices() == 1
    assert [one.to for one in mail.outbox] == [["b@office.example"]]


def test_addresses_are_refused_where_no_mail_goes(settings, client):
    person = make.reader()
    client.force_login(person)
    given = {"address": "a@elsewhere.example"}
    settings.EMAIL_HOST = ""
    assert client.post(reverse("records:notice-address"), given).status_code == 422
    settings.EMAIL_HOST, settings.NOTICE_MAIL_DOMAINS = "mail.example", ["office.example"]
    with pytest.raises(Refused, match=r"office\.example"):
        actions.choose_address(**given, by=person, at=make.NOW)
    assert not NoticeAddress.objects.exists()


def test_old_notices_are_forgotten(settings):
    person = make.reader()
    told(person, at=timezone.now() - timedelta(days=settings.NOTICE_DAYS + 1))
    told(person)

    assert tasks.forget_notices() == 1
    assert Notice.objects.count() == 1
