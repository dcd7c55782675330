"""`manage.py up` as a person meets it, from the first start to Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from archive_center import watch
from archive_center.local.ports import free_port, listening, port_of, refuse_unusable
from archive_center.local.provision import PROJECT
from archive_center.local.refusals import CannotStart

pytestmark = pytest.mark.slow


def status(port: int, address: str = "/") -> int:
    """What a page, the first, answers; 0 where nobody does."""
    web = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        web.request("GET", address)
        return web.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        web.close()


def until(condition, within: float = 120) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def process_of(house, name: str) -> int:
    """The oldest process of this house that is shown by this name."""
    supervisor = house.pid("supervisord.pid")
    for path in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
        try:
            shown = (path / "comm").read_text().strip()
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == supervisor and shown == name:
            return int(path.name)
    return 0


def running_on(house, port: int):
    """An `up` of this house whose pages answer."""
    up = house.begin("manage.py", "up", "--no-demo", "--port", str(port))
    told = []
    for line in up.stdout:
        told.append(line)
        if "Ctrl-C" in line:
            break
    assert f"http://127.0.0.1:{port}/" in "".join(told), up.stderr.read()
    return up


def left_of(house) -> list[str]:
    """Commands that still run on this house's directory."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().decode()
        except OSError:
            continue
        if str(house.var) in command:
            found.append(command)
    return found


def nothing_left_of(house, port: int) -> bool:
    """Whether no process runs on this house's directory, and none listens where one did."""
    taken = (port, house.addresses.postgres_port, house.addresses.redis_port)
    return left_of(house) == [] and not any(listening(each) for each in taken)


def in_the_background_of_a_script(house, port: int):
    """An `up` that a script started there; the script waits for its end.

    A script has what it starts in the background ignore Ctrl-C, and waits on where it is told.
    """
    start = [sys.executable, "manage.py", "up", "--no-demo", "--port", str(port)]
    return subprocess.Popen(
        ["/bin/sh", "-c", '"$@" & trap : INT TERM; wait $!; wait $!', "sh", *start],
        cwd=PROJECT,
        env=house.environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_everything_comes_up_survives_is_taken_over_and_goes_down(used_house):
    house, port = used_house, free_port(set())
    up = running_on(house, port)
    assert status(port, "/records/?q=secret") == 302
    log = house.var / "log/web.log"
    until(lambda: "GET /records/" in log.read_text())
    assert "secret" not in log.read_text()

    # A second start of the same checkout is refused in one sentence.
    second = house.run("manage.py", "up", "--port", str(port))
    assert second.returncode == 1
    assert second.stderr.startswith("This checkout runs already")
    assert second.stderr.count("\n") == 1

    # What is killed is started again, each by itself; all with their supervisor; the database.
    for name in ("web", "worker", "beat", "search", "keeper"):
        killed = process_of(house, name)
        os.kill(killed, signal.SIGKILL)
        until(lambda name=name, killed=killed: process_of(house, name) not in {0, killed})
    supervisor = house.pid("supervisord.pid")
    os.kill(supervisor, signal.SIGKILL)
    until(lambda: house.pid("supervisord.pid") not in {0, supervisor} and process_of(house, "web"))
    database = house.pid("postgresql/postmaster.pid")
    os.kill(database, signal.SIGKILL)
    until(lambda: listening(house.addresses.postgres_port))
    until(lambda: status(port) in {200, 302})

    # Where the start itself is killed, with its supervisor or not, the next one takes over.
    supervisor = house.pid("supervisord.pid")
    os.kill(up.pid, signal.SIGKILL)
    up.wait()
    up = running_on(house, port)
    taken_over = house.pid("supervisord.pid")
    assert taken_over != supervisor
    for killed in (up.pid, taken_over):
        os.kill(killed, signal.SIGKILL)
    up.wait()
    script = in_the_background_of_a_script(house, port)
    kept = house.var / "supervisord.pid"
    until(lambda: kept.exists() and kept.read_text().split() not in ([], [str(taken_over)]))
    until(lambda: status(port) in {200, 302})

    # Ctrl-C to the script's group ends it.
    os.killpg(script.pid, signal.SIGINT)
    assert script.wait(timeout=60) == 0  # as what it started
    assert nothing_left_of(house, port)


TWICE = """
import signal, sys, traceback
from archive_center import watch
told = []
def once_more(frame, event, arg):
    inside = any(one.name == "interrupt" for one in traceback.extract_stack(frame))
    if inside and event == "c_return" and not told:
        told.append(event)
        signal.raise_signal(signal.SIGTERM)
watch.listen()
sys.setprofile(once_more)
try:
    signal.raise_signal(signal.SIGTERM)
except KeyboardInterrupt:
    print("ended", len(told))
"""


def test_a_signal_while_another_is_noted_does_not_keep_it_waiting():
    """As `make` passes on what the group was told already."""
    done = subprocess.check_output([sys.executable, "-c", TWICE], cwd=PROJECT, timeout=20)

    assert done == b"ended 1\n"


@pytest.fixture
def told():
    watch.TOLD.append(signal.SIGTERM)
    yield
    watch.TOLD.clear()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, watch.ENDS)


def test_a_signal_that_python_dropped_ends_it_too(told):
    with subprocess.Popen(["sleep", "60"]) as supervisor:
        with pytest.raises(KeyboardInterrupt):
            watch.stay(supervisor.pid)
        with pytest.raises(KeyboardInterrupt):
            watch.become(supervisor.pid, supervisor.pid)
        supervisor.kill()


def test_a_busy_port_is_refused_at_once_and_nothing_is_started(empty_house):
    port = free_port(set())
    with closing(socket.create_server(("127.0.0.1", port))):
        refused = empty_house.run("manage.py", "up", "--port", str(port))

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Port {port} on 127.0.0.1 is taken by another program")
    assert refused.stderr.count("\n") == 1
    assert not (empty_house.var / "postgresql").exists()


@pytest.mark.parametrize("port", ["http", "65536", "", "-1"])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(CannotStart, match=f"“{port}” is no port"):
        port_of(port)


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.host.invalid"])
def test_what_is_no_address_of_this_machine_is_refused(host):
    with pytest.raises(CannotStart, match=f"“{host}” is no address of this machine"):
        refuse_unusable(host, free_port(set()))


def test_an_address_that_can_t_be_used_is_refused_in_a_sentence(empty_house):
    refused = empty_house.run("manage.py", "up", "--port", "65536")

    assert refused.returncode == 1
    assert refused.stderr.startswith("“65536” is no port")
    assert refused.stderr.count("\n") == 1


def test_of_two_starts_at_once_one_is_refused(used_house):
    house, ports = used_house, [free_port(set()), free_port(set())]
    starts = [house.begin("manage.py", "up", "--no-demo", "--port", str(port)) for port in ports]
    until(lambda: any(start.poll() is not None for start in starts))
    refused, other = sorted(starts, key=lambda start: start.poll() is None)

    assert refused.stderr.read().startswith(f"This checkout runs already (process {other.pid}")
    # `down` also ends a start that has not come to its web yet.
    assert house.run("manage.py", "down").returncode == 0
    assert other.wait(timeout=60) == 0
    assert left_of(house) == []
