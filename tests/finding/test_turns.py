"""Transcripts: labelled turns are their speakers', questions are nobody's, and what turns report nests inside."""

from __future__ import annotations

import pytest

from verbale.reader import Reader

BRIEFING = """Transcript of the daily briefing

MS. LINDQVIST: Good afternoon. The Government of Sweden welcomes the ceasefire. President Samuel Boateng said that the envoys will meet on Monday.

{question}

MS. LINDQVIST: That is a beginning. We hope that both sides keep it.

{second}

MS. LINDQVIST: I have nothing to add.
"""


def said(reader: Reader, text: str) -> list[tuple[str | None, str, str | None]]:
    return [(item.speaker, item.quote.rstrip("."), item.by.rule) for item in reader.read(text).statements]


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("QUESTION: Will the border open again?", "QUESTION: And the prisoners?"),
        ("Q. Will the border open again?", "Q. And the prisoners?"),
        ("Q – Will the border open again?", "Q – And the prisoners?"),
        ("Reporter: The border is shut. Will it open again?", "Journalist: And the prisoners?"),
        (
            "Ruta Kalnina, Baltic Radio: You promised it. Will the border open?",
            "Tom Abeo, Lagos Herald: And the prisoners?",
        ),
        ("Moderator: Thank you. Let us hear a question on the border.", "Moderator: One more."),
    ],
)
def test_questions_are_nobodys(reader: Reader, question: str, second: str) -> None:
    text = "Anna Lindqvist is the spokesperson of the Foreign Ministry of Sweden.\n\n" + BRIEFING.format(
        question=question, second=second
    )
    quotes = [item.quote for item in reader.read(text).statements]
    asked = {
        part.strip() for label in (question, second) for part in label.replace("?", ".").split(".") if part.strip()
    }
    assert not [quote for quote in quotes if any(part in quote for part in asked)], quotes
    assert any(quote.startswith("That is a beginning") for quote in quotes), quotes


def test_a_turn_holds_until_its_paragraph_ends(reader: Reader) -> None:
    text = "Foreign Minister Anna Lindqvist met the press in Stockholm on Monday.\n\n" + BRIEFING.format(
        question="QUESTION: Will the border open?", second="QUESTION: And the prisoners?"
    )
    found = said(reader, text)
    assert [quote for speaker, quote, rule in found if speaker == "person:anna-lindqvist" and rule == "label"] == [
        "Good afternoon", "The Government of Sweden welcomes the ceasefire",
        "President Samuel Boateng said that the envoys will meet on Monday",
        "That is a beginning", "We hope that both sides keep it", "I have nothing to add",
    ]  # fmt: skip
    assert "the envoys will meet on Monday" in [quote for _, quote, rule in found if rule != "label"]


def test_one_list_with_colons_is_no_transcript(reader: Reader) -> None:
    text = "The plan has three parts.\n\nFirst: The road is built.\n\nSecond: The port is dredged.\n"
    assert said(reader, text) == []


def test_the_author_goes_on_after_the_turns(reader: Reader) -> None:
    text = (
        "Foreign Minister Anna Lindqvist met the press in Stockholm on Monday.\n\n"
        + BRIEFING.format(question="QUESTION: Will the border open?", second="QUESTION: And the prisoners?")
        + "\nThe briefing ended at dusk and the delegations left for the airport.\n"
    )
    assert "dusk" not in " ".join(quote for _, quote, _ in said(reader, text))


def test_a_paragraph_without_a_label_goes_on_with_the_turn(reader: Reader) -> None:
    text = (
        "Transcript of the daily briefing\n\nMS. LINDQVIST: The Government of Sweden welcomes the ceasefire.\n\n"
        "We hope that both sides keep it.\n\nQUESTION: Will it hold?\n\nMS. LINDQVIST: I cannot tell.\n"
    )
    own = [quote for speaker, quote, rule in said(reader, text) if (speaker, rule) == ("person:lindqvist", "label")]
    assert own == [
        "The Government of Sweden welcomes the ceasefire", "We hope that both sides keep it", "I cannot tell",
    ]  # fmt: skip
