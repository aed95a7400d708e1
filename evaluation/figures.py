"""How well figures, proposals and meetings are found: F1 on our own corpus.

    python -m evaluation.figures [--held-out] [--errors KIND] [--limit N]

Figures count when value and unit agree, and again each end of a flow (`from`, `to`) that agrees; proposals when they
overlap by half or more
and have the right
speaker; meetings by their kind. Only documents whose annotators wrote such lines are counted. `--held-out` reads the
fifth of
the corpus that nobody tunes on.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from training.corpus.markup import Annotated, Item, Span
from training.corpus.markup import load as load_corpus
from verbale.actors.build import cast_of
from verbale.finding.context import Reading
from verbale.finding.figures import find_figures
from verbale.finding.meetings import find_meetings
from verbale.finding.proposals import find_proposals
from verbale.finding.statements import find_statements
from verbale.intake.document import Document
from verbale.intake.loading import load
from verbale.reading import annotate, load_pipeline
from verbale.record import Figure, Genre, Meeting, Proposal, Statement

DOCS = Path(__file__).resolve().parents[1] / "training" / "corpus" / "docs"


@dataclass
class Score:
    """True positives, found and gold, with the errors in words."""

    right: int = 0
    found: int = 0
    gold: int = 0
    errors: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        """Precision, recall and F1 in per cent."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if self.right else 0.0
        counts = f"{self.right} right, {self.found} found, {self.gold} gold"
        return f"{name:28s} P {precision:6.1%}  R {recall:6.1%}  F1 {f1:6.1%}  ({counts})"


def read(folder: Path, *, held_out: bool, limit: int | None) -> Iterator[tuple[Annotated, Reading]]:
    """The corpus' documents with their readings."""
    documents = list(load_corpus(folder, held_out=held_out))[:limit]
    intake = [_document(item) for item in documents]
    pairs = [
        (document.reading, [document.offsets.to_repaired(part.start) for part in document.paragraphs])
        for document in intake
    ]
    parsed = annotate(load_pipeline(threads=1), pairs)
    for gold, document, doc in zip(documents, intake, parsed, strict=True):
        yield gold, Reading(document, doc, cast_of(document, doc))


def _document(gold: Annotated) -> Document:
    meta = {name: value or None for name, value in gold.meta.items()}
    return load(
        gold.text, title=meta.get("title"), date=meta.get("date"), publisher=meta.get("publisher"),
        publisher_country=meta.get("publisher_country"), genre=cast("Genre | None", meta.get("genre")),
        speaker=meta.get("speaker"),
    )  # fmt: skip


def score_figures(scores: dict[str, Score], gold: Annotated, found: list[Figure]) -> None:
    """Value and unit; then, of those that agree and have a direction in the gold or the record, the direction."""
    items = gold.of("figure")
    left = list(found)
    score = scores["figures"]
    score.gold += len(items)
    score.found += len(found)
    for item in items:
        spans = gold.tagged("fig", item.key)
        match = next(
            (figure for figure in left if _same_figure(item, figure) and _touches(spans, figure.evidence)), None
        )
        if match is None:
            score.errors.append(f"{gold.id} MISSED {item.fields} {[gold.text[s.start : s.end] for s in spans]}")
            continue
        left.remove(match)
        score.right += 1
        _score_direction(scores["ends of flows"], gold, item, match)
    score.errors += [
        f"{gold.id} FALSE {figure.value} {figure.unit} {figure.measures} {figure.quote!r}" for figure in left
    ]


def _score_direction(score: Score, gold: Annotated, item: Item, figure: Figure) -> None:
    for name, got in (("from", figure.from_), ("to", figure.to)):
        want = item.fields.get(name)
        score.gold += want is not None
        score.found += got is not None
        score.right += want is not None and want == got
        if want != got:
            score.errors.append(f"{gold.id} {name} want {want} got {got} {figure.measures} {figure.quote!r}")


def _same_figure(item: Item, figure: Figure) -> bool:
    try:
        value = float(item.fields["value"])
    except (KeyError, ValueError):
        return False
    return abs(value - figure.value) <= 1e-6 * max(abs(value), 1) and item.fields.get("unit") == figure.unit


