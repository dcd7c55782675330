"""The tests' browser is itself tested: a page with a fault must not pass."""

import pytest

pytestmark = pytest.mark.browser
HARMLESS = "/static/img/seal.svg"


def test_a_harmless_page_has_no_faults(live):
    live.open(HARMLESS)

    assert live.faults == []


@pytest.mark.parametrize(
    ("deed", "fault"),
    [
        ("() => console.error('a widget broke')", "a widget broke"),
        ("() => { setTimeout(() => { throw new Error('no such part') }) }", "no such part"),
        ("() => fetch('http://192.0.2.1/font.woff2').catch(() => 0)", "left the server"),
    ],
)
def test_a_fault_is_noticed(live, deed, fault):
    page = live.open(HARMLESS)

    page.evaluate(deed)
    page.wait_for_timeout(50)

    assert fault in "".join(live.faults)
    live.faults.clear()
