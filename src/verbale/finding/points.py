"""Points of resolutions and communiqués: "The Council, meeting in Rome: 1. Condemns …; 2. Calls upon …".

Such points have no subject of their own and begin with a verb in the third person, which parsers seldom meet, so they are
told by their surface: a paragraph whose first word, after a number and an adverb, is a reporting verb of the lexicon.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from verbale.finding.context import Reading
from verbale.finding.cue_draft import Draft
from verbale.finding.layout import Sentence
from verbale.finding.lexicon import lexicon
from verbale.finding.sources import Speaker, side_named_first
from verbale.record import Act

_ADVERBS = frozenset({"also", "again", "further", "furthermore", "once", "in", "addition"})
# A body that speaks through points is named at the head of the list, within so many words.
_FIRST = 12


def heads_list(reading: Reading, sentence: Sentence) -> Speaker | None:
    """Who a list's points are by: the body or state that opens a paragraph which breaks off in a colon or comma."""
    words = sentence.span
    if not sentence.opens_paragraph or words.text.rstrip()[-1:] not in (":", ","):
        return None
    first = next((token for token in words if token.is_alpha), None)
    if first is None or first.lower_ != "the" or any(_is_finite(token) for token in words):
        return None
    return side_named_first(reading, words.start, min(words.start + _FIRST, words.end))


def _is_finite(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and "Fin" in token.morph.get("VerbForm", [])


def point_of(sentence: Sentence) -> Draft | None:
    """The draft of a list's point; None for any other sentence."""
    words = sentence.span
    start = _first_word(words)
    if not sentence.opens_paragraph or start is None:
        return None
    found = _reporting(words, start)
    if found is None:
        return None
    act, end = found
    content = end + (end < words.end and words.doc[end].lower_ == "that")
    return Draft(
        act=act, frame="clause", cue=(start, end), content=(content, words.end), source=None,
        rule="cue:point", confidence=0.85,
    )  # fmt: skip


def _first_word(words: Span) -> int | None:
    """The first word after a number, a letter in brackets and an adverb."""
    for token in words:
        lower = token.lower_
        if not token.is_alpha or len(lower) == 1 or lower in _ADVERBS or lower.endswith("ly"):
            continue
        return int(token.i)
    return None


def _reporting(words: Span, start: int) -> tuple[Act, int] | None:
    """The act of a verb in the third person and where the verb ends, its particle included; None for other words."""
    lex, following = lexicon(), words.doc[start + 1].lower_ if start + 1 < words.end else ""
    for base in _bases(words.doc[start].lower_):
        if base in lex.points:
            return lex.points[base], start + 1
        for reading in (*lex.verbs.get(f"{base} {following}", ()), *lex.verbs.get(base, ())):
            if reading.preposition in (None, following):
                joined = f"{base} {following}" in lex.verbs or reading.preposition is not None
                return reading.act, start + 1 + joined
    return None


def _bases(word: str) -> list[str]:
    if not word.endswith("s") or word.endswith("ss"):
        return []
    bases = [word[:-1]]
    if word.endswith("es"):
        bases.append(word[:-2])
    if word.endswith("ies"):
        bases.append(word[:-3] + "y")
    return bases
