"""What the surface and the tree show around a cue: clauses, colons, quotations, "that", whether a cue stands on the main line."""

from __future__ import annotations

from spacy.tokens import Span, Token

from verbale.finding.cue_draft import SPINE
from verbale.finding.lexicon import lexicon
from verbale.finding.quotes import Quote
from verbale.finding.syntax import (
    children,
)


def on_spine(cue: Token) -> bool:
    """Whether a cue stands on the sentence's main line and not inside a clause of it."""
    token = cue
    while token.dep_ in SPINE or (token.dep_ in ("xcomp", "advcl") and token.head.i < token.i):
        if token.head == token:
            return True
        token = token.head
    return False


def is_end(sentence: Span, index: int) -> bool:
    """Whether nothing but punctuation follows a token in its sentence."""
    return all(token.is_punct or token.is_space for token in sentence.doc[index + 1 : sentence.end])


def next_mark(verb: Token, sentence: Span) -> int | None:
    """The next comma, semicolon, dash or colon after a verb."""
    return next((int(token.i) for token in sentence.doc[verb.i + 1 : sentence.end] if token.text in ":;,–—"), None)


def colon_after(verb: Token, sentence: Span, quotes: list[Quote]) -> int | None:
    """The colon that follows a verb before any other reported clause, outside quotations."""
    for token in sentence.doc[verb.i + 1 : sentence.end]:
        if token.text == ":" and not any(quote.start <= token.idx < quote.end for quote in quotes):
            return int(token.i)
        if token.pos_ == "VERB" and token.dep_ in ("ccomp", "conj"):
            return None
    return None


def trailing_content(verb: Token, sentence: Span) -> int | None:
    """Where the content ends in "…, the spokesperson said today", when the tree has hung the cue on the content.

    The cue is no part of the sentence's spine, nothing but time and punctuation follows it, and its subject follows a comma.
    """
    subject = next(iter(children(verb, "nsubj")), None)
    if subject is None or subject.i > verb.i or on_spine(verb) or subject.lower_ in ("that", "which", "who"):
        return None
    after = sentence.doc[verb.i + 1 : sentence.end]
    if any(token.text == ":" for token in after):
        return None
    start = subject.left_edge.i
    if start <= sentence.start + 2 or sentence.doc[start - 1].text not in (",", "”", '"', "’"):
        return None
    return (
        start
        if all(
            token.is_punct or token.ent_type_ == "DATE" or token.pos_ in ("ADV", "ADP", "SPACE") or is_time(token)
            for token in after
        )
        else None
    )


def that_after(verb: Token, sentence: Span) -> int | None:
    """The "that" that follows a verb within a few words, before any other verb."""
    for token in sentence.doc[verb.i + 1 : min(verb.i + 9, sentence.end)]:
        if (token.lower_ == "that" and token.dep_ in ("mark", "dep")) or (
            token.lower_ == "that" and token.i == verb.i + 1
        ):
            return int(token.i)
        if token.pos_ == "VERB":
            return None
    return None


def _finite(token: Token) -> bool:
    return any(child.dep_.startswith(("nsubj", "csubj", "cop", "expl")) for child in token.children)


def is_time(token: Token) -> bool:
    """Whether a dependent only tells when."""
    return token.ent_type_ in ("DATE", "TIME") or token.dep_ in ("obl:tmod", "obl:unmarked")


def complement_of(verb: Token) -> Token | None:
    """The clause that a verb reports: ccomp, else a parataxis or an advcl with "that"."""
    for label in ("ccomp", "parataxis", "csubj", "csubj:pass", "ccomp:pass"):
        found = [item for item in children(verb, label) if label != "parataxis" or _finite(item)]
        if found:
            return found[0]
    for item in children(verb, "advcl", "acl", "obj", "obl", "xcomp"):
        if any(mark.lower_ == "that" and mark.dep_ == "mark" for mark in item.children):
            return item
    return None


def quoted_content(verb: Token, sentence: Span, quotes: list[Quote]) -> tuple[int, int] | None:
    """The first quotation of the sentence that is speech and does not hold the verb."""
    for quote in quotes:
        start, end = max(quote.start, sentence.start_char), min(quote.end, sentence.end_char)
        if start < end and quote.is_speech and not quote.start <= verb.idx < quote.end:
            span = sentence.doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                return span.start, span.end
    return None


def takes_object(verb: Token) -> bool:
    """ "…, denies any part in it": it reports an object of its own and not the clause before it."""
    own = {reading.frame for reading in lexicon().verbs.get(verb.lemma_, ())} & {"object", "target"}
    return bool(own and children(verb, "obj")) and not children(verb, "nsubj", "nsubj:pass")
