"""A message to its text, subject, date and attachments."""

from __future__ import annotations

import email
import email.header
import email.message
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass

from verbale.errors import EmptyInput, MalformedInput

_PLAIN, _HTML = "text/plain", "text/html"
_TOO_LITTLE, _FULL = 200, 2_000  # characters of plain text that stand for "see the HTML", where the HTML has many more
_DEEPEST = 30  # multiparts within each other; forwarding a message many times nests a few
_LIST_NAME = re.compile(r'^\s*"?([^"<]{2,120}?)"?\s*<[^>]*>\s*$')
_BULK = frozenset(("list", "bulk"))


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says: its body with its content type, and its headers."""

    body: bytes
    content_type: str
    title: str | None
    date: str | None
    publisher: str | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; `number` counts the message's attachments from 1."""

    number: int
    name: str | None
    data: bytes
    content_type: str


def read_mail(data: bytes) -> Message:
    """The best body of a message: plain text, or the HTML where the plain text only points to it.

    Raises:
        MalformedInput: it nests too deep.
        EmptyInput: it has no text.
    """
    message = _parsed(data)
    bodies: dict[str, email.message.Message] = {}
    for part in _leaves(message):
        if not _is_attachment(part):
            bodies.setdefault(part.get_content_type(), part)
    best = _best(bodies)
    if best is None:
        raise EmptyInput("the message has no text of its own")
    return Message(
        _payload(best), _content_type(best), _header(message, "Subject"), _date(message), _publisher(message)
    )


def attachments(data: bytes) -> Iterator[Attachment]:
    """The files that came with a message, in order; pictures shown in its text are none.

    Raises:
        MalformedInput: it nests too deep.
    """
    files = (part for part in _leaves(_parsed(data)) if _is_attachment(part))
    for number, part in enumerate(files, start=1):
        yield Attachment(number, part.get_filename(), _payload(part), _content_type(part))


def _parsed(data: bytes) -> email.message.Message:
    try:
        return email.message_from_bytes(data)
    except RecursionError:
        raise MalformedInput("the message's parts nest too deep") from None


def _leaves(message: email.message.Message) -> Iterator[email.message.Message]:
    """Parts that hold no parts, in order; a forwarded message is one of them."""
    waiting = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > _DEEPEST:
            raise MalformedInput("the message's parts nest too deep")
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting.extend((piece, depth + 1) for piece in reversed(inner) if isinstance(piece, email.message.Message))
        else:
            yield part


def _is_attachment(part: email.message.Message) -> bool:
    if part.get_content_type() == "message/rfc822":
        return True
    named = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    shown = part.get_content_maintype() in ("image", "audio", "video") or "signature" in part.get_content_subtype()
    return named and not shown


def _best(bodies: dict[str, email.message.Message]) -> email.message.Message | None:
    plain, html = bodies.get(_PLAIN), bodies.get(_HTML)
    if plain is None or html is None:
        return plain or html
    little = len(_payload(plain).strip()) < _TOO_LITTLE
    return html if little and len(_payload(html)) > _FULL else plain


def _payload(part: email.message.Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"\n".join(bytes(piece) for piece in inner if isinstance(piece, email.message.Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _content_type(part: email.message.Message) -> str:
    charset = part.get_content_charset()
    return f"{part.get_content_type()}; charset={charset}" if charset else part.get_content_type()


def _header(message: email.message.Message, name: str) -> str | None:
    value = message.get(name)
    if value is None:
        return None
    try:
        decoded = str(email.header.make_header(email.header.decode_header(str(value))))
    except (LookupError, ValueError, email.errors.MessageError):
        decoded = str(value)
    return " ".join(decoded.encode("utf-8", "replace").decode("utf-8").split()) or None


def _date(message: email.message.Message) -> str | None:
    try:
        return email.utils.parsedate_to_datetime(str(message["Date"])).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _publisher(message: email.message.Message) -> str | None:
    """Whose mailing it is: the list's name, or the sender's where the message went to many. A person's mail has none."""
    listed = _LIST_NAME.match(_header(message, "List-Id") or "")
    if listed:
        return listed.group(1).strip()
    to_many = message.get("List-Unsubscribe") or (message.get("Precedence") or "").strip().lower() in _BULK
    name, _ = email.utils.parseaddr(_header(message, "From") or "")
    return (name.strip() or None) if to_many else None
