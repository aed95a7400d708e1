"""The frames that a reporting verb fills: a clause, a request, an infinitive, a phrase with a preposition, a target, an object."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from verbale.finding.cue_draft import Draft
from verbale.finding.cue_extents import content_around, without_aside
from verbale.finding.cue_surface import (
    colon_after,
    complement_of,
    is_end,
    is_time,
    quoted_content,
    takes_object,
    that_after,
    trailing_content,
)
from verbale.finding.lexicon import Reading, lexicon
from verbale.finding.quotes import Quote
from verbale.finding.syntax import (
    children,
    is_infinitive,
    is_passive,
    objects,
    passive_subjects,
    preposition,
)

Filled = tuple[tuple[int, int], tuple[int, ...], bool, float]


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a frame is to be filled: the verb, how it is read, its sentence and the quotations there."""

    verb: Token
    reading: Reading
    sentence: Span
    quotes: list[Quote]


def _clause(site: _Site) -> Filled | None:  # noqa: PLR0911 - one way out for each shape, in order of trust
    verb, sentence, quotes = site.verb, site.sentence, site.quotes
    addressees = tuple(
        item.i for item in children(verb, "obj", "iobj") if item.ent_type_ == "PERSON" or item.pos_ == "PROPN"
    )
    trailing = trailing_content(verb, sentence)
    if trailing is not None:
        return (sentence.start, trailing), addressees, False, 0.85
    complement = complement_of(verb)
    if complement is not None and not is_infinitive(complement):
        return content_around(verb, complement, sentence, quotes), addressees, False, 0.9
    if verb.dep_ == "parataxis" and verb.head.i != verb.i and not takes_object(verb):
        return content_around(verb, verb.head, sentence, quotes), addressees, False, 0.85
    colon = colon_after(verb, sentence, quotes)
    if colon is not None:
        return (colon + 1, sentence.end), addressees, is_end(sentence, colon), 0.85
    quoted = None if verb.lemma_ in lexicon().weak else quoted_content(verb, sentence, quotes)
    if quoted is not None:
        return quoted, addressees, False, 0.8
    surface = that_after(verb, sentence)
    if surface is not None:
        return (surface + 1, sentence.end), addressees, False, 0.7
    return None


def _request(site: _Site) -> Filled | None:
    verb, reading = site.verb, site.reading
    asked = _asked(verb, reading.preposition)
    wish = [item for item in children(verb, "xcomp", "advcl", "ccomp") if is_infinitive(item)]
    for item in asked:
        wish += [child for child in children(item, "acl") if is_infinitive(child)]
    if not wish and asked:
        wish = _wish_after(asked[-1], site.sentence)
    if not wish or (not asked and not is_passive(verb)):
        return None
    start = min(_after_case(item) for item in (*asked, *wish)) if asked else wish[0].left_edge.i
    return (start, wish[0].right_edge.i + 1), tuple(item.i for item in asked), False, 0.9


def _wish_after(asked: Token, sentence: Span) -> list[Token]:
    """The infinitive that follows whoever is asked, where the tree hangs it elsewhere."""
    for token in sentence.doc[asked.i + 1 : sentence.end - 1]:
        if token.lower_ == "to" and token.pos_ == "PART" and sentence.doc[token.i + 1].pos_ == "VERB":
            return [sentence.doc[token.i + 1]]
    return []


def _after_case(nominal: Token) -> int:
    """Where a nominal begins once its preposition is left out."""
    cases = [child.i for child in nominal.children if child.dep_ == "case" and child.i < nominal.i]
    return max([nominal.left_edge.i, *(case + 1 for case in cases)])


def _asked(verb: Token, preposition_wanted: str | None) -> list[Token]:
    if preposition_wanted is not None:
        return [item for item in children(verb, "obl", "nmod", "obj") if preposition(item) == preposition_wanted]
    if is_passive(verb):
        return passive_subjects(verb)[:1]
    return [item for item in objects(verb) if preposition(item) is None]


def _infinitive(site: _Site) -> Filled | None:
    verb = site.verb
    wish = [item for item in children(verb, "xcomp") if is_infinitive(item)]
    if not wish or is_passive(verb):
        return None
    return (wish[0].left_edge.i, wish[0].right_edge.i + 1), (), False, 0.8


