from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from tests.access.matrix import ADMIN, LINES, OF_A_DEPARTMENT, PAGES, PEOPLE, TAKEN, Line

SIGN_IN = (str(settings.LOGIN_URL), reverse("admin-door"), reverse("admin:index"))


def addresses(resolver, namespace="", route="") -> Iterator[tuple[str, str]]:
    """The name and route of every address, as Django resolves them."""
    for pattern in resolver.url_patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            # the admin's own unnamed ones lead from old addresses to named ones
            if pattern.name or not pattern.callback.__module__.startswith("django."):
                yield (f"{namespace}{pattern.name}" if pattern.name else "", here)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner, here)


def test_every_address_stands_in_the_matrix():
    named = {line.name for line in LINES} | set(TAKEN)

    missing = {name or route for name, route in addresses(get_resolver()) if name not in named}

    assert not missing, f"write down in tests/access/matrix.py who may open: {sorted(missing)}"


def test_the_matrix_names_no_address_that_is_gone():
    known = {name for name, _route in addresses(get_resolver())}

    assert {line.name for line in LINES} - known == set()


def test_every_list_of_the_admin_has_its_kind():
    kinds = {label for labels in ADMIN.values() for label in labels}

    assert kinds == {model._meta.label for model in admin.site._registry}


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.method} {line.name}")
def test_everybody_gets_what_the_matrix_says(world, line: Line):
    expected = {("own", who): code for who, code in zip(PEOPLE, line.answers.split(), strict=True)}
    others = dict(zip(OF_A_DEPARTMENT, line.others.split(), strict=bool(line.others)))
    expected |= {("other", who): code for who, code in others.items()}

    wrong = {}
    for (whose, who), code in expected.items():
        answer = ask(world, line, whose, who)
        if str(answer.status_code) != code:
            wrong[f"{who}, {whose}"] = f"{answer.status_code} instead of {code}"
        elif who == "anonymous" and code == "302" and line.name != "set_language":
            assert answer["Location"].split("?")[0] in SIGN_IN

    assert not wrong


@pytest.mark.parametrize(
    "line",
    [line for line in LINES if line.method == "GET" and {"403", "404"} & set(line.answers.split())],
    ids=lambda line: line.name,
)
def test_who_may_not_open_a_page_may_not_send_to_it_either(world, line: Line):
    """Also where nothing is to be sent: a view that never asks for the method would do it."""
    for who, code in zip(PEOPLE, line.answers.split(), strict=True):
        if code in {"403", "404"}:
            answer = ask(world, line._replace(method="POST"), "own", who)
            assert answer.status_code in {403, 404, 405}, who


@pytest.mark.parametrize("line", PAGES, ids=lambda line: f"{line.method} {line.name}")
def test_a_part_of_a_page_is_never_a_fault(world, line: Line):
    """htmx asks for a part: the template has the part that the view names.

    It is asked for by the first whom the matrix lets in, and by the archivist, who may do most.
    A part that there is not is the whole page, by one rule for all pages: some are enough.
    """
    answering = zip(PEOPLE, line.answers.split(), strict=True)
    served = [who for who, code in answering if code not in {"302", "403", "404", "405"}]
    asking = dict.fromkeys([*served[:1], *(who for who in served if who == "archivist")])

    faults = {}
    for target in ("form", "results", "nowhere")[: None if line in PAGES[::8] else 2]:
        for who in list(asking)[: 1 if target == "nowhere" else None]:
            part = {"HX-Request": "true", "HX-Target": target}
            code = ask(world, line, "own", who, headers=part).status_code
            if code >= 500:
                faults[f"{who}, {target}"] = code

    assert faults == {}


def ask(world, line: Line, whose: str, who: str, **more):
    """One request, whose writes are undone: the next one finds the same world."""
    address = reverse(line.name, args=world.arguments(line.about, whose))
    client = world.clients[who]
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.generic(line.method, address, **more)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def test_the_addresses_of_rows_take_a_row():
    for line in LINES:
        if line.about:
            with pytest.raises(NoReverseMatch):
                reverse(line.name)
