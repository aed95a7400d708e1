"""Offices without a name: known leaders, officials of a place, military sources, heads of state."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from verbale.actors import Cast

Read = Callable[..., Cast]


def actors_of(cast: Cast, words: str) -> set[str]:
    return {
        actor for mention in cast.mentions for actor in mention.actors
        if _bare(cast.doc[mention.start : mention.end].text) == _bare(words)
    }  # fmt: skip


def _bare(words: str) -> str:
    return re.sub(r"^(the|an?) ", "", words.lower())


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Emmanuel Macron arrived in Rabat on Monday. The French president said that ties were strong.", "The French president", "person:emmanuel-macron"),
        ("Benjamin Netanyahu met the envoys. The prime minister said that talks would go on.", "The prime minister", "person:benjamin-netanyahu"),
        ("President Ana Costa refused to sign. The head of state said that the people must decide.", "The head of state", "person:ana-costa"),
        ("King Tomas spoke on television. The monarch said that order was safe.", "The monarch", "person:tomas"),
        ("An official in Banjul said that Gambia had begun.", "An official", "GMB"),
        ("Officials in Goma said that the road was shut.", "Officials", "COD"),
        ("The mayor of Kharkiv said that the shelling had stopped.", "The mayor of Kharkiv", "UKR"),
        ("In Ankara, an official said that the talks had failed.", "an official", "TUR"),
        ("Police in Karachi said that three people had died.", "Police", "org:police-pak"),
        ("The Syrian army confirmed the losses. A military source said that cells were at work.", "A military source", "org:syr-armed-forces"),
    ],
)  # fmt: skip
def test_who_stands_behind_an_office(read_cast: Read, text: str, words: str, actor: str) -> None:
    assert actors_of(read_cast(text), words) == {actor}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("An official in Geneva said that the talks had failed.", "An official"),
        ("A senior official in Brussels said that the talks had failed.", "A senior official"),
        ("A diplomat in Kabul said that the road was shut.", "A diplomat"),
        ("A former official in Banjul said that the vote was fair.", "A former official"),
        ("A professor in Goma said that the vote was fair.", "A professor"),
        ("A military source said that cells were at work.", "A military source"),
        ("Prime Minister Ana Costa met miners. The head of state said that the people must decide.", "The head of state"),
    ],
)  # fmt: skip
def test_who_is_left_open(read_cast: Read, text: str, words: str) -> None:
    assert actors_of(read_cast(text), words) == set()


def test_a_leader_whose_office_the_text_tells_has_no_other(read_cast: Read) -> None:
    cast = read_cast("The mayor of Pau, Emmanuel Macron, spoke. The president said that ties were strong.")
    assert "person:emmanuel-macron" not in actors_of(cast, "The president")
