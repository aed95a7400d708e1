"""Predicates in their clauses: the lemmas a word is looked up by, and the tokens that fill its slots."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from verbale.finding.events_lexicon import EventLexicon, Sense, event_lexicon, longest_first
from verbale.finding.syntax import (
    agents,
    bare_names,
    children,
    is_passive,
    passive_subjects,
    preposition,
    subjects,
    with_conjuncts,
)

_PARTICLES = frozenset(
    {
        "up",
        "out",
        "back",
        "down",
        "off",
        "away",
        "in",
        "home",
        "together",
        "over",
        "through",
        "forward",
        "ahead",
        "apart",
    }
)
_REACH = 15  # words after a verb within which a stray phrase is still its own
_LOOKAHEAD = 3  # words after a verb that may belong to it: "take into custody"
_MODIFIERS = ("compound", "amod", "nmod:poss", "nmod", "flat")
_MODIFIERS_SEEN = 3
_NOMINAL = ("NOUN", "PROPN")
_OBLIQUE = ("obl", "nmod", "obj", "iobj")
_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ied", "y"), ("ing", ""), ("ing", "e"))


def verb_names(verb: Token) -> list[str]:
    """Lemmas a verb is looked up by, the longest first: with its particle, with the words after it, bare.

    A verb that the lexicon does not know at all has its lemma only.
    """
    lemma = _lemma(verb)
    return _verb_names(verb, lemma) if lemma in _known_verbs() else [lemma]


@cache
def _known_verbs() -> frozenset[str]:
    lexicon = event_lexicon()
    names = {*lexicon.verbs, *lexicon.verb_operators, *lexicon.light, *lexicon.occur}
    return frozenset(name.split(" ")[0] for name in names)


def _lemma(verb: Token) -> str:
    """A verb's lemma; where the lexicon does not know it but knows a plainer form of the word, that.

    A lemmatiser slips: "condemns" for "condemn", "severe" for "severed".
    """
    lemma = verb.lemma_.lower()
    if lemma in _known_verbs():
        return lemma
    word = verb.lower_
    plain = (word[: -len(ending)] + add for ending, add in _ENDINGS if word.endswith(ending))
    return next((form for form in plain if form in _known_verbs()), lemma)


def _verb_names(verb: Token, lemma: str) -> list[str]:
    particles = [child for child in verb.children if _is_particle(child)]
    names = [f"{lemma} {particle.lower_}" for particle in particles]
    following = []
    for step in range(1, _LOOKAHEAD + 1):
        if verb.i + step >= len(verb.doc) or verb.doc[verb.i + step].is_punct:
            break
        following.append(verb.doc[verb.i + step])
        names.append(" ".join([lemma, *(token.lower_ for token in following)]))
        names.append(" ".join([lemma, *(token.lower_ for token in following[:-1]), following[-1].lemma_.lower()]))
    for particle in particles:
        after = [
            child.lower_
            for child in verb.children
            if child.dep_ in ("obl", "nmod")
            for child in child.children
            if child.dep_ == "case"
        ]
        names += [f"{lemma} {particle.lower_} {word}" for word in after]
    return [*longest_first(names), lemma]


def has_particle(verb: Token) -> bool:
    """Whether a particle changes what the verb means ("call off" is no call)."""
    return any(child.dep_ == "compound:prt" for child in verb.children)


def _is_particle(child: Token) -> bool:
    return child.dep_ == "compound:prt" or (child.dep_ in ("advmod", "obl", "case") and child.lower_ in _PARTICLES)


def noun_names(noun: Token) -> list[str]:
    """Lemmas a noun is looked up by, the longest first: with the modifiers before it, with its "of" phrase, bare."""
    lemma = noun.lemma_.lower()
    before = [child.lemma_.lower() for child in noun.lefts if child.dep_ in _MODIFIERS][-_MODIFIERS_SEEN:]
    names = [" ".join([*before[start:], lemma]) for start in range(len(before))]
    names += [f"{word} {lemma}" for word in before]
    for child in noun.children:
        if child.dep_ == "nmod" and child.i > noun.i and preposition(child) == "of":
            names.append(f"{lemma} of {child.lemma_.lower()}")
            names.append(f"{lemma} of {child.lower_}")
    if noun.lower_ != lemma:
        names.append(noun.lower_)
    if noun.pos_ == "PROPN":
        names += [child.lemma_.lower() for child in noun.children if child.dep_ in ("nmod:desc", "appos", "compound")]
    return [*longest_first(names), lemma]


def matches(token: Token, words: frozenset[str]) -> bool:
    """Whether a nominal, by any of its names, is one of these words."""
    return any(name in words for name in noun_names(token)) or (
        "@person" in words and token.ent_type_ in ("PERSON", "PER")
    )


@dataclass(frozen=True)
class Frame:
    """A predicate with the clause that gives it its arguments.

    `word` is the verb or noun that tells of the event; `clause` the verb whose clause it is: the word itself, the light
    verb over a noun, or None for a noun that stands alone.
    """

    word: Token
    clause: Token | None
    light: bool = False
    _filled: dict[tuple[str, str], list[Token]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def nominal(self) -> bool:
        """Whether the event's word is a noun."""
        return self.clause != self.word

    def fill(self, slot: str, *, of: str = "recipient") -> list[Token]:
        """The tokens in a slot: `subj`, `obj`, `iobj`, `that`, or a preposition; coordinated ones included."""
        if (slot, of) not in self._filled:
            self._filled[slot, of] = self._fill(slot, of)
        return self._filled[slot, of]

    def _fill(self, slot: str, of: str) -> list[Token]:
        if self.clause is None or self.nominal:
            return self._fill_nominal(slot, of)
        return _fill_verbal(self.clause, slot)

    def _fill_nominal(self, slot: str, of: str) -> list[Token]:
        if slot == "subj":
            return self._noun_subjects(of)
        if slot == "obj":
            return _phrases(self.word, "of") if of == "recipient" else []
        if slot == "of" and of == "actor":
            return []
        found = _phrases(self.word, slot)
        if self.clause is not None and not found and self.light:
            found = _fill_verbal(self.clause, slot) if slot in ("iobj", "that") else _phrases(self.clause, slot)
            if slot == "to" and not found:
                found = _fill_verbal(self.clause, "iobj")
        return found

    def _noun_subjects(self, of: str) -> list[Token]:
        done_by = _phrases(self.word, "by") or [
            item for thing in _phrases(self.word, "of") for item in _phrases(thing, "by")
        ]
        found = [*done_by, *with_conjuncts(children(self.word, "nmod:poss"))]
        if self.clause is not None and self.light and not found:
            found = _fill_verbal(self.clause, "subj")
        if not found:
            found = [child for child in self.word.lefts if child.dep_ in ("amod", "compound", "nmod")]
        if not found and of == "actor":
            found = _phrases(self.word, "of")
        return found


