"""Adding and changing activities on pages: dates as far as they are known, rows, links kept, two people at once."""

import datetime as dt
import re

import pytest

from activities.actions import NewCountry, NewLink, NewParticipant, change_activity
from activities.models import Activity
from tests.cast import acting
from tests.factories import make_activity, make_agreement, make_institution, make_programme, make_subject
from tests.web.conftest import hidden, words_of
from tests.web.forms import as_opened, rows

NEW = "/activities/new/"


def edit(activity):
    return f"/activities/{activity.reference}/edit/"


def filled(**changes):
    """A new activity with as little as will do."""
    return {
        "title_en": "Course", "kind": "training", "classification": "internal", "office": "LIS", "officer": "olga",
        **rows("agreements"), **rows("participants"), **rows("countries"), **changes,
    }  # fmt: skip


def test_those_who_may_not_add_are_told_why(browse, victor):
    page = browse(victor).get(NEW)
    assert page.status_code == 403
    assert "Only an officer or the head of an office creates activities." in words_of(page)


@pytest.mark.parametrize(
    ("boxes", "known"),
    [
        ({"planned_start_2": "2027"}, "2027"),
        ({"planned_start_1": "5", "planned_start_2": "2027"}, "2027-05"),
        ({"planned_start_0": "3", "planned_start_1": "5", "planned_start_2": "2027"}, "2027-05-03"),
    ],
)
def test_a_planned_date_is_taken_as_exactly_as_it_is_known(browse, olga, boxes, known):
    response = browse(olga).post(NEW, filled() | named(boxes))
    activity = Activity.objects.get()
    assert response["Location"] == f"/activities/{activity.reference}/"
    assert (activity.state, str(activity.starts), activity.officer) == ("proposed", known, olga)


def named(boxes):
    """The boxes of a date under the names the browser sends."""
    parts = {"0": "day", "1": "month", "2": "year"}
    return {f"{name[:-2]}_{parts[name[-1]]}": value for name, value in boxes.items()}


def test_rows_join_it_to_agreements_institutions_and_countries(browse, olga, office):
    agreement, police = make_agreement(office, title="Pact on arms"), make_institution("Policía Nacional")
    sent = filled(
        **rows("agreements", {"agreement": "pact arms", "article": "Art. 3"}),
        **rows("participants", {"institution": "policia nacional", "role": "host"}),
        **rows("countries", {"country": "ES", "percentage": "60"}, {"country": "PT", "percentage": "40"}),
    )
    assert browse(olga).post(NEW, sent).status_code == 302
    activity = Activity.objects.get()
    assert list(activity.agreement_links.values_list("agreement", "article")) == [(agreement.pk, "Art. 3")]
    assert list(activity.participants.values_list("institution", "role")) == [(police.pk, "host")]
    assert [(row.country.code, row.percentage) for row in activity.countries.all()] == [("ES", 60), ("PT", 40)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title_en": "", "title_es": ""}, "Title in English: Give a title in at least one language."),
        ({"kind": "party"}, "Kind: "),
        ({"planned_start_year": "20"}, "Planned start: Give the year, with four digits."),
        ({"planned_start_day": "3", "planned_start_year": "2027"}, "Planned start: Give the month too"),
        (
            {"planned_start_day": "31", "planned_start_month": "2", "planned_start_year": "2027"},
            "Planned start: There is no such day.",
        ),
        ({"planned_start_year": "2027", "planned_end_year": "2026"}, "Planned end: The planned end lies before"),
        ({"actual_start": "2999-01-01"}, "Actual start: The date lies in the future."),
        (
            rows("agreements", {"agreement": "Unknown pact"}),
            "Agreement 1, Agreement: No agreement in the register is called",
        ),
        (rows("participants", {"institution": "Nobody", "role": "host"}), "Participant 1, Institution: No institution"),
        (rows("countries", {"country": "ES", "percentage": "60"}), "Give every country its share"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_written(browse, olga, changes, said):
    page = browse(olga).post(NEW, filled(**changes))
    assert page.status_code == 422
    assert said in words_of(page)
    text = page.content.decode()
    summary = re.search(r'<div class="e-error-summary".*?</div>', text, re.DOTALL)[0]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets
    assert [target for target in targets if f'id="{target}"' not in text] == []
    assert not Activity.objects.exists()


def test_an_activity_that_exists_already_enters_at_its_state(browse, olga):
    sent = filled(state="delivered", reason="Plan of 2019", actual_start="2019-03-01", actual_end="2019-03-05")
    assert browse(olga).post("/activities/register/", sent).status_code == 302
    activity = Activity.objects.get()
    assert (activity.state, str(activity.actual_end)) == ("delivered", "2019-03-05")
    page = browse(olga).get(f"/activities/{activity.reference}/")
    assert "Plan of 2019" in words_of(page)


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"state": ""}, "State: This field is required."), ({"reason": ""}, "Where it is taken over from: ")],
)
def test_taking_over_needs_the_state_and_where_it_is_from(browse, olga, changes, said):
    page = browse(olga).post("/activities/register/", filled(state="delivered", reason="Plan") | changes)
    assert page.status_code == 422
    assert said in words_of(page)
    assert not Activity.objects.exists()


