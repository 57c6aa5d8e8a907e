from pathlib import Path

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations, models

_NO_LONGER = """
DROP FUNCTION core_search_rank, core_search_is_small, core_search_term, core_unwatch_for_search,
    core_watch_for_search, core_search_changed, core_refresh_search, core_search_entries, core_search_texts,
    core_search_vector, core_search_mark, core_search_words, core_search_plain, core_search_fold;
DROP TYPE core_search_text;
DROP TEXT SEARCH CONFIGURATION core_search_en;
DROP TEXT SEARCH CONFIGURATION core_search_es;
"""

# For marking words in a text as it stands, accents and all.
_CONFIGURATIONS = """
CREATE TEXT SEARCH CONFIGURATION core_search_en (COPY = english);
ALTER TEXT SEARCH CONFIGURATION core_search_en
    ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart
    WITH unaccent, english_stem;
CREATE TEXT SEARCH CONFIGURATION core_search_es (COPY = spanish);
ALTER TEXT SEARCH CONFIGURATION core_search_es
    ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart
    WITH unaccent, spanish_stem;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_names_of_the_ledgers'),
    ]

    operations = [
        UnaccentExtension(),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40)),
            ],
            options={
                'verbose_name': 'search word',
                'verbose_name_plural': 'search words',
                'indexes': [
                    models.Index(fields=['word'], name='search_word'),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=['word'], name='search_word_alike', opclasses=['gin_trgm_ops']
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=20)),
                ('object_id', models.BigIntegerField()),
                ('reference', models.CharField(blank=True, max_length=200)),
                ('called', models.TextField(blank=True)),
                ('vector', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'verbose_name': 'search entry',
                'verbose_name_plural': 'search entries',
                'indexes': [
                    django.contrib.postgres.indexes.GinIndex(fields=['vector'], name='search_entry_words'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('source', 'object_id'), name='search_entry_once'),
                ],
            },
        ),
        migrations.RunSQL((Path(__file__).parent / "sql" / "search_0005.sql").read_text(), _NO_LONGER),
        migrations.RunSQL(_CONFIGURATIONS, migrations.RunSQL.noop),
    ]
