"""Recording acts and correcting them on pages."""

import pytest

from agreements.models import Act
from core.actors import Actor
from tests.factories import make_act, make_agreement, party_of
from tests.web.conftest import hidden, words_of


def new(agreement):
    return f"/agreements/{agreement.reference}/acts/new/"


def correct(entry):
    return f"/agreements/{entry.agreement.reference}/acts/{entry.uid}/correct/"


def filled(client, address, **changes):
    """The form as it was opened, filled in."""
    page = client.get(address)
    sent = {
        "kind": "signature", "party": "", "date_day": "", "date_month": "", "date_year": "2020", "standing": "reported",
        "source": "Official gazette", **hidden(page, "version", "seen", "opened"),
    }  # fmt: skip
    return sent | changes


@pytest.mark.parametrize(
    ("day", "month", "year", "precision"),
    [("", "", "2020", "year"), ("", "7", "2020", "month"), ("1", "7", "2020", "day")],
)
def test_an_act_is_recorded_as_exactly_as_it_is_known(office, olga, browse, day, month, year, precision):
    agreement = make_agreement(office)
    party, client = party_of(agreement), browse(olga)
    sent = filled(client, new(agreement), party=str(party.uid), date_day=day, date_month=month, date_year=year)
    response = client.post(new(agreement), sent | {"source_quote": "signed at Bogotá"})
    assert response["Location"] == f"/agreements/{agreement.reference}/#acts"
    act = Act.objects.get()
    assert (act.kind, act.party, act.precision, act.source_quote) == ("signature", party, precision, "signed at Bogotá")
    assert act.recorded_by == olga


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"date_year": "2999"}, "date"),
        ({"date_year": ""}, "date"),
        ({"date_day": "31", "date_month": "2"}, "date"),
        ({"source": ""}, "source"),
        ({"kind": "adoption", "party": "own"}, "party"),
        ({"received_on": "2019-01-01"}, "received_on"),
        ({"source_url": "not an address"}, "source_url"),
        ({"standing": "rumoured"}, "standing"),
    ],
)
def test_what_cannot_be_recorded_is_said_at_its_field(office, olga, browse, changes, field):
    agreement = make_agreement(office)
    client = browse(olga)
    own = str(party_of(agreement).uid)
    sent = filled(
        client, new(agreement), note="Typed words", **{k: own if v == "own" else v for k, v in changes.items()}
    )
    response = client.post(new(agreement), sent)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Typed words" in words_of(response)
    assert not Act.objects.exists()


def test_a_second_source_on_the_same_act_asks_which_counts(office, olga, browse):
    agreement = make_agreement(office)
    party, client = party_of(agreement), browse(olga)
    first = make_act(agreement, party=party, on="2020-07-01")
    sent = filled(client, new(agreement), party=str(party.uid), date_day="20", date_month="7")
    response = client.post(new(agreement), sent)
    page = words_of(response)
    assert response.status_code == 422
    assert "The ledger holds this act already" in page
    assert "1 July 2020 – Reported: The test's own papers (counts now)" in page
    assert Act.objects.count() == 1

    client.post(new(agreement), sent | {"authority": "beside"})
    second = Act.objects.latest("id")
    first.refresh_from_db()
    assert (first.is_authoritative, second.is_authoritative) == (True, False)


def test_the_new_source_can_take_the_place_of_the_earlier(office, olga, browse):
    agreement = make_agreement(office)
    party, client = party_of(agreement), browse(olga)
    first = make_act(agreement, party=party, on="2020-07-01")
    client.post(new(agreement), filled(client, new(agreement), party=str(party.uid), authority="instead"))
    first.refresh_from_db()
    assert (first.is_authoritative, first.recorded_until) == (False, None)
    assert Act.objects.latest("id").is_authoritative


def test_an_act_of_another_party_is_no_rival(office, olga, browse):
    agreement = make_agreement(office)
    one, other = agreement.parties.order_by("position")
    make_act(agreement, party=one, on="2020-07-01")
    client = browse(olga)
    assert client.post(new(agreement), filled(client, new(agreement), party=str(other.uid))).status_code == 302


def test_a_correction_supersedes_and_needs_a_reason(office, olga, browse):
    agreement = make_agreement(office)
    entry = make_act(agreement, party=party_of(agreement), on="2020-06")
    client = browse(olga)
    page = client.get(correct(entry))
    assert page.context["form"]["date"].value() == entry.when
    sent = filled(client, correct(entry), party=str(entry.party.uid), date_day="1", date_month="7")
    assert "reason" in client.post(correct(entry), sent).context["form"].errors
    client.post(correct(entry), sent | {"reason": "The original says so"})
    entry.refresh_from_db()
    assert entry.recorded_until is not None
    assert str(entry.superseded_by.when) == "2020-07-01"


