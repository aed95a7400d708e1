"""A small archive written for the tests of searching: records made by hand, without a model."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from tests.archive.stories import parcel_of
from verbale.archive.store import open_store

SOURCES = {"software": "1", "model": "m", "rules": "r"}

STATES = {"TUR": "Turkey", "ARM": "Armenia", "AZE": "Azerbaijan", "GEO": "Georgia", "KEN": "Kenya"}
PEOPLE = {
    "person:selim-kiran": ("Selim Kıran", "TUR", "Deputy Minister"),
    "person:ana-alieva": ("Ana Əliyeva", "AZE", "Minister"),
}

CRISIS = """Deputy Minister Selim Kıran condemned the closure of the border on Monday. He said that the border closure harms
trade. Armenian artillery shelled a village in Tovuz on 12 July 2020. Armenia will not open the border, he added. Kıran
urged Armenia to withdraw its troops from the border villages. Aid of $20 million reached Georgia."""

SUMMIT = """The leaders of Azerbaijan, Georgia and Turkey met in Tbilisi on 3 March 2021. They welcomed the
Azerbaijan-Georgia-Turkey format. Ana Əliyeva called on Armenia to withdraw all troops from the border villages again.
Armenia will host the next talks."""

LATER = """Armenia withdrew its troops from the border villages on 5 June 2021, observers said nothing else. The summit of
the Azerbaijan-Georgia-Turkey format took place in Ankara in May 2021. Selim Kıran, now Minister, asked that Armenia
withdraw the troops from the border villages."""


def span(text: str, words: str) -> list[int]:
    """Where words stand for the first time."""
    start = text.index(words)
    return [start, start + len(words)]


class Told:
    """A record in the making; each fact is given by its words."""

    def __init__(self, text: str, day: str | None, **document: Any) -> None:
        self.text = text
        self.record: dict[str, Any] = {
            "schema": "verbale/1",
            "document": {
                "id": "sha256:" + hashlib.sha256(text.encode()).hexdigest(), "title": None, "url": None, "publisher": "Daily",
                "publisher_country": None, "language": "en", "genre": "news", "speaker": None, "text": text,
                "published": {"date": day, "precision": "day", "basis": "metadata", "evidence": None} if day else None,
            } | document,
            **{kind: [] for kind in ("meetings", "statements", "events", "figures", "proposals", "projects", "formats", "agreements",
                                     "warnings")},
            "actors": [actor(one) for one in STATES],
        }  # fmt: skip
        for who, (shown, country, title) in PEOPLE.items():
            self.record["actors"].append(actor(who, shown=shown, country=country, title=title, text=text))

    def add(self, kind: str, words: str, **values: Any) -> Told:
        """One more fact on these words."""
        listed = self.record[kind + "s"]
        base = {"id": f"{LETTERS[kind]}{len(listed) + 1}", "evidence": span(self.text, words), "quote": words}
        listed.append(base | DEFAULTS[kind] | self.dated(values))
        if kind == "event":
            listed[-1]["trigger"] = listed[-1]["evidence"]
        return self

    def dated(self, values: dict[str, Any]) -> dict[str, Any]:
        """Dates given as (ISO, precision, words), acts and stances in short."""
        if values.get("date"):
            start, precision, words = values["date"]
            values["date"] = {
                "start": start,
                "end": None,
                "precision": precision,
                "basis": "stated",
                "evidence": span(self.text, words),
                "quote": words,
            }
        if "act" in values:
            words = values.pop("cue_words")
            values["cue"] = {"act": values.pop("act"), "evidence": span(self.text, words), "quote": words}
        if "stance" in values:
            values["stance"] = [
                {"toward": toward, "value": value, "evidence": span(self.text, "the"), "quote": "the"}
                for toward, value in values["stance"].items()
            ]
        return values


LETTERS = {
    "statement": "s",
    "event": "e",
    "figure": "f",
    "proposal": "p",
    "format": "x",
    "meeting": "m",
    "agreement": "a",
    "project": "j",
}
BY = {"rule": "test", "confidence": 0.5}
DEFAULTS: dict[str, dict[str, Any]] = {
    "statement": {"speaker": None, "speaker_evidence": None, "speaks_for": [], "cue": None, "manner": "indirect", "within": None,
                  "meeting": None, "about": [], "stance": [], "by": BY},
    "event": {"type": "ASSAULT", "mode": None, "quad": 4, "cameo": None, "goldstein": None, "actor": [], "recipient": [], "date": None,
              "place": None, "status": "happened", "claimed_by": None, "by": BY},
    "figure": {"value": 1.0, "high": None, "unit": "USD", "qualifier": None, "measures": None, "from": None, "to": None, "date": None,
               "statement": None},
    "proposal": {"by_actor": None, "action": "", "addressees": [], "force": "demand", "statement": None},
    "format": {"name": "", "members": []},
    "meeting": {"kind": "talks", "title": None, "date": None, "place": None, "organisers": [], "participants": []},
    "agreement": {"name": "", "kind": "treaty", "parties": [], "date": None},
    "project": {"name": "", "short_name": None, "kind": "railway", "countries": []},
}  # fmt: skip


def actor(name: str, **known: Any) -> dict[str, Any]:
    """An actor's element; a person's office stands on the name's first letter."""
    text, title = known.pop("text", ""), known.pop("title", None)
    role = {
        "title": title,
        "organisation": None,
        "country": known.get("country"),
        "official": True,
        "evidence": [0, 1],
        "quote": text[:1],
    }
    base = {"id": name, "kind": "person" if ":" in name else "state", "name": known.pop("shown", STATES.get(name)), "country": name, "sector": None,
            "wikidata": None, "roles": [role] if title else [], "mentions": []}  # fmt: skip
    return base | known


