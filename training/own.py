"""Our own annotated texts (``training/corpus``) and raw texts as training texts, cut into words as the runner does."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

from training.corpus.markup import NAMES, Annotated, Span, load
from training.cutting import split
from training.example import Attribution, Text, tags_of
from training.names import paragraphs

_STOPS = frozenset({".", "!", "?"})
_QUOTES = frozenset("\"'\u201d\u2019\u00bb)]")


def read_own(folder: Path, *, held_out: bool) -> list[Text]:
    """The documents of the corpus: the held-out fifth, or the rest."""
    return [own_text(document) for document in load(folder, held_out=held_out)]


def own_text(document: Annotated) -> Text:
    """Names and attributed speech of one document; tags and trees unknown."""
    words, starts = split(document.text)
    text = raw_text(document.text, words, starts)
    text.names = [frozenset({"O"})] * len(words)
    place = _Places(words, starts)
    for span in document.names():
        start, end = place.words(span)
        for at in range(start, end):
            text.names[at] = tags_of({NAMES[span.tag]}, first=at == start)
    text.speech_known = [True] * len(words)
    text.speech = _speech(document, place)
    text.identity = document.id
    return text.complete()


def raw_text(source: str, words: list[str], starts: list[int]) -> Text:
    """Words with layout; ``sentence`` is a guess that only says where windows may be cut."""
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    breaks = paragraphs(source, starts)
    sentence, number = [], -1
    for at in range(len(words)):
        ended = at > 0 and (words[at - 1] in _STOPS or (words[at - 1] in _QUOTES and words[at - 2] in _STOPS))
        number += breaks[at] or (ended and words[at][:1] not in _QUOTES)
        sentence.append(number)
    glued = [at > 0 and ends[at - 1] == start for at, start in enumerate(starts)]
    return Text(words, glued, sentence, breaks, sentences_known=False, genre="own")


def _speech(document: Annotated, place: _Places) -> list[Attribution]:
    """One entry a statement. Nested contents come first, so that the outer one is what the words are marked as."""
    entries = []
    for item in document.of("statement"):
        cues = [place.words(span) for span in document.tagged("cue", item.key)]
        sources = [place.words(span) for span in document.tagged("src", item.key)]
        contents = [place.words(span) for span in document.tagged("st", item.key)]
        entries.append(Attribution(cues[0] if cues else None, sources[0] if sources else None, contents))
    return sorted(entries, key=lambda entry: max((end - start for start, end in entry.contents), default=0))


class _Places:
    """From characters to words."""

    def __init__(self, words: list[str], starts: list[int]) -> None:
        self._starts = starts
        self._ends = [start + len(word) for start, word in zip(starts, words, strict=True)]

    def words(self, span: Span) -> tuple[int, int]:
        """The words that a span of characters touches, half-open."""
        first = bisect_left(self._ends, span.start + 1)
        return first, max(first + 1, bisect_left(self._starts, span.end))
