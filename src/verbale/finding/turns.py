"""A transcript's turns: which paragraphs open with a speaker's label, who speaks there, and which are questions.

A paragraph with a label is a turn. Questions of the press are nobody's statements; who asks is told by the label ("Q.",
"QUESTION", a news agency), by a label that names nobody known in a text full of labels, or by a turn that ends in a
question and whose speaker answers nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from verbale.data import read_toml
from verbale.finding.context import Reading
from verbale.finding.layout import Sentence, label_of
from verbale.finding.sources import Speaker, label_speaker

# Paragraphs with labels from which a text is a transcript: fewer may be headings of a list.
_TRANSCRIPT = 3
# "Q. Mr President, …", "Q – …": a question without a colon.
_BARE_QUESTION = re.compile(r"\s*Q\s*[.–—-]\s")


@dataclass(frozen=True)
class Turn:
    """A labelled paragraph: its speaker, None for a question, and the token at which the words begin."""

    speaker: Speaker | None
    start: int


@dataclass(frozen=True)
class _Label:
    """A paragraph's label: the one known speaker that it names, and whether its words or its last sentence ask."""

    speaker: Speaker | None
    start: int
    of_press: bool
    asks: bool


def find_turns(reading: Reading, laid_out: Sequence[Sentence]) -> Mapping[int, Turn]:
    """The labelled paragraphs of a document by their number; few labels are read only where they name somebody known."""
    last = {sentence.paragraph: sentence for sentence in laid_out}
    labels = {
        sentence.paragraph: label for sentence in laid_out if (label := _label(reading, sentence, last)) is not None
    }
    many = len(labels) >= _TRANSCRIPT
    answering = {label.speaker.actor for label in labels.values() if label.speaker is not None and not label.asks}
    turns: dict[int, Turn] = {}
    for number, label in labels.items():
        speaker = label.speaker
        if speaker is None or label.of_press or (many and speaker.actor not in answering):
            speaker = None
        if speaker is not None or many or label.of_press:
            turns[number] = Turn(speaker, label.start)
    return turns


def _label(reading: Reading, sentence: Sentence, last: Mapping[int, Sentence]) -> _Label | None:
    if sentence.opens_paragraph and _BARE_QUESTION.match(sentence.span.text):
        return _Label(None, sentence.span.start, of_press=True, asks=True)
    label = label_of(sentence)
    if label is None:
        return None
    speaker, asks = label_speaker(reading, *label), _ends_asking(last[sentence.paragraph])
    return _Label(speaker, label[1] + 1, of_press=_is_of_press(reading, *label), asks=asks)


def _ends_asking(sentence: Sentence) -> bool:
    return sentence.span.text.rstrip(' \n"”’)').endswith("?")


def _is_of_press(reading: Reading, start: int, end: int) -> bool:
    """Whether a label is a reporter's or a medium's: "Question", "Maria Sanz, Evening Herald"."""
    words = [token.lower_ for token in reading.doc[start:end] if token.is_alpha]
    named = (actor for mention in reading.cast.within(start, end) for actor in mention.actors)
    return (
        bool(_press()["asks"].intersection(words))
        or bool(words and words[-1] in _press()["media"])
        or any(reading.cast.actors[actor].sector == "JRN" for actor in named)
    )


@cache
def _press() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in read_toml("reference")["press"].items()}
