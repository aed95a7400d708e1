"""Same story once: what two texts share, told from short signatures. Pure: nothing here knows the store.

A signature of a long text holds its MinHash over runs of five folded words, the number of those runs, and a sketch of
the numbers that it names. Whether two texts are one story is a function of their two signatures alone, so the clusters
of a set of documents do not depend on the order in which they came.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rensa import RMinHash

from verbale.archive.folding import fold_text

SHINGLE = 5
"""Words in a run: long enough that two reports of one event in other words share few, short enough that an edited word
spoils five of them only."""

SHORT = 30
"""Fewer words than this are one story only when all are the same: 26 runs are too few to estimate anything from."""

PERMUTATIONS = 126
"""Hashes in a MinHash: the estimate's standard error is at most 0.045."""

ROWS = 3
BANDS = PERMUTATIONS // ROWS
"""Texts are compared when three neighbouring hashes of the 126 agree somewhere: certain to 0.997 at a Jaccard of 0.5, 0.4 at
0.2, and 0.04 at 0.1."""

SAME_JACCARD = 0.5
"""Estimated share of common runs from which two texts are one story. Of 9.8 million pairs of 4,428 speeches before the
United Nations none reaches 0.2; copies with a new headline, an agency's line and without their last paragraph have 0.8
on average. News of different events that end in one paragraph of background reach 0.4."""

CUT_JACCARD = 0.4
CUT_SHARE = 0.75
"""A shorter copy shares fewer of all runs, but nearly all of its own. Below 0.4 a round-up of three stories would make
them one."""

OTHER_NUMBERS = 0.34
"""Forms filled in anew (daily bulletins of ceasefire violations, market reports) share most runs and differ in their
numbers. Where each of two texts lacks this share of the other's numbers, they are two stories."""

FEW_NUMBERS = 3
"""Fewer numbers than this in one of the texts say nothing."""

_MAX_NUMBERS = 64  # least hashes of a text's numbers that are kept, 256 bytes
_SEED = 20_260
_VERSION = 1
_LONG, _SHORT = 0x6D, 0x73
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Sketch:
    runs: int
    hashes: np.ndarray[tuple[int], np.dtype[np.uint32]]
    numbers: frozenset[int]


def signature(text: str) -> bytes:
    """The signature of a text, 510 to 770 bytes. Equal words give equal signatures, whatever case and marks."""
    words = _WORD.findall(fold_text(text))
    if len(words) < SHORT:
        return bytes((_VERSION, _SHORT)) + hashlib.sha256(" ".join(words).encode("utf-8", "replace")).digest()
    runs = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    minhash.update(list(runs))
    values = np.array([*minhash.digest(), len(runs), *_numbers(words)], dtype="<u4")
    return bytes((_VERSION, _LONG)) + values.tobytes()


def same_story(one: bytes, other: bytes) -> bool:
    """Whether two signatures are of one story. Symmetric; not transitive by itself (clusters are its closure)."""
    if one == other:
        return True
    if one[:2] != other[:2] or one[1] == _SHORT:
        return False
    a, b = _sketch(one), _sketch(other)
    common = float(np.mean(a.hashes == b.hashes))
    alike = common >= SAME_JACCARD or (common >= CUT_JACCARD and _share(common, a.runs, b.runs) >= CUT_SHARE)
    return alike and not _numbers_differ(a.numbers, b.numbers)


def similarity(one: bytes, other: bytes) -> float:
    """The estimated Jaccard similarity of two texts; of short ones 1 when equal and 0 otherwise."""
    if one[:2] != other[:2] or one[1] == _SHORT:
        return float(one == other)
    return float(np.mean(_sketch(one).hashes == _sketch(other).hashes))


def buckets(signed: bytes) -> list[int]:
    """One signed 64-bit number a band; texts that share one at the same place are worth comparing.

    Short texts have a single bucket, all of their hash.
    """
    if signed[1] == _SHORT:
        return [_bucket(signed[2:])]
    return [_bucket(signed[at : at + 4 * ROWS]) for at in range(2, 2 + 4 * PERMUTATIONS, 4 * ROWS)]


def _bucket(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little", signed=True)


def _numbers(words: Sequence[str]) -> list[int]:
    """Hashes of the distinct words that are numbers; the least ones where there are many."""
    told = {word for word in words if word[0].isdigit()}
    hashes = {
        int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=4).digest(), "little")
        for word in told
    }
    return sorted(hashes)[:_MAX_NUMBERS]


@lru_cache(maxsize=1_024)
def _sketch(signed: bytes) -> _Sketch:
    values = np.frombuffer(signed, dtype="<u4", offset=2)
    runs, *numbers = values[PERMUTATIONS:].tolist()
    return _Sketch(runs, values[:PERMUTATIONS], frozenset(numbers))


def _share(jaccard: float, one: int, other: int) -> float:
    """The share of the smaller set that the larger holds: |A ∩ B| = J / (1 + J) · (|A| + |B|)."""
    return jaccard / (1 + jaccard) * (one + other) / min(one, other)


def _numbers_differ(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether each text names many numbers that the other lacks. A shortened copy lacks some; only the long one has
    more."""
    one, other = _comparable(one, other)
    fewer = min(len(one), len(other))
    if fewer < FEW_NUMBERS:
        return False
    return min(len(one - other), len(other - one)) / fewer > OTHER_NUMBERS


def _comparable(one: frozenset[int], other: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Cut to the range that both sketches cover: a full one says nothing of hashes above its largest."""
    full = [max(sketch) for sketch in (one, other) if len(sketch) == _MAX_NUMBERS]
    if not full:
        return one, other
    top = min(full)
    return frozenset(n for n in one if n <= top), frozenset(n for n in other if n <= top)
