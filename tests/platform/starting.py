"""Start the project's commands as a person would: in an empty directory, as other processes."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from archive_center.local.addresses import Addresses, read
from archive_center.local.provision import PROJECT, var_dir
from tests import environment

END = (  # what `down` does, without what every command of Django reads first
    "from archive_center.local import provision, supervisor; provision.provide();"
    " supervisor.end(provision.var_dir())"
)
ENSURE = "from archive_center.local import servers; print(servers.ensure(moving={moving}))"
PATIENCE_S = 120


class House:
    """One directory of data and the commands on it."""

    def __init__(self) -> None:
        # The name has what has a meaning in the servers' files.
        root = var_dir() / "tests"
        root.mkdir(parents=True, exist_ok=True)
        self.var = Path(tempfile.mkdtemp(prefix="house 100% %41-", dir=root))
        self.var.chmod(0o755)
        self.environment = environment.bare(self.var)

    def begin(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start Python with these arguments and do not wait.

        Ctrl-C reaches it, also where the tests run in the background and would not hear it.
        """
        return subprocess.Popen(
            ["env", "--default-signal=INT", sys.executable, *arguments],
            cwd=PROJECT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run Python with these arguments to its end."""
        process = self.begin(*arguments)
        out, err = process.communicate(timeout=PATIENCE_S)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def ensure(self, *, moving: bool = True) -> "subprocess.CompletedProcess[str]":
        return self.run("-c", ENSURE.format(moving=moving))

    def end(self) -> "subprocess.CompletedProcess[str]":
        return self.run("-c", END)

    @property
    def addresses(self) -> Addresses:
        kept = read(self.var)
        assert kept
        return kept

    @property
    def told_where(self) -> dict[str, str]:
        """The environment of a process that reads settings and is not started by manage.py."""
        kept = self.addresses
        return self.environment | {
            "DJANGO_SETTINGS_MODULE": "archive_center.settings",
            "SECRET_KEY": kept.secret_key,
            "DATABASE_URL": kept.database_url,
            "REDIS_URL": kept.redis_url,
        }

    def pid(self, name: str) -> int:
        """The process id that a server wrote down; 0 while it is at it."""
        return int(([*(self.var / name).read_text().splitlines(), "0"])[0])

    def leave(self) -> None:
        """Stop everything and remove the data, wherever they lie."""
        if os.path.lexists(self.var / "postgresql"):
            self.end()
        for name in ("postgresql", "redis"):
            shutil.rmtree((self.var / name).resolve(), ignore_errors=True)
        shutil.rmtree(self.var)
