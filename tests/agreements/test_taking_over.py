"""`register_existing`: the one way into the register other than "proposed"."""

import pytest

from agreements.actions import NewParty, change_stage, create_agreement, register_existing
from agreements.models import Agreement
from agreements.stages import Stage
from core.models import HistoryEntry, OutboxEvent
from tests.cast import TODAY, TOMORROW, YESTERDAY, acting
from tests.expectations import forbidden, invalid
from tests.factories import make_institution

GIVEN = {"titles": {"en": "Arrangement"}, "reason": "Taken over from the paper register"}


@pytest.mark.parametrize("kind", ["working_arrangement", "treaty"])
@pytest.mark.parametrize("stage", [stage.value for stage in Stage])
def test_an_agreement_enters_at_any_stage_of_its_kind(office, olga, kind, stage):
    taken = register_existing(by=acting(olga), office=office, kind=kind, stage=stage, since=YESTERDAY, **GIVEN)
    assert (taken.stage, taken.stage_since) == (stage, YESTERDAY)


def test_the_reason_is_in_the_history(office, olga):
    taken = register_existing(by=acting(olga), office=office, kind="treaty", stage="signed", **GIVEN)
    entry = HistoryEntry.objects.get(root_table="agreements_agreement", root_id=taken.pk)
    assert (entry.reason, entry.after["stage"]) == ("Taken over from the paper register", "signed")


def test_the_steps_after_it_are_guarded_as_ever(office, olga):
    taken = register_existing(by=acting(olga), office=office, kind="treaty", stage="proposed", **GIVEN)
    assert change_stage(by=acting(olga), agreement=taken, to="mandate_requested").stage == "mandate_requested"


def test_an_agreement_that_begins_here_is_proposed(office, olga):
    made = create_agreement(by=acting(olga), office=office, kind="treaty", titles={"en": "Treaty"})
    assert (made.stage, made.stage_since, made.nature, made.officer) == ("proposed", TODAY, "treaty", olga)
    assert OutboxEvent.objects.get(topic="agreement.created").payload == {"agreement": made.pk}


@pytest.mark.parametrize("stage", ["in_force", "", "PROPOSED"])
@pytest.mark.parametrize("kind", ["treaty", "unheard_of"])
def test_a_stage_that_is_not_there_is_no_input(office, olga, kind, stage):
    with invalid("stage"):
        register_existing(by=acting(olga), office=office, kind=kind, stage=stage, **GIVEN)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "unheard_of"}, "kind"),
        ({"reason": " "}, "reason"),
        ({"since": TOMORROW}, "since"),
        ({"titles": {}}, "titles"),
        ({"titles": {"en": "  "}}, "titles"),
        ({"reference": "X-1"}, "reference"),
        ({"version": 7}, "version"),
        ({"nature": "sacred"}, "nature"),
        ({"classification": "secret"}, "classification"),
        ({"personal_data": "perhaps"}, "personal_data"),
        ({"transfer_basis": "trust"}, "transfer_basis"),
        ({"external_reference": "x" * 101}, "external_reference"),
        ({"summary": "nul\x00byte"}, "summary"),
        ({"titles": {"en": 5}}, "titles"),
        ({"titles": {"English": "Treaty"}}, "titles"),
    ],
)
def test_a_value_that_cannot_be_is_no_input_and_nothing_is_written(office, olga, values, field):
    with invalid(field):
        register_existing(by=acting(olga), office=office, **{"kind": "treaty", "stage": "signed", **GIVEN, **values})
    assert not Agreement.objects.exists()


def test_an_agreement_is_made_for_ones_own_office_only(office, olga, other_office, adam, ana):
    for person, its_office in ((olga, other_office), (adam, office), (ana, office)):
        with forbidden():
            create_agreement(by=acting(person), office=its_office, kind="treaty", titles={"en": "Treaty"})


def test_the_officer_in_charge_belongs_to_the_office(office, olga, oscar, ana):
    for person in (oscar, ana):
        with invalid("officer"):
            create_agreement(by=acting(olga), office=office, kind="treaty", titles={"en": "Treaty"}, officer=person)


def test_parties_are_named_once_in_a_role_and_in_a_known_role(office, olga):
    europol = make_institution("Europol")
    for parties in ([NewParty(europol), NewParty(europol)], [NewParty(europol, role="friend")]):
        with invalid("parties"):
            create_agreement(by=acting(olga), office=office, kind="treaty", titles={"en": "Treaty"}, parties=parties)
    both_roles = [NewParty(europol), NewParty(europol, role="depositary")]
    made = create_agreement(by=acting(olga), office=office, kind="treaty", titles={"en": "Treaty"}, parties=both_roles)
    assert [party.role for party in made.parties.all()] == ["party", "depositary"]
