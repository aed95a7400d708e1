"""Gold documents of the project's corpus against records: who is who, and which spans are the same."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from training.corpus.markup import Annotated, load
from training.corpus.standoff import load_standoff
from verbale.data import read_rows
from verbale.reader import Failure, Reader
from verbale.record import Actor, Record

CORPUS = Path(__file__).parent.parent / "training" / "corpus" / "docs"
# Two spans are the same when they overlap by half of their union, the usual threshold for opinion and quotation spans.
OVERLAP = 0.5


@dataclass(frozen=True)
class Pair:
    """A gold document and what the system read."""

    gold: Annotated
    record: Record


def pairs(*, held_out: bool, folder: Path = CORPUS, pipeline: str | None = None) -> Iterator[Pair]:
    """Read the corpus, the open part or the held-out fifth, as a user would: text, title and head data only."""
    yield from _read(list(load(folder, held_out=held_out)), pipeline)


def re3d_pairs(data: Path, *, held_out: bool) -> Iterator[Pair]:
    """The releases of re3d with our annotations, read likewise; `data` is the folder that holds `re3d/`."""
    yield from _read(list(load_standoff(data, held_out=held_out)), None)


def _read(gold: list[Annotated], pipeline: str | None) -> Iterator[Pair]:
    items = ({"text": document.text, **about(document)} for document in gold)
    for document, outcome in zip(gold, Reader(pipeline=pipeline).read_many(items), strict=True):
        if isinstance(outcome, Failure):
            raise RuntimeError(f"{document.id}: {outcome.message}")
        yield Pair(document, outcome)


def about(document: Annotated) -> dict[str, str]:
    """What a caller would tell of a document: title, publisher and its country, date, genre, speaker."""
    names = ("title", "publisher", "publisher_country", "date", "genre")
    about = {name: document.meta[name] for name in names if document.meta.get(name)}
    if document.meta.get("speaker"):
        about["speaker"] = speaker_name(document, document.meta["speaker"])
    return about


def speaker_name(document: Annotated, key: str) -> str:
    """The name behind a person's key; the key itself for states and bodies."""
    for item in document.of("person"):
        if item.key == key and item.positional:
            return item.positional[0]
    return key


def overlap(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Intersection over union of two half-open spans."""
    shared = max(0, min(first[1], second[1]) - max(first[0], second[0]))
    union = max(first[1], second[1]) - min(first[0], second[0])
    return shared / union if union else 0.0


def folded(name: str) -> set[str]:
    """Words of a name in plain lower-case letters."""
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ə", "a")).encode("ascii", "ignore").decode()
    return {word for word in re.findall(r"[a-z0-9]+", plain.lower()) if len(word) > 1}


def same_actor(gold: str, document: Annotated, actor: Actor | None) -> bool:
    """Whether a gold actor (person key, alpha-3, `org:…`, `?`) and a record's actor are the same."""
    if actor is None:
        return gold in ("?", "") or gold.startswith("group:")
    if gold == "?" or gold.startswith("group:"):
        return actor.kind not in ("state", "person") or gold == "?"
    if re.fullmatch(r"[A-Z]{3}", gold):
        return actor.id == gold or (actor.kind == "government" and actor.country == gold)
    if gold.startswith(("org:", "disputed:")):
        return _same_body(gold, actor)
    return actor.kind == "person" and bool(folded(speaker_name(document, gold)) & folded(actor.name))


def _same_body(gold: str, actor: Actor) -> bool:
    words = folded(gold.split(":", 1)[1].replace("-", " "))
    if actor.kind in ("state", "person"):
        return actor.kind == "state" and actor.id.lower() in words
    mine = folded(actor.name) | folded(actor.id.split(":", 1)[-1].replace("-", " "))
    initials = "".join(word[0].lower() for word in re.findall(r"[A-Z]\w*", actor.name))
    return bool(words & mine) or initials in words or (actor.country or "-").lower() in words


def country_of(gold: str, document: Annotated) -> str | None:
    """Alpha-3 behind a gold actor, where the annotation gives one."""
    if re.fullmatch(r"[A-Z]{3}", gold):
        return gold
    for item in document.of("person"):
        if item.key == gold and len(item.positional) >= 3 and re.fullmatch(r"[A-Z]{3}", item.positional[2]):
            return item.positional[2]
    # "org:mfa-tur": the end tells the state, and "mfa" is none.
    ends = re.findall(r":.*-([a-z]{3})$", gold) + re.findall(r"^org:([a-z]{3})-", gold)
    return next((end.upper() for end in ends if end.upper() in _states()), None)


@cache
def _states() -> frozenset[str]:
    return frozenset(row["id"] for row in read_rows("countries"))


def extent(document: Annotated, tag: str, key: str) -> tuple[int, int] | None:
    """The stretch from the first to the last piece of a marked object."""
    spans = document.tagged(tag, key)
    return (min(span.start for span in spans), max(span.end for span in spans)) if spans else None


_END = re.compile(r"[.!?][”\"’')]*\s+(?=[“\"‘(]?[A-Z0-9])")
_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Maj|Adm|No|vs))$")


def sentences_in(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """A stretch of text cut at its full stops, question marks and exclamation marks; abbreviations and initials hold."""
    cuts = [match.end() for match in _END.finditer(text, *span) if not _SHORT.search(text, span[0], match.start())]
    edges = [span[0], *cuts, span[1]]
    return [piece for piece in itertools.pairwise(edges) if text[slice(*piece)].strip()]


def f1(hits: float, found: float, wanted: float) -> tuple[float, float, float]:
    """Precision, recall, F1; zero where undefined."""
    precision = hits / found if found else 0.0
    recall = hits / wanted if wanted else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0
