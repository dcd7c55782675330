"""Certified copies: numbered without gaps, of what was copied, believed by number and code."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from records.holdings.rules import Stage
from records.rules import Refused
from records.visits import actions
from records.visits.models import Certificate
from records.visits.rules import Wanted
from tests import make, visit_make
from tests.visit_make import certified

pytestmark = pytest.mark.django_db


def test_what_was_copied_is_certified_and_numbered_without_gaps():
    record = make.record(Stage.ACCEPTED, pages=9)
    visit, year = visit_make.reading((record, 8)), timezone.localdate().year

    first, second = certified(visit, pages="7，1–3"), certified(visit, pages="1-3", sets=2)
    for fault, said in (
        ({"pages": "8-10"}, "last one is 9"),
        ({"pages": "1-9"}, "more than the 8"),
        ({"sets": 9}, "more than the 8"),
        ({"pages": "3-1"}, "are no pages"),
        ({"pages": "0"}, "are no pages"),
        ({"pages": "全部"}, "are no pages"),
        ({"item": 0}, "no copy was made"),
    ):
        with pytest.raises(Refused, match=said):
            certified(visit, **fault)
    third = certified(visit)

    assert [str(one) for one in (first, second, third)] == [
        f"复证〔{year}〕{number}号" for number in (1, 2, 3)
    ]
    assert (first.pages, first.count) == ("1-3, 7", 4)
    assert len({one.check_code for one in (first, second, third)}) == 3
    with pytest.raises(Refused, match="stays on the list"):
        actions.bring(visit, wanted=[], by=make.archivist(), at=timezone.now())
    fewer = [Wanted(record.pk, 5)]
    with pytest.raises(Refused, match="6 copied pages were certified"):
        actions.bring(visit, wanted=fewer, by=make.archivist(), at=timezone.now())
    with pytest.raises(Refused, match="entry stays"):
        actions.cancel(visit, reason="误登", by=make.archivist(), at=timezone.now())
    long = visit_make.reading((make.record(Stage.ACCEPTED, pages=70), 70))
    with pytest.raises(Refused, match="too many single pages"):
        certified(long, pages=",".join(map(str, range(1, 70, 2))))
    nothing = visit_make.reading((record, 0))
    with pytest.raises(Refused, match="No copy was made"):
        certified(nothing)


def test_the_paper_is_always_the_same_and_a_checker_learns_no_more_than_is_open(client):
    department = make.department()
    record = make.record(Stage.ACCEPTED, pages=9)
    visit = visit_make.left((record, 4), department=department)
    made = certified(visit)
    client.force_login(make.archivist())
    paper = [client.get(reverse("records:certificate", args=[made.pk])).content for _n in range(2)]
    assert paper[0].startswith(b"%PDF-")
    assert b"pdfaid" in paper[0]
    assert paper[0] == paper[1]

    address = reverse("records:certificate-check")
    said = {"year": made.year, "number": made.number}
    code = f"{made.check_code[:4].lower()} {made.check_code[4:]}"
    page = client.post(address, said | {"code": code}).content.decode()
    assert str(made) in page
    assert record.title in page
    client.force_login(make.filing_officer(department))
    page = client.post(address, said | {"code": made.check_code}).content.decode()
    assert str(made) in page
    assert record.title not in page
    assert record.archival_code not in page
    for wrong in ({"code": "AAAA AAAA"}, {"number": 99, "code": made.check_code}):
        answer = client.post(address, said | wrong)
        assert answer.status_code == 422
        assert str(made) not in answer.content.decode()
    assert client.get(reverse("records:certificate", args=[made.pk])).status_code == 403


def test_no_certificate_of_what_was_not_read():
    visit, other = visit_make.reading((make.record(Stage.ACCEPTED), 1)), make.record(Stage.ACCEPTED)
    told = {"year": 2026, "number": 1, "check_code": "A" * 8, "visit": visit, "title": "x"}
    made = {"pages": "1", "count": 1, "made_by": make.archivist(), "made_at": timezone.now()}

    with pytest.raises(IntegrityError, match="was not read"), transaction.atomic():
        Certificate.objects.create(**told, **made, record=other)
