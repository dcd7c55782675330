"""What is made at run time is nobody else's: seen on real files and a real process."""

import os
import stat
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from archive_center import privacy
from archive_center import settings as ours
from archive_center.local import account, supervisor
from records.copies.store import put


def mode(path) -> int:
    return stat.S_IMODE(Path(path).lstat().st_mode)


@pytest.fixture
def usual_mask():
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def left_open(tmp_path):
    """As an earlier version left it."""
    (tmp_path / "media/imports").mkdir(parents=True)
    file = tmp_path / "media/imports/a.xlsx"
    file.write_bytes(b"x")
    outside = tmp_path / "outside"
    outside.write_bytes(b"x")
    (tmp_path / "media/link").symlink_to(outside)
    for path in (file, outside):
        path.chmod(0o644)
    for path in (tmp_path / "media", tmp_path / "media/imports"):
        path.chmod(0o755)
    return tmp_path


@pytest.mark.usefixtures("usual_mask")
def test_what_is_stored_is_private_whatever_the_mask(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"

    name = default_storage.save("imports/2026/a.csv", ContentFile(b"x"))
    put(BytesIO(b"y"), "copies/aa/bb/aabb")

    inside = list(settings.MEDIA_ROOT.rglob("*"))
    assert {mode(path) for path in inside if path.is_file()} == {0o600}
    assert mode(settings.MEDIA_ROOT / name) == 0o600
    assert list(privacy.open_to_others(settings.MEDIA_ROOT / "imports")) == []


def test_static_files_stay_readable():
    kept: Any = ours.STORAGES["staticfiles"]

    assert kept["OPTIONS"] == {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755}


def test_what_was_open_is_closed_and_links_are_not_followed(left_open):
    privacy.close(left_open / "media")

    assert list(privacy.open_to_others(left_open / "media")) == []
    assert mode(left_open / "media/imports") == 0o700
    assert mode(left_open / "media/imports/a.xlsx") == 0o600
    assert mode(left_open / "outside") == 0o644


def test_the_check_names_what_is_open(settings, left_open):
    settings.MEDIA_ROOT = left_open / "media"
    for empty in ("PACKAGE_DIR", "PAGE_CACHE_DIR", "SEARCH_DIR", "UPLOAD_DIR"):
        setattr(settings, empty, left_open / "none")

    (fault,) = privacy.files_are_private()
    assert fault.id == "files.E001"
    assert str(left_open / "media/imports") in fault.msg

    privacy.close(left_open / "media")
    assert privacy.files_are_private() == []


def test_web_and_workers_run_as_the_account_and_the_keeper_as_who_starts_servers(tmp_path):
    commands = {name: ["true"] for name in ("web", "worker", "beat", "keeper")}

    told = supervisor.configuration(tmp_path, commands, "postgres").split("[program:")[1:]

    assert {one.split("]")[0] for one in told if "user = postgres\n" in one} == {
        *("web", "worker", "beat")
    }
    assert "user = postgres" not in supervisor.configuration(tmp_path, commands)


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone gives files away")
def test_what_root_made_is_given_to_the_account_and_links_are_not_followed(left_open):
    nobody = account.as_user(65534, 65534)

    account.give(left_open / "media", nobody)

    assert {path.lstat().st_uid for path in (left_open / "media").rglob("*")} == {65534}
    assert (left_open / "outside").stat().st_uid == 0


def test_all_that_runs_gets_the_mask(empty_house):
    told = empty_house.run("manage.py", "up", "--port", "65536")

    assert told.returncode == 1  # refused, after it has taken the mask and before any server
    assert "umask = 077" in supervisor.configuration(empty_house.var, {})
    assert mode(empty_house.var / "services.json") == 0o600
    assert mode(empty_house.var / "services.lock") == 0o600
