"""What search looks in is what the records say, whoever writes them and however."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from activities.actions import NewParticipant, change_activity
from activities.models import Activity, Programme
from agreements.actions import NewParty, change_agreement
from agreements.models import Agreement
from core.models import SearchEntry, SearchWord
from core.search.expression import read
from core.search.sources import sources
from core.search.upkeep import differing_entries
from institutions.actions.institutions import change_institution
from institutions.actions.names import NewName
from institutions.models import Identifier, Institution
from tests.cast import acting
from tests.factories import make_activity, make_agreement, make_institution, make_programme


def differing() -> dict[str, int]:
    return {source.name: count for source in sources() if (count := differing_entries(source.name, source.table))}


def finds(text: str) -> set[tuple[str, int]]:
    return {(source.name, pk) for source in sources() for pk in read(text).ids(source)}


@pytest.fixture
def register(office):
    police = make_institution("Police", acronym="PN", aliases=["The police"])
    agreement = make_agreement(office, title="Pact", parties=[police, make_institution("Customs")])
    activity = make_activity(office, title="Course", participants=[NewParticipant(police)])
    programme = make_programme("paccto", names={"en": "Programme"})
    programme.partner_links.create(institution=police)
    return {"institution": police, "agreement": agreement, "activity": activity, "programme": programme}


CHANGES = {
    "an action": lambda it, by: change_agreement(by=by, agreement=it["agreement"], titles={"en": "Zebra"}),
    "another party": lambda it, by: change_agreement(
        by=by, agreement=it["agreement"], parties=[NewParty(make_institution("Zebra")), NewParty(make_institution())]
    ),
    "a new name": lambda it, by: change_institution(
        by=by, institution=it["institution"], names=[NewName("Zebra", "en")]
    ),
    "an identifier": lambda it, by: Identifier.objects.create(
        institution=it["institution"], scheme="wikidata", value="zebra"
    ),
    "an activity's action": lambda it, by: change_activity(by=by, activity=it["activity"], outcome="Zebra"),
    "a bulk update": lambda it, by: Agreement.objects.update(legal_basis="Zebra"),
    "a bulk update of activities": lambda it, by: Activity.objects.update(description="Zebra"),
    "a bulk update of programmes": lambda it, by: Programme.objects.update(description="Zebra"),
    "plain SQL": lambda it, by: connection.cursor().execute("UPDATE institutions_institution SET seat = 'Zebra'"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_whatever_writes_a_record_what_is_found_of_it_follows_in_the_same_transaction(register, olga, change):
    assert not finds("zebra")
    change(register, acting(olga))
    assert finds("zebra")
    assert differing() == {}


def test_what_is_removed_is_no_longer_found(register):
    register["programme"].partner_links.all().delete()
    register["programme"].delete()
    assert not finds("programme")
    assert differing() == {}


def test_a_new_name_touches_no_entry_of_the_agreements(register, olga):
    before = SearchEntry.objects.get(source="agreement", object_id=register["agreement"].pk)
    change_institution(by=acting(olga), institution=register["institution"], names=[NewName("Zebra", "en")])
    after = SearchEntry.objects.get(pk=before.pk)
    assert (after.vector, ("agreement", register["agreement"].pk) in finds("zebra")) == (before.vector, True)


def row_versions() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ctid::text || xmin::text FROM core_searchentry ORDER BY id")
        return cursor.fetchall()


def test_a_change_of_what_is_not_searched_writes_nothing(register):
    before = row_versions()
    Agreement.objects.update(stage="negotiating", version=7)
    assert row_versions() == before


def sql(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.mark.parametrize("source", [source.name for source in sources()])
def test_every_column_a_source_reads_is_watched(db, source):
    """A table or column added to a source's function without its trigger would leave entries behind."""
    (body,) = sql("SELECT prosrc FROM pg_proc WHERE proname = %s", f"search_texts_of_{source}")[0]
    triggers = sql(
        "SELECT c.relname, t.tgname, encode(t.tgargs, 'escape') FROM pg_trigger t JOIN pg_class c "
        "ON c.oid = t.tgrelid WHERE t.tgname LIKE %s",
        f"search\\_{source}\\_%",
    )
    read_tables = set(re.findall(r"\b(?:institutions|agreements|activities)_\w+", body))
    assert {table for table, _name, _arguments in triggers} == read_tables
    for table in read_tables:
        own = {name: arguments.split("\\000")[:-1] for each, name, arguments in triggers if each == table}
        assert set(own) == {f"search_{source}_{event}" for event in ("insert", "update", "delete")}
        aliases = re.findall(rf"{table}\s+(?:AS\s+)?(\w+)", body)
        columns = {column for alias in aliases for column in re.findall(rf"\b{alias}\.(\w+)", body)}
        _source, _key, primary_key, *watched = own[f"search_{source}_update"]
        assert columns - {primary_key} <= set(watched), table


class TestRebuild:
    """`manage.py rebuild_search` mends what somebody broke past the triggers, and says how much."""

    def test_it_mends_and_counts(self, register):
        SearchEntry.objects.filter(source="agreement").delete()
        SearchEntry.objects.create(source="activity", object_id=0, vector="")
        SearchWord.objects.create(word="ghostly")
        assert differing() == {"agreement": 1, "activity": 1}
        with pytest.raises(CommandError, match="2 entries"):
            call_command("rebuild_search", check=True)
        said = io.StringIO()
        call_command("rebuild_search", stdout=said, stderr=io.StringIO())
        assert said.getvalue().startswith("Rebuilt. 2 entries were different")
        assert differing() == {}
        assert not SearchWord.objects.filter(word="ghostly").exists()

    def test_a_true_register_stays_as_it_is(self, register):
        before = row_versions()
        call_command("rebuild_search", stdout=io.StringIO(), stderr=io.StringIO())
        call_command("rebuild_search", check=True, stdout=io.StringIO())
        assert row_versions() == before

    def test_a_word_of_two_transactions_is_left_once(self, register):
        SearchWord.objects.create(word="police")
        call_command("rebuild_search", stdout=io.StringIO(), stderr=io.StringIO())
        assert SearchWord.objects.filter(word="police").count() == 1


def test_a_text_with_more_words_than_the_database_holds_is_found_by_as_many_as_fit(register):
    Institution.objects.update(mandate=" ".join(f"word{number}" for number in range(200_000)))
    assert finds("word1")
    assert differing() == {}
