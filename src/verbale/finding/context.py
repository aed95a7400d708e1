"""What every finder sees: the document, its parse, its cast, and the way from tokens to evidence."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from verbale.actors.cast import Cast
from verbale.intake.document import Document
from verbale.record import Evidence


@dataclass(frozen=True)
class Reading:
    """One document read: input to all finders. `doc` holds `document.reading`, parsed."""

    document: Document
    doc: Doc
    cast: Cast

    def evidence(self, span: Span | Token) -> Evidence:
        """The characters of `document.text` behind a span or token."""
        if isinstance(span, Token):
            return self.document.offsets.to_original(span.idx, span.idx + len(span.text))
        return self.document.offsets.to_original(span.start_char, span.end_char)

    def quote(self, evidence: Evidence) -> str:
        """The words at some evidence."""
        return self.document.text[evidence[0] : evidence[1]]
