"""Hostile acts told as nouns and participles: who does them, and who suffers them ("the occupation of X's land by Y").

Shared by the rules that find signs and by the decision, which holds nothing against a victim.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from verbale.actors import denoted, possessor
from verbale.data import read_toml
from verbale.finding.context import Reading
from verbale.finding.syntax import children, conjuncts, first_conjunct, is_negated, preposition, subjects

_DEPTH = 5  # nouns in a chain of possession: "the occupation | of a fifth | of the territory | of the Republic | of X"
_ADJECTIVAL = ("amod", "compound", "nmod:poss", "nmod:unmarked")
_UPON = frozenset({"on", "upon", "against", "over", "at", "to"})
_PARTS = frozenset({"of", "in"})


@cache
def hostile(words: str) -> frozenset[str]:
    """One of the lists of `[hostile]` in the stance vocabulary."""
    return frozenset(read_toml("stance")["hostile"][words])


@cache
def suffered(words: str) -> frozenset[str]:
    """What somebody suffers, and where a trouble is: "nouns" or "verbs" of the vocabulary."""
    data = read_toml("stance")
    return frozenset((*data["suffered"][words], *data["troubles"].get(words, ())))


def is_hostile_act(noun: Token) -> bool:
    """Whether a word names an act of hostility that somebody does and somebody suffers."""
    return noun.lemma_.lower() in suffered("nouns") | hostile("nouns") and noun.pos_ in ("NOUN", "PROPN")


def doers(reading: Reading, act: Token) -> list[str]:
    """Who does what a noun of the hostile acts names, in text order: after "by" or "from", as possessor, or as an adjective.

    Nobody for other nouns and for what is denied.
    """
    word = act.lemma_.lower()
    if not is_hostile_act(act) or is_negated(act):
        return []
    told = [actor for head in _agents_of(act) for actor in denoted(reading.cast, head) or possessor(reading.cast, head)]
    if word not in hostile("nouns"):
        return told
    cases = frozenset({"of", "from"}) if word in hostile("subjective") else frozenset({"from"})
    return [*told, *possessor(reading.cast, act, cases=cases)]


def _agents_of(act: Token) -> Iterator[Token]:
    """The heads of the "by" phrases of a noun, of the participle after it, and of the predicate it is the subject of."""
    told = [*children(act, "acl"), *([act.head] if act.dep_ == "nsubj:pass" else [])]
    holders = [*_chain(act), *(verb for verb in told if verb.lemma_ in hostile("carrying"))]
    for holder in holders:
        for item in holder.children:
            if item.i > act.i and item.dep_ in ("nmod", "obl", "obl:agent") and preposition(item) == "by":
                yield from conjuncts(item)


def _chain(noun: Token) -> list[Token]:
    """A noun and those it is "of", one below the other; the parser may hang the "by" phrase on any of them."""
    found = [noun]
    while len(found) < _DEPTH:
        below = [item for item in children(found[-1], "nmod") if preposition(item) in _PARTS]
        if not below:
            break
        found.append(below[0])
    return found


# --- victims


def is_victim(mention: Token) -> bool:
    """Whether a mention is where hostile acts fall: object or goal of one, owner of what is hit, or who "suffers" something."""
    owned = list(_owned(mention))
    return any(_is_hit(item) for item in owned) or _is_sufferer(owned[0])


def _owned(mention: Token) -> Iterator[Token]:
    """The mention and what is called its own: land, people, sovereignty ("a fifth of X's territory")."""
    above, steps = mention, 0
    yield above
    while steps < _DEPTH and (above.dep_ in _ADJECTIVAL or (above.dep_ == "nmod" and preposition(above) == "of")):
        above, steps = above.head, steps + 1
        if above.lemma_.lower() not in hostile("held") and above.pos_ not in ("NUM", "SYM"):
            return
        yield above
    if above.dep_ == "conj" and steps < _DEPTH:
        yield above.head


def _is_hit(noun: Token) -> bool:
    """Whether a hostile act falls on a noun, told as verb, participle or noun."""
    head, word = noun.head, noun.head.lemma_.lower()
    if noun.dep_ in ("obj", "nsubj:pass") and word in hostile("verbs"):
        return True
    if any(item.lemma_.lower() in hostile("verbs") and item.tag_ == "VBN" for item in children(noun, "amod", "acl")):
        return True
    if noun.dep_.startswith("nsubj") and _is_under(head):
        return True
    case = preposition(noun)
    if case in _UPON and noun.dep_ in ("nmod", "obl", "obl:agent"):
        return is_hostile_act(head) or any(map(is_hostile_act, _borne(head)))
    if preposition(head) == "by" and is_hostile_act(head.head):  # "the occupation by Y of X"
        head = head.head
    return (
        case == "of"
        and noun.dep_ == "nmod"
        and is_hostile_act(head)
        and head.lemma_.lower() not in hostile("subjective")
    )


def _borne(verb: Token) -> list[Token]:
    """What a verb carries out: "the blockade imposed on X", "attacks were launched against X"."""
    if verb.pos_ != "VERB":
        return []
    near = children(verb, "obj", "nsubj:pass")
    return [*near, verb.head] if verb.dep_ == "acl" else near


def _is_under(head: Token) -> bool:
    """ "is under occupation", "remains under siege", "has been the victim of"."""
    placed = [head, *(item for item in children(head, "obl", "nmod", "xcomp") if preposition(item) == "under")]
    return any(is_hostile_act(item) and preposition(item) == "under" for item in placed)


def _is_sufferer(noun: Token) -> bool:
    """ "X fell victim to", "X is a victim of", "X suffers from", "X was subjected to"."""
    if not noun.dep_.startswith("nsubj"):
        return False
    near = [noun.head, *children(noun.head, "obj", "xcomp", "obl", "conj")]
    return any(item.lemma_.lower() in hostile("suffering") for item in near) and noun in (
        *subjects(noun.head),
        *children(noun.head, "nsubj:pass", "nsubj"),
    )


# --- what is not the actor


def is_in_body_name(mention: Token) -> bool:
    """Whether a state only tells where a mission or body works: "the United Nations Mission in X", "the Friends of X"."""
    place = mention
    while place.dep_ == "conj" and place.head.i < place.i:
        place = place.head
    head = place.head
    named = (
        head.is_title and head.i > 0 and head.lemma_.lower().rstrip("s") in {*hostile("bodies"), *hostile("circles")}
    )
    if not named or place.dep_ != "nmod":
        return False
    case = preposition(place)
    return case in ("in", "for", "to", "on") or (case == "of" and head.lemma_.lower().rstrip("s") in hostile("circles"))


def is_of_process(noun: Token) -> bool:
    """Whether a noun names what goes on between sides, so that support for it is no kindness to them."""
    return noun.lemma_.lower() in hostile("processes") or any(
        item.lemma_.lower() in hostile("processes") and preposition(item) in ("of", "to", "in")
        for item in children(noun, "nmod")
    )


def is_party(mention: Token) -> bool:
    """Whether a mention stands only as party to such a thing: "talks between X and Y", "an accord signed by X"."""
    place = first_conjunct(mention)
    while place.dep_ in _ADJECTIVAL and place.i < place.head.i and not is_of_process(place.head):
        place = place.head
    above = place.head.head if place.head.dep_ == "acl" else place.head
    case = preposition(place)
    joined = case in ("between", "among", "with", "by") or place.dep_ in _ADJECTIVAL
    return joined and place.dep_ not in ("nsubj", "obj", "root") and is_of_process(above)


@cache
def _empty() -> frozenset[str]:
    return frozenset(read_toml("stance")["telling"]["empty"])


def can_tell(word: Token) -> bool:
    """Whether a word may be shown as what tells a stance: a content word, neither a name nor one that judges nothing."""
    if word.pos_ not in ("NOUN", "VERB", "ADJ", "ADV") or word.ent_type_ or not word.is_alpha:
        return False
    return not word.is_stop and word.lemma_.lower() not in _empty()
