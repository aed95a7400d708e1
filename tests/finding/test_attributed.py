"""What the model marks, as drafts: torn ends are mended, numbers alone are nobody's words, some cues report nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from spacy.language import Language

from verbale.finding.attributed import drafts_in
from verbale.reading import load_pipeline


@dataclass(frozen=True)
class Piece:
    """A piece as `reading.spans` marks it."""

    content: tuple[int, int]
    cue: tuple[int, int] | None
    source: tuple[int, int] | None = None
    confidence: float = 0.9
    continued: bool = False


def _place(tokens: list[str], words: str) -> tuple[int, int]:
    wanted = words.split()
    at = next(index for index in range(len(tokens)) if tokens[index : index + len(wanted)] == wanted)
    return at, at + len(wanted)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline(threads=2)


@pytest.mark.parametrize(
    ("text", "cue", "marked", "expected"),
    [
        ("The minister denounced the visit , which had been announced .", "denounced", "the visit , which had", ["the visit"]),
        ("The minister said that trade had grown .", "said", "trade had grown", ["trade had grown"]),
        ("The minister put losses at 40 .", "put", "40", []),
        ("Asked about trade , the minister left .", "Asked", "trade", []),
        ("The minister did not say that trade had grown .", "say", "trade had grown", []),
    ],
)  # fmt: skip
def test_drafts_of_the_models_pieces(nlp: Language, text: str, cue: str, marked: str, expected: list[str]) -> None:
    doc = nlp(text)
    tokens = [token.text for token in doc]
    piece = Piece(_place(tokens, marked), _place(tokens, cue))
    assert [doc[slice(*draft.content)].text for draft in drafts_in(next(iter(doc.sents)), [piece])] == expected
