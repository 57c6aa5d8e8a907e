"""The page of an agreement says whether it is in force and why, on any day, and as the register knew it."""

import datetime as dt
import re

import pytest

from agreements.actions import NewAct, NewParty, correct_act
from agreements.actions.clauses import NewClause, state_clause
from agreements.law.calendar import Length
from agreements.law.clauses import Duration, DurationMode, EntryIntoForce, EntryMode, Notice, Renewal, RenewalMode
from agreements.law.notation import write_terms
from core.actors import Actor
from core.dates import PartialDate
from tests.factories import MADE_AT, SOURCE, make_act, make_agreement, make_institution, maker, party_of
from tests.web.conftest import words_of

MARCH = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


@pytest.fixture
def treaty(office):
    """Signed on 1 March and 15 June 2019; for three years, then from year to year; six months' notice."""
    parties = [make_institution("Europol"), make_institution("SSPC", country="MX")]
    agreement = make_agreement(office, kind="treaty", stage="signed", parties=parties)
    for party, on in zip(agreement.parties.order_by("position"), ("2019-03-01", "2019-06-15"), strict=True):
        make_act(agreement, party=party, on=on)
    for kind, terms, article in (
        ("entry_into_force", EntryIntoForce(EntryMode.ON_LAST_SIGNATURE), "Art. 12"),
        ("duration", Duration(DurationMode.PERIOD, length=Length(years=3)), "Art. 13"),
        ("renewal", Renewal(RenewalMode.TACIT, length=Length(years=1)), "Art. 13"),
        ("notice", Notice(Length(months=6)), "Art. 14"),
    ):
        clause = NewClause(kind=kind, parameters=write_terms(terms), article=article)
        state_clause(by=maker(), agreement=agreement, clause=clause)
    return agreement


def page(browse, person, agreement, query=""):
    return browse(person).get(f"/agreements/{agreement.reference}/{query}")


def test_it_says_why_it_is_in_force_with_the_legal_source_and_the_act(treaty, victor, browse):
    response = page(browse, victor, treaty)
    said = words_of(response)
    assert "Why is it in force?" in said
    assert "In force from 15 June 2019: the last signature, by SSPC on 15 June 2019." in said
    act = treaty.acts.get(date="2019-06-15")
    assert f'href="#act-{act.uid}"' in response.content.decode()
    assert f'id="act-{act.uid}"' in response.content.decode()
    assert "Art. 12" in said


def test_before_it_entered_into_force_another_status_holds(treaty, victor, browse):
    said = words_of(page(browse, victor, treaty, "?as_of=2019-06-14"))
    assert "Status on 14 June 2019" in said
    assert "Force Not in force" in said
    assert "Until 14 June 2019 (last day)" in said
    assert "Why is it in force?" not in said


def test_dates_to_come_stand_with_their_working(treaty, victor, browse):
    said = words_of(page(browse, victor, treaty, "?as_of=2021-11-01"))
    assert "Last day for notice of non-renewal to be received : 14 December 2021" in said
    assert "6 months before the last day of the term, 14 June 2022" in said


def test_each_date_to_come_is_printed_once(treaty, victor, browse):
    shown = page(browse, victor, treaty).content.decode().split('<ul class="e-dates">')[1]
    lines = re.findall(r'<li><p class="mb-0"><strong>.*?</p>', shown, re.S)
    assert len(lines) >= 2
    for line in lines:
        date = re.search(r"<time[^>]*>([^<]+)</time>", line)[1]
        assert re.sub(r'title="[^"]*"', "", line).count(date) == 1, line


def test_what_does_not_bind_in_law_is_in_effect(office, victor, browse):
    agreement = make_agreement(office, stage="signed")
    make_act(agreement, kind="entry_into_force", on="2020-01-01")
    response = page(browse, victor, agreement)
    assert not response.context["force"].is_law
    said = words_of(response)
    assert "It is not legally binding." in said
    assert "Force over time" not in said


def test_what_is_missing_is_named(office, victor, browse):
    agreement = make_agreement(office, kind="treaty", stage="negotiating")
    assert "What is missing" in words_of(page(browse, victor, agreement))


def test_every_period_stands_in_the_table(treaty, victor, browse):
    force = page(browse, victor, treaty).context["force"]
    assert {each.name for each in force.periods} == {"The agreement as a whole", "Europol", "SSPC"}
    assert all(each.working or each.status == "not_in_force" for each in force.periods)


def test_as_the_register_knew_it_before_a_correction(treaty, olga, browse):
    entry = treaty.acts.get(date="2019-06-15")
    right = NewAct("signature", PartialDate.parse("2019-07-20"), source=SOURCE, party=entry.party)
    correct_act(by=Actor.person(olga, at=MARCH), entry=entry, act=right, reason="Misread")
    now = words_of(page(browse, olga, treaty))
    assert "In force from 20 July 2019" in now
    assert "As the register knew it on" not in now.replace("As the register knew it on Show", "")
    then = words_of(page(browse, olga, treaty, "?known_on=2026-03-01"))
    assert "As the register knew it on 1 March 2026" in then
    assert "In force from 15 June 2019" in then
    assert "15 June 2019 Signature" in then
    assert "20 July 2019 Signature" not in then
    assert "believed until 2 March 2026" in then
    assert "Back to what the register knows now" in then


def test_on_the_day_of_a_correction_the_corrected_entry_is_known(treaty, olga, browse):
    entry = treaty.acts.get(date="2019-06-15")
    right = NewAct("signature", PartialDate.parse("2019-07-20"), source=SOURCE, party=entry.party)
    correct_act(by=Actor.person(olga, at=MARCH), entry=entry, act=right, reason="Misread")
    assert "In force from 20 July 2019" in words_of(page(browse, olga, treaty, "?known_on=2026-03-02"))


