"""Files are read whatever their form and encoding, and what is wrong with one is said and not guessed away."""

import io
import time
import tracemalloc
import zipfile

import pytest

from core.errors import Refused
from exchange.readers import open_source
from tests.exchange.workbooks import cell, row, workbook


def read(content: str | bytes, name: str = "x.csv"):
    source = open_source(content.encode() if isinstance(content, str) else content, name=name)
    return source, list(source.rows)


def refusal(content: str | bytes, name: str = "x.csv"):
    with pytest.raises(Refused) as caught:
        read(content, name)
    return caught.value.refusals[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    _source, rows = read(f"id{delimiter}title\n1{delimiter}A\n")
    assert [each.cells for each in rows] == [{"id": "1", "title": "A"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_a_word(encoding):
    source, rows = read("id,title\n1,Ñandú\n".encode(encoding))
    assert (rows[0].cells["title"], source.notices) == ("Ñandú", ())


def test_latin_1_is_read_with_a_warning_that_names_it():
    source, rows = read("id,title\n1,Ñandú – señal\n".encode("cp1252"))
    assert rows[0].cells["title"] == "Ñandú – señal"
    assert source.notices[0].places == {"encoding": "Windows-1252"}
    source, rows = read(b"id,title\n1,\xd1and\xfa\x81\n")
    assert (rows[0].cells["title"], source.notices[0].places["encoding"]) == ("Ñandú\x81", "Latin-1 (ISO 8859-1)")


def test_quotes_hold_delimiters_and_lines():
    _source, rows = read('id,title\n1,"A, ""B""\nC"\n2,D\n')
    assert [(each.number, each.cells["title"]) for each in rows] == [(2, 'A, "B"\nC'), (3, "D")]


def test_a_quote_that_never_ends_is_named_by_its_row():
    found = refusal('id,title\n1,A\n2,"B\n3,C\n')
    assert (found.code, found.places["row"]) == ("csv_broken", "3")


def test_duplicate_headers_are_refused_with_their_columns():
    found = refusal("id,Title,date,title\n1,A,B,C\n")
    assert (found.code, found.places["headers"]) == ("duplicate_headers", "“Title” (2, 4)")


def test_ragged_rows_are_reported():
    _source, rows = read("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n")
    assert [[each.code for each in found.notices] for found in rows] == [["row_too_short"], ["row_too_long"], []]


def test_blank_rows_are_no_rows_and_keep_their_number():
    _source, rows = read("a,b\n1,2\n,\n\n3,4\n")
    assert [each.number for each in rows] == [2, 5]


def test_formulas_are_text():
    _source, rows = read("a,b\n=1+1,@SUM(A1)\n")
    assert rows[0].cells == {"a": "=1+1", "b": "@SUM(A1)"}


def test_a_row_with_nul_is_refused_and_the_others_read():
    _source, rows = read("a,b\n1,x\x00y\n2,z\n")
    assert [each.code for each in rows[0].notices] == ["nul_character"]
    assert rows[1].notices == ()


@pytest.mark.parametrize("content", ["", "  \n\n", ",,\n,,\n"])
def test_an_empty_file_is_refused(content):
    assert refusal(content).code == "file_empty"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"%PDF-1.7 x", "x.csv", "foreign_form"),
        (b"id,title\n1,A\n", "x.xlsx", "not_a_workbook"),
        (b"PK\x03\x04 broken", "x.xlsx", "workbook_broken"),
        ('{"rows": 1}', "x.json", "not_rows"),
        ('[{"a": 1, "a": 2}]', "x.json", "json_broken"),
        ("[" * 100_000, "x.json", "json_broken"),
    ],
)
def test_a_file_that_is_something_else_is_refused(content, name, code):
    assert refusal(content, name).code == code


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ('[{"id": 1, "title": "A"}, {"id": 2}]', "x.json"),
        ('{"rows": [{"id": 1, "title": "A"}, {"id": 2, "title": null}]}', "x.json"),
        ('{"id": 1, "title": "A"}\n\n{"id": 2}\n', "x.jsonl"),
    ],
)
def test_json_in_all_its_forms(content, name):
    _source, rows = read(content, name)
    assert [(each.number, each.cells) for each in rows] == [
        (1, {"id": "1", "title": "A"}),
        (2, {"id": "2", "title": ""}),
    ]


