"""An empty centre: the pages alone lead from nothing to the first catalogue."""

import pytest
from django.urls import reverse

from archive_center.home import first_steps
from records.organisation.models import Department, Fonds, ReceivingArchive, User
from tests import make

pytestmark = pytest.mark.django_db


def next_step(person):
    return next(str(step.name) for step in first_steps.steps(person) if step.is_next)


def test_each_step_is_named_when_the_one_before_is_done():
    boss = make.supervisor()
    assert next_step(boss) == "Receiving archive"
    archive = make.archive()
    assert next_step(boss) == "Departments"
    of = make.department()
    assert next_step(boss) == "Fonds"
    make.fonds(of=of, archive=archive)
    assert next_step(boss) == "People"
    make.archivist()
    assert next_step(boss) == "First catalogue"
    make.record()
    assert first_steps.steps(boss) == []


def test_only_a_supervisor_is_led():
    assert first_steps.steps(make.archivist()) == []
    assert first_steps.steps(make.auditor()) == []


def test_the_desk_leads_through_the_administration_to_the_first_table(client):
    boss = make.supervisor()
    client.force_login(boss)
    page = client.get(reverse("desk")).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("btn-primary") == 1
    for step in first_steps.steps(boss):
        assert f'href="{step.url}"' in page

    def enter(kind, **given):
        answer = client.post(reverse(f"admin:records_{kind}_add"), given)
        assert answer.status_code == 302, answer.context["adminform"].form.errors

    enter("receivingarchive", name="清岚市档案馆", code="435001")
    enter("department", name="清岚市水务局", short_name="市水务局", valid_from="2019-01-18")
    enter(
        "fonds",
        number="J026",
        name="清岚市水务局",
        department=Department.objects.get().pk,
        archive=ReceivingArchive.objects.get().pk,
        code_pattern="DAT22",
        number_width=4,
        unit_width=3,
    )
    given = {"username": "0417", "name": "沈砚秋", "role": "archivist"}
    enter("user", **given)
    person = User.objects.get(username="0417")

    client.force_login(person)
    page = client.get(reverse("desk")).content.decode()
    assert f'href="{reverse("records:import-create")}"' in page
    page = client.get(reverse("records:import-create")).content.decode()
    assert "No fonds yet." not in page
    assert str(Fonds.objects.get()) in page


def test_a_table_without_a_fonds_says_who_enters_one(client):
    client.force_login(make.archivist())

    page = client.get(reverse("records:import-create")).content.decode()

    assert "No fonds yet." in page
    assert "supervisor of the centre" in page
