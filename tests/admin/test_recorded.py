"""What an administrator changes is in the history with their name."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions.tokens import create_token
from accounts.models import ApiToken, Office, RoleAssignment, User
from agreements.models import Subject
from core.models import HistoryEntry
from tests.cast import acting
from tests.factories import make_person, make_subject

pytestmark = pytest.mark.django_db
NO_ROLES = {
    "role_assignments-TOTAL_FORMS": "0",
    "role_assignments-INITIAL_FORMS": "0",
}


def user_form(user: User, **changes: object) -> dict[str, object]:
    """The form of a user as it stands, with changes."""
    form = {
        "username": user.username, "full_name": user.full_name, "email": user.email, "language": user.language,
        "time_zone": user.time_zone, "is_active": "on", **NO_ROLES, **changes,
    }  # fmt: skip
    return {name: value for name, value in form.items() if value is not None}


def last_entry(table: str) -> HistoryEntry:
    return HistoryEntry.objects.filter(table_name=table).order_by("-id")[0]


def test_a_change_of_a_user_says_who_made_it_and_where(as_adam: Client, adam: User) -> None:
    person = make_person("somebody")

    as_adam.post(
        reverse("admin:accounts_user_change", args=[person.pk]), user_form(person, time_zone="America/Mexico_City")
    )

    entry = last_entry("accounts_user")
    assert entry.after == {"time_zone": "America/Mexico_City"}
    assert (entry.actor, entry.source, entry.reason) == (adam, "web", "Changed on the administration site")
    assert entry.request_id


def test_a_new_role_says_who_gave_it(as_adam: Client, adam: User, office: Office) -> None:
    person = make_person("somebody")
    roles = {
        "role_assignments-TOTAL_FORMS": "1",
        "role_assignments-0-user": person.pk,
        "role_assignments-0-office": office.pk,
        "role_assignments-0-role": "officer",
    }

    as_adam.post(reverse("admin:accounts_user_change", args=[person.pk]), user_form(person, **roles))

    assert RoleAssignment.objects.filter(user=person, office=office, role="officer").exists()
    assert last_entry("accounts_roleassignment").actor == adam


def test_a_new_user_can_be_made_with_a_password(as_adam: Client, adam: User) -> None:
    form = {
        "username": "newcomer", "full_name": "New Comer", "email": "new@example.org", "language": "es",
        "time_zone": "Europe/Madrid", "password1": "a long new password",
        "password2": "a long new password", **NO_ROLES,
    }  # fmt: skip

    as_adam.post(reverse("admin:accounts_user_add"), form)

    newcomer = User.objects.get(username="newcomer")
    assert newcomer.check_password("a long new password")
    assert (newcomer.is_staff, newcomer.language) == (False, "es")
    assert last_entry("accounts_user").actor == adam


def test_an_administrator_is_made_by_one_flag_and_unmade_by_it(as_adam: Client) -> None:
    person = make_person("somebody")
    address = reverse("admin:accounts_user_change", args=[person.pk])

    as_adam.post(address, user_form(person, is_superuser="on"))
    person.refresh_from_db()
    assert (person.is_superuser, person.is_staff) == (True, True)

    as_adam.post(address, user_form(person))
    person.refresh_from_db()
    assert (person.is_superuser, person.is_staff) == (False, False)


def test_nobody_takes_their_own_access_away(as_adam: Client, adam: User) -> None:
    as_adam.post(reverse("admin:accounts_user_change", args=[adam.pk]), user_form(adam, is_active=None))

    adam.refresh_from_db()
    assert (adam.is_active, adam.is_superuser, adam.is_staff) == (True, True, True)


def test_another_user_s_address_is_refused_in_a_sentence(as_adam: Client) -> None:
    make_person("first", email="one@example.org")
    second = make_person("second")

    answer = as_adam.post(
        reverse("admin:accounts_user_change", args=[second.pk]), user_form(second, email="ONE@example.org")
    )

    assert "Another user has this e-mail address." in answer.content.decode()
    second.refresh_from_db()
    assert second.email == "second@example.org"


def test_users_are_not_removed(as_adam: Client) -> None:
    person = make_person("somebody")

    assert as_adam.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=person.pk).exists()


def test_a_password_can_be_set_for_somebody(as_adam: Client) -> None:
    person = make_person("somebody")
    words = {"usable_password": "true", "password1": "another long password", "password2": "another long password"}

    as_adam.post(reverse("admin:auth_user_password_change", args=[person.pk]), words)

    person.refresh_from_db()
    assert person.check_password("another long password")


def test_an_unused_subject_can_be_removed_and_the_history_says_by_whom(as_adam: Client, adam: User) -> None:
    subject = make_subject("unused")

    as_adam.post(reverse("admin:agreements_subject_delete", args=[subject.pk]), {"post": "yes"})

    assert not Subject.objects.filter(code="unused").exists()
    entry = last_entry("agreements_subject")
    assert (entry.operation, entry.actor) == ("delete", adam)


def test_a_subject_with_others_below_it_cannot_be_removed(as_adam: Client) -> None:
    parent = make_subject("above")
    make_subject("below", parent=parent)

    answer = as_adam.post(reverse("admin:agreements_subject_delete", args=[parent.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert Subject.objects.count() == 2


def test_tokens_are_revoked_by_the_action_and_cannot_be_changed_otherwise(
    as_adam: Client, adam: User, olga: User
) -> None:
    token, _secret = create_token(by=acting(olga), user=olga, name="A script")

    as_adam.post(reverse("admin:accounts_apitoken_changelist"), {"action": "revoke", "_selected_action": [token.pk]})

    assert ApiToken.objects.get().revoked_at
    assert last_entry("accounts_apitoken").actor == adam


def test_the_button_history_leads_to_the_record_s_own_history(as_adam: Client, adam: User) -> None:
    address = reverse("admin:accounts_user_history", args=[adam.pk])

    answer = as_adam.get(address, follow=True)

    assert f"root_table=accounts_user&root_id={adam.pk}" in answer.redirect_chain[-1][0]
    assert {entry.root_id for entry in answer.context_data["cl"].result_list} == {adam.pk}
