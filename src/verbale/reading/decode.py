"""From the encoder's scores to decisions: sentences, tags, trees, names and attributed speech of one stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from verbale.reading.model import Floats, Ints, Model, WindowScores
from verbale.reading.name_rules import Setting
from verbale.reading.naming import find_names
from verbale.reading.spans import NameSpan, Speech, decode_speech
from verbale.reading.stretches import Cover, Stretch, covers, encode
from verbale.reading.tree import best_tree

LONGEST_TREE = 160
"""Words that are parsed as one tree; some 200 pieces, so that with some context it fits a window. Longer sentences are
parsed in parts, whose roots hang on that of the first."""

SHORTEST_PART = 80
"""A part of such a sentence has at least so many words; its end is where a sentence start is likeliest."""

PART = "parataxis"
"""How the root of a later part hangs on that of the first."""


WORDS_AHEAD = 16_000
"""Words that are encoded together: keeps all threads busy and holds some 80 MB of vectors."""


@dataclass(frozen=True)
class Reading:
    """What was decided about the words of a stretch; numbers index the lists of the model's configuration.

    ``heads`` counts from the start of the stretch, -1 is the root.
    """

    starts: NDArray[np.bool_]
    upos: Ints
    xpos: Ints
    feats: Ints
    heads: Ints
    deprels: Ints
    names: list[NameSpan]
    speech: Speech


def read_stretches(model: Model, stretches: Sequence[Stretch]) -> Iterator[Reading]:
    """Read stretches, independent of each other, in order; not more than ``WORDS_AHEAD`` words are held at a time."""
    group: list[Stretch] = []
    for stretch in stretches:
        group.append(stretch)
        if sum(len(member.words) for member in group) >= WORDS_AHEAD:
            yield from _read_group(model, group)
            group = []
    yield from _read_group(model, group)


def _read_group(model: Model, stretches: Sequence[Stretch]) -> list[Reading]:
    ids = [model.pieces.of(stretch.words) for stretch in stretches]
    plans = [
        covers([len(pieces) for pieces in own], stretch.paragraphs, model.room)
        for stretch, own in zip(stretches, ids, strict=True)
    ]
    windows = [
        encode(stretch, cover, own) for stretch, plan, own in zip(stretches, plans, ids, strict=True) for cover in plan
    ]
    scores = iter(model.run(windows))
    with _blas().limit(limits=1, user_api="blas"):  # products of a sentence's size: waking threads costs ten times more
        return [
            _read(model, stretch, plan, [next(scores) for _ in plan])
            for stretch, plan in zip(stretches, plans, strict=True)
        ]


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


SPEECH = ("cue", "source", "content")


def _read(model: Model, stretch: Stretch, plan: list[Cover], scores: list[WindowScores]) -> Reading:
    columns, parts = model.columns(), model.parts()
    shares = [slice(cover.keep_start - cover.start, cover.keep_end - cover.start) for cover in plan]
    tags = np.concatenate([own.tags[share] for own, share in zip(scores, shares, strict=True)])
    vectors = np.concatenate([own.vectors[share] for own, share in zip(scores, shares, strict=True)])
    score = tags[:, columns["start"]][:, 0].copy()
    starts = _starts(score, stretch)
    bounds = [*np.flatnonzero(starts).tolist(), len(starts)]
    _whole_sentences(bounds, plan, scores, tags, vectors)
    heads = _heads(bounds, score, {name: vectors[:, part] for name, part in parts.items()}, model)
    deprels = _labels(heads, vectors[:, parts["label_dependent"]], vectors[:, parts["label_head"]], model)
    _join_parts(bounds, heads, deprels, model.config["deprels"].index(PART))
    for mend in (_free_helpers, _mend_subjects, _mend_objects, _mend_conjuncts):
        mend(heads, deprels, model.config["deprels"])
    best = {name: tags[:, columns[name]].argmax(axis=1) for name in ("upos", "xpos", "feats")}
    joins = _among(deprels, model.config["deprels"], _NAME_PARTS)
    proper = best["upos"] == model.config["upos"].index("PROPN")
    names = find_names(tags[:, columns["names"]], model.config["names"], Setting(stretch, heads, joins, proper))
    speech = decode_speech(
        stretch.words,
        {name: tags[:, columns[name]] for name in SPEECH},
        {name: vectors[:, parts[name]] for name in SPEECH},
    )
    return Reading(starts, best["upos"], best["xpos"], best["feats"], heads, deprels, names, speech)


def _starts(score: Floats, stretch: Stretch) -> NDArray[np.bool_]:
    """Where sentences start: at every paragraph, and where the model says so, but not after a comma within quotes, and
    always after a full stop behind a quotation.

    A lone quotation mark is no sentence. It belongs to the sentence before when it is glued to it, else to the one after.
    """
    starts = score > 0
    for at in np.flatnonzero(starts).tolist():
        starts[at] = not _goes_on(stretch.words, at)
    starts[[at for at in range(3, len(starts)) if stretch.words[at - 1] == "." and _is_over(stretch, at)]] = True
    starts[stretch.paragraphs] = True
    fixed = set(stretch.paragraphs)
    for at in np.flatnonzero(starts[:-1] & starts[1:]).tolist():
        if stretch.words[at] in _QUOTES:
            moved = at if stretch.glued[at] else at + 1
            starts[moved] = moved in fixed
    return starts


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Whether a quotation before a word ends in a comma: "“The road is open,” he said"."""
    return at > 1 and words[at - 1] in _QUOTES and words[at - 2] == ","


