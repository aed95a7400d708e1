"""Out of an archive: what is chosen, reviewers' decisions, the order of adding, and the command."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.archive.reviewable import archive, record
from tests.export import samples
from tests.export.samples import examples, hashed
from verbale.archive import deciding
from verbale.archive.store import Store
from verbale.cli import commands
from verbale.errors import QueryError
from verbale.export import jsonl
from verbale.export.archived import Selection, exportable
from verbale.export.formats import FORMATS
from verbale.export.source import Entry, entries_of, read_records
from verbale.record import Record


def hostile() -> Record:
    """As intake leaves it, which takes NUL out."""
    return samples.hostile(samples.HOSTILE_TEXT.replace("\0", ""))


def chosen(store: Store, **selected: Any) -> list[Entry]:
    with exportable(store.path, Selection(**selected)) as found:
        entries = list(found.entries())
        assert found.count() == len(entries)
    return entries


def decide(store: Store, action: str, local_id: str, **changes: Any) -> None:
    (row,) = (row for row in store.items() if row.local_id == local_id)
    after = json.loads(row.data) | changes if changes else None
    deciding.decide(store, row.id, action, reviewer="ana", after=after)


def with_document(read: Record, **changes: Any) -> Record:
    return hashed(dataclasses.replace(read, document=dataclasses.replace(read.document, **changes)))


def test_what_was_read_comes_out_whole(tmp_path: Path) -> None:
    reads = [*examples(), hostile()]
    with archive(tmp_path, *reads) as store:
        found = chosen(store)
    assert [(entry.key, entry.record) for entry in found] == [(entry.key, entry.record) for entry in entries_of(reads)]


def test_bytes_do_not_depend_on_the_order_of_adding(tmp_path: Path) -> None:
    texts = []
    for name, reads in (("a", examples()), ("b", examples()[::-1])):
        (tmp_path / name).mkdir()
        with archive(tmp_path / name, *reads) as store:
            texts.append("".join(jsonl.lines(chosen(store))))
    assert texts[0] == texts[1]


def test_a_rejected_statement_is_gone_and_its_claims_with_it(tmp_path: Path) -> None:
    with archive(tmp_path) as store:
        decide(store, "reject", "s1")
        (entry,) = chosen(store)
    assert [statement.id for statement in entry.record.statements] == ["s2"]
    assert [event.id for event in entry.record.events] == ["e1"]  # e2 stood in s1 only: no assertion of the document
    assert [(warning.code, warning.message) for warning in entry.record.warnings] == [
        ("left-out", "e2 was claimed in s1 only, which a reviewer rejected")
    ]


def test_what_stands_in_a_rejected_statement_loses_it(tmp_path: Path) -> None:
    first = record()
    inner = dataclasses.replace(first.statements[1], within="s1")
    deeper = dataclasses.replace(first.statements[1], id="s3", within="s2", evidence=(0, 8), quote="Minister")
    read = record(statements=type(first.statements)([first.statements[0], inner, deeper]))
    with archive(tmp_path, read) as store:
        decide(store, "reject", "s2")
        (entry,) = chosen(store)
    assert [(one.id, one.within) for one in entry.record.statements] == [("s1", None), ("s3", "s1")]
    assert entry.record.figures[0].statement is None


def test_corrections_go_out(tmp_path: Path) -> None:
    with archive(tmp_path) as store:
        decide(store, "correct", "e1", recipient=["DEU"], status="negated")
        decide(store, "accept", "s1")
        (entry,) = chosen(store)
    event = entry.record.events[0]
    assert (event.recipient, event.status) == (("DEU",), "negated")
    added = entry.record.actor("DEU")
    assert added is not None
    assert (added.name, added.mentions) == ("Germany", ())
    assert entry.record.actors[:5] == record().actors


def test_merged_actors_are_one(tmp_path: Path) -> None:
    with archive(tmp_path) as store:
        deciding.merge(store, "person:a-silva", "person:ana-silva", reviewer="ana")
        (entry,) = chosen(store)
    ids = [actor.id for actor in entry.record.actors]
    assert ids == ["NOR", "CHL", "org:cabinet", "person:ana-silva"]
    both = entry.record.actor("person:ana-silva")
    assert both is not None
    assert sorted(both.mentions) == sorted(m for a in record().actors if a.kind == "person" for m in a.mentions)
    assert entry.record.statements[1].speaker == "person:ana-silva"


def test_one_document_of_each_origin(tmp_path: Path) -> None:
    copies = [with_document(record(), publisher=name) for name in ("One", "Two", "Three")]
    with archive(tmp_path, *copies) as store:
        least = min(copies, key=lambda copy: entries_of([copy])[0].key)
        assert [entry.record.document.publisher for entry in chosen(store)] == [least.document.publisher]
        assert len(chosen(store, all_copies=True)) == 3
        # The representative is chosen among those that fit, so that a publisher's copy is found.
        assert [entry.record.document.publisher for entry in chosen(store, publishers=("Two",))] == ["Two"]
        assert len({entry.origin for entry in chosen(store, all_copies=True)}) == 1


def test_a_replaced_version_stays_at_home(tmp_path: Path) -> None:
    url = "https://example.org/news/1"
    day = dataclasses.replace(record().document.published, date="2020-09-17")  # type: ignore[type-var]
    old = with_document(record(), url=url)
    new = with_document(hostile(), url=url, published=day)
    with archive(tmp_path, old, new) as store:
        assert [entry.record.document.text for entry in chosen(store)] == [new.document.text]
        assert len(chosen(store, all_copies=True)) == 2


@pytest.mark.parametrize(
    ("selected", "count"),
    [({}, 2), ({"since": "2020"}, 2), ({"since": "2020-09"}, 1), ({"until": "2020-02-29"}, 1), ({"until": "2019"}, 0),
     ({"since": "2020-09-16", "until": "2020-09-16"}, 1), ({"countries": ("CHL",)}, 1), ({"countries": ("NOR",)}, 2),
     ({"countries": ("CHL", "NOR")}, 2), ({"countries": ("USA",)}, 0), ({"publishers": ("The Press",)}, 1),
     ({"publishers": ("The",)}, 0)],
)  # fmt: skip
def test_choosing(tmp_path: Path, selected: dict[str, Any], count: int) -> None:
    with archive(tmp_path, record(), hostile()) as store:
        assert len(chosen(store, **selected)) == count


def test_a_date_that_is_none() -> None:
    with pytest.raises(QueryError):
        Selection(since="yesterday")


# --- the command ---


def verbale(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["export", *arguments], prog_name="verbale", env={"COLUMNS": "100"})


@pytest.fixture
def press(tmp_path: Path) -> str:
    with archive(tmp_path, *examples(), hostile()) as store:
        return str(store.path)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_and_the_same_twice(press: str, tmp_path: Path, form: str) -> None:
    for name in ("one.zip", "two.zip") if FORMATS[form].is_folder else ("one", "two"):
        result = verbale(press, "--format", form, "--out", str(tmp_path / name))
        assert result.exit_code == 0, result.output
        assert "wrote 9 documents" in result.stderr
    one, two = (path.read_bytes() for path in (*tmp_path.glob("one*"), *tmp_path.glob("two*")))
    assert one == two
    assert one


@pytest.mark.parametrize("form", [name for name, one in FORMATS.items() if not one.is_folder])
def test_standard_output_gets_the_same_as_a_file(press: str, tmp_path: Path, form: str) -> None:
    verbale(press, "--format", form, "--out", str(tmp_path / "file"))
    assert verbale(press, "--format", form).stdout_bytes == (tmp_path / "file").read_bytes()


def test_jsonl_comes_back(press: str, tmp_path: Path) -> None:
    verbale(press, "--format", "jsonl", "--out", str(tmp_path / "a.jsonl"))
    assert {one.document.id for one in read_records(tmp_path / "a.jsonl")} == {
        one.document.id for one in [*examples(), hostile()]
    }


def test_nothing_is_replaced_without_force(press: str, tmp_path: Path) -> None:
    target = tmp_path / "a.bib"
    target.write_text("mine")
    result = verbale(press, "--format", "bibtex", "--out", str(target))
    assert (result.exit_code, target.read_text()) == (2, "mine")
    assert "--force" in result.stderr
    assert verbale(press, "--format", "bibtex", "--out", str(target), "--force").exit_code == 0
    assert target.read_text().startswith("@misc{")


def test_json_tells_what_was_written(press: str, tmp_path: Path) -> None:
    result = verbale(
        press, "--format", "csv", "--out", str(tmp_path / "t"), "--excel-safe", "--json", "--country", "Norway"
    )
    told = json.loads(result.stdout)
    assert told["documents"] == 1
    assert told["items"]["statement"] == 1
    assert told["bytes"] == sum(path.stat().st_size for path in (tmp_path / "t").iterdir())
    assert any("cells got a '" in note for note in told["notes"])
    with (tmp_path / "t" / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 1


@pytest.mark.parametrize(
    "arguments",
    [("--format", "csv"), ("--format", "jsonl", "--kind", "event"), ("--format", "csl", "--excel-safe"),
     ("--format", "csv", "--claims", "--out", "x"), ("--format", "xml"), (), ("--format", "jsonl", "--json"),
     ("--format", "jsonl", "--from", "soon"), ("--format", "jsonl", "--country", "Atlantis")],
)  # fmt: skip
def test_what_makes_no_sense_is_said(press: str, arguments: tuple[str, ...]) -> None:
    result = verbale(press, *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert result.stderr


def test_no_archive(tmp_path: Path) -> None:
    result = verbale(str(tmp_path / "none.verbale"), "--format", "jsonl")
    assert result.exit_code == 2
    assert "no such archive" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_fits(press: str, tmp_path: Path) -> None:
    result = verbale(press, "--format", "csl", "--from", "2090", "--out", str(tmp_path / "a.json"))
    assert result.exit_code == 0
    assert "no document fits" in result.stderr
    assert json.loads((tmp_path / "a.json").read_text()) == []
