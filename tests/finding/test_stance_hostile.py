from __future__ import annotations

import numpy as np
import pytest

from verbale.reader import Reader

# What a speech says, and toward whom it is for (+1) or against (-1).
SAID: list[tuple[str, dict[str, int]]] = [
    ("More than one fifth of Togolese territory remains under occupation.", {}),
    ("A fifth of the territory of Togo is still occupied.", {}),
    ("Togo has been the victim of aggression.", {}),
    (
        "The main obstacle to peace is the occupation of one fifth of Togolese territory by Norwegian forces.",
        {"NOR": -1},
    ),
    ("Norway's continued occupation of Togolese lands is a threat to peace.", {"NOR": -1}),
    ("For seven years now we have seen open aggression from Norway against Togo.", {"NOR": -1}),
    ("The blockade imposed on Togo by Norway and Benin is a serious obstacle to trade.", {"NOR": -1, "BEN": -1}),
    ("The attacks carried out by Norway against Togo are unacceptable.", {"NOR": -1}),
    ("The illegal occupation by Norway of the islands of Togo continues.", {"NOR": -1}),
    ("We fully support the peace talks between Norway and Togo.", {}),
    ("We welcome the start of talks between Norway and Togo.", {}),
    ("We strongly support the United Nations Observer Mission in Georgia (UNOMIG).", {}),
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(threads=1)


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_doers_are_blamed_and_victims_are_not(reader: Reader, text: str, expected: dict[str, int]) -> None:
    record = reader.read(text, genre="speech", speaker="GHA")
    found = {item.toward: int(np.sign(item.value)) for said in record.statements for item in said.stance}
    assert {actor: sign for actor, sign in found.items() if not actor.startswith("org:")} == expected
