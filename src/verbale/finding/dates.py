"""The dates of what happened: the date expression that hangs on a predicate or noun, resolved against the day of
publication.

Public: `when_of(reading, token)` for the date that is an argument of this token, `when_in(reading, first, last)` for
the first date inside
a stretch of tokens.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from verbale.finding.context import Reading
from verbale.finding.syntax import FUTURE
from verbale.intake.dates import DateMatch, find_dates, resolve
from verbale.record import When

_LINKS = frozenset({
    "obl", "obl:tmod", "obl:unmarked", "obl:npmod", "nmod", "nmod:tmod", "nmod:unmarked", "nmod:poss", "advmod",
    "nummod", "appos", "case", "compound", "flat", "dep", "det", "amod", "list", "conj",
})  # fmt: skip
"""Labels by which a date may hang on what it dates, directly or through another of them."""

_CACHE = "verbale.dates"
_GOVERNORS = "verbale.dates.governors"


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """A date expression on tokens `[first, last)`; `head` is the token by which it hangs in its sentence."""

    first: int
    last: int
    head: int
    match: DateMatch


def when_of(reading: Reading, token: Token) -> When | None:
    """The date that is an argument of this predicate or noun; None when the text states none or it cannot be resolved.

    A date counts when it modifies the token, or the nominal that modifies it ("at the meeting of 3 May"). A date
    inside a subordinate
    clause, or of the verb that governs the token, does not.
    """
    for found in _by_governor(reading.doc).get(token.i, ()):
        when = _when(reading, found, future=_is_future(token))
        if when is not None:
            return when
    return None


def when_in(reading: Reading, first: int, last: int) -> When | None:
    """The first date inside tokens `[first, last)` that can be resolved."""
    spans = dated_spans(reading.doc)
    start = bisect_left(spans, first, key=lambda span: span.first)
    for span in spans[start:]:
        if span.first >= last:
            break
        when = _when(reading, span, future=None) if span.last <= last else None
        if when is not None:
            return when
    return None


def dated_spans(doc: Doc) -> list[DatedSpan]:
    """Every date expression of a document, on whole tokens, in order. Found once a document."""
    cached: list[DatedSpan] | None = doc.user_data.get(_CACHE)
    if cached is None:
        cached = [span for match in find_dates(doc.text) if (span := _on_tokens(doc, match)) is not None]
        doc.user_data[_CACHE] = cached
    return cached


def _on_tokens(doc: Doc, match: DateMatch) -> DatedSpan | None:
    span = doc.char_span(match.start, match.end, alignment_mode="expand")
    if span is None:
        return None
    return DatedSpan(span.start, span.end, span.root.i, match)


def _by_governor(doc: Doc) -> dict[int, list[DatedSpan]]:
    """The dates that each token governs. Made once a document."""
    cached: dict[int, list[DatedSpan]] | None = doc.user_data.get(_GOVERNORS)
    if cached is None:
        cached = {}
        for found in dated_spans(doc):
            for governor in _governors(doc[found.head], found):
                cached.setdefault(governor.i, []).append(found)
        doc.user_data[_GOVERNORS] = cached
    return cached


def _governors(date: Token, found: DatedSpan) -> list[Token]:
    """What a date modifies: the tokens above it through nominal links, one noun in between at the most."""
    above: list[Token] = []
    while date.dep_ in _LINKS and date.head != date and len(above) < 2:
        date = date.head
        if not found.first <= date.i < found.last:
            above.append(date)
            if date.pos_ in ("VERB", "AUX"):
                break
    return above


def _is_future(token: Token) -> bool | None:
    helpers = {child.lower_ for child in token.children if child.dep_ == "aux"}
    if helpers & FUTURE or token.lower_ in ("planned", "scheduled", "upcoming", "due"):
        return True
    return False if "Past" in token.morph.get("Tense", []) else None


def _when(reading: Reading, found: DatedSpan, *, future: bool | None) -> When | None:
    resolved = resolve(found.match, reading.document.published, future=future)
    if resolved is None:
        return None
    evidence = reading.evidence(reading.doc[found.first : found.last])
    return When(
        start=resolved.start,
        end=None if resolved.end == resolved.start else resolved.end,
        precision=resolved.precision,
        basis=resolved.basis,
        evidence=evidence,
        quote=reading.quote(evidence),
    )
