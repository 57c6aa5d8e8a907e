"""`manage.py rebuild_force`: finds what somebody altered past the product, mends it, and then has nothing to say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Office
from agreements.actions.force_rebuild import rebuild_force
from agreements.force_rows import gaps_of
from agreements.models import Agreement, Finding, ForcePeriod
from tests.factories import make_agreement, party_of, sign

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    call_command("rebuild_force", "--json", *options)
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def tamper(agreement: Agreement) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agreements_forceperiod SET status = 'superseded' WHERE agreement_id = %s AND party_id = %s",
            [agreement.pk, party_of(agreement).pk],
        )


def test_where_all_is_true_nothing_is_reported_and_nothing_written(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(make_agreement(office))
    rows = list(ForcePeriod.objects.order_by("pk").values_list("pk", flat=True))
    found = run(capsys)
    assert (found["agreements"], found["differing"], found["differences"]) == (1, 0, [])
    assert list(ForcePeriod.objects.order_by("pk").values_list("pk", flat=True)) == rows


def test_what_somebody_altered_is_named_and_mended(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    agreement, other = make_agreement(office), make_agreement(office)
    was = ForcePeriod.objects.filter(party=party_of(agreement)).values_list("status", flat=True)[0]
    tamper(agreement)
    found = run(capsys)
    assert (found["agreements"], found["differing"]) == (2, 1)
    (difference,) = found["differences"]
    assert difference["agreement"] == agreement.reference
    assert difference["party"] == party_of(agreement).institution.name
    assert [each["status"] for each in difference["stored"]] == ["superseded"]
    assert [each["status"] for each in difference["computed"]] == [was]
    assert gaps_of([agreement.pk, other.pk]) == {}
    assert run(capsys)["differing"] == 0


def test_a_dry_run_writes_nothing_and_fails_when_something_differs(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    agreement = make_agreement(office)
    tamper(agreement)
    with pytest.raises(CommandError, match="1 agreements are stored otherwise") as failed:
        call_command("rebuild_force", "--dry-run")
    assert failed.value.returncode == 1
    said = capsys.readouterr().out
    assert f"{agreement.reference}, {party_of(agreement).institution.name}: superseded" in said
    assert "nothing was written" in said
    assert gaps_of([agreement.pk])


def test_rows_that_vanished_come_back(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    agreement = make_agreement(office)
    ForcePeriod.objects.all().delete()
    assert run(capsys)["differing"] == 1
    assert ForcePeriod.objects.filter(agreement=agreement, party=None).exists()


def test_a_finding_nobody_made_is_removed(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    agreement = make_agreement(office)
    Finding.objects.create(agreement=agreement, kind="invented", line={"code": "invented"})
    (difference,) = run(capsys)["differences"]
    assert difference["stored_findings"] == ["invented"]
    assert not Finding.objects.filter(kind="invented").exists()


def test_more_agreements_do_not_cost_more_queries(office: Office) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            list(rebuild_force())
        return len(captured)

    sign(make_agreement(office))
    few = queries()
    for _each in range(5):
        sign(make_agreement(office))
    assert queries() == few
    assert few < 30
