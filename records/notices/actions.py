"""People are told: on their page in the transaction of the act, and by e-mail once it is kept."""

import logging
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils.translation import override

from records.audit.actions import note
from records.notices.models import Notice, NoticeAddress
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _

log = logging.getLogger(__name__)
# What a mail server says of one message or its recipient; of others it may say yes.
OF_ONE = (SMTPRecipientsRefused, SMTPDataError, SMTPNotSupportedError, ValueError)
Link = tuple[str, int | None]  # the name of a page, and the key of its row


def tell(people: Iterable[User], said: str, *, at: datetime, to: Link = ("", None)) -> int:
    """Tell each of the people once; returns how many. To be called inside the act's transaction.

    `said` is a sentence of `records.sentences`, kept so that each reads it in the own
    language. Closed accounts are told nothing. Who has given an address gets it by e-mail,
    too, sent by a worker after the commit.
    """
    told = {person.pk: person for person in people if person.is_active}
    view, key = to
    addresses = _addresses(told)
    Notice.objects.bulk_create(
        Notice(person=one, said=said, view=view, key=key, told_at=at, address=addresses.get(pk, ""))
        for pk, one in told.items()
    )
    if addresses:
        send = partial(current_app.send_task, "records.mail_notices")
        transaction.on_commit(send, robust=True)  # what is not asked for here, the clock asks for
    return len(told)


def mails() -> bool:
    """Whether this centre sends e-mail at all."""
    return bool(settings.EMAIL_HOST)


def _addresses(people: Iterable[int]) -> dict[int, str]:
    if not mails():
        return {}
    known = NoticeAddress.objects.filter(person__in=list(people))
    return dict(known.values_list("person", "address"))


def mail(*, at: datetime) -> int:
    """Send what waits to be mailed, each notice once; returns how many went.

    A notice is held while it goes, so two workers send none twice. What the mail server does
    not take waits for the next run, and so do those behind it where it takes nothing at all.
    Should a worker die between sending and keeping that, the
    second mail has the name of the first, by which mail programs know it.
    """
    sent, waiting = 0, list(Notice.objects.to_be_mailed(at).values_list("pk", flat=True))
    try:
        with get_connection() if waiting else nullcontext() as server:
            for key in waiting:
                sent += _tried(key, at, server)
    except OSError as fault:  # smtplib's faults are among them
        log.warning("Notices wait: the mail server does not take them (%s).", fault)
    return sent


def _tried(key: int, at: datetime, server: Any) -> bool:
    try:
        return _mail(key, at, server)
    except OF_ONE as fault:
        log.warning("Notice %d waits: the mail server refused it (%s).", key, fault)
        return False


@transaction.atomic
def _mail(key: int, at: datetime, server: Any) -> bool:
    waiting = Notice.objects.to_be_mailed(at).select_for_update(skip_locked=True, of=("self",))
    notice = waiting.filter(pk=key).first()
    if notice is None:
        return False
    Notice.objects.filter(pk=key).update(mailed_at=at)
    with override(settings.LANGUAGE_CODE):
        notice.refresh_from_db(fields=["said"])
        server.send_messages([_message(notice)])
    return True


def _message(notice: Notice) -> EmailMessage:
    """One line of what there is to see; what stands in records is read at the centre."""
    said, url = " ".join(str(notice.said).split()), notice.get_absolute_url()
    link = f"{settings.CENTRE_URL.rstrip('/')}{url}" if settings.CENTRE_URL and url else ""
    name = f"<notice-{notice.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('> ')}>"
    return EmailMessage(
        subject=f"[{settings.CENTRE_NAME}] {said[:100]}",
        body="\n\n".join(filter(None, [said, link])),
        to=[NoticeAddress.of(notice.person)],
        headers={"Message-ID": name},
    )


def read(person: User, *, at: datetime, key: int | None = None) -> int:
    """Mark a notice of the person as read, or all; returns how many were not before."""
    unread = Notice.objects.visible_to(person).unread()
    return (unread.filter(pk=key) if key else unread).update(read_at=at)


@transaction.atomic
def choose_address(*, address: str, by: User, at: datetime) -> None:
    """Have one's notices by e-mail, too, at an address, or with an empty one no more.

    Refused where the centre sends no e-mail, and at a domain that it does not send to.
    """
    was = NoticeAddress.of(by)
    if address and not mails():
        raise Refused(_("This centre sends no e-mail."))
    domains = settings.NOTICE_MAIL_DOMAINS
    if address and domains and address.rpartition("@")[2].lower() not in domains:
        raise Refused(
            _("Notices go to addresses at %(domains)s only.") % {"domains": ", ".join(domains)}
        )
    if address == was:
        return
    if address:
        NoticeAddress.objects.update_or_create(person=by, defaults={"address": address})
    else:
        NoticeAddress.objects.filter(person=by).delete()
    note("choose address", by, by=by, at=at, before={"address": was}, after={"address": address})


def forget(*, at: datetime) -> int:
    """Delete notices that are older than anybody looks for; returns how many."""
    old = at - timedelta(days=settings.NOTICE_DAYS)
    return Notice.objects.filter(told_at__lt=old).delete()[0]
