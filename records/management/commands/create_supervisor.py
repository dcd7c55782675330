import os
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from records.organisation.rules import Role
from records.reference import actions
from records.rules import Refused


class Command(BaseCommand):
    help = (
        "Make a supervisor's account, which makes all others. The password is asked for, "
        "or read from SUPERVISOR_PASSWORD; there is none by default."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="the staff number to sign in with")
        parser.add_argument("--name", required=True, help="the person's name")

    def handle(self, *args: Any, username: str, name: str, **options: Any) -> None:
        try:
            actions.add_user(
                username=username,
                name=name,
                role=Role.SUPERVISOR,
                department=None,
                password=os.environ.get("SUPERVISOR_PASSWORD") or self.ask(),
                by=None,
                at=timezone.now(),
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{name} can sign in as {username}.")

    def ask(self) -> str:
        """The password, typed twice."""
        try:
            password = getpass("Password: ")
            again = getpass("Password again: ")
        except EOFError as none:
            raise CommandError(
                "There is nobody to ask for a password. Set SUPERVISOR_PASSWORD."
            ) from none
        if password != again:
            raise CommandError("The two passwords differ. Nothing was made.")
        return password
