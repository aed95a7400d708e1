"""Who the words in a predicate's slots stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Token

from verbale.actors import Mention, denoted, first_person, possessor
from verbale.actors.gazetteer import seat_of
from verbale.finding.context import Reading
from verbale.finding.events_lexicon import event_lexicon
from verbale.finding.stance_hostile import doers, is_hostile_act
from verbale.finding.syntax import conjuncts, preposition
from verbale.finding.whereabouts import place_at

# Prepositions behind which the owner, the doer or the home of a thing stands ("forces of X", "statement by X",
# "officials from X"): looked at in this order when a phrase itself names no actor.
_OWNERS = (
    "of",
    "by",
    "from",
    "between",
    "against",
    "with",
    "for",
    "in",
    "at",
    "on",
    "near",
    "to",
    "throughout",
    "across",
    "inside",
)
_DOING = frozenset({"by", "from"})
_LIST_WORDS = frozenset({",", "and", "the", "as", "well"})
_MEASURES = 2  # nouns that a phrase may count by before it comes to the people: "tens of thousands of"
_PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
_SINGULAR = frozenset({"i", "me", "my", "mine"})
_FIRST_PERSON = _SINGULAR | {"we", "us", "our", "ours"}
_HOLDERS = frozenset({"state", "disputed", "government", "igo", "organisation", "group", "person"})


class Parties:
    """Actors behind tokens, one document's."""

    def __init__(self, reading: Reading, voices: Mapping[int, str] | None = None) -> None:
        self._reading = reading
        self._cast = reading.cast
        self._voices = voices or {}
        self._known: dict[int, tuple[str, ...]] = {}
        self._owners: dict[int, tuple[str, ...]] = {}

    def named(self, token: Token) -> tuple[str, ...]:
        """The actors that a token itself stands for."""
        if token.i not in self._known:
            self._known[token.i] = self._political(denoted(self._cast, token) or self._first_person(token))
        return self._known[token.i]

    def _first_person(self, token: Token) -> tuple[str, ...]:
        """Who "I" and "we" are in the mouth of whoever speaks here."""
        speaker = self._voices.get(token.i)
        if speaker is None or token.lower_ not in _FIRST_PERSON:
            return ()
        return first_person(self._cast, speaker) or ((speaker,) if token.lower_ in _SINGULAR else ())

    def behind(self, token: Token, *, prepositions: Sequence[str] = _OWNERS) -> tuple[str, ...]:
        """The actors that a token stands for, or whose thing it is; empty when neither is known."""
        key = token.i if prepositions is _OWNERS else -token.i
        if key not in self._owners:
            both = self._several(token)
            self._owners[key] = both or self.named(token) or self._owner(token, prepositions)
        return self._owners[key]

    def of(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """The actors behind several tokens, each once, in order."""
        return unique(actor for token in tokens for actor in (*self.behind(token), *self._listed(token)))

    def struck(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """As `of`, but a place stands for the state it is in: whoever is there is acted on."""
        return unique(
            actor
            for token in tokens
            for actor in (*(self.behind(token) or self._at_place(token)), *self._listed(token))
        )

    def doing(self, acts: Iterable[Token]) -> tuple[str, ...]:
        """Who does what nouns name: of "the attack on X by Y", "Y's campaign against X" it is Y, not the victim."""
        return self._political(unique(actor for act in acts for actor in self._doers(act)))

    def _doers(self, act: Token) -> Sequence[str]:
        return doers(self._reading, act) if is_hostile_act(act) else possessor(self._cast, act, cases=_DOING)

    def _listed(self, token: Token) -> list[str]:
        """The rest of a list of names that the parse lost: "Fiji, Tonga and Samoa"."""
        found: list[str] = []
        here, closed = self._name_over(token.i), False
        while here is not None and not closed:
            after = here.end
            while after < len(token.doc) and token.doc[after].lower_ in _LIST_WORDS:
                closed = closed or token.doc[after].lower_ == "and"
                after += 1
            following = self._name_over(after) if after > here.end else None
            if following is None or token.doc[following.head].dep_.startswith("nsubj") > token.dep_.startswith("nsubj"):
                return found if closed and following is None else []
            found.extend(following.actors)
            here = following
        return found if closed else []

    def _name_over(self, index: int) -> Mention | None:
        return next((item for item in self._cast.over(index) if item.kind in ("name", "alias") and item.actors), None)

    def addressed(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """As `of`, but a capital stands for its state: "appealed to Beijing"."""
        return unique(
            actor for token in tokens for actor in (*(self.behind(token) or self._capital(token)), *self._listed(token))
        )

    def _capital(self, token: Token) -> tuple[str, ...]:
        state = seat_of(token.text) if token.ent_type_ == "GPE" else None
        return (state,) if state is not None else ()

    def _at_place(self, token: Token) -> tuple[str, ...]:
        for item in (token, *(child for child in token.children if child.dep_.split(":")[0] in ("nmod", "compound"))):
            if (
                item.ent_type_ in _PLACE_ENTITIES
                and (place := place_at(self._reading, item)) is not None
                and place.country
            ):
                return (place.country,)
        return ()

    def _several(self, token: Token) -> tuple[str, ...]:
        """Both, in "Turkish and Greek officials"."""
        for child in token.children:
            if child.dep_ == "amod" and any(grandchild.dep_ == "conj" for grandchild in child.children):
                found = [actor for item in conjuncts(child) for actor in self._adjective(item)]
                if len(set(found)) > 1:
                    return unique(found)
        return ()

    def _adjective(self, token: Token) -> tuple[str, ...]:
        over = [mention for mention in self._cast.over(token.i) if mention.kind == "adjective"]
        return over[0].actors if over else ()

    def country(self, actor: str) -> str | None:
        """The state behind an actor."""
        return self._cast.country(actor)

    def _owner(self, token: Token, prepositions: Sequence[str], depth: int = _MEASURES) -> tuple[str, ...]:
        if token.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ", "PRON", "DET"):
            return ()
        if token.lemma_.lower() in event_lexicon().between:
            return ()
        owner = self._near(token)
        for name in () if owner else prepositions:
            for child in token.children:
                if child.dep_.split(":")[0] == "nmod" and child.i > token.i and preposition(child) == name:
                    if child.lemma_.lower() in event_lexicon().between:
                        continue
                    owner = unique(actor for item in conjuncts(child) for actor in self.named(item) or self._near(item))
                    if not owner and name == "of" and depth:
                        owner = self._owner(child, prepositions, depth - 1)
                    if owner:
                        return owner
        return owner

    def _near(self, token: Token) -> tuple[str, ...]:
        matters = event_lexicon().between
        if any(child.dep_ == "nmod" and child.lemma_.lower() in matters for child in token.children):
            return self._modifier(token)
        return self._political(possessor(self._cast, token)) or self._modifier(token)

    def _modifier(self, token: Token) -> tuple[str, ...]:
        """Adjectives and names before a noun, or in apposition to it: "Turkish and Greek sides"."""
        found: list[str] = []
        for child in token.children:
            if child.dep_ in ("amod", "compound", "nmod:poss", "appos", "nmod", "flat") and (
                child.i < token.i or child.dep_ == "appos"
            ):
                if child.dep_ == "nmod" and preposition(child):
                    continue
                for item in conjuncts(child):
                    found.extend(self.named(item))
        return unique(found)

    def _political(self, actors: Iterable[str]) -> tuple[str, ...]:
        return unique(actor for actor in actors if self._is_political(actor))

    def _is_political(self, actor: str) -> bool:
        entry = self._cast.actors.get(actor)
        if entry is None:
            return False
        return entry.kind in _HOLDERS

    def is_public(self, actor: str) -> bool:
        """Whether somebody is more than a private person: a state, a body, a group, a person with an office."""
        entry = self._cast.actors.get(actor)
        if entry is None or entry.kind != "person" or actor == self._reading.cast.genre_speaker:
            return True
        return entry.country is not None or bool(entry.roles) or entry.sector is not None


def unique(actors: Iterable[str]) -> tuple[str, ...]:
    """Each once, in order of first appearance."""
    return tuple(dict.fromkeys(actors))
