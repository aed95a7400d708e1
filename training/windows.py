"""Windows for training: stretches of texts, disturbed at random, as arrays of numbers; and batches of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from training.example import NAME_TAGS, UNKNOWN, Text
from verbale.reading.shapes import WordPieces, shape_of

WINDOW = 256
CLS, SEP = 101, 102
SPEECH_TAGS = {
    "cue": ("O", "B", "I"),
    "source": ("O", "B", "I"),
    "content": ("O", "B", "I", "B-continued", "I-continued"),
}
_QUOTES = (("\u201c", "\u201d"), ("\u00ab", "\u00bb"), ("\u201e", "\u201c"), ("''", "''"), ('"', '"'))


@dataclass
class Labels:
    """The closed lists that heads choose from, in the order of their outputs."""

    upos: list[str]
    xpos: list[str]
    feats: list[str]
    deprels: list[str]


@dataclass
class Window:
    """One example: pieces and their shapes; per word the first piece and the labels."""

    pieces: np.ndarray
    shapes: np.ndarray
    first: np.ndarray
    layers: dict[str, np.ndarray]


def collect_labels(texts: list[Text], *, rare: int = 4) -> Labels:
    """The labels that occur; features and relation subtypes seen fewer than ``rare`` times are left out."""

    def seen(layer: str, least: int) -> list[str]:
        counts: dict[str, int] = {}
        for text in texts:
            for label in getattr(text, layer):
                if label is not None:
                    counts[label] = counts.get(label, 0) + 1
        return sorted(label for label, count in counts.items() if count >= least)

    return Labels(seen("upos", 1), seen("xpos", rare), seen("feats", rare), seen("deprels", rare))


class Sampler:
    """Cuts texts into windows of random start and length, once over all texts an epoch."""

    def __init__(self, pieces: WordPieces, labels: Labels, seed: int) -> None:
        """Windows depend on the seed alone."""
        self._pieces = pieces
        self._index = {
            layer: {label: at for at, label in enumerate(getattr(labels, layer))}
            for layer in ("upos", "xpos", "feats", "deprels")
        }
        self._names = {tag: at for at, tag in enumerate(NAME_TAGS)}
        self.random = random.Random(seed)

    def epoch(self, texts: list[Text]) -> list[Window]:
        """One pass over the texts, disturbed, in random order."""
        windows = [window for text in texts for window in self.cut(text, disturb=True)]
        self.random.shuffle(windows)
        return windows

    def cut(self, text: Text, *, disturb: bool) -> Iterator[Window]:
        """The windows of a text, whole sentences each unless one alone is longer than a window."""
        sentences = _sentences(text)
        at = 0
        while at < len(sentences):
            limit = self._length() if disturb else WINDOW - 2
            taken: list[int] = []
            kept: list[list[int]] = []
            size = 0
            while at < len(sentences) and (not kept or size < limit):
                sentence = self._drop_final(text, sentences[at]) if disturb else sentences[at]
                length = sum(len(p) for p in self._pieces.of(text.words[i] for i in sentence))
                if kept and size + length > WINDOW - 2:
                    break
                kept.append(sentence)
                taken.extend(sentence)
                size += length
                at += 1
            yield self._window(text, kept, disturb=disturb)

    def _length(self) -> int:
        draw = self.random.random()
        if draw < 0.2:
            return 1
        return self.random.randint(24, WINDOW - 2) if draw < 0.7 else WINDOW - 2

    def _drop_final(self, text: Text, sentence: list[int]) -> list[int]:
        last = sentence[-1]
        if len(sentence) > 2 and text.words[last] in ".!?" and self.random.random() < 0.06 and text.heads[last] != -1:
            return sentence[:-1]
        return sentence

    def _window(self, text: Text, sentences: list[list[int]], *, disturb: bool) -> Window:
        members = [at for sentence in sentences for at in sentence]
        words = self._disturbed(text, sentences) if disturb else [text.words[at] for at in members]
        ids = self._pieces.of(words)
        total, count = 0, 0
        for piece in ids:
            if total + len(piece) > WINDOW - 2:
                break
            total, count = total + len(piece), count + 1
        members, words, ids = members[:count], words[:count], ids[:count]
        breaks = self._breaks(text, sentences, members, disturb=disturb)
        shapes = [
            shape_of(word, paragraph=brk, glued=text.glued[at] and k > 0)
            for k, (word, at, brk) in enumerate(zip(words, members, breaks, strict=True))
        ]
        flat, flat_shapes, first = [CLS], [0], []
        for piece, shape in zip(ids, shapes, strict=True):
            first.append(len(flat))
            flat.extend(piece)
            flat_shapes.extend([shape] * len(piece))
        return Window(np.array([*flat, SEP]), np.array([*flat_shapes, 0]), np.array(first), self._layers(text, members))

    def _disturbed(self, text: Text, sentences: list[list[int]]) -> list[str]:
        quotes = self.random.choice(_QUOTES) if self.random.random() < 0.3 else None
        curly, open_quote = self.random.random() < 0.15, False
        words: list[str] = []
        for sentence in sentences:
            draw = self.random.random()
            for at in sentence:
                word = text.words[at]
                if word == '"' and quotes:
                    word, open_quote = quotes[open_quote], not open_quote
                elif curly and "'" in word:
                    word = word.replace("'", "\u2019")
                if draw < 0.03:
                    word = word.lower()
                elif draw < 0.06:
                    word = word.upper()
                elif draw < 0.09:
                    word = word[:1].upper() + word[1:]
                words.append(word)
        return words

    def _breaks(self, text: Text, sentences: list[list[int]], members: list[int], *, disturb: bool) -> list[bool]:
        told = not disturb or self.random.random() < 0.7
        shortened = {
            sentences[k + 1][0]
            for k in range(len(sentences) - 1)
            if text.sentence[sentences[k][-1]] == text.sentence[min(sentences[k][-1] + 1, len(text.words) - 1)]
            and self.random.random() < 0.7
        }
        return [(text.paragraph[at] and told) or at in shortened for at in members]

    def _layers(self, text: Text, members: list[int]) -> dict[str, np.ndarray]:
        place = {at: k for k, at in enumerate(members)}
        layers = {
            name: np.array([self._index[name].get(getattr(text, name)[at] or "", UNKNOWN) for at in members])
            for name in ("upos", "xpos", "feats", "deprels")
        }
        layers["heads"] = np.array([_head(text.heads[at], place) for at in members])
        layers["sentence"] = np.array([text.sentence[at] for at in members])
        layers["start"] = np.array(
            [
                UNKNOWN
                if not text.sentences_known
                else int(k == 0 or text.sentence[members[k - 1]] != text.sentence[at])
                for k, at in enumerate(members)
            ]
        )
        layers["names"] = np.array([self._allowed(text.names[at]) for at in members], dtype=bool)
        layers.update(speech_layers(text, members))
        return layers

    def _allowed(self, tags: frozenset[str] | None) -> list[bool]:
        return [tags is None or tag in tags for tag in NAME_TAGS]


def _head(head: int, place: dict[int, int]) -> int:
    return head if head < 0 else place.get(head, UNKNOWN)


def _sentences(text: Text) -> list[list[int]]:
    sentences: list[list[int]] = []
    for at, number in enumerate(text.sentence):
        if at == 0 or number != text.sentence[at - 1]:
            sentences.append([])
        sentences[-1].append(at)
    if text.sentences_known:
        return sentences
    return [sentence[k : k + 120] for sentence in sentences for k in range(0, len(sentence), 120)]


def speech_layers(text: Text, members: list[int]) -> dict[str, np.ndarray]:
    """BIO numbers of cue, source and content, and for sources and contents the word that their cue starts with."""
    place = {at: k for k, at in enumerate(members)}
    base = np.array([0 if text.speech_known[at] else UNKNOWN for at in members])
    layers = {name: base.copy() for name in SPEECH_TAGS}
    if not text.contents_known:
        layers["content"][:] = UNKNOWN
    layers["source_cue"] = np.full(len(members), UNKNOWN)
    layers["content_cue"] = np.full(len(members), UNKNOWN)
    for speech in text.speech:
        cue = place.get(speech.cue[0]) if speech.cue else None
        if speech.cue:
            _paint(layers["cue"], place, speech.cue, 1)
        if speech.source:
            _paint(layers["source"], place, speech.source, 1)
            if cue is not None and speech.source[0] in place:
                layers["source_cue"][place[speech.source[0]]] = cue
        for content in speech.contents if text.contents_known else []:
            _paint(layers["content"], place, content, 1 if speech.cue else 3)
            if cue is not None and content[0] in place:
                layers["content_cue"][place[content[0]]] = cue
    return layers


def _paint(layer: np.ndarray, place: dict[int, int], span: tuple[int, int], number: int) -> None:
    for at in range(*span):
        if at in place:
            layer[place[at]] = number if at == span[0] else number + 1


def batches(windows: list[Window], size: int, chooser: random.Random) -> list[list[Window]]:
    """Batches of about ``size`` pieces, of windows of like length, in random order."""
    ordered = sorted(windows, key=lambda window: len(window.pieces) + chooser.random())
    result: list[list[Window]] = [[]]
    for window in ordered:
        longest = len(window.pieces)
        if result[-1] and longest * (len(result[-1]) + 1) > size:
            result.append([])
        result[-1].append(window)
    chooser.shuffle(result)
    return result
