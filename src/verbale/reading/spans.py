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


def decode_names(scores: Floats, tags: Sequence[str]) -> list[NameSpan]:
    """Names from tag scores [words, tags]; tags are "O" first, then B- and I- of each type in turn.

    A name starts at a B tag or at an I tag after no name. Its type is the one with most probability over its words.
    """
    chances = probabilities(scores)
    kinds = [tag[2:] for tag in tags[1::2]]
    mass = chances[:, 1::2] + chances[:, 2::2]
    best = chances.argmax(axis=1)
    spans: list[NameSpan] = []
    for start, end in _runs(best, first=range(1, len(tags), 2)):
        total = mass[start:end].mean(axis=0)
        kind = int(total.argmax())
        spans.append(NameSpan(start, end, kinds[kind], float(total[kind])))
    return spans


def _runs(best: Ints, first: Sequence[int]) -> list[tuple[int, int]]:
    """Ranges of words whose best tag is not 0; a tag of ``first`` starts a new one."""
    runs: list[tuple[int, int]] = []
    for at in np.flatnonzero(best).tolist():
        if runs and runs[-1][1] == at and best[at] not in first:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def decode_speech(scores: dict[str, Floats], vectors: dict[str, Floats]) -> Speech:
    """Cues, sources, and contents with the cue and the source that belong to them.

    Args:
        scores: tag scores [words, tags] of the layers "cue", "source" and "content".
        vectors: link vectors [words, width] of the same names; a span is linked by its first word.
    """
    best = {name: layer.argmax(axis=1) for name, layer in scores.items()}
    sure = probabilities(scores["content"]).max(axis=1)
    cues, sources = _runs(best["cue"], [1]), _runs(best["source"], [1])
    of_cue = _sources_by_cue(cues, sources, vectors)
    said = []
    for content in _runs(best["content"], [1, CONTINUED]):
        confidence = float(sure[content[0] : content[1]].mean())
        if best["content"][content[0]] >= CONTINUED:
            said.append(Said(content, None, None, continued=True, confidence=confidence))
            continue
        cue, chance = _best_cue(content, "content", cues, vectors)
        source = None if cue is None else of_cue.get(cue)
        own_cue = None if cue is None else cues[cue]
        said.append(Said(content, own_cue, source, continued=False, confidence=confidence * chance))
    return Speech(cues, sources, said)


def _sources_by_cue(
    cues: list[tuple[int, int]], sources: list[tuple[int, int]], vectors: dict[str, Floats]
) -> dict[int, tuple[int, int]]:
    """For each cue (by its number) the source that fits it best, of those that chose it."""
    chosen: dict[int, tuple[float, tuple[int, int]]] = {}
    for source in sources:
        cue, chance = _best_cue(source, "source", cues, vectors)
        if cue is not None and (cue not in chosen or chance > chosen[cue][0]):
            chosen[cue] = (chance, source)
    return {cue: source for cue, (_, source) in chosen.items()}


def _best_cue(
    span: tuple[int, int], layer: str, cues: list[tuple[int, int]], vectors: dict[str, Floats]
) -> tuple[int | None, float]:
    """The number of the cue that a span hangs on and its probability among the near ones; (None, 1) without any."""
    middle = bisect_left(cues, span)
    near = [
        at
        for at in range(max(0, middle - NEAR), min(len(cues), middle + NEAR))
        if cues[at][1] > span[0] - REACH and cues[at][0] < span[1] + REACH
    ]
    if not near:
        return None, 1.0
    scores = vectors["cue"][[cues[at][0] for at in near]] @ vectors[layer][span[0]] / np.sqrt(vectors["cue"].shape[1])
    chances = probabilities(scores[None])[0]
    best = int(chances.argmax())
    return near[best], float(chances[best])
