"""`manage.py build_package ID --out DIR`: the same builder, for who has no browser."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from records.audit.models import Entry
from records.holdings.models import Record
from tests import handover_make
from transfers.handover.papers.order import order_of
from transfers.handover.rules import Stage
from transfers.packages.verification import verify
from transfers.packages.workplace import Workplace

pytestmark = pytest.mark.django_db


def test_it_builds_what_the_worker_builds_and_leaves_the_stage_alone(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"
    handover = handover_make.packaged()
    said = StringIO()

    call_command("build_package", handover.pk, out=tmp_path / "out", stdout=said, stderr=StringIO())

    told = dict(part.split("=", 1) for part in said.getvalue().split())
    assert told["records"] == "3"
    assert handover.package
    assert told["sha256"] == handover.package.sha256
    assert verify(Path(told["package"])) == []
    assert handover_make.again(handover).stage == Stage.PACKAGED
    newest = Entry.objects.about(handover).first()
    assert newest
    assert newest.verb == "export package"


def test_what_is_not_approved_or_not_there_is_refused_in_a_sentence(tmp_path):
    handover = handover_make.draft()

    with pytest.raises(CommandError, match="not approved"):
        call_command("build_package", handover.pk, out=tmp_path / "out")
    with pytest.raises(CommandError, match="no handover 0"):
        call_command("build_package", 0, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def built(handover, out):
    call_command("build_package", handover.pk, out=out, stdout=StringIO(), stderr=StringIO())


def test_what_stands_already_is_not_touched(tmp_path):
    handover = handover_make.approved()
    built(handover, tmp_path)
    package = next(tmp_path.iterdir())
    marked = package / "mark"
    marked.write_text("somebody works here")

    with pytest.raises(CommandError, match="stands already"):
        built(handover, tmp_path)

    assert marked.exists()
    assert list(tmp_path.iterdir()) == [package]


def test_a_place_that_is_no_directory_is_named(tmp_path):
    handover = handover_make.approved()
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="cannot be used: Not a directory"):
        built(handover, tmp_path / "file")


def test_the_store_of_packages_is_left_to_the_worker(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"
    handover = handover_make.packaged()
    assert handover.package

    with pytest.raises(CommandError, match="store of packages"):
        built(handover, tmp_path / "packages")

    assert verify(Path(handover.package.path)) == []


def test_a_package_that_would_differ_from_the_one_that_was_made_is_refused(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"
    handover = handover_make.closed({1: "题名有误"})
    record = Record.objects.filter(handover_items=handover.items.get(position=1))
    record.update(title="改正的题名")

    with pytest.raises(CommandError, match="have changed since"):
        built(handover, tmp_path / "out")

    assert not list((tmp_path / "out").iterdir())


def test_of_two_builders_in_one_place_the_second_is_refused(tmp_path):
    handover = handover_make.approved()
    work = Workplace(tmp_path, order_of(handover).name)

    with work.opened(), pytest.raises(CommandError, match="is being built there already"):
        built(handover, tmp_path)

    built(handover, tmp_path)
    assert verify(work.final) == []
