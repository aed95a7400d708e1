"""The reading model's own view of who said what, as drafts beside those that the rules find.

The encoder marks cues, sources and contents (`reading.spans`); here each cue gets its act from the lexicon and each source its
head word, so that both kinds of drafts go the same way from there on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from spacy.tokens import Doc, Span

from verbale.actors.cast import head_of
from verbale.finding.cue_draft import Draft
from verbale.finding.lexicon import lexicon
from verbale.finding.syntax import CONDITIONS, is_bare_participle, is_negated, subjects
from verbale.record import Act

# Least mean probability of a content's tags. Below it the model is about as often wrong as right on the held-out documents.
LEAST = 0.55
# Probability that content needs which no rule has seen.
_ALONE = 0.75
_WHOLE = 0.6
# Probability from which the model's extent of a content replaces the rule's.
_SURE = 0.8
# Parts of speech that are nobody's words when a content holds nothing else.
_WORDLESS = frozenset({"NUM", "PUNCT", "SYM", "SPACE"})
# Relations of a word to a head further on that make no sense without it.
_LEANING = frozenset(
    {"aux", "aux:pass", "case", "mark", "det", "cc", "amod", "compound", "nmod:poss", "nsubj", "nsubj:pass", "cop"}
)
# Two contents that share this much of the shorter one are one.
_SAME = 0.5
_FIRM = frozenset({"clause", "adjunct", "request"})


@dataclass(frozen=True)
class Attributed:
    """What the model marked in one document, by the first word of each content."""

    items: tuple[Any, ...]
    starts: tuple[int, ...]

    def within(self, sentence: Span) -> Sequence[Any]:
        """Pieces whose content starts in a sentence."""
        first, last = bisect_left(self.starts, sentence.start), bisect_right(self.starts, sentence.end - 1)
        return self.items[first:last]


def attributed(doc: Doc) -> Attributed:
    """The model's pieces in order; none where another pipeline read the text."""
    found = doc._.attribution if Doc.has_extension("attribution") else ()
    items = tuple(sorted((item for item in found if item.confidence >= LEAST), key=lambda item: item.content))
    return Attributed(items, tuple(item.content[0] for item in items))


def drafts_in(sentence: Span, pieces: Sequence[Any]) -> list[Draft]:
    """Drafts of the pieces that have a cue; their content ends with the sentence at the latest."""
    drafts = []
    for piece in pieces:
        if piece.cue is None or piece.continued or not sentence.start <= piece.cue[0] < sentence.end:
            continue  # a cue of another sentence has its own content there
        if not _is_asserted(sentence.doc[piece.cue[0] : piece.cue[1]]):
            continue
        content = _untorn(sentence.doc, piece.content[0], min(piece.content[1], sentence.end))
        if all(token.pos_ in _WORDLESS for token in sentence.doc[slice(*content)]):
            continue  # a number alone is nobody's words
        source = _source_of(sentence.doc, piece)
        drafts.append(
            Draft(
                act=act_of(sentence.doc, *piece.cue), frame="model", cue=piece.cue, content=content, source=source,
                rule="model:content", confidence=round(piece.confidence, 2),
            )
        )  # fmt: skip
    return drafts


def _untorn(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """A content without words at its end that lean on what comes after it: "the visit, which had"."""
    while end - start > 1 and doc[end - 1].head.i >= end and (doc[end - 1].dep_ in _LEANING or doc[end - 1].is_punct):
        end -= 1
    return start, end


def _source_of(doc: Doc, piece: Any) -> int | None:
    """The head of the source that the model marks, else the cue's subject."""
    if piece.source is not None:
        return int(head_of(doc, *piece.source).i)
    named = subjects(doc[piece.cue[0] : piece.cue[1]].root)
    return int(named[0].i) if named else None


def _is_asserted(cue: Span) -> bool:
    """Whether the cue tells that something was said: not denied, not under a condition."""
    root = cue.root
    if root.pos_ not in ("VERB", "AUX"):
        return True
    if is_bare_participle(root):
        return False  # "Asked whether …, the minister said": who asked is not told
    if is_negated(root):
        return root.lemma_ in ("deny", "dispute")
    return not any(child.dep_ == "mark" and child.lower_ in CONDITIONS for child in root.children)


def act_of(doc: Doc, start: int, end: int) -> Act:
    """The act that a cue's words perform: a light verb's noun before the verb; "say" where the lexicon knows none."""
    lex = lexicon()
    words = [token.lemma_.lower() for token in doc[start:end]]
    if words and words[0] in lex.light_verbs:
        for word in words[1:]:
            if word in lex.light_nouns:
                return lex.light_nouns[word]
    for key in (" ".join(words), *words):
        if key in lex.verbs:
            return lex.verbs[key][0].act
    for table in (lex.adjectives, lex.nouns, lex.prepositions):
        for key in (doc[start:end].text.lower(), *words):
            if key in table:
                return table[key]
    return "say"


def continued_share(sentence: Span, pieces: Sequence[Any]) -> float:
    """Share of a sentence's characters that the model marks as somebody's words going on."""
    doc = sentence.doc
    marked = sum(
        doc[min(piece.content[1], sentence.end) - 1].idx - doc[piece.content[0]].idx + 1
        for piece in pieces
        if piece.continued
    )
    return float(marked / max(1, len(sentence.text)))


def combined(rules: Sequence[Draft], model: Sequence[Draft], pieces: Sequence[Any]) -> list[Draft]:
    """One list of drafts from both views, in order of their cues.

    A cue that both see keeps the rule's act, with the model's content and source where the model is sure. A cue that only the
    model sees is taken unless a rule already has its content. A loose rule (an object, an adjective, a light verb) whose
    content the model marks as nobody's words is dropped; clauses, quotations and "according to" stand by themselves.
    """
    merged = [_agreed(rule, model) for rule in rules if rule.frame in _FIRM or _marked(rule, pieces)]
    for draft in model:
        if draft.confidence >= _ALONE and not any(
            _meet(draft.cue, other.cue) or _share(draft.content, other.content) >= _SAME for other in merged
        ):
            merged.append(draft)
    return sorted(merged, key=lambda draft: draft.cue)


def _agreed(rule: Draft, model: Sequence[Draft]) -> Draft:
    for draft in model:
        if _meet(draft.cue, rule.cue):
            source = rule.source if rule.source is not None else draft.source
            sure = draft.confidence >= _SURE and not rule.open_ended and not _is_torn(rule, draft)
            return replace(
                rule, source=source, content=draft.content if sure else rule.content, rest=None if sure else rule.rest
            )
    return rule


def _is_torn(rule: Draft, draft: Draft) -> bool:
    """Whether the model gives only a part of a clause that the tree gives whole: it marks long contents in pieces at times."""
    length = rule.content[1] - rule.content[0]
    return draft.content[1] - draft.content[0] < _WHOLE * length


def _marked(rule: Draft, pieces: Sequence[Any]) -> bool:
    return any(_meet(piece.content, rule.content) for piece in pieces)


def _meet(first: tuple[int, int], second: tuple[int, int]) -> bool:
    return first[0] < second[1] and second[0] < first[1]


def _share(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Intersection over the shorter of two ranges."""
    shared = min(first[1], second[1]) - max(first[0], second[0])
    return max(0, shared) / max(1, min(first[1] - first[0], second[1] - second[0]))
