"""The pages of imports: who sees them, and the whole way from a file to its undoing without scripts."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.actions import change_agreement
from agreements.models import Agreement
from exchange.actions.starting import take_in
from exchange.actions.undo_foreseen import foresee_undo
from exchange.models import ImportRun, Mapping
from exchange.web.notice_kinds import LABELS
from exchange.web.progress import progress_of
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
    asked = client.get(reverse("exchange:undo", args=[run.uid])).content.decode()
    assert "2 agreements it created are removed" in asked
    client.post(reverse("exchange:undo", args=[run.uid]), {"foreseen": "yes"})
    assert "Starting: 2 agreements to undo." in client.get(page).content.decode()
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


def test_undoing_says_first_what_is_kept_and_why(client, imports, olga):
    run = imports.apply(HEADER + ROWS, by=acting(olga))
    agreement = Agreement.objects.get(titles__en="Treaty on Customs")
    change_agreement(by=acting(olga), agreement=agreement, summary="Ours now")
    client.force_login(olga)
    address = reverse("exchange:undo", args=[run.uid])
    for answer in (client.get(address), client.post(address)):
        shown = answer.content.decode()
        assert "1 agreement it created is removed" in shown
        assert "1 agreement is kept" in shown
        assert "it was changed since, last by olga" in shown
    run.refresh_from_db()
    assert run.state == "applied"
    foreseen = foresee_undo(run)
    assert imports.undo(run).report["undone"] == {"removed": foreseen.removed, "kept": foreseen.kept}


@pytest.mark.parametrize("name", ["apply", "undo", "discard"])
def test_whoever_opens_the_address_of_an_action_is_led_to_the_import(client, imports, olga, name):
    run = imports.start(HEADER + ROWS, by=acting(olga))
    client.force_login(olga)
    answer = client.get(reverse(f"exchange:{name}", args=[run.uid]))
    assert (answer.status_code, answer.url) == (302, reverse("exchange:detail", args=[run.uid]))
    run.refresh_from_db()
    assert run.state == "checked"


def test_before_a_worker_began_no_row_is_said_to_be_taken_in(imports, olga):
    run = take_in(by=acting(olga), run=imports.start(HEADER + ROWS, by=acting(olga)))
    assert (progress_of(run).share, progress_of(run).sentence) == (0, "Starting: 2 rows to take in.")
    run.cursor, run.counts = 2, {"created": 1}
    assert progress_of(run).sentence == "1 of 2 rows worked through."


def test_rows_are_shown_by_their_title_and_fields_by_their_column(client, imports, olga):
    faulty = "3,Treaty on Ports,T,Police of Spain;Customs of Chile,99/99/2019,\n"
    run = imports.start(HEADER + ROWS + faulty, by=acting(olga))
    client.force_login(olga)
    page = reverse("exchange:detail", args=[run.uid])
    shown = client.get(page).content.decode()
    for words in ("Treaty on Firearms", "Would be created", "Would be refused", "signed:</span>"):
        assert words in shown
    assert "acts/0/signature" not in shown
    text = b"".join(client.get(reverse("exchange:report", args=[run.uid])).streaming_content).decode()
    assert "4,Would be refused,3,Treaty on Ports,signed,99/99/2019" in text
    imports.work(take_in(by=acting(olga), run=run))
    assert "Would be" not in client.get(page).content.decode()


def test_a_row_without_title_is_said_to_have_none_and_keeps_its_identifier(client, imports, olga):
    run = imports.start(HEADER + "3,,T,Police of Spain;Customs of Chile,01/02/2019,\n", by=acting(olga))
    client.force_login(olga)
    shown = client.get(reverse("exchange:detail", args=[run.uid])).content.decode()
    assert '<div class="e-muted">No title</div><div class="e-muted text-break">Identifier: 3</div>' in shown
    text = b"".join(client.get(reverse("exchange:report", args=[run.uid])).streaming_content).decode()
    assert "2,Would be refused,3,,title,,refusal,The row has no title." in text


def test_undoing_says_nothing_of_what_it_does_not_touch(client, imports, olga):
    run = imports.apply(HEADER + ROWS, by=acting(olga))
    client.force_login(olga)
    asked = client.get(reverse("exchange:undo", args=[run.uid])).content.decode()
    assert "2 agreements it created are removed" in asked
    assert "0 agreements" not in asked


@pytest.mark.parametrize("name", ["apply", "undo", "discard"])
def test_an_action_that_came_too_late_is_answered_with_the_import_and_a_sentence(client, imports, olga, name):
    run = imports.undo(imports.apply(HEADER + ROWS, by=acting(olga)))
    client.force_login(olga)
    page = client.post(reverse(f"exchange:{name}", args=[run.uid]), {"foreseen": "yes"}, follow=True)
    assert page.redirect_chain == [(reverse("exchange:detail", args=[run.uid]), 302)]
    assert [str(each) for each in page.context["messages"]] != []


def test_rows_are_narrowed_to_one_kind_of_warning(client, imports, olga):
    definition = {**MAPPING, "subjects": {"cell": {"column": "form"}}}
    lone = "3,Treaty on Ports,T,Police of Spain,01/02/2019,\n"
    run = imports.start(HEADER + ROWS + lone, by=acting(olga), definition=definition)
    client.force_login(olga)
    page = reverse("exchange:detail", args=[run.uid])
    shown = client.get(page).content.decode()
    assert "Subject not in the taxonomy 3" in shown
    assert "Fewer than two parties 1" in shown
    narrowed = client.get(page, {"outcome": "warned", "said": "parties_missing"}).content.decode()
    assert "Treaty on Ports" in narrowed
    assert "Treaty on Firearms" not in narrowed


def test_every_kind_of_remark_has_a_name():
    said = re.compile(r'\b(?:warning|refusal|note|make)\(\s*"([a-z_]+)"')
    sources = [file.read_text() for file in Path("exchange").rglob("*.py") if "web" not in file.parts]
    codes = {code for text in sources for code in said.findall(text)} - {"encoding_guessed", "row_blank"}
    assert len(codes) > 25
    assert codes <= set(LABELS)
