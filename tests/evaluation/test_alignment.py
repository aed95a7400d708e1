"""Where annotated contents are cut into sentences."""

from __future__ import annotations

import pytest

from evaluation.alignment import sentences_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The port is open. Ships wait.", ["The port is open.", "Ships wait."]),
        ("Mr. Costa met Gen. Lima. “Well done!” We agree? Yes", ["Mr. Costa met Gen. Lima.", "“Well done!”", "We agree?", "Yes"]),
        ("J. Costa of the U.S. Senate spoke", ["J. Costa of the U.S. Senate spoke"]),
        ("It grew by 3.5 per cent. 40 ships came", ["It grew by 3.5 per cent.", "40 ships came"]),
        ("the road", ["the road"]),
    ],
)  # fmt: skip
def test_contents_are_cut_at_sentence_ends(text: str, expected: list[str]) -> None:
    before = "He said: "
    pieces = sentences_in(before + text, (len(before), len(before) + len(text)))
    assert [(before + text)[slice(*piece)].strip() for piece in pieces] == expected
    assert "".join((before + text)[slice(*piece)] for piece in pieces) == text
