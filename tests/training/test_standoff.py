"""Annotations without texts: what `bare` writes, `pack` keeps and `load_standoff` joins, on made-up documents."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from training.corpus.markup import parse, parse_item
from training.corpus.standoff import StandoffError, bare_files, load_standoff, main, pack, read_sources

TEXT = (
    " Envoy Mira Oland met the farmers of Tarn on Friday.\nPort\n.  Near Tarn, two quays were closed. \n\n"
    "“Tarn needs grain at once, and the coast road must stay open to every cart,” she said.\n\n"
)
ITEMS = (
    "person mira-oland | Mira Oland | Envoy | NOR | official\n"
    "statement s1 | speaker=mira-oland | act=say | manner=direct\n"
)


def _write_source(data: Path, text: str) -> None:
    (data / "re3d").mkdir(parents=True, exist_ok=True)
    rows = [
        {"_id": "AB12", "title": " Grain\nfor Tarn ", "sourceName": "UK Government", "text": text},
        {"_id": "CD34", "title": "Other", "sourceName": "CENTCOM", "text": "Not annotated."},
    ]
    with gzip.open(data / "re3d" / "made-up-documents.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


def _annotate(source: str) -> str:
    for plain, marked in (
        ("Mira Oland", "{per|Mira Oland}"),
        ("Envoy", "{role mira-oland|Envoy}"),
        ("Tarn needs grain", "{st s1|{gpe|Tarn} needs grain"),
        ("every cart", "every cart}"),
        ("she said", "{src s1|she} {cue s1|said}"),
    ):
        source = source.replace(plain, marked, 1)
    return source + ITEMS


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    data, work, packed = tmp_path / "data", tmp_path / "work", tmp_path / "packed.jsonl"
    _write_source(data, TEXT)
    assert main(["bare", "--data", str(data), "--out", str(work)]) == 0
    path = work / "re3d-ab12.txt"
    path.write_text(_annotate(path.read_text(encoding="utf-8")), encoding="utf-8")
    return data, work, packed


def test_bare_keeps_every_character(tmp_path: Path) -> None:
    _write_source(tmp_path, TEXT)
    documents = {key: parse(contents, unwrap=False) for key, contents in bare_files(tmp_path)}
    assert documents["re3d-ab12"].text == TEXT
    assert documents["re3d-ab12"].meta["title"] == "Grain for Tarn"
    assert documents["re3d-cd34"].meta["publisher_country"] == "USA"


def test_round_trip(folders: tuple[Path, Path, Path]) -> None:
    data, work, packed = folders
    assert main(["pack", str(work), "--data", str(data), "--to", str(packed)]) == 0
    [document] = load_standoff(data, packed)
    assert document == parse((work / "re3d-ab12.txt").read_text(encoding="utf-8"), unwrap=False)
    assert [document.text[span.start : span.end] for span in document.names()] == ["Mira Oland", "Tarn"]
    assert document.of("statement")[0].fields["speaker"] == "mira-oland"


def test_packed_holds_no_text(folders: tuple[Path, Path, Path]) -> None:
    data, work, _ = folders
    [line] = pack(work, read_sources(data))
    assert set(json.loads(line)) == {"id", "sha256", "meta", "spans", "items"}
    assert "grain" not in line.lower()


def test_a_document_is_held_out_or_not(folders: tuple[Path, Path, Path]) -> None:
    data, work, packed = folders
    main(["pack", str(work), "--to", str(packed)])
    kept, held_out = (len(list(load_standoff(data, packed, held_out=wanted))) for wanted in (False, True))
    assert kept + held_out == 1


def test_another_text_is_refused(folders: tuple[Path, Path, Path]) -> None:
    data, work, packed = folders
    main(["pack", str(work), "--to", str(packed)])
    _write_source(data, TEXT.replace("two quays", "ten quays"))
    with pytest.raises(StandoffError, match="differs"):
        list(load_standoff(data, packed))
    with pytest.raises(StandoffError, match="only markup"):
        pack(work, read_sources(data))


def test_a_missing_document_is_refused(folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, work, packed = folders
    main(["pack", str(work), "--to", str(packed)])
    with pytest.raises(StandoffError, match="not among"):
        list(load_standoff(tmp_path / "empty", packed))


def test_a_bad_file_is_not_packed(folders: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    _, work, packed = folders
    path = work / "re3d-ab12.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("act=say", "act=sing"), encoding="utf-8")
    assert main(["pack", str(work), "--to", str(packed)]) == 1
    assert "act=sing" in capsys.readouterr().err
    assert not packed.exists()


@pytest.mark.parametrize(
    "line",
    [
        "person a-b | A B | Chair of C | NOR | official",
        "event e1 | AID/arms | actor=NOR,org:c | status=happened | claimed=-",
        "meeting m1 | kind=talks",
    ],
)
def test_an_item_is_written_as_it_was_read(line: str) -> None:
    assert parse_item(line).line() == line


def test_unwrapping_is_the_default() -> None:
    source = "id: x\n---\nOne\nline. \n\n\nTwo.\n---\n"
    assert parse(source).text == "One line.\n\nTwo."
    assert parse(source, unwrap=False).text == "One\nline. \n\n\nTwo."
