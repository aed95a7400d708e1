from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from verbale.export.schema import json_schema

from .conftest import Command

TEXT = "The minister warned of delay."


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_tables_show_who_said_what_and_who_claims_what(verbale: Command, report: Path) -> None:
    result = verbale("read", str(report), "--title", "A title", "--date", "2020-09-16")
    assert result.exit_code == 0
    for words in ("A title", "2020-09-16 (metadata)", "Silva – Minister, for Norway", "warn", "▼▼ Norway −0.7", "(s1)"):
        assert words in result.stdout
    assert "a rule" not in result.stdout


def test_why_names_rules(verbale: Command, report: Path) -> None:
    assert verbale("read", str(report), "--why").stdout.count("a rule, 0.75") == 2


def test_no_escape_of_a_document_reaches_the_terminal(verbale: Command) -> None:
    for option in ([], ["--text"]):
        result = verbale(
            "read", "-", *option, stdin="Th\x1b]0;owned\x07e mi\u202enister\u2066 warned \x9b31m of delay."
        )
        assert result.exit_code == 0
        assert not set("\x1b\x07\x9b\u202e\u2066") & set(result.stdout)
        assert "␛" in result.stdout


def test_the_text_is_shown_with_its_evidence(verbale: Command, report: Path) -> None:
    shown = verbale("read", str(report), "--text").stdout
    assert "[s1 Ana ␛[31mSilva: " in shown
    assert "T‹e1›he minister" in shown


def test_json_is_a_valid_record(verbale: Command, report: Path) -> None:
    result = verbale("read", str(report), "--json", "--url", "https://example.org/a")
    record = json.loads(result.stdout)
    jsonschema.validate(record, json_schema())
    assert record["document"]["text"] == TEXT
    assert record["document"]["url"] == "https://example.org/a"


def test_several_files_make_an_array_with_their_failures(verbale: Command, report: Path) -> None:
    result = verbale("read", str(report), "missing.txt", "--json")
    records = json.loads(result.stdout)
    assert result.exit_code == 1
    assert records[0]["document"]["source_id"] == str(report)
    assert records[1]["error"]["code"] == "not_found"


def test_standard_input_and_output_file(verbale: Command, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    result = verbale("read", "-", "--json", "-o", str(path), stdin=TEXT)
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(path.read_text("utf-8"))["document"]["text"] == TEXT
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.json"]


def test_an_output_folder_that_is_not_there_is_one_line(verbale: Command, report: Path) -> None:
    result = verbale("read", str(report), "-o", "/nowhere/out.json", "--json")
    assert result.exit_code != 0
    assert "Traceback" not in result.stderr


LINES = [
    '{"id": "a", "text": "One said so."}',
    "",
    "broken",
    '{"id": "b", "text": " "}',
    '{"id": "c", "text": "A crash comes."}',
    '{"id": 5, "text": "Two said so."}',
]


def test_json_lines_keep_order_and_ids_and_go_on(verbale: Command) -> None:
    result = verbale("read", "--jsonl", stdin="\n".join(LINES))
    assert result.exit_code == 1
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    ids = [row["document"]["source_id"] if "document" in row else row["source_id"] for row in rows]
    assert ids == ["a", None, "b", "c", "5"]
    assert [row.get("error", {}).get("code") for row in rows] == [None, "malformed", "empty", "crashed", None]
    assert "line 3" in result.stderr


def test_jsonl_takes_files_of_lines_and_of_text(verbale: Command, report: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines.data"
    lines.write_text("\ufeff" + LINES[0] + "\n", encoding="utf-8")
    result = verbale("read", str(lines), str(report), "gone.txt", "--jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["document"]["source_id"] for row in rows[:2]] == ["a", str(report)]
    assert rows[2]["error"]["code"] == "unreadable"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.4 \x00", "PDF"),
        (b"<html><body></body></html>", "no text"),
        (b"x" * 10_000_001, "more than"),
    ],
)
def test_unusable_input_is_one_line_and_exit_2(verbale: Command, data: bytes, words: str) -> None:
    result = verbale("read", "-", stdin=data)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert words in result.stderr


def test_a_missing_file_is_exit_2(verbale: Command) -> None:
    result = verbale("read", "none\x1b[31m.txt")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "-", "--json", "--text"],
        ["read", "-", "--genre", "poem"],
        ["read", "-", "--threads", "0"],
        ["nonsense"],
    ],
)
def test_wrong_usage_is_exit_2(verbale: Command, arguments: list[str]) -> None:
    assert verbale(*arguments).exit_code == 2


def test_private_addresses_are_not_fetched(verbale: Command) -> None:
    result = verbale("read", "--url", "http://127.0.0.1:9/")
    assert result.exit_code == 2
    assert "not a public address" in result.stderr


def test_a_fault_of_ours_shows_no_traceback(verbale: Command, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("surprise")

    monkeypatch.setattr("verbale.show.show_record", broken)
    result = verbale("read", str(report))
    assert result.exit_code == 3
    assert "ZeroDivisionError: surprise" in result.stderr
    assert "Traceback" not in result.stderr
