"""The syntax of concluding an agreement: what is signed, adopted or reached, and the verb that says so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Span, Token

from verbale.data import read_toml
from verbale.finding.syntax import children, preposition

TOPIC = frozenset({"on", "of", "for", "in", "between", "concerning", "regarding"})
"""Prepositions whose phrase belongs to an agreement's words: "a memorandum on energy"."""

LONGEST = 14
"""Tokens of an agreement's words at the most; what follows is the sentence's."""


def signed(doc: Doc) -> Iterator[tuple[Span, str]]:
    """Agreements without a name of their own that somebody signs: "a memorandum of understanding on energy".

    With their kind.
    """
    for token in doc:
        if token.pos_ not in ("NOUN", "PROPN") or token.lemma_.lower() not in _heads():
            continue
        verb = conclusion_of(token)
        if verb is None or verb.lemma_.lower() not in _table("signing") | _table("nouns"):
            continue
        span = _words(token)
        kind = _kind(span, token)
        if kind is not None and (kind != "agreement" or _says_more(span)):
            yield span, kind


def _says_more(span: Span) -> bool:
    """Whether the words tell which agreement: by a noun, a topic or a partner.

    And not by praise alone ("a historic agreement").
    """
    return any(token.i != span.root.i and token.pos_ in ("NOUN", "PROPN", "NUM") for token in span)


def conclusion_of(head: Token) -> Token | None:
    """The verb or noun of concluding that governs an agreement: "signed X", "X was signed", "X signed in May".

    "the signing of X".
    """
    for child in children(head, "acl", "acl:relcl"):
        if child.lemma_ in _table("lemmas"):
            return child
    token = head
    while token.dep_ == "conj":
        token = token.head
    above = token.head
    if token.dep_ in ("obj", "nsubj:pass") and above.lemma_ in _table("lemmas"):
        return above
    if token.dep_ == "nmod" and preposition(token) == "of" and above.lemma_.lower() in _table("nouns"):
        return above
    if (
        token.dep_ in ("obl", "nmod")
        and preposition(token) in ("to", "into", "up")
        and above.lemma_ in ("accede", "enter", "draw")
    ):
        return above
    return None


def _words(head: Token) -> Span:
    """The noun phrase of an agreement: its modifiers before, and its topic after."""
    before = [
        child.left_edge.i
        for child in head.children
        if child.i < head.i and child.dep_ in ("amod", "compound", "nummod", "nmod:poss", "nmod:desc")
    ]
    end = head.i + 1
    for child in sorted(head.children, key=lambda item: item.i):
        if child.i > head.i and child.dep_ == "nmod" and preposition(child) in TOPIC and child.left_edge.i == end:
            end = child.right_edge.i + 1
    return head.doc[min([head.i, *before]) : min(end, head.i + LONGEST)]


def _kind(span: Span, head: Token) -> str | None:
    """The kind of the longest head phrase around the noun; None when there is none."""
    kinds = _heads()
    before = " ".join(token.lower_ for token in head.doc[max(head.i - 1, 0) : head.i + 1])
    after = span.text.lower()[head.idx - span.start_char :]
    longer = next(
        (kind for phrase, kind in kinds.items() if " " in phrase and (phrase == before or after.startswith(phrase))),
        None,
    )
    return longer or kinds.get(head.lower_) or kinds.get(head.lemma_.lower())


@cache
def _heads() -> dict[str, str]:
    return {
        phrase: kind
        for kind, phrases in read_toml("agreement_kinds")["kinds"].items()
        for phrase in phrases
        if kind != "statement" or " " in phrase
    }


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(read_toml("agreement_kinds")["verbs"][name])
