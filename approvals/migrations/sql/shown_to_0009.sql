-- Ids of the subjects whose record a person sees whatever its classification, because of one of their steps: asked by
-- name; now standing in for somebody who is, by a delegation that covers the step or as deputy; or having decided on
-- it, for themselves or in whose name. An id may come several times.
-- A function and not a view, because every list, count and search asks it: PL/pgSQL plans it once per connection.
CREATE FUNCTION approvals_shown_to(person bigint) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 AS $$
BEGIN
    RETURN QUERY
    SELECT held.subject_id
      FROM approvals_asked AS asked
      JOIN approvals_step AS step ON step.id = asked.step_id
      JOIN approvals_case AS held ON held.id = step.case_id
     WHERE asked.user_id = person
    UNION ALL
    SELECT held.subject_id
      FROM approvals_delegation AS given
      JOIN accounts_user AS delegator ON delegator.id = given.delegator_id AND delegator.is_active
      JOIN approvals_asked AS asked ON asked.user_id = given.delegator_id
      JOIN approvals_step AS step ON step.id = asked.step_id
      JOIN approvals_case AS held ON held.id = step.case_id
      JOIN approvals_approvalsubject AS subject ON subject.id = held.subject_id
     WHERE given.delegate_id = person AND given.revoked_at IS NULL
       AND given.starts_at <= statement_timestamp() AND given.ends_at > statement_timestamp()
       AND (given.office_id IS NULL OR given.office_id = subject.office_id)
       AND (given.subject_kinds = '{}' OR subject.kind = ANY (given.subject_kinds))
       AND (given.step_kinds = '{}' OR step.kind = ANY (given.step_kinds))
    UNION ALL
    SELECT held.subject_id
      FROM approvals_absence AS absence
      JOIN accounts_user AS absent ON absent.id = absence.user_id AND absent.is_active
      JOIN approvals_asked AS asked ON asked.user_id = absence.user_id
      JOIN approvals_step AS step ON step.id = asked.step_id
      JOIN approvals_case AS held ON held.id = step.case_id
     WHERE absence.deputy_id = person AND absence.revoked_at IS NULL
       AND absence.starts_at <= statement_timestamp() AND absence.ends_at > statement_timestamp()
    UNION ALL
    SELECT held.subject_id
      FROM approvals_decision AS decision
      JOIN approvals_step AS step ON step.id = decision.step_id
      JOIN approvals_case AS held ON held.id = step.case_id
     WHERE decision.decided_by_id = person OR decision.on_behalf_of_id = person;
END $$;
