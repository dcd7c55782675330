"""Nobody but its owner sets a password: who hears of links, and what their maker cannot do."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from records.audit.models import Entry
from records.organisation.models import PasswordLink
from records.reference.actions import deactivate_user, make_link
from records.rules import Refused
from records.workflow.acts import why_not
from tests import make
from tests.handover_make import proposed
from transfers.handover.actions.decide import approve

pytestmark = pytest.mark.django_db
OLD, NEW = "Correct-Horse-7", "Nine-Mules-77"


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["django_language"] = "en"
    with override("en"):
        yield


def link(person, by=None, ago=timedelta()):
    return make_link(person, by=by or make.supervisor(), at=timezone.now() - ago)


def choose(client, code, new=NEW):
    given = {"new_password1": new, "new_password2": new}
    return client.post(reverse("password-by-link", args=[code]), given)


def test_a_link_is_made_shown_once_used_and_then_leads_nowhere(client):
    person, supervisor = make.reader(), make.supervisor()
    client.force_login(supervisor, "django.contrib.auth.backends.ModelBackend")
    page = reverse("password-link", args=[person.pk])
    assert "address" not in client.get(page).context

    slip = client.post(page)
    address = slip.context["address"]
    assert "no-store" in slip["Cache-Control"]
    assert address not in client.get(page).content.decode()
    assert "no-store" in client.get(address)["Cache-Control"]

    own = client.__class__()
    done = own.post(address, {"new_password1": NEW, "new_password2": NEW})

    assert done.url == reverse("login")
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert own.get(address).status_code == own.post(address).status_code == 410
    verbs = list(Entry.objects.about(person).values_list("verb", "by"))
    assert verbs[:2] == [
        ("choose password", person.pk),
        ("make password link", supervisor.pk),
    ]


def test_the_code_is_kept_nowhere(client):
    person = make.reader()
    code = link(person)

    kept = str(list(PasswordLink.objects.values())) + str(list(Entry.objects.values()))
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert choose(client, code.upper()).status_code == 302


def test_a_link_ends_by_time_by_a_newer_one_and_with_the_account(client):
    old, person, closed = make.reader(), make.reader(), make.reader()
    late = link(old, ago=timedelta(hours=72, minutes=1))
    first, second = link(person), link(person)
    of_closed = link(closed)
    deactivate_user(closed, by=make.supervisor(), at=timezone.now())

    for code in (late, first, of_closed, "never-was-one"):
        assert choose(client, code).status_code == 410
    assert choose(client, second).status_code == 302


def test_a_weak_password_is_refused_and_the_link_still_holds(client):
    person = make.reader()
    code = link(person)

    assert choose(client, code, "Archive2026").status_code == 422
    assert choose(client, code).status_code == 302


def test_sessions_end_and_wrong_passwords_are_forgotten_when_it_is_used(client):
    person = make.reader()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    given = {"username": person.username, "password": "wrong"}
    other = client.__class__()
    for _try in range(5):
        other.post(reverse("login"), given)

    choose(other, link(person))

    assert client.get(reverse("desk")).status_code == 302
    assert other.post(reverse("login"), given | {"password": NEW}).status_code == 302


def test_nobody_makes_a_link_for_the_own_account_or_a_closed_one():
    supervisor, closed = make.supervisor(), make.reader()
    deactivate_user(closed, by=supervisor, at=timezone.now())

    with pytest.raises(Refused, match="your own account"):
        link(supervisor, by=supervisor)
    with pytest.raises(Refused, match="closed"):
        link(closed)


def test_a_link_is_neither_changed_nor_deleted_nor_used_again():
    code = link(make.reader())
    assert code
    PasswordLink.objects.update(used_at=timezone.now())

    for change in (
        lambda rows: rows.update(used_at=None),
        lambda rows: rows.update(made_by=None),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(PasswordLink.objects.all())


def test_the_person_and_who_reads_the_trail_see_it_on_their_desks(client):
    person, supervisor = make.reader(), make.supervisor()
    link(person, by=supervisor)

    for reader in (person, make.auditor(), make.supervisor()):
        client.force_login(reader, "django.contrib.auth.backends.ModelBackend")
        text = client.get(reverse("desk")).content.decode()
        assert supervisor.name in text
        assert "not used" in text
    client.force_login(make.reader(), "django.contrib.auth.backends.ModelBackend")
    assert "Password links" not in client.get(reverse("desk")).content.decode()


def test_who_made_a_link_and_its_person_do_not_approve_what_the_other_proposed(client):
    proposer, supervisor, third = make.archivist(), make.supervisor(), make.archivist()
    choose(client, link(proposer, by=supervisor))

    for by, of in ((supervisor, proposer), (proposer, supervisor)):
        handover = proposed(of)
        why = why_not(handover, "approve", by)
        assert f"{supervisor} made a password link for {proposer}" in why
        with pytest.raises(Refused, match="made a password link"):
            approve(handover, by=by, at=timezone.now())
    assert why_not(proposed(proposer), "approve", third) == ""


def test_two_people_with_links_of_one_maker_do_not_approve_each_other():
    one, other, supervisor = make.archivist(), make.archivist(), make.supervisor()
    link(one, by=supervisor)
    assert why_not(proposed(one), "approve", other) == ""

    link(other, by=supervisor)

    assert "made a password link" in why_not(proposed(one), "approve", other)


def test_the_link_is_named_that_bars_not_a_later_one_by_somebody_else(client):
    proposer, supervisor, later = make.archivist(), make.supervisor(), make.supervisor()
    choose(client, link(proposer, by=supervisor))
    choose(client, link(proposer, by=later))

    why = why_not(proposed(proposer), "approve", supervisor)

    assert f"{supervisor} made a password link" in why


def test_after_its_days_or_when_it_ended_unused_a_link_bars_nobody(settings):
    proposer, supervisor = make.archivist(), make.supervisor()
    link(proposer, by=supervisor, ago=timedelta(days=29))
    assert why_not(proposed(proposer), "approve", supervisor) == ""

    PasswordLink.objects.update(used_at=timezone.now())
    assert why_not(proposed(proposer), "approve", supervisor)

    settings.LINK_BARS_APPROVAL_DAYS = 28
    assert why_not(proposed(proposer), "approve", supervisor) == ""


def test_the_closed_button_says_why(client):
    proposer, supervisor = make.archivist(), make.supervisor()
    link(proposer, by=supervisor)
    client.force_login(supervisor, "django.contrib.auth.backends.ModelBackend")

    page = client.get(proposed(proposer).get_absolute_url()).content.decode()

    assert "made a password link" in page
    validate_password(NEW)
