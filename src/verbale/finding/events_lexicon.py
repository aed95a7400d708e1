"""The predicates of political events, as `data/predicates` gives them: senses, operators and light verbs by lemma."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal, get_args

from spacy.tokens import Token

from verbale.data import read_toml
from verbale.record import EventType, Status

Own = Literal["commit", "threaten", "refuse", "request", "stop", "none"]
Effect = Literal["happened", "ongoing", "planned", "called-for", "hypothetical", "negated", "same", "alleged"]

_FILES = tuple(kind.lower() for kind in get_args(EventType))
# What each condition adds to a sense's rank: the more a sense asks for, the sooner it is tried.
_WEIGHT = {"objects": 4, "predicates": 4, "subjects": 3, "party": 2, "needs": 1}
_VERBAL = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One meaning of a verb or noun: the event it tells of, and where the parties stand (see predicates/README.md)."""

    id: str
    type: EventType
    mode: str | None
    cameo: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    objects: frozenset[str]
    not_objects: frozenset[str]
    subjects: frozenset[str]
    predicates: frozenset[str]
    at: str
    needs: tuple[str, ...]
    party: tuple[str, ...]
    reciprocal: bool
    of: Literal["actor", "recipient"]
    light: bool
    speech: bool

    @property
    def rank(self) -> int:
        """How many conditions the sense makes, weighted."""
        return sum(weight for name, weight in _WEIGHT.items() if getattr(self, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A word that takes another predicate as complement."""

    id: str
    own: Own
    to: Effect
    absorb: bool
    swap: bool
    at: str | None


@dataclass(frozen=True)
class EventLexicon:
    """All that is known of words that tell of events, by lemma."""

    verbs: Mapping[str, tuple[Sense, ...]]
    nouns: Mapping[str, tuple[Sense, ...]]
    verb_operators: Mapping[str, Operator]
    noun_operators: Mapping[str, Operator]
    adjective_operators: Mapping[str, Operator]
    light: frozenset[str]
    occur: frozenset[str]
    noun_status: Mapping[str, Status]
    governed_status: Mapping[str, Status]
    excluded: tuple[frozenset[str], ...]
    between: frozenset[str]

    @cached_property
    def noun_words(self) -> frozenset[str]:
        """Every word of every noun entry, one of which is the noun itself."""
        return frozenset(word for name in (*self.nouns, *self.noun_operators) for word in name.split(" "))

    def may_know(self, noun: Token) -> bool:
        """Whether a noun can be one of the entries at all: most are not, and looking closely takes time."""
        return noun.pos_ == "PROPN" or noun.lemma_.lower() in self.noun_words or noun.lower_ in self.noun_words


@dataclass(frozen=True, slots=True)
class Codebook:
    """Facts of PLOVER and CAMEO: quad class, scores, Goldstein values, and what composition makes of a complement."""

    quad: Mapping[str, Literal[1, 2, 3, 4]]
    asked_mode: Mapping[str, str]
    threat_mode: Mapping[str, str]
    cameo: Mapping[str, Mapping[str, str]]
    goldstein: Mapping[str, float]

    def intensity(self, cameo: str | None) -> float | None:
        """The Goldstein value of a CAMEO code, or of the longest code that it begins with; None without a code."""
        for length in range(len(cameo or ""), 1, -1):
            value = self.goldstein.get((cameo or "")[:length])
            if value is not None:
                return value
        return None

    def composed(self, own: EventType, complement: EventType | None, mode: str | None) -> str | None:
        """The CAMEO code of an event of type `own` about one of type `complement`."""
        table = self.cameo.get(own, {})
        return table.get(f"{complement}/{mode}") or table.get(complement or "*") or table.get("*")


@cache
def codebook() -> Codebook:
    """`data/plover.toml`, read once."""
    data = read_toml("plover")
    return Codebook(
        quad={name: kind["quad"] for name, kind in data["types"].items()},
        asked_mode=data["asked_mode"],
        threat_mode=data["threat_mode"],
        cameo=data["cameo"],
        goldstein=data["goldstein"],
    )


@cache
def event_lexicon() -> EventLexicon:
    """`data/predicates`, read once."""
    light = read_toml("predicates/light")
    return EventLexicon(
        verbs=_senses("verbs"),
        nouns=_senses("nouns"),
        verb_operators=_operators("verbs"),
        noun_operators=_operators("nouns"),
        adjective_operators=_operators("adjectives"),
        light=frozenset(_words(light["verbs"])),
        occur=frozenset(_words(light["occur"])),
        noun_status=_by_word(light["status"]),
        governed_status=_by_word(light["governed"]),
        between=_expanded(light["between"]["nouns"]),
        excluded=tuple(_expanded(name) for name in _words(light["exclude"]["classes"])),
    )


def _senses(words: str) -> dict[str, tuple[Sense, ...]]:
    found: dict[str, list[Sense]] = defaultdict(list)
    for name in _FILES:
        data = read_toml(f"predicates/{name}")
        for entry in data["sense"]:
            sense = _sense(data["type"], entry)
            for word in _words(entry.get(words, "")):
                found[word].append(sense)
    return {word: tuple(sorted(senses, key=lambda sense: -sense.rank)) for word, senses in found.items()}


def _sense(kind: EventType, entry: Mapping[str, Any]) -> Sense:
    recipient = _words(entry.get("recipient", ""))
    return Sense(
        id=f"{kind.lower()}.{entry['id']}",
        type=kind,
        mode=entry.get("mode"),
        cameo=entry.get("cameo"),
        actor=_words(entry.get("actor", "subj")),
        recipient=recipient,
        objects=_expanded(entry.get("object", "")),
        not_objects=_expanded(entry.get("not_object", "")),
        subjects=_expanded(entry.get("subject", "")),
        predicates=_expanded(entry.get("predicate", "")),
        at=entry.get("at", "obj"),
        needs=_words(entry.get("needs", "")),
        party=_words(entry.get("party", "")),
        reciprocal=entry.get("reciprocal", False),
        of=entry.get("of", "recipient" if "obj" in recipient else "actor"),
        light=entry.get("light", False),
        speech=entry.get("speech", kind in _VERBAL),
    )


def _operators(words: str) -> dict[str, Operator]:
    found: dict[str, Operator] = {}
    for entry in read_toml("predicates/operators")["operator"]:
        operator = Operator(
            id=entry["id"],
            own=entry["own"],
            to=entry.get("to", "same"),
            absorb=entry.get("absorb", False),
            swap=entry.get("swap", False),
            at=entry.get("at"),
        )
        for word in _words(entry.get(words, "")):
            found.setdefault(word, operator)
    return found


def _words(source: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in source.split(",") if word.strip())


def _expanded(source: str) -> frozenset[str]:
    """Words with the classes among them replaced by their members; `@person` stays, for it is no class of words."""
    classes = read_toml("predicates/classes")
    found: set[str] = set()
    for word in _words(source):
        found.update(_words(classes[word[1:]]) if word[0] == "@" and word != "@person" else (word,))
    return frozenset(found)


def _by_word(table: Mapping[str, str]) -> dict[str, Any]:
    return {word: name for name, words in table.items() for word in _words(words)}


def longest_first(names: Iterable[str]) -> list[str]:
    """Names by number of words, longest first; ties in alphabetical order."""
    return sorted(set(names), key=lambda name: (-name.count(" "), name))
