"""The history cannot be altered unnoticed: chains of hashes, and seals over all of them."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import InternalError, NotSupportedError, connection, transaction

from agreements.actions import change_agreement
from core.history import anchor_chains, verify
from core.models import HistoryAnchor, HistoryEntry
from tests.cast import acting
from tests.factories import make_agreement


@pytest.fixture
def agreement(office, olga):
    agreement = make_agreement(office)
    for text in ("one", "two", "three"):
        change_agreement(by=acting(olga), agreement=agreement, summary=text, reason=f"Make it {text}")
    return agreement


@pytest.fixture
def chain(agreement) -> list[HistoryEntry]:
    rows = HistoryEntry.objects.filter(table_name="agreements_agreement", row_id=agreement.pk)
    return list(rows.order_by("sequence"))


def tamper(statement: str, *values: object) -> None:
    """What somebody with full power over the database could do: go round the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        assert cursor.rowcount > 0
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def forge(entry: HistoryEntry) -> None:
    """Change an entry and give it a hash that fits."""
    tamper("UPDATE core_historyentry SET reason = 'Forged' WHERE id = %s", entry.pk)
    tamper("UPDATE core_historyentry h SET hash = core_history_hash(h) WHERE id = %s", entry.pk)


def fault_at(entry: HistoryEntry) -> str:
    return f"entry {entry.pk} (change {entry.sequence} of {entry.table_name} {entry.row_id}) does not fit its chain"


def test_an_untouched_history_is_whole(agreement):
    assert anchor_chains()
    found = verify()
    assert (found.fault, found.entries, found.anchors) == ("", HistoryEntry.objects.count(), 1)


@pytest.mark.parametrize("rows", [HistoryEntry.objects, HistoryAnchor.objects], ids=["entries", "anchors"])
@pytest.mark.parametrize("deed", ["update", "delete", "truncate"])
def test_the_database_refuses_every_ordinary_way_to_alter_it(agreement, rows, deed):
    anchor_chains()
    count = rows.count()
    with pytest.raises((InternalError, NotSupportedError)), transaction.atomic():
        if deed == "update":
            rows.update(at="2020-01-01T00:00Z")
        elif deed == "delete":
            rows.all().delete()
        else:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"TRUNCATE {rows.model._meta.db_table}")
    assert rows.count() == count


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "'2020-01-01T00:00Z'"),
        ("root_table", "'accounts_office'"),
        ("root_id", "root_id + 1"),
        ("operation", "'delete'"),
        ("before", '\'{"summary": "zero"}\''),
        ("after", "NULL"),
        ("actor_id", "NULL"),
        ("actor_name", "'ana'"),
        ("source", "'web2'"),
        ("reason", "''"),
        ("request_id", "'0'"),
        ("previous_hash", "'\\x00'"),
        ("hash", "sha256('x')"),
    ],
)
def test_an_altered_entry_is_named(chain, column, value):
    tamper(f"UPDATE core_historyentry SET {column} = {value} WHERE id = %s", chain[2].pk)  # noqa: S608 -- the test's own
    assert verify().fault == fault_at(chain[2])


def test_a_forged_entry_with_a_hash_of_its_own_breaks_the_next_link(chain):
    forge(chain[1])
    assert verify().fault == fault_at(chain[2])


def test_a_forged_entry_is_not_covered_up_by_mending_the_next_link_alone(chain):
    forge(chain[1])
    tamper(
        "UPDATE core_historyentry SET previous_hash = (SELECT hash FROM core_historyentry WHERE id = %s) WHERE id = %s",
        chain[1].pk,
        chain[2].pk,
    )
    assert verify().fault == fault_at(chain[2])


def test_an_entry_taken_out_of_the_middle_is_missed(chain):
    tamper("DELETE FROM core_historyentry WHERE id = %s", chain[1].pk)
    assert verify().fault == fault_at(chain[2])


def test_the_first_entry_is_missed(chain):
    tamper("DELETE FROM core_historyentry WHERE id = %s", chain[0].pk)
    assert verify().fault == fault_at(chain[1])


def test_of_several_faults_the_first_is_named(chain):
    for entry in (chain[3], chain[1]):
        tamper("UPDATE core_historyentry SET reason = 'x' WHERE id = %s", entry.pk)
    assert verify().fault == fault_at(chain[1])


class TestSeals:
    """What no chain can tell, because it lies at a chain's end, the seal over all chains tells."""

    def test_removed_last_entries_are_missed(self, chain):
        anchor_chains()
        tamper("DELETE FROM core_historyentry WHERE id IN (%s, %s)", chain[2].pk, chain[3].pk)
        assert "no longer those sealed by anchor" in verify().fault

    def test_a_removed_chain_is_missed(self, agreement):
        anchor_chains()
        tamper("DELETE FROM core_historyentry WHERE row_id = %s AND table_name = 'agreements_agreement'", agreement.pk)
        assert "no longer those sealed by anchor" in verify().fault

    def test_a_forged_last_entry_is_found(self, chain):
        anchor_chains()
        forge(chain[3])
        assert "no longer those sealed by anchor" in verify().fault

    def test_an_altered_seal_is_found(self, agreement):
        anchor_chains()
        tamper("UPDATE core_historyanchor SET digest = sha256('x')")
        assert "no longer those sealed by anchor" in verify().fault

    def test_each_seal_covers_what_came_since_the_one_before_and_that_one_too(self, agreement, olga):
        anchor_chains()
        change_agreement(by=acting(olga), agreement=agreement, summary="four")
        anchor_chains()
        first, second = HistoryAnchor.objects.order_by("id")
        assert first.entries + second.entries == HistoryEntry.objects.count()
        assert verify().fault == ""
        tamper("DELETE FROM core_historyanchor WHERE id = %s", first.pk)
        assert f"sealed by anchor {second.pk}" in verify().fault

    def test_the_fault_is_named_with_the_seal_it_breaks(self, agreement, chain, olga):
        anchor_chains()
        change_agreement(by=acting(olga), agreement=agreement, summary="four")
        anchor_chains()
        last = HistoryEntry.objects.latest("id")
        tamper("DELETE FROM core_historyentry WHERE id = %s", last.pk)
        assert f"sealed by anchor {HistoryAnchor.objects.latest('id').pk}" in verify().fault

    def test_where_nothing_happened_nothing_is_sealed(self, agreement):
        assert anchor_chains()
        assert not anchor_chains()
        assert HistoryAnchor.objects.count() == 1


class TestTheCommand:
    """`manage.py verify_history`"""

    def test_says_how_much_is_whole(self, agreement, capsys):
        call_command("verify_history")
        assert f"whole: {HistoryEntry.objects.count()} entries" in capsys.readouterr().out

    def test_fails_and_names_the_broken_link(self, chain):
        tamper("UPDATE core_historyentry SET reason = 'x' WHERE id = %s", chain[1].pk)
        with pytest.raises(CommandError) as caught:
            call_command("verify_history")
        assert fault_at(chain[1]) in str(caught.value)
        assert caught.value.returncode == 1
