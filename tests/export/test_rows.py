"""Discourse Network Analyzer and POLECAT."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
from typing import Any

import pytest

from tests.export.samples import entries, examples, hostile
from verbale.export import dna, polecat
from verbale.export.delimited import Cells
from verbale.export.source import entries_of, is_fact
from verbale.record import Meeting, Record, Rows, When

POLECAT = """Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|Primary Actor Sector|
Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|
Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|Longitude|
GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|Version"""


def of_dna(found: Any, writer: dna.Dna | None = None) -> list[dict[str, str]]:
    text = "".join((writer or dna.Dna(Cells())).lines(found))
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def of_polecat(found: Any, **options: Any) -> list[dict[str, str]]:
    text = "".join(polecat.lines(found, Cells(), **options))
    assert not set("\r\x00\u2028\x85") & set(text)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_dna_header_and_types() -> None:
    rows = of_dna(entries())
    assert list(rows[0]) == list(dna.HEADER)
    assert [row["statement ID"] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    for row in rows:
        assert row["agreement"] in ("0", "1")
        assert row["concept"]
        datetime.datetime.strptime(row["time"], "%Y-%m-%d %H:%M:%S")


def test_dna_a_stance_is_a_row_for_each_organization() -> None:
    record = next(record for record in examples() if record.document.title == "Webinar on a polarized region")
    rows = of_dna(entries_of([record]))
    said = [row for row in rows if row["person"] == "Yavuz Selim Kıran" and row["concept"] == "Armenia"]
    assert said
    assert {(row["organization"], row["agreement"]) for row in said} == {("Turkey", "0")}
    expected = sum(
        max(1, len(statement.speaks_for)) * sum(stance.value != 0 for stance in statement.stance)
        for statement in record.statements
    )
    assert len(rows) == expected


def test_dna_tells_what_it_leaves_out() -> None:
    writer = dna.Dna(Cells())
    assert len(of_dna(entries_of([hostile()]), writer)) == 2
    assert (writer.undated, writer.neutral) == (0, 1)
    undated = dataclasses.replace(hostile(), document=dataclasses.replace(hostile().document, published=None))
    writer = dna.Dna(Cells())
    assert of_dna(entries_of([undated]), writer) == []
    assert (writer.undated, writer.neutral) == (2, 0)


def test_dna_takes_the_day_of_the_meeting() -> None:
    record = hostile()
    text = record.document.text
    when = When(start="2020-02-27", end=None, precision="day", basis="stated", evidence=(0, 2), quote=text[:2])
    meeting = Meeting(id="m1", kind="talks", title=None, date=when, place=None, organisers=(), participants=(),
                      evidence=(0, 2), quote=text[:2])  # fmt: skip
    said = dataclasses.replace(record.statements[0], meeting="m1")
    held = dataclasses.replace(record, meetings=Rows([meeting]), statements=Rows([said]))
    assert {row["time"] for row in of_dna(entries_of([held]))} == {"2020-02-27 00:00:00"}
    assert {row["time"] for row in of_dna(entries_of([record]))} == {"2020-02-29 00:00:00"}


def test_polecat_has_the_forty_columns() -> None:
    assert list(polecat.HEADER) == POLECAT.replace("\n", "").split("|")
    assert len(polecat.HEADER) == 40
    assert "".join(polecat.lines([], Cells())) == "\t".join(polecat.HEADER) + "\n"


def test_polecat_holds_what_documents_assert() -> None:
    rows = of_polecat(entries())
    expected = [
        (entry, event)
        for entry in entries()
        for event in entry.record.events
        if is_fact(event) and event.claimed_by is None
    ]
    assert [row["Event ID"] for row in rows] == [f"{entry.key[:16]}-{event.id}" for entry, event in expected]
    assert [row["Event Type"] for row in rows] == [event.type for _, event in expected]
    assert all(None not in row and None not in row.values() for row in rows)


def test_polecat_claims_stand_apart() -> None:
    rows = of_polecat(entries(), claims=True)
    assert list(rows[0])[:40] == list(polecat.HEADER)
    assert list(rows[0])[40:] == ["Claimed By", "Claimed By Country", "Status"]
    asserted = of_polecat(entries())
    assert [row["Event ID"] for row in rows if not row["Claimed By"]] == [row["Event ID"] for row in asserted]
    assert len(rows) > len(asserted)


def test_polecat_row() -> None:
    record = next(record for record in examples() if record.document.title and "polarized" in record.document.title)
    rows = of_polecat(entries_of([record]), claims=True)
    row = rows[0]
    event = next(event for event in record.events if row["Event ID"].endswith(f"-{event.id}"))
    assert row["Publication Date"] == "2020-09-16"
    assert row["Quad Code"] == str(event.quad)
    known = {actor.id: actor for actor in record.actors}
    for row, event in zip(rows, [event for event in record.events if is_fact(event)], strict=True):
        assert row["Actor Country"] == "; ".join(
            dict.fromkeys(filter(None, (known[name].country for name in event.actor)))
        )
        assert row["Recipient Name"] == "; ".join(known[name].name for name in event.recipient)
    assert "Farid Shafiyev" in row["Story People"].split("; ")
    assert row["Contexts"] == row["Actor COW"] == row["GeoNames ID"] == ""


def test_polecat_dates_claim_no_more_than_is_known() -> None:
    record = hostile()
    text = record.document.text
    when = When(
        start="2020-07-01", end="2020-07-31", precision="month", basis="stated", evidence=(0, 2), quote=text[:2]
    )
    events = Rows([dataclasses.replace(record.events[0], date=when)])
    assert of_polecat(entries_of([dataclasses.replace(record, events=events)]))[0]["Event Date"] == "2020-07"
    assert of_polecat(entries_of([record]))[0]["Event Date"] == ""


@pytest.mark.parametrize(
    ("type_", "mode", "score"), [("ASSAULT", "aerial", 9.5), ("ASSAULT", None, 9.0), ("AGREE", None, -2.5)]
)
def test_polecat_intensity(type_: Any, mode: Any, score: float) -> None:
    event = dataclasses.replace(hostile().events[0], type=type_, mode=mode)
    assert polecat.intensity(event) == -score


def test_names_cannot_break_rows() -> None:
    record: Record = hostile()
    (row, *_) = of_polecat(entries_of([record]))
    assert row["Actor Name"].count(";") == 1  # the one between two actors
    text = "".join(polecat.lines(entries_of([record]), Cells(excel_safe=True)))
    assert not [cell for line in text.splitlines() for cell in line.split("\t") if cell[:1] in ("=", "@", "+")]
    assert of_dna(entries_of([record]))[0]["person"].startswith("=HYPERLINK")
    safe = "".join(dna.Dna(Cells(excel_safe=True)).lines(entries_of([record])))
    assert ";'=HYPERLINK" in safe or ";\"'=HYPERLINK" in safe
