"""The state behind a place that stands right after a noun: "officials in Goma", "the ministry in Athens"."""

from __future__ import annotations

from verbale.actors.folding import fold
from verbale.actors.gazetteer import seat_of
from verbale.actors.places import find as find_place
from verbale.actors.scene import Scene
from verbale.actors.vocabulary import reference_words

IN = frozenset({"in", "from"})
_LONGEST = 3  # words of a place's name


def seat_after(scene: Scene, index: int) -> str | None:
    """The state of a capital right after a noun: "the Defence Ministry in Athens", "officials in Buenos Aires"."""
    if index + 1 >= len(scene.tokens) or scene.folded[index] not in ("in", "from"):
        return None
    return seat_of(scene.doc[index + 1 : index + 3].text) or seat_of(scene.tokens[index + 1].text)


def state_at(scene: Scene, index: int, *, before: frozenset[str] = IN) -> str | None:
    """The state of a place right after a noun: "officials in Goma"; None where international bodies have their seat."""
    if index + 1 >= len(scene.tokens) or scene.folded[index] not in before:
        return None
    for size in range(_LONGEST, 0, -1):
        span = scene.doc[index + 1 : index + 1 + size]
        place = find_place(span.text) if span[0].is_title and span[-1].is_title else None
        if place is not None and place.country is not None:
            return place.country if fold(span.text) not in reference_words("seats") else None
    return None