def test_before_it_was_recorded_the_register_knew_nothing(treaty, victor, browse):
    day = (MADE_AT - dt.timedelta(days=9)).date()
    response = page(browse, victor, treaty, f"?known_on={day}")
    assert "No act is recorded" in words_of(response)
    assert response.context["timeline"] == []


def test_nothing_is_corrected_from_a_page_of_the_past(treaty, olga, browse):
    assert "/correct/" in page(browse, olga, treaty).content.decode()
    assert "/correct/" not in page(browse, olga, treaty, "?known_on=2026-03-01").content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?known_on=2999-01-01", "Nobody can say what the register will know."),
        ("?as_of=1599-12-31", "Choose a day from the year 1600 on."),
        ("?as_of=yesterday", "Enter a valid date."),
    ],
)
def test_a_date_that_cannot_be_answered_is_said_so_and_today_is_shown(treaty, victor, browse, query, sentence):
    response = page(browse, victor, treaty, query)
    assert response.status_code == 400
    assert sentence in words_of(response)
    assert response.context["moment"].is_today
    assert response.context["moment"].is_now


def test_the_last_day_of_the_calendar_can_be_asked_for(treaty, victor, browse):
    assert page(browse, victor, treaty, "?as_of=9999-12-31").status_code == 200


def test_many_parties_are_folded_away_and_found_by_name(office, victor, browse):
    parties = [NewParty(make_institution(f"State no. {number}")) for number in range(14)]
    agreement = make_agreement(office, kind="treaty", parties=parties)
    force = page(browse, victor, agreement).context["force"]
    assert force.has_many_parties
    assert sum(number for _status, number in force.statuses) == 14
    found = page(browse, victor, agreement, "?party=no.+13").context["force"]
    assert [row.name for row in found.drawing.parties] == ["State no. 13"]


def test_an_agreement_the_reader_may_not_see_is_not_named(office, victor, olga, browse):
    hidden = make_agreement(office, classification="restricted", officer=olga)
    agreement = make_agreement(office, kind="treaty", stage="signed")
    for party in agreement.parties.all():
        make_act(agreement, party=party, on="2019-03-01")
    terms = EntryIntoForce(EntryMode.ON_LAST_SIGNATURE, not_before_agreement=hidden.reference)
    clause = NewClause(kind="entry_into_force", parameters=write_terms(terms))
    state_clause(by=maker(), agreement=agreement, clause=clause)
    sentence = "is not in force, which is a condition"
    assert f"{hidden.reference} {sentence}" in words_of(page(browse, olga, agreement))
    status = words_of(page(browse, victor, agreement)).split("Force over time")[0]
    assert f"another agreement {sentence}" in status
    assert hidden.reference not in status


def test_disagreement_names_source_standing_and_what_counts(office, victor, browse):
    agreement = make_agreement(office)
    make_act(agreement, party=party_of(agreement), on="2020-07-01", standing="confirmed")
    make_act(agreement, party=party_of(agreement), on="2020-07-20", standing="disputed")
    said = words_of(page(browse, victor, agreement))
    assert "1 July 2020 : The test's own papers Confirmed (authoritative)" in said
    assert "20 July 2020 : The test's own papers Disputed" in said


def test_of_an_undetermined_one_it_is_said_that_nobody_can_tell_and_why(office, victor, browse):
    agreement = make_agreement(office, kind="treaty", stage="signed")
    for party in agreement.parties.all():
        make_act(agreement, party=party, on="2019-03-01")
    said = words_of(page(browse, victor, agreement))
    assert "Undetermined" in said
    assert "cannot be told from what is recorded; the reasons stand below" in said
    assert "It does not bind" not in said
    assert "It is not to be carried out" not in said


def test_what_is_missing_is_said_once(office, victor, browse):
    agreement = make_agreement(office, kind="treaty", stage="negotiating")
    force = page(browse, victor, agreement).context["force"]
    assert force.missing
    assert not {line.sentence for line in force.why} & {line.sentence for line in force.missing}


class TestAnAgreementOfManyParties:
    @pytest.fixture
    def many(self, office):
        agreement = make_agreement(
            office, kind="treaty", stage="signed", parties=[make_institution(f"State {n:02}") for n in range(30)]
        )
        for number, party in enumerate(agreement.parties.order_by("position")):
            make_act(agreement, party=party, on=f"2019-03-{number + 1:02}")
        return agreement

    def test_it_is_folded_to_a_list_and_the_latest_acts(self, many, victor, browse):
        shown = page(browse, victor, many)
        assert (len(shown.context["sides"]), len(shown.context["folded_sides"])) == (0, 30)
        assert [each.act.date.day for each in shown.context["timeline"]] == list(range(11, 31))
        assert not shown.context["force"].drawing.parties
        said = words_of(shown)
        assert "30 parties, without approval steps here" in said
        assert "10 earlier acts are folded away." in said

    def test_everything_can_be_asked_for_and_one_party_opened(self, many, victor, browse):
        everything = page(browse, victor, many, "?parties=all&acts=all").context
        assert (len(everything["sides"]), len(everything["timeline"])) == (30, 30)
        assert len(everything["force"].drawing.parties) == 30
        party = party_of(many)
        opened = page(browse, victor, many, f"?open={party.uid}").context["sides"]
        assert [side.party for side in opened] == [party]

    def test_a_party_searched_for_is_drawn(self, many, victor, browse):
        found = page(browse, victor, many, "?party=State+07").context
        assert [row.name for row in found["force"].drawing.parties] == ["State 07"]
        assert [str(side.party.institution) for side in found["folded_sides"]] == ["State 07"]
