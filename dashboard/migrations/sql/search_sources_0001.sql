-- What is found of each type of record. The names of institutions stand only with the institution: whatever it takes
-- part in carries a mark of it instead, so that a new name is found at once and touches no other row.

CREATE FUNCTION search_texts_of_institution(ids bigint[]) RETURNS SETOF core_search_text LANGUAGE sql STABLE AS $$
    SELECT i.id,
           (SELECT string_agg(f.value, E'\n' ORDER BY f.id) FROM institutions_identifier f WHERE f.institution_id = i.id),
           (SELECT string_agg(n.text, E'\n' ORDER BY n.id) FROM institutions_institutionname n
             WHERE n.institution_id = i.id AND n.type IN ('official', 'acronym') AND n.valid_until IS NULL),
           (SELECT string_agg(n.text, E'\n' ORDER BY n.id) FROM institutions_institutionname n
             WHERE n.institution_id = i.id AND NOT (n.type IN ('official', 'acronym') AND n.valid_until IS NULL)),
           concat_ws(E'\n', nullif(i.seat, ''), nullif(i.mandate, ''), nullif(i.powers, '')), NULL, ARRAY[]::text[]
      FROM institutions_institution i WHERE i.id = ANY(ids)
$$;

CREATE FUNCTION search_texts_of_agreement(ids bigint[]) RETURNS SETOF core_search_text LANGUAGE sql STABLE AS $$
    SELECT a.id, concat_ws(E'\n', a.reference, nullif(a.external_reference, '')),
           (SELECT string_agg(t.value, E'\n' ORDER BY t.key) FROM jsonb_each_text(a.titles) AS t), NULL,
           concat_ws(E'\n', nullif(a.summary, ''), nullif(a.legal_basis, '')), NULL,
           ARRAY(SELECT DISTINCT 'institution:' || p.institution_id FROM agreements_agreementparty p
                  WHERE p.agreement_id = a.id)
      FROM agreements_agreement a WHERE a.id = ANY(ids)
$$;

CREATE FUNCTION search_texts_of_activity(ids bigint[]) RETURNS SETOF core_search_text LANGUAGE sql STABLE AS $$
    SELECT a.id, a.reference,
           (SELECT string_agg(t.value, E'\n' ORDER BY t.key) FROM jsonb_each_text(a.titles) AS t), NULL,
           concat_ws(E'\n', nullif(a.place, ''), nullif(a.description, ''), nullif(a.outcome, '')), NULL,
           ARRAY(SELECT DISTINCT 'institution:' || p.institution_id FROM activities_participant p
                  WHERE p.activity_id = a.id)
      FROM activities_activity a WHERE a.id = ANY(ids)
$$;

CREATE FUNCTION search_texts_of_programme(ids bigint[]) RETURNS SETOF core_search_text LANGUAGE sql STABLE AS $$
    SELECT g.id, g.code,
           (SELECT string_agg(t.value, E'\n' ORDER BY t.key) FROM jsonb_each_text(g.names) AS t), NULL,
           g.description, NULL,
           ARRAY(SELECT 'institution:' || p.institution_id FROM activities_programmepartner p WHERE p.programme_id = g.id
                 UNION SELECT 'institution:' || g.funder_id WHERE g.funder_id IS NOT NULL)
      FROM activities_programme g WHERE g.id = ANY(ids)
$$;

-- A document that was not withdrawn, with the text of its latest version.
CREATE FUNCTION search_texts_of_document(ids bigint[]) RETURNS SETOF core_search_text LANGUAGE sql STABLE AS $$
    SELECT d.id, NULL, d.title, v.name, NULL, t.text, ARRAY[]::text[]
      FROM agreements_document d
      LEFT JOIN LATERAL (SELECT w.id, w.name FROM agreements_documentversion w WHERE w.document_id = d.id
                          ORDER BY w.number DESC LIMIT 1) AS v ON true
      LEFT JOIN agreements_documenttext t ON t.version_id = v.id
     WHERE d.id = ANY(ids) AND d.withdrawn_at IS NULL
$$;

SELECT core_watch_for_search('institutions_institution', 'institution', 'r.id', 'id', 'seat', 'mandate', 'powers');
SELECT core_watch_for_search('institutions_institutionname', 'institution', 'r.institution_id', 'id',
                             'institution_id', 'type', 'text', 'valid_until');
SELECT core_watch_for_search('institutions_identifier', 'institution', 'r.institution_id', 'id',
                             'institution_id', 'value');
SELECT core_watch_for_search('agreements_agreement', 'agreement', 'r.id', 'id',
                             'reference', 'external_reference', 'titles', 'summary', 'legal_basis');
SELECT core_watch_for_search('agreements_agreementparty', 'agreement', 'r.agreement_id', 'id',
                             'agreement_id', 'institution_id');
SELECT core_watch_for_search('activities_activity', 'activity', 'r.id', 'id',
                             'reference', 'titles', 'place', 'description', 'outcome');
SELECT core_watch_for_search('activities_participant', 'activity', 'r.activity_id', 'id',
                             'activity_id', 'institution_id');
SELECT core_watch_for_search('activities_programme', 'programme', 'r.id', 'id',
                             'code', 'names', 'description', 'funder_id');
SELECT core_watch_for_search('activities_programmepartner', 'programme', 'r.programme_id', 'id',
                             'programme_id', 'institution_id');
SELECT core_watch_for_search('agreements_document', 'document', 'r.id', 'id', 'title', 'withdrawn_at');
SELECT core_watch_for_search('agreements_documentversion', 'document', 'r.document_id', 'id',
                             'document_id', 'number', 'name');
SELECT core_watch_for_search(
    'agreements_documenttext', 'document',
    '(SELECT v.document_id FROM agreements_documentversion v WHERE v.id = r.version_id)', 'version_id', 'text');

SELECT core_refresh_search('institution', ARRAY(SELECT id FROM institutions_institution ORDER BY id));
SELECT core_refresh_search('programme', ARRAY(SELECT id FROM activities_programme ORDER BY id));
SELECT core_refresh_search('activity', ARRAY(SELECT id FROM activities_activity ORDER BY id));
SELECT core_refresh_search('agreement', ARRAY(SELECT id FROM agreements_agreement ORDER BY id));
SELECT core_refresh_search('document', ARRAY(SELECT id FROM agreements_document ORDER BY id));
