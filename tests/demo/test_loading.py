"""Loading happens once; afterwards the register is the staff's."""

import pytest

from accounts.models import Office, User
from activities.actions.states import change_state
from activities.demo.loading import load_demo
from activities.models import Activity
from agreements.actions import change_agreement, change_stage
from agreements.models import Agreement
from core.actors import Actor
from core.changes import recorded_change
from core.history import verify
from core.models import HistoryEntry, OutboxEvent
from institutions.actions.institutions import change_institution
from institutions.actions.names import NewName, Type
from institutions.models import Institution, InstitutionName
from tests.demo.conftest import PASSWORD, loader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


def load_again() -> bool:
    return load_demo(by=loader(), password="another password altogether")


def test_loading_again_writes_nothing() -> None:
    before = (HistoryEntry.objects.count(), OutboxEvent.objects.count())

    assert load_again() is False
    assert (HistoryEntry.objects.count(), OutboxEvent.objects.count()) == before


def test_loading_again_leaves_alone_what_staff_changed() -> None:
    officer = Actor.person(User.objects.get(username="officer"))
    agreement, activity = Agreement.objects.get(), Activity.objects.filter(state="scheduled").first()
    sspc = Institution.objects.get(acronym="SSPC")
    change_agreement(by=officer, agreement=agreement, titles={"en": "Our own title"})
    change_stage(by=officer, agreement=agreement, to="negotiating", reason="The text was reopened")
    change_state(by=officer, activity=activity, to="cancelled", reason="Not held")
    names = [NewName("Renamed altogether", "en"), NewName("Our alias", "en", Type.ALIAS)]
    change_institution(by=officer, institution=sspc, names=names)
    before = HistoryEntry.objects.count()

    load_again()

    agreement.refresh_from_db()
    activity.refresh_from_db()
    sspc.refresh_from_db()
    assert (agreement.title, agreement.stage) == ("Our own title", "negotiating")
    assert (activity.state, sspc.name) == ("cancelled", "Renamed altogether")
    assert (HistoryEntry.objects.count(), Institution.objects.count()) == (before, 21)


def test_loading_again_brings_nothing_back_that_was_removed() -> None:
    with recorded_change(by=loader()):
        InstitutionName.objects.filter(text="SSCP").delete()
        User.objects.get(username="viewer").delete()

    load_again()

    assert not InstitutionName.objects.filter(text="SSCP").exists()
    assert not User.objects.filter(username="viewer").exists()


def test_loading_again_never_resets_a_password() -> None:
    officer = User.objects.get(username="officer")
    officer.set_password("a password of their own")
    officer.save(update_fields=["password"])

    load_again()

    officer.refresh_from_db()
    assert officer.check_password("a password of their own")


def test_the_history_says_who_loaded_each_record_and_from_which_document() -> None:
    entries = HistoryEntry.objects.filter(table_name__in=["agreements_agreement", "activities_activity"])

    assert {(entry.actor_name, entry.source) for entry in entries} == {("load_demo", "command")}
    assert all("taken over from" in entry.reason for entry in entries)
    assert verify().fault == ""


def test_every_log_in_is_plainly_marked_and_shares_the_one_password() -> None:
    people = User.objects.order_by("username")

    assert [person.username for person in people] == ["admin", "approver", "head", "officer", "viewer"]
    assert all("(demo)" in person.full_name and person.email.endswith("@demo.example") for person in people)
    assert all(person.check_password(PASSWORD) for person in people)
    assert [person.username for person in people if person.is_superuser] == ["admin"]
    assert "demo" in str(Office.objects.get()).lower()