def _about(site: _Site) -> Filled | None:
    verb, reading = site.verb, site.reading
    for item in children(verb, "advcl", "xcomp", "ccomp"):
        mark = next((c for c in item.children if c.dep_ in ("mark", "case") and c.lower_ == reading.preposition), None)
        if mark is not None and mark.i > verb.i:
            return (mark.i + 1, item.right_edge.i + 1), (), False, 0.75
    for item in children(verb, "obl", "nmod"):
        case = preposition(item)
        if case == reading.preposition and item.i > verb.i:
            wish = [
                other.right_edge.i
                for other in children(verb, "xcomp", "advcl")
                if other.i > item.i and is_infinitive(other)
            ]
            return (_after_case(item), max([item.right_edge.i, *wish]) + 1), (), False, 0.75
    return None


def _target(site: _Site) -> Filled | None:
    verb, reading = site.verb, site.reading
    found = passive_subjects(verb) if is_passive(verb) else objects(verb)
    found = [item for item in found if preposition(item) is None] or _judged(verb)
    if not found:
        return None
    charge = _charge(verb) if reading.act == "accuse" else None
    if charge is not None:
        return charge, tuple(item.i for item in found), False, 0.85
    return _predication(verb, found), tuple(item.i for item in found), False, 0.8


def _judged(verb: Token) -> list[Token]:
    """ "termed it unwise": who is judged, where the tree makes it the subject of the judgement."""
    return [
        child
        for item in children(verb, "xcomp", "ccomp")
        if item.pos_ != "VERB" and item.i > verb.i
        for child in children(item, "nsubj")
        if child.i > verb.i
    ]


def _charge(verb: Token) -> tuple[int, int] | None:
    """What somebody is accused of: "of shelling …", "for the attack"."""
    for item in verb.children:
        if item.i > verb.i and item.dep_ in ("obl", "advcl", "xcomp", "acl"):
            marker = next(
                (child for child in item.children if child.lower_ in ("of", "for", "with") and child.i < item.i), None
            )
            if marker is not None:
                return marker.i + 1, item.right_edge.i + 1
    return None


def _predication(verb: Token, found: list[Token]) -> tuple[int, int]:
    """The objects and what is said of them: "the step as illegal", "the envoy a liar", "Turkey for its help"."""
    start = min(item.left_edge.i for item in found)
    ends = [item.right_edge.i + 1 for item in found]
    for item in verb.children:
        if item.i > start and item.dep_ in ("xcomp", "obl", "advcl", "ccomp") and not _is_setting(item):
            ends.append(item.right_edge.i + 1)
    return start, without_aside(verb.doc, start, max(ends))


# Prepositions of when and where, and of what an act went against; "on", "in", "over" and "with" often belong to what was said.
_SETTINGS = frozenset({"within", "before", "during", "after", "at", "by", "through", "throughout", "amid", "despite"})


def _is_setting(item: Token) -> bool:
    """When and where something was said: "rejected the claim within hours", "defended him before the cameras"."""
    return is_time(item) or (item.dep_ == "obl" and preposition(item) in _SETTINGS)


def _object(site: _Site) -> Filled | None:
    verb = site.verb
    if is_passive(verb):
        return None
    nominal = ("NOUN", "PROPN", "NUM", "VERB", "ADJ", "SYM")
    found = [item for item in objects(verb) if item.pos_ in nominal and item.i > verb.i]
    if not found:
        return None
    return _predication(verb, found), (), False, 0.75


def fill_frame(verb: Token, reading: Reading, sentence: Span, quotes: list[Quote]) -> Draft | None:
    """The draft of a verb read in one way, None where the sentence does not fill its frame."""
    filler = {
        "clause": _clause,
        "request": _request,
        "infinitive": _infinitive,
        "about": _about,
        "target": _target,
        "object": _object,
    }[reading.frame]
    found = filler(_Site(verb, reading, sentence, quotes))
    if found is None:
        return None
    content, addressees, open_ended, confidence = found
    return Draft(
        act=reading.act,
        frame=reading.frame,
        cue=(verb.i, verb.i + 1),
        content=content,
        source=None,
        rule=f"cue:{reading.frame}",
        confidence=confidence,
        addressees=addressees,
        open_ended=open_ended,
    )
