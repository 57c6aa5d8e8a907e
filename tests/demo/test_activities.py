"""The activities are those the document names, in the state and with the year it gives."""

import pytest

from activities.models import Activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]

OF_2020 = {
    "Fight against arms trafficking: institutional systems",
    "Fight against arms trafficking: police specialisation",
    "Fight against arms trafficking: international cooperation",
    "IDEAL: assessment of the threat from organised crime in Latin America",
    "Incorporation of Mexico into the Committee on Internal Security (CLASI)",
    "Meeting of CLASI with the EU Internal Security Operational Committee (COSI)",
    "Multidisciplinary Specialised Team to combat sex tourism with minors",
    "Multidisciplinary Specialised Team to combat corruption",
    "Support for the National Search Commission",
    "Design of a Ministry of Justice",
    "Alternative measures to imprisonment",
    "Differentiated prison treatment for criminal groups",
    "Comprehensive protection of the environment",
}
DONE = {
    "Specialised advice on arms trafficking",
    "Creation of the specialised unit for people smuggling and trafficking in human beings",
    "Consolidation of the National Search Commission",
    "Fight against cybercrime",
    "Identification and location of criminal assets",
    "International judicial cooperation with the Attorney General’s Office",
}


def test_thirteen_are_planned_for_2020_known_to_the_year() -> None:
    planned = Activity.objects.filter(planned_start__year=2020)

    assert {each.title for each in planned} == OF_2020
    assert {(str(each.starts), str(each.ends)) for each in planned} == {("2020", "2020")}
    assert {each.state for each in planned} == {"scheduled"}


def test_what_is_done_is_delivered_with_no_day_invented() -> None:
    done = Activity.objects.filter(state="delivered")

    assert {each.title for each in done} == DONE
    assert {str(each.starts) for each in done} == {"2019", "None"}
    assert not Activity.objects.exclude(actual_start=None, actual_end=None).exists()


def test_nothing_else_was_loaded_and_nothing_claims_to_carry_out_the_arrangement() -> None:
    assert Activity.objects.count() == 19
    assert not Activity.objects.filter(agreements__isnull=False).exists()


def test_the_meeting_is_reported_for_this_year_with_ministers_in_brussels() -> None:
    meeting = Activity.objects.get(kind="meeting")

    assert meeting.place == "Brussels"
    assert "Ministers" in meeting.description
    assert "“this year”" in meeting.source_note
    assert {each.institution.short_name for each in meeting.participants.all()} == {"CLASI", "COSI"}


def test_each_team_is_a_body_and_an_activity_about_it() -> None:
    for subject in ("sex tourism with minors", "corruption"):
        activity = Activity.objects.get(kind="specialised_team", titles__en__endswith=subject)

        bodies = [each.institution for each in activity.participants.filter(role="subject")]
        assert [body.kind for body in bodies] == ["specialised_team"]
        assert bodies[0].name.endswith(subject)
