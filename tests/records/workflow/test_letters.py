"""A workflow costs its table, its row and its page: three moves in fewer than sixty lines."""

import importlib
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from archive_center.roles.owner import as_owner as owners
from records.audit.models import Entry
from records.jobs.models import Job
from records.jobs.rules import State
from records.organisation.rules import Role
from records.rules import Refused
from records.workflow.acts import ACTS, why_not
from tests import make

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).with_name("letters.py")
PEOPLE = {
    Role.READER: make.reader,
    Role.FILING_OFFICER: make.filing_officer,
    Role.ARCHIVIST: make.archivist,
    Role.SUPERVISOR: make.supervisor,
    Role.AUDITOR: make.auditor,
}


@pytest.fixture(scope="module")
def tables(django_db_setup, django_db_blocker):
    """The workflow's app, and its tables with their triggers, for these tests."""
    config = AppConfig.create("tests.records.workflow")
    config.apps = apps
    apps.app_configs[config.label] = config
    config.import_models()
    made = importlib.import_module("tests.records.workflow.letters")
    apps.clear_cache()
    models = [made.Letter, made.LetterStep]
    with django_db_blocker.unblock(), owners():
        with connection.schema_editor() as editor:
            for model in models:
                editor.create_model(model)
        with connection.cursor() as cursor:
            for model in models:
                for trigger in model._meta.triggers:
                    trigger.install(model)
                cursor.execute(f"GRANT ALL ON {model._meta.db_table} TO PUBLIC")
    with override_settings(ROOT_URLCONF="tests.records.workflow.letters"):
        yield made
    with django_db_blocker.unblock(), owners(), connection.schema_editor() as editor:
        for model in reversed(models):
            editor.delete_model(model)
    del apps.app_configs[config.label]
    apps.clear_cache()


@pytest.fixture
def letters(tables):
    """The module, while its addresses are those of the house."""
    return tables


def letter(letters, stage="written", by=None):
    """A letter at a stage, brought there by its moves."""
    made = letters.Letter.objects.create(stage="written", written_by=by or make.archivist())
    for name, who in (("sign", make.supervisor()), ("bind", make.archivist())):
        if made.stage != stage:
            letters.advance(made, name, by=who, at=make.NOW)
    return made


def test_it_is_written_in_fewer_than_sixty_lines():
    assert len([line for line in SOURCE.read_text().splitlines() if line.strip()]) < 60


def test_a_letter_goes_its_way_with_steps_and_trail(letters, client):
    made, supervisor = letter(letters), make.supervisor()
    client.force_login(supervisor)

    signed = client.post(f"{made.get_absolute_url()}act/sign/")

    assert signed["Location"] == made.get_absolute_url()
    assert list(made.steps.values_list("name", "source", "target", "by")) == [
        ("sign", "written", "signed", supervisor.pk)
    ]
    assert Entry.objects.get(verb="sign", by=supervisor).after == {"stage": "signed"}


def test_the_page_shows_stops_and_why_a_button_is_closed(letters, client):
    author = make.archivist()
    made = letter(letters, by=author)
    client.force_login(author)

    page = client.get(made.get_absolute_url()).content.decode()

    assert 'aria-current="step"><b>Sign</b>' in page
    assert 'class="btn btn-seal" type="button" disabled aria-describedby="why-sign"' in page
    assert "You wrote it: another person signs." in page
    moving = client.get(f"{made.get_absolute_url()}act/sign/").content.decode()
    assert "You wrote it: another person signs." in moving
    assert 'type="submit" disabled aria-describedby="why"' in moving


def test_a_refused_move_answers_with_the_form_and_writes_nothing(letters, client):
    author = make.archivist()
    made = letter(letters, by=author)
    client.force_login(author)

    answer = client.post(f"{made.get_absolute_url()}act/sign/", headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "You wrote it: another person signs." in answer.content.decode()
    assert "<h1>" not in answer.content.decode()
    assert not made.steps.exists()


def test_what_is_sent_back_needs_a_reason_and_shows_it(letters, client):
    made = letter(letters, "signed")
    client.force_login(make.supervisor())
    back = f"{made.get_absolute_url()}act/return/"

    assert client.post(back, {"reason": ""}).status_code == 422
    client.post(back, {"reason": "缺附件"})

    page = client.get(made.get_absolute_url()).content.decode()
    assert '<li class="back"><b>Sign</b>Sent back: 缺附件</li>' in page


def test_a_worker_makes_its_move_once_while_nobody_else_moves_the_row(letters, client):
    made, archivist = letter(letters, "signed"), make.archivist()
    client.force_login(archivist)

    client.post(f"{made.get_absolute_url()}act/bind/")

    job = Job.objects.get()
    assert (job.title, job.link) == (f"Binding of {made}", made.get_absolute_url())
    made.refresh_from_db()
    assert "being worked on" in why_not(made, "return", make.supervisor())
    page = client.get(made.get_absolute_url()).content.decode()
    assert 'aria-describedby="why-bind"' in page
    assert 'id="why-bind"' in page
    polled = client.get(made.get_absolute_url(), headers={"HX-Request": "true"})
    assert f'hx-get="{made.get_absolute_url()}"' in polled.content.decode()
    letters.jobs.work(job.pk, letters.binding)
    job.refresh_from_db()
    assert (job.state, job.message) == (State.DONE, "It is bound.")
    assert letters.binding(row=made.pk, by=archivist, progress=None) == "It is bound already."
    assert made.steps.filter(name="bind").count() == 1
    done = client.get(made.get_absolute_url(), headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == made.get_absolute_url()


@pytest.mark.parametrize("stage", ["bound", "written", "lost"])
def test_the_database_refuses_a_stage_that_no_move_leads_to(letters, stage):
    made = letter(letters, "written" if stage == "bound" else "bound")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {letters.Letter._meta.db_table} SET stage = %s WHERE id = %s",
            [stage, made.pk],
        )


def test_the_database_refuses_a_stage_without_its_step(letters):
    made = letter(letters)

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {made._meta.db_table} SET stage = 'signed'")
        with pytest.raises(IntegrityError, match="without its step"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("stage", ["written", "signed", "bound"])
@pytest.mark.parametrize("name", ["sign", "return", "bind"])
def test_the_button_and_the_action_give_one_answer(letters, name, stage, role):
    made, person = letter(letters, stage), PEOPLE[role]()
    offered = {button.name: button for button in letters.PAGES.buttons(made, person)}
    why = why_not(made, name, person)

    assert (name in offered) == (letters.FLOW[name] in letters.FLOW.open_to(role, stage))
    assert name not in offered or offered[name].why == why
    if not why:
        ACTS[letters.FLOW, name](made, by=person, at=make.NOW)
        return
    with pytest.raises(Refused) as refusal:
        ACTS[letters.FLOW, name](made, by=person, at=make.NOW)
    assert str(refusal.value) == why
