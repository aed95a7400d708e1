"""Records as W3C Web Annotations (Web Annotation Data Model, Recommendation of 23 February 2017), JSON-LD.

Positions count Unicode code points from 0, the end excluded, as the Recommendation asks ("not in terms of code
units"): browsers that count UTF-16 units must convert. They hold in the canonical text, which is named by its hash
(`ni:` URI, RFC 6920). The page at the document's address is a second target with the quote alone, because its
characters are others.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from verbale.archive.projection import KINDS
from verbale.export.source import Entry
from verbale.record import Evidence, to_plain

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
CONTEXT_CHARACTERS = 32  # before and after a quote; about what Hypothesis and Apache Annotator keep
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://www.w3.org/TR/annotation-model/#verbale")
_GENERATOR = {"type": "Software", "name": "Verbale"}
_WIKIDATA = "http://www.wikidata.org/entity/"
_CODES = {"event": "type", "figure": "unit", "proposal": "force", "project": "kind", "agreement": "kind",
          "meeting": "kind", "actor": "kind"}  # fmt: skip


def lines(entries: Iterable[Entry], kinds: Collection[str] = ()) -> Iterator[str]:
    """One `AnnotationPage`, one annotation a line.

    Args:
        entries: what to write.
        kinds: of `projection.KINDS`; none: all.
    """
    head = {"@context": CONTEXT, "id": _id("page"), "type": "AnnotationPage"}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "items": ['
    mark = "\n"
    for entry in entries:
        for annotation in annotations_of(entry, kinds):
            yield mark + json.dumps(annotation, ensure_ascii=False, allow_nan=False)
            mark = ",\n"
    yield "\n]}\n"


def annotations_of(entry: Entry, kinds: Collection[str] = ()) -> Iterator[dict[str, Any]]:
    """An entry's annotations: one for each item; an actor's has a target for each mention. Items without words in the
    text (actors never mentioned) have none."""
    for kind in KINDS:
        if kinds and kind not in kinds:
            continue
        for item in getattr(entry.record, f"{kind}s"):
            spans = item.mentions if kind == "actor" else (item.evidence,)
            if spans:
                yield _annotation(entry, kind, to_plain(item), spans)


def _annotation(entry: Entry, kind: str, element: dict[str, Any], spans: Sequence[Evidence]) -> dict[str, Any]:
    targets = [target for span in spans for target in _targets(entry, span)]
    return {
        "id": _id(f"{entry.key}|{kind}|{element['id']}"),
        "type": "Annotation",
        "motivation": "identifying" if kind == "actor" else "describing",
        "generator": _GENERATOR,
        "body": [*_tags(kind, element), *_identity(kind, element), _whole(element)],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _tags(kind: str, element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The kind, and the item's code: a statement's act, an event's type."""
    code = (element["cue"] or {}).get("act") if kind == "statement" else element.get(_CODES.get(kind, ""))
    for value in filter(None, (kind, code)):
        yield {"type": "TextualBody", "purpose": "classifying", "value": value, "format": "text/plain"}


def _identity(kind: str, element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if kind == "actor" and element["wikidata"]:
        yield {"type": "SpecificResource", "purpose": "identifying", "source": _WIKIDATA + element["wikidata"]}


def _whole(element: dict[str, Any]) -> dict[str, Any]:
    value = json.dumps(element, ensure_ascii=False, sort_keys=True)
    return {"type": "TextualBody", "purpose": "describing", "value": value, "format": "application/json"}


def _targets(entry: Entry, span: Evidence) -> Iterator[dict[str, Any]]:
    document, (start, end) = entry.record.document, span
    text = document.text
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT_CHARACTERS) : start],
        "suffix": text[end : end + CONTEXT_CHARACTERS],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    yield {"type": "SpecificResource", "source": text_uri(document.id), "selector": [quote, position]}
    if document.url:
        yield {"type": "SpecificResource", "source": document.url, "selector": quote}


def text_uri(document_id: str) -> str:
    """`sha256:<hex>` as an RFC 6920 name."""
    digest = bytes.fromhex(document_id.removeprefix("sha256:"))
    return f"ni:///sha-256;{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def _id(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, name)}"