def _fill_verbal(verb: Token, slot: str) -> list[Token]:
    passive = is_passive(verb) or _is_passive_participle(verb)
    match slot:
        case "subj":
            return agents(verb) if passive else _subjects(verb)
        case "obj":
            return _passive_objects(verb) if passive else with_conjuncts(_objects(verb))
        case "iobj":
            return with_conjuncts(children(verb, "iobj"))
        case "that":
            return [
                item for clause in children(verb, "ccomp") for item in [*subjects(clause), *passive_subjects(clause)]
            ]
        case "xcomp" | "ccomp":
            return children(verb, slot)
        case _:
            return _phrases(verb, slot) or _object_phrases(verb, slot, passive=passive) or _stray(verb, slot)


def _stray(verb: Token, slot: str) -> list[Token]:
    """A "between" phrase that the parse hung on a neighbour ("launched an effort on Saturday between A and B")."""
    if slot != "between":
        return []
    for token in verb.doc[verb.i : min(verb.i + _REACH, verb.sent.end)]:
        if token.lower_ == slot and token.dep_ == "case":
            return with_conjuncts([token.head])
    return []


def _passive_objects(verb: Token) -> list[Token]:
    found = passive_subjects(verb)
    if not found and verb.dep_ in ("acl", "acl:relcl"):
        found = [verb.head]
    return [*found, *with_conjuncts(_objects(verb))]


