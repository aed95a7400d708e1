"""Cues that are no verbs: nouns with a clause, predicates of feeling, "according to", "in his view"."""

from __future__ import annotations

from spacy.tokens import Span, Token

from verbale.finding.cue_draft import Draft
from verbale.finding.cue_surface import is_end
from verbale.finding.lexicon import Lexicon
from verbale.finding.syntax import (
    children,
    is_negated,
    preposition,
    status_of,
    subjects,
)
from verbale.record import Act

# Relations by which a word leads on to the head of its own noun phrase.
_LEADING = frozenset({"compound", "nmod:poss", "flat", "amod", "nmod", "nmod:desc", "nmod:unmarked", "appos"})


def nominal(noun: Token, act: Act) -> Draft | None:
    """The draft of a noun with a clause: "his warning that …"; None without an owner or a clause."""
    clauses = [
        item
        for item in children(noun, "acl", "ccomp", "acl:relcl")
        if any(mark.lower_ == "that" and mark.dep_ == "mark" for mark in item.children)
    ]
    predicate = None
    if (
        not clauses
        and noun.dep_ == "nsubj"
        and noun.head.pos_ in ("VERB", "ADJ", "NOUN")
        and children(noun.head, "cop", "mark")
    ):
        predicate = noun.head if any(mark.lower_ == "that" for mark in noun.head.children) else None
    content = clauses[0] if clauses else predicate
    owners = children(noun, "nmod:poss") or [
        item for item in children(noun, "nmod") if preposition(item) in ("by", "of", "from")
    ]
    if content is None or is_negated(noun) or not owners:
        return None
    start, end = content.left_edge.i, content.right_edge.i + 1
    if predicate is not None:
        start = next(mark.i for mark in predicate.children if mark.lower_ == "that") + 1
    return Draft(
        act=act,
        frame="noun",
        cue=(noun.i, noun.i + 1),
        content=(start, end),
        source=owners[0].i,
        rule="cue:noun",
        confidence=0.75,
    )


def predicative(adjective: Token, act: Act) -> Draft | None:
    """The draft of a predicate of feeling or will: "is confident that …", "was ready to …"."""
    content = children(adjective, "ccomp", "xcomp", "advcl", "obl")
    found = subjects(adjective)
    if not content or not found or is_negated(adjective) or status_of(adjective) in ("hypothetical", "called-for"):
        return None
    if found[0].pos_ not in ("PROPN", "PRON", "NOUN") or found[0].lower_ in ("it", "this", "that", "there"):
        return None
    item = min(content, key=lambda child: child.dep_ == "obl")
    return Draft(
        act=act, frame="adjective", cue=(adjective.i, adjective.i + 1), content=(item.left_edge.i, item.right_edge.i + 1),
        source=found[0].i, rule="cue:adjective", confidence=0.7,
    )  # fmt: skip


def prepositional(token: Token, sentence: Span, lex: Lexicon) -> Draft | None:
    """The draft of "according to X" and its like; the rest of the sentence is the content."""
    for phrase, act in lex.prepositions.items():
        words = phrase.split()
        ahead = sentence.doc[token.i : min(token.i + len(words), sentence.end)]
        if [item.lower_ for item in ahead] != words or _counts(sentence, token.i + len(words), words):
            continue
        source = _after(sentence, token.i + len(words))
        if source is None:
            return None
        return _adjunct(sentence, token.i, token.i + len(words), source, act)
    return _in_the_view(token, sentence, lex)


def _counts(sentence: Span, after: int, words: list[str]) -> bool:
    """ "Per cent", "per year": not what somebody says, as "per the ministry" and "per Reuters" are."""
    return words == ["per"] and not (
        after < sentence.end and (sentence.doc[after].pos_ == "PROPN" or sentence.doc[after].lower_ == "the")
    )


def _in_the_view(token: Token, sentence: Span, lex: Lexicon) -> Draft | None:
    """ "in his view", "in Ankara's opinion"."""
    noun = token.head
    if token.lower_ not in ("in", "by") or token.dep_ != "case" or noun.lemma_ not in lex.possessive:
        return None
    owners = children(noun, "nmod:poss")
    if not owners or owners[0].lower_ in ("my", "our", "your"):
        return None
    return _adjunct(sentence, token.i, noun.i + 1, owners[0], lex.possessive[noun.lemma_])


def _after(sentence: Span, start: int) -> Token | None:
    """The head of the nominal that begins at a token."""
    if start >= sentence.end:
        return None
    token = sentence.doc[start]
    if token.pos_ == "PRON":
        return token
    for _ in range(len(sentence)):
        head = token.head
        names_on = head.i > token.i and head.pos_ in ("NOUN", "PROPN") and token.dep_ in _LEADING
        if token.pos_ in ("NOUN", "PROPN") and not names_on:
            return token
        if head.i == token.i or head.i < start:
            break
        token = head
    return next(
        (item for item in sentence.doc[start : min(start + 4, sentence.end)] if item.pos_ in ("NOUN", "PROPN", "PRON")),
        None,
    )


def _adjunct(sentence: Span, start: int, end: int, source: Token, act: Act) -> Draft:
    right = max(source.right_edge.i + 1, end)
    comma = next(
        (item.i for item in sentence.doc[end : sentence.end] if item.text == "," and item.i >= _name_end(source)), None
    )
    if start <= sentence.start + 1:
        cut = comma + 1 if comma is not None and comma <= right + 1 else right
        if source.pos_ == "PRON":
            cut = max(end, source.i + 1)
        content = (min(cut, sentence.end), sentence.end)
    elif right >= sentence.end - 1 or is_end(sentence, right - 1):
        content = (sentence.start, start)
    else:
        content = _clause_with(source, start, comma, sentence) or (sentence.start, sentence.end)
    return Draft(
        act=act,
        frame="adjunct",
        cue=(start, end),
        content=content,
        source=source.i,
        rule="cue:according",
        confidence=0.9,
    )


_OPENING = frozenset({"where", "which", "who", "that", "when", "because", "although", "while", "but"})


def _clause_with(source: Token, start: int, comma: int | None, sentence: Span) -> tuple[int, int] | None:
    """The clause that the phrase stands in: "the town where, according to X, thousands are held".

    By the word before the phrase, else by the tree, which hangs the phrase too high at times.
    """
    before = sentence.doc[start - 2].lower_ if start - 2 >= sentence.start else ""
    if before in _OPENING and sentence.doc[start - 1].text == "," and comma is not None:
        return comma + 1, sentence.end
    verb = source.head
    if verb.dep_ not in ("acl:relcl", "acl", "advcl", "ccomp"):
        return None
    return verb.left_edge.i, verb.right_edge.i + 1


def _name_end(source: Token) -> int:
    """Where the source's name and its appositions end: a comma inside them does not end the phrase."""
    inner = [
        child.right_edge.i
        for child in source.children
        if child.dep_ in ("appos", "flat", "nmod", "compound", "amod", "nmod:poss")
    ]
    return max([source.i, *inner]) + 1
