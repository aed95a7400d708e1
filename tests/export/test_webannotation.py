from __future__ import annotations

import base64
import hashlib
import json
import uuid
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.samples import entries, hostile
from verbale.archive.projection import KINDS
from verbale.export import webannotation
from verbale.export.source import entries_of

IRI = {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:[^\\s]+$"}
# What the Web Annotation Data Model asks of the parts that we write (sections 3.1, 3.2, 4, 4.2.4, 4.2.5).
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["@context", "id", "type", "items"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationPage"},
        "items": {"type": "array", "items": {"$ref": "#/$defs/annotation"}},
    },
    "additionalProperties": False,
    "$defs": {
        "annotation": {
            "type": "object",
            "required": ["id", "type", "target"],
            "properties": {
                "id": IRI,
                "type": {"const": "Annotation"},
                "motivation": {"enum": ["describing", "identifying"]},
                "generator": {"type": "object", "required": ["type", "name"]},
                "body": {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/text"}, {"$ref": "#/$defs/thing"}]}},
                "target": {
                    "anyOf": [{"$ref": "#/$defs/target"}, {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/target"}}]
                },
            },
            "additionalProperties": False,
        },
        "text": {
            "type": "object",
            "required": ["type", "value"],
            "properties": {
                "type": {"const": "TextualBody"},
                "purpose": {"enum": ["classifying", "describing"]},
                "value": {"type": "string"},
                "format": {"enum": ["text/plain", "application/json"]},
            },
            "additionalProperties": False,
        },
        "thing": {
            "type": "object",
            "required": ["type", "source"],
            "properties": {"type": {"const": "SpecificResource"}, "purpose": {"const": "identifying"}, "source": IRI},
            "additionalProperties": False,
        },
        "target": {
            "type": "object",
            "required": ["type", "source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": IRI,
                "selector": {
                    "anyOf": [
                        {"$ref": "#/$defs/quote"},
                        {"type": "array", "prefixItems": [{"$ref": "#/$defs/quote"}, {"$ref": "#/$defs/position"}],
                         "items": False, "minItems": 2},
                    ]
                },
            },
            "additionalProperties": False,
        },
        "quote": {
            "type": "object",
            "required": ["type", "exact"],
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                "exact": {"type": "string", "minLength": 1},
                "prefix": {"type": "string"},
                "suffix": {"type": "string"},
            },
            "additionalProperties": False,
        },
        "position": {
            "type": "object",
            "required": ["type", "start", "end"],
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 1},
            },
            "additionalProperties": False,
        },
    },
}  # fmt: skip


def page(found: Any = None, **options: Any) -> dict[str, Any]:
    return json.loads("".join(webannotation.lines(entries() if found is None else found, **options)))


def targets(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    target = annotation["target"]
    return target if isinstance(target, list) else [target]


@pytest.mark.parametrize("found", [None, []])
def test_the_page_is_valid(found: Any) -> None:
    jsonschema.validate(page(found), SCHEMA, cls=jsonschema.Draft202012Validator)


def test_ids_are_uuids_and_each_its_own() -> None:
    ids = [one["id"] for one in page()["items"]]
    assert len(ids) == len(set(ids)) > 300
    assert all(uuid.UUID(one.removeprefix("urn:uuid:")).version == 5 for one in ids)


def test_selectors_select_the_words_of_the_text_that_the_source_names() -> None:
    texts = {}
    for entry in entries():
        text = entry.record.document.text
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
        texts[f"ni:///sha-256;{digest}"] = text
    checked = 0
    for annotation in page()["items"]:
        for target in targets(annotation):
            if not isinstance(target["selector"], list):
                continue
            quote, position = target["selector"]
            text = texts[target["source"]]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert text[: position["start"]].endswith(quote["prefix"])
            assert text[position["end"] :].startswith(quote["suffix"])
            checked += 1
    assert checked > 300


def test_the_page_itself_gets_no_positions() -> None:
    (entry,) = entries_of([hostile()])
    found = [t for a in page([entry])["items"] for t in targets(a) if t["source"] == entry.record.document.url]
    assert found
    assert all(target["selector"]["type"] == "TextQuoteSelector" for target in found)


def test_the_body_holds_the_whole_element() -> None:
    (entry,) = entries_of([hostile()])
    (annotation,) = page([entry], kinds=("statement",))["items"]
    assert [body["value"] for body in annotation["body"][:2]] == ["statement", "say"]
    assert json.loads(annotation["body"][-1]["value"]) == entry.record.to_dict()["statements"][0]


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_choose(kind: str) -> None:
    found = {one["body"][0]["value"] for one in page(kinds=(kind,))["items"]}
    assert found == {kind}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=5, max_size=40))
def test_any_text(text: str) -> None:
    jsonschema.validate(page(entries_of([hostile(text)])), SCHEMA, cls=jsonschema.Draft202012Validator)
