"""A small document, its record, another reading of it, and an archive that holds them."""

from __future__ import annotations

import dataclasses
import hashlib
import zlib
from pathlib import Path
from typing import Any

from verbale.archive.blobs import canonical
from verbale.archive.parcel import Parcel
from verbale.archive.projection import ItemRow, project
from verbale.archive.reviewing import Review
from verbale.archive.store import Store, open_store
from verbale.record import (
    Actor,
    By,
    Cue,
    Event,
    Figure,
    Published,
    Record,
    Role,
    Rows,
    Source,
    Stance,
    Statement,
)

TEXT = (
    "Minister Ana Silva said that Norway condemned the raid. Norway attacked Chile and sheltered rebels on Monday. "
    "A. Silva praised Chile for 20 new ships, and Chile again."
)
KEY = "k" * 64


def place(words: str, after: str = "") -> tuple[int, int]:
    start = TEXT.index(words, TEXT.index(after) if after else 0)
    return start, start + len(words)


def _statement(number: int, words: str, speaker: str | None, **more: Any) -> Statement:
    fields: dict[str, Any] = {
        "speaker_evidence": None, "speaks_for": ("NOR",), "cue": None, "manner": "indirect", "within": None, "meeting": None,
        "about": (), "stance": (), "by": By(rule="a rule", confidence=0.5),
    }  # fmt: skip
    return Statement(id=f"s{number}", speaker=speaker, evidence=place(words), quote=words, **(fields | more))


def _event(number: int, kind: Any, trigger: str, **more: Any) -> Event:
    words = "Norway attacked Chile and sheltered rebels on Monday"
    fields: dict[str, Any] = {
        "mode": None, "quad": 4, "cameo": "190", "goldstein": -10.0, "actor": ("NOR",), "recipient": ("CHL",), "date": None,
        "place": None, "status": "happened", "claimed_by": None, "by": By(rule="a rule", confidence=0.9),
    }  # fmt: skip
    return Event(
        id=f"e{number}", type=kind, trigger=place(trigger), evidence=place(words), quote=words, **(fields | more)
    )  # fmt: skip


def _actor(name: str, kind: Any, shown: str, country: str | None, **more: Any) -> Actor:
    return Actor(id=name, kind=kind, name=shown, country=country, sector=None, wikidata=None, **more)


def record(text: str = TEXT, **changes: Any) -> Record:
    """The document as read first: two statements, two events of one sentence, a figure, four actors."""
    start, end = place("Minister")
    office = Role(
        title="Minister",
        organisation="org:cabinet",
        country="NOR",
        official=True,
        evidence=(start, end),
        quote="Minister",
    )
    said = place("said")
    fields: dict[str, Any] = {
        "actors": Rows([
            _actor("NOR", "state", "Norway", "NOR"), _actor("CHL", "state", "Chile", "CHL"),
            _actor("org:cabinet", "government", "Cabinet", "NOR"),
            _actor("person:ana-silva", "person", "Ana Silva", "NOR", roles=(office,), mentions=(place("Ana Silva"),)),
            _actor("person:a-silva", "person", "A. Silva", "NOR", mentions=(place("A. Silva"),)),
        ]),
        "statements": Rows([
            _statement(1, "Norway condemned the raid", "person:ana-silva", cue=Cue(evidence=said, quote="said", act="say"),
                       about=("NOR",)),
            _statement(2, "praised Chile for 20 new ships", "person:a-silva", about=("CHL",), by=By(rule="r", confidence=0.8),
                       stance=(Stance(toward="CHL", value=0.8, evidence=place("praised"), quote="praised"),)),
        ]),
        "events": Rows([_event(1, "ASSAULT", "attacked"), _event(2, "AID", "sheltered", quad=2, cameo="070", goldstein=7.0,
                                                                 claimed_by="s1")]),
        "figures": Rows([Figure(id="f1", value=20.0, high=None, unit="ships", qualifier=None, measures=None, from_=None,
                                to="CHL", date=None, statement="s2", evidence=place("20 new ships"), quote="20 new ships")]),
    }  # fmt: skip
    published = Published(date="2020-09-16", precision="day", basis="metadata", evidence=None)
    source = Source(
        id="sha256:" + hashlib.sha256(text.encode()).hexdigest(), title="A raid", url=None, publisher="The Press",
        publisher_country=None, language="en", genre="news", speaker=None, published=published, text=text,
    )  # fmt: skip
    return Record(document=source, **(fields | changes))


def reread() -> Record:
    """The same document by a newer reader: local ids have shifted, the first event is gone, a statement is said by another."""
    first = record()
    statements = [
        dataclasses.replace(first.statements[1], id="s1", speaker="person:ana-silva"),
        dataclasses.replace(first.statements[0], id="s2"),
    ]
    event = dataclasses.replace(first.events[1], id="e1", claimed_by="s2")
    figure = dataclasses.replace(first.figures[0], statement="s1")
    return record(statements=Rows(statements), events=Rows([event]), figures=Rows([figure]))


def rows(read: Record | None = None) -> list[ItemRow]:
    return project((read or record()).to_dict(), KEY)


def row(found: list[ItemRow], kind: str, local_id: str) -> ItemRow:
    return next(row for row in found if (row.kind, row.local_id) == (kind, local_id))


def decided(number: int, action: str, on: ItemRow, *, after: Any = None, **more: Any) -> Review:
    """A decision on a row, as `deciding` writes it."""
    import json

    before = json.loads(on.data)
    if action == "accept":
        after = before
    fields = {"document_key": KEY, "reviewer": "ana", "reason": None, "made": "2024-01-01T00:00:00Z"} | more
    return Review(number=number, action=action, kind=on.kind, mark=on.mark, before=before, after=after, **fields)


def merged(number: int, gone: str, kept: str, **more: Any) -> Review:
    elements = {
        name: {"id": name, "kind": "person", "name": name, "country": "NOR", "sector": None, "wikidata": None}
        for name in (gone, kept)
    }
    fields = {"document_key": None, "reviewer": "ana", "reason": None, "made": "2024-01-01T00:00:00Z"} | more
    return Review(
        number=number, action="merge", kind=None, mark=None, before=elements[gone], after=elements[kept], **fields
    )


def parcel(read: Record, name: str = "a.txt") -> Parcel:
    data = canonical(read.to_dict())
    return Parcel(
        uri=name, kind="text", sha256=hashlib.sha256(data).hexdigest(), size=len(data), record=zlib.compress(data)
    )


def archive(folder: Path, *reads: Record) -> Store:
    """An archive with these readings, or with the one above."""
    store = open_store(folder / "a.verbale", create=True)
    run = store.begin_run("test", {"software": "1", "model": "1", "rules": "1"})
    outcomes = store.write([parcel(read, f"{n}.txt") for n, read in enumerate(reads or (record(),))], run=run)
    assert all(outcome.status == "added" for outcome in outcomes), outcomes
    return store


def read_again(store: Store, read: Record, document: int = 1) -> None:
    run = store.begin_run("reread", {"software": "2", "model": "2", "rules": "2"})
    store.replace_record(document, parcel(read), run=run)
