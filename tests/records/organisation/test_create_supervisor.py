from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from records.audit.models import Entry
from records.organisation.models import User
from records.organisation.rules import Role

pytestmark = pytest.mark.django_db


def create() -> str:
    said = StringIO()
    call_command("create_supervisor", "100001", "--name", "林海", stdout=said)
    return said.getvalue()


def test_the_first_supervisor_is_made_on_the_command_line(monkeypatch):
    monkeypatch.setenv("SUPERVISOR_PASSWORD", "Qing-Lan-2026")

    assert "100001" in create()

    person = User.objects.get()
    assert (person.role, person.must_change_password) == (Role.SUPERVISOR, False)
    assert person.check_password("Qing-Lan-2026")
    assert Entry.objects.get().by is None


def test_a_weak_password_is_refused(monkeypatch):
    monkeypatch.setenv("SUPERVISOR_PASSWORD", "1234")

    with pytest.raises(CommandError):
        create()

    assert not User.objects.exists()


def test_there_is_no_default_password(monkeypatch):
    monkeypatch.delenv("SUPERVISOR_PASSWORD", raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "")
    monkeypatch.setattr("records.management.commands.create_supervisor.getpass", lambda _prompt: "")

    with pytest.raises(CommandError):
        create()


def test_createsuperuser_says_what_to_use_instead(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "Qing-Lan-2026")

    with pytest.raises(CommandError, match="create_supervisor"):
        call_command("createsuperuser", "--noinput", "--username", "x", "--email", "")

    assert not User.objects.exists()
