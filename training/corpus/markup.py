"""The corpus' inline markup → plain text and character offsets.

`parse` reads one file as GUIDE.md describes it and returns an `Annotated` document. Pure functions; no files but in `load`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

NAMES = {
    "per": "PERSON", "org": "ORG", "gpe": "GPE", "loc": "LOC", "norp": "NORP",
    "fac": "FAC", "evt": "EVENT", "date": "DATE", "money": "MONEY", "law": "LAW",
}  # fmt: skip
LINKED = frozenset({"role", "src", "cue", "st", "ev", "fig", "prop", "meet"})
OBJECTS = frozenset({"person", "statement", "event", "figure", "proposal", "meeting"})
HELD_OUT_SHARE = 5  # one document in five, as the issue on the model asks


class MarkupError(ValueError):
    """A corpus file that does not follow GUIDE.md; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch: `[start, end)` in code points of `Annotated.text`."""

    start: int
    end: int
    tag: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An annotation line: its kind, its id, the fields without a name, and the named ones."""

    kind: str
    key: str
    positional: tuple[str, ...]
    fields: dict[str, str]

    def line(self) -> str:
        """The item as a line that `parse_item` reads."""
        named = (f"{name}={value}" for name, value in self.fields.items())
        return " | ".join([f"{self.kind} {self.key}", *self.positional, *named])

    def many(self, name: str) -> list[str]:
        """The comma-separated values of a field; empty when absent."""
        return [value.strip() for value in self.fields.get(name, "").split(",") if value.strip()]


@dataclass(frozen=True, slots=True)
class Annotated:
    """One document of the corpus."""

    meta: dict[str, str]
    text: str
    spans: tuple[Span, ...]
    items: tuple[Item, ...] = field(default=())

    @property
    def id(self) -> str:
        return self.meta["id"]

    def names(self) -> list[Span]:
        """Name spans, in text order."""
        return [span for span in self.spans if span.tag in NAMES]

    def tagged(self, tag: str, key: str | None = None) -> list[Span]:
        """Spans of one tag, of one key when given."""
        return [span for span in self.spans if span.tag == tag and key in (None, span.key)]

    def of(self, kind: str) -> list[Item]:
        """Annotation lines of one kind."""
        return [item for item in self.items if item.kind == kind]


def is_held_out(document_id: str) -> bool:
    """Whether a document belongs to the fifth that nobody trains or tunes on."""
    digest = hashlib.sha256(document_id.encode()).digest()
    return digest[0] % HELD_OUT_SHARE == 0


def parse(source: str, *, unwrap: bool = True) -> Annotated:
    """Read one corpus file's contents.

    Args:
        source: the file's contents.
        unwrap: read a single line break as a space and trim paragraphs, as GUIDE.md says; False keeps the text
            between the `---` lines to the character, for texts that are stored elsewhere (`standoff`).

    Raises:
        MarkupError: a part is missing, a brace is open, a line cannot be read.
    """
    parts = re.split(r"^---[ \t]*$", source.replace("\r\n", "\n") if unwrap else source, flags=re.MULTILINE)
    if len(parts) != 3:
        raise MarkupError("a file has three parts (head, text, annotations) with a line '---' between them")
    body = _unwrap(parts[1]) if unwrap else parts[1].removeprefix("\n").removesuffix("\n")
    text, spans = _strip_markup(body)
    items = tuple(parse_item(line) for line in parts[2].splitlines() if line.strip())
    return Annotated(_head(parts[0]), text, tuple(spans), items)


def load(folder: Path, *, held_out: bool | None = None) -> Iterator[Annotated]:
    """All documents of a folder by file name; only the held-out fifth, or only the rest, when asked."""
    for path in sorted(folder.glob("*.txt")):
        try:
            document = parse(path.read_text(encoding="utf-8"))
        except MarkupError as error:
            raise MarkupError(f"{path}: {error}") from error
        if held_out is None or held_out == is_held_out(document.id):
            yield document


def _head(source: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in source.splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _unwrap(source: str) -> str:
    paragraphs = re.split(r"\n[ \t]*\n", source.strip())
    return "\n\n".join(re.sub(r"[ \t]*\n[ \t]*", " ", paragraph.strip()) for paragraph in paragraphs)


def _strip_markup(source: str) -> tuple[str, list[Span]]:
    out: list[str] = []
    length = 0
    open_spans: list[tuple[str, str | None, int]] = []
    spans: list[Span] = []
    for piece in re.split(r"(\{[a-z]+(?: [A-Za-z0-9-]+)?\||\})", source):
        if piece == "}":
            if not open_spans:
                raise MarkupError(f"a closing brace without an opening one after …{''.join(out)[-40:]!r}")
            tag, key, start = open_spans.pop()
            spans.append(Span(start, length, tag, key))
        elif piece.startswith("{") and piece.endswith("|"):
            tag, _, key_text = piece[1:-1].partition(" ")
            _check_tag(tag, key_text)
            open_spans.append((tag, key_text or None, length))
        else:
            if "{" in piece:
                raise MarkupError(f"cannot read the markup near {piece[piece.index('{') :][:40]!r}")
            out.append(piece)
            length += len(piece)
    if open_spans:
        raise MarkupError(f"the span {{{open_spans[-1][0]} …| is not closed")
    return "".join(out), sorted(spans, key=lambda span: (span.start, -span.end))


def _check_tag(tag: str, key: str) -> None:
    if tag not in NAMES and tag not in LINKED:
        raise MarkupError(f"unknown tag {{{tag}|; see GUIDE.md")
    if (tag in LINKED) != bool(key):
        raise MarkupError(f"{{{tag}| {'needs' if tag in LINKED else 'takes no'} id")


def parse_item(line: str) -> Item:
    """Read one annotation line.

    Raises:
        MarkupError: it starts with no known object, or has no id.
    """
    parts = [part.strip() for part in line.split(" | ")]
    kind, _, key = parts[0].partition(" ")
    if kind not in OBJECTS or not key:
        raise MarkupError(
            f"cannot read the annotation line {line!r}: it starts with one of {sorted(OBJECTS)} and an id"
        )
    named = dict(part.split("=", 1) for part in parts[1:] if "=" in part)
    positional = tuple(part for part in parts[1:] if "=" not in part and part)
    return Item(kind, key.strip(), positional, {name.strip(): value.strip() for name, value in named.items()})
