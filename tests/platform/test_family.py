"""What the supervisor runs of our Python goes on in its fork; all else begins as it always does."""

import os
import subprocess
import sys

from archive_center.local.provision import PROJECT

TOLD = """
import atexit, os, signal, sys
from pathlib import Path
atexit.register(print, "closed")
shown = Path("/proc/self/comm").read_text().strip()
print(shown, __name__, *sys.argv[1:], os.environ["WORD"], os.nice(0))
print(*(signal.getsignal(sign).name for sign in (signal.SIGTERM, signal.SIGPIPE)))
sys.exit("why")
"""
FORKED = """
import os, signal, sys
from archive_center import family
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for command in (["/usr/bin/nice", "-n", "5", sys.executable, "-m", "told", "asked"], {other}):
    pid = os.fork()
    if not pid:
        given = {{"SUPERVISOR_PROCESS_NAME": "shown", "WORD": "given"}}
        family.Options().execve(command[0], command, given)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""
AWAY = """
import re
from pathlib import Path
from lxml import etree
from archive_center import family
def kept(name):
    told = Path("/proc/self/smaps_rollup").read_text()
    return int(re.search(f"{name}: +([0-9]+)", told)[1])
etree.fromstring("<read/>")
before, written = kept("Rss"), kept("Anonymous")
family.put_away()
print(before - kept("Rss") > 5_000, kept("Anonymous") > written - 1_000)
print(etree.tostring(etree.fromstring("<again/>")).decode())
"""


def test_a_command_keeps_its_words_its_end_and_its_place(tmp_path):
    (tmp_path / "told.py").write_text(TOLD)
    other = ["/bin/sh", "-c", "echo $WORD; exit 7"]

    done = subprocess.run(
        [sys.executable, "-c", FORKED.format(other=other)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": f"{PROJECT}:{tmp_path}"},
        check=True,
    )

    assert done.stdout.splitlines() == [
        f"shown __main__ asked given {min(os.nice(0) + 5, 19)}",
        "SIG_DFL SIG_IGN",
        "closed",
        "1",
        "given",
        "7",
    ]
    assert done.stderr == "why\n"


def test_what_was_read_of_libraries_is_put_away_and_what_was_written_stays():
    done = subprocess.run(
        [sys.executable, "-c", AWAY], capture_output=True, text=True, cwd=PROJECT, check=True
    )

    assert done.stdout.splitlines() == ["True True", "<again/>"]
