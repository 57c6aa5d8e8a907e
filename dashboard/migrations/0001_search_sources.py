from pathlib import Path

from django.db import migrations

_WATCHED = (
    ("institutions_institution", "institution"),
    ("institutions_institutionname", "institution"),
    ("institutions_identifier", "institution"),
    ("agreements_agreement", "agreement"),
    ("agreements_agreementparty", "agreement"),
    ("activities_activity", "activity"),
    ("activities_participant", "activity"),
    ("activities_programme", "programme"),
    ("activities_programmepartner", "programme"),
    ("agreements_document", "document"),
    ("agreements_documentversion", "document"),
    ("agreements_documenttext", "document"),
)
_NO_LONGER = [
    *(f"SELECT core_unwatch_for_search('{table}', '{source}')" for table, source in _WATCHED),
    *(f"DROP FUNCTION search_texts_of_{source}(bigint[])" for source in sorted({source for _, source in _WATCHED})),
    "DELETE FROM core_searchentry",
    "DELETE FROM core_searchword",
]


class Migration(migrations.Migration):
    """The sources of search are declared here, above every app whose records are found."""

    initial = True
    dependencies = [
        ("core", "0005_search"),
        ("institutions", "0001_initial"),
        ("agreements", "0004_documents"),
        ("activities", "0002_precision_is_known"),
    ]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "search_sources_0001.sql").read_text(), _NO_LONGER),
    ]
