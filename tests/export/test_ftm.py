from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from tests.export.samples import entries, examples, hostile
from verbale.data import read_rows
from verbale.export import ftm
from verbale.export.source import entries_of, is_fact


def entities(found: Any = None, **options: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ftm.lines(entries() if found is None else found, **options)]


def test_every_entity_is_valid_and_loses_nothing() -> None:
    model = pytest.importorskip("followthemoney").model
    for data in entities(claims=True):
        schema = model.get(data["schema"])
        assert schema is not None
        assert not schema.abstract
        schema.validate(data)
        for name, values in data["properties"].items():
            prop = schema.get(name)
            assert prop is not None, (schema.name, name)
            assert not prop.stub
            for value in values:
                cleaned = prop.type.clean(value)
                assert cleaned is not None, (schema.name, name, value)
                if prop.type.name in ("country", "date", "entity"):
                    assert cleaned == value


def test_references_name_entities_of_the_right_schema() -> None:
    model = pytest.importorskip("followthemoney").model
    found = entities(claims=True)
    schemata = {data["id"]: model.get(data["schema"]) for data in found}
    checked = 0
    for data in found:
        for name, values in data["properties"].items():
            prop = model.get(data["schema"]).get(name)
            if prop.type.name != "entity":
                continue
            for value in values:
                assert schemata[value].is_a(prop.range), (data, name)
                checked += 1
    assert checked > 500


def test_required_properties_are_there() -> None:
    model = pytest.importorskip("followthemoney").model
    for data in entities(claims=True):
        assert set(model.get(data["schema"]).required) <= set(data["properties"]), data


def test_each_entity_is_told_once() -> None:
    ids = [data["id"] for data in entities()]
    assert len(ids) == len(set(ids))


def test_an_actor_of_many_documents_is_one() -> None:
    both = [record for record in examples() if record.actor("USA")]
    assert len(both) > 1
    name = ftm.entity_id("actor", "USA")
    assert [data["schema"] for data in entities(entries_of(both)) if data["id"] == name] == ["PublicBody"]


def test_a_claim_is_no_fact() -> None:
    asserted = {data["id"] for data in entities() if data["schema"] == "Event"}
    claimed = [data for data in entities(claims=True) if data["schema"] == "Event" and data["id"] not in asserted]
    expected = sum(is_fact(e) and e.claimed_by is not None for entry in entries() for e in entry.record.events)
    assert len(claimed) == expected > 5
    assert all("claimed" in data["properties"]["keywords"] for data in claimed)
    assert all(data["properties"]["summary"][0].startswith("claimed by ") for data in claimed)


def test_what_did_not_happen_is_no_event() -> None:
    record = hostile()
    events = [data for data in entities(entries_of([record]), claims=True) if data["schema"] == "Event"]
    assert len(events) == 2  # the third is called for


@pytest.mark.parametrize(
    ("type_", "status", "fact"),
    [("AGREE", "planned", True), ("THREATEN", "hypothetical", True), ("ASSAULT", "planned", False),
     ("AGREE", "hypothetical", False), ("RETREAT", "called-for", False), ("CONSULT", "negated", False),
     ("AID", "ongoing", True)],
)  # fmt: skip
def test_facts(type_: Any, status: Any, fact: bool) -> None:
    event = dataclasses.replace(hostile().events[0], type=type_, status=status)
    assert is_fact(event) is fact


def test_countries_are_ones_that_followthemoney_knows() -> None:
    registry = pytest.importorskip("followthemoney.types").registry
    for row in read_rows("countries"):
        code = ftm.country_code(row["id"])
        assert code is None or registry.country.clean(code) == code, row["id"]
        assert code is not None or row["kind"] == "historical", row["id"]


def test_disputed_entities_belong_to_no_country() -> None:
    for data in entities():
        if data["properties"].get("classification") == ["disputed"]:
            assert data["schema"] == "LegalEntity"


def test_the_order_of_documents_does_not_matter() -> None:
    forth, back = (entries_of(order) for order in (examples(), examples()[::-1]))
    assert list(ftm.lines(forth)) == list(ftm.lines(back))
