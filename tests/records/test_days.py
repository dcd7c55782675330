"""Days and moments as pages show them: by the centre's clock, the same in every language."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from records import days

AT = datetime(2026, 11, 29, 18, 5, 9, tzinfo=UTC)  # after midnight in Shanghai
ON = date(2026, 2, 3)


def shown(text: str, **values) -> str:
    return Template("{% load house %}" + text).render(Context(values)).strip()


@pytest.mark.parametrize(
    ("how", "of", "expected"),
    [
        ("day", AT, "2026-11-30"),
        ("day", ON, "2026-02-03"),
        ("short_day", AT, "11-30"),
        ("moment", AT, "2026-11-30 02:05"),
        ("short_moment", AT, "11-30 02:05"),
        ("clock", AT, "2026-11-30 02:05:09"),
        ("weekday", ON, "Tuesday"),
        ("moment", AT.replace(tzinfo=None), "2026-11-29 18:05"),
    ],
)
def test_a_filter_shows_it_by_the_centres_clock(how, of, expected):
    with override("en"):
        assert shown("{{ of|" + how + " }}", of=of) == expected


@pytest.mark.parametrize("how", ["day", "short_day", "moment", "short_moment", "clock", "weekday"])
def test_of_nothing_nothing_is_shown(how):
    assert (
        shown(
            "{{ of|" + how + " }}{{ missing.at|" + how + " }}{{ of|" + how + '|default:"—" }}',
            of=None,
        )
        == "—"
    )
    assert shown("{% when of '" + how + "' %}", of=None) == ""


def test_a_day_is_the_same_in_every_language_but_for_its_name():
    with override("zh-hans"):
        assert shown("{{ of|moment }} {{ of|weekday }}", of=AT) == "2026-11-30 02:05 星期一"


def test_what_people_see_stands_beside_what_programs_read():
    told = '<time datetime="2026-11-30T02:05:09+08:00">{}</time>'

    assert shown("{% when at %}", at=AT) == told.format("2026-11-30 02:05")
    assert shown('{% when at "clock" %}', at=AT) == told.format("2026-11-30 02:05:09")
    assert days.machine(ON) == "2026-02-03"
    assert days.machine(None) == ""
