"""The mixture that the model learns from, and what it is tuned on. Nothing of the tune sets is ever trained on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from training import gum, names
from training.example import Text
from training.treebank import read_treebank

Split = Callable[[str], tuple[list[str], list[int]]]


def training_texts(data: Path) -> list[Text]:
    """Treebanks, sets of names and attributed speech; ``data`` is the folder that holds treebank/, ner/ and the rest."""
    texts = [text for text, _ in read_treebank(data / "treebank/en_ewt-train.conllu.gz")]
    texts += gum_texts(data, "train")
    texts += names.read_gmb(data / "ner/gmb-voa.tsv.gz")
    texts += names.read_wikigold(data / "ner/wikigold.conll.gz")
    texts += [text for _ in range(3) for text in names.read_crossner(data / "ner/crossner_politics-train.conll.gz")]
    return texts


def gum_texts(data: Path, part: str) -> list[Text]:
    """GUM's documents with names and speech, ``part`` is train or dev."""
    relations = gum.read_attributions(data / "attribution/gum_attribution_relations.jsonl.gz")
    texts = []
    for text, notes in read_treebank(data / f"treebank/en_gum-{part}.conllu.gz"):
        text.names = gum.name_tags(text, notes)
        gum.add_speech(text, relations.get(text.identity, []))
        texts.append(text)
    return texts
