"""Builds the pipeline that reads, and runs it over texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import spacy
from spacy.language import Language

from verbale.errors import PipelineError
from verbale.reading import component
from verbale.reading.layout import PARAGRAPHS, paragraph_words
from verbale.reading.tokens import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST_TEXT = 50_000_000
"""Characters: spaCy's own limit of a million guards parsers that need a gigabyte for it; ours reads in stretches."""

FOREIGN_NAME = "verbale_universal"


# Components that set trees without saying so in their meta data: other toolkits wrapped for spaCy.
_WHOLE = ("stanza", "udpipe", "trankit", "experimental_biaffine_parser", "transformer_parser")


def load(name: str | None, *, threads: int | None) -> Language:
    """See ``verbale.reading.load_pipeline``."""
    if name is not None:
        return _foreign(name)
    nlp = blank()
    nlp.add_pipe(component.NAME, config={"threads": threads})
    return nlp


def blank() -> Language:
    """A pipeline that cuts words as our model expects them and does nothing else."""
    nlp = spacy.blank("en")
    nlp.max_length = LONGEST_TEXT
    nlp.tokenizer = Words(nlp)
    return nlp


def _foreign(name: str) -> Language:
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise PipelineError(
            f"the spaCy pipeline {name!r} is not installed; `python -m spacy download {name}` brings it, "
            "or leave the choice out to read with Verbale's own model"
        ) from error
    _check_parts(name, nlp)
    from verbale.reading import universal  # noqa: F401 - registers the component

    nlp.add_pipe(FOREIGN_NAME)
    return nlp


def _check_parts(name: str, nlp: Language) -> None:
    """Without trees nothing would be found, and nothing said about it.

    Raises:
        PipelineError: no component of the pipeline sets dependencies.
    """
    parts = [nlp.get_pipe_meta(part).assigns for part in nlp.pipe_names]
    if not any("token.dep" in assigned for assigned in parts) and not any(part in nlp.pipe_names for part in _WHOLE):
        raise PipelineError(
            f"the spaCy pipeline {name!r} has no parser (its parts: {', '.join(nlp.pipe_names) or 'none'}); "
            "choose one with a parser and names, or leave the choice out to read with Verbale's own model"
        )


def read_all(
    nlp: Language, texts: Iterable[str] | Iterable[tuple[str, Sequence[int]]], *, batch_size: int
) -> Iterator[Doc]:
    """See ``verbale.reading.annotate``."""
    docs = (_prepared(nlp, text) for text in texts)
    return iter(nlp.pipe(docs, batch_size=batch_size))


def _prepared(nlp: Language, given: str | tuple[str, Sequence[int]]) -> Doc:
    """A tokenised document that knows where its paragraphs start, in a way that any spaCy parser respects."""
    text, offsets = (given, None) if isinstance(given, str) else given
    doc = nlp.make_doc(text)
    if offsets is not None:
        doc.user_data[PARAGRAPHS] = list(offsets)
    if component.NAME not in nlp.pipe_names:
        words = [token for token in doc if not token.is_space]
        for at in paragraph_words(doc, [token.idx for token in words]):
            words[at].is_sent_start = True
    return doc


def card() -> str:
    """See ``verbale.reading.model_card``."""
    path = component.SHIPPED / "card.md"
    if not path.exists():
        raise PipelineError(f"the model has no card: {path} is missing; reinstall verbale")
    return path.read_text(encoding="utf-8")
