"""Changes to agreements: each is one transaction with an actor, a lock, history and an outbox row."""

from agreements.actions.act_checks import NewAct
from agreements.actions.acts import correct_act, record_act
from agreements.actions.agreements import change_agreement, create_agreement, register_existing
from agreements.actions.authority import choose_authoritative
from agreements.actions.clause_checks import NewClause
from agreements.actions.clauses import amend_clause, correct_clause, repeal_clause, state_clause, withdraw_clause
from agreements.actions.parties import NewParty
from agreements.actions.stages import change_stage
from agreements.actions.subjects import NewSubject

__all__ = [
    "NewAct",
    "NewClause",
    "NewParty",
    "NewSubject",
    "amend_clause",
    "change_agreement",
    "change_stage",
    "choose_authoritative",
    "correct_act",
    "correct_clause",
    "create_agreement",
    "record_act",
    "register_existing",
    "repeal_clause",
    "state_clause",
    "withdraw_clause",
]
