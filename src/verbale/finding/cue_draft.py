"""What a cue yields before its speaker is known."""

from __future__ import annotations

from dataclasses import dataclass

from verbale.record import Act

SPINE = frozenset({"ROOT", "root", "conj", "parataxis"})
FIRST_PERSON = frozenset({"i", "we", "us", "me"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before its speaker is known. Token offsets; `content` and `cue` are half-open."""

    act: Act
    frame: str
    cue: tuple[int, int]
    content: tuple[int, int]
    source: int | None
    rule: str
    confidence: float
    addressees: tuple[int, ...] = ()
    open_ended: bool = False  # "said:" at the end of a paragraph: what follows is the content
    rest: tuple[int, int] | None = None  # after a semicolon: the source goes on in a clause of its own
