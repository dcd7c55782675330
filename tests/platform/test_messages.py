"""Texts are found wherever they are marked, and no text goes without its Chinese."""

import gettext

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from django.utils.translation import gettext as translated
from django.utils.translation import override

from archive_center.messages import extraction, translations


@pytest.fixture
def texts_of(tmp_path):
    """The texts that are found in a file of that name and content."""

    def read(name: str, content: str) -> list[object]:
        (tmp_path / "texts").mkdir()
        (tmp_path / "texts" / name).write_text(content)
        found = Catalog()
        extraction.read_folder(tmp_path / "texts", found, known={"Known"})
        return [(message.context, message.id) for message in found if message.id]

    return read


def test_texts_of_a_template_are_found(texts_of):
    found = texts_of(
        "page.html",
        """
      <h1>{% translate "Boxes" %}</h1>
          {% blocktranslate trimmed with name=box.name %}
            Box {{ name }} is full.
          {% endblocktranslate %}
        <p title="{{ _("Hint") }}">{% translate "May" context "month" %}</p>
      {% blocktranslate count n=total %}{{ n }} box{% plural %}{{ n }} boxes{% endblocktranslate %}
    """,
    )

    assert found == [
        (None, "Boxes"),
        (None, "Box %(name)s is full."),
        (None, "Hint"),
        ("month", "May"),
        (None, ("%(n)s box", "%(n)s boxes")),
    ]


def test_texts_of_code_are_found(texts_of):
    found = texts_of(
        "code.py",
        "label = _('Boxes')\nlater = gettext_lazy('Shelf')\nmonth = pgettext_lazy('month', 'May')\n"
        "many = ngettext('%(n)d box', '%(n)d boxes', n) % {'n': n}\nknown = _('Known')\n",
    )

    assert found == [
        (None, "Boxes"),
        (None, "Shelf"),
        ("month", "May"),
        (None, ("%(n)d box", "%(n)d boxes")),
    ]


def test_texts_inside_an_f_string_are_found_by_every_python(texts_of):
    found = texts_of(
        "code.py", """title = f"{_('Welcome')} {name}: {ngettext('box', 'boxes', n)}"\n"""
    )

    assert set(found) == {(None, "Welcome"), (None, ("box", "boxes"))}


