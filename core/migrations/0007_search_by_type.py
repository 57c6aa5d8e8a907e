from django.db import migrations

_ENTRIES = """
CREATE OR REPLACE FUNCTION core_search_entries(source text, ids bigint[])
RETURNS TABLE (object_id bigint, reference text, called text, vector tsvector) LANGUAGE sql STABLE AS $$
    SELECT t.object_id, left(core_search_fold(split_part(coalesce(t.reference, ''), E'\\n', 1)), 200),
           core_search_fold(concat_ws(E'\\n', nullif(t.title, ''), nullif(t.names, ''))), core_search_vector(t){mark}
      FROM core_search_texts(source, ids) AS t
$$;
"""
_MARK = " || core_search_mark('s:' || source, 'D')"


class Migration(migrations.Migration):
    """Every entry carries its type among its words, so that one index finds the words of one type."""

    dependencies = [("core", "0006_history_found_by_index")]
    operations = [
        migrations.RunSQL(_ENTRIES.format(mark=_MARK), _ENTRIES.format(mark="")),
        migrations.RunSQL(
            "UPDATE core_searchentry SET vector = vector || core_search_mark('s:' || source, 'D')",
            "UPDATE core_searchentry SET vector = ts_delete(vector, 's:' || source)",
        ),
    ]
