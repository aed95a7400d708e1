"""The mixture that the model learns from, and what it is tuned on. Nothing of the tune sets is ever trained on."""

from __future__ import annotations

from pathlib import Path

from training import gum, names
from training.corpus.standoff import load_standoff
from training.example import Text
from training.own import own_text, read_own
from training.treebank import read_treebank


def training_texts(data: Path) -> list[Text]:
    """The first stage: treebanks, names and attributed speech; ``data`` holds treebank/, ner/ and the rest."""
    texts = treebank_texts(data)
    texts += names.read_gmb(data / "ner/gmb-voa.tsv.gz")
    texts += names.read_wikigold(data / "ner/wikigold.conll.gz")
    texts += [text for _ in range(3) for text in names.read_crossner(data / "ner/crossner_politics-train.conll.gz")]
    return texts


def treebank_texts(data: Path) -> list[Text]:
    """The two treebanks."""
    ewt = [text for text, _ in read_treebank(data / "treebank/en_ewt-train.conllu.gz")]
    return ewt + gum_texts(data, "train")


OWN_COPIES = 3
"""Times that each of our own texts is read in an epoch of the second stage, disturbed anew each time."""


def register_texts(data: Path, corpus: Path) -> list[Text]:
    """The second stage: treebanks, half of the silver names, re3d as we annotated it, and our own texts several times."""
    texts = treebank_texts(data)
    for text in texts:
        text.contents_known = False
    texts += list(names.read_gmb(data / "ner/gmb-voa.tsv.gz"))[::2]
    texts += names.read_wikigold(data / "ner/wikigold.conll.gz")
    texts += names.read_crossner(data / "ner/crossner_politics-train.conll.gz")
    own = read_own(corpus, held_out=False) + [own_text(document) for document in load_standoff(data, held_out=False)]
    return texts + OWN_COPIES * own


def gum_texts(data: Path, part: str) -> list[Text]:
    """GUM's documents with names and speech, ``part`` is train or dev."""
    relations = gum.read_attributions(data / "attribution/gum_attribution_relations.jsonl.gz")
    texts = []
    for text, notes in read_treebank(data / f"treebank/en_gum-{part}.conllu.gz"):
        text.names = gum.name_tags(text, notes)
        gum.add_speech(text, relations.get(text.identity, []))
        texts.append(text)
    return texts