def crisis(**document: Any) -> Told:
    told = Told(CRISIS, "2020-07-14", title="Border closed", **document)
    kiran = {"speaker": "person:selim-kiran", "speaks_for": ["TUR"]}
    told.add(
        "statement",
        "the closure of the border",
        act="condemn",
        cue_words="condemned",
        about=["ARM"],
        stance={"ARM": -0.8},
        **kiran,
    )
    told.add("statement", "the border closure harms\ntrade", act="say", cue_words="said", **kiran)
    told.add("statement", "Armenia will not open the border", about=["ARM"], manner="continued", **kiran)
    told.add(
        "event",
        "Armenian artillery shelled a village in Tovuz",
        actor=["ARM"],
        recipient=["AZE"],
        date=("2020-07-12", "day", "12 July 2020"),
    )
    told.add("event", "closure of the border", type="COERCE", actor=["ARM"], recipient=["TUR"], claimed_by="s1")
    told.add("figure", "$20 million", value=2e7, measures="aid", to="GEO")
    told.add("proposal", "withdraw its troops from the border villages", action="withdraw its troops from the border villages",
             by_actor="person:selim-kiran", addressees=["ARM"])  # fmt: skip
    return told


def summit() -> Told:
    told = Told(SUMMIT, "2021-03-04", title="Leaders meet", publisher="Herald", genre="report")
    told.add("event", "The leaders of Azerbaijan, Georgia and Turkey met in Tbilisi", type="CONSULT", quad=1, actor=["AZE", "GEO", "TUR"],
             date=("2021-03-03", "day", "3 March 2021"))  # fmt: skip
    told.add(
        "event",
        "Armenia will host the next talks",
        type="CONSULT",
        quad=1,
        actor=["AZE", "GEO", "TUR"],
        status="planned",
    )
    told.add("format", "Azerbaijan-Georgia-Turkey", name="Azerbaijan-Georgia-Turkey", members=["AZE", "GEO", "TUR"])
    told.add("proposal", "withdraw all troops from the border villages", action="withdraw all troops from the border villages",
             by_actor="person:ana-alieva", addressees=["ARM"])  # fmt: skip
    return told


def later() -> Told:
    told = Told(LATER, "2021-06-06", title='=HYPERLINK("x")', publisher="Herald \x1b[31m")
    told.add("event", "Armenia withdrew its troops from the border villages", type="RETREAT", quad=1, actor=["ARM"])
    told.add("event", "The summit of\nthe Azerbaijan-Georgia-Turkey format took place", type="CONSULT", quad=1, actor=["GEO"],
             date=("2021-05-01", "month", "May 2021"))  # fmt: skip
    told.add("format", "Azerbaijan-Georgia-Turkey", name="Turkey-Azerbaijan-Georgia", members=["TUR", "AZE", "GEO"])
    told.add("proposal", "withdraw the troops from the border villages", action="withdraw the troops from the border villages",
             by_actor="person:selim-kiran", addressees=["ARM"], force="hope")  # fmt: skip
    told.record["actors"][-2]["roles"][0]["title"] = "Minister"
    return told


def archive_of(path: Path, *told: Told) -> Path:
    """An archive with these documents."""
    with open_store(path, create=True) as store:
        run = store.begin_run("test", SOURCES)
        parcels = [parcel_of(one.text, uri=f"{number}.txt", record=one.record) for number, one in enumerate(told)]
        outcomes = store.write(parcels, run=run)
    assert {outcome.status for outcome in outcomes} == {"added"}, outcomes
    return path


def small_archive(path: Path) -> Path:
    """The crisis in two papers, the summit, and what came later."""
    return archive_of(path, crisis(), crisis(publisher="Morning Copy"), summit(), later())
