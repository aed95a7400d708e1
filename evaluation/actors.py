"""Scores actors on the project's corpus: `python -m evaluation.actors [--held-out] [--errors N] [--match ID]`.

Two questions. Persons: is everybody of the gold list found, with the right country and standing (official or private)?
Sources: do the words that name a statement's source resolve to the right actor?
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from evaluation.alignment import CORPUS, about, folded, same_actor
from training.corpus.markup import Annotated, Item, Span, load
from verbale.actors import Cast, cast_of, speaks_for
from verbale.intake import load as load_document
from verbale.intake.document import Document
from verbale.reading import annotate, load_pipeline
from verbale.record import Actor


@dataclass
class Score:
    """Counts over documents; `errors` in words."""

    persons: int = 0
    found: int = 0
    country: int = 0
    standing: int = 0
    sources: int = 0
    right: int = 0
    wrong: int = 0
    errors: list[str] = field(default_factory=list)

    def numbers(self) -> dict[str, float]:
        """The shares that floors are kept of."""
        persons, sources = max(1, self.persons), max(1, self.sources)
        return {
            "persons": self.persons,
            "persons found": self.found / persons,
            "persons with country": self.country / persons,
            "persons with standing": self.standing / persons,
            "sources": self.sources,
            "sources right": self.right / sources,
            "sources wrong": self.wrong / sources,
            "sources open": 1 - (self.right + self.wrong) / sources,
        }


def main(arguments: list[str] | None = None) -> int:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="score the held-out fifth (never look at its errors)")
    parser.add_argument("--errors", type=int, default=0, help="print so many errors of the open part")
    parser.add_argument("--match", default="", help="only documents whose id contains this")
    options = parser.parse_args(arguments)
    score = measure(held_out=options.held_out, match=options.match)
    sys.stdout.write(json.dumps({name: round(value, 3) for name, value in score.numbers().items()}, indent=1) + "\n")
    if not options.held_out:
        sys.stdout.writelines(f"{error}\n" for error in score.errors[: options.errors])
    return 0


def measure(*, held_out: bool, match: str = "") -> Score:
    """Read the corpus, the open part or the held-out fifth, and count."""
    score = Score()
    for gold, document, cast in _casts([item for item in load(CORPUS, held_out=held_out) if match in item.id]):
        for item in gold.of("person"):
            _count_person(score, gold, item, cast)
        for item in gold.of("statement"):
            _count_source(score, gold, item, document, cast)
    return score


def _casts(documents: list[Annotated]) -> Iterator[tuple[Annotated, Document, Cast]]:
    loaded = [load_document(gold.text, **about(gold)) for gold in documents]
    texts = [(item.reading, [p.start for p in item.paragraphs]) for item in loaded]
    for gold, document, doc in zip(documents, loaded, annotate(load_pipeline(), texts), strict=True):
        yield gold, document, cast_of(document, doc)


def _count_person(score: Score, gold: Annotated, item: Item, cast: Cast) -> None:
    name, office, country, standing = (*item.positional, "", "", "", "")[:4]
    score.persons += 1
    actor = _person(cast, name)
    if actor is None:
        score.errors.append(f"PERSON {gold.id}: {name} ({office}) is not found")
        return
    score.found += 1
    wanted = None if country in ("-", "") else country
    official = any(role.official for role in actor.roles) or (not actor.roles and bool(speaks_for(cast, actor.id)))
    score.country += actor.country == wanted
    score.standing += official == (standing == "official")
    titles = [role.title for role in actor.roles]
    if actor.country != wanted:
        score.errors.append(f"COUNTRY {gold.id}: {name}, {office}: {wanted} but {actor.country}; {titles}")
    if official != (standing == "official"):
        score.errors.append(f"STANDING {gold.id}: {name}, {office}: {standing} but official={official}; {titles}")


def _person(cast: Cast, name: str) -> Actor | None:
    words = folded(name)
    people = [actor for actor in cast.actors.values() if actor.kind == "person"]
    return max((p for p in people if folded(p.name) & words), key=lambda p: len(folded(p.name) & words), default=None)


def _count_source(score: Score, gold: Annotated, item: Item, document: Document, cast: Cast) -> None:
    wanted = item.many("speaker")
    spans = gold.tagged("src", item.key)
    if len(wanted) != 1 or wanted[0] == "?" or not spans or document.reading != gold.text:
        return
    score.sources += 1
    actors = _denoted_by(cast, spans[0])
    right = any(same_actor(wanted[0], gold, cast.actors[actor]) for actor in actors)
    score.right += right
    score.wrong += bool(actors) and not right
    if not right:
        words = gold.text[spans[0].start : spans[0].end]
        score.errors.append(f"SOURCE {gold.id} {item.key}: {words!r} is {wanted[0]}, got {list(actors)}")


def _denoted_by(cast: Cast, span: Span) -> tuple[str, ...]:
    """The actors of the phrase: its head's mention, else that of any token governed from outside it."""
    tokens = _tokens(cast.doc, span)
    heads = [t for t in tokens if t.head.i not in range(tokens[0].i, tokens[-1].i + 1) or t.head is t]
    mentions = [m for token in heads for m in cast.over(token.i) if m.actors and m.kind != "adjective"]
    mentions = mentions or [m for token in tokens for m in cast.over(token.i) if m.actors and m.kind == "name"]
    people = [m for m in mentions if m.actors[0].startswith("person:")]
    return next((m.actors for m in people or mentions), ())


def _tokens(doc: Doc, span: Span) -> list:  # type: ignore[type-arg]
    found = doc.char_span(span.start, span.end, alignment_mode="expand")
    return list(found) if found is not None else []


if __name__ == "__main__":
    raise SystemExit(main())
