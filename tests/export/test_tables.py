from __future__ import annotations

import csv
import io
import math
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.samples import HOSTILE_NAME, HOSTILE_TEXT, entries, hostile
from verbale.archive.projection import KINDS
from verbale.errors import ExportError
from verbale.export.columns import OF_KIND, TABLES
from verbale.export.delimited import CELL_CHARACTERS, Cells, lines, split_list
from verbale.export.formats import Options, export
from verbale.export.source import entries_of
from verbale.export.tables import rows

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def as_typed(cell: str, kind: str) -> Any:
    """A cell back as the value it was."""
    if kind in ("texts", "integers"):
        parts = split_list(cell)
        return [int(part) for part in parts] if kind == "integers" else parts
    if not cell:
        return None
    return {"text": str, "number": float, "integer": int, "boolean": {"true": True, "false": False}.get}[kind](cell)


def test_csv_gives_every_value_back(tmp_path: Path) -> None:
    export(entries(), tmp_path / "out", "csv")
    for table, columns in TABLES.items():
        expected = [
            dict(zip((one.name for one in columns), row, strict=True))
            for entry in entries()
            for _, row in rows(entry, [table])
        ]
        found = [
            {one.name: as_typed(row[one.name], one.type) for one in columns}
            for row in read_csv(tmp_path / "out" / f"{table}.csv")
        ]
        assert len(found) == len(expected)
        for there, here in zip(found, expected, strict=True):
            assert there == {name: None if value == "" else value for name, value in here.items()}


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ([], ""),
        (["Baku|Tbilisi", 2], "Baku\\|Tbilisi|2"),
        ({"id": "ARM"}, '{"id": "ARM"}'),
        ([{"name": "Kıran"}], '[{"name": "Kıran"}]'),
    ],
)
def test_lists_are_joined_and_tables_are_json(value: Any, cell: str) -> None:
    assert Cells().cell(value) == cell


def test_every_field_of_the_record_has_a_column() -> None:
    paths = {(table, (one.path or one.name).split(".")[0]) for table, columns in TABLES.items() for one in columns}
    elsewhere = {("statements", "stance"), ("meetings", "participants"), ("actors", "roles"), ("actors", "mentions")}
    for entry in entries():
        for kind in KINDS:
            for element in entry.record.to_dict()[f"{kind}s"]:
                for field in element:
                    assert (f"{kind}s", field) in paths | elsewhere


def test_kinds_choose_tables(tmp_path: Path) -> None:
    export(entries(), tmp_path / "out", "csv", options=Options(kinds=("statement",)))
    assert sorted(path.stem for path in (tmp_path / "out").iterdir()) == ["documents", "stances", "statements"]
    assert set(OF_KIND) == set(KINDS)


def test_documents_hold_hostile_words_exactly(tmp_path: Path) -> None:
    export(entries_of([hostile()]), tmp_path / "out", "csv")
    (row,) = read_csv(tmp_path / "out" / "documents.csv")
    assert row["text"] == HOSTILE_TEXT
    assert row["title"] == HOSTILE_NAME


