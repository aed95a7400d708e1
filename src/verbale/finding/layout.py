"""Where sentences stand: their paragraph, its kind, the quotations they lie in, a transcript's speaker label."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from verbale.finding.context import Reading
from verbale.finding.quotes import Quote, find_quotes
from verbale.intake.document import ParagraphKind

# "MR. PRICE:", "Question:", "Foreign Minister Lavrov:" before words that follow on the same line.
_LABEL = re.compile(r"\s*([A-ZÀ-Þ][^:.!?\n\"“]{1,60}|[A-Z]{1,4}\. [A-Z][^:.!?\n]{1,40}):(?=\s|$)")


# A place in capitals, a date or an agency, and a dash that stands between blanks: at most so many characters of each.
_DATELINE = re.compile(r"\s*[A-ZÀ-Þ][A-ZÀ-Þ'’./ -]{2,40}(?:,[^–—:;-]{1,30})?(?:\([^)]{1,30}\))?\s*(?:–|—|--?)\s+(?=\S)")


@dataclass(frozen=True)
class Sentence:
    """A sentence with its surroundings. `paragraph` counts from 0; -1 where the layout is unknown."""

    span: Span
    paragraph: int
    kind: ParagraphKind
    opens_paragraph: bool
    quotes: tuple[Quote, ...]

    def quoted_by(self) -> Quote | None:
        """The quotation that holds the whole sentence, final marks aside."""
        text = self.span.text.rstrip()
        start = self.span.start_char + len(self.span.text) - len(self.span.text.lstrip("\"“”„«'‘’` "))
        end = self.span.start_char + len(text.rstrip("\"“”»'’.!?… "))
        return next((quote for quote in self.quotes if quote.start <= start and end <= quote.end + 1), None)


def sentences(reading: Reading) -> list[Sentence]:
    """The document's sentences with their layout, in order. One pass."""
    paragraphs = _paragraphs(reading)
    starts = [start for start, _, _ in paragraphs]
    quotes = find_quotes(reading.document.reading, [(start, end) for start, end, _ in paragraphs])
    quote_starts = [quote.outer_start for quote in quotes]
    found: list[Sentence] = []
    before = -2
    for span in reading.doc.sents:
        if not any(token.is_alpha or token.like_num for token in span):
            continue
        index = bisect_right(starts, _first_char(span)) - 1
        span = span if index == before else _without_dateline(span)  # noqa: PLW2901 - the sentence proper
        last = bisect_right(quote_starts, span.end_char - 1)
        near = tuple(
            quote
            for quote in quotes[max(0, _first_quote(quotes, quote_starts, span)) : last]
            if quote.outer_end > span.start_char
        )
        found.append(Sentence(span, index, paragraphs[index][2] if index >= 0 else "body", index != before, near))
        before = index
    return found


def _without_dateline(span: Span) -> Span:
    """A sentence without the place and date before it: "GENEVA, 4 March (Agency) – The talks …"."""
    match = _DATELINE.match(span.text)
    if match is None:
        return span
    words = span.doc.char_span(span.start_char + match.end(), span.end_char, alignment_mode="contract")
    return words if words is not None and len(words) else span


def _first_char(span: Span) -> int:
    return int(span.start_char + len(span.text) - len(span.text.lstrip()))


def _first_quote(quotes: Sequence[Quote], starts: Sequence[int], span: Span) -> int:
    index = bisect_right(starts, span.start_char) - 1
    while index > 0 and quotes[index - 1].outer_end > span.start_char:
        index -= 1
    return index


def _paragraphs(reading: Reading) -> list[tuple[int, int, ParagraphKind]]:
    """Paragraphs in coordinates of the reading text."""
    offsets = reading.document.offsets
    return [
        (offsets.to_repaired(item.start), offsets.to_repaired(item.end), item.kind)
        for item in reading.document.paragraphs
    ] or [(0, len(reading.document.reading), "body")]


def label_of(sentence: Sentence) -> tuple[int, int] | None:
    """Tokens of a transcript's speaker label that opens a paragraph ("MR. PRICE: …"), without the colon."""
    if not sentence.opens_paragraph:
        return None
    match = _LABEL.match(sentence.span.text)
    if match is None or len(match.group(1).split()) > 7:
        return None
    start = sentence.span.start_char + match.start(1)
    span = sentence.span.doc.char_span(start, start + len(match.group(1)), alignment_mode="contract")
    if span is None or any(token.pos_ == "VERB" and token.morph.get("VerbForm", []) == ["Fin"] for token in span):
        return None
    return span.start, span.end
