from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from verbale.reading.tokens import LONGEST_CHUNK, Words

WORDS = Words(spacy.blank("en"))

CASES = {
    "worth $20bn in all": "worth $ 20 bn in all",
    "US$5.2bn and €3.5m": "US $ 5.2 bn and € 3.5 m",
    "20km away at 5:30pm": "20 km away at 5:30 pm",
    "the U.S.-led force": "the U.S. - led force",
    "U.N. envoys met at 9 a.m. sharp": "U.N. envoys met at 9 a.m. sharp",
    "Türkiye's and Türkiye’s": "Türkiye 's and Türkiye ’s",
    "«We agree», he said": "« We agree » , he said",
    "talks—long ones—ended": "talks — long ones — ended",
    "the years 2019–2021": "the years 2019 – 2021",
    "• first point": "• first point",
    "they can't and cannot": "they ca n't and can not",
    "a state-of-the-art port": "a state - of - the - art port",
    "a pro-Western, anti-ship stance": "a pro-Western , anti-ship stance",
    "Bashar al-Assad": "Bashar al - Assad",
    "Baku-Tbilisi-Ceyhan": "Baku - Tbilisi - Ceyhan",
    "a COVID-19 ward": "a COVID - 19 ward",
    "trade and/or transit": "trade and / or transit",
    "“What?!” she asked": "“ What ?! ” she asked",
    "Gen. Abizaid, Prof. Sato": "Gen. Abizaid , Prof. Sato",
    "in the 1990s": "in the 1990s",
    "a 3.5% rise": "a 3.5 % rise",
    "call 345-3436 now": "call 345-3436 now",
    "an 8-year-old boy": "an 8 - year - old boy",
    "Côte d'Ivoire": "Côte d'Ivoire",
    "the Nations' seat": "the Nations ' seat",
    "wait...what": "wait ... what",
    "=====": "=====",
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_words_are_those_of_the_treebanks(text: str, expected: str) -> None:
    assert " ".join(token.text for token in WORDS(text)) == expected


@given(st.text(max_size=200))
@settings(deadline=None)
def test_text_is_kept_to_the_character(text: str) -> None:
    assert WORDS(text).text == text


@pytest.mark.parametrize("text", ["!" * 5000, "ab-" * 3000, "x" * 9000, "=." * 4000, "\u0301" * 3000])
def test_overlong_chunks_are_cut_and_kept(text: str) -> None:
    doc = WORDS(text)
    assert doc.text == text
    assert max(len(token) for token in doc) <= max(100, LONGEST_CHUNK)


def test_blank_lines_are_words_of_their_own() -> None:
    assert [token.text for token in WORDS("One.\n\nTwo  three")] == ["One", ".", "\n\n", "Two", " ", "three"]


@pytest.mark.parametrize(
    ("chunk", "words"),
    [
        ("rain...won't", ["rain", "...", "wo", "n't"]),
        ("annex(Friday)", ["annex", "(", "Friday", ")"]),
        ("(draft).pdf", ["(", "draft", ")", ".pdf"]),
        ('"Desk"<desk@mfa.example>', ['"', "Desk", '"', "<", "desk@mfa.example", ">"]),
        ("$10-$20", ["$", "10", "-", "$", "20"]),
        ("dunno", ["du", "n", "no"]),
        (">>", [">>"]),
    ],
)
def test_glued_words_of_web_texts_part(chunk: str, words: list[str]) -> None:
    assert [token.text for token in WORDS(chunk)] == words
