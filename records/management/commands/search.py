from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from records.days import moment
from records.index import folders, work


class Command(BaseCommand):
    """The search index of this machine. Without one, or with a broken one, PostgreSQL answers."""

    help = (
        "follow: keep the index in step, for as long as it runs (one process for each machine);"
        " rebuild: make it anew beside the one that answers; state: how it is."
    )

    requires_system_checks: list[str] = []  # they would load every page, for ever

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["follow", "rebuild", "state"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        {"follow": self.follow, "rebuild": self.rebuild, "state": self.state}[what]()

    def follow(self) -> None:
        with folders.alone("follow") as ours:
            if not ours:
                raise CommandError(f"Another process follows in {folders.root()} already.")
            work.Follower().follow()

    def rebuild(self) -> None:
        if not work.build():
            raise CommandError("Another process is making the index.")
        self.state()

    def state(self) -> None:
        told = work.state()
        follows = "a process follows" if told.followed else "nobody follows"
        if not told.name:
            self.stdout.write(f"no index: PostgreSQL answers; {follows}")
            return
        behind = "of another database" if told.pending is None else f"{told.pending} pending"
        self.stdout.write(
            f"{told.name}: {told.records} records, {told.segments} segments,"
            f" {told.bytes / 1e6:.1f} MB; {behind} since {moment(told.at)}; {follows}"
        )
