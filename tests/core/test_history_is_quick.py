"""Writing to the history costs the same however long it is: the newest entry of a row is found by its index."""

from django.db import connection

from tests.factories import make_institution


def test_a_change_reads_no_more_of_the_history_when_it_is_long(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_historyentry (at, root_table, root_id, table_name, row_id, sequence, operation,"
            " actor_name, source, reason, request_id, previous_hash, hash)"
            " SELECT now(), 'x', n, 'institutions_institution', 1000000 + n, 1, 'insert', '', '', '', '', '', ''"
            " FROM generate_series(1, 20000) AS n"
        )
        cursor.execute("ANALYZE core_historyentry")
        cursor.execute("LOAD 'auto_explain'")
        cursor.execute("SET LOCAL auto_explain.log_min_duration = 0")
        cursor.execute("SET LOCAL auto_explain.log_nested_statements = on")
        cursor.execute("SET LOCAL client_min_messages = log")
        del connection.connection.notices[:]
        make_institution("Police")
    looks = [plan for plan in connection.connection.notices if "INTO previous" in plan or "h.sequence DESC" in plan]
    assert looks
    assert all("Filter: ((table_name" not in plan and "Seq Scan" not in plan for plan in looks)
