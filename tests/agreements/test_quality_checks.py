"""The checks of data quality, on plain facts."""

import datetime as dt
import itertools

import pytest

from agreements.act_kinds import ActKind, Standing
from agreements.law.calendar import Span, exactly
from agreements.law.results import PartyName
from agreements.quality import ActFact, PartyFact, QualityFacts, quality_lines
from agreements.quality_kinds import KINDS, SENTENCES, kind_of
from agreements.wording import say_line
from core.dates import PartialDate

NAMES = {"a": "Europol", "b": "SSPC"}
_number = itertools.count(1)


def act(kind, on, party=None, **values):
    return ActFact(f"act{next(_number)}", ActKind(kind), PartialDate.parse(on), party, **values)


def facts(*acts, parties=("a", "b"), **values):
    known = tuple(each if isinstance(each, PartyFact) else PartyFact(each) for each in parties)
    return QualityFacts(**{"is_past_signature": None, "parties": known, "acts": acts, **values})


def found(*acts, entry=None, **values):
    return [kind_of(line.code) for line in quality_lines(facts(*acts, **values), entry=entry)]


def test_a_record_in_order_has_no_findings():
    signatures = (act("signature", "2020-07-01", "a"), act("signature", "2020-07-02", "b"))
    assert found(*signatures, is_past_signature=True, entry=exactly(dt.date(2020, 7, 2))) == []


def test_two_dates_for_one_act_of_one_party_disagree_and_name_both_entries():
    one, other = act("signature", "2020-07-01", "a"), act("signature", "2020-07-20", "a", is_authoritative=False)
    (line,) = quality_lines(facts(one, other))
    assert line.acts == (one.key, other.key)
    said = say_line(line, NAMES)
    assert said == "The sources give 2 dates for one act of Europol: Signature (2020-07-01, 2020-07-20)."


def test_the_same_date_from_two_sources_is_no_disagreement():
    one, other = act("signature", "2020-07-01", "a"), act("signature", "2020-07-01", "a", is_authoritative=False)
    assert found(one, other) == []


def test_notices_may_be_many_so_they_do_not_disagree():
    notices = [act("notice_of_denunciation", on, "a", received_on=dt.date(2024, 1, 1)) for on in ("2020", "2021-01-01")]
    assert "sources_disagree" not in found(*notices)


def test_a_disputed_entry_that_counts_is_found_and_one_that_does_not_is_not():
    assert found(act("signature", "2020-07-01", "a", standing=Standing.DISPUTED)) == ["disputed_entry_counts"]
    assert found(act("signature", "2020-07-01", "a", standing=Standing.DISPUTED, is_authoritative=False)) == []


@pytest.mark.parametrize(
    ("entry", "expected"), [("2020-07-01", ["entry_before_signature"]), ("2020-07-02", []), ("2020-07-03", [])]
)
def test_of_two_parties_entry_is_judged_by_the_last_signature(entry, expected):
    signatures = (act("signature", "2020-06-01", "a"), act("signature", "2020-07-02", "b"))
    assert found(*signatures, act("entry_into_force", entry)) == expected


def test_of_many_parties_a_signature_after_entry_into_force_is_usual():
    signatures = (act("signature", "2020-06-01", "a"), act("signature", "2021-07-02", "b"))
    assert found(*signatures, act("entry_into_force", "2020-07-01"), parties=("a", "b", "c")) == []


def test_a_computed_entry_into_force_is_judged_as_well():
    signature = act("signature", "2020-07-02", "a")
    assert found(signature, entry=exactly(dt.date(2019, 1, 1))) == ["entry_before_signature"]
    assert found(signature, entry=Span(dt.date(2019, 1, 1), None)) == []


def test_an_uncertain_date_is_doubted_only_when_every_day_of_it_is_wrong():
    late, early = act("signature", "2020-07-02", "a"), act("ratification", "2020-07", "a")
    assert "consent_before_signature" not in found(late, early)
    assert "consent_before_signature" in found(late, act("ratification", "2020-06", "a"))


def test_accession_needs_no_signature_before_it():
    assert found(act("accession", "2020-01-01", "a"), act("signature", "2021-01-01", "b")) == []


@pytest.mark.parametrize(("on", "expected"), [("2018-11-29", ["act_before_institution"]), ("2018-11-30", [])])
def test_an_act_before_the_institution_existed(on, expected):
    young = PartyFact("b", existed_from=PartialDate.parse("2018-11-30"))
    assert found(act("signature", on, "b"), parties=("a", young)) == expected


@pytest.mark.parametrize(("on", "expected"), [("2019-05-27", ["act_after_institution"]), ("2019-05-26", [])])
def test_an_act_after_the_institution_had_ended(on, expected):
    gone = PartyFact("b", existed_until=PartialDate.parse("2019-05-27"))
    assert found(act("signature", on, "b"), parties=("a", gone)) == expected


def test_a_signed_record_without_any_signature_is_found_once():
    assert found(is_past_signature=True) == ["no_signature_recorded"]


def test_a_signed_record_names_the_party_whose_signature_is_missing():
    (line,) = quality_lines(facts(act("signature", "2020-07-01", "a"), is_past_signature=True))
    assert (line.code, line.places) == ("signature_missing", {"party": PartyName("b")})


def test_a_signature_of_all_parties_is_every_partys():
    assert found(act("signature", "2020-07-01"), is_past_signature=True) == []


def test_one_that_acceded_or_did_not_negotiate_need_not_have_signed():
    late = PartyFact("c", is_negotiating=False)
    acts = (act("signature", "2020-07-01", "a"), act("accession", "2021-01-01", "b"))
    assert found(*acts, parties=("a", "b", late), is_past_signature=True) == []


def test_every_signature_is_there_but_the_stage_lies_before():
    acts = (act("signature", "2020-07-01", "a"), act("signature", "2020-07-01", "b"))
    assert found(*acts, is_past_signature=False) == ["stage_behind"]
    assert found(*acts, is_past_signature=None) == []


def test_a_date_known_in_part_is_found_where_the_day_matters():
    assert found(act("ratification", "2020", "a")) == ["date_imprecise"]
    assert found(act("initialling", "2020", "a")) == []


def test_a_notice_without_its_day_of_receipt_is_found():
    assert found(act("notice_of_denunciation", "2020-01-01", "a")) == ["receipt_missing"]
    assert found(act("notice_of_denunciation", "2020-01-01", "a", received_on=dt.date(2020, 1, 9))) == []


@pytest.mark.parametrize(("parties", "expected"), [((), 1), (("a",), 1), (("a", "b"), 0)])
def test_fewer_than_two_parties(parties, expected):
    assert found(parties=parties).count("party_missing") == expected


def test_a_proposal_may_still_look_for_its_parties():
    assert found(parties=("a",), is_past_proposal=False) == []


def test_a_signed_record_that_names_no_source():
    assert found(act("signature", "2020-07-01"), is_past_signature=True, names_a_source=False) == ["source_missing"]
    assert found(is_past_signature=False, names_a_source=False) == []


def test_every_sentence_belongs_to_a_kind_that_says_what_to_do():
    assert {kind_of(code) for code in SENTENCES} <= set(KINDS)
