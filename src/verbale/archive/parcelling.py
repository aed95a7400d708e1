"""What a worker does: given documents are opened and read, and packed for the writer."""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from verbale.archive.blobs import pack
from verbale.archive.parcel import Parcel
from verbale.errors import Failure, InputError
from verbale.intake.given import Given
from verbale.intake.limits import DEFAULT_LIMITS, Limits
from verbale.record import Warning, to_plain  # noqa: A004

if TYPE_CHECKING:
    from verbale.intake.document import Document
    from verbale.intake.sniff import Kind
    from verbale.reader import Reader
    from verbale.record import Record

WORKER_LIMITS = replace(DEFAULT_LIMITS, child_memory=280_000_000)
"""A worker with its model holds 290 MB, so that it and a child which parses a hostile PDF stay below 600 MB together, four of them
below 2.4 GB. A sound report of a thousand pages still fits: it takes about 250 MB."""

_LEVEL = 6  # zlib's own default: prose to a third; 9 takes twice the time for 1 % less


def parcelling(
    *, pipeline: str | None = None, threads: int | None = None, limits: Limits = WORKER_LIMITS
) -> Callable[[Sequence[Given]], list[Parcel]]:
    """Load a reader; gives the function from given documents to parcels, one each, in order. It never raises for what
    a document does.

    Raises:
        PipelineError: the pipeline is not installed.
    """
    from verbale.reader import Reader

    reader = Reader(pipeline=pipeline, threads=threads)
    next(reader.read_many([]), None)  # loads the model
    return lambda batch: pack_all(batch, reader, limits=limits)


def pack_all(batch: Sequence[Given], reader: Reader, *, limits: Limits = WORKER_LIMITS) -> list[Parcel]:
    """Open, read and pack documents."""
    started, before = time.perf_counter(), dict(reader.seconds)
    opened = [_opened(given, limits) for given in batch]
    spent = {"intake": time.perf_counter() - started}
    parcels = [_packed(given, outcome) for given, outcome in zip(batch, reader.read_many(opened), strict=True)]
    spent |= {stage: seconds - before[stage] for stage, seconds in reader.seconds.items()}
    spent["pack"] = time.perf_counter() - started - sum(spent.values())
    shares = {stage: seconds / len(batch) for stage, seconds in spent.items()}  # they are parsed together
    return [replace(parcel, seconds=shares) for parcel in parcels]


def lost(given: Given, code: str, message: str) -> Parcel:
    """The parcel of a document that no worker survived, or none finished in time."""
    return _failed(given, Failure(source_id=given.uri, code=code, message=message))


def unopened(failure: Failure) -> Parcel:
    """The parcel of a document, or of a part of a container, that was never taken out."""
    return Parcel(
        uri=failure.source_id or "", kind="", sha256=sha256(b""), size=0, code=failure.code, message=failure.message
    )


def sha256(data: bytes) -> str:
    """The hash by which given bytes are known."""
    return hashlib.sha256(data).hexdigest()


def _opened(given: Given, limits: Limits) -> Document | Failure:
    from verbale.intake.gather import open_given

    try:
        return open_given(given, limits=limits)
    except InputError as error:
        return Failure(source_id=given.uri, code=error.code, message=str(error))
    except Exception as error:  # a parser's own fault stops one document
        return Failure(source_id=given.uri, code="crashed", message=f"{type(error).__name__}: {error}")


def _packed(given: Given, outcome: Record | Failure) -> Parcel:
    return _failed(given, outcome) if isinstance(outcome, Failure) else _read(given, outcome)


def _failed(given: Given, failure: Failure) -> Parcel:
    return Parcel(
        uri=given.uri, kind=given.kind, sha256=sha256(given.data), size=len(given.data), code=failure.code,
        message=failure.message,
    )  # fmt: skip


def _read(given: Given, record: Record) -> Parcel:
    from verbale.archive.origins import signature

    return Parcel(
        uri=given.uri,
        kind=given.kind,
        sha256=sha256(given.data),
        size=len(given.data),
        about=opened_with(given),
        raw=zlib.compress(given.data, _LEVEL),
        record=pack(record.to_dict()),
        signature=signature(record.document.text),
    )


def opened_with(given: Given) -> str | None:
    """What `given_again` needs besides the bytes, as JSON; None where there is nothing."""
    plain = {
        "about": dict(given.about),
        "content_type": given.content_type,
        "warnings": [to_plain(warning) for warning in given.warnings],
    }
    told = {name: value for name, value in plain.items() if value}
    return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else None


def given_again(*, uri: str, kind: str, data: bytes, about: str | None) -> Given:
    """A document as it was given once, from what the archive keeps of it."""
    told = json.loads(about) if about else {}
    warnings = tuple(_warning(**warning) for warning in told.pop("warnings", ()))
    return Given(uri=uri, kind=cast("Kind", kind), data=data, warnings=warnings, **told)


def _warning(*, code: str, message: str, evidence: Sequence[int] | None) -> Warning:
    return Warning(code=code, message=message, evidence=(evidence[0], evidence[1]) if evidence else None)