def _is_over(stretch: Stretch, at: int) -> bool:
    """Whether a full stop behind a quotation ends a sentence before a word: "called it “a trick”. Parliament …"."""
    words, glued = stretch.words, stretch.glued
    return words[at - 2] in _QUOTES and glued[at - 1] and glued[at - 2] and not glued[at] and words[at][:1].isupper()


_QUOTES = frozenset("\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb([)]")


_NAME_PARTS = frozenset({"flat", "compound", "nmod:desc"})
"""Relations by which a word hangs on another as a part of a name."""


def _whole_sentences(
    bounds: list[int], plan: list[Cover], scores: list[WindowScores], tags: Floats, vectors: Floats
) -> None:
    """Take a sentence that lies across two windows' shares from the one that holds all of it, if one does."""
    for left, right in pairwise(range(len(plan))):
        border = plan[right].keep_start
        at = int(np.searchsorted(bounds, border, side="right"))
        if at == 0 or at >= len(bounds) or bounds[at - 1] == border:
            continue
        begin, end = bounds[at - 1], bounds[at]
        holding = [number for number in (left, right) if plan[number].start <= begin and end <= plan[number].end]
        if holding:
            best = max(holding, key=lambda number: min(begin - plan[number].start, plan[number].end - end))
            rows = slice(begin - plan[best].start, end - plan[best].start)
            tags[begin:end], vectors[begin:end] = scores[best].tags[rows], scores[best].vectors[rows]


def _heads(bounds: list[int], start_scores: Floats, vectors: dict[str, Floats], model: Model) -> Ints:
    """Heads of all words; parts of an overlong sentence have a root each."""
    dependents, sources = vectors["arc_dependent"], vectors["arc_head"]
    bias = sources @ model.weights["head_bias"]
    root = dependents @ model.weights["root_arc"] + float(model.weights["root_arc"] @ model.weights["head_bias"])
    heads = np.full(len(dependents), -1, dtype=np.int64)
    for begin, end in _parts(bounds, start_scores):
        scores = np.empty((end - begin, end - begin + 1))
        scores[:, :-1] = dependents[begin:end] @ sources[begin:end].T
        scores[:, :-1] += bias[begin:end]
        scores[:, -1] = root[begin:end]
        found = best_tree(scores)
        heads[begin:end] = np.where(found < 0, -1, found + begin)
    return heads


