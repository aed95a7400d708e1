"""Cues in a sentence: which word reports, who the source is, and which words are the content.

Works on a Universal Dependencies tree with the surface as safety net: the parser errs in one arc of nine, so content that
hangs on a main-clause cue runs to the end of the sentence, not only to the end of its subtree.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from verbale.finding.cue_draft import Draft
from verbale.finding.cue_extents import bounded, cut_at_semicolon, on_both_sides, without_overlap
from verbale.finding.cue_phrases import nominal, predicative, prepositional
from verbale.finding.cue_verbs import verbal
from verbale.finding.lexicon import Lexicon, lexicon
from verbale.finding.quotes import Quote
from verbale.finding.syntax import (
    children,
)


def find_cues(sentence: Span, quotes: list[Quote]) -> list[Draft]:
    """Drafts of one sentence in order of their cues. `quotes` are those that overlap the sentence."""
    lex = lexicon()
    drafts = [on_both_sides(sentence, draft, quotes) for draft in _drafts(sentence, quotes, lex)]
    return [cut_at_semicolon(sentence, draft, quotes) for draft in without_overlap(bounded(sentence, drafts))]


def _drafts(sentence: Span, quotes: list[Quote], lex: Lexicon) -> Iterator[Draft]:
    for token in sentence:
        draft = _of_token(token, sentence, quotes, lex)
        if (draft is not None and draft.content[0] < draft.content[1]) or (draft is not None and draft.open_ended):
            yield draft


def _of_token(token: Token, sentence: Span, quotes: list[Quote], lex: Lexicon) -> Draft | None:
    if token.pos_ in ("VERB", "AUX"):
        return verbal(token, sentence, quotes, lex)
    if token.pos_ == "ADJ" and token.lemma_ in lex.adjectives and children(token, "cop"):
        return predicative(token, lex.adjectives[token.lemma_])
    if token.pos_ == "NOUN" and token.lemma_ in lex.nouns:
        return nominal(token, lex.nouns[token.lemma_])
    if token.pos_ in ("ADP", "SCONJ", "VERB", "ADV") or token.lower_ in ("according", "in", "per", "as", "for"):
        return prepositional(token, sentence, lex)
    return None
