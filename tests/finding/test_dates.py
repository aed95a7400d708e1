"""Dates of predicates."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from verbale.actors.cast import Cast
from verbale.finding.context import Reading
from verbale.finding.dates import dated_spans, when_in, when_of
from verbale.intake.document import Document
from verbale.record import Published


def signed(*, published: str | None) -> Reading:
    """ "Chile signed the pact on 5 May 2019 and left yesterday", parsed by hand."""
    words = ["Chile", "signed", "the", "pact", "on", "5", "May", "2019", "and", "left", "yesterday"]
    heads = [1, 1, 3, 1, 6, 6, 1, 6, 9, 1, 9]
    deps = ["nsubj", "root", "det", "obj", "case", "nummod", "obl", "nmod:unmarked", "cc", "conj", "obl:unmarked"]
    tags = ["PROPN", "VERB", "DET", "NOUN", "ADP", "NUM", "PROPN", "NUM", "CCONJ", "VERB", "NOUN"]
    doc = Doc(Vocab(), words=words, spaces=[True] * 10 + [False], heads=heads, deps=deps, pos=tags)
    when = Published(date=published, precision="day", basis="metadata", evidence=None) if published else None
    return Reading(Document(text=doc.text, reading=doc.text, published=when), doc, Cast(doc, {}, []))


def test_a_verb_has_its_own_date() -> None:
    reading = signed(published="2020-02-10")
    first, second = when_of(reading, reading.doc[1]), when_of(reading, reading.doc[9])
    assert first is not None
    assert second is not None
    assert (first.start, first.basis, first.quote) == ("2019-05-05", "stated", "5 May 2019")
    assert (second.start, second.basis) == ("2020-02-09", "relative")


def test_a_relative_date_needs_a_day_of_publication() -> None:
    reading = signed(published=None)
    assert when_of(reading, reading.doc[9]) is None


@pytest.mark.parametrize("token", [0, 3])
def test_an_argument_has_not_its_verbs_date(token: int) -> None:
    reading = signed(published="2020-02-10")
    assert when_of(reading, reading.doc[token]) is None


def test_dates_inside_a_stretch() -> None:
    reading = signed(published="2020-02-10")
    assert [(span.first, span.last) for span in dated_spans(reading.doc)] == [(5, 8), (10, 11)]
    found = when_in(reading, 4, 9)
    assert found is not None
    assert found.start == "2019-05-05"
    assert when_in(reading, 0, 4) is None