def _objects(verb: Token) -> list[Token]:
    """Bare objects: one behind a preposition is an oblique, whatever its label says, and a bare name is none."""
    found = [item for item in children(verb, "obj") if preposition(item) is None]
    return found or children(verb, "iobj") or bare_names(verb) or _late_subjects(verb)


def _subjects(verb: Token) -> list[Token]:
    late = _late_subjects(verb)
    return [item for item in subjects(verb) if item not in late and not _is_possessive(item)]


def _late_subjects(verb: Token) -> list[Token]:
    """A second "subject" after the verb is its object mislabelled."""
    own = children(verb, "nsubj")
    return [item for item in own if item.i > verb.i] if any(item.i < verb.i for item in own) else []


def _is_possessive(token: Token) -> bool:
    return any(child.dep_ == "case" and child.lower_ in ("'s", "’s", "'", "’") for child in token.children)


def _is_passive_participle(verb: Token) -> bool:
    """A bare participle after a noun ("a statement issued by", "territories occupied in 1993")."""
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and not children(verb, "obj", "aux")


def _object_phrases(verb: Token, slot: str, *, passive: bool) -> list[Token]:
    found = _passive_objects(verb) if passive else _objects(verb)
    found = [item for thing in found for item in (thing, *_phrases(thing, "of"))]
    return [phrase for item in found for phrase in _phrases(item, slot)]


def _phrases(head: Token, slot: str) -> list[Token]:
    """Nominals under a head that a preposition introduces, coordinated ones included."""
    under = [item for item in head.children if item.dep_.split(":")[0] in _OBLIQUE]
    found = [item for item in under if preposition(item) == slot or _follows(item, slot)]
    if not found and " " in slot:
        found = [item for item in under if _case_words(item) == slot]
    return with_conjuncts(found)


def _follows(item: Token, slot: str) -> bool:
    """Whether the preposition stands before a nominal that the parse gave to another word."""
    first = item.left_edge.i
    return (
        item.dep_.startswith("obl") and preposition(item) is None and first > 0 and item.doc[first - 1].lower_ == slot
    )


def _case_words(token: Token) -> str:
    return " ".join(child.lower_ for child in token.lefts if child.dep_ in ("case", "fixed", "advmod"))


def frame_of(word: Token, lexicon: EventLexicon) -> Frame:
    """The frame of a verb, or of a noun under the verb that lends it a clause."""
    if word.pos_ not in _NOMINAL:
        return Frame(word, word)
    head = word.head
    if head.pos_ == "VERB" and head != word:
        if word.dep_ in ("obj", "nsubj:pass") and any(name in lexicon.light for name in verb_names(head)):
            return Frame(word, head, light=True)
        if word.dep_ in ("nsubj", "nsubj:pass") and any(name in lexicon.occur for name in verb_names(head)):
            return Frame(word, head)
    return Frame(word, None)


def fits(frame: Frame, sense: Sense) -> bool:
    """Whether the words around a predicate meet a sense's conditions."""
    if frame.nominal:
        return True
    if sense.objects and not any(matches(item, sense.objects) for item in frame.fill(sense.at)):
        return False
    if sense.not_objects and any(matches(item, sense.not_objects) for item in frame.fill(sense.at)):
        return False
    if sense.subjects and not any(matches(item, sense.subjects) for item in frame.fill("subj")):
        return False
    if sense.predicates and not any(matches(item, sense.predicates) for item in _said_of_object(frame)):
        return False
    return not sense.needs or any(frame.fill(slot) for slot in sense.needs)


def _said_of_object(frame: Frame) -> list[Token]:
    word = frame.word
    found = [*children(word, "xcomp"), *frame.fill("as")]
    return found + children(word, "obj")[1:]
