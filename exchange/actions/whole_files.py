"""Files that are taken in as a whole or not at all."""

from __future__ import annotations

import orjson
from django.db import connection

from core.sentences import gettext_noop
from exchange.models import ImportRun
from exchange.notices import refusal

_WITH_THE_OTHERS = """
    UPDATE exchange_importrow
       SET outcome = 'refused', is_warned = false, notices = notices || %s::jsonb
     WHERE run_id = %s AND outcome IN ('created', 'updated')
"""


def refuse_whole(run: ImportRun) -> None:
    """Refuse the rows that are not at fault as well, each saying so. The caller stores the run."""
    sentence = gettext_noop("%(count)s other rows are refused, and the file is taken in as a whole or not at all.")
    notice = refusal("file_refused", sentence, count=str(run.counts["refused"]))
    with connection.cursor() as cursor:
        cursor.execute(_WITH_THE_OTHERS, [orjson.dumps([notice.as_data()]).decode(), run.pk])
        others = cursor.rowcount
    run.report = {**run.report, "at_fault": run.counts["refused"]}
    run.counts = {
        **run.counts,
        "created": 0,
        "updated": 0,
        "refused": run.counts["refused"] + others,
        "warned": run.rows.filter(is_warned=True).count(),
    }
    run.state = ImportRun.State.REFUSED
