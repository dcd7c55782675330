"""What a department may not see, it may not count, choose, be offered or infer either."""

from io import BytesIO

import openpyxl
import pytest
from django.db import transaction
from django.urls import reverse

from records.holdings.rules import Access, Stage
from records.organisation.models import Category, Fonds, Unit
from records.values.text import normal_description
from tests import make

pytestmark = pytest.mark.django_db
LIST, EXPORT, PRINT = (reverse(f"records:record-{name}") for name in ("list", "export", "print"))


@pytest.fixture
def without(client):
    """A reader and all that surrounds the record, but not the record: a point to go back to."""
    own, other = make.fonds("J014"), make.fonds("J026")
    make.record(Stage.ACCEPTED, of=own, year=2015)
    make.category("KJ", "科技")
    make.unit(other, "SKC", "水库处")
    client.force_login(make.reader(own.department))
    return transaction.savepoint()


@pytest.fixture
def secret(without):
    """A record of another department, with everything about it unlike the reader's own."""
    title, number, body = "隐患水库除险加固", "清水发〔1999〕77号", "清岚市水务局"
    return make.record(
        Stage.ACCEPTED,
        of=Fonds.objects.get(number="J026"),
        year=1999,
        period="D",
        category=Category.objects.get(code="KJ"),
        unit=Unit.objects.get(code="SKC"),
        title=title,
        document_number=number,
        responsible=body,
        normal_text=normal_description(title=title, document_number=number, responsible=body),
    )


ASKED = [
    {},
    {"q": "水库"},
    {"q": "清水发〔1999〕77号"},
    {"q": "清水发〔1999〕770号"},
    {"q": "水库 不存在"},
    {"q": "水库", "year": 2015},
    {"q": "J026-WS"},
    {"year": 1999},
    {"period": "D"},
    {"order": "code"},
]


@pytest.mark.parametrize("asked", ASKED)
def test_lists_counts_facets_and_suggestions_are_as_if_it_did_not_exist(
    client, secret, without, asked
):
    with_it = client.get(LIST, asked)
    context = told(with_it)
    transaction.savepoint_rollback(without)
    without_it = told(client.get(LIST, asked))

    assert context == without_it
    page = with_it.content.decode()
    for word in ("除险加固", "J026", "水库处", secret.fonds.department.short_name):
        assert word not in page or word in asked.get("q", "")


def told(response):
    context = response.context
    return {
        "hits": [hit.record.pk for hit in context["hits"]],
        "total": (context["figures"].total, context["figures"].exact),
        "facets": [
            (facet.name, [(option.value, option.count) for option in facet.options])
            for facet in context["facets"]
        ],
        "suggestions": [tuple(line) for line in context["suggestions"]],
        "page": (context["page"].next, context["page"].previous),
    }


@pytest.mark.parametrize("name", ["fonds", "department", "unit", "category"])
def test_choices_are_refused_in_the_same_words_whether_they_exist_or_not(client, secret, name):
    values = {
        "fonds": secret.fonds_id,
        "department": secret.fonds.department_id,
        "unit": secret.unit_id,
    }

    if name in values:
        hidden = client.get(LIST, {name: values[name]})
        missing = client.get(LIST, {name: 987654})
        assert hidden.status_code == missing.status_code == 422
        errors = [str(response.context["form"].errors) for response in (hidden, missing)]
        assert errors[0] == errors[1].replace("987654", str(values[name]))
    else:
        assert not client.get(LIST, {name: secret.category_id}).context["hits"]


def test_choices_name_only_fonds_with_something_to_see(client, secret):
    def offered():
        form = client.get(LIST).context["form"]
        return {str(label) for _value, label in form.fields["fonds"].choices}

    other = str(secret.fonds)
    make.record(Stage.DRAFT, of=secret.fonds, access=Access.SHARED)
    assert other not in offered()

    type(secret).objects.filter(pk=secret.pk).update(access=Access.SHARED)
    assert other in offered()


def test_of_another_departments_offices_only_those_are_known_that_share_a_record(client, secret):
    within = {"fonds": secret.fonds_id}

    hidden = client.get(LIST, within | {"unit": secret.unit_id})
    missing = client.get(LIST, within | {"unit": 987654})

    errors = [str(answer.context["form"].errors) for answer in (hidden, missing)]
    assert errors[0] == errors[1].replace("987654", str(secret.unit_id)) != ""
    assert "水库处" not in hidden.content.decode()
    make.record(Stage.ACCEPTED, of=secret.fonds, access=Access.SHARED, unit=secret.unit)
    assert client.get(LIST, within | {"unit": secret.unit_id}).context["hits"]


def test_an_alias_of_an_invisible_record_proposes_nothing(client, secret):
    secret.aliases.create(code="J026-OLD-1", reason="x", by=make.archivist(), at=make.NOW)

    assert not client.get(LIST, {"q": "J026-OLD-1"}).context["suggestions"]


def test_exports_and_prints_hold_only_what_is_visible(client, secret):
    book = openpyxl.load_workbook(BytesIO(b"".join(client.post(EXPORT).streaming_content)))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}

    assert not cells & {secret.title, secret.archival_code}
    assert book.active.max_row == 2
    assert secret.title not in client.get(PRINT).content.decode()


def test_an_auditor_sees_no_record_and_no_choice(client, secret):
    client.force_login(make.auditor())

    response = client.get(LIST)

    assert not response.context["hits"]
    assert not list(response.context["form"].fields["fonds"].choices)
