"""The predicate lexicon and the codebook hold together."""

from __future__ import annotations

from typing import get_args

import pytest

from verbale.data import read_toml
from verbale.finding.events_lexicon import codebook, event_lexicon
from verbale.record import EventType

SENSES = [
    sense for table in (event_lexicon().verbs, event_lexicon().nouns) for senses in table.values() for sense in senses
]


def test_the_lexicon_is_rich() -> None:
    assert len(event_lexicon().verbs) + len(event_lexicon().nouns) >= 600


def test_every_type_has_words() -> None:
    assert {sense.type for sense in SENSES} == set(get_args(EventType))


def test_modes_are_those_of_plover() -> None:
    types = read_toml("plover")["types"]
    unknown = {
        (sense.id, sense.mode) for sense in SENSES if sense.mode and sense.mode not in types[sense.type]["modes"]
    }
    assert not unknown


def test_cameo_codes_have_a_goldstein_value() -> None:
    assert not {sense.id for sense in SENSES if codebook().intensity(sense.cameo) is None}


def test_senses_with_more_conditions_come_first() -> None:
    for senses in event_lexicon().verbs.values():
        ranks = [sense.rank for sense in senses]
        assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize(
    ("code", "value"), [("057", 8.0), ("1831", -10.0), ("19", -10.0), ("0999", -2.0), (None, None)]
)
def test_intensity(code: str | None, value: float | None) -> None:
    assert codebook().intensity(code) == value


@pytest.mark.parametrize(
    ("own", "complement", "mode", "code"),
    [
        ("AGREE", "AID", None, "033"),
        ("REQUEST", "RETREAT", "release", "1053"),
        ("THREATEN", "ASSAULT", "aerial", "138"),
        ("REJECT", None, None, "120"),
    ],
)
def test_composed_codes(own: EventType, complement: EventType | None, mode: str | None, code: str) -> None:
    assert codebook().composed(own, complement, mode) == code
