"""Messages and mailboxes to documents: a message's text is one, each file that came with it another."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from verbale.errors import Failure, InputError, LimitExceeded
from verbale.intake.archives import inside_name
from verbale.intake.given import Given
from verbale.intake.mail import Attachment, attachments
from verbale.intake.sniff import foreign
from verbale.intake.streams import Source, read_whole

_STARTS = re.compile(rb"From [^\n]{1,300}\d{4}[^\n]{0,40}\r?\n")  # what parts the messages of a mailbox
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)  # how a mailbox keeps such a line within a message


def read_message(source: Source) -> Iterator[Given | Failure | Source]:
    """A message as a document, then its attachments."""
    yield from _message(source, source.uri, read_whole(source, "file_bytes"))


def _message(source: Source, uri: str, data: bytes) -> Iterator[Given | Failure | Source]:
    yield Given(uri=uri, kind="eml", data=data, about=source.about)
    for file in attachments(data):
        name = f"{uri}!/{_name(file)}"
        if foreign(file.data) and not file.data.startswith(b"\xd0\xcf"):
            continue  # pictures and sound come with many messages, and are no documents
        try:
            source.check_depth()
            about = {key: value for key, value in source.about.items() if key != "title"}
            yield source.inner(name, io.BytesIO(file.data), inflated=False, about=about)
        except InputError as error:
            yield Failure.of(name, error)


def _name(file: Attachment) -> str:
    name = inside_name(file.name or "").replace("/", "_")
    return f"{file.number}-{name}" if name.isprintable() and name else str(file.number)


def read_mailbox(source: Source) -> Iterator[Given | Failure | Source]:
    """The messages of a mailbox in order, named by the byte at which they start: `list.mbox#4711`."""
    for offset, data in _messages(source):
        uri = f"{source.uri}#{offset}"
        if data is None:
            limit = f"{source.limits.file_bytes:,}"
            yield Failure.of(uri, LimitExceeded(f"the message has more than {limit} bytes", code="limit:file_bytes"))
        else:
            yield from _message(source, uri, _QUOTED.sub(rb"\1", data))


def _messages(source: Source) -> Iterator[tuple[int, bytes | None]]:
    """Each message with where it starts; None for one that is larger than allowed, which is read past."""
    start = offset = size = 0
    lines: list[bytes] = []
    ended = True
    while line := source.stream.readline(65_536):
        if ended and _STARTS.fullmatch(line):
            if size:
                yield start, b"".join(lines) if lines else None
            start, size, lines = offset, 0, []
        else:
            size += len(line)
            lines.append(line)
            if size > source.limits.file_bytes:
                lines = []
        ended = line.endswith(b"\n")
        offset += len(line)
    if size:
        yield start, b"".join(lines) if lines else None
