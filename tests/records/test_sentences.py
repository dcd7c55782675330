"""What is kept as a sentence is read by everybody in their own language, whoever made it."""

import json
from datetime import date
from functools import partial

import pytest
from django.urls import reverse
from django.utils.translation import override

from records.audit.models import Entry
from records.audit.pages import differences
from records.imports import actions, work
from records.imports.models import Import
from records.jobs import actions as jobs
from records.jobs.models import Job
from records.organisation.rules import Role
from records.retention.rules import Period, UnknownPeriod
from records.rules import Refused
from records.sentences import (
    Keeps,
    Says,
    Sentence,
    gettext,
    keep,
    ngettext,
    ngettext_lazy,
    pgettext,
    say,
)
from tests import make
from tests.records.imports import making
from tests.working import once_more

LANGUAGES = ("en", "zh-hans")
ROLE = "“%(move)s” is not open to your role (%(role)s)."


def kept(value):
    return json.loads(json.dumps(value, cls=Keeps))


def counted(n):
    return ngettext("%(count)s volume", "%(count)s volumes", n) % {"count": f"{n:,}"}


def written(language):
    """Sentences of each shape: figures, sentences in it, rows of words, two in one, a refusal."""
    with override(language):
        try:
            raise Refused(gettext("Pages are a whole number."))
        except Refused as refusal:
            inside = gettext("Inside “%(name)s”: %(why)s") % {"name": "甲", "why": refusal}
        parts = pgettext("between words", ", ").join([gettext("year"), "甲", str(Period("D30"))])
        return {
            "figure": gettext("%(count)d rows") % {"count": 4000},
            "one": counted(1),
            "later": ngettext_lazy("%(count)d row", "%(count)d rows") % {"count": 1},
            "period": str(Period("D1")),
            "many": counted(2),
            "word": gettext(ROLE) % {"move": gettext("Accept"), "role": Role.ARCHIVIST.label},
            "place": gettext("Write %s.") % "12",
            "inside": inside,
            "listed": gettext("The code and its row differ in %(parts)s.") % {"parts": parts},
            "two": gettext("A record needs a title.") + " " + gettext("Count the pages."),
            "unreadable": [UnknownPeriod("久").what, str(UnknownPeriod("久"))],
            "day": gettext("Due dates for %(day)s") % {"day": date(2026, 11, 30)},
            "plain": "完成",
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_kept_is_said_in_the_language_of_now(language):
    made = written("zh-hans" if language == "en" else "en")

    with override(language):
        said = json.loads(json.dumps(made, cls=Keeps), cls=Says)

    assert said == written(language)
    assert kept(said) == kept(made)
    assert {name for name in made if made[name] == said[name]} == {"plain"}


def test_one_and_many_are_told_each_in_its_form():
    with override("zh-hans"):
        made = [counted(1), counted(2)]

    with override("en"):
        assert say(keep(made)) == ["1 volume", "2 volumes"]
        assert say({"msgid": "%(count)s volumes", "with": {"count": "3"}}) == "3 volumes"
    with override("zh-hans"):
        assert say(keep(made)) == ["1 卷", "2 卷"]
        assert say({"msgid": "%(count)s volumes", "with": {"count": "3"}}) == "3 卷"


def test_a_sentence_is_a_text():
    with override("zh-hans"):
        one = gettext("A record needs a title.")

    assert "题名" in one
    assert (str(one), f"{one}", "".join([one])) == (one, one, one)
    assert isinstance(str(one), Sentence)
    assert keep({"of": [one, 7, None]}) == {"of": [{"msgid": "A record needs a title."}, 7, None]}
    with override("en"):
        assert say(one.kept) == "A record needs a title."


def table():
    """Rows with faults of many kinds; the last two are of one file."""
    return making.csv(
        making.row(题名="甲", 页数="十二"),
        making.row(题名="乙", 年度="24", 保管期限="久"),
        making.row(题名="丙", 密级="乱写", 日期="2024年13月1日"),
        making.row(题名="丁", 文号="", 日期=""),
        making.row(题名="戊"),
        making.row(题名="戊", 保管期限="10年"),
    )


def checked_in(language, by):
    """An import that somebody sent and had checked in this language; its job is done."""
    with override(language):
        source = making.sent(table(), by=by)
        actions.check_later(source, by=by, at=make.NOW)
    source.refresh_from_db()
    jobs.work(source.job_id or 0, partial(work.check, at=make.NOW))
    return Import.objects.get(pk=source.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("maker", "reader"), [LANGUAGES, LANGUAGES[::-1]])
def test_an_import_of_another_is_read_in_the_own_language(client, maker, reader):
    by = make.archivist()
    theirs, mine = checked_in(maker, by), checked_in(reader, by)
    client.force_login(by)
    client.cookies["django_language"] = reader

    with override(reader):  # which is what the middleware leaves behind
        pages = [client.get(one.get_absolute_url()) for one in (theirs, mine)]
        jobs_told = [
            client.get(reverse("records:job", args=[one.job_id])) for one in (theirs, mine)
        ]
        rows = [making.problems(one) for one in (theirs, mine)]

    told = [page.context["problems"].lines for page in pages]
    names = ("column", "value", "what", "remedy", "rows")
    assert [[line[name] for name in names] for line in told[0]] == [
        [line[name] for name in names] for line in told[1]
    ]
    assert told[0][0]["what"] in pages[0].content.decode()
    assert rows[0] == rows[1]
    assert len(rows[0]) == 8
    found = [page.context["job"] for page in jobs_told]
    assert (found[0].title, found[0].message) == (found[1].title, found[1].message)
    assert found[0].message in jobs_told[0].content.decode()
    with override(maker):
        assert Job.objects.get(pk=theirs.job_id).message != found[0].message
    mend(client, theirs, next(line for line in told[0] if line["value"] == "十二"), maker)
    with override(reader):
        entry = Entry.objects.about(theirs).get(verb="mend")
        element = next(one for one in differences(entry, by) if one.key == "element")
        assert element.after == gettext("pages")


def mend(client, source, line, language):
    """Put right on the page what was told, in a language."""
    client.cookies["django_language"] = language
    right = {"row": line["rows"][0], "place": line["place"], "said": line["said"], "right": "12"}
    with override(language):
        client.post(reverse("records:import-right", args=[source.pk]), right)


@pytest.mark.django_db(transaction=True)
def test_how_far_a_job_is_and_why_it_failed_is_read_in_the_own_language():
    by, seen = make.supervisor(), []
    with override("zh-hans"):
        title = gettext("Check of %(row)s") % {"row": "目录.xlsx"}
        job = jobs.queue("records.resume_jobs", title=title, by=by, at=make.NOW)

    def action(progress, by):
        progress(3, 3, gettext("Writing records"))
        for language in LANGUAGES:
            with override(language):
                seen.append(Job.objects.get(pk=job.pk).progress["text"])
        raise Refused(gettext("%(count)d rows") % {"count": 7})

    jobs.work(job.pk, action)

    with override("zh-hans"):
        chinese = str(gettext("Writing records"))
    assert chinese != "Writing records"
    assert seen == ["Writing records", chinese]
    with override("en"):
        found = Job.objects.get(pk=job.pk)
        assert (found.title, found.message) == ("Check of 目录.xlsx", "7 rows")
    job = once_more(job)
    Job.objects.filter(pk=job.pk).update(message="第 3 行没有题名")  # as older versions kept it
    with override("en"):
        assert Job.objects.get(pk=job.pk).message == "第 3 行没有题名"
