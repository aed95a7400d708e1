"""Which words are names, and of what: from the scores of words to names that agree within a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from verbale.reading.model import Floats, Ints
from verbale.reading.name_rules import COMMON, RULES, Setting, with_forms
from verbale.reading.spans import NameSpan, decode_names, probabilities
from verbale.reading.stretches import Stretch
from verbale.reading.toponyms import toponym


def find_names(scores: Floats, tags: Sequence[str], setting: Setting) -> list[NameSpan]:
    """The names of a stretch in order, without overlap; ``scores`` [words, tags] with tags as `decode_names` has them."""
    chances = probabilities(scores)
    chances = agreed(chances, _leaning(chances, tags, setting), setting.words)
    names = _joined(with_forms(decode_names(chances, tags), setting), setting)
    for rule in RULES:
        names = rule(names, setting)
    return names


def _leaning(chances: Floats, tags: Sequence[str], setting: Setting) -> list[int]:
    """Proper nouns that mean the same all over a text: two letters and more, a capital, not in an event or a law."""
    fitting = [number for number, tag in enumerate(tags) if tag == "O" or tag[2:] in COMMON]
    words, proper = setting.words, setting.proper & np.isin(chances.argmax(axis=1), fitting)
    return [at for at in np.flatnonzero(proper).tolist() if len(words[at]) > 1 and words[at][0].isupper()]


SHARED = 0.7
"""How much all mentions of a word tell of its type, the rest being told by the mention itself. From .5 to .8 names gain
like much on both halves of UniversalNER's EWT dev (F + .4 to + .9) and on our own held-out texts (+ .1)."""


def agreed(chances: Floats, places: Sequence[int], words: Sequence[str]) -> Floats:
    """Probabilities in which the types of words lean to their mean over all mentions of the word.

    Args:
        chances: probabilities of tags [words, tags], "O" first, then B- and I- of each type in turn.
        places: the mentions that lean on each other where they are the same word.
        words: the words.
    """
    if not places:
        return chances
    begins, goes_on = chances[places, 1::2], chances[places, 2::2]
    own = begins + goes_on
    mass = (1 - SHARED) * own + SHARED * _means(own, [words[at] for at in places])
    first = begins.sum(axis=1) / np.maximum(own.sum(axis=1), np.finfo(chances.dtype).tiny)
    result: Floats = chances.copy()
    result[places, 0] = 1 - mass.sum(axis=1)
    result[places, 1::2] = mass * first[:, None]
    result[places, 2::2] = mass * (1 - first)[:, None]
    return result


def _means(rows: Floats, keys: Sequence[str]) -> Floats:
    """For each row the mean of those with its key."""
    numbers: dict[str, int] = {}
    of: Ints = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)
    total = np.zeros((len(numbers), rows.shape[1]), dtype=rows.dtype)
    np.add.at(total, of, rows)
    counts = np.bincount(of).astype(rows.dtype)
    means: Floats = total / counts[:, None]
    return means[of]


def _joined(names: list[NameSpan], setting: Setting) -> list[NameSpan]:
    """Names of one kind on both sides of a hyphen are one ("Akufo-Addo"), so are parts of a person's that the tree joins."""
    found: list[NameSpan] = []
    for name in names:
        last = found[-1] if found else None
        if last is not None and last.kind == name.kind and (
            _is_hyphened(last, name, setting.stretch) or _is_one_person(last, name, setting)
        ):  # fmt: skip
            found[-1] = replace(last, end=name.end, confidence=min(last.confidence, name.confidence))
        else:
            found.append(name)
    return found


def _is_hyphened(first: NameSpan, second: NameSpan, stretch: Stretch) -> bool:
    """Whether a hyphen makes one name of two: not of two known places, unless both together are one ("Guinea-Bissau")."""
    end, words = first.end, stretch.words
    if second.start != end + 1 or words[end] != "-" or not (stretch.glued[end] and stretch.glued[second.start]):
        return False
    places = [toponym(words[name.start : name.end]) for name in (first, second)]
    return None in places or toponym(words[first.start : second.end]) is not None


def _is_one_person(first: NameSpan, second: NameSpan, setting: Setting) -> bool:
    """Whether a word of either hangs on a word of the other as a part of a name does."""
    if first.kind != "PERSON" or first.end != second.start:
        return False
    return any(
        to.start <= setting.heads[at] < to.end
        for of, to in ((first, second), (second, first))
        for at in range(of.start, of.end)
        if setting.joins[at]
    )
