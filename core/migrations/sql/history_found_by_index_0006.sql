-- core_record_history finds the row's newest entry by its index. TG_TABLE_NAME, which triggers hand over, is of type
-- "name" and brings the collation "C" with it; compared under that, the index could not be used, and every change read
-- the whole of it.

-- Called by the row trigger of every tracked table, so the row's lock is held and its chain cannot fork.
CREATE OR REPLACE FUNCTION core_record_history(
    root_table text, root_id bigint, table_name text, row_id bigint, operation text,
    old_row jsonb, new_row jsonb, left_out text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    context jsonb := coalesce(nullif(current_setting('entente.context', true), ''), '{}')::jsonb;
    entry core_historyentry;
    previous core_historyentry;
BEGIN
    old_row := old_row - left_out;
    new_row := new_row - left_out;
    IF operation = 'UPDATE' THEN
        IF old_row = new_row THEN
            RETURN;
        END IF;
        SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_row -> o.key)
          INTO entry.before, entry.after
          FROM jsonb_each(old_row) AS o
         WHERE o.value IS DISTINCT FROM new_row -> o.key;
    ELSE
        entry.before := old_row;
        entry.after := new_row;
    END IF;

    -- Before an id is drawn: a seal waits for all who hold this lock, so no entry can appear below it afterwards.
    LOCK TABLE core_historyentry IN ROW EXCLUSIVE MODE;

    SELECT * INTO previous FROM core_historyentry AS h
     WHERE h.table_name = core_record_history.table_name COLLATE "default" AND h.row_id = core_record_history.row_id
     ORDER BY h.sequence DESC LIMIT 1;

    entry.id := nextval(pg_get_serial_sequence('core_historyentry', 'id'));
    entry.at := clock_timestamp();
    entry.root_table := root_table;
    entry.root_id := root_id;
    entry.table_name := table_name;
    entry.row_id := row_id;
    entry.sequence := coalesce(previous.sequence, 0) + 1;
    entry.operation := lower(operation);
    entry.actor_id := (context ->> 'actor')::bigint;
    entry.actor_name := coalesce(context ->> 'name', 'database:' || session_user);
    entry.source := coalesce(context ->> 'source', 'sql');
    entry.reason := coalesce(context ->> 'reason', '');
    entry.request_id := coalesce(context ->> 'request', '');
    entry.previous_hash := coalesce(previous.hash, '\x'::bytea);
    entry.hash := core_history_hash(entry);
    INSERT INTO core_historyentry SELECT entry.*;
END
$$;
