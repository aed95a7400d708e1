"""From the words that name a source to the actor who speaks and the side spoken for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from verbale.actors import possessor, speaks_for
from verbale.actors.cast import Mention
from verbale.actors.folding import fold
from verbale.actors.vocabulary import Office, offices
from verbale.data import read_toml
from verbale.finding.context import Reading
from verbale.finding.cue_draft import Draft
from verbale.finding.lexicon import lexicon
from verbale.finding.syntax import children, conjuncts, preposition

_OFFICE_SIZES = (2, 3)  # words of an office that is looked up whole
_THIRD_PERSON = frozenset({"he", "she", "him", "her", "his"})
_FIRST_PERSON = frozenset({"my", "our"})
_PRONOUNS = _THIRD_PERSON | {"they", "it", "them", "their", "its"}


@dataclass(frozen=True)
class Speaker:
    """Who speaks: one actor or None, the side spoken for, and the tokens that name the source."""

    actor: str | None
    speaks_for: tuple[str, ...]
    words: tuple[int, int] | None


def own_voice(reading: Reading) -> Speaker | None:
    """The document's own speaker where the whole text is somebody's words (speech, statement)."""
    actor = reading.cast.genre_speaker
    if reading.genre not in ("speech", "statement") or actor is None:
        return None
    return Speaker(actor, speaks_for(reading.cast, actor), None)


def speaker_of(reading: Reading, source: int | None, *, fallback: Speaker | None) -> Speaker | None:
    """The speaker that a source token names; None where the word cannot be a source at all.

    A pronoun that the cast left open takes the last speaker, when there is one and no new paragraph begins.
    """
    if source is None:
        return Speaker(None, (), None)
    token = reading.doc[source]
    words = _words(token)
    mentions = _mentions(reading, token)
    if token.lower_ in _THIRD_PERSON and fallback is not None and _means_last(reading, token, mentions, fallback):
        return Speaker(fallback.actor, fallback.speaks_for, words)
    voice = own_voice(reading) if _is_own(token) else None
    if voice is not None:
        return Speaker(voice.actor, voice.speaks_for, words)
    actors = _named(reading, token)
    if len(actors) == 1:
        named = None if _is_unnamed_official(reading, token, actors[0]) else actors[0]
        return Speaker(named, speaks_for(reading.cast, actors[0]), words)
    if actors:
        sides = tuple(dict.fromkeys(side for actor in actors for side in speaks_for(reading.cast, actor)))
        return Speaker(None, sides, words)
    return _unknown(reading, token, fallback, words)


def _means_last(reading: Reading, token: Token, mentions: list[Mention], last: Speaker) -> bool:
    """Whether "he" means who spoke last: a person where the cast knows no other, or one without a name just before."""
    if last.actor is not None:
        return not _person(reading, mentions)
    return last.words is not None and _is_someone(reading, last.words) and _is_next(token, last.words)


def _is_someone(reading: Reading, words: tuple[int, int]) -> bool:
    """Whether source words mean one person without a name: "an aide to the president"."""
    head = reading.doc[words[0] : words[1]].root
    return head.tag_ == "NN" and _office(head) is not None


def _is_next(token: Token, words: tuple[int, int]) -> bool:
    """Whether a token's sentence follows the one of the words, or is it."""
    before = token.sent.start - 1
    return before < 0 or token.doc[before].sent.start <= words[0]


def _is_unnamed_official(reading: Reading, token: Token, actor: str) -> bool:
    """ "a Kenyan official": somebody who speaks for Kenya, and not Kenya, as "Kenyan officials" are."""
    state = reading.cast.actors[actor].kind in ("state", "disputed")
    return state and token.tag_ == "NN" and _office(token) is not None


def _office(token: Token) -> Office | None:
    return offices().get(token.lemma_.lower()) or offices().get(token.lower_) or _long_office(token)


def _long_office(token: Token) -> Office | None:
    """An office of several words that begins here: "chargé d'affaires", "chief of staff"."""
    doc = token.doc
    spans = (doc[token.i : token.i + size] for size in _OFFICE_SIZES if token.i + size <= len(doc))
    return next((office for span in spans if (office := offices().get(fold(span.text)))), None)


