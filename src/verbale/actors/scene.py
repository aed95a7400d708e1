"""The working state of one document while its cast is being found: actors so far, mentions so far, roles so far."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Span, Token

from verbale.actors.cast import Cast, Mention, MentionKind, head_of
from verbale.actors.folding import fold
from verbale.actors.gazetteer import Form, known_actors
from verbale.intake.document import Document
from verbale.record import Actor, Evidence, Role, Warning  # noqa: A004 - the contract's own word

_LONGEST_SHORT_FORM = 20  # characters of an abbreviation, "UNOCHA-Somalia" and the like included
_ATOM = re.compile(r"[^\W_]+|[^\w\s]|_")


@dataclass(slots=True)
class Found:
    """A mention in the making: tokens `[start, end)`; `form` where a known name gave it; `role` where it is an
    office."""

    start: int
    end: int
    actors: tuple[str, ...]
    kind: MentionKind
    form: Form | None = None
    role: OfficePhrase | None = None


@dataclass(slots=True)
class OfficePhrase:
    """An office in the text: tokens `[start, end)`, its head noun, and what its own words say of it.

    `country` and `organisation` are those stated inside the phrase; `former` when its words end it.
    """

    start: int
    end: int
    head: int
    title: str
    words: frozenset[str]
    standing: str
    sector: str
    country: str | None
    organisation: str | None
    plural: bool
    former: bool
    definite: bool
    person: str | None = None


@dataclass
class Scene:
    """One document's tokens and what has been found in them so far."""

    document: Document
    doc: Doc
    folded: list[str]
    tokens: list[Token]
    actors: dict[str, Actor] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    roles: dict[str, list[Role]] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)
    warnings: list[Warning] = field(default_factory=list)
    at: dict[int, list[Found]] = field(default_factory=dict)
    sentence_of: list[int] = field(default_factory=list)
    known_spans: set[tuple[int, int]] = field(default_factory=set)
    home: str | None = None
    speaker: str | None = None
    publisher: str | None = None
    seats: list[tuple[int, str]] = field(default_factory=list)
    entities: dict[int, Span] = field(default_factory=dict)
    surnames: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, document: Document, doc: Doc) -> Scene:
        """An empty scene of a parsed document."""
        tokens = list(doc)
        scene = cls(document, doc, [fold(token.text) for token in tokens], tokens)
        scene.entities = {index: entity for entity in doc.ents for index in range(entity.start, entity.end)}
        people = (entity for entity in doc.ents if entity.label_ == "PERSON" and len(entity) > 1)
        scene.surnames = {scene.folded[entity.end - 1] for entity in people}
        for number, sentence in enumerate(doc.sents):
            scene.sentence_of.extend([number] * len(sentence))
        return scene

    def add(self, item: Found) -> Found:
        """Take in a mention."""
        self.found.append(item)
        for index in range(item.start, item.end):
            self.at.setdefault(index, []).append(item)
        return item

    def setting(self, index: int) -> str | None:
        """The one state whose capital the sentence of a token is set in ("In Maseru, …"); None when there is none
        or several."""
        seats = {country for place, country in self.seats if self.sentence_of[place] == self.sentence_of[index]}
        return next(iter(seats)) if len(seats) == 1 else None

    def drop(self, item: Found) -> None:
        """Take back a mention that turned out to be none."""
        for index in range(item.start, item.end):
            self.at[index].remove(item)
        item.actors, item.end = (), item.start

    def covering(self, index: int, *kinds: MentionKind) -> Found | None:
        """The longest mention over a token, of one of the kinds when given."""
        here = [item for item in self.at.get(index, ()) if not kinds or item.kind in kinds]
        return max(here, key=lambda item: item.end - item.start, default=None)

    def person_over(self, index: int) -> str | None:
        """The person whose mention a token is in."""
        for item in self.at.get(index, ()):
            if len(item.actors) == 1 and item.actors[0].startswith("person:"):
                return item.actors[0]
        return None

    def is_state(self, actor_id: str) -> bool:
        """Whether an actor of the cast is a state or a disputed entity."""
        return self.actors[actor_id].kind in ("state", "disputed")

    def country_of(self, actor_id: str) -> str | None:
        """The state behind an actor of the cast; a state or disputed entity is its own."""
        return actor_id if self.is_state(actor_id) else self.actors[actor_id].country

    def starts_paragraph(self, index: int) -> bool:
        """Whether a line break stands before a token."""
        before = self.tokens[index - 1] if index else None
        return before is not None and ("\n" in before.text or "\n" in before.whitespace_)

    def in_headline(self, index: int) -> bool:
        """Whether a token stands in the document's title."""
        title = next((item for item in self.document.paragraphs if item.kind == "title"), None)
        if title is None:
            return False
        start, end = self.evidence(index, index + 1)
        return title.start <= start and end <= title.end

    def know(self, actor_id: str) -> str:
        """Make an actor of the tables part of the cast."""
        if actor_id not in self.actors:
            self.actors[actor_id] = known_actors()[actor_id]
        return actor_id

    def enter(self, actor: Actor) -> str:
        """Make an actor part of the cast; one that is there already keeps its facts and gains missing ones."""
        old = self.actors.get(actor.id)
        if old is None:
            self.actors[actor.id] = actor
        elif old.country is None and actor.country is not None and old.kind != "disputed":
            self.actors[actor.id] = replace(old, country=actor.country, sector=old.sector or actor.sector)
        return actor.id

    def text(self, start: int, end: int) -> str:
        """The words of tokens `[start, end)`, blanks made single."""
        return " ".join(self.doc[start:end].text.split())

    def evidence(self, start: int, end: int) -> Evidence:
        """Where tokens `[start, end)` stand in the canonical text."""
        last = self.tokens[end - 1]
        return self.document.offsets.to_original(self.tokens[start].idx, last.idx + len(last.text))

    def quote(self, evidence: Evidence) -> str:
        """The canonical text's words there."""
        return self.document.text[evidence[0] : evidence[1]]

    def warn(self, code: str, message: str, start: int, end: int) -> None:
        """Note something that was left open."""
        self.warnings.append(Warning(code=code, message=message, evidence=self.evidence(start, end)))

    def head_of(self, start: int, end: int) -> Token:
        """The first token of `[start, end)` that is governed from outside it."""
        return head_of(self.tokens, start, end)

    def _needed(self) -> set[str]:
        """Bodies that stay in the cast without a mention: those that roles name, and the document's speaker."""
        named = {role.organisation for roles in self.roles.values() for role in roles if role.organisation}
        return named | ({self.speaker} if self.speaker else set())

    def to_cast(self) -> Cast:
        """The finished cast: actors with mentions and roles, mentions in text order, outer before inner."""
        mentions = sorted(
            {
                (item.start, item.end, item.actors, item.kind): item for item in self.found if item.end > item.start
            }.values(),
            key=lambda item: (item.start, -item.end, item.kind),
        )
        places = _evidence_by_actor(self, mentions)
        needed = self._needed()
        actors = {
            key: replace(actor, roles=tuple(self.roles.get(key, ())), mentions=tuple(places.get(key, ())))
            for key, actor in self.actors.items()
            if key in places or key in needed or self.is_state(key)
        }
        return Cast(
            self.doc,
            actors,
            [Mention(i.start, i.end, self.head_of(i.start, i.end).i, i.actors, i.kind) for i in mentions],
            warnings=tuple(self.warnings),
            genre_speaker=self.speaker,
        )


def _evidence_by_actor(scene: Scene, mentions: Iterable[Found]) -> dict[str, list[Evidence]]:
    places: dict[str, dict[Evidence, None]] = {}
    for item in mentions:
        for actor in item.actors:
            places.setdefault(actor, {})[scene.evidence(item.start, item.end)] = None
    return {actor: list(spans) for actor, spans in places.items()}


def token_atoms(tokens: Iterable[Token]) -> tuple[list[str], list[str], list[int], list[bool], list[bool]]:
    """The atoms of tokens: folded, as written, the token of each, and whether it starts and ends its token."""
    stream, words, owners, starts, ends = [], [], [], [], []
    for token in tokens:
        pieces = _ATOM.findall(token.text)
        for number, piece in enumerate(pieces):
            stream.append(fold(piece))
            words.append(piece)
            owners.append(token.i)
            starts.append(number == 0)
            ends.append(number == len(pieces) - 1)
    return stream, words, owners, starts, ends


def is_short_form(text: str) -> bool:
    """Whether words in brackets look like an abbreviation: "SAM", "AIR Center", "MoFA"."""
    capitals = sum(c.isupper() for c in text)
    return 1 < len(text) <= _LONGEST_SHORT_FORM and text[0].isupper() and capitals > 1
