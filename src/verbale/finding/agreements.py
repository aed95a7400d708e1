"""Treaties, declarations, memoranda, resolutions and other accords that a text names or tells the signing of."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span, Token

from verbale.actors.folding import fold
from verbale.finding.accords import Name, names
from verbale.finding.context import Reading
from verbale.finding.dates import when_in, when_of
from verbale.finding.inside import sides
from verbale.finding.naming import pieces_of
from verbale.finding.signing import conclusion_of, signed
from verbale.finding.syntax import agents, children, conjuncts, obliques, preposition, subjects
from verbale.record import Agreement, Statement, When


def find_agreements(reading: Reading, statements: Sequence[Statement]) -> list[Agreement]:  # noqa: ARG001 - all finders take both
    """The agreements of a document, one record each, with the first mention as evidence."""
    named = [
        (span, name)
        for name in names(pieces_of(reading.document.reading))
        if (span := _span(reading, name)) is not None
    ]
    taken = {token.i for span, _ in named for token in span}
    plain = [
        (span, Name(span.start_char, span.end_char, span.text, kind))
        for span, kind in signed(reading.doc)
        if not any(t.i in taken for t in span)
    ]
    first_by_key: dict[str, tuple[Span, Name]] = {}
    for span, name in sorted([*named, *plain], key=lambda item: item[0].start):
        first_by_key.setdefault(fold(" ".join(name.words.split())), (span, name))
    return [_record(reading, span, name, number) for number, (span, name) in enumerate(first_by_key.values(), start=1)]


def _span(reading: Reading, name: Name) -> Span | None:
    found: Span | None = reading.doc.char_span(name.start, name.end, alignment_mode="expand")
    return found if found is not None and len(found) else None


def _record(reading: Reading, span: Span, name: Name, number: int) -> Agreement:
    evidence = reading.document.offsets.to_original(name.start, name.end)
    return Agreement(
        id=f"a{number}",
        name=" ".join(name.words.split()),
        kind=name.kind,
        parties=_parties(reading, span) if name.kind != "resolution" else (),
        date=_date(reading, span),
        evidence=evidence,
        quote=reading.quote(evidence),
    )


def _parties(reading: Reading, span: Span) -> tuple[str, ...]:
    """Who concludes it: "between A and B", "A's agreement with B".

    And the subject and "with" of the verb of signing.
    """
    head: Token = span.root
    words = [
        *obliques(head, "between", "among", "with"),
        *(token for token in span if preposition(token) in ("with", "between")),
    ]
    owners = [token for token in children(head, "nmod:poss", "amod", "compound") if sides(reading, [token])]
    verb = conclusion_of(head)
    if verb is not None:
        doers = [*subjects(verb), *agents(verb)] if verb.pos_ == "VERB" else [*obliques(verb, "by")]
        words += [*doers, *obliques(verb, "with", "between", "by")]
    found = sides(reading, [item for token in [*owners, *words] for item in conjuncts(token)])
    return found if len(found) > 1 or verb is not None else ()


def _date(reading: Reading, span: Span) -> When | None:
    verb = conclusion_of(span.root)
    inside = when_in(reading, span.start, span.end)
    return inside or (when_of(reading, verb) if verb is not None else None) or when_of(reading, span.root)
