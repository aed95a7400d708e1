"""Verbs that report, light verbs with their nouns, and who their source is."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Span, Token

from verbale.finding.cue_draft import FIRST_PERSON, SPINE, Draft
from verbale.finding.cue_frames import fill_frame
from verbale.finding.cue_phrases import prepositional
from verbale.finding.cue_surface import colon_after, next_mark, takes_object
from verbale.finding.lexicon import Lexicon, Reading
from verbale.finding.quotes import Quote
from verbale.finding.syntax import (
    agents,
    children,
    is_bare_participle,
    is_infinitive,
    is_negated,
    is_passive,
    objects,
    passive_subjects,
    status_of,
    subjects,
)

# Verbs under which a reporting infinitive still reports ("would like to stress", "went on to say", "wants to thank").
_POLITE = frozenset(
    {"like", "wish", "want", "go", "continue", "begin", "start", "let", "allow", "seek", "take", "use", "rise"}
)
_GAP = 3  # characters between a colon and the quotation that it opens
_PARTICLES = frozenset({"out", "on", "forward", "aside", "away", "off", "down", "back", "up"})


def verbal(verb: Token, sentence: Span, quotes: list[Quote], lex: Lexicon) -> Draft | None:
    """The draft of a verb that reports here, None where it does not."""
    if verb.lower_ == "according":
        return prepositional(verb, sentence, lex)
    key, cue = _key(verb)
    readings = lex.verbs.get(key) or lex.verbs.get(verb.lemma_, ())
    light = _light(verb, lex)
    if light is not None:
        return light
    if not readings and verb.dep_ in SPINE:
        mark = next_mark(verb, sentence)
        quoted = mark is not None and mark == colon_after(verb, sentence, quotes) and _is_quoted(sentence, mark, quotes)
        readings = (Reading("say", "clause"),) if quoted else ()
    if not readings or not _reports(verb):
        return None
    source = _source(verb)
    if source is None and not _may_lack_source(verb):
        return None
    for reading in readings:
        if reading.frame != "clause" and (key in lex.weak or verb.lemma_ in lex.weak):
            continue
        if (key in lex.weak or verb.lemma_ in lex.weak) and source is None:
            continue
        draft = fill_frame(verb, reading, sentence, quotes)
        if draft is not None:
            return replace(draft, cue=cue, source=source.i if source is not None else None)
    return None


def _is_quoted(sentence: Span, colon: int, quotes: list[Quote]) -> bool:
    """Whether a quotation follows a colon: "He pointed at the map: “Here we stand.”"; a list or a reason is not said."""
    at = sentence.doc[colon].idx
    return any(0 < quote.outer_start - at <= _GAP for quote in quotes)


def _key(verb: Token) -> tuple[str, tuple[int, int]]:
    particles = [item for item in verb.children if item.dep_ == "compound:prt" and 0 < item.i - verb.i <= 3]
    if particles and particles[0].i == verb.i + 1:
        return f"{verb.lemma_} {particles[0].lower_}", (verb.i, verb.i + 2)
    following = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    if following is not None and following.lower_ in _PARTICLES and following.dep_ in ("advmod", "compound:prt"):
        return f"{verb.lemma_} {following.lower_}", (verb.i, verb.i + 2)
    return verb.lemma_, (verb.i, verb.i + 1)


def _reports(verb: Token) -> bool:
    """Whether the cue is asserted: not negated, not conditional, not wished for."""
    if is_negated(verb) and verb.lemma_ not in ("deny", "dispute"):
        return False
    if verb.dep_ == "xcomp" and verb.head.lemma_ in _POLITE:
        return not is_negated(verb.head)
    if verb.dep_ == "amod" or (
        verb.dep_ == "acl" and not any(child.dep_ in ("ccomp", "obj", "xcomp") for child in verb.children)
    ):
        return False
    if is_bare_participle(verb) or is_infinitive(verb):
        return False  # "also called X": by whom is not told; "met to discuss …": meant, not said
    source = next(iter(subjects(verb)), None)
    if source is not None and source.lower_ in FIRST_PERSON:
        return True
    return status_of(verb) in ("happened", "ongoing")


def _source(verb: Token) -> Token | None:
    if is_passive(verb):
        found = agents(verb)
        return found[0] if found else None
    found = [
        item
        for item in subjects(verb)
        if item.lower_ not in ("it", "there", "this") or verb.lemma_ not in ("say", "note")
    ]
    if not found and verb.dep_ == "parataxis" and takes_object(verb):
        found = subjects(verb.head)  # "condemned the raid, denied any part in it and left"
    return found[0] if found else _inverted(verb)


def _inverted(verb: Token) -> Token | None:
    """The subject of "…, said X" when the parser took it for an object."""
    if verb.dep_ == "parataxis" or children(verb, "ccomp", "parataxis"):
        after = [
            item
            for item in children(verb, "obj", "nsubj:pass")
            if item.i > verb.i and item.pos_ in ("PROPN", "NOUN", "PRON")
        ]
        return after[0] if after else None
    return None


def _may_lack_source(verb: Token) -> bool:
    """ "It was stressed that …": a finite passive with an expletive or a clause as subject; not "Asked whether …"."""
    if not is_passive(verb) or not children(verb, "aux:pass"):
        return False
    named = [item for item in passive_subjects(verb) if item.lower_ != "it"]
    return not named and bool(children(verb, "ccomp", "csubj", "csubj:pass", "expl", "nsubj:pass"))


def _light(verb: Token, lex: Lexicon) -> Draft | None:
    if verb.lemma_ not in lex.light_verbs or is_negated(verb):
        return None
    for noun in passive_subjects(verb) if is_passive(verb) else objects(verb):
        act = lex.light_nouns.get(noun.lemma_)
        if act is None or (
            verb.lemma_ in ("make", "give", "have", "send", "put", "place", "draw", "pay", "share", "state")
            and not _governs_content(noun, verb)
        ):
            continue
        if not _reports(verb):
            return None
        source = _source(verb)
        if source is None and not is_passive(verb):
            return None
        start, end = _light_content(verb, noun)
        cue = (min(verb.i, noun.i), max(verb.i, noun.i) + 1)
        return Draft(
            act=act,
            frame="light",
            cue=cue,
            content=(start, end),
            source=source.i if source else None,
            rule="cue:light",
            confidence=0.8,
        )
    return None


def _governs_content(noun: Token, verb: Token) -> bool:
    return bool(children(noun, "acl", "ccomp", "nmod")) or bool(children(verb, "ccomp", "obl"))


def _light_content(verb: Token, noun: Token) -> tuple[int, int]:
    """What follows the noun: its clause, its "for/over/to …" phrase, else the noun phrase itself."""
    governed = [
        item
        for item in (
            *children(noun, "acl", "ccomp", "nmod", "acl:relcl", "advcl"),
            *children(verb, "ccomp", "obl", "advcl"),
        )
        if item.i > noun.i
    ]
    if not governed:
        return noun.left_edge.i, noun.right_edge.i + 1
    first = min(governed, key=lambda item: item.i)
    start = first.left_edge.i
    marker = verb.doc[start]
    if marker.lower_ in ("that", "for", "over", "about", "at", "in", "on", "of", "with"):
        start += 1
    return start, max(item.right_edge.i for item in governed) + 1
