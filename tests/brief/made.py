"""An archive of made-up documents for the tests of dossiers, with facts of every kind."""

from __future__ import annotations

import dataclasses
import json
import zlib
from pathlib import Path
from typing import Any

from tests.archive.relating import BY, Writer, archive_of, minister
from verbale.archive.parcel import Parcel
from verbale.archive.store import open_store
from verbale.brief import Brief, gather, pair_of, region_of

EVIL = '<script>alert(1)</script> & "quoted" | [pay](http://evil.example) *now* `rm` \u202eesrever\u202c'


class Scribe(Writer):
    """Also writes meetings, figures, proposals, projects, formats and agreements; a document may have a title."""

    def __init__(self, publisher: str | None = "Daily", day: str | None = "2020-05-01", **metadata: Any) -> None:
        super().__init__(publisher, day, **metadata)
        self.others: dict[str, list[dict[str, Any]]] = {}

    def add(self, kind: str, words: str, /, *, date: str | None = None, **fields: Any) -> Scribe:
        """An element of a kind of the record ("figures") on a sentence of its own."""
        start, end = self._sentence(words)
        found = self.others.setdefault(kind, [])
        quoted = {"evidence": [start, end], "quote": self.text[start:end]}
        if kind in ("meetings", "figures", "agreements"):
            when = {"start": date, "end": None, "precision": "day", "basis": "stated", **quoted}
            fields["date"] = when if date else None
        found.append({"id": f"{kind[:2]}{len(found) + 1}", **quoted, **fields})
        return self

    def cued(self, act: str) -> Scribe:
        """Gives the last statement a cue."""
        statement = self.statements[-1]
        start = statement["evidence"][0]
        quote = self.text[start : start + 1]
        statement["cue"] = {"evidence": [start, start + 1], "quote": quote, "act": act}
        return self

    def claimed(self) -> Scribe:
        """Makes the last event what the last statement says, in its words."""
        statement = self.statements[-1]
        words = {"trigger": statement["evidence"], "evidence": statement["evidence"], "quote": statement["quote"]}
        self.events[-1] |= {"claimed_by": statement["id"], **words}
        return self

    def negate(self) -> Scribe:
        """Makes the last event one that did not happen."""
        self.events[-1]["status"] = "negated"
        return self

    def parcel(self, uri: str) -> Parcel:
        """The document as a worker would hand it over."""
        made = super().parcel(uri)
        assert made.record is not None
        record = json.loads(zlib.decompress(made.record)) | self.others
        record["document"] |= {key: value for key, value in self.metadata.items() if key in record["document"]}
        return dataclasses.replace(made, record=zlib.compress(json.dumps(record).encode()))


def figure(value: float, giver: str | None, taker: str | None, statement: str | None = None) -> dict[str, Any]:
    """Fields of a figure of investment in dollars."""
    return {"value": value, "high": None, "unit": "USD", "qualifier": None, "measures": "investment",
            "from": giver, "to": taker, "statement": statement}  # fmt: skip


def relation() -> list[Scribe]:
    """Turkey and Azerbaijan: words both ways, a deed, a dated deed told twice, a claim with a denial, and one of each listing."""
    first = Scribe(title="Read-out <b>of</b> a meeting", url="https://example.org/read-out?a=1&b=2")
    first.know(minister("person:a", "TUR"), minister("person:b", "AZE"))
    first.say("person:a", ["AZE"], words="Turkey stands by Azerbaijan today as it did before.", AZE=0.8).cued("support")
    first.say("AZE", ["TUR"], words="Baku regards the new customs rules of Ankara as a heavy burden.", TUR=-0.6).cued(
        "criticise"
    )
    first.act(["TUR"], ["AZE"], "AID", quad=2)
    first.add("figures", "Companies of Azerbaijan put 20 billion dollars into Turkey.", **figure(2e10, "AZE", "TUR"))
    first.add("figures", "Companies of Turkey put 11 billion dollars into Azerbaijan.", **figure(1.1e10, "TUR", "AZE"))
    first.add("projects", "the Northern Line railway", name="Northern Line railway", short_name=None, kind="railway",
              countries=["AZE", "TUR"])  # fmt: skip
    first.add("agreements", "the Shusha Declaration", name="Shusha Declaration", kind="declaration", parties=["AZE", "TUR"],
              date="2020-04-02")  # fmt: skip
    first.add("formats", "the Three of the Lake", name="Three of the Lake", members=["AZE", "GEO", "TUR"])
    first.add("proposals", "Turkey should open the second bridge to trucks at night", by_actor="AZE", statement=None,
              action="open the second bridge to trucks at night", addressees=["TUR"], force="proposal")  # fmt: skip
    first.add("meetings", "talks in Baku", kind="talks", title=None, date="2020-04-03", place=None, organisers=[],
              participants=[{"actor": "person:a", "part": "guest"}, {"actor": "person:b", "part": "host"}])  # fmt: skip
    second = Scribe("Weekly", "2021-06-02")
    second.know(minister("person:b", "AZE"))
    second.say(
        "person:b",
        ["TUR"],
        words="Turkish customs officers seized forty lorries of Azerbaijan at the second gate.",
        TUR=-0.9,
    )
    second.act(["TUR"], ["AZE"], "COERCE").claimed()
    second.say("TUR", ["AZE"], words="No lorries of Azerbaijan were seized at any gate.").cued("deny")
    return [first, second]


def brief_of(path: Path, *writers: Writer, about: str = "TUR,AZE", **options: Any) -> Brief:
    """A dossier from an archive of these documents."""
    archive = archive_of(path / "a.verbale", *writers)
    return brief_from(archive, about, **options)


def brief_from(archive: Path, about: str = "TUR,AZE", **options: Any) -> Brief:
    """A dossier from an archive, on two states or a region."""
    subject = pair_of(*about.split(",")) if about.count(",") == 1 else region_of(about)
    with open_store(archive, read_only=True) as store, store.reading() as connection:
        return gather(connection, subject, archive=archive.name, **{"charts": False} | options)


__all__ = ["BY", "EVIL", "Scribe", "archive_of", "brief_from", "brief_of", "figure", "minister", "relation"]
