"""Scores of attribution and names on GUM's relations and on our own held-out texts."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from evaluation.gold import GoldText
from evaluation.tally import Tally
from training.corpus.markup import NAMES, Annotated, load
from training.data import gum_texts
from verbale.reading import annotate

Place = tuple[int, int]

ENOUGH = 0.5
"""Contents agree when their common characters are half of each: the measure that the issue on the model names."""


def gum_speech_scores(nlp: Language, gold: list[GoldText], data: Path) -> dict[str, float]:
    """F of (content, source) pairs and of cues on the GUM dev relations between discourse units."""
    tally = Tally()
    marked = {text.identity: text for text in gum_texts(data, "dev")}
    for doc, text in zip(annotate(nlp, [(text.text, text.paragraphs) for text in gold]), gold, strict=True):

        def place(words: Place, text: GoldText = text) -> Place:
            return text.spans[words[0]][0], text.spans[words[1] - 1][1]

        speech = marked[text.identity].speech
        cues = {place(said.cue) for said in speech if said.cue}
        tally.add("cues", {_place(doc, (span.start, span.end)) for span in doc.spans["cue"]}, cues)
        contents = [
            (place(content), place(said.source) if said.source else None)
            for said in speech
            for content in said.contents
        ]
        _add_contents(tally, doc, contents)
    return tally.scores()


def corpus_scores(nlp: Language, folder: Path) -> dict[str, float]:
    """F of names by type, cues, contents, and contents with their source, on the held-out fifth."""
    tally = Tally()
    documents = list(load(folder, held_out=True))
    for doc, document in zip(annotate(nlp, [document.text for document in documents]), documents, strict=True):
        gold = {(span.start, span.end, NAMES[span.tag]) for span in document.names()}
        found = {(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents}
        tally.add("names", found, gold)
        for kind in sorted(NAMES.values()):
            tally.add(f"names {kind}", {n for n in found if n[2] == kind}, {n for n in gold if n[2] == kind})
        core = {"PERSON": "person", "ORG": "body", "GPE": "place", "LOC": "place", "FAC": "place"}
        tally.add(
            "people, bodies, places",
            {(*n[:2], core[n[2]]) for n in found if n[2] in core},
            {(*n[:2], core[n[2]]) for n in gold if n[2] in core},
        )
        tally.add(
            "cues",
            {_place(doc, (span.start, span.end)) for span in doc.spans["cue"]},
            {(span.start, span.end) for span in document.tagged("cue")},
        )
        _add_contents(tally, doc, _contents(document))
    return tally.scores()


def _contents(document: Annotated) -> list[tuple[Place, Place | None]]:
    """Contents of statements that have a cue, each with its source."""
    pairs = []
    for span in document.tagged("st"):
        if document.tagged("cue", span.key):
            source = next(iter(document.tagged("src", span.key)), None)
            pairs.append(((span.start, span.end), (source.start, source.end) if source else None))
    return pairs


def _add_contents(tally: Tally, doc: Doc, gold: list[tuple[Place, Place | None]]) -> None:
    """Match contents by overlap, each at most once; then ask whether the source agrees too."""
    free = [
        (_place(doc, said.content), _place(doc, said.source) if said.source else None)
        for said in doc._.attribution
        if not said.continued
    ]
    tally.count("contents", found=len(free), gold=len(gold))
    tally.count("contents with source", found=len(free), gold=len(gold))
    for content, source in gold:
        match = max(free, key=lambda pair: _overlap(pair[0], content), default=None)
        if match is None or _overlap(match[0], content) < ENOUGH:
            continue
        free.remove(match)
        same = source == match[1] or (None not in (source, match[1]) and _overlap(source, match[1]) >= ENOUGH)
        tally.count("contents", right=1)
        tally.count("contents with source", right=int(same))


def _overlap(one: Place, other: Place) -> float:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / max(one[1] - one[0], other[1] - other[0]) if common > 0 else 0.0


def _place(doc: Doc, tokens: Place) -> Place:
    last = doc[tokens[1] - 1]
    return doc[tokens[0]].idx, last.idx + len(last)
