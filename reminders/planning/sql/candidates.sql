-- Who could be reminded of what: the deadlines of one kind, with its policies and the people they address.
-- The SQL of a registered deadline source (core.registries.DeadlineSource.rows) stands where the name in braces does.
WITH asked AS (
    SELECT %s::timestamptz AS now, %s::text AS kind, %s::int AS horizon
), deadline AS MATERIALIZED (
    SELECT d.*, (asked.now AT TIME ZONE office.time_zone)::date AS today,
           (run.ran_at AT TIME ZONE office.time_zone)::date AS last_planned_on
      FROM asked
     CROSS JOIN ({deadlines}) AS d (item_id, record_type, record_id, due_on, office_id, responsible_id, is_confined)
      JOIN accounts_office AS office ON office.id = d.office_id
      LEFT JOIN reminders_planningrun AS run ON run.kind = asked.kind
), policy AS MATERIALIZED ( -- an office's own policies of a kind stand instead of the general ones
    SELECT office.id AS for_office, p.*
      FROM asked
      JOIN reminders_reminderpolicy AS p ON p.kind = asked.kind AND p.is_active
      JOIN accounts_office AS office ON office.id = p.office_id OR (p.office_id IS NULL AND NOT EXISTS (
               SELECT FROM reminders_reminderpolicy AS own
                WHERE own.kind = p.kind AND own.is_active AND own.office_id = office.id))
), matter AS MATERIALIZED ( -- a deadline under a policy of which a reminder goes out by the horizon
    -- is_open: everyone it may be addressed to may see the record; of the others each is asked about
    SELECT d.item_id, d.record_type, d.record_id, d.office_id, d.due_on, d.today, d.last_planned_on,
           p.id AS policy_id, p.channels, p.is_mandatory,
           CASE WHEN p.to_responsible THEN d.responsible_id END AS responsible_id,
           NOT d.is_confined AND (NOT p.to_responsible OR d.responsible_id IS NULL OR d.responsible_id IN (
               SELECT a.user_id FROM accounts_roleassignment AS a)) AS is_open
      FROM asked
     CROSS JOIN deadline AS d
      JOIN policy AS p ON p.for_office = d.office_id
     WHERE d.due_on + p.offset_days <= d.today + asked.horizon
), in_reach AS ( -- the people of an office under a policy, and how near; an e-mail needs an address
    SELECT DISTINCT ON (p.for_office, p.id, channel, u.id)
           p.for_office AS office_id, p.id AS policy_id, channel, u.id AS user_id, reach.tier, reach.because
      FROM policy AS p
     CROSS JOIN LATERAL unnest(p.channels) AS channel
     CROSS JOIN LATERAL (
           SELECT a.user_id, a.role AS because,
                  CASE WHEN a.role = ANY (p.to_roles) THEN 0
                       WHEN a.role = ANY (p.fallback_roles) THEN 1
                       WHEN a.role IN ('officer', 'head') THEN 2 END AS tier
             FROM accounts_roleassignment AS a WHERE a.office_id = p.for_office
            UNION ALL
           SELECT administrator.id, 'administrator', 3
             FROM accounts_user AS administrator WHERE administrator.is_superuser
           ) AS reach
      JOIN accounts_user AS u ON u.id = reach.user_id AND u.is_active AND (channel = 'in_app' OR u.email <> '')
     WHERE reach.tier IS NOT NULL
     ORDER BY p.for_office, p.id, channel, u.id, reach.tier, reach.because
), member AS MATERIALIZED (
    SELECT *, tier = min(tier) OVER (PARTITION BY office_id, policy_id, channel) AS is_nearest FROM in_reach
), responsible AS MATERIALIZED (
    SELECT m.item_id, m.policy_id, channel, u.id AS user_id
      FROM matter AS m
     CROSS JOIN LATERAL unnest(m.channels) AS channel
      JOIN accounts_user AS u ON u.id = m.responsible_id AND u.is_active AND (channel = 'in_app' OR u.email <> '')
), candidate AS ( -- for what is not open
    SELECT r.*, 0 AS tier, 'responsible' AS because
      FROM matter AS m JOIN responsible AS r USING (item_id, policy_id) WHERE NOT m.is_open
     UNION ALL
    SELECT m.item_id, m.policy_id, member.channel, member.user_id, member.tier, member.because
      FROM matter AS m JOIN member USING (office_id, policy_id) WHERE NOT m.is_open
)
