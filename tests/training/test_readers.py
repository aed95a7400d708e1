from __future__ import annotations

import gzip
import random
from pathlib import Path

import numpy as np
import pytest

from training.example import NAME_TAGS, UNKNOWN, Text
from training.gum import mentions
from training.names import glue, mark_money, read_gmb, read_wikigold
from training.treebank import read_lemmas, read_treebank, wanted_features

TREE = """# newdoc id = GUM_news_sample
# newpar
1\tShe\tshe\tPRON\tPRP\tCase=Nom|Foreign=Yes\t2\tnsubj\t_\tEntity=(1-person-new-nnnnn-cf1-1-sgl)
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tdid\tdo\tAUX\tVBD\t_\t0\troot\t_\t_
3\tn't\tnot\tPART\tRB\t_\t2\tadvmod\t_\t_
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

1\tGood\tgood\tADJ\tJJ\t_\t0\troot\t_\tSpaceAfter=No
1.1\tghost\t_\t_\t_\t_\t_\t_\t_\t_
2\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_

"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    path = tmp_path / "sample.conllu"
    path.write_text(TREE, encoding="utf-8")
    return path


def write(path: Path, rows: str) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(rows)
    return path


def test_treebank_keeps_layout_trees_and_documents(tree: Path) -> None:
    ((text, notes),) = read_treebank(tree)
    assert text.words == ["She", "did", "n't", ".", "Good", "."]
    assert text.glued == [False, False, True, True, False, True]
    assert text.heads == [1, -1, 1, 1, -1, 4]
    assert text.sentence == [0, 0, 0, 0, 1, 1]
    assert text.paragraph == [True, False, False, False, False, False]
    assert (text.genre, text.feats[0]) == ("news", "Case=Nom")
    assert mentions(notes) == [(0, 1, "person", False)]
    assert list(read_lemmas(tree))[2] == "not"


def test_features_that_nobody_reads_are_left_out() -> None:
    assert wanted_features("Foreign=Yes|Number=Sing") == "Number=Sing"
    assert wanted_features("Foreign=Yes") == "_"


def test_nested_mentions_are_closed_in_turn() -> None:
    notes = ["Entity=(1-organization-a-b-c-1-d-Bank_of_X(2-place-a-b-c-1-d)", "_", "Entity=1)"]
    assert sorted(mentions(notes)) == [(0, 1, "place", False), (0, 3, "organization", True)]


def test_silver_names_lose_titles_and_keep_what_is_open(tmp_path: Path) -> None:
    rows = "President\tNNP\tB-per\nAda\tNNP\tI-per\nObi\tNNP\tI-per\nsaw\tVBD\tO\nMali\tNNP\tB-geo\n.\t.\tO\n\n"
    (text,) = read_gmb(write(tmp_path / "gmb.gz", rows))
    assert text.names[:3] == [frozenset({"O"}), frozenset({"B-PERSON"}), frozenset({"I-PERSON"})]
    assert text.names[4] == frozenset({"B-GPE"})


def test_words_of_names_are_cut_as_the_runner_cuts(tmp_path: Path) -> None:
    (text,) = read_gmb(write(tmp_path / "gmb.gz", "An\tDT\tO\nal-Shabab\tNNP\tB-org\nNATO-led\tJJ\tO\n\n"))
    assert text.words == ["An", "al", "-", "Shabab", "NATO", "-", "led"]
    assert text.glued == [False, False, True, True, False, True, True]
    assert text.names[1:5] == [frozenset({"B-ORG"}), frozenset({"I-ORG"}), frozenset({"I-ORG"}), None]


def test_places_of_unknown_kind_stay_open(tmp_path: Path) -> None:
    (text,) = read_wikigold(write(tmp_path / "gold.gz", "Near O\nZugdidi I-LOC\n\n"))
    assert text.names[1] == frozenset({"B-GPE", "B-LOC", "B-FAC"})


def test_sums_are_marked_by_their_form() -> None:
    words = ["worth", "$", "20", "million", "or", "5", "euros", "in", "2010"]
    tags: list[frozenset[str] | None] = [frozenset({"O"})] * len(words)
    mark_money(words, tags)
    marked = [word for word, tag in zip(words, tags, strict=True) if tag != frozenset({"O"})]
    assert marked == ["$", "20", "million", "5", "euros"]


def test_quotes_are_glued_by_turns() -> None:
    assert glue(['"', "Yes", '"', "he", "said", "."]) == [False, True, True, False, False, True]


class TestNetwork:
    """The network and its losses; where PyTorch is not installed there is nothing to train with."""

    @pytest.fixture(autouse=True)
    def _torch(self) -> None:
        pytest.importorskip("torch")

    def test_partial_labels_cost_only_what_they_exclude(self) -> None:
        import torch

        from training.network import _partial

        scores = torch.zeros(1, 2, 4)
        allowed = torch.tensor([[[True, True, False, False], [True, True, True, True]]])
        loss = _partial(scores, allowed, torch.tensor([[True, True]]))
        assert loss.item() == pytest.approx(np.log(2))

    def test_windows_hold_whole_sentences_and_heads_inside(self, tree: Path) -> None:
        from training.windows import Sampler, collect_labels

        class Letters:
            """A piece a letter."""

            def of(self, words: list[str]) -> list[tuple[int, ...]]:
                return [tuple(map(ord, word)) for word in words]

        texts = [text for text, _ in read_treebank(tree)]
        sampler = Sampler(Letters(), collect_labels(texts, rare=1), seed=1)  # type: ignore[arg-type]
        (window,) = sampler.cut(texts[0], disturb=False)
        assert window.layers["heads"].tolist() == [1, -1, 1, 1, -1, 4]
        assert window.layers["start"].tolist() == [1, 0, 0, 0, 1, 0]
        assert window.layers["names"].all()
        sampler.random = random.Random(3)
        assert sum(len(part.first) for part in sampler.epoch(texts)) >= 5


def test_unknown_layers_are_filled() -> None:
    text = Text(["a"], [False], [0], [True]).complete()
    assert (text.upos, text.heads, text.names, text.speech_known) == ([None], [UNKNOWN], [None], [False])
    assert NAME_TAGS[0] == "O"