def test_a_workbook_is_read_and_rows_are_numbered_as_people_see_them():
    _source, rows = read(workbook(row(2, "id", "title"), row(4, "1", "A")), "x.xlsx")
    assert [(each.number, each.cells) for each in rows] == [(4, {"id": "1", "title": "A"})]


def test_a_million_empty_rows_cost_neither_time_nor_memory():
    empty = (f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(3, 1_000_003))
    content = workbook(row(1, "id", "title"), row(2, "1", "A"), *empty)
    tracemalloc.start()
    began = time.monotonic()
    _source, rows = read(content, "x.xlsx")
    assert len(rows) == 1
    assert time.monotonic() - began < 20
    assert tracemalloc.get_traced_memory()[1] < 100 * 1024 * 1024
    tracemalloc.stop()


def test_a_cell_at_the_end_of_the_sheet_is_refused_before_it_takes_all_memory():
    found = refusal(workbook(row(1, "id"), f'<row r="1048576">{cell("XFD1048576", "x")}</row>'), "x.xlsx")
    assert (found.code, found.places["address"]) == ("cell_far_away", "XFD1048576")


def test_declared_entities_are_refused():
    assert refusal(workbook(row(1, "id"), head='<!DOCTYPE x [<!ENTITY a "b">]>'), "x.xlsx").code == "entities_declared"


def test_an_archive_that_expands_without_end_is_refused():
    written = io.BytesIO()
    with (
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _megabyte in range(420):
            part.write(bytes(1024 * 1024))
    assert len(written.getvalue()) < 1024 * 1024
    assert refusal(written.getvalue(), "x.xlsx").code == "workbook_too_large"


def test_blank_rows_are_mentioned_with_their_numbers_but_not_line_ends_after_the_last():
    source, _rows = read("a,b\n1,2\n,\n\n3,4\n\n\n")
    assert [(each.code, each.places) for each in source.remarks()] == [("row_blank", {"count": "2", "rows": "3, 4"})]
    source, _rows = read("a,b\n1,2\n,\n")
    assert [each.places for each in source.remarks()] == [{"rows": "3"}]
    assert read("a,b\n1,2\n")[0].remarks() == []


@pytest.mark.parametrize(
    ("content", "code", "form"),
    [
        ("<!doctype html><html><body>Log in</body></html>", "foreign_page", None),
        ("\ufeff\n <HTML lang=en><p>1,2</p>", "foreign_page", None),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>1,2</p></html>', "foreign_page", None),
        ("<!-- saved -->\n<table><tr><td>1,2</td></tr></table>", "foreign_page", None),
        ("<div>a,b</div>\n<p>1,2</p>\n", "foreign_page", None),
        ('<?xml version="1.0"?><rows/>', "foreign_form", "XML"),
        ('<rows xml:lang="en"><row>1,2</row></rows>\n', "foreign_form", "XML"),
        ("{\\rtf1 a,b}", "foreign_form", "RTF"),
    ],
)
def test_content_that_is_no_table_is_named_whatever_the_file_is_called(content, code, form):
    found = refusal(content, "register.csv")
    assert (found.code, found.places.get("form")) == (code, form)


def test_a_column_whose_name_stands_in_angles_is_a_column():
    _source, rows = read("<Number>,title\n1,<b>A</b> and B\n")
    assert rows[0].cells == {"<Number>": "1", "title": "<b>A</b> and B"}


def test_an_archive_that_is_no_workbook_is_said_to_be_one():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(written.getvalue(), "register.csv").code == "not_a_workbook"
