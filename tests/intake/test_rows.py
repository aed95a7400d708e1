"""JSON lines, lists and tables; battery row 19."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.making import gathered, opened, texts, within
from verbale.errors import Failure
from verbale.intake import Document, Given, Limits


def test_each_line_is_a_document_and_a_bad_one_a_failure_with_its_number(tmp_path: Path) -> None:
    lines = '\ufeff{"id": "x", "text": "One."}\n\n{"text": "Two."}\nbad\n{"text": 5}\n{"id": 9, "text": "Last."}'
    path = tmp_path / "a.jsonl"
    path.write_text(lines)
    found = [
        (within(i.uri, path), None) if isinstance(i, Given) else (within(i.source_id, path), i.code)
        for i in gathered(path)
    ]
    assert found == [("#x", None), ("#L3", None), ("#L4", "malformed"), ("#L5", "malformed"), ("#9", None)]


def test_long_and_deep_lines_cost_only_themselves(tmp_path: Path) -> None:
    lines = [b'{"text": "' + b"x" * 5_000 + b'"}', b'{"text": "a", "n": ' + b"[" * 900, b'{"text": "Last."}']
    found = opened(tmp_path, "a.jsonl", b'{"text": "First."}\n' + b"\n".join(lines), limits=Limits(line_bytes=1_000))
    assert texts(found) == ["First.", ("#L2", "limit:line_bytes"), ("#L3", "limit:depth"), "Last."]


def test_half_a_surrogate_pair_travels(tmp_path: Path) -> None:
    [document] = opened(tmp_path, "a.jsonl", '{"text": "He said \\ud800 no."}')
    assert isinstance(document, Document)
    assert document.text == "He said \ufffd no."


def test_blank_lines_without_end_are_given_up(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.jsonl", b'{"text": "First."}\n' + b"\n" * 100_001 + b'{"text": "Never."}')
    assert texts(found) == ["First.", ("", "malformed")]
    found = opened(tmp_path, "a.csv", b"id,text\n1,First.\n" + b"\n" * 100_001 + b"2,Never.")
    assert texts(found) == ["First.", ("", "malformed")]


def test_columns_rename_fields(tmp_path: Path) -> None:
    [document] = opened(tmp_path, "a.jsonl", '{"text": "Summary.", "Body": "He said no."}', columns={"text": "Body"})
    assert texts([document]) == ["He said no."]


@pytest.mark.parametrize(
    "content",
    ['[{"text": "One."}, 5, {"id": "b", "text": "Two."}]', '[\n{"text": "One."},\n5,\n{"id": "b",\n"text": "Two."}\n]'],
)
def test_a_list_is_read_whole(content: str, tmp_path: Path) -> None:
    assert texts(opened(tmp_path, "a.json", content)) == ["One.", ("#2", "malformed"), "Two."]


def test_one_object_over_several_lines(tmp_path: Path) -> None:
    assert texts(opened(tmp_path, "a.json", '{\n "text": "One.",\n "title": "T"\n}\n')) == ["One."]


TABLE = (
    "id,Headline,Body,Published,Source\n"
    '7,Trade,"He said, ""no"".\nAnd left.",2020-09-16,Agency\n'
    "8,Empty,,2020-09-17,Agency\n"
    "9,Many,a,b,c,d,e,f\n"
    "\n"
    "10,Last,She said yes.,2020-09-18,Agency\n"
)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_of_a_table_with_usual_names(delimiter: str, tmp_path: Path) -> None:
    table = TABLE.replace("said,", "said#").replace(",", delimiter).replace("#", ",")
    first, *failures, last = opened(tmp_path, "a.txt", table)
    assert isinstance(first, Document)
    assert (first.text, first.title, first.publisher) == ('He said, "no".\nAnd left.', "Trade", "Agency")
    assert first.published is not None
    assert first.published.date == "2020-09-16"
    assert failures == [("#L4", "empty"), ("#L5", "malformed")]
    assert texts([last]) == ["She said yes."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1254"])
def test_a_tables_encoding_is_told_by_content(encoding: str, tmp_path: Path) -> None:
    rows = "date,text\n" + "".join(
        f"2020-01-{day:02},Türkiye’nin bakanı geçen hafta böyle söyledi.\n" for day in range(1, 9)
    )
    assert set(texts(opened(tmp_path, "a.csv", rows.encode(encoding)))) == {
        "Türkiye’nin bakanı geçen hafta böyle söyledi."
    }


def test_a_letter_that_cannot_be_decoded_is_told(tmp_path: Path) -> None:
    rows = b"id,text\n" + b"1,\xc3\xa9t\xc3\xa9.\n" * 9_000 + b"2,He said \xff no.\n"
    last = opened(tmp_path, "a.csv", rows)[-1]
    assert isinstance(last, Document)
    assert last.text == "He said \ufffd no."
    assert "encoding" in [warning.code for warning in last.warnings]


def test_columns_are_named_by_the_caller_or_refused(tmp_path: Path) -> None:
    table = "nr;wann;was\n1;2020-01-02;Er sprach.\n2;2020-01-03;Sie auch.\n"
    assert opened(tmp_path, "a.csv", table) == [("", "no_text_column")]
    assert opened(tmp_path, "a.csv", table, columns={"text": "wo"}) == [("", "no_column")]
    found = opened(tmp_path, "a.csv", table, columns={"text": "Was", "date": "wann", "id": "nr"})
    assert texts(found) == ["Er sprach.", "Sie auch."]
    assert [item.source_id for item in found if isinstance(item, Document)] == [f"{tmp_path}/a.csv#{n}" for n in (1, 2)]


def test_wide_cells_and_long_lines(tmp_path: Path) -> None:
    wide = "word " * 40_000
    found = opened(tmp_path, "a.csv", f"id,text\n1,{wide}\n2,{wide * 6}\n3,Last.\n", limits=Limits(line_bytes=500_000))
    assert texts(found) == [wide.strip(), ("#L3", "limit:line_bytes"), "Last."] or texts(found)[1:] == [
        ("#L3", "limit:line_bytes"),
        "Last.",
    ]


def test_a_quotation_mark_that_never_closes_ends_the_table(tmp_path: Path) -> None:
    content = 'id,text\n0,First.\n1,"' + "never closed\n" * 40_000
    found = gathered(_written(tmp_path, content))
    assert [item.code if isinstance(item, Failure) else item.kind for item in found] == ["row", "malformed"]


def _written(folder: Path, content: str) -> Path:
    path = folder / "a.csv"
    path.write_text(content)
    return path
