"""Reading: text to an annotated spaCy ``Doc``, with sentences, tags, dependencies, lemmas, names and attribution.

Importing this package loads neither spaCy nor onnxruntime; both are imported by the first call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["annotate", "load_pipeline", "model_card"]

BATCH_SIZE = 64
"""Documents that are read ahead and sorted together by length; more wins little and holds more text in memory."""


def load_pipeline(name: str | None = None, *, threads: int | None = None) -> Language:
    """The pipeline that reads English text.

    Args:
        name: None for the model that is shipped with Verbale; else the name or path of an installed spaCy pipeline,
            whose dependency labels and entity types are converted to those of ours (see ``universal.py``).
        threads: threads that the model may use in one pass; None for all cores of the machine.

    Raises:
        ModelMissing: when the named pipeline, or our model's file, is not installed.
    """
    from verbale.reading.pipeline import load

    return load(name, threads=threads)


def annotate(
    nlp: Language,
    texts: Iterable[str] | Iterable[tuple[str, Sequence[int]]],
    *,
    batch_size: int = BATCH_SIZE,
) -> Iterator[Doc]:
    """Read many texts, in order.

    Args:
        nlp: a pipeline from ``load_pipeline``.
        texts: texts, or pairs of a text and the character offsets at which its paragraphs start. A sentence starts at
            each of them and crosses none. Without offsets, a blank line starts a paragraph.
        batch_size: documents read together.

    Yields:
        One ``Doc`` a text, in the order given; ``doc.text`` is the text, to the character.
    """
    from verbale.reading.pipeline import read_all

    return read_all(nlp, texts, batch_size=batch_size)


def model_card() -> str:
    """The card of the shipped model, Markdown: data and licences, scores, limits."""
    from verbale.reading.pipeline import card

    return card()
