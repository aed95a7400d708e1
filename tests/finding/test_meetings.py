"""Meetings: one record each, with kind, title, parts, date and place."""

from __future__ import annotations

import pytest

from verbale.reader import Reader

REPORT = (
    'A webinar entitled "Rivers without borders" was organised by the Nile Policy Centre (NPC) on 4 May 2021.\n\n'
    "Egyptian Water Minister Mohamed Abdel Aty said that data should be shared. He added that floods are rising.\n\n"
    "Sudanese Ambassador Amina Osman noted that her country supports the idea.\n\n"
    "The webinar ended with questions."
)


def test_a_report_is_of_one_meeting(reader: Reader) -> None:
    record = reader.read(REPORT, genre="report")
    [found] = record.meetings
    assert (found.kind, found.title) == ("webinar", "Rivers without borders")
    assert found.date is not None
    assert found.date.start == "2021-05-04"
    speakers = {item.actor for item in found.participants if item.part == "speaker"}
    assert {statement.speaker for statement in record.statements} <= speakers
    assert {statement.meeting for statement in record.statements} == {found.id}


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        (
            "Spain's Foreign Minister José Manuel Albares met his Moroccan counterpart in Rabat on Friday.",
            "talks",
            {"attendee"},
        ),
        ("Chinese President Xi Jinping visited Serbia in May.", "visit", {"guest", "host"}),
    ],
)
def test_verbs_are_meetings_too(reader: Reader, text: str, kind: str, parts: set[str]) -> None:
    [found] = reader.read(text, date="2024-05-10").meetings
    assert found.kind == kind
    assert parts <= {item.part for item in found.participants}


@pytest.mark.parametrize(
    "text",
    [
        "The company met its targets.",
        "Recent events worry the region.",
        "Kenya proposed a summit on water.",
        "No talks are planned.",
    ],
)
def test_what_did_not_take_place_is_no_meeting(reader: Reader, text: str) -> None:
    assert list(reader.read(text).meetings) == []
