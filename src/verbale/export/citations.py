"""What both bibliographic formats need to know of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verbale.actors.folding import fold
from verbale.export.source import Entry, actors_by_id, one_line

_NOT_PLAIN = re.compile("[^a-z0-9]+")
_WORD_CHARACTERS = 20  # of a publisher or title in a key or file name; enough to be recognised
_KEY_CHARACTERS = 12  # of the document's key: 48 bits, so that a million documents have different ones


@dataclass(frozen=True, slots=True)
class Citation:
    """A document as a source. `author`: whose words it is, for speeches and statements; empty texts are unknown."""

    key: str
    title: str
    author: str
    person: bool
    publisher: str
    date: str
    url: str
    language: str
    genre: str


def citation(entry: Entry) -> Citation:
    """A document's citation; nothing is made up for what is not known."""
    document = entry.record.document
    speaker = actors_by_id(entry.record).get(document.speaker or "")
    return Citation(
        key=citation_key(entry),
        title=one_line(document.title or ""),
        author=one_line(speaker.name) if speaker else "",
        person=speaker is not None and speaker.kind == "person",
        publisher=one_line(document.publisher or ""),
        date=entry.published or "",
        url=document.url or "",
        language=document.language,
        genre=document.genre,
    )


def citation_key(entry: Entry) -> str:
    """A key of ASCII letters, digits and `-`: publisher (else title), year, and the beginning of the document's key,
    which makes it unique."""
    document = entry.record.document
    word = plain_word(document.publisher or document.title or document.genre).replace("-", "")
    return f"{word or 'document'}{(entry.published or '')[:4]}-{entry.key[:_KEY_CHARACTERS]}"


def plain_word(words: str) -> str:
    """Words in lower-case ASCII letters and digits parted by `-`, 20 characters at most."""
    return _NOT_PLAIN.sub("-", fold(words)).strip("-")[:_WORD_CHARACTERS].strip("-")


def file_name(entry: Entry) -> str:
    """A name that is safe on every file system, sorts by date and is unique: date, title, beginning of the key."""
    title = plain_word(entry.record.document.title or "")
    return "-".join(filter(None, (entry.published or "undated", title, entry.key[:_KEY_CHARACTERS])))
