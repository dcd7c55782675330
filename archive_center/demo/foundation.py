"""The centre, its departments with their fonds and offices, and who signs in."""

from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password

from archive_center.demo.bodies import ARCHIVE, REFORM, Body
from archive_center.demo.personnel import CENTRE, EVERYBODY, OFFICERS, PASSWORD, READERS, Person
from records.audit.actions import note_all
from records.organisation.models import Department, Fonds, ReceivingArchive, Unit, User
from records.organisation.rules import CodePattern
from records.reference import actions
from records.reference.edits import add

FOUNDED = datetime(2021, 3, 1, 1, tzinfo=UTC)
CITY_IS_FROM = date(1949, 10, 1)
DAY_OF_REFORM = date(REFORM, 1, 1)
LOGINS = "demo-logins.txt"


def centre() -> dict[str, User]:
    """The people of the centre, let in as the command line lets in the first supervisor."""
    validate_password(PASSWORD)
    encoded = make_password(PASSWORD)
    return {person.username: _let_in(person, None, encoded) for person in CENTRE}


def departments(bodies: list[Body], *, by: User) -> None:
    """Departments with fonds and offices; those that the reform ended with their heirs."""
    archive = _archive(by)
    made = {body.number: _department(body, archive, by) for body in bodies}
    note_all("add unit", Unit.objects.all(), label="name", by=by, at=FOUNDED)
    for body in bodies:
        if body.heir:
            heir = made[body.heir]
            actions.succeed(made[body.number], successor=heir, on=DAY_OF_REFORM, by=by, at=FOUNDED)


def people() -> None:
    """Filing officers and readers of some departments."""
    owners = {one.number: one.department for one in Fonds.objects.select_related("department")}
    encoded = make_password(PASSWORD)
    for person in (*OFFICERS, *READERS):
        _let_in(person, owners[person.fonds], encoded)


def tell_logins() -> None:
    """Write down who can sign in, for `manage.py up` to show."""
    lines = [f"Demo logins, all with the password {PASSWORD} (演示账号，密码相同):"]
    for person in EVERYBODY:
        user = User.objects.select_related("department").get(username=person.username)
        where = user.department.name if user.department else settings.CENTRE_NAME
        lines.append(f"  {person.role.value:15} {person.username:14} {person.name}  {where}")
    (Path(settings.VAR_DIR) / LOGINS).write_text("\n".join(lines) + "\n")


def _archive(by: User) -> ReceivingArchive:
    name, code = ARCHIVE
    known = ReceivingArchive.objects.filter(code=code).first()
    return known or actions.add_archive(name=name, code=code, by=by, at=FOUNDED)


def _department(body: Body, archive: ReceivingArchive, by: User) -> Department:
    department = actions.found_department(
        name=body.name,
        short_name=body.short,
        valid_from=DAY_OF_REFORM if body.is_new else CITY_IS_FROM,
        by=by,
        at=FOUNDED,
    )
    fonds = actions.open_fonds(
        number=body.number,
        name=body.name,
        department=department,
        archive=archive,
        code_pattern=CodePattern.DAT22,
        number_width=4,
        unit_width=3,
        by=by,
        at=FOUNDED,
    )
    Unit.objects.bulk_create(Unit(fonds=fonds, code=code, name=name) for code, name in body.offices)
    return department


def _let_in(person: Person, department: Department | None, encoded: str) -> User:
    """One hash serves all: the password is the same, and hashing it 20 times takes seconds."""
    user = User(
        username=person.username,
        name=person.name,
        role=person.role,
        department=department,
        password=encoded,
    )
    return add(user, "add user", by=None, at=FOUNDED)