def test_excel_safe_runs_nothing(tmp_path: Path) -> None:
    written = export(entries_of([hostile()]), tmp_path / "out", "csv", options=Options(excel_safe=True))
    (row,) = read_csv(tmp_path / "out" / "documents.csv")
    assert row["text"] == "'" + HOSTILE_TEXT
    assert row["title"] == "'" + HOSTILE_NAME
    stances = read_csv(tmp_path / "out" / "stances.csv")
    assert stances[0]["value"] == "-0.1"  # a number stays one
    assert (tmp_path / "out" / "roles.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert any("'" in note for note in written.notes)
    for path in (tmp_path / "out").iterdir():
        columns = {one.name: one.type for one in TABLES[path.stem]}
        for row in read_csv(path):
            assert not [
                cell
                for name, cell in row.items()
                if columns[name] in ("text", "texts") and cell[:1] in tuple("=+-@\t\r")
            ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠", " =", "\u00a0@"])
def test_what_starts_a_formula_is_guarded(start: str) -> None:
    assert Cells(excel_safe=True).cell(f"{start}SUM(1)") == f"'{start}SUM(1)"
    assert Cells().cell(f"{start}SUM(1)") == f"{start}SUM(1)"


@pytest.mark.parametrize("words", ["a=1", "", "'=1", "1-2", "(=)"])
def test_what_does_not_is_not(words: str) -> None:
    assert Cells(excel_safe=True).cell(words) == words


def test_no_cell_is_longer_than_excel_holds() -> None:
    cells = Cells(excel_safe=True)
    for words in ("x" * 40_000, "🇳🇴" * 12_000, "x" + "𐍈" * 20_000):
        cut = cells.cell(words)
        assert len(cut.encode("utf-16-le")) // 2 <= CELL_CHARACTERS
        assert cut.endswith("…")
        assert words.startswith(cut[:-1])
    assert cells.shortened == 3
    assert cells.cell("x" * CELL_CHARACTERS) == "x" * CELL_CHARACTERS


@given(st.lists(TEXT.filter(bool)))
def test_a_list_is_what_it_was(values: list[str]) -> None:
    assert split_list(Cells().cell(values)) == values


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_are_exact(value: float) -> None:
    back = float(Cells().cell(value))
    assert back == value
    assert math.copysign(1, back) == math.copysign(1, value)


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2)), st.sampled_from(",;"))
def test_any_cells_survive_a_csv_file(table: list[list[str]], delimiter: str) -> None:
    text = "".join(lines(["a", "b"], table, Cells(), delimiter=delimiter))
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) == [["a", "b"], *table]


def test_a_zip_is_the_folder_and_the_same_twice(tmp_path: Path) -> None:
    export(entries(), tmp_path / "out", "csv")
    for name in ("a.zip", "b.zip"):
        export(entries(), tmp_path / name, "csv")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.testzip() is None
        held = {name: packed.read(name) for name in packed.namelist()}
    assert held == {path.name: path.read_bytes() for path in sorted((tmp_path / "out").iterdir())}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "b.zip", "out"]


def test_parquet_holds_the_same_with_a_schema(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    from verbale.export.parquet import schema

    export(entries(), tmp_path / "out", "parquet")
    for table, columns in TABLES.items():
        found = parquet.read_table(tmp_path / "out" / f"{table}.parquet")
        assert found.schema.equals(schema(table))
        expected = [row for entry in entries() for _, row in rows(entry, [table])]
        assert [list(row.values()) for row in found.to_pylist()] == expected
        assert found.column_names == [one.name for one in columns]


def test_parquet_is_the_same_twice(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow.parquet")
    for name in ("a.zip", "b.zip"):
        export(entries(), tmp_path / name, "parquet")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_parquet_writes_row_groups_as_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("verbale.export.parquet._GROUP_ROWS", 10)
    export(entries(), tmp_path / "out", "parquet")
    file = parquet.ParquetFile(tmp_path / "out" / "statements.parquet")
    assert file.num_row_groups > 3
    assert file.metadata.num_rows == sum(len(entry.record.statements) for entry in entries())


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    export(entries(), tmp_path / "out", "csv")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    with pytest.raises(ExportError, match="--force"):
        export(entries()[:1], tmp_path / "out", "csv")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    export(entries()[:1], tmp_path / "out", "csv", options=Options(force=True))
    assert len(read_csv(tmp_path / "out" / "documents.csv")) == 1


def test_force_replaces_no_folder_of_other_things(tmp_path: Path) -> None:
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "chapter.docx").write_text("years of work")
    with pytest.raises(ExportError, match=r"chapter\.docx"):
        export(entries(), folder, "csv", options=Options(force=True))
    assert (folder / "chapter.docx").read_text() == "years of work"


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    def failing() -> Any:
        yield entries()[0]
        raise RuntimeError("the archive went away")

    for form, name in (("csv", "out"), ("csv", "out.zip"), ("jsonl", "out.jsonl"), ("brat", "brat")):
        with pytest.raises(RuntimeError, match="went away"):
            export(failing(), tmp_path / name, form)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("form", "name"), [("csv", "no/such/out"), ("jsonl", "no/such/out.jsonl"), ("jsonl", "."), ("csv", "file")]
)
def test_places_that_are_none(tmp_path: Path, form: str, name: str) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(ExportError):
        export(entries(), tmp_path / name, form, options=Options(force=True))
    assert (tmp_path / "file").read_text() == "a file"