def _is_own(token: Token) -> bool:
    """ "my delegation", "our people": in a speech the speaker's own side."""
    owners = children(token, "nmod:poss")
    return token.lemma_.lower() in lexicon().own_bodies and any(owner.lower_ in _FIRST_PERSON for owner in owners)


def can_speak(reading: Reading, draft: Draft, speaker: Speaker) -> bool:
    """Whether a source fits its cue: things "show" and "suggest" without saying, so weak cues want a known or human source."""
    cue = reading.doc[draft.cue[0]]
    known = cue.lemma_ in lexicon().verbs and cue.lemma_ not in lexicon().weak
    if (
        speaker.actor is not None
        or speaker.speaks_for
        or draft.source is None
        or known
        or draft.frame not in ("clause", "model")
    ):
        return True
    source = reading.doc[draft.source]
    return source.lemma_.lower() in lexicon().documents or source.lemma_.lower() in offices() or source.pos_ == "PRON"


def label_speaker(reading: Reading, start: int, end: int) -> Speaker | None:
    """The speaker that a transcript's label names, or None where the label names nobody."""
    mentions = reading.cast.within(start, end)
    actors = _best(reading, mentions)
    return Speaker(actors[0], speaks_for(reading.cast, actors[0]), (start, end)) if len(actors) == 1 else None


def side_named_first(reading: Reading, start: int, end: int) -> Speaker | None:
    """The first state or body that some tokens name, as a speaker."""
    for mention in reading.cast.within(start, end):
        for actor in mention.actors:
            if reading.cast.actors[actor].kind != "person":
                return Speaker(actor, speaks_for(reading.cast, actor), (mention.start, mention.end))
    return None


def _unknown(reading: Reading, token: Token, fallback: Speaker | None, words: tuple[int, int]) -> Speaker | None:
    """A source without an actor: a document speaks for its author, people at large for nobody."""
    if token.lower_ in _PRONOUNS and fallback is not None:
        fits = token.lower_ in _THIRD_PERSON or _is_body(reading, fallback)
        return Speaker(fallback.actor, fallback.speaks_for, words) if fits else Speaker(None, (), words)
    if token.lemma_.lower() in lexicon().documents:
        return _author(reading, token, words, fallback)
    if token.tag_ == "NN" and _is_told_of(token) and fallback is not None and _is_person(reading, fallback):
        return Speaker(fallback.actor, fallback.speaks_for, words)
    return (
        Speaker(None, _side_of_office(reading, token) or _side_of_member(reading, token), words)
        if token.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET")
        else None
    )


def _is_body(reading: Reading, speaker: Speaker) -> bool:
    """Whether "they" and "it" may mean a speaker: a state, a body, or several who speak for something."""
    return reading.cast.actors[speaker.actor].kind != "person" if speaker.actor is not None else bool(speaker.words)


def _is_told_of(token: Token) -> bool:
    """ "The envoy", "the Swiss diplomat": an office with "the" and no owner after it means somebody spoken of before."""
    bare = not any(
        child.i > token.i and child.dep_ in ("nmod", "acl", "acl:relcl", "appos") for child in token.children
    )
    return bare and _office(token) is not None and any(child.lower_ == "the" for child in token.lefts)


def _is_person(reading: Reading, speaker: Speaker) -> bool:
    return speaker.actor is not None and reading.cast.actors[speaker.actor].kind == "person"


def _side_of_member(reading: Reading, token: Token) -> tuple[str, ...]:
    """ "One of its officers", "several of the rebels": the body or state whose people they are."""
    if token.lower_ not in lexicon().some:
        return ()
    groups = [child for child in children(token, "nmod") if preposition(child) == "of"]
    owners = [actor for group in groups for actor in (*_named(reading, group), *possessor(reading.cast, group))]
    sides = [owner for owner in owners if reading.cast.actors[owner].kind != "person"]
    return tuple(dict.fromkeys(side for owner in sides for side in speaks_for(reading.cast, owner)))


_OF_OFFICES = frozenset({"of", "for", "from", "at", "with", "to", "in"})


