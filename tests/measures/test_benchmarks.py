"""The benchmarks that need no database still print what the templates ask for."""

import subprocess
import sys


def test_a_register_is_printed_and_measured():
    command = [sys.executable, "-m", "benchmarks.print_register", "40", "--rounds=1"]

    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "lines=40 round=1 " in done.stdout
    assert "pages=" in done.stdout
