-- What is to be planned is planned, what no longer is to be is cancelled; answers the two numbers.
, allowed AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS allowed (user_id, item_id)
), ranked AS (
    SELECT candidate.*, rank() OVER (PARTITION BY item_id, policy_id, channel ORDER BY tier) AS place
      FROM candidate JOIN allowed USING (user_id, item_id)
), addressee AS ( -- the person responsible, or each of several; else, or besides, the nearest people of the office
    SELECT DISTINCT ON (item_id, policy_id, channel, user_id) item_id, policy_id, channel, user_id, because
      FROM (SELECT r.item_id, r.policy_id, r.channel, r.user_id, 'responsible' AS because
              FROM responsible AS r WHERE EXISTS (
                   SELECT FROM matter AS m WHERE m.item_id = r.item_id AND m.policy_id = r.policy_id AND m.is_open)
             UNION ALL
            SELECT m.item_id, m.policy_id, member.channel, member.user_id, member.because
              FROM matter AS m
              JOIN member USING (office_id, policy_id)
              LEFT JOIN responsible AS r
                     ON r.item_id = m.item_id AND r.policy_id = m.policy_id AND r.channel = member.channel
             WHERE m.is_open AND member.is_nearest AND (member.tier = 0 OR r.user_id IS NULL)
               AND member.user_id IS DISTINCT FROM r.user_id
             UNION ALL
            SELECT item_id, policy_id, channel, user_id, because FROM ranked WHERE place = 1) AS each
     ORDER BY item_id, policy_id, channel, user_id, because = 'responsible' DESC, because
), pace AS MATERIALIZED (
    SELECT p.id AS policy_id, occurrence, p.offset_days + occurrence * p.repeat_every AS days
      FROM asked
      JOIN reminders_reminderpolicy AS p ON p.kind = asked.kind
     CROSS JOIN LATERAL generate_series(0, p.repeat_times) AS occurrence
), wanted AS MATERIALIZED (
    SELECT m.item_id, m.record_type, m.record_id, m.office_id, m.due_on, m.today, m.policy_id, a.user_id, a.channel,
           a.because, pace.occurrence, m.due_on + pace.days AS scheduled_on,
           greatest(
               CASE WHEN m.due_on + pace.days >= least(m.today, m.last_planned_on) THEN m.due_on + pace.days
                    ELSE m.today END,
               answer.until
           ) AS act_on
      FROM asked
     CROSS JOIN (SELECT DISTINCT item_id, record_type, record_id, office_id, due_on, today, last_planned_on, policy_id,
                        is_mandatory FROM matter) AS m -- an item stands there once for each person responsible
      JOIN addressee AS a USING (item_id, policy_id)
      JOIN pace USING (policy_id)
      LEFT JOIN reminders_answer AS answer
             ON answer.deadline_kind = asked.kind AND answer.item_id = m.item_id AND answer.due_on = m.due_on
            AND answer.user_id = a.user_id
      LEFT JOIN reminders_unsubscription AS u
             ON u.user_id = a.user_id AND u.policy_id = m.policy_id AND a.channel = 'email' AND NOT m.is_mandatory
     WHERE m.due_on + pace.days <= m.today + asked.horizon
       AND answer.kind IS DISTINCT FROM 'stopped' AND u.id IS NULL
), latest AS ( -- of those whose day has come
    SELECT item_id, user_id, channel, max(scheduled_on) AS scheduled_on
      FROM wanted WHERE scheduled_on <= today GROUP BY item_id, user_id, channel
), planned AS (
    INSERT INTO reminders_reminder AS r (
        uid, policy_id, kind, item_id, record_type, record_id, office_id, recipient_id, channel, because,
        due_on, occurrence, scheduled_on, act_on, state, cause, round, is_late, created_at, attempts, last_error)
    SELECT gen_random_uuid(), w.policy_id, asked.kind, w.item_id, w.record_type, w.record_id, w.office_id, w.user_id,
           w.channel, w.because, w.due_on, w.occurrence, w.scheduled_on, w.act_on, 'planned', '', 0, false,
           asked.now, 0, ''
      FROM asked
     CROSS JOIN wanted AS w
      LEFT JOIN latest USING (item_id, user_id, channel)
     WHERE (latest.scheduled_on IS NULL OR w.scheduled_on >= latest.scheduled_on)
       AND NOT EXISTS ( -- what stands as it should, or has gone out, is not touched
               SELECT FROM reminders_reminder AS old
                WHERE old.kind = asked.kind AND old.item_id = w.item_id AND old.due_on = w.due_on
                  AND old.recipient_id = w.user_id AND old.channel = w.channel AND old.policy_id = w.policy_id
                  AND old.occurrence = w.occurrence
                  AND NOT (old.state = 'planned'
                           AND (old.scheduled_on, old.office_id) IS DISTINCT FROM (w.scheduled_on, w.office_id))
                  AND NOT (old.state = 'cancelled' AND (old.cause = ANY (%s) OR old.scheduled_on <> w.scheduled_on))
                  AND NOT (old.state = 'settled' AND old.cause = ANY (%s)))
    ON CONFLICT (kind, item_id, due_on, recipient_id, channel, policy_id, occurrence) DO UPDATE
       SET state = 'planned', cause = '', closed_at = NULL, scheduled_on = excluded.scheduled_on,
           act_on = excluded.act_on, because = excluded.because, office_id = excluded.office_id,
           record_type = excluded.record_type, record_id = excluded.record_id, attempts = 0, retry_at = NULL
     WHERE r.state IN ('planned', 'cancelled', 'settled')
    RETURNING 1
), dropped AS (
    UPDATE reminders_reminder AS r
       SET state = CASE r.state WHEN 'planned' THEN 'cancelled' ELSE 'settled' END, closed_at = asked.now,
           cause = CASE
               WHEN NOT EXISTS (SELECT FROM deadline AS d WHERE d.item_id = r.item_id) THEN 'resolved'
               WHEN NOT EXISTS (SELECT FROM deadline AS d WHERE d.item_id = r.item_id AND d.due_on = r.due_on)
                   THEN 'moved'
               WHEN NOT EXISTS (SELECT FROM policy AS p WHERE p.for_office = r.office_id AND p.id = r.policy_id
                                   AND r.channel = ANY (p.channels) AND r.occurrence <= p.repeat_times)
                   THEN 'policy'
               ELSE 'readdressed' END
      FROM asked
     WHERE r.kind = asked.kind
       AND (%s::text IS NULL OR (r.record_type = %s AND r.record_id = %s))
       AND (r.state = 'planned' OR (r.state = 'sent' AND r.channel = 'in_app'))
       AND NOT EXISTS (
               SELECT FROM wanted AS w
                WHERE w.item_id = r.item_id AND w.due_on = r.due_on AND w.user_id = r.recipient_id
                  AND w.channel = r.channel AND w.policy_id = r.policy_id AND w.occurrence = r.occurrence)
    RETURNING 1
)
SELECT (SELECT count(*) FROM planned), (SELECT count(*) FROM dropped)
