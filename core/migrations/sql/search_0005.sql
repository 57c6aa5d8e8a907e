-- Search: how texts are made comparable, what is found of a record, and how it is kept true.
--
-- A source named "thing" is a function search_texts_of_thing(ids bigint[]) that returns core_search_text rows, and
-- triggers made by core_watch_for_search on every table that function reads.

CREATE TYPE core_search_text AS (
    object_id bigint, reference text, title text, names text, summary text, body text, links text[]
);

-- Lower case without accents. `unaccent` also knows letters that do not come apart, such as ł and ø.
CREATE FUNCTION core_search_fold(given text) RETURNS text LANGUAGE sql STABLE STRICT AS $$
    SELECT lower(unaccent(regexp_replace(normalize(given, NFKD), '[' || U&'\0300' || '-' || U&'\036F' || ']', '', 'g')))
$$;

-- Words only, one blank between them: so the parser of texts finds no addresses, hyphens or signs of its own.
CREATE FUNCTION core_search_plain(given text) RETURNS text LANGUAGE sql STABLE STRICT AS $$
    SELECT btrim(regexp_replace(core_search_fold(given), '[^[:alnum:]]+', ' ', 'g'))
$$;

-- The words as they are, and their English and Spanish stems.
CREATE FUNCTION core_search_words(given text, weight "char") RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT setweight(to_tsvector('simple', p) || to_tsvector('english', p) || to_tsvector('spanish', p), weight)
      FROM core_search_plain(coalesce(given, '')) AS p
$$;

