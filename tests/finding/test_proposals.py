"""Proposals, demands and hopes, and what only looks like one."""

from __future__ import annotations

import pytest

from verbale.reader import Reader

SAID = "Kenyan Foreign Minister Raychelle Omamo said that {}."


@pytest.mark.parametrize(
    ("clause", "action", "force"),
    [
        ("a joint commission should be formed", "a joint commission should be formed", "proposal"),
        ("Eritrea must withdraw its troops", "withdraw its troops", "demand"),
        ("Eritrea should immediately withdraw its troops", "immediately withdraw its troops", "demand"),
        ("it is necessary to open new schools", "open new schools", "proposal"),
    ],
)
def test_modality_inside_a_statement(reader: Reader, clause: str, action: str, force: str) -> None:
    record = reader.read(SAID.format(clause))
    [found] = record.proposals
    assert (found.action, found.force) == (action, force)
    assert found.by_actor == "person:raychelle-omamo"
    assert found.statement in {statement.id for statement in record.statements}


def test_addressees_are_who_is_to_act(reader: Reader) -> None:
    [found] = reader.read(SAID.format("Eritrea must withdraw its troops")).proposals
    assert found.addressees == ("ERI",)


def test_the_importance_of_doing(reader: Reader) -> None:
    [found] = reader.read("Foreign Minister Ana Costa emphasised the importance of training young officers.").proposals
    assert found.action == "training young officers"


def test_an_act_of_demanding(reader: Reader) -> None:
    [found] = reader.read(
        "Norwegian Foreign Minister Anniken Huitfeldt called on Belarus to release the prisoners."
    ).proposals
    assert (found.force, found.addressees, found.by_actor) == ("demand", ("BLR",), "person:anniken-huitfeldt")


@pytest.mark.parametrize(
    "clause",
    [
        "it should be noted that trade has grown",
        "Eritrea should have withdrawn",
        "if Eritrea should withdraw, talks will follow",
        "it is important that Turkey closed its border in 1993",
        "the pipeline works well",
    ],
)
def test_what_asks_nothing(reader: Reader, clause: str) -> None:
    assert list(reader.read(SAID.format(clause)).proposals) == []


def test_questions_are_no_proposals(reader: Reader) -> None:
    assert list(reader.read('"Should Eritrea withdraw?" Kenyan Minister Raychelle Omamo asked.').proposals) == []
