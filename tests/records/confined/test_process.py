"""A reader of a stranger's bytes ends by itself or is ended, and nobody else notices."""

import errno
import os
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest

from archive_center.local.provision import PROJECT
from records.confined import children
from records.confined.process import SENTENCES, NotBegun, run, stream
from records.rules import Refused
from tests.records.confined import readers

FILE = b"bytes"


@pytest.fixture
def limits(settings):
    settings.CONFINED_SECONDS = 2
    settings.CONFINED_MEMORY_BYTES = 256 * 1024**2
    settings.CONFINED_OUTPUT_BYTES = 1024**2


def test_a_reader_gets_the_file_and_its_arguments():
    assert run(readers.content, BytesIO(FILE), 7, "名") == ["bytes", 7, "名"]


def test_a_file_on_the_disk_is_read_from_its_beginning(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(FILE)
    with path.open("rb") as file:
        file.read()

        assert run(readers.content, file) == ["bytes"]


def test_values_come_one_by_one():
    assert list(stream(readers.numbers, BytesIO(FILE), 3)) == [0, 1, 2]


def test_what_a_reader_finds_wrong_is_a_sentence_of_its_subject():
    sentences = {"row": "Row %(row)d: %(word)s"}

    with pytest.raises(Refused, match=r"^Row 3: x{200}$"):
        list(
            stream(
                readers.faulty,
                BytesIO(FILE),
                "row",
                {"row": 3, "word": "x" * 999},
                sentences=sentences,
            )
        )


@pytest.mark.parametrize(
    "told", [{"row": "no number"}, {}, {"row": {"a": 1}}, {"key": 1, "self": 2}, {"row": None}]
)
def test_a_child_is_not_trusted_to_fill_in_a_sentence(told):
    with pytest.raises(Refused, match=str(SENTENCES["broken"])):
        list(stream(readers.faulty, BytesIO(FILE), "row", told, sentences={"row": "Row %(row)d"}))


@pytest.mark.parametrize(
    ("reader", "key"),
    [
        (readers.hang, "time"),
        (readers.spin, "time"),
        (readers.swell, "memory"),
        (readers.crash, "broken"),
        (readers.abort, "memory"),
        (readers.panic, "broken"),
        (readers.talk, "size"),
        (readers.bawl, "size"),
        (readers.babble, "broken"),
    ],
)
def test_a_reader_that_comes_to_no_end_is_one_sentence(reader, key, limits):
    with pytest.raises(Refused, match=str(SENTENCES[key])):
        list(
            stream(reader, BytesIO(FILE))
            if reader is readers.talk
            else [run(reader, BytesIO(FILE))]
        )


def test_an_installation_that_is_broken_is_not_blamed_on_the_file(monkeypatch, caplog):
    monkeypatch.setattr(readers.content, "__module__", "a_library_that_is_not_installed")

    with pytest.raises(NotBegun):
        run(readers.content, BytesIO(FILE))

    assert "ModuleNotFoundError" in caplog.text


def test_the_time_that_the_caller_takes_does_not_count(limits):
    found = stream(readers.numbers, BytesIO(FILE), 3)
    next(found)
    time.sleep(2.5)

    assert list(found) == [1, 2]


def test_no_secret_of_ours_is_handed_on(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "ours")

    assert set(run(readers.environment, BytesIO(FILE))) <= {"LC_CTYPE"}


@pytest.mark.parametrize("how", ["network", "/etc/hostname", "/proc/self/environ"])
def test_no_network_and_no_file_is_within_reach(how):
    assert run(readers.escape, BytesIO(FILE), how) == errno.EMFILE
    assert run(readers.replace, BytesIO(FILE), how) == errno.EMFILE


def test_no_process_is_started():
    assert run(readers.fork, BytesIO(FILE)) == errno.EAGAIN


def test_the_file_is_not_written_to(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(FILE)
    with path.open("r+b") as file:
        assert run(readers.write, file) == errno.EBADF

    assert path.read_bytes() == FILE


def alive(pid):
    try:
        return "zombie" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def gone(pid, seconds=5.0):
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(pid)


def test_a_stream_that_is_closed_early_ends_its_child():
    found = stream(readers.process, BytesIO(FILE))
    pid = next(found)
    assert alive(pid)

    found.close()

    assert gone(pid)


def test_the_process_that_forks_them_is_begun_anew_where_it_is_gone():
    server = run(readers.parent, BytesIO(FILE))
    os.kill(server, signal.SIGKILL)
    assert gone(server)

    assert run(readers.parent, BytesIO(FILE)) != server


def test_the_process_that_forks_them_ends_where_nothing_is_read(monkeypatch):
    soon = "from records.confined import forkserver\nforkserver.IDLE_S = 0.1\nserve("
    monkeypatch.setattr(children, "BEGIN", children.BEGIN.replace("serve(", soon))
    server = children._Server()
    monkeypatch.setattr(children, "_SERVER", server)
    assert run(readers.content, BytesIO(FILE)) == ["bytes"]

    assert os.waitpid(server.pid, 0)[1] == 0

    assert run(readers.content, BytesIO(FILE)) == ["bytes"]


def test_a_process_that_is_forked_has_its_children_from_its_own_server():
    server = run(readers.parent, BytesIO(FILE))
    pid = os.fork()
    if not pid:
        os._exit(run(readers.parent, BytesIO(FILE)) == server)

    assert os.waitpid(pid, 0) == (pid, 0)
    assert run(readers.parent, BytesIO(FILE)) == server


def test_several_are_read_at_the_same_time():
    some = [stream(readers.numbers, BytesIO(FILE), most) for most in range(5)]
    begun = [next(one, None) for one in some[::-1]]

    assert begun == [0, 0, 0, 0, None]
    assert [list(one) for one in some] == [[], [], [1], [1, 2], [1, 2, 3]]


def test_what_is_asked_with_too_many_words_is_refused():
    with pytest.raises(Refused, match=str(SENTENCES["size"])):
        run(readers.content, BytesIO(FILE), "名" * 100_000)


WORKER = """
import sys, time
from io import BytesIO
from django.conf import settings
settings.configure(CONFINED_SECONDS=60, CONFINED_MEMORY_BYTES=10**9, CONFINED_OUTPUT_BYTES=10**6)
from records.confined import children
from records.confined.process import stream
from tests.records.confined.readers import process
found = stream(process, BytesIO(b"bytes"))
print(next(found), flush=True)
time.sleep(60)
"""


def worker(**given):
    return subprocess.Popen(
        [sys.executable, "-c", WORKER], cwd=PROJECT, stdout=subprocess.PIPE, **given
    )


def test_a_worker_that_is_killed_leaves_no_child_behind():
    with worker() as killed:
        pid = int(killed.stdout.readline())
        assert alive(pid)
        killed.kill()

    assert gone(pid)


def as_nobody(code):
    begin = "import os; os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
    return subprocess.run(
        [sys.executable, "-c", begin + code], cwd=PROJECT, capture_output=True, timeout=60
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can become another user")
def test_an_ordinary_user_reads_too():
    """The tests may run as the superuser; the server does not."""
    if as_nobody("import datetime, records").returncode:
        pytest.skip("nobody else may read this Python or this checkout")

    ran = as_nobody(WORKER.replace("time.sleep(60)", "found.close()"))

    assert int(ran.stdout), ran.stderr.decode()


def test_the_log_has_the_place_of_a_fall_and_no_word_of_the_file(caplog):
    with pytest.raises(Refused):
        run(readers.panic, BytesIO(FILE))

    assert "in panic" in caplog.text
    assert "BaseException" in caplog.text
    assert "as a parser" not in caplog.text
