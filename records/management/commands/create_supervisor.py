from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from records.organisation.models import User
from records.organisation.rules import Role
from records.reference import actions
from records.rules import Refused


class Command(BaseCommand):
    help = (
        "Make a supervisor's account, which makes all others, and tell the link by which its "
        "person chooses a password. For a supervisor who is there already only the link."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="the staff number to sign in with")
        parser.add_argument("--name", required=True, help="the person's name")

    @transaction.atomic
    def handle(self, *args: Any, username: str, name: str, **options: Any) -> None:
        now = timezone.now()
        known = User.objects.filter(username=username, name=name, role=Role.SUPERVISOR).first()
        try:
            person = known or actions.add_user(
                username=username, name=name, role=Role.SUPERVISOR, department=None, by=None, at=now
            )
            code = actions.make_link(person, by=None, at=now)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{name} ({username}) chooses a password within {settings.PASSWORD_LINK_HOURS} hours "
            f"at this address of the site:\n{reverse('password-by-link', args=[code])}"
        )
