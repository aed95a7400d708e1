"""What every finder sees: the document, its parse, its cast, and the way from tokens to evidence."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from verbale.actors.cast import Cast
from verbale.intake.document import Document
from verbale.record import Evidence, Genre


@dataclass(frozen=True)
class Reading:
    """One document read: input to all finders. `doc` holds `document.reading`, parsed."""

    document: Document
    doc: Doc
    cast: Cast

    @property
    def genre(self) -> Genre:
        """What the document is, news where nothing is told."""
        return self.document.genre or "news"

    def evidence(self, span: Span | Token) -> Evidence:
        """The characters of `document.text` behind a span or token."""
        if isinstance(span, Token):
            return self.document.offsets.to_original(span.idx, span.idx + len(span.text))
        return self.document.offsets.to_original(span.start_char, span.end_char)

    def span(self, evidence: Evidence) -> Span | None:
        """The tokens behind some evidence, whole tokens where it cuts one; None where there are none."""
        offsets = self.document.offsets
        start, end = offsets.to_repaired(evidence[0]), offsets.to_repaired(evidence[1])
        found: Span | None = self.doc.char_span(start, end, alignment_mode="expand")
        return found if found is not None and len(found) else None

    def quote(self, evidence: Evidence) -> str:
        """The words at some evidence."""
        return self.document.text[evidence[0] : evidence[1]]
