"""Scores on the tune sets with gold words and sentences, after each epoch. The card's scores come from evaluation/."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from training.batching import to_tensors
from training.data import gum_texts
from training.network import Network
from training.treebank import read_treebank
from training.windows import Sampler, Window

BATCH = 16


def tuning_windows(data: Path, sampler: Sampler) -> dict[str, list[Window]]:
    """Undisturbed windows of EWT dev and of GUM dev, the latter news and interviews apart."""
    ewt = [text for text, _ in read_treebank(data / "treebank/en_ewt-dev.conllu.gz")]
    gum = gum_texts(data, "dev")
    groups = {"ewt": ewt, "gum": gum, "gum-news": [text for text in gum if text.genre in ("news", "interview")]}
    return {
        name: [window for text in texts for window in sampler.cut(text, disturb=False)]
        for name, texts in groups.items()
    }


@torch.no_grad()
def evaluate(network: Network, groups: dict[str, list[Window]], device: str) -> dict[str, float]:
    """Percentages: sentence-start F, part of speech, features, UAS, LAS; greedy heads, gold sentence bounds."""
    network.eval()
    scores: dict[str, float] = {}
    for name, windows in groups.items():
        counts = np.zeros(9)
        ordered = sorted(windows, key=lambda window: len(window.pieces))
        for at in range(0, len(ordered), BATCH):
            counts += _count(network, to_tensors(ordered[at : at + BATCH], device))
        words, upos, feats, arcs, las, hit, said, gold, arc_words = counts
        scores |= {
            f"{name} upos": 100 * upos / words,
            f"{name} feats": 100 * feats / words,
            f"{name} uas": 100 * arcs / arc_words,
            f"{name} las": 100 * las / arc_words,
            f"{name} sentence F": 200 * hit / (said + gold),
        }
    return {name: round(float(value), 2) for name, value in scores.items()}


def _count(network: Network, batch: dict[str, torch.Tensor]) -> np.ndarray:
    out = network(batch["pieces"], batch["shapes"], batch["first"])
    real, heads, sentence = batch["real"], batch["heads"], batch["sentence"]
    other = sentence[:, :, None] != sentence[:, None, :]
    arcs = out["arcs"].clone()
    arcs[..., :-1].masked_fill_(other, -1e4)
    chosen = arcs.argmax(-1)
    target = torch.where(heads == -1, heads.shape[1], heads)
    rows, words = (target >= 0).nonzero(as_tuple=True)
    picked = chosen[rows, words]
    relation = network.label_scores(out["label_dependent"][rows, words], out["label_head"][rows, picked]).argmax(-1)
    right = picked == target[rows, words]
    said = (out["start"].squeeze(-1) > 0) & real
    gold = (batch["start"] == 1) & real
    said[:, 0] = gold[:, 0] = False
    return np.array([
        real.sum(), ((out["upos"].argmax(-1) == batch["upos"]) & real).sum(),
        ((out["feats"].argmax(-1) == batch["feats"]) & real).sum(), right.sum(),
        (right & (relation == batch["deprels"][rows, words])).sum(),
        (said & gold).sum(), said.sum(), gold.sum(), len(rows),
    ], dtype=float)  # fmt: skip