@pytest.fixture
def entries(settings, tmp_path, monkeypatch):
    """A project of one template, and a way to write its file of texts."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text(
        '{% translate "Boxes" %}{% blocktranslate %}{{ n }} left{% endblocktranslate %}'
    )
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.setattr(extraction, "PROJECT", tmp_path)
    monkeypatch.setattr(extraction, "other_packages", list)

    def write(text: str, name: str = "zh_Hans/LC_MESSAGES/django.po") -> None:
        path = tmp_path / "locale" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    return write


GOOD = 'msgid "Boxes"\nmsgstr "盒"\n\nmsgid "%(n)s left"\nmsgstr "还剩 %(n)s"\n'


def test_a_complete_file_passes(entries):
    entries(GOOD)

    assert translations.faults() == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (GOOD.replace("盒", ""), "missing: 'Boxes' (templates/page.html)"),
        ("#, fuzzy\n" + GOOD, "fuzzy: 'Boxes'"),
        (GOOD.replace("还剩 %(n)s", "还剩 %(m)s"), "placeholders differ: '%(n)s left'"),
        (GOOD.replace("还剩 %(n)s", "还剩: %(n)s"), "half-width signs beside Chinese: '还剩: "),
        (GOOD.replace("还剩 %(n)s", "%(n)s (还剩)"), "half-width signs beside Chinese: "),
        (GOOD + '\nmsgid "Gone"\nmsgstr "没有了"\n', "obsolete: 'Gone'"),
        (GOOD + '\n#~ msgid "Gone"\n#~ msgstr "没有了"\n', "obsolete: 'Gone'"),
    ],
)
def test_each_fault_is_named(entries, text, fault):
    entries(text)

    with pytest.raises(CommandError) as told:
        call_command("messages", "check")

    assert fault in str(told.value)


@pytest.mark.parametrize("line", ["{{ a }}: {{ b }}", "{{ a }} ({{ b }})", "{% a %}, {{ b }}"])
def test_texts_that_a_template_puts_together_are_named(entries, tmp_path, line):
    entries(GOOD)
    page = tmp_path / "templates/page.html"
    with page.open("a") as more:
        more.write("{# {{ a }}: ({{ b }}) #}")
    assert translations.faults() == []

    with page.open("a") as more:
        more.write(line)

    assert "put together outside the texts: page.html" in translations.faults()[0]


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("%(count)d records", True),
        ("%(count)s further records may be asked for.", True),
        ("%(request)s: %(count)d of the records are refused", True),
        ("%(count)d lie in no volume", True),
        ("<b>%(total)s</b> records", True),
        ("%(day)s is still to come", False),
        ("%(count)d with a copy", False),
        ("%(number)d is open", False),
        ("At most %(most)d records", False),
        ("It has %(count)d pages, more than the %(most)d that are read.", False),
    ],
)
def test_a_number_of_things_without_a_plural_is_named(entries, tmp_path, text, lacks):
    (tmp_path / "records").mkdir()
    (tmp_path / "records/code.py").write_text(f"_({text!r})\n")
    entries(GOOD)

    named = [fault for fault in translations.faults() if fault.startswith("no plural")]

    assert named == ([f"no plural: {text!r} (records/code.py)"] if lacks else [])


def test_a_number_of_things_with_a_plural_passes(entries, tmp_path):
    (tmp_path / "records").mkdir()
    (tmp_path / "records/code.py").write_text("ngettext('%(n)d box', '%(n)d boxes', n)\n")
    plural = 'msgid "%(n)d box"\nmsgid_plural "%(n)d boxes"\nmsgstr[0] "%(n)d 盒"\n'
    entries(f"{GOOD}\n{plural}")

    assert translations.faults() == []


def test_what_was_kept_before_it_had_a_plural_is_read_still(entries):
    entries('msgid "%(n)d box"\nmsgid_plural "%(n)d boxes"\nmsgstr[0] "%(n)d 盒"\n')

    call_command("messages", "compile")

    with translations.file().with_suffix(".mo").open("rb") as compiled:
        made = gettext.GNUTranslations(compiled)
    assert made.gettext("%(n)d boxes") == made.ngettext("%(n)d box", "%(n)d boxes", 1) == "%(n)d 盒"


def test_django_s_own_texts_may_be_overridden(entries):
    entries(GOOD + '\nmsgid "This field is required."\nmsgstr "此项必填。"\n')

    assert translations.faults() == []


def test_parts_of_several_people_are_merged(entries):
    entries('msgid "Boxes"\nmsgstr "盒"\n', "parts/one.po")
    entries('msgid "%(n)s left"\nmsgstr "还剩 %(n)s"\n', "parts/two.po")

    call_command("messages", "merge")

    assert translations.parts() == []
    assert translations.faults() == []


def test_a_part_fills_what_the_file_holds_without_its_chinese(entries):
    entries('msgid "Boxes"\nmsgstr ""\n\nmsgid "%(n)s left"\nmsgstr "还剩 %(n)s"\n')
    entries('msgid "Boxes"\nmsgstr "盒"\n', "parts/one.po")

    call_command("messages", "merge")

    assert translations.faults() == []


def test_parts_that_contradict_each_other_are_named(entries):
    entries(GOOD)
    entries('msgid "Boxes"\nmsgstr "箱"\n', "parts/one.po")

    assert translations.faults() == ["contradictory: one.po: 'Boxes' is '箱' or '盒'"]


def test_what_is_compiled_is_what_django_reads(entries):
    entries(GOOD)

    call_command("messages", "compile")

    with translations.file().with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Boxes") == "盒"
    assert not translations.compiled()


def test_texts_compiled_by_this_process_are_read_by_it(entries):
    """The first start looks for texts, compiles them, and then writes the demonstration."""
    with override("zh-hans"):
        assert translated("Boxes") == "Boxes"
    entries(GOOD)

    translations.compiled()

    with override("zh-hans"):
        assert translated("Boxes") == "盒"