def test_who_records_second_sees_what_the_first_recorded(office, olga, otto, browse):
    agreement = make_agreement(office)
    party, client = party_of(agreement), browse(olga)
    sent = filled(client, new(agreement), party=str(party.uid), note="Typed words")
    make_act(agreement, kind="initialling", party=party, on="2020-07-01", by=Actor.person(otto))
    response = client.post(new(agreement), sent)
    page = words_of(response)
    assert response.status_code == 409
    assert "Otto Officer changed it" in page
    assert "Added act: Initialling" in page
    assert "Typed words" in page
    assert Act.objects.count() == 1


def test_only_who_keeps_the_agreement_records_and_corrects(office, victor, ana, oscar, browse):
    agreement = make_agreement(office)
    entry = make_act(agreement, party=party_of(agreement))
    for person in (victor, ana, oscar):
        for address in (new(agreement), correct(entry)):
            assert browse(person).get(address).status_code == 403
            assert browse(person).post(address).status_code == 403


def test_an_entry_of_another_agreement_is_not_found(office, olga, browse):
    entry = make_act(make_agreement(office))
    other = make_agreement(office)
    assert browse(olga).get(f"/agreements/{other.reference}/acts/{entry.uid}/correct/").status_code == 404


def test_the_address_may_say_what_is_to_be_recorded(office, olga, browse):
    agreement = make_agreement(office)
    form = (
        browse(olga)
        .get(new(agreement), {"kind": "ratification", "party": str(party_of(agreement).uid)})
        .context["form"]
    )
    assert form["kind"].value() == "ratification"
    assert form["party"].value() == str(party_of(agreement).uid)


def test_recording_is_named_in_the_history(office, olga, browse):
    agreement = make_agreement(office)
    client = browse(olga)
    client.post(new(agreement), filled(client, new(agreement), kind="adoption"))
    assert "Added act: Adoption by Olga Officer" in words_of(client.get(f"/agreements/{agreement.reference}/"))


def test_dates_out_of_order_are_confirmed_with_a_reason(office, olga, browse):
    agreement = make_agreement(office)
    make_act(agreement, on="2020-07-20")
    client = browse(olga)
    sent = filled(client, new(agreement), kind="entry_into_force", date_day="19", date_month="12", date_year="2019")
    response = client.post(new(agreement), sent)
    assert response.status_code == 422
    assert "The dates are out of order" in words_of(response)
    assert "confirm" in response.context["form"].errors
    unexplained = client.post(new(agreement), sent | {"confirm": "on"})
    assert "reason" in unexplained.context["form"].errors
    response = client.post(new(agreement), sent | {"confirm": "on", "reason": "As the gazette has it"})
    assert response.status_code == 302
    assert Act.objects.filter(kind="entry_into_force").exists()


def test_a_withdrawal_names_the_notice_in_a_list(office, olga, browse):
    agreement = make_agreement(office)
    party, client = party_of(agreement), browse(olga)
    assert "Answers" not in words_of(client.get(new(agreement)))
    notice = make_act(agreement, kind="notice_of_denunciation", party=party, on="2026-01-10")
    sent = filled(
        client, new(agreement), kind="withdrawal_of_notice", party=str(party.uid),
        date_day="20", date_month="1", date_year="2026",
    )  # fmt: skip
    assert "refers_to" in client.post(new(agreement), sent).context["form"].errors
    assert client.post(new(agreement), sent | {"refers_to": str(notice.uid)}).status_code == 302
    assert Act.objects.get(kind="withdrawal_of_notice").refers_to == notice
    assert "Answers" in words_of(client.get(f"/agreements/{agreement.reference}/"))


def test_the_entry_that_counts_is_chosen_on_a_page(office, olga, victor, browse):
    agreement = make_agreement(office)
    party = party_of(agreement)
    make_act(agreement, party=party, on="2020-07-20")
    second = make_act(agreement, party=party, on="2020-07-01")
    address = f"/agreements/{agreement.reference}/acts/{second.uid}/choose/"
    client = browse(olga)
    assert address in client.get(f"/agreements/{agreement.reference}/").content.decode()
    sent = hidden(client.get(address), "version", "seen", "opened")
    assert "reason" in client.post(address, sent).context["form"].errors
    assert client.post(address, sent | {"reason": "The gazette is better"}).status_code == 302
    second.refresh_from_db()
    assert second.is_authoritative
    assert browse(victor).get(address).status_code == 403
