"""Reading: from a document to its record, one or many. The only module that knows all stages."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verbale.errors import Failure, InputError, VerbaleError
from verbale.record import Record

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from verbale.intake.document import Document

__all__ = ["Failure", "Item", "Reader", "read", "record_of"]

# Documents read together. Windows of several documents fill the encoder's batches; more only costs memory.
_BATCH = 16

Item = str | Path | Mapping[str, Any]


class Reader:
    """Reads documents with one loaded pipeline.

    Args:
        pipeline: an installed spaCy pipeline's name instead of the shipped English model.
        threads: threads of the encoder; all cores when None.

    Attributes:
        seconds: what `read_many` has spent so far, by stage: `parse` and `find`. They may overlap.
    """

    def __init__(self, *, pipeline: str | None = None, threads: int | None = None) -> None:
        self._name = pipeline
        self._threads = threads
        self._nlp: Language | None = None
        self.seconds = {"parse": 0.0, "find": 0.0}

    def read(self, source: str | bytes | Path, **about: Any) -> Record:
        """Read one document; `about` as in `verbale.read`.

        Raises:
            InputError: the document cannot be used; `code` says why.
        """
        from verbale.intake import load

        return self.read_document(load(source, **about))

    def read_document(self, document: Document) -> Record:
        """Read a document that intake has prepared."""
        return record_of(document, next(self._annotated([document])))

    def read_many(self, items: Iterable[Item | Document | Failure]) -> Iterator[Record | Failure]:
        """Read many: raw texts, paths, or mappings as `verbale read --jsonl` takes them. In input order, in batches.

        Documents that intake has prepared, and failures of an earlier stage, are taken too and keep their places.
        """
        self._pipeline()  # loaded here, so that a missing pipeline is one error and not one a document
        with ThreadPoolExecutor(max_workers=1) as ahead:
            batches = _batches(items)
            coming = ahead.submit(self._parsed, batches)
            while batch := coming.result():
                coming = ahead.submit(self._parsed, batches)  # parsed while the finders work on this one
                for item, doc in batch:
                    yield item if isinstance(item, Failure) else self._read_alone(item, doc)

    def _parsed(
        self, batches: Iterator[list[Item | Document | Failure]]
    ) -> list[tuple[Document | Failure, Doc | None]]:
        """The next batch prepared and parsed; a document without a parse where one of the batch is at fault."""
        prepared = [_prepared(item) for item in next(batches, [])]
        documents = [item for item in prepared if not isinstance(item, Failure)]
        try:
            with self._clock("parse"):
                parsed: Iterator[Doc | None] = iter(list(self._annotated(documents)))
        except Exception:  # each is read alone later, so that the others are kept
            parsed = iter([None] * len(documents))
        return [(item, None if isinstance(item, Failure) else next(parsed)) for item in prepared]

    def _read_alone(self, document: Document, doc: Doc | None) -> Record | Failure:
        try:
            with self._clock("find"):
                return record_of(document, doc if doc is not None else next(self._annotated([document])))
        except VerbaleError as error:
            return Failure(source_id=document.source_id, code=getattr(error, "code", "unusable"), message=str(error))
        except Exception as error:
            return Failure(source_id=document.source_id, code="crashed", message=f"{type(error).__name__}: {error}")

    @contextmanager
    def _clock(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += time.perf_counter() - started

    def _annotated(self, documents: list[Document]) -> Iterator[Doc]:
        from verbale.reading import annotate

        return annotate(self._pipeline(), [(document.reading, _paragraph_starts(document)) for document in documents])

    def _pipeline(self) -> Language:
        if self._nlp is None:
            from verbale.reading import load_pipeline

            self._nlp = load_pipeline(self._name, threads=self._threads)
        return self._nlp


def _batches(items: Iterable[Item | Document | Failure]) -> Iterator[list[Item | Document | Failure]]:
    remaining = iter(items)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def _prepared(item: Item | Document | Failure) -> Document | Failure:
    from verbale.intake import Document, load
    from verbale.intake.jsonl import document_of, source_id_of

    if isinstance(item, Document | Failure):
        return item
    source_id = str(item) if isinstance(item, Path) else source_id_of(item) if isinstance(item, Mapping) else None
    try:
        return document_of(item) if isinstance(item, Mapping) else load(item, source_id=source_id)
    except InputError as error:
        return Failure(source_id=source_id, code=error.code, message=str(error))


def _paragraph_starts(document: Document) -> list[int]:
    return [document.offsets.to_repaired(paragraph.start) for paragraph in document.paragraphs]


def record_of(document: Document, doc: Doc) -> Record:
    """The record of one document from its parse: actors, then statements, then everything said or told in them."""
    from verbale.actors import cast_of
    from verbale.finding.assembly import assemble
    from verbale.finding.context import Reading

    return assemble(Reading(document, doc, cast_of(document, doc)))


def read(source: str | bytes | Path, **about: Any) -> Record:
    """Read one document with the shipped model, loaded once per process.

    Args:
        source: a path, raw text or bytes.
        about: `title`, `url`, `publisher`, `publisher_country` (alpha-3), `date` (ISO), `genre`, `speaker`; `pipeline`.

    Raises:
        InputError: the document cannot be used; `code` says why.
    """
    pipeline = about.pop("pipeline", None)
    return _shared(pipeline).read(source, **about)


_readers: dict[str | None, Reader] = {}


def _shared(pipeline: str | None) -> Reader:
    return _readers.setdefault(pipeline, Reader(pipeline=pipeline))
