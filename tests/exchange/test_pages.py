"""The pages of imports: who sees them, and the whole way from a file to its undoing without scripts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.models import Agreement
from exchange.models import ImportRun, Mapping
from tests.cast import acting
from tests.exchange.conftest import HEADER, MAPPING, ROWS

pytestmark = pytest.mark.django_db


def upload(content: str, **values):
    return {"file": SimpleUploadedFile("register.csv", content.encode()), "office": "LIS", "mode": "per_row", **values}


def test_a_file_goes_all_the_way(client, imports, olga):
    client.force_login(olga)
    answer = client.post(reverse("exchange:new"), upload(HEADER + ROWS))
    run = ImportRun.objects.get()
    assert answer.url == reverse("exchange:columns", args=[run.uid])
    shown = client.get(answer.url).content.decode()
    assert "Treaty on Firearms" in shown
    answers = {
        "name": "lisbon-list", "key": "id", "title": "title", "kind": "treaty", "stage": "signed", "source": "A list",
        "parties": "parties", "separator": ";", "dates": "dd/mm/yyyy", "act_signature": "signed",
    }  # fmt: skip
    assert client.post(answer.url, answers).status_code == 302
    assert Mapping.objects.get().name == "lisbon-list"
    page = reverse("exchange:detail", args=[run.uid])
    assert "Being checked" in client.get(page).content.decode()
    imports.work(run)
    assert "Nothing is written yet" in client.get(page).content.decode()
    client.post(reverse("exchange:apply", args=[run.uid]))
    imports.work(run)
    reference = Agreement.objects.order_by("id")[0].reference
    assert reference in client.get(page, {"outcome": "created"}).content.decode()
    client.post(reverse("exchange:undo", args=[run.uid]))
    imports.work(run)
    assert "Removed: 2." in client.get(page).content.decode()
    assert not Agreement.objects.exists()


def test_a_file_that_cannot_be_read_stays_on_the_form_with_the_reason(client, olga):
    client.force_login(olga)
    answer = client.post(reverse("exchange:new"), upload("id,id\n1,2\n"))
    assert answer.status_code == 409
    assert "“id” (1, 2)" in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_a_mapping_that_cannot_hold_is_said_at_its_place(client, imports, olga):
    run = imports.start(HEADER + ROWS, by=acting(olga))
    client.force_login(olga)
    answer = client.post(reverse("exchange:definition", args=[run.uid]), {"definition": '{"name": "x"}'})
    assert answer.status_code == 422
    assert "/fields/title" in answer.content.decode()


def test_the_report_is_downloaded_without_formulas(client, imports, olga):
    run = imports.start(HEADER + '=1,A,T,X;Y,"01/02/2020",\n', by=acting(olga))
    client.force_login(olga)
    answer = client.get(reverse("exchange:report", args=[run.uid]))
    text = b"".join(answer.streaming_content).decode()
    assert "attachment" in answer["Content-Disposition"]
    assert "'=1" in text


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("olga", 200), ("otto", 200), ("hugo", 200), ("aude", 200),
        ("victor", 404), ("oscar", 404), ("nadia", 404), ("adam", 404),
    ],
)  # fmt: skip
def test_who_sees_an_import(client, imports, cast, name, status):
    run = imports.start(HEADER + ROWS, by=acting(cast["olga"]))
    client.force_login(cast[name])
    assert client.get(reverse("exchange:detail", args=[run.uid])).status_code == status
    listed = client.get(reverse("exchange:list")).content.decode()
    assert ("register.csv" in listed) == (status == 200)


def test_restricted_imports_are_not_shown_to_other_officers(client, imports, cast):
    fields = {**MAPPING["fields"], "classification": {"constant": "restricted"}}
    run = imports.start(HEADER + ROWS, by=acting(cast["olga"]), definition={**MAPPING, "fields": fields})
    for name, status in (("olga", 200), ("hugo", 200), ("otto", 404)):
        client.force_login(cast[name])
        assert client.get(reverse("exchange:detail", args=[run.uid])).status_code == status


def test_the_auditor_reads_and_does_not_act(client, imports, cast):
    run = imports.start(HEADER + ROWS, by=acting(cast["olga"]))
    client.force_login(cast["aude"])
    assert "Take it in" not in client.get(reverse("exchange:detail", args=[run.uid])).content.decode()
    assert client.post(reverse("exchange:apply", args=[run.uid])).status_code == 403


def test_a_page_of_rows_takes_as_many_queries_as_an_empty_one(client, imports, olga, django_assert_max_num_queries):
    rows = "".join(f"{n},Treaty {n},T,Police of A;Police of B,01/02/2019,\n" for n in range(60))
    run = imports.apply(HEADER + rows, by=acting(olga))
    client.force_login(olga)
    page = reverse("exchange:detail", args=[run.uid])
    client.get(page)
    with django_assert_max_num_queries(12):
        client.get(page)
