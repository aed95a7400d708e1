"""Damaged words are read rightly while evidence stays the original's."""

from __future__ import annotations

import contextlib
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbale.errors import EmptyInput
from verbale.intake import load
from verbale.intake.document import Document

MENDED = [
    ("They marked the 102ndanniversary of it.", "the 102nd anniversary of"),
    ("Trade was $11billion in all.", "was $11 billion in"),
    ("Some 3million people fled.", "3 million people"),
    ("They met on 12March in Doha.", "on 12 March in"),
    ("It ended in 2020.The ministers then left.", "in 2020. The ministers"),
    ("They left the region.He added that it was late.", "the region. He added"),
    ("We continue to cooperate success fully in all spheres.", "cooperate successfully in"),
    ("The govern ment of the day said no.", "The government of"),
    (
        "Their coopera-\ntion has grown and will grow further in the years that lie ahead of them.",
        "Their cooperation has",
    ),
    (
        "A long-\nterm plan for the region was agreed by all of the ministers who attended the talks.",
        "A long-term plan",
    ),
    ("Their co\u00adoper\u00adation grew.", "Their cooperation grew"),
    ("They\u200b agreed \u202eon it.", "They agreed on it"),
    ("They  agreed\u00a0 on it.", "They agreed on it"),
    ("The \ufb01rst o\ufb00er stood.", "The first offer stood"),
    ("Ministers of Turkey,Georgia and Iran met.", "Turkey, Georgia and"),
    ("Xocal\u0131 and Cafe\u0301 stay.", "Xocal\u0131 and Caf\u00e9 stay"),
    ("He said “no”and left.", "“no” and left"),
]


@pytest.mark.parametrize(("text", "expected"), MENDED)
def test_damaged_words_are_mended_for_reading(text: str, expected: str) -> None:
    document = load(text)
    assert document.text == text
    assert expected in document.reading


@pytest.mark.parametrize(
    "text",
    [
        "Use less energy.",
        "It hit a lone vehicle.",
        "The U.S.Army base",
        "See www.example.org/The.html now.",
        "He lives in St.Petersburg.",
        "Kim Jong Un met Xi Jinping.",
        "No one else may be able to go.",
        "In to the room, on to the next, a way out.",
        "The 24th of May 1995",
        "Version 2.0.Beta",
        "It is 5km away.",
        "an 8th-grade pupil",
        "El Salvador and Costa Rica",
        "can not",
        "any one of them",
        "some times it rains",
        "e.g.This",
    ],
)
def test_sound_words_and_names_stay(text: str) -> None:
    assert load(text).reading == text


def test_mending_is_recorded() -> None:
    [warning] = [w for w in load("It was $11billion.").warnings if w.code == "mended"]
    assert warning.message.startswith("1 ")


def test_evidence_of_mended_words_is_the_original() -> None:
    document = load("We marked the 102ndanniversary yesterday.\n\nThey cooperate success fully now.")
    assert original(document, "anniversary") == "anniversary"
    assert original(document, "102nd anniversary") == "102ndanniversary"
    assert original(document, "successfully") == "success fully"
    assert original(document, "now") == "now"


def original(document: Document, words: str) -> str:
    start = document.reading.index(words)
    return document.text[slice(*document.offsets.to_original(start, start + len(words)))]


PIECES = st.sampled_from(
    [
        "The minister",
        " ",
        "  ",
        "\u00a0",
        "\r\n",
        "\n",
        "\n\n",
        "success fully",
        "$11billion",
        "102ndanniversary",
        "2020.The",
        "coopera-\ntion",
        "\u00ad",
        "\u200b",
        "e\u0301",
        "\ufb01",
        "🇹🇷",
        "👨‍👩‍👧",
        "שלום",
        "“",
        "”",
        ".",
        ",",
        "Ankara",
        "said",
        "\u202e",
        "long-\nterm",
        "-",
        "AzÉ™rbaycan",
    ]
)


def characters(text: str) -> str:
    """What mending must not touch: letters and digits, without invisible signs and hyphens."""
    return re.sub(r"[\W_]", "", text)


@given(st.lists(PIECES, min_size=1).map("".join).filter(str.strip).map(lambda text: "A " + text))
def test_the_map_is_monotone_and_total(text: str) -> None:
    document = load(text)
    assert document.text == text
    starts = [document.offsets.to_original(i, i + 1) for i in range(len(document.reading))]
    for (start, end), (next_start, next_end) in itertools.pairwise(starts):
        assert 0 <= start <= next_start <= len(text)
        assert end <= next_end <= len(text)


@given(
    st.lists(PIECES.filter(lambda piece: "É" not in piece and piece.isascii()), min_size=1)
    .map(" ".join)
    .filter(str.strip)
    .map(lambda text: "A " + text)
)
def test_every_read_word_leads_back_to_its_letters(text: str) -> None:
    document = load(text)
    for match in re.finditer(r"\w+", document.reading):
        start, end = document.offsets.to_original(*match.span())
        assert characters(document.text[start:end]) == characters(match.group())


@given(st.text(min_size=1, max_size=200))
def test_any_text_is_read_or_refused_as_empty(text: str) -> None:
    with contextlib.suppress(EmptyInput):
        document = load(text)
        for paragraph in document.paragraphs:
            assert 0 <= paragraph.start < paragraph.end <= len(document.text)
