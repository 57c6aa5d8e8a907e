"""Existing tracks in the new tables: people asked, what decisions still count, conditions, rounds."""

import pgtrigger
from django.db import migrations

CONTEXT = '{"name": "migration", "source": "command", "reason": "Tracks of approval"}'
STATEMENTS = (
    """
    INSERT INTO approvals_asked (step_id, user_id)
    SELECT id, responsible_id FROM approvals_step WHERE responsible_id IS NOT NULL
    """,
    # A step that was asked anew is in its second spell; the decisions of its present round are too.
    """
    UPDATE approvals_step s SET spell = 2 FROM approvals_case c
     WHERE c.id = s.case_id AND EXISTS (
        SELECT FROM approvals_decision d WHERE d.step_id = s.id AND (
            s.outcome IN ('not_started', 'in_progress') OR (c.submitted_at IS NOT NULL AND d.decided_at < c.submitted_at)))
    """,
    """
    UPDATE approvals_decision d SET spell = 2 FROM approvals_step s, approvals_case c
     WHERE s.id = d.step_id AND c.id = s.case_id AND s.spell = 2
       AND s.outcome NOT IN ('not_started', 'in_progress') AND d.decided_at >= c.submitted_at
    """,
    """
    UPDATE approvals_decision d SET asked_at = s.started_at FROM approvals_step s
     WHERE s.id = d.step_id AND s.spell = d.spell
    """,
    """
    INSERT INTO approvals_condition (uid, version, created_at, updated_at, text, met_on, evidence, decision_id)
    SELECT gen_random_uuid(), 1, d.decided_at, d.decided_at, d.comment, s.conditions_met_on, '', d.id
      FROM approvals_decision d JOIN approvals_step s ON s.id = d.step_id AND s.spell = d.spell
     WHERE d.outcome = 'approved_with_conditions' AND d.comment <> ''
    """,
    "UPDATE approvals_case SET round = 1 WHERE submitted_at IS NOT NULL",
    """
    INSERT INTO approvals_caseevent (kind, at, reason, round, by_id, case_id)
    SELECT 'submitted', submitted_at, '', 1, submitted_by_id, id FROM approvals_case WHERE submitted_at IS NOT NULL
    """,
)


def fill(apps, schema_editor):
    with pgtrigger.ignore("approvals.Decision:decision_is_kept"), schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('entente.context', %s, true)", [CONTEXT])
        for statement in STATEMENTS:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("approvals", "0003_tracks")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
