"""The spaCy component that writes what the encoder read into a ``Doc``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc, Span, SpanGroup

from verbale.reading.decode import Reading, read_stretches
from verbale.reading.layout import Layout
from verbale.reading.lemmas import Lemmatizer
from verbale.reading.model import shared_model

NAME = "verbale_encoder"
Numbers = NDArray[Any]


class Attribution(NamedTuple):
    """Reported speech in a ``Doc``: half-open ranges of tokens, None where the text has no such part nearby.

    ``continued`` marks words of a speaker that go on without a cue. ``confidence`` is a probability, not calibrated.
    """

    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    content: tuple[int, int]
    continued: bool
    confidence: float


@Language.factory(NAME, default_config={"path": None, "threads": None})
def make_component(nlp: Language, name: str, path: str | None, threads: int | None) -> EncoderComponent:
    """The factory that spaCy calls; ``path`` is the model's folder, None for the shipped one."""
    return EncoderComponent(nlp, name, Path(path) if path else SHIPPED, threads)


INSIDE, OUTSIDE, BEGIN = 1, 2, 3  # spaCy's codes of ENT_IOB
SHIPPED = Path(__file__).parents[1] / "models" / "en"


class EncoderComponent:
    """Sets sentences, tags, trees, lemmas, names and attribution on documents that have words only."""

    def __init__(self, nlp: Language, name: str, folder: Path, threads: int | None) -> None:
        """Load the model of ``folder``, or take the one that this process has loaded already."""
        self.name = name
        self._model = shared_model(folder, threads)
        self._lemmas = Lemmatizer()
        self._strings = nlp.vocab.strings
        config = self._model.config
        self._upos = np.array([IDS[label] for label in config["upos"]], dtype=np.uint64)
        self._xpos = self._hashes(config["xpos"])
        self._deprels = self._hashes(config["deprels"])
        self._no_feats = nlp.vocab.morphology.add("_")
        self._feats = np.array([nlp.vocab.morphology.add(label) for label in config["feats"]], dtype=np.uint64)
        if not Doc.has_extension("attribution"):
            Doc.set_extension("attribution", default=())

    def _hashes(self, labels: Iterable[str]) -> Numbers:
        return np.fromiter((self._strings.add(label) for label in labels), dtype=np.uint64)

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Read documents in order, ``batch_size`` of them together."""
        for docs in batched(stream, batch_size):
            layouts = [Layout.of(doc) for doc in docs]
            readings = read_stretches(self._model, [stretch for layout in layouts for stretch in layout.stretches])
            for doc, layout in zip(docs, layouts, strict=True):
                self._write(doc, layout, [next(readings) for _ in layout.stretches])
                yield doc

    def _write(self, doc: Doc, layout: Layout, readings: list[Reading]) -> None:
        columns = self._columns(doc, layout, readings)
        if len(doc):
            values: Any = np.stack(list(columns.values()), axis=1)
            doc.from_array(list(columns), values)
        _write_speech(doc, layout, readings)

    def _columns(self, doc: Doc, layout: Layout, readings: list[Reading]) -> dict[int, Numbers]:
        """The values of each token attribute; blanks hang on the word before, or the first word."""
        upos, xpos = _joined(readings, "upos"), _joined(readings, "xpos")
        values = {
            DEP: self._deprels[_joined(readings, "deprels")], POS: self._upos[upos], TAG: self._xpos[xpos],
            MORPH: self._feats[_joined(readings, "feats")], LEMMA: self._lemmas_of(layout, upos, xpos),
            **self._names(layout, readings),
        }  # fmt: skip
        blank = {
            DEP: self._strings.add("dep"),
            POS: IDS["SPACE"],
            TAG: self._strings.add("_SP"),
            MORPH: self._no_feats,
            LEMMA: 0,
            ENT_IOB: 2,
            ENT_TYPE: 0,
        }
        columns: dict[int, Numbers] = {HEAD: layout.head_offsets(_heads(layout, readings))}
        for attribute, own in values.items():
            column = np.full(len(doc), blank[attribute], dtype=np.uint64)
            column[layout.tokens] = own
            columns[attribute] = column
        for at in np.setdiff1d(np.arange(len(doc)), layout.tokens).tolist():
            columns[LEMMA][at] = self._strings.add(doc[at].text)
            _bridge(doc, columns[ENT_IOB], columns[ENT_TYPE], at)
        return columns

    def _lemmas_of(self, layout: Layout, upos: Numbers, xpos: Numbers) -> Numbers:
        config = self._model.config
        names, tags = config["upos"], config["xpos"]
        bases = (
            self._lemmas(word, names[u], tags[x])
            for word, u, x in zip(layout.words, upos.tolist(), xpos.tolist(), strict=True)
        )
        return self._hashes(bases)

    def _names(self, layout: Layout, readings: list[Reading]) -> dict[int, Numbers]:
        iob = np.full(len(layout.words), 2, dtype=np.uint64)
        kinds = np.zeros(len(layout.words), dtype=np.uint64)
        for offset, reading in zip(layout.offsets, readings, strict=True):
            for name in reading.names:
                start, end = offset + name.start, offset + name.end
                iob[start:end], kinds[start:end] = 1, self._strings.add(name.kind)
                iob[start] = 3
        return {ENT_IOB: iob, ENT_TYPE: kinds}


def _bridge(doc: Doc, iob: Numbers, kinds: Numbers, blank: int) -> None:
    """A name goes on over a single line break, and ends at a paragraph's: spaCy allows no gap inside a name."""
    if blank + 1 >= len(doc) or iob[blank + 1] != INSIDE:
        return
    if blank and iob[blank - 1] != OUTSIDE and doc[blank].text.count("\n") < 2:
        iob[blank], kinds[blank] = INSIDE, kinds[blank + 1]
    else:
        iob[blank + 1] = BEGIN


def batched(stream: Iterable[Doc], size: int) -> Iterator[list[Doc]]:
    """Lists of ``size`` documents; the last may be shorter."""
    rest = iter(stream)
    while docs := list(islice(rest, size)):
        yield docs


def _joined(readings: list[Reading], field: str) -> Numbers:
    parts = [getattr(reading, field) for reading in readings]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _heads(layout: Layout, readings: list[Reading]) -> Numbers:
    """Heads counted in words of the document, a root's is itself."""
    parts = [np.zeros(0, dtype=np.int64)]
    for offset, reading in zip(layout.offsets, readings, strict=True):
        own = np.arange(len(reading.heads))
        parts.append(np.where(reading.heads < 0, own, reading.heads) + offset)
    return np.concatenate(parts)


def _write_speech(doc: Doc, layout: Layout, readings: list[Reading]) -> None:
    groups: dict[str, list[Span]] = {"cue": [], "source": [], "content": []}
    found: list[Attribution] = []
    for offset, reading in zip(layout.offsets, readings, strict=True):
        for name, ranges in (("cue", reading.speech.cues), ("source", reading.speech.sources)):
            groups[name] += [Span(doc, *layout.span(words, offset), label=name) for words in ranges]
        for said in reading.speech.said:
            content = layout.span(said.content, offset)
            groups["content"].append(Span(doc, *content, label="continued" if said.continued else "content"))
            source, cue = (None if part is None else layout.span(part, offset) for part in (said.source, said.cue))
            found.append(Attribution(source, cue, content, said.continued, round(said.confidence, 4)))
    for name, spans in groups.items():
        doc.spans[name] = SpanGroup(doc, name=name, spans=spans)
    doc._.attribution = tuple(found)
