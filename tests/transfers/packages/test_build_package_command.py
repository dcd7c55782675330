"""`manage.py build_package ID --out DIR`: the same builder, for who has no browser."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from records.audit.models import Entry
from tests import handover_make
from transfers.handover.rules import Stage
from transfers.packages.verifying import root_digest, verify

pytestmark = pytest.mark.django_db


def test_it_builds_what_the_worker_builds_and_leaves_the_stage_alone(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"
    handover = handover_make.packaged()
    said = StringIO()

    call_command("build_package", handover.pk, out=tmp_path / "out", stdout=said, stderr=StringIO())

    told = dict(part.split("=", 1) for part in said.getvalue().split())
    assert told["records"] == "3"
    assert handover.package
    assert told["sha256"] == handover.package.sha256 == root_digest(Path(told["package"])).sha256
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
