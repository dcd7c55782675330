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