def _parts(bounds: list[int], start_scores: Floats) -> list[tuple[int, int]]:
    parts = []
    for begin, end in pairwise(bounds):
        at = begin
        while end - at > LONGEST_TREE:
            low, high = at + SHORTEST_PART, min(at + LONGEST_TREE, end - 1)
            cut = low + int(start_scores[low:high].argmax())
            parts.append((at, cut))
            at = cut
        parts.append((at, end))
    return parts


def _labels(heads: Ints, dependent: Floats, head: Floats, model: Model) -> Ints:
    """The relation of each word to its head; "root" for roots and for no other word."""
    own = np.where((heads < 0)[:, None], model.weights["root_label"], head[heads])
    scores = np.concatenate([dependent, own, dependent * own], axis=1) @ model.weights["label_weight"].T
    scores += model.weights["label_bias"]
    root = model.config["deprels"].index("root")
    scores[:, root] = -np.inf
    return np.asarray(np.where(heads < 0, root, scores.argmax(axis=1)))


_HELPERS = frozenset({"aux", "aux:pass", "cop", "case", "mark"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj"})
_CLAUSAL = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "ccomp", "xcomp", "advcl"})


def _among(deprels: Ints, names: Sequence[str], wanted: Set[str]) -> NDArray[np.bool_]:
    """Which words have one of these relations."""
    return np.isin(deprels, [number for number, name in enumerate(names) if name in wanted])


def _free_helpers(heads: Ints, deprels: Ints, names: Sequence[str]) -> None:
    """Give what hangs on a helping word ("has" of "has accused") to the word it helps, as Universal Dependencies ask."""
    helps, moves = _among(deprels, names, _HELPERS), _among(deprels, names, _CLAUSAL)
    for at in np.flatnonzero(moves & (heads >= 0) & helps[heads]).tolist():
        if heads[heads[at]] >= 0:
            heads[at] = heads[heads[at]]


def _mend_subjects(heads: Ints, deprels: Ints, names: Sequence[str]) -> None:
    """An indirect object before a verb that has no subject is the subject."""
    for at in np.flatnonzero(_among(deprels, names, {"iobj"}) & _is_before_head(heads)).tolist():
        siblings = deprels[heads == heads[at]]
        if "nsubj" in names and not _among(siblings, names, _SUBJECTS).any():
            deprels[at] = names.index("nsubj")


def _mend_objects(heads: Ints, deprels: Ints, names: Sequence[str]) -> None:
    """What stands right of a verb and hangs on the clause left of it is the verb's: "It fell, a guard told the agency"."""
    clauses = _among(deprels, names, {"ccomp", "parataxis"})
    moves = _among(deprels, names, {"obj", "iobj", "obl", "punct"})
    for at in np.flatnonzero(moves & (heads >= 0) & clauses[heads]).tolist():
        clause = int(heads[at])
        if clause < heads[clause] < at:
            heads[at] = heads[clause]


def _mend_conjuncts(heads: Ints, deprels: Ints, names: Sequence[str]) -> None:
    """An apposition with "and" before it is a conjunct."""
    appositions = _among(deprels, names, {"appos"})
    joined = np.flatnonzero(_among(deprels, names, {"cc"}) & _is_before_head(heads) & appositions[heads])
    if "conj" in names:
        deprels[heads[joined]] = names.index("conj")


def _is_before_head(heads: Ints) -> NDArray[np.bool_]:
    """Which words stand left of their head; roots, whose head is -1, do not."""
    return np.asarray(heads > np.arange(len(heads)))


def _join_parts(bounds: list[int], heads: Ints, deprels: Ints, joined: int) -> None:
    """Hang the roots of a sentence's later parts on the first root."""
    for begin, end in pairwise(bounds):
        if end - begin > LONGEST_TREE:
            roots = begin + np.flatnonzero(heads[begin:end] < 0)
            heads[roots[1:]], deprels[roots[1:]] = roots[0], joined
