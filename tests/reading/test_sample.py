"""The card tells the scores of the shipped file: recomputed here on thirty sentences of our own, annotated by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluation.gold import read_gold
from evaluation.model import SAMPLE, treebank_scores
from verbale.reading import load_pipeline, model_card

FILE = Path(__file__).parent / "sample.conllu"

SAME_FILE = 1.0
"""Points by which scores may differ between processors, which round int8 products differently; one word is 0.4."""

TREES = ("words", "sentences", "UPOS", "lemmas", "UAS", "LAS", "LAS with subtypes")
"""The columns of the card."""

FLOORS = {"words": 100.0, "sentences": 93.0, "UPOS": 98.0, "lemmas": 98.0, "UAS": 93.0, "LAS": 89.0}


@pytest.fixture(scope="module")
def scores() -> dict[str, float]:
    return treebank_scores(load_pipeline(threads=2), read_gold(FILE))


@pytest.mark.parametrize(("measure", "floor"), FLOORS.items())
def test_model_reads_plain_sentences(scores: dict[str, float], measure: str, floor: float) -> None:
    assert scores[measure] >= floor


def test_card_is_that_of_the_shipped_file(scores: dict[str, float]) -> None:
    row = re.search(rf"^\| {re.escape(SAMPLE)} \|(.*)\|$", model_card(), re.MULTILINE)
    assert row is not None
    told = dict(zip(TREES, map(float, row[1].split("|")), strict=True))
    assert scores == pytest.approx(told, abs=SAME_FILE)
