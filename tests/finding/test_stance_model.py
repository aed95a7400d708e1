from __future__ import annotations

import numpy as np
import pytest

from verbale.finding.stance_model import AGAINST, FOR, StanceModel, bucket, stance_model
from verbale.reader import Reader

# What is said, and whether it is against (-1), for (+1) or neither (0) of Togo.
SAID = [
    ("the current Togolese leadership sends mixed signals", 0),
    ("the blockade by Togo is a hostile and illegal provocation", -1),
    ("Togo is a generous friend of his people", 1),
    ("a delegation from Togo will arrive on Monday", 0),
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(threads=1)


@pytest.mark.parametrize(("words", "sign"), SAID)
def test_signs(reader: Reader, words: str, sign: int) -> None:
    record = reader.read(f"President Samuel Boateng of Ghana said that {words}.")
    signs = {np.sign(stance.value) for item in record.statements for stance in item.stance if "TGO" in stance.toward}
    assert signs == ({sign} if sign else set())


def test_swapping_the_country_changes_nothing(reader: Reader) -> None:
    text = "President Samuel Boateng of Ghana said that {0}'s provocations and the blockade by {0} are unacceptable."
    values = [
        [stance.value for item in reader.read(text.format(name)).statements for stance in item.stance]
        for name in ("Togo", "Norway", "Japan")
    ]
    assert values[0]
    assert values[0] == values[1] == values[2]


def test_probabilities_sum_to_one_and_follow_the_weights() -> None:
    weights = np.zeros((1 << 15, 3), dtype=np.float32)
    weights[bucket("w=friend"), FOR] = 2.0
    model = StanceModel(weights, 0.5)
    odds = model.probabilities({"w=friend": 1.0})
    assert odds.sum() == pytest.approx(1.0)
    assert odds[FOR] > odds[AGAINST]
    assert model.probabilities({}).tolist() == pytest.approx([1 / 3] * 3)


def test_the_shipped_model_is_small_and_finite() -> None:
    assert stance_model().weights.shape == (1 << 15, 3)
    assert np.isfinite(stance_model().weights).all()


# Who is blamed, of those named, in words that judge; a victim and the place of a trouble are not.
BLAMED = [
    ("condemned the invasion of Togo by Norway", {"NOR"}),
    ("said that the Norwegian occupation of Togo is unacceptable", {"NOR"}),
    ("deplored the occupation of Togolese territory by Norwegian forces", {"NOR", "org:nor-armed-forces"}),
    ("regretted that the Togo problem remains unresolved", set()),
    ("said that the lands occupied by Norway must be freed", {"NOR"}),
    ("said that Benin and Togo would talk, and that the parties of the region violate every rule", set()),
    ("thanked all countries that supported Togo in its defence against Norwegian aggression", {"NOR"}),
]


@pytest.mark.parametrize(("words", "blamed"), BLAMED)
def test_who_is_blamed(reader: Reader, words: str, blamed: set[str]) -> None:
    record = reader.read(f"President Samuel Boateng of Ghana {words}.")
    found = {stance.toward for item in record.statements for stance in item.stance if stance.value < 0}
    assert found <= blamed
    assert bool(found) == bool(blamed)


def test_a_name_does_not_praise_its_bearer(reader: Reader) -> None:
    record = reader.read(
        "President Samuel Boateng of Ghana met envoys of the Democratic Republic of the Congo and said so."
    )
    assert not [stance for item in record.statements for stance in item.stance]
