"""docs/lifecycle.md says what the data says."""

from pathlib import Path

import pytest
from django.conf import settings

from activities.documents import LIFECYCLE, NOTHING_DONE, NOTHING_MET, lifecycle
from activities.states import ACTIVITY_TRANSITIONS, MEMBERSHIP_TRANSITIONS
from agreements.stages import FLOWS
from approvals.rounds import OPERATIONS
from approvals.steps import CASE_STATE_LABELS, OUTCOME_LABELS
from core.documents import generated_documents

OF_AGREEMENTS = [each for flow in FLOWS.values() for each in flow.transitions]
OF_THE_REST = [*ACTIVITY_TRANSITIONS, *MEMBERSHIP_TRANSITIONS]
GUARDS = {(guard, NOTHING_MET) for each in OF_AGREEMENTS for guard in each.guards}
GUARDS |= {(guard, NOTHING_DONE) for each in OF_THE_REST for guard in each.guards}


def test_the_document_in_the_repository_is_the_one_the_code_writes():
    written = {document.path: document for document in generated_documents()}
    assert written[LIFECYCLE].is_current(Path(settings.BASE_DIR)), "run `manage.py write_docs`"


@pytest.mark.parametrize("transition", [*OF_AGREEMENTS, *OF_THE_REST], ids=lambda each: f"{each.source}-{each.target}")
def test_every_step_is_in_it(transition):
    assert f"{transition.source.value} --> {transition.target.value}: {transition.name}" in lifecycle()


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda each: each.deed.value)
def test_every_operation_on_a_side_is_in_it_with_the_states_it_is_possible_in(operation):
    (row,) = [line for line in lifecycle().splitlines() if line.startswith(f"| {operation.name} (`{operation.deed}`)")]
    possible = row.split("|")[2]
    assert [label for state, label in CASE_STATE_LABELS.items() if state in operation.possible_in] == [
        each.strip() for each in possible.split(",")
    ]
    assert (row.split("|")[3].strip() == "yes") is operation.needs_reason


@pytest.mark.parametrize("label", OUTCOME_LABELS.values())
def test_every_outcome_of_a_step_is_in_it(label):
    table = lifecycle().split("### Outcomes of a step", 1)[1]
    assert f"\n| {label} | " in table


@pytest.mark.parametrize(
    ("guard", "facts"),
    sorted(GUARDS, key=lambda pair: pair[0].__name__),
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_condition_is_in_it_with_the_sentence_it_refuses_with(guard, facts):
    refusal = guard(facts)
    assert f"`{refusal.code}`: {refusal.sentence.split('%(')[0]}" in lifecycle()
