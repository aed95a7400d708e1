"""The cue lexicon, as `data/cues.toml` gives it: which acts and frames a verb, noun or adjective can have."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from verbale.data import read_toml
from verbale.record import Act

Frame = Literal["clause", "request", "infinitive", "about", "target", "object"]
FRAMES: tuple[Frame, ...] = get_args(Frame)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a cue: the act it performs and the frame it then needs."""

    act: Act
    frame: Frame
    preposition: str | None = None


@dataclass(frozen=True)
class Lexicon:
    """The cues, indexed by lemma (with particle or object noun where they have one)."""

    verbs: dict[str, tuple[Reading, ...]]
    nouns: dict[str, Act]
    adjectives: dict[str, Act]
    light_verbs: frozenset[str]
    light_nouns: dict[str, Act]
    prepositions: dict[str, Act]
    possessive: dict[str, Act]
    weak: frozenset[str]
    points: dict[str, Act]
    documents: frozenset[str]
    own_bodies: frozenset[str]
    some: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    data = read_toml("cues")
    return Lexicon(
        verbs=_verbs(),
        nouns=dict(data["nouns"]),
        adjectives=dict(data["adjectives"]),
        light_verbs=frozenset(data["light"]["verbs"]),
        light_nouns=dict(data["light"]["nouns"]),
        prepositions=dict(data["prepositions"]),
        possessive=dict(data["possessive"]),
        weak=frozenset(data["weak"]["verbs"]),
        points=dict(data["points"]),
        documents=frozenset(data["documents"]["nouns"]),
        own_bodies=frozenset(data["own_bodies"]["nouns"]),
        some=frozenset(data["some"]["words"]),
    )


def _verbs() -> dict[str, tuple[Reading, ...]]:
    found: dict[str, list[Reading]] = defaultdict(list)
    data = read_toml("cues")
    for act in (name for name in get_args(Act) if name in data):
        for frame in FRAMES:
            for phrase in data[act].get(frame, ()):
                verb, preposition = _split(phrase, frame)
                found[verb].append(Reading(cast(Act, act), frame, preposition))
    return {verb: tuple(sorted(readings, key=_priority)) for verb, readings in found.items()}


def _split(phrase: str, frame: Frame) -> tuple[str, str | None]:
    """ "touch upon" under `about` is "touch" with "upon"; "call on" under `request` is "call" with "on"."""
    words = phrase.split()
    if frame == "about" or (frame == "request" and len(words) == 2):
        return " ".join(words[:-1]), words[-1]
    return phrase, None


def _priority(reading: Reading) -> tuple[int, bool]:
    return FRAMES.index(reading.frame), reading.act in ("report",)
