"""Which language a text is in, from its script and its function words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from verbale.data import read_toml

UNKNOWN = "und"  # ISO 639-2 for "undetermined"
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000  # characters; the language of a longer text shows before that
_SCRIPT_SHARE = 0.3  # of the letters: Japanese mixes its own signs with Chinese ones
_MIN_SHARE = 0.06  # of the words that the best language must know; prose has 20 to 50 % function words


def detect_language(text: str) -> str:
    """Two letters (ISO 639-1), or `und` where the text is too short or strange to tell."""
    sample = text[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    if not letters:
        return UNKNOWN
    return _by_script(sample, letters) or _by_words(words)


def _by_script(sample: str, letters: int) -> str | None:
    counts: Counter[str] = Counter()
    for letter, count in Counter(sample).items():
        for language, (low, high) in _scripts():
            if low <= ord(letter) <= high:
                counts[language] += count
    if counts["ja"] > 0.1 * letters:
        return "ja"
    language, count = max(counts.items(), key=lambda item: item[1], default=("", 0))
    return language if count > _SCRIPT_SHARE * letters else None


def _by_words(words: list[str]) -> str:
    counts = Counter(words)
    scores = {language: sum(counts[word] for word in known) for language, known in _known().items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= max(1, _MIN_SHARE * len(words)) else UNKNOWN


@cache
def _known() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, words in read_toml("languages")["words"].items()}


@cache
def _scripts() -> tuple[tuple[str, tuple[int, int]], ...]:
    return tuple((language, (low, high)) for language, (low, high) in read_toml("languages")["scripts"].items())
