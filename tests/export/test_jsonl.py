from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.export.samples import entries, examples, hostile
from verbale.errors import MalformedInput
from verbale.export import jsonl
from verbale.export.source import entries_of, read_records


def test_there_and_back_and_there_again(tmp_path: Path) -> None:
    first = "".join(jsonl.lines(entries()))
    path = tmp_path / "a.jsonl"
    path.write_bytes(first.encode())
    assert "".join(jsonl.lines(entries_of(read_records(path)))) == first
    assert [record.to_dict() for record in read_records(path)] == [entry.record.to_dict() for entry in entries()]


def test_the_order_of_adding_does_not_matter() -> None:
    forth, back = (entries_of(order) for order in (examples(), examples()[::-1]))
    assert "".join(jsonl.lines(forth)) == "".join(jsonl.lines(back))


def test_one_line_a_record_whatever_it_holds() -> None:
    lines = list(io.StringIO("".join(jsonl.lines(entries_of([hostile()]))), newline="\n"))
    assert len(lines) == 1
    assert json.loads(lines[0])["document"]["text"] == hostile().document.text


@pytest.mark.parametrize("line", ["{", "[]", '{"schema": "verbale/0"}', '{"schema": "verbale/1"}', "1"])
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(jsonl.lines(entries_of(examples()[:1]))) + line + "\n", "utf-8")
    with pytest.raises(MalformedInput, match="line 2"):
        list(read_records(path))