-- A word that is no word of language: a whole reference ("r:eur-wa-2026-0001"), or a linked record ("institution:12").
CREATE FUNCTION core_search_mark(mark text, weight text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT (quote_literal(replace(mark, '\', '')) || ':1' || weight)::tsvector
$$;

CREATE FUNCTION core_search_vector(given core_search_text) RETURNS tsvector LANGUAGE plpgsql STABLE AS $$
DECLARE
    body text := coalesce(given.body, '');
    vector tsvector := core_search_words(concat_ws(E'\n', given.reference, given.title), 'A')
        || core_search_words(given.names, 'B') || core_search_words(left(given.summary, 100000), 'C');
    mark text;
BEGIN
    FOR mark IN SELECT regexp_split_to_table(core_search_fold(coalesce(given.reference, '')), E'\n') LOOP
        IF mark <> '' THEN vector := vector || core_search_mark('r:' || mark, 'A'); END IF;
    END LOOP;
    FOREACH mark IN ARRAY coalesce(given.links, '{}') LOOP
        vector := vector || core_search_mark(mark, 'B');
    END LOOP;
    LOOP  -- PostgreSQL holds one megabyte of different words; of a longer text as much as fits is found.
        BEGIN
            RETURN vector || core_search_words(body, 'D');
        EXCEPTION WHEN program_limit_exceeded THEN
            body := left(body, length(body) / 2);
        END;
    END LOOP;
END
$$;

CREATE FUNCTION core_search_texts(source text, ids bigint[]) RETURNS SETOF core_search_text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT * FROM %I($1)', 'search_texts_of_' || source) USING ids;
END
$$;

CREATE FUNCTION core_search_entries(source text, ids bigint[])
RETURNS TABLE (object_id bigint, reference text, called text, vector tsvector) LANGUAGE sql STABLE AS $$
    SELECT t.object_id, left(core_search_fold(split_part(coalesce(t.reference, ''), E'\n', 1)), 200),
           core_search_fold(concat_ws(E'\n', nullif(t.title, ''), nullif(t.names, ''))), core_search_vector(t)
      FROM core_search_texts(source, ids) AS t
$$;

-- Bring the entries of these records up to date; the number of those that were not.
CREATE FUNCTION core_refresh_search(wanted text, ids bigint[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    -- Locked first, so that what is read next is not older than what another transaction wrote.
    PERFORM 1 FROM core_searchentry e WHERE e.source = wanted AND e.object_id = ANY(ids) ORDER BY e.object_id FOR UPDATE;
    WITH fresh AS MATERIALIZED (SELECT * FROM core_search_entries(wanted, ids)), gone AS (
        DELETE FROM core_searchentry e
         WHERE e.source = wanted AND e.object_id = ANY(ids)
           AND NOT EXISTS (SELECT 1 FROM fresh f WHERE f.object_id = e.object_id)
        RETURNING 1
    ), written AS (
        INSERT INTO core_searchentry AS e (source, object_id, reference, called, vector)
        SELECT wanted, f.object_id, f.reference, f.called, f.vector FROM fresh f ORDER BY f.object_id
        ON CONFLICT (source, object_id) DO UPDATE
           SET reference = EXCLUDED.reference, called = EXCLUDED.called, vector = EXCLUDED.vector
         WHERE (e.reference, e.called, e.vector) IS DISTINCT FROM (EXCLUDED.reference, EXCLUDED.called, EXCLUDED.vector)
        RETURNING e.called
    ), learnt AS (
        INSERT INTO core_searchword (word)
        SELECT DISTINCT w FROM written, regexp_split_to_table(core_search_plain(called), ' ') AS w
         WHERE length(w) BETWEEN 4 AND 40 AND w !~ '[0-9]'
           AND NOT EXISTS (SELECT 1 FROM core_searchword k WHERE k.word = w)
    )
    SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written) INTO changed;
    RETURN changed;
END
$$;

-- After a statement: brings the entries up to date of the records whose texts it may have changed.
-- Arguments: the source, the record's id as an expression over a row `r`, the primary key, the columns that matter.
CREATE FUNCTION core_search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
    now_there text;
    were_there text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        EXECUTE format('SELECT array_agg(DISTINCT %s) FROM new_rows r', TG_ARGV[1]) INTO ids;
    ELSIF TG_OP = 'DELETE' THEN
        EXECUTE format('SELECT array_agg(DISTINCT %s) FROM old_rows r', TG_ARGV[1]) INTO ids;
    ELSE
        SELECT string_agg(format('n.%I', c), ','), string_agg(format('o.%I', c), ',')
          INTO now_there, were_there FROM unnest(TG_ARGV[3:]) AS c;
        EXECUTE format(
            'WITH changed AS MATERIALIZED (SELECT n.%1$I AS pk FROM new_rows n JOIN old_rows o ON o.%1$I = n.%1$I '
            'WHERE ROW(%2$s) IS DISTINCT FROM ROW(%3$s)) SELECT array_agg(DISTINCT k) FROM ('
            'SELECT %4$s AS k FROM new_rows r WHERE r.%1$I IN (SELECT pk FROM changed) UNION '
            'SELECT %4$s FROM old_rows r WHERE r.%1$I IN (SELECT pk FROM changed)) AS touched',
            TG_ARGV[2], now_there, were_there, TG_ARGV[1]
        ) INTO ids;
    END IF;
    IF ids IS NOT NULL THEN
        PERFORM core_refresh_search(TG_ARGV[0], ids);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION core_watch_for_search(watched text, source text, key text, pk text, VARIADIC columns text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    call text;
BEGIN
    SELECT format('FOR EACH STATEMENT EXECUTE FUNCTION core_search_changed(%s)', string_agg(quote_literal(a), ', '))
      INTO call FROM unnest(ARRAY[source, key, pk] || columns) AS a;
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows %s',
                   'search_' || source || '_insert', watched, call);
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows %s',
                   'search_' || source || '_delete', watched, call);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows %s',
                   'search_' || source || '_update', watched, call);
END
$$;

CREATE FUNCTION core_unwatch_for_search(watched text, source text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    event text;
BEGIN
    FOREACH event IN ARRAY ARRAY['insert', 'delete', 'update'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS %I ON %I', 'search_' || source || '_' || event, watched);
    END LOOP;
END
$$;

-- What one word or quoted phrase of a search looks for; NULL where there is no letter or digit in it.
CREATE FUNCTION core_search_term(given text, is_phrase boolean) RETURNS tsquery LANGUAGE plpgsql STABLE AS $$
DECLARE
    plain text := core_search_plain(given);
    folded text := replace(btrim(core_search_fold(given)), '\', '');
    found tsquery;
    stem tsquery;
    inside tsquery;
BEGIN
    IF plain = '' THEN
        RETURN NULL;
    END IF;
    found := phraseto_tsquery('simple', plain);
    IF NOT is_phrase THEN
        FOREACH stem IN ARRAY ARRAY[phraseto_tsquery('english', plain), phraseto_tsquery('spanish', plain)] LOOP
            IF numnode(stem) > 0 THEN found := found || stem; END IF;
        END LOOP;
        IF position(' ' IN plain) = 0 AND length(plain) >= 3 THEN
            found := found || (plain || ':*')::tsquery;
        END IF;
        IF position(' ' IN plain) = 0 AND length(plain) >= 4 THEN
            SELECT string_agg(quote_literal(k.word), '|')::tsquery INTO inside
              FROM (SELECT DISTINCT word FROM core_searchword
                     WHERE word LIKE '_%' || plain || '%' ORDER BY word LIMIT 20) AS k;
            IF inside IS NOT NULL THEN found := found || inside; END IF;
        END IF;
    END IF;
    IF folded ~ '[-/0-9]' AND folded !~ '\s' THEN
        found := found || (quote_literal('r:' || folded) || ':*')::tsquery;
    END IF;
    RETURN found;
END
$$;

-- Whether it is one of the small words of English or Spanish, which tell nothing.
CREATE FUNCTION core_search_is_small(given text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT position(' ' IN p) = 0 AND (ts_lexize('english_stem', p) = '{}' OR ts_lexize('spanish_stem', p) = '{}')
      FROM core_search_plain(given) AS p
$$;

-- How well an entry fits: exactly its reference or name first, then those that begin so, then by where the words are.
CREATE FUNCTION core_search_rank(vector tsvector, reference text, called text, query tsquery, asked text)
RETURNS double precision LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN reference = asked THEN 40
        WHEN position(E'\n' || asked || E'\n' IN E'\n' || called || E'\n') > 0 THEN 30
        WHEN starts_with(reference, asked) THEN 20
        WHEN position(E'\n' || asked IN E'\n' || called) > 0 THEN 10
        ELSE 0
    END + ts_rank('{0.05, 0.2, 0.5, 1}', vector, query)
$$;
