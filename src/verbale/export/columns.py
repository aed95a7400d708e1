"""The columns of the exported tables: one declaration for CSV, Parquet and the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Type = Literal["text", "number", "integer", "boolean", "texts", "integers"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type, and where in a record's element its value stands (`date.start`)."""

    name: str
    type: Type = "text"
    path: str | None = None

    def value(self, element: Mapping[str, Any]) -> Any:
        """The column's value of an element, None where a step of the path is null."""
        found: Any = element
        for step in (self.path or self.name).split("."):
            if found is None:
                return None
            found = found[int(step)] if step.isdigit() else found.get(step)
        return found


def _span(name: str, path: str) -> tuple[Column, ...]:
    return Column(f"{name}_start", "integer", f"{path}.0"), Column(f"{name}_end", "integer", f"{path}.1")


_DOCUMENT = Column("document")
_ID = Column("id")
_EVIDENCE = (*_span("evidence", "evidence"), Column("quote"))
_BY = (Column("rule", path="by.rule"), Column("confidence", "number", "by.confidence"))
_DATE = (
    *(Column(f"date_{name}", path=f"date.{name}") for name in ("start", "end", "precision", "basis", "quote")),
    *_span("date_evidence", "date.evidence"),
)
_PLACE = (
    *(Column(f"place_{name}", path=f"place.{name}") for name in ("name", "country", "precision", "quote")),
    Column("place_lat", "number", "place.lat"),
    Column("place_lon", "number", "place.lon"),
    *_span("place_evidence", "place.evidence"),
)
PARTS = ("speaker", "host", "guest", "moderator", "attendee")

TABLES: Mapping[str, tuple[Column, ...]] = {
    "documents": (
        _DOCUMENT, Column("text_id", path="id"), Column("origin"), Column("sources", "texts"), Column("title"),
        Column("url"), Column("publisher"), Column("publisher_country"), Column("language"), Column("genre"),
        Column("speaker"), Column("published", path="published.date"),
        Column("published_precision", path="published.precision"), Column("published_basis", path="published.basis"),
        *_span("published_evidence", "published.evidence"), Column("text"),
    ),
    "statements": (
        _DOCUMENT, _ID, Column("speaker"), *_span("speaker_evidence", "speaker_evidence"), Column("speaks_for", "texts"),
        Column("act", path="cue.act"), Column("cue_quote", path="cue.quote"), *_span("cue_evidence", "cue.evidence"),
        Column("manner"), Column("within"), Column("meeting"), Column("about", "texts"), *_EVIDENCE, *_BY,
    ),
    "stances": (
        _DOCUMENT, Column("statement"), Column("speaker"), Column("speaks_for", "texts"), Column("toward"),
        Column("value", "number"), *_EVIDENCE,
    ),
    "events": (
        _DOCUMENT, _ID, Column("type"), Column("mode"), Column("quad", "integer"), Column("cameo"),
        Column("goldstein", "number"), Column("actor", "texts"), Column("recipient", "texts"), Column("status"),
        Column("claimed_by"), *_DATE, *_PLACE, *_span("trigger", "trigger"), *_EVIDENCE, *_BY,
    ),
    "figures": (
        _DOCUMENT, _ID, Column("value", "number"), Column("high", "number"), Column("unit"), Column("qualifier"),
        Column("measures"), Column("from"), Column("to"), *_DATE, Column("statement"), *_EVIDENCE,
    ),
    "proposals": (
        _DOCUMENT, _ID, Column("by_actor"), Column("action"), Column("addressees", "texts"), Column("force"),
        Column("statement"), *_EVIDENCE,
    ),
    "projects": (
        _DOCUMENT, _ID, Column("name"), Column("short_name"), Column("kind"), Column("countries", "texts"), *_EVIDENCE,
    ),
    "formats": (_DOCUMENT, _ID, Column("name"), Column("members", "texts"), *_EVIDENCE),
    "agreements": (
        _DOCUMENT, _ID, Column("name"), Column("kind"), Column("parties", "texts"), *_DATE, *_EVIDENCE,
    ),
    "meetings": (
        _DOCUMENT, _ID, Column("kind"), Column("title"), *_DATE, *_PLACE, Column("organisers", "texts"),
        *(Column(f"{part}s", "texts") for part in PARTS), *_EVIDENCE,
    ),
    "actors": (
        _DOCUMENT, _ID, Column("kind"), Column("name"), Column("country"), Column("sector"), Column("wikidata"),
        Column("mention_starts", "integers"), Column("mention_ends", "integers"),
    ),
    "roles": (
        _DOCUMENT, Column("actor"), Column("title"), Column("organisation"), Column("country"),
        Column("official", "boolean"), *_EVIDENCE,
    ),
    "warnings": (_DOCUMENT, Column("code"), Column("message"), *_span("evidence", "evidence")),
}  # fmt: skip
"""Tables by name, each with its columns in order. `document` is the document's key and joins them all."""

OF_KIND: Mapping[str, tuple[str, ...]] = {
    "statement": ("statements", "stances"), "event": ("events",), "figure": ("figures",), "proposal": ("proposals",),
    "project": ("projects",), "format": ("formats",), "agreement": ("agreements",), "meeting": ("meetings",),
    "actor": ("actors", "roles"),
}  # fmt: skip
"""The tables of each kind of item; `documents` and `warnings` are of none."""
