"""Said is not done: whose claim an event is, and who performs an act of speech."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from verbale.finding.context import Reading
from verbale.finding.events_candidates import Candidate
from verbale.record import EventType, Statement

_SPEECH: frozenset[EventType] = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE"})


class Claims:
    """The statements of a document, asked by position."""

    def __init__(self, reading: Reading, statements: Sequence[Statement]) -> None:
        self._reading = reading
        self._spans = _innermost([(item.evidence[0], item.evidence[1], item.id) for item in statements])
        self._starts = [start for start, _, _ in self._spans]
        self._speakers = {item.id: item.speaker for item in statements}
        self._speaks_for = {item.id: item.speaks_for for item in statements}
        self._within = {item.id: item.within for item in statements}
        cued = [item for item in statements if item.cue is not None]
        self._cues = sorted(((item.cue.evidence, item) for item in cued if item.cue), key=lambda pair: pair[0])
        self._cue_starts = [evidence[0] for evidence, _ in self._cues]

    def of(self, candidate: Candidate) -> str | None:
        """The innermost statement in whose content the event's word lies; None where the document itself says it."""
        start, _ = self._reading.evidence(candidate.word)
        index = bisect_right(self._starts, start) - 1
        if index < 0 or start >= self._spans[index][1]:
            return None
        key = self._spans[index][2]
        return self._within[key] if self._is_performed(candidate, key) else key

    def _is_performed(self, candidate: Candidate, key: str) -> bool:
        """Whether a speaker does it by saying so: "we urge", "I thank". Then the text itself shows that it was said."""
        if candidate.type not in _SPEECH or candidate.nominal or candidate.status != "happened":
            return False
        if "Past" in candidate.word.morph.get("Tense", []):
            return False
        own = {*self._speaks_for[key], self._speakers[key]}
        subject = next((child for child in candidate.word.children if child.dep_ == "nsubj"), None)
        return subject is not None and subject.lower_ in ("i", "we") and bool(own & set(candidate.actor))

    def voices(self) -> dict[int, str]:
        """The speaker of each token that lies in a statement, by token index: whom "I" and "we" mean there."""
        found: dict[int, str] = {}
        index = 0
        for token in self._reading.doc:
            start, _ = self._reading.evidence(token)
            while index < len(self._spans) and self._spans[index][1] <= start:
                index += 1
            if index < len(self._spans) and self._spans[index][0] <= start:
                speaker = self._speakers.get(self._spans[index][2]) or self._reading.cast.genre_speaker
            else:
                speaker = self._reading.cast.genre_speaker
            if speaker is not None:
                found[token.i] = speaker
        return found

    def spoken(self, candidate: Candidate) -> Candidate | None:
        """The candidate with its speaker as actor when its word is a cue; None when a private voice speaks."""
        statement = self._cued_by(candidate)
        if statement is None or candidate.type not in _SPEECH or candidate.nominal:
            return candidate
        if statement.speaker is None:
            return candidate
        if not statement.speaks_for and self._is_private(statement.speaker):
            return None
        recipient = tuple(
            actor for actor in candidate.recipient if actor != statement.speaker and actor not in statement.speaks_for
        )
        return candidate.but(actor=(statement.speaker,), recipient=recipient)

    def _is_private(self, speaker: str) -> bool:
        entry = self._reading.cast.actors.get(speaker)
        if entry is None or entry.kind != "person" or speaker == self._reading.cast.genre_speaker:
            return False
        return not entry.roles and entry.sector is None

    def _cued_by(self, candidate: Candidate) -> Statement | None:
        start, end = self._reading.evidence(candidate.word)
        index = bisect_right(self._cue_starts, start) - 1
        if index < 0:
            return None
        evidence, statement = self._cues[index]
        return statement if start < evidence[1] and end > evidence[0] else None


def _innermost(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Disjoint stretches in order, each with the innermost span over it. One sweep over starts and ends."""
    flat: list[tuple[int, int, str]] = []
    stack: list[tuple[int, int, str]] = []
    at = 0

    def close(until: int) -> None:
        nonlocal at
        while stack and stack[-1][1] <= until:
            _, end, key = stack.pop()
            if end > at:
                flat.append((at, end, key))
                at = end

    for start, end, key in sorted(spans, key=lambda span: (span[0], -span[1])):
        close(start)
        if stack and start > at:
            flat.append((at, start, stack[-1][2]))
        at = max(at, start)
        stack.append((start, end, key))
    close(max((end for _, end, _ in spans), default=0))
    return flat
