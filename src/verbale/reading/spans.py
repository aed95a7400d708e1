"""Spans from the scores of words: names, and who said what by which words. Pure functions of arrays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from verbale.reading.model import Floats, Ints

NEAR = 6
"""Cues on either side that a source or a content is compared with."""

REACH = 150
"""Words between a cue and what hangs on it, at most: what one window shows."""

DISTANCE_PRICE = 0.1
"""What each word between a span and a cue costs, in logits: half a dozen words weigh as much as a doubtful link. Chosen
on the training part of our own texts; 0 loses two points of contents with their source."""

BRIDGE = 1
"""Words that a source or a content may miss inside: a comma, a dash."""

MARKS = frozenset(",;:\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014")
"""What neither a source nor a content starts or ends with, as our texts are annotated."""

Range = tuple[int, int]

CONTINUED = 3
"""The number of the tag that starts content without a cue of its own: a speaker's words that go on."""


@dataclass(frozen=True)
class NameSpan:
    """A name: words ``start:end``, type, mean probability of its words' tags."""

    start: int
    end: int
    kind: str
    confidence: float


@dataclass(frozen=True)
class Said:
    """A piece of reported speech: ranges of words, None where there is none; ``continued`` has no cue by nature."""

    content: tuple[int, int]
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    continued: bool
    confidence: float


@dataclass(frozen=True)
class Speech:
    """All cues and sources found, and the contents with those that belong to them."""

    cues: list[tuple[int, int]]
    sources: list[tuple[int, int]]
    said: list[Said]


def probabilities(scores: Floats) -> Floats:
    """Softmax of each row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


LEAST = 0.5
"""Mean probability of its type that a name needs. From .4 to .6 F of names moved little on either half of UniversalNER's
EWT dev and on our own texts; at a half, precision rose by 4 and recall fell by 2 points (F + 1)."""


def decode_names(chances: Floats, tags: Sequence[str]) -> list[NameSpan]:
    """Names from tag probabilities [words, tags]; tags are "O" first, then B- and I- of each type in turn.

    A name starts at a B tag or at an I tag after no name. Its type is the one with most probability over its words; a
    name of no type has `LEAST` of it is left out.
    """
    kinds = [tag[2:] for tag in tags[1::2]]
    mass = chances[:, 1::2] + chances[:, 2::2]
    best = chances.argmax(axis=1)
    spans: list[NameSpan] = []
    for start, end in _runs(best, first=range(1, len(tags), 2)):
        total = mass[start:end].mean(axis=0)
        kind = int(total.argmax())
        if total[kind] >= LEAST:
            spans.append(NameSpan(start, end, kinds[kind], float(total[kind])))
    return spans


def _runs(best: Ints, first: Sequence[int], *, bridge: int = 0) -> list[Range]:
    """Ranges of words whose best tag is not 0.

    A tag of ``first`` starts a new range. Any other tag goes on with the range before, over up to ``bridge`` words
    that have tag 0.
    """
    runs: list[Range] = []
    for at in np.flatnonzero(best).tolist():
        if runs and at - runs[-1][1] <= bridge and best[at] not in first:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def decode_speech(words: Sequence[str], scores: dict[str, Floats], vectors: dict[str, Floats]) -> Speech:
    """Cues, sources, and contents with the cue and the source that belong to them.

    Args:
        words: the words themselves; marks at the ends of sources and contents are left out by them.
        scores: tag scores [words, tags] of the layers "cue", "source" and "content".
        vectors: link vectors [words, width] of the same names; a span is linked by its first word.
    """
    best = {name: layer.argmax(axis=1) for name, layer in scores.items()}
    sure = probabilities(scores["content"]).max(axis=1)
    cues = _runs(best["cue"], [1])
    sources = _trimmed(words, _joined(_runs(best["source"], [1], bridge=BRIDGE)))
    of_cue = _sources_by_cue(cues, sources, vectors)
    said = []
    for content in _trimmed(words, _runs(best["content"], [1, CONTINUED], bridge=BRIDGE)):
        confidence = float(sure[content[0] : content[1]].mean())
        if best["content"][content[0]] >= CONTINUED:
            said.append(Said(content, None, None, continued=True, confidence=confidence))
            continue
        scored = _cue_scores(content, "content", cues, vectors)
        if not scored:
            said.append(Said(content, None, None, continued=False, confidence=confidence))
            continue
        cue, score = max(scored, key=lambda pair: pair[1])
        confidence *= float(np.exp(score))
        said.append(Said(content, cues[cue], of_cue.get(cue), continued=False, confidence=confidence))
    return Speech(cues, sources, said)


def _joined(runs: list[Range]) -> list[Range]:
    """Ranges that touch made one: two sources never stand side by side, an apposition often looks like a second one."""
    joined: list[Range] = []
    for start, end in runs:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _trimmed(words: Sequence[str], runs: list[Range]) -> list[Range]:
    """Ranges without the marks at their ends; those of marks alone are dropped."""
    trimmed = []
    for run in runs:
        kept = [at for at in range(*run) if words[at] not in MARKS]
        if kept:
            trimmed.append((kept[0], kept[-1] + 1))
    return trimmed


def _sources_by_cue(cues: list[Range], sources: list[Range], vectors: dict[str, Floats]) -> dict[int, Range]:
    """The source of each cue (by its number), best pairs first: a cue has one source, and a source one cue."""
    pairs = [
        (-score, number, cue)
        for number, source in enumerate(sources)
        for cue, score in _cue_scores(source, "source", cues, vectors)
    ]
    of_cue: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, cue in sorted(pairs):
        if number not in taken and cue not in of_cue:
            of_cue[cue] = number
            taken.add(number)
    return {cue: sources[number] for cue, number in of_cue.items()}


def _cue_scores(span: Range, layer: str, cues: list[Range], vectors: dict[str, Floats]) -> list[tuple[int, float]]:
    """The near cues that a span may hang on, by number, with the log of their probability less the price of distance."""
    middle = bisect_left(cues, span)
    near = [
        at
        for at in range(max(0, middle - NEAR), min(len(cues), middle + NEAR))
        if cues[at][1] > span[0] - REACH and cues[at][0] < span[1] + REACH
    ]
    if not near:
        return []
    scores = vectors["cue"][[cues[at][0] for at in near]] @ vectors[layer][span[0]] / np.sqrt(vectors["cue"].shape[1])
    scores -= DISTANCE_PRICE * np.array([max(cues[at][0] - span[1], span[0] - cues[at][1], 0) for at in near])
    return list(zip(near, np.log(probabilities(scores[None])[0] + 1e-9).tolist(), strict=True))
