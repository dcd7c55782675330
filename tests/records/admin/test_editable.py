from datetime import date

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

from records.audit.models import Entry
from records.holdings.rules import Stage
from records.organisation.models import Category, Department, Fonds, ReceivingArchive, Unit, User
from records.organisation.rules import CodePattern, Role
from records.reference import actions
from records.retention.models import DueRule
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(client):
    person = make.supervisor()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return person


def add(client, model, values):
    return client.post(reverse(f"admin:records_{model._meta.model_name}_add"), values)


def edit(client, row, values):
    name = f"admin:records_{row._meta.model_name}_change"
    return client.post(reverse(name, args=[row.pk]), values)


def test_each_kind_of_reference_row_is_added_by_its_action(client, supervisor):
    department = {"name": "清岚市数据局", "short_name": "数据局", "valid_from": "2024-03-01"}
    assert add(client, Department, department).status_code == 302
    add(client, ReceivingArchive, {"name": "清岚市档案馆", "code": "435001"})
    add(client, Category, {"code": "ZZ", "name": "实物"})
    fonds = {
        "number": "J014",
        "name": "清岚市数据局",
        "department": Department.objects.get().pk,
        "archive": ReceivingArchive.objects.get().pk,
        "code_pattern": CodePattern.DAT22,
        "number_width": 4,
        "unit_width": 3,
    }
    add(client, Fonds, fonds)
    add(client, Unit, {"fonds": Fonds.objects.get().pk, "code": "BGS", "name": "办公室"})

    assert Unit.objects.get().fonds.department.name == "清岚市数据局"
    verbs = Entry.objects.filter(by=supervisor).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["found", "add archive", "add category", "open fonds", "add unit"]


def of_fonds(fonds, **changed):
    kept = ("number", "name", "code_pattern", "number_width", "unit_width")
    values = {name: getattr(fonds, name) for name in kept}
    values |= {"department": fonds.department_id, "archive": fonds.archive_id}
    return values | changed


def test_a_refusal_of_the_action_stands_on_the_form_and_nothing_is_written(client, supervisor):
    fonds = make.fonds("J014")
    make.record(Stage.ACCEPTED, of=fonds)

    answer = edit(client, fonds, of_fonds(fonds, number="J015"))

    assert answer.status_code == 200
    assert "have been given" in answer.content.decode()
    assert Fonds.objects.get().number == "J014"
    assert not Entry.objects.exists()


def test_a_constraint_speaks_to_the_person(client, supervisor):
    fonds = make.fonds("J014")

    answer = edit(client, fonds, of_fonds(fonds, number_width=7, unit_width=0)).content.decode()

    assert "An item number has 3 to 6 digits." in answer
    assert "The code of an office has 1 to 10 characters." in answer
    assert "_is_sensible" not in answer


def test_a_change_is_kept_with_what_was_before(client, supervisor):
    fonds = make.fonds("J014")

    assert edit(client, fonds, of_fonds(fonds, name="别名")).status_code == 302

    assert Fonds.objects.get().name == "别名"
    assert Entry.objects.get(verb="edit fonds").after == {"name": "别名"}


def test_the_body_that_follows_is_named_on_the_departments_page(client, supervisor):
    old, new = make.department(), make.department()
    values = {"name": old.name, "short_name": old.short_name, "valid_from": "1990-01-01"}

    half = edit(client, old, values | {"follower": new.pk})
    assert "or neither" in half.content.decode()
    done = edit(client, old, values | {"follower": new.pk, "followed_on": "2019-01-01"})

    old.refresh_from_db()
    assert (done.status_code, old.successor, old.valid_until) == (302, new, date(2018, 12, 31))
    assert client.get(reverse("admin:records_department_change", args=[old.pk])).status_code == 200


def of_person(person, **changed):
    values = {"username": person.username, "name": person.name, "role": person.role}
    values |= {"department": person.department_id or ""}
    return values | ({"is_active": "on"} if person.is_active else {}) | changed


def test_a_person_is_let_in_without_a_password_and_a_link_comes_next(client, supervisor):
    department = make.department()
    values = {
        "username": "140027",
        "name": "周敏",
        "role": Role.READER,
        "department": department.pk,
    }

    answer = add(client, User, values)

    person = User.objects.get(username="140027")
    assert answer.url == reverse("password-link", args=[person.pk])
    assert not person.has_usable_password()


def test_each_difference_of_a_person_is_an_act_of_its_own(client, supervisor):
    person = make.reader()

    answer = edit(
        client,
        person,
        of_person(person, name="改正", role=Role.ARCHIVIST, department=""),
    )

    assert answer.status_code == 302
    verbs = Entry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["correct", "change role"]


def test_a_page_that_was_open_meanwhile_undoes_nothing(client, supervisor):
    person = make.reader()
    page = client.get(reverse("admin:records_user_change", args=[person.pk]))
    form = page.context["adminform"].form
    opened = {form[name].html_initial_name: form[name].value() for name in form.fields}
    assert all(f'name="{name}"' in page.content.decode() for name in opened)

    actions.deactivate_user(person, by=make.supervisor(), at=make.NOW)
    edit(
        client,
        person,
        of_person(person, name="改正", is_active="on")
        | {name: "" if value is None else value for name, value in opened.items()},
    )

    person.refresh_from_db()
    assert (person.name, person.is_active) == ("改正", False)


def test_closing_ones_own_account_is_refused_whole(client, supervisor):
    values = of_person(supervisor, name="别名")
    del values["is_active"]

    answer = edit(client, supervisor, values)

    assert "Another supervisor" in answer.content.decode()
    supervisor.refresh_from_db()
    assert supervisor.is_active
    assert supervisor.name != "别名"
    assert not Entry.objects.exists()


def test_no_form_takes_a_password(client, supervisor):
    person = make.reader()
    kept = person.password

    page = client.get(reverse("admin:records_user_change", args=[person.pk]))
    edit(client, person, of_person(person, temporary_password="Nine-Mules-77", password="x"))

    person.refresh_from_db()
    assert person.password == kept
    form = page.content.decode().split("sign-in-again", 1)[0]  # its dialog is for the reader
    assert 'type="password"' not in form
    assert f'href="{reverse("password-link", args=[person.pk])}"' in page.content.decode()


def test_a_due_rule_is_published_and_ended_but_never_rewritten(client, supervisor):
    values = {
        "duty": "transfer",
        "period": "D15",
        "applies": "on",
        "in_force_from": "2026-01-01",
        "law": "条例第二十条",
        "evidence": "law",
    }
    assert add(client, DueRule, values).status_code == 302
    rule = DueRule.objects.get(period="D15")

    edit(client, rule, values | {"period": "D20", "in_force_until": "2026-12-31"})

    rule.refresh_from_db()
    assert (rule.period, rule.in_force_until) == ("D15", date(2026, 12, 31))
    verbs = Entry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["publish", "end"]


def test_a_supervisor_unlocks_a_sign_in(client, supervisor):
    person = make.reader()
    for _ in range(6):
        make_wrong_try(client.__class__(), person)
    attempt = AccessAttempt.objects.get()

    client.post(
        reverse("admin:axes_accessattempt_changelist"),
        {"action": "unlock", "_selected_action": [attempt.pk]},
    )

    assert not AccessAttempt.objects.exists()
    assert Entry.objects.get(verb="unlock").row == str(person.pk)


def make_wrong_try(client, person):
    client.post(reverse("login"), {"username": person.username, "password": "wrong"})
