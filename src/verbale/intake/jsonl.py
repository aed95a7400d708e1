"""Lines of JSON to documents: one a line, in order; a line that is no document becomes an error with its number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from verbale.errors import InputError, LimitExceeded, MalformedInput
from verbale.intake.document import Document
from verbale.intake.limits import DEFAULT_LIMITS, Limits
from verbale.intake.loading import load

_FIELDS = ("title", "url", "publisher", "publisher_country", "date", "genre", "speaker")
_GENRES = ("report", "news", "statement", "speech")
_DEEPEST = 100  # brackets open at once; a document's line needs one


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read, counted from 1, with the caller's id where the line still gave one."""

    number: int
    source_id: str | None
    error: InputError


def parse_line(line: str | bytes, *, limits: Limits = DEFAULT_LIMITS) -> dict[str, Any]:
    """The object of one line: `{"id", "text", "title"?, "url"?, "publisher"?, "publisher_country"?, "date"?,
    "genre"?, "speaker"?}`.

    Raises:
        LimitExceeded: the line is longer than `limits.line_bytes`.
        MalformedInput: it is not one JSON object with a text, names a key twice, holds NaN or nests too deep.
    """
    return checked(parse_object(line, limits=limits))


def parse_object(line: str | bytes, *, limits: Limits = DEFAULT_LIMITS) -> dict[str, Any]:
    """The JSON object of one line, whatever its fields.

    Raises:
        LimitExceeded, MalformedInput: as in `parse_line`.
    """
    value = _value(line, limits)
    if not isinstance(value, dict):
        raise MalformedInput("the line is not a JSON object")
    return value


def parse_list(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> list[Any]:
    """The members of one JSON list; an object alone is a list of one.

    Raises:
        LimitExceeded, MalformedInput: as in `parse_line`.
    """
    value = _value(data, limits)
    return value if isinstance(value, list) else [value]


def _value(line: str | bytes, limits: Limits) -> Any:
    limits.check(len(line), "line_bytes")
    try:
        text = line.decode("utf-8-sig") if isinstance(line, bytes) else line.removeprefix("\ufeff")
        _check_depth(text)
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise MalformedInput(f"the line is not UTF-8 (byte {error.start})") from None
    except RecursionError:
        raise MalformedInput("the line nests too deep") from None
    except json.JSONDecodeError as error:
        raise MalformedInput(f"the line is not JSON: {error.msg} at character {error.pos}") from None


def document_of(fields: Mapping[str, Any], *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document that a line's object describes.

    Raises:
        InputError: a field is of the wrong kind, or the text cannot be used.
    """
    fields = checked(fields)
    known = {name: fields[name] for name in _FIELDS if fields.get(name) is not None}
    return load(fields["text"], source_id=source_id_of(fields), limits=limits, **known)


def read_jsonl(lines: Iterable[str | bytes], *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Document | BadLine]:
    """Each line's document, or what was wrong with it; blank lines are passed over."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        source_id = None
        try:
            fields = parse_line(line, limits=limits)
            source_id = source_id_of(fields)
            yield document_of(fields, limits=limits)
        except InputError as error:
            yield BadLine(number, source_id, error)


def source_id_of(fields: Mapping[str, Any]) -> str | None:
    """The caller's id as a string; numbers are taken as written."""
    value = fields.get("id", fields.get("source_id"))
    return None if value is None else str(value)


def checked(value: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a document, as they are.

    Raises:
        MalformedInput: there is no text, or a field is of the wrong kind.
    """
    if not isinstance(value, Mapping):
        raise MalformedInput("the line is not a JSON object")
    if not isinstance(value.get("text"), str):
        raise MalformedInput('the line has no "text"')
    if type(value.get("date")) is int:
        value = {**value, "date": str(value["date"])}  # a year
    for name in _FIELDS:
        if not isinstance(value.get(name, ""), str | None):
            raise MalformedInput(f'"{name}" is not a string')
    if value.get("genre") not in (None, *_GENRES):
        raise MalformedInput(f'"genre" is none of {", ".join(_GENRES)}')
    if isinstance(value.get("id"), dict | list | bool):
        raise MalformedInput('"id" is neither a string nor a number')
    return dict(value)


def _check_depth(text: str) -> None:
    """Refuse deep nesting before the parser recurses; a line with few brackets is not looked at twice."""
    if text.count("[") + text.count("{") <= _DEEPEST:
        return
    depth, quoted, escaped = 0, False, False
    for letter in text:
        if quoted:
            escaped, quoted = letter == "\\" and not escaped, letter != '"' or escaped
        elif letter == '"':
            quoted = True
        elif letter in "[{":
            depth += 1
            if depth > _DEEPEST:
                raise LimitExceeded("the line nests too deep", code="limit:depth")
        elif letter in "]}":
            depth -= 1


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedInput("the line names a key twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise MalformedInput(f"the line holds {name}, which is no JSON")