def _side_of_office(reading: Reading, token: Token) -> tuple[str, ...]:
    """ "a Foreign Office spokesman", "Indian officials": nobody by name, but a side is spoken for."""
    office = _office(token)
    if office is None or office.standing == "private" or token.lower_ in _company():
        return ()
    owners = possessor(reading.cast, token, cases=_OF_OFFICES)
    return tuple(dict.fromkeys(side for owner in owners for side in speaks_for(reading.cast, owner)))


@cache
def _company() -> frozenset[str]:
    """People who are with somebody without speaking for them: "his guest"."""
    return frozenset(read_toml("reference")["titles"]["company"])


def _author(reading: Reading, token: Token, words: tuple[int, int], fallback: Speaker | None) -> Speaker:
    """ "the ministry's statement", "a report by Amnesty": the owner speaks; "the statement" is who spoke last."""
    owners = children(token, "nmod:poss", "compound", "amod")
    owners += [item for item in children(token, "nmod") if preposition(item) in ("by", "of", "from")]
    for owner in owners:
        actors = _named(reading, owner)
        if len(actors) == 1:
            return Speaker(actors[0], speaks_for(reading.cast, actors[0]), words)
    if not owners and fallback is not None and any(child.lower_ == "the" for child in token.lefts):
        return Speaker(fallback.actor, fallback.speaks_for, words)
    return Speaker(None, (), words)


def _mentions(reading: Reading, token: Token) -> list[Mention]:
    """Mentions of the source: of its head, its appositions and the name it is flat with, conjuncts included."""
    return [mention for part in conjuncts(token) for mention in _of_part(reading, part)]


def _of_part(reading: Reading, part: Token) -> list[Mention]:
    heads = (part, *children(part, "appos", "flat", "nmod:desc"), *children(part, "compound"))
    found = [mention for item in heads if (mention := reading.cast.headed_by(item)) is not None]
    return [mention for mention in found if not any(_is_within(mention, other) for other in found)]


def _named(reading: Reading, token: Token) -> tuple[str, ...]:
    """Who a source is: of "Minister Kıran" the person, of "Naftogaz, the state company" the one named first."""
    parts = [_of_part(reading, part) for part in conjuncts(token)]
    everyone = [actor for part in parts for mention in part for actor in mention.actors]
    persons = [actor for actor in everyone if reading.cast.actors[actor].kind == "person"]
    firsts = [next((mention.actors for mention in part if mention.actors), ()) for part in parts]
    return tuple(dict.fromkeys(persons or (actor for actors in firsts for actor in actors)))


def _is_within(mention: Mention, other: Mention) -> bool:
    """Whether a mention is a part of a longer one: "Tajik" of "the Tajik Foreign Ministry"."""
    return (
        other.start <= mention.start
        and mention.end <= other.end
        and other.end - other.start > mention.end - mention.start
    )


def _best(reading: Reading, mentions: list[Mention]) -> tuple[str, ...]:
    """Persons before bodies: of "Deputy Minister of Turkey, Kıran" it is Kıran who speaks."""
    resolved = list(dict.fromkeys(actor for mention in mentions for actor in mention.actors))
    persons = [actor for actor in resolved if reading.cast.actors[actor].kind == "person"]
    return tuple(persons or resolved)


def _person(reading: Reading, mentions: list[Mention]) -> bool:
    return any(reading.cast.actors[actor].kind == "person" for mention in mentions for actor in mention.actors)


def _words(token: Token) -> tuple[int, int]:
    """The source phrase without clauses that hang on it, and without "according to" or "by" before it."""
    left, right = token.left_edge.i, token.i
    for child in token.children:
        if child.i > token.i and child.dep_ in ("flat", "appos", "compound", "nmod", "conj", "fixed"):
            right = max(right, child.right_edge.i)
        elif child.i < token.i and child.dep_ in ("case", "punct", "cc", "mark"):
            left = max(left, child.right_edge.i + 1)
    for child in token.children:
        if child.dep_ in ("acl:relcl", "acl", "parataxis") and child.left_edge.i <= right:
            right = min(right, child.left_edge.i - 1)
    return left, max(right, token.i) + 1
