"""Texts written for the tests of origins, and parcels made of them without a model."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

from verbale.archive.parcel import Parcel

RIVER = """The foreign ministers of Northland and Southmark met in the border town of Corrin on Thursday to discuss the
shared river. Northland asked its neighbour to open the upper sluices before the sowing season, as both sides had
agreed two years ago. Southmark answered that the winter had been dry and that the reservoirs stood at a third of their
usual level.

After three hours of talks the ministers told reporters that a joint commission of engineers would measure the water
every week. They did not say when the sluices would be opened. A diplomat who took part described the mood as better
than at the last meeting, which ended without a word in common.

Farmers on both banks have protested since March. The commission is to report to the two governments before the end of
the month, and its figures will be open to the public."""

PORT = """Workers at the port of Eldham went back to their cranes on Monday after the government promised to look again
at the tariff on imported steel. The strike had kept eleven ships outside the harbour for a week. The union's chairman
said that the promise was a first step and that her members would watch what came of it.

The ministry of trade confirmed that a review would begin at once and take in the views of builders, shipyards and
carmakers. Economists differ on what the tariff has done so far: prices have risen, but two mills that were about to
close are working again. The opposition called the review a retreat and asked for a debate in parliament."""

BULLETIN = """The armed forces of Northland violated the ceasefire {times} times over the past day, the ministry of
defence said on {day} July. Units positioned in the {place} district and in nearby villages subjected our positions to
fire from large-calibre machine guns and sniper rifles. Positions were also fired on from nameless heights. The enemy
was silenced by return fire, and there were no losses among our personnel. The situation along the line of contact is
under the full control of our units, the ministry added in statement {number} of this year."""


def wire_copy(text: str) -> str:
    """A copy with a new headline, an agency's line, and without its last paragraph."""
    body = text.split("\n\n")[:-1]
    return "\n\n".join(["Neighbours hold talks, no date set", "CORRIN, 14 May (Press Agency) - " + body[0], *body[1:]])


def record_of(text: str, **metadata: Any) -> dict[str, Any]:
    """A record with one project, quoted from the first word of the text, and the state of Georgia."""
    published = metadata.pop("published", None)
    document = {
        "id": "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), "title": None, "url": None, "publisher": None,
        "publisher_country": None, "language": "en", "genre": "news", "speaker": None, "published": None, "text": text,
    }  # fmt: skip
    if published:
        document["published"] = {"date": published, "precision": "day", "basis": "metadata", "evidence": None}
    word = text.split(maxsplit=1)[0] if text.split() else ""
    start = text.find(word)
    evidence = [start, start + len(word)]
    project = {
        "id": "j1",
        "name": word,
        "short_name": None,
        "kind": "road",
        "countries": ["GEO"],
        "evidence": evidence,
        "quote": word,
    }
    actor = {
        "id": "GEO", "kind": "state", "name": "Georgia", "country": "GEO", "sector": None, "wikidata": None, "roles": [], "mentions": []
    }  # fmt: skip
    lists = dict.fromkeys(
        ("meetings", "statements", "events", "figures", "proposals", "formats", "agreements", "warnings"), ()
    )
    return {
        "schema": "verbale/1", "document": document | metadata, "actors": [actor], "projects": [project],
        **{name: list(value) for name, value in lists.items()},
    }  # fmt: skip


def parcel_of(text: str, *, uri: str | None = None, record: dict[str, Any] | None = None, **metadata: Any) -> Parcel:
    """A parcel as a worker would hand it over."""
    data = text.encode("utf-8", "surrogatepass")
    plain = record or record_of(text, **metadata)
    return Parcel(
        uri=uri or hashlib.sha256(json.dumps([text, metadata]).encode()).hexdigest()[:12], kind="text", sha256=hashlib.sha256(data).hexdigest(),
        size=len(data), raw=zlib.compress(data), record=zlib.compress(json.dumps(plain).encode()),
    )  # fmt: skip


def failure_of(uri: str, code: str = "malformed") -> Parcel:
    """A parcel of a document that could not be read."""
    return Parcel(uri=uri, kind="pdf", sha256="0" * 64, size=3, code=code, message="cut off")
