"""Events as tab-separated rows with the forty columns of POLECAT, the PLOVER event data on Dataverse.

Columns as its yearly files `ngecEvents.DV.*.txt` have them. Values that Verbale does not code stay empty: contexts,
Correlates of War numbers, Wikipedia and GeoNames ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from verbale.data import read_toml
from verbale.export.delimited import Cells
from verbale.export.source import Entry, actors_by_id, cut, is_fact, one_line, start_of
from verbale.record import Actor, Event, Place, Record

_SIDE = ("Name", "Country", "COW", "Primary {} Sector", "Sectors", "Title", "Name Raw", "Wikipedia {} ID")


def _side(side: str) -> list[str]:
    return [name.format(side) if "{}" in name else f"{side} {name}" for name in _SIDE]


HEADER = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", *_side("Actor"),
    *_side("Recipient"), "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID",
    "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations",
    "Story Locations", "Language", "Version",
)  # fmt: skip
CLAIM_COLUMNS = ("Claimed By", "Claimed By Country", "Status")
_TOGETHER = "; "
_KEY_CHARACTERS = 16  # of the document's key; 64 bits part a billion documents


def lines(entries: Iterable[Entry], cells: Cells, *, claims: bool = False) -> Iterator[str]:
    """The header and one line an event that took place.

    Args:
        entries: what to write.
        cells: `excel_safe` guards cells that a spreadsheet would run.
        claims: also events that a speaker claims, who stands in columns of their own after the forty.
    """
    yield _line([*HEADER, *(CLAIM_COLUMNS if claims else ())])
    for entry in entries:
        for event in entry.record.events:
            if is_fact(event) and (claims or event.claimed_by is None):
                row = [*_row(entry, event), *(_claim(entry.record, event) if claims else ())]
                yield _line([cells.cell(value) for value in row])


def intensity(event: Event) -> float:
    """PLOVER's conflict-cooperation score of the mode, else of the type, -10 … +10."""
    scores = read_toml("plover")["types"][event.type]
    return float(scores["modes"].get(event.mode or "", scores["score"]))


def _line(cells: Sequence[str]) -> str:
    return "\t".join(map(one_line, cells)) + "\n"


def _row(entry: Entry, event: Event) -> list[object]:
    document = entry.record.document
    known = actors_by_id(entry.record)
    published = document.published
    story = [
        _joined(actor.name for actor in entry.record.actors if actor.kind in kinds)
        for kinds in (("person",), ("organisation", "government", "igo", "group"), ("state", "disputed"))
    ]
    return [
        f"{entry.key[:_KEY_CHARACTERS]}-{event.id}", start_of(event.date), event.type, event.mode, intensity(event),
        event.quad, None,
        *_actors(entry.record, event, [known[name] for name in event.actor]),
        *_actors(entry.record, event, [known[name] for name in event.recipient]),
        *_place(event.place), document.publisher,
        cut(published.date, published.precision) if published else None, *story, document.language, entry.record.schema,
    ]  # fmt: skip


def _actors(record: Record, event: Event, actors: Sequence[Actor]) -> list[object]:
    sectors = list(dict.fromkeys(actor.sector for actor in actors if actor.sector))
    return [
        _joined(actor.name for actor in actors),
        _joined(dict.fromkeys(actor.country for actor in actors if actor.country)),
        None,
        sectors[0] if sectors else None,
        _joined(sectors),
        _joined(role.title for actor in actors for role in actor.roles),
        _joined(_words(record, event, actor) for actor in actors),
        None,
    ]


def _words(record: Record, event: Event, actor: Actor) -> str:
    """How the event's own sentence names the actor; empty where it does not."""
    start, end = event.evidence
    inside = (span for span in actor.mentions if start <= span[0] and span[1] <= end)
    return next((record.document.text[slice(*span)] for span in inside), "")


def _place(place: Place | None) -> list[object]:
    if place is None:
        return [None] * 10
    city, province = (place.name if place.precision == kind else None for kind in ("city", "region"))
    return [place.name, city, None, province, place.country, place.lat, place.lon, None, place.quote, place.precision]


def _claim(record: Record, event: Event) -> list[object]:
    known = actors_by_id(record)
    statement = next((one for one in record.statements if one.id == event.claimed_by), None)
    if statement is None:
        return [None, None, event.status]
    speaker = known.get(statement.speaker or "")
    countries = dict.fromkeys(known[name].country for name in statement.speaks_for)
    return [speaker.name if speaker else "unknown", _joined(code for code in countries if code), event.status]


def _joined(values: Iterable[str]) -> str:
    return _TOGETHER.join(one_line(value).replace(";", ",") for value in values if value)
