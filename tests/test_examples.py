"""The examples against their checked-in records, and the facts of the first one by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from verbale.reader import Reader
from verbale.record import Record

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.txt"))
KINDS = ("actors", "meetings", "statements", "events", "figures", "proposals", "projects", "formats", "agreements")
# int8 arithmetic rounds a little differently on processors without VNNI, which can tip a decision that is near even.
LEAST_SAME = 0.95


@pytest.fixture(scope="module")
def records(reader: Reader) -> dict[str, Record]:
    return {name: reader.read(EXAMPLES / f"{name}.txt") for name in NAMES}


def facts(items: list[dict[str, Any]]) -> set[str]:
    """Items without what depends on a number in a row or on the model's last decimals."""
    return {
        json.dumps({key: value for key, value in item.items() if key not in ("id", "by")}, sort_keys=True)
        for item in items
    }


@pytest.mark.parametrize("name", NAMES)
def test_an_example_reads_as_checked_in(records: dict[str, Record], name: str) -> None:
    expected = json.loads((EXAMPLES / "records" / f"{name}.json").read_text(encoding="utf-8"))
    found = json.loads(json.dumps(records[name].to_dict()))
    assert found["document"] == expected["document"]
    wanted = {fact for kind in KINDS for fact in facts(expected[kind])}
    got = {fact for kind in KINDS for fact in facts(found[kind])}
    assert len(wanted & got) >= LEAST_SAME * len(wanted | got), sorted(wanted ^ got)


def test_reading_twice_gives_the_same_record(reader: Reader, records: dict[str, Record]) -> None:
    again = reader.read(EXAMPLES / "two_sides.txt")
    assert json.dumps(again.to_dict()) == json.dumps(records["two_sides"].to_dict())


def test_reading_many_gives_the_same_as_reading_one(reader: Reader, records: dict[str, Record]) -> None:
    many = list(reader.read_many(EXAMPLES / f"{name}.txt" for name in NAMES))
    for name, outcome in zip(NAMES, many, strict=True):
        assert isinstance(outcome, Record)
        assert [item.quote for item in outcome.statements] == [item.quote for item in records[name].statements]


def test_the_webinar_knows_its_speakers_and_offices(records: dict[str, Record]) -> None:
    record = records["webinar"]
    speakers = {item.speaker for item in record.statements}
    expected = {
        "person:ufuk-ulutas": "TUR", "person:farid-shafiyev": "AZE", "person:yavuz-selim-kiran": "TUR",
        "person:khalaf-khalafov": "AZE", "person:yonet-can-tezel": "TUR", "person:javid-valiyev": "AZE",
    }  # fmt: skip
    assert set(expected) <= speakers
    for person, country in expected.items():
        actor = record.actor(person)
        assert actor is not None
        assert actor.country == country
        assert actor.roles, person


def test_the_webinar_gives_both_investments_their_direction(records: dict[str, Record]) -> None:
    flows = {(figure.value, figure.unit, figure.from_, figure.to) for figure in records["webinar"].figures}
    assert flows == {(20e9, "USD", "AZE", "TUR"), (11e9, "USD", "TUR", "AZE")}


def test_the_webinar_has_its_projects_and_formats(records: dict[str, Record]) -> None:
    record = records["webinar"]
    assert [project.short_name for project in record.projects] == ["BTC", "BTE", "TANAP", "BTK"]
    members = [set(item.members) for item in record.formats]
    assert members == [{"AZE", "TUR", third} for third in ("GEO", "TKM", "PAK", "IRN")]


def test_the_webinar_dates_itself(records: dict[str, Record]) -> None:
    published = records["webinar"].document.published
    assert published is not None
    assert (published.date, published.precision, published.basis) == ("2020-09-16", "day", "inferred")


def test_the_webinar_keeps_claims_apart(records: dict[str, Record]) -> None:
    record = records["webinar"]
    hostile = [event for event in record.events if event.type in ("ASSAULT", "COERCE")]
    assert hostile
    assert all(event.claimed_by is not None for event in hostile)
    demands = [item for item in record.proposals if item.force == "demand"]
    assert [(item.by_actor, item.addressees) for item in demands] == [("person:yavuz-selim-kiran", ("ARM",))]
    assert sum(item.by_actor == "person:javid-valiyev" for item in record.proposals) == 4