def test_a_restricted_agreement_cannot_be_named_by_those_who_do_not_see_it(browse, olga, other_office):
    secret = make_agreement(other_office, title="Secret pact", classification="restricted")
    for typed in (secret.reference, "Secret pact"):
        page = browse(olga).post(NEW, filled(**rows("agreements", {"agreement": typed})))
        assert "No agreement in the register is called" in words_of(page)


def test_an_office_of_others_cannot_be_chosen(browse, olga, other_office):
    assert browse(olga).post(NEW, filled(office="OSL")).status_code == 422


def test_it_starts_joined_to_the_record_it_was_asked_for_on(browse, olga, office):
    agreement = make_agreement(office)
    make_programme("paccto")
    sent = as_opened(browse(olga), f"{NEW}?agreement={agreement.reference}&programme=paccto")
    assert (sent["agreements-0-agreement"], sent["programme"]) == (agreement.reference, "paccto")


def test_saving_an_unchanged_form_changes_nothing_of_the_data(browse, olga, office):
    link = NewLink(make_agreement(office), article="Art. 1", source="Text", source_quote="shall train")
    police = NewParticipant(make_institution(), role="host", source="Plan")
    activity = make_activity(
        office, titles={"en": "Course", "es": "Curso", "fr": "Cours"}, planned_start=dt.date(2027, 1, 1),
        planned_start_precision="year", programme=make_programme(), countries=[NewCountry("ES")],
        subjects=[make_subject()], participants=[police], description="Two weeks",
    )  # fmt: skip
    change_activity(by=acting(olga), activity=activity, agreements=[link])

    def state():
        row = Activity.objects.values().get(pk=activity.pk)
        changing = {"version", "updated_at"}
        kept = {name: value for name, value in row.items() if name not in changing}
        links = activity.agreement_links, activity.participants, activity.countries, activity.subject_links
        return kept, [list(each.values()) for each in links]

    before, client = state(), browse(olga)
    assert client.post(edit(activity), as_opened(client, edit(activity))).status_code == 302
    assert state() == before


def test_links_the_person_does_not_see_stay(browse, olga, hugo, office, other_office):
    secret = make_agreement(other_office, title="Secret pact", classification="restricted")
    known = make_agreement(office, title="Known pact")
    activity = make_activity(office, agreements=[secret, known])
    client = browse(olga)
    sent = as_opened(client, edit(activity))
    assert "Secret pact" not in str(sent) and secret.reference not in str(sent)
    sent["agreements-0-DELETE"] = "on"
    assert client.post(edit(activity), sent).status_code == 302
    assert list(activity.agreement_links.values_list("agreement", flat=True)) == [secret.pk]


def test_two_people_at_once_lose_nothing(browse, olga, otto, office):
    activity = make_activity(office, place="Lisbon", description="Old words")
    client = browse(otto)
    sent = as_opened(client, edit(activity)) | {"description": "Words by Otto"}
    change_activity(
        by=acting(olga), activity=activity, place="Porto", description="Words by Olga",
        participants=[NewParticipant(make_institution("Police of Porto"))],
    )  # fmt: skip
    page = client.post(edit(activity), sent)
    assert page.status_code == 409
    assert "Description Words by Olga Words by Otto" in words_of(page)
    joined = page.content.decode()
    assert 'value="Porto"' in joined and "Police of Porto" in joined
    again = sent | {"place": "Porto"} | hidden(page, "version", "seen", "opened")
    again |= rows("participants", {"institution": "Police of Porto", "role": "participant"}, initial=1)
    assert client.post(edit(activity), again).status_code == 302
    activity.refresh_from_db()
    assert (activity.place, activity.description) == ("Porto", "Words by Otto")
    assert activity.participants.count() == 1


def test_another_participant_is_added_without_losing_anything(browse, olga):
    sent = filled(title_es="Curso", **named({"planned_start_2": "2027"})) | {"another": "participants"}
    sent |= rows("participants", {"institution": "Half a na", "role": "host"})
    page = browse(olga).post(NEW, sent).content.decode()
    assert 'value="Half a na"' in page and 'value="Curso"' in page and 'value="2027"' in page
    assert 'name="participants-TOTAL_FORMS" value="2"' in page
    assert "There is a problem" not in page


@pytest.mark.parametrize(("person", "status"), [("victor", 403), ("ana", 403), ("oscar", 403)])
def test_readers_may_not_change_it(browse, cast, office, person, status):
    activity = make_activity(office, classification="public")
    assert browse(cast[person]).get(edit(activity)).status_code == status
