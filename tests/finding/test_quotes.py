from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbale.finding.quotes import find_quotes, speech_like


def quoted(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in find_quotes(text, [(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We are ready,” she said.", ["We are ready,"]),
        ('"We are ready," she said. "Come in."', ["We are ready,", "Come in."]),
        ("«Nous sommes là», he said.", ["Nous sommes là"]),
        ("„Wir sind bereit“, he said.", ["Wir sind bereit"]),
        ("``We are ready,'' she said.", ["We are ready,"]),
        ("''We are ready,'' she said.", ["We are ready,"]),
        ("‘We are ready to talk,’ she said.", ["We are ready to talk,"]),
        ("'We are ready to talk,' she said.", ["We are ready to talk,"]),
        ("It isn't the ministers' fault, the '90s were hard.", []),
        ('A meeting on "Trade and transit” was held.', ["Trade and transit"]),
        ("“We are ready", ["We are ready"]),
        ("No marks at all.", []),
        ("He said: “The word ‘war’ is wrong.”", ["The word ‘war’ is wrong."]),
    ],
)
def test_quotations_are_found(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_over_paragraphs_is_one_chain() -> None:
    text = "He said: “One.\n\n“Two.\n\n“Three.” Then he left. “Four.”"
    cuts = [0, text.index("“Two"), text.index("“Three"), len(text)]
    chains = [quote.chain for quote in find_quotes(text, list(zip(cuts, cuts[1:], strict=False)))]
    assert chains[0] == chains[1] == chains[2] != chains[3]


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("We will not accept this.", True),
        ("One Nation, Two States", False),
        ("Regional Geopolitical Polarization and Security", False),
        ("special operation", False),
        ("the talks were open, honest and useful", True),
    ],
)
def test_titles_and_scare_quotes_are_not_speech(text: str, *, speech: bool) -> None:
    assert speech_like(text) is speech


@given(st.text(alphabet="ab '\"“”‘’«»„.\n", max_size=200))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    found = find_quotes(text, [(0, len(text))])
    assert all(0 <= q.outer_start <= q.start <= q.end <= q.outer_end <= len(text) for q in found)
    assert all(a.outer_end <= b.outer_start for a, b in zip(found, found[1:], strict=False))
