"""An archive of made-up statements and events between states, for the tests of ties, relations and polarization."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from verbale.archive.parcel import Parcel
from verbale.archive.store import open_store

BY = {"rule": "a rule", "confidence": 0.9}


def actor(actor_id: str, **changes: Any) -> dict[str, Any]:
    """An actor's element; a state where nothing else is said."""
    country = actor_id if len(actor_id) == 3 else None
    return {
        "id": actor_id, "kind": "state", "name": actor_id, "country": country, "sector": None, "wikidata": None, "roles": [], "mentions": []
    } | changes  # fmt: skip


def minister(actor_id: str, country: str) -> dict[str, Any]:
    """An office holder of a state."""
    role = {
        "title": "Minister",
        "organisation": None,
        "country": country,
        "official": True,
        "evidence": [0, 1],
        "quote": "…",
    }
    return actor(actor_id, kind="person", country=country, sector="GOV", roles=[role])


class Writer:
    """Writes a document sentence by sentence; every fact is quoted from the sentence that it adds."""

    def __init__(self, publisher: str | None = "Daily", day: str | None = "2020-05-01", **metadata: Any) -> None:
        self.text = "…"  # the evidence of every office
        self.actors: dict[str, dict[str, Any]] = {}
        self.statements: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        published = day and {
            "date": day,
            "precision": {4: "year", 7: "month"}.get(len(day), "day"),
            "basis": "metadata",
            "evidence": None,
        }
        self.metadata = {"publisher": publisher, "published": published} | metadata

    def know(self, *actors: dict[str, Any]) -> Writer:
        for element in actors:
            self.actors[element["id"]] = element
        return self

    def say(
        self,
        speaks_for: str,
        about: Iterable[str],
        *,
        within: str | None = None,
        words: str = "",
        confidence: float = 0.9,
        **stance: float,
    ) -> Writer:
        """A statement: stances by actor id."""
        start, end = self._sentence(words or f"{speaks_for} speaks of {', '.join(about)} {stance}.")
        self._meet(speaks_for, *about, *stance)
        self.statements.append({
            "id": f"s{len(self.statements) + 1}", "speaker": speaks_for, "speaker_evidence": None, "speaks_for": [speaks_for],
            "cue": None, "manner": "indirect", "evidence": [start, end], "quote": self.text[start:end], "within": within, "meeting": None,
            "about": list(about),
            "stance": [{"toward": name, "value": value, "evidence": [start, end], "quote": self.text[start:end]} for name, value in stance.items()],
            "by": BY | {"confidence": confidence},
        })  # fmt: skip
        return self

    def act(
        self, who: Iterable[str], whom: Iterable[str], kind: str = "ASSAULT", *, quad: int = 4, status: str = "happened",
        claimed_by: str | None = None, date: dict[str, Any] | None = None,
    ) -> Writer:  # fmt: skip
        """An event."""
        start, end = self._sentence(f"{' and '.join(who)} {kind} {' and '.join(whom)} {status} {len(self.events)}.")
        self._meet(*who, *whom)
        self.events.append({
            "id": f"e{len(self.events) + 1}", "type": kind, "mode": None, "quad": quad, "cameo": None, "goldstein": -9.0 if quad == 4 else 5.0,
            "actor": list(who), "recipient": list(whom), "trigger": [start, start + 3], "evidence": [start, end], "quote": self.text[start:end],
            "date": date and date | {"evidence": [start, end], "quote": self.text[start:end]}, "place": None, "status": status,
            "claimed_by": claimed_by, "by": BY,
        })  # fmt: skip
        return self

    def parcel(self, uri: str) -> Parcel:
        """The document as a worker would hand it over."""
        data = self.text.encode()
        document = {
            "id": "sha256:" + hashlib.sha256(data).hexdigest(), "title": f"Title {uri}", "url": None, "publisher_country": None, "language": "en",
            "genre": "news", "speaker": None, "text": self.text,
        } | self.metadata  # fmt: skip
        others = dict.fromkeys(
            ("meetings", "figures", "proposals", "projects", "formats", "agreements", "warnings"), ()
        )
        record = {
            "schema": "verbale/1", "document": document, "actors": list(self.actors.values()), "statements": self.statements,
            "events": self.events, **{name: list(value) for name, value in others.items()},
        }  # fmt: skip
        return Parcel(
            uri=uri, kind="text", sha256=hashlib.sha256(data + uri.encode()).hexdigest(), size=len(data), raw=zlib.compress(data),
            record=zlib.compress(json.dumps(record).encode()),
        )  # fmt: skip

    def _sentence(self, words: str) -> tuple[int, int]:
        start = len(self.text) + (1 if self.text else 0)
        self.text += (" " if self.text else "") + words
        return start, len(self.text)

    def _meet(self, *names: str) -> None:
        for name in names:
            self.actors.setdefault(name, actor(name))


def archive_of(path: Path, *writers: Writer) -> Path:
    """An archive with these documents."""
    with open_store(path, create=True) as store:
        run = store.begin_run("test", {"software": "0", "model": "0", "rules": "0"})
        outcomes = store.write([writer.parcel(f"document {number}") for number, writer in enumerate(writers)], run=run)
        assert all(outcome.code is None for outcome in outcomes), outcomes
        store.finish_run(run, {})
    return path
