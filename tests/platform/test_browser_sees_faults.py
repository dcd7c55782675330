"""The tests' browser is itself tested: a page with a fault must not pass."""

import pytest

from tests.browsing import violations

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


FAINT = """data:text/html,<title>Ink</title><body style="background: white; color: black">
  <p>Plain</p> <p style="color: silver">Faint</p> <p style="color: silver">As faint</p>
  <div style="background: black"> <p style="color: silver">Plain</p>
    <p style="color: dimgray">Faint</p> </div>
  <div style="background: gray"> <p hidden>Not seen</p> <p>Plain</p>
    <p style="color: silver">Faint</p> </div>"""


def test_faint_text_is_noticed_once_on_each_ground(judged):
    judged.page.goto(FAINT)

    found = violations(judged, {"runOnly": ["color-contrast"]})

    said = [node["html"] for broken in found for node in broken["nodes"]]
    assert [html.partition(">")[2] for html in said] == 3 * ["Faint</p>"]
