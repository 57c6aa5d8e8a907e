"""The people of the tests: everyone has one part and keeps it, so that a name in a test says what may be done.

| name   | part                                                                |
|--------|---------------------------------------------------------------------|
| Olga   | officer of the Lisbon office, which is responsible for the records  |
| Otto   | a second officer there                                              |
| Hugo   | its head                                                            |
| Ana    | its approver                                                        |
| Victor | its viewer                                                          |
| Aude   | its auditor                                                         |
| Oscar  | officer of the Oslo office: an outsider, and the head there too     |
| Nadia  | has an account and no role anywhere                                 |
| Adam   | administrator, without any role                                     |

Ask for a person by name as a fixture. Their password is `PASSWORD`. The day is `TODAY` in every test that does
not say otherwise: actions take it from the actor that `acting` makes.
"""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Office, Role, User
from core.actors import Actor, Source
from tests.factories import make_office, make_person

NOW = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
YESTERDAY = TODAY - dt.timedelta(days=1)
TOMORROW = TODAY + dt.timedelta(days=1)
PASSWORD = "a long demo password"


def acting(person: User, *, at: dt.datetime = NOW, source: Source = Source.WEB) -> Actor:
    """The person, doing something at a fixed moment."""
    return Actor.person(person, at=at, source=source)


def the_system(name: str = "load_demo", *, at: dt.datetime = NOW) -> Actor:
    """A part of the system, doing something at a fixed moment."""
    return Actor.system(name, at=at)


@pytest.fixture
def office(db: None) -> Office:
    """The responsible office: it counts its days in Lisbon."""
    return make_office(code="LIS", names={"en": "Lisbon office", "es": "Oficina de Lisboa"}, time_zone="Europe/Lisbon")


@pytest.fixture
def other_office(db: None) -> Office:
    """Another office, with nothing to do with the records."""
    return make_office(code="OSL", names={"en": "Oslo office"}, time_zone="Europe/Oslo")


@pytest.fixture
def olga(office: Office) -> User:
    return make_person("olga", full_name="Olga Officer", roles={office: [Role.OFFICER]}, password=PASSWORD)


@pytest.fixture
def otto(office: Office) -> User:
    return make_person("otto", full_name="Otto Officer", roles={office: [Role.OFFICER]}, password=PASSWORD)


@pytest.fixture
def hugo(office: Office) -> User:
    return make_person("hugo", full_name="Hugo Head", roles={office: [Role.HEAD]}, password=PASSWORD)


@pytest.fixture
def ana(office: Office) -> User:
    return make_person("ana", full_name="Ana Approver", roles={office: [Role.APPROVER]}, password=PASSWORD)


@pytest.fixture
def victor(office: Office) -> User:
    return make_person("victor", full_name="Victor Viewer", roles={office: [Role.VIEWER]}, password=PASSWORD)


@pytest.fixture
def aude(office: Office) -> User:
    return make_person("aude", full_name="Aude Auditor", roles={office: [Role.AUDITOR]}, password=PASSWORD)


@pytest.fixture
def oscar(other_office: Office) -> User:
    roles = {other_office: [Role.OFFICER, Role.HEAD]}
    return make_person("oscar", full_name="Oscar Outsider", roles=roles, password=PASSWORD)


@pytest.fixture
def nadia(db: None) -> User:
    return make_person("nadia", full_name="Nadia Nobody", password=PASSWORD)


@pytest.fixture
def adam(db: None) -> User:
    return make_person("adam", full_name="Adam Administrator", password=PASSWORD, is_superuser=True, is_staff=True)


@pytest.fixture
def cast(
    olga: User, otto: User, hugo: User, ana: User, victor: User, aude: User, oscar: User, nadia: User, adam: User
) -> dict[str, User]:
    """Everybody, by user name."""
    people = (olga, otto, hugo, ana, victor, aude, oscar, nadia, adam)
    return {person.username: person for person in people}
