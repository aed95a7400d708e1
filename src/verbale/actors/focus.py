"""What a text is speaking of at some point: the people, states and bodies last mentioned. Contains no vocabulary."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

# Mentions that a pronoun may still reach: enough for any paragraph, and it keeps resolution linear.
_MEMORY = 16
_FARTHEST = 5  # sentences back that a pronoun reaches
_SUBJECT_BONUS = 4.0
_SPEAKER_BONUS = 2.0
_OFFICE_BONUS = 1.0  # people with an office are spoken of again more often than others
# What each sentence of distance costs: less than the subject's bonus, so that the last subject beats the last object.
_STEP = 3.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One mention as memory keeps it."""

    actor: str
    token: int
    sentence: int
    is_subject: bool
    verb: int


class Focus:
    """Memory of one document, filled in text order."""

    def __init__(self) -> None:
        self.people: deque[Seen] = deque(maxlen=_MEMORY)
        self.states: deque[Seen] = deque(maxlen=_MEMORY)
        self.bodies: deque[Seen] = deque(maxlen=_MEMORY)
        self.pair: tuple[str, ...] = ()
        self.group: tuple[str, ...] = ()
        self.speaker: str | None = None
        self.official: set[str] = set()

    def best_person(
        self, allowed: set[str] | None, sentence: int, *, barred_verb: int | None, parted: bool
    ) -> str | None:
        """The nearest person by distance and prominence; None on a tie.

        Args:
            allowed: only these people, or all.
            sentence: number of the sentence that refers.
            barred_verb: people who are the subject of this verb are left out ("X met him").
            parted: a new paragraph begins with the reference; the last speaker gains.
        """
        scores: dict[str, float] = {}
        for seen in self.people:
            distance = sentence - seen.sentence
            if distance > _FARTHEST or (allowed is not None and seen.actor not in allowed):
                continue
            if barred_verb is not None and seen.is_subject and seen.verb == barred_verb:
                continue
            score = _SUBJECT_BONUS * seen.is_subject - _STEP * distance
            score += _SPEAKER_BONUS * (2 if parted else 1) * (seen.actor == self.speaker)
            score += _OFFICE_BONUS * (seen.actor in self.official)
            scores[seen.actor] = max(score, scores.get(seen.actor, score))
        return _winner(scores)

    def last(self, memory: deque[Seen], sentence: int, *, reach: int = _FARTHEST) -> str | None:
        """The last actor of a memory within reach, subjects of the last sentence first."""
        scores: dict[str, float] = {}
        for order, seen in enumerate(memory):
            distance = sentence - seen.sentence
            if distance <= reach:
                score = _SUBJECT_BONUS * seen.is_subject - _STEP * distance + order / _MEMORY
                scores[seen.actor] = max(score, scores.get(seen.actor, score))
        return _winner(scores)


def _winner(scores: dict[str, float]) -> str | None:
    if not scores:
        return None
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    return ranked[0][0]
