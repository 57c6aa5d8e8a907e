"""Official names of one language that hold at the same time: the first stays official, the later ones become aliases.

So search finds them as before, and what is shown, the first, does not change.
"""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

_ANNOUNCE = """
    SELECT set_config(
        'entente.context',
        '{"name": "institutions.0002", "source": "command", "reason": "One official name of a language at a time"}',
        true
    )
"""
_SECOND = """
    later.type = 'official' AND EXISTS (
        SELECT 1 FROM institutions_institutionname AS first
         WHERE first.institution_id = later.institution_id AND first.language = later.language
           AND first.type = 'official' AND first.id < later.id
           AND daterange(first.valid_from, first.valid_until) && daterange(later.valid_from, later.valid_until)
    )
"""
_REPEATED = f"""
    DELETE FROM institutions_institutionname AS later
     WHERE {_SECOND} AND EXISTS (
        SELECT 1 FROM institutions_institutionname AS alias
         WHERE alias.institution_id = later.institution_id AND alias.language = later.language
           AND alias.type = 'alias' AND alias.text = later.text
     )
"""
_TO_ALIASES = f"UPDATE institutions_institutionname AS later SET type = 'alias' WHERE {_SECOND}"
_FORGET = "SELECT set_config('entente.context', '', true)"


class Migration(migrations.Migration):
    dependencies = [("institutions", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        migrations.RunSQL([_ANNOUNCE, _REPEATED, _TO_ALIASES, _FORGET], migrations.RunSQL.noop),
    ]
