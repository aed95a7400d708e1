"""What has been mentioned so far in a document, filled in text order: the ground on which references resolve."""

from __future__ import annotations

from functools import cache
from itertools import takewhile

from spacy.tokens import Token

from verbale.actors.cast import MentionKind
from verbale.actors.focus import Focus, Seen
from verbale.actors.scene import Found, Scene
from verbale.data import read_toml

_FLAT = ("conj", "appos", "nmod:desc", "flat", "compound")
_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "obl:agent")
_LIST = frozenset({",", "and", "the"})
_NEAR = 3  # tokens at most between the two states of a pair


class Memory:
    """Mentions of one document as they are met, and those that resolution adds."""

    def __init__(self, scene: Scene) -> None:
        """An empty memory of a scene whose names and offices have been found."""
        self.scene = scene
        self.focus = Focus()
        self.focus.official = set(scene.roles)
        self.parted = False
        self.topic: str | None = None
        self._armed: set[str] = set()

    def add(self, start: int, end: int, actors: tuple[str, ...], kind: MentionKind, head: Token) -> None:
        """Enter a resolved reference as a mention, and remember it."""
        self.scene.add(Found(start, end, actors, kind))
        self.remember(actors, head)

    def see(self, item: Found) -> None:
        """Remember a mention that was found by name."""
        self.remember(item.actors, self.scene.head_of(item.start, item.end))
        if len(item.actors) == 1 and self._stands_by_arms(item):
            self._armed.add(item.actors[0])

    def _stands_by_arms(self, item: Found) -> bool:
        """Whether a name's own phrase calls it armed: "M23 rebels", "fighters of the Seleka coalition"."""
        folded, before = self.scene.folded, item.start - 1
        while before > 0 and folded[before] in armed("between"):
            before -= 1
        return folded[before] in armed("beside") or (item.end < len(folded) and folded[item.end] in armed("beside"))

    def is_armed(self, body: str) -> bool:
        """Whether a body is an armed group: by the tables, or because the text has called it one ("M23 rebels")."""
        return self.scene.actors[body].sector == "REB" or body in self._armed

    def remember(self, actors: tuple[str, ...], head: Token) -> None:
        """Remember actors mentioned by the phrase that a token heads."""
        for actor_id in actors:
            seen = Seen(actor_id, head.i, self.scene.sentence_of[head.i], is_subject(head), anchor(head).i)
            kind = self.scene.actors[actor_id].kind
            if kind == "person":
                self.focus.people.append(seen)
            elif kind in ("state", "disputed"):
                self._see_state(seen)
            else:
                self.focus.bodies.append(seen)
        if len(actors) > 1:
            self.focus.group = actors

    def close_sentence(self, last: Token) -> None:
        """At a sentence's end: note who spoke in it and what it was about."""
        self.parted = False
        self.topic = None
        for child in last.sent.root.children:
            if child.dep_ in ("nsubj", "nsubj:pass"):
                self._note_subject(child)

    def _note_together(self, subject: Token) -> None:
        """States or bodies that do something together are whom "they" means next.

        They are read off the surface, "A, B and C": the tree breaks up longer lists.
        """
        together: dict[str, None] = {}
        index, end = subject.left_edge.i, len(self.scene.tokens)
        while index < end:
            item = next((i for i in self.scene.at.get(index, ()) if i.start == index and len(i.actors) == 1), None)
            if item is not None:
                together[item.actors[0]] = None
            elif self.scene.folded[index] not in _LIST:
                break
            index = item.end if item is not None else index + 1
        if len(together) > 1 and not any(self.scene.actors[actor].kind == "person" for actor in together):
            self.focus.group = tuple(together)

    def _note_subject(self, subject: Token) -> None:
        self._note_together(subject)
        for item in self.scene.at.get(subject.i, ()):
            if len(item.actors) != 1 or item.kind == "adjective":
                continue
            if self.scene.actors[item.actors[0]].kind == "person":
                self.focus.speaker = item.actors[0]
            elif self.scene.head_of(item.start, item.end).i == subject.i:
                self.topic = item.actors[0]

    def _see_state(self, seen: Seen) -> None:
        before = self.focus.states[-1] if self.focus.states else None
        if before is not None and before.actor != seen.actor and before.sentence == seen.sentence:
            between = self.scene.folded[before.token + 1 : seen.token]
            joined = len(between) <= _NEAR and set(between) <= joins()
            if joined and not self._are_opposed(seen) and not ("-" in between and self._is_in_chain(before, seen)):
                self.focus.pair = (before.actor, seen.actor)
        self.focus.states.append(seen)

    def _is_in_chain(self, first: Seen, second: Seen) -> bool:
        """Whether two hyphened states are links of a longer name: "the Lamu Port-South Sudan-Ethiopia corridor"."""
        return self._is_hyphened(first, before=True) or self._is_hyphened(second, before=False)

    def _is_hyphened(self, seen: Seen, *, before: bool) -> bool:
        found = [item for item in self.scene.at.get(seen.token, ()) if seen.actor in item.actors]
        beside = (item.start - 1 if before else item.end for item in found)
        return any(0 <= at < len(self.scene.folded) and self.scene.folded[at] == "-" for at in beside)

    def _are_opposed(self, seen: Seen) -> bool:
        return bool(set(self.scene.folded[seen.token + 1 : seen.token + 3]) & opposing())

    def pair_here(self, sentence: int) -> tuple[str, ...]:
        """The two states in focus: the only two named in this sentence so far, else the last pair named together.

        Hyphened names are pairs where they are two, and else names of something else.
        """
        named = list(takewhile(lambda seen: seen.sentence == sentence, reversed(self.focus.states)))[::-1]
        here = dict.fromkeys(
            seen.actor for seen in named
            if not self._is_hyphened(seen, before=True) and not self._is_hyphened(seen, before=False)
        )  # fmt: skip
        return tuple(here) if len(here) == 2 else self.focus.pair


def is_subject(head: Token) -> bool:
    """Whether a phrase is the subject of a main clause or of reported speech, or the source after "according to"."""
    while head.dep_ in _FLAT and head.head != head:
        head = head.head
    if head.dep_ in _SUBJECTS:
        return head.head.dep_ in ("ROOT", "root", "conj", "parataxis", "ccomp")
    return head.dep_ in ("obl", "nmod") and any(child.lower_ == "according" for child in head.children)


def anchor(head: Token) -> Token:
    """The predicate that a phrase depends on, past appositions and coordination."""
    while head.dep_ in _FLAT and head.head != head:
        head = head.head
    return head.head


@cache
def joins() -> frozenset[str]:
    """Words between the two states of a pair."""
    return frozenset(read_toml("reference")["joins"]["words"])


@cache
def opposing() -> frozenset[str]:
    """Nouns that set a pair of states against each other."""
    return frozenset(read_toml("reference")["joins"]["against"])


@cache
def armed(words: str) -> frozenset[str]:
    """Words that tell an armed group: those beside its name, and those that may stand between."""
    return frozenset(read_toml("reference")["armed"][words])