def _touches(spans: list[Span], evidence: tuple[int, int]) -> bool:
    return not spans or any(span.start < evidence[1] and evidence[0] < span.end for span in spans)


def score_proposals(score: Score, gold: Annotated, found: list[Proposal], reading: Reading) -> None:
    """Half of the longer of the two in common, and the speaker."""
    items = gold.of("proposal")
    score.gold += len(items)
    score.found += len(found)
    left = list(found)
    for item in items:
        start, end = _extent(gold, item)
        match = next(
            (p for p in left if _overlap((start, end), p.evidence) >= 0.5 and _is_speaker(gold, item, p, reading)), None
        )
        if match is None:
            score.errors.append(
                f"{gold.id} MISSED {item.fields.get('force')} by {item.fields.get('by')} {gold.text[start:end]!r}"
            )
            continue
        left.remove(match)
        score.right += 1
    score.errors += [f"{gold.id} FALSE {p.force} by {p.by_actor} {p.quote!r}" for p in left]


def _extent(gold: Annotated, item: Item) -> tuple[int, int]:
    key = item.fields.get("span") or item.key
    spans = [span for span in gold.spans if span.key == key and span.tag in ("st", "ev", "prop")]
    if spans and key.startswith("e") and item.fields.get("statement"):
        spans = [
            span for span in gold.tagged("st", item.fields["statement"]) if span.start <= spans[0].start < span.end
        ] or spans
    return (min(span.start for span in spans), max(span.end for span in spans)) if spans else (0, 0)


def _overlap(first: tuple[int, int], second: tuple[int, int]) -> float:
    common = min(first[1], second[1]) - max(first[0], second[0])
    shorter = min(first[1] - first[0], second[1] - second[0])
    return common / shorter if shorter > 0 else 0.0


def _is_speaker(gold: Annotated, item: Item, proposal: Proposal, reading: Reading) -> bool:
    want = item.fields.get("by", "?")
    if proposal.by_actor is None:
        return want == "?"
    names = {person.key: person.positional[0] for person in gold.of("person") if person.positional}
    actor = reading.cast.actors[proposal.by_actor]
    if want in names:
        return names[want].split()[-1].lower() in actor.name.lower() or actor.id.endswith(want)
    return want == proposal.by_actor or (actor.country is not None and actor.country == want)


def score_meetings(score: Score, gold: Annotated, found: list[Meeting]) -> None:
    """Kinds, as a multiset."""
    want, got = (
        Counter(item.fields.get("kind", "") for item in gold.of("meeting")),
        Counter(meeting.kind for meeting in found),
    )
    score.gold += want.total()
    score.found += got.total()
    score.right += (want & got).total()
    if want != got:
        score.errors.append(f"{gold.id} want {sorted(want.elements())} got {sorted(got.elements())}")


def evaluate(*, held_out: bool, limit: int | None = None) -> dict[str, Score]:
    """All scores."""
    scores = {name: Score() for name in ("figures", "ends of flows", "proposals", "meetings")}
    for gold, reading in read(DOCS, held_out=held_out, limit=limit):
        statements: list[Statement] = find_statements(reading)
        score_figures(scores, gold, find_figures(reading, statements))
        score_proposals(scores["proposals"], gold, find_proposals(reading, statements), reading)
        if gold.of("meeting") or gold.meta.get("genre") == "report":
            score_meetings(scores["meetings"], gold, find_meetings(reading, statements))
    return scores


def main() -> None:
    """Print the scores, and the errors of one kind when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--errors")
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    if options.held_out and options.errors:
        sys.exit("no errors of held-out documents: nobody tunes on them")
    scores = evaluate(held_out=options.held_out, limit=options.limit)
    for name, score in scores.items():
        sys.stdout.write(score.line(name) + "\n")
        if options.errors and name.startswith(options.errors):
            sys.stdout.write("".join(f"  {error}\n" for error in score.errors))


if __name__ == "__main__":
    main()
