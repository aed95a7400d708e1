"""Who is blamed for a hostile act: its doer, never its victim nor whoever condemns it."""

from __future__ import annotations

import pytest

from verbale.reader import Reader


@pytest.mark.parametrize(
    ("text", "recipient"),
    [
        ("Norway condemned the aggression against Togo.", ()),
        ("Norway condemned the attack on Togo.", ()),
        ("Norway condemned the occupation of Togo.", ()),
        ("Norway condemned the attacks in Togo.", ()),
        ("Norway condemned sanctions against Togo.", ()),
        ("Norway condemned Peru's aggression against Togo.", ("PER",)),
        ("Norway condemned the invasion of Togo by Peru.", ("PER",)),
        ("Norway condemned Togo for the attack on Peru.", ("TGO",)),
    ],
)
def test_who_is_accused(reader: Reader, text: str, recipient: tuple[str, ...]) -> None:
    found = [event for event in reader.read(text, genre="news").events if event.type == "ACCUSE"]
    assert [(event.actor, event.recipient) for event in found] == [(("NOR",), recipient)]


@pytest.mark.parametrize(
    ("text", "toward"),
    [
        ("The aggression against Togo was condemned by Norway.", set()),
        ("We deplore the occupation of Togo, condemned by Norway.", set()),
        ("The violations documented by Norway in Togo are grave.", set()),
        ("The attacks against Togo carried out by Peru must stop.", {"PER"}),
        ("The invasion of Togo by Peru was condemned by Norway.", {"PER"}),
    ],
)
def test_toward_whom_a_speaker_is_hostile(reader: Reader, text: str, toward: set[str]) -> None:
    record = reader.read(text, genre="speech", speaker="FJI")
    assert {item.toward for said in record.statements for item in said.stance if item.value < 0} == toward
