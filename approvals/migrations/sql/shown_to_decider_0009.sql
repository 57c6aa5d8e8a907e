-- Who sees a record because of its approval: see approvals.models.ShownToDecider.
CREATE VIEW approvals_shown_to_decider AS
WITH asked AS NOT MATERIALIZED (
    SELECT held.subject_id, step.kind AS step_kind, asked.user_id
      FROM approvals_asked AS asked
      JOIN approvals_step AS step ON step.id = asked.step_id
      JOIN approvals_case AS held ON held.id = step.case_id
), decided AS NOT MATERIALIZED (
    SELECT held.subject_id, decision.decided_by_id, decision.on_behalf_of_id
      FROM approvals_decision AS decision
      JOIN approvals_step AS step ON step.id = decision.step_id
      JOIN approvals_case AS held ON held.id = step.case_id
)
SELECT subject_id, user_id FROM asked
UNION ALL
SELECT asked.subject_id, given.delegate_id
  FROM approvals_delegation AS given
  JOIN accounts_user AS delegator ON delegator.id = given.delegator_id AND delegator.is_active
  JOIN asked ON asked.user_id = given.delegator_id
  JOIN approvals_approvalsubject AS subject ON subject.id = asked.subject_id
 WHERE given.starts_at <= statement_timestamp() AND given.ends_at > statement_timestamp() AND given.revoked_at IS NULL
   AND (given.office_id IS NULL OR given.office_id = subject.office_id)
   AND (given.subject_kinds = '{}' OR subject.kind = ANY (given.subject_kinds))
   AND (given.step_kinds = '{}' OR asked.step_kind = ANY (given.step_kinds))
UNION ALL
SELECT asked.subject_id, absence.deputy_id
  FROM approvals_absence AS absence
  JOIN accounts_user AS absent ON absent.id = absence.user_id AND absent.is_active
  JOIN asked ON asked.user_id = absence.user_id
 WHERE absence.starts_at <= statement_timestamp() AND absence.ends_at > statement_timestamp()
   AND absence.revoked_at IS NULL AND absence.deputy_id IS NOT NULL
UNION ALL
SELECT subject_id, decided_by_id FROM decided WHERE decided_by_id IS NOT NULL
UNION ALL
SELECT subject_id, on_behalf_of_id FROM decided WHERE on_behalf_of_id IS NOT NULL;
