from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from records.holdings.models import Record
from records.imports.models import Import
from tests import catalogues, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    return catalogues.write_xlsx(tmp_path / "a.xlsx", catalogues.rows(40, dirt=False))


def run(*given, told=None):
    out = StringIO()
    call_command("import_catalogue", *map(str, given), stdout=out, stderr=told or StringIO())
    return out.getvalue()


@pytest.fixture
def fonds():
    make.category()
    make.archivist()
    return make.fonds("J026")


def test_it_prints_the_counts_and_writes_nothing(path, fonds):
    assert run(path, "--fonds", "J026") == "read=40 ok=40 warned=0 rejected=0 duplicate=0\n"
    assert not Record.objects.exists()
    assert Import.objects.get().stage == "checked"


def test_with_commit_the_good_rows_are_imported_once(path, fonds):
    run(path, "--fonds", "J026", "--commit")

    again = run(path, "--fonds", "J026")

    assert again == "read=40 ok=0 warned=0 rejected=0 duplicate=40\n"
    assert Record.objects.filter(stage="accepted").count() == 40


def test_committing_a_table_that_is_all_there_is_no_fault(path, fonds):
    run(path, "--fonds", "J026", "--commit")

    again = run(path, "--fonds", "J026", "--commit")

    assert again == "read=40 ok=0 warned=0 rejected=0 duplicate=40\n"


def test_whole_refuses_while_rows_have_faults(tmp_path, fonds):
    rows = [
        *catalogues.rows(3, dirt=False),
        [4, "2020", "永久", "", "某局", "", "20200101", "", 1, ""],
    ]
    path = catalogues.write_xlsx(tmp_path / "b.xlsx", iter(rows))

    told = StringIO()
    with pytest.raises(CommandError, match="1 row has faults"):
        run(path, "--fonds", "J026", "--commit", "--whole", told=told)
    said = "Row 7, column F: A record needs a title. Where the document has none, make one"
    assert said in told.getvalue()

    assert not Record.objects.exists()


def test_it_is_done_in_somebodys_name(path, fonds):
    officer = make.filing_officer(fonds.department)

    with pytest.raises(CommandError, match="not open to your role"):
        run(path, "--fonds", "J026", "--commit", "--by", officer.username)
    run(path, "--fonds", "J026", "--drafts", "--by", officer.username)

    assert Record.objects.filter(described_by=officer, stage="draft").count() == 40


@pytest.mark.parametrize(
    ("given", "part"),
    [
        (["--fonds", "Z999"], "Z999"),
        (["--fonds", "J026", "--category", "QQ"], "QQ"),
        (["--fonds", "J026", "--by", "nobody"], "nobody"),
    ],
)
def test_what_is_not_there_is_named(path, fonds, given, part):
    with pytest.raises(CommandError, match=part):
        run(path, *given)

    assert not Import.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path, fonds):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.xlsx", "--fonds", "J026")
