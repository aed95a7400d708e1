"""Train the English model: ``python -m training.train --data ../shared/data --out runs/en``.

Goes on from the last checkpoint in the output folder when there is one.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.batching import to_tensors
from training.data import training_texts
from training.example import NAME_TAGS, Text
from training.evaluate import evaluate, tuning_windows
from training.network import WEIGHTS, Network, Sizes, losses
from training.windows import SPEECH_TAGS, Labels, Sampler, batches, collect_labels
from verbale.reading.shapes import WordPieces

log = logging.getLogger("training")

SAVE_EVERY = 200
"""Steps between checkpoints: some six minutes on two cores."""


@dataclass
class Plan:
    """The settings of one training, with the values that gave the shipped model."""

    epochs: int = 4
    pieces: int = 1536
    encoder_rate: float = 1.5e-4
    head_rate: float = 1.5e-3
    warm_up: float = 0.04
    seed: int = 20
    layers: int = 6


class Trainer:
    """One training: network, optimiser, schedule, and where they are saved."""

    def __init__(self, plan: Plan, labels: Labels, out: Path, device: str) -> None:
        """Build everything from the seed."""
        torch.manual_seed(plan.seed)
        self.plan, self.labels, self.out, self.device = plan, labels, out, device
        self.network = Network(sizes_of(labels), layers=plan.layers).to(device)
        encoder = list(self.network.encoder.parameters())
        known = {id(parameter) for parameter in encoder}
        heads = [parameter for parameter in self.network.parameters() if id(parameter) not in known]
        self.optimizer = torch.optim.AdamW(
            [{"params": encoder, "rate": plan.encoder_rate}, {"params": heads, "rate": plan.head_rate}],
            betas=(0.9, 0.98), weight_decay=0.01, fused=True,
        )  # fmt: skip
        self.step = 0

    def run(self, texts: list[Text], sampler: Sampler, tune: dict[str, list]) -> None:
        """All epochs; the steps that a checkpoint has behind it are passed over."""
        done, total = 0, None
        for epoch in range(self.plan.epochs):
            sampler.random = random.Random(self.plan.seed * 1000 + epoch)
            grouped = batches(sampler.epoch(texts), self.plan.pieces, sampler.random)
            total = total or len(grouped) * self.plan.epochs
            for batch in grouped:
                done += 1
                if done > self.step:
                    self._learn(to_tensors(batch, self.device), total)
            self.save()
            scores = evaluate(self.network, tune, self.labels, self.device)
            log.info("epoch %d %s", epoch + 1, json.dumps(scores))
            with (self.out / "scores.jsonl").open("a") as file:
                file.write(json.dumps({"epoch": epoch + 1, "step": self.step, **scores}) + "\n")

    def _learn(self, batch: dict[str, Tensor], total: int) -> None:
        warm = max(1, int(total * self.plan.warm_up))
        share = (self.step + 1) / warm if self.step < warm else max(0.02, (total - self.step) / (total - warm))
        for group in self.optimizer.param_groups:
            group["lr"] = group["rate"] * share
        self.network.train()
        each = losses(self.network, batch)
        loss = sum(WEIGHTS[name] * value for name, value in each.items())
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimizer.step()
        self.step += 1
        if self.step % 20 == 0:
            parts = " ".join(f"{name} {value.item():.3f}" for name, value in each.items())
            log.info("step %d/%d at %.0f s: %s", self.step, total, time.perf_counter() - STARTED, parts)
        if self.step % SAVE_EVERY == 0:
            self.save()

    def save(self) -> None:
        """Write a checkpoint, whole or not at all."""
        state = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict(), "step": self.step,
                 "plan": asdict(self.plan), "labels": asdict(self.labels), "random": torch.get_rng_state()}
        torch.save(state, self.out / "checkpoint.new")
        (self.out / "checkpoint.new").replace(self.out / "checkpoint.pt")

    def resume(self) -> None:
        """Go on from the checkpoint in the output folder."""
        state = torch.load(self.out / "checkpoint.pt", map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"])
        self.step = state["step"]


STARTED = time.perf_counter()


def sizes_of(labels: Labels) -> Sizes:
    """The widths of the heads."""
    return Sizes(upos=len(labels.upos), xpos=len(labels.xpos), feats=len(labels.feats), names=len(NAME_TAGS),
                 deprels=len(labels.deprels), **{name: len(tags) for name, tags in SPEECH_TAGS.items()})


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebank/, ner/, attribution/")
    parser.add_argument("--base", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    for name, value in asdict(Plan()).items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(value), default=value)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(message)s",
                        handlers=[logging.StreamHandler(), logging.FileHandler(arguments.out / "log.txt")])
    torch.set_num_threads(arguments.threads)
    plan = Plan(**{name: getattr(arguments, name) for name in asdict(Plan())})
    train(plan, arguments.data, arguments.base, arguments.out)


def train(plan: Plan, data: Path, base: Path, out: Path) -> None:
    """Train as planned, from the start or from the checkpoint that is there."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    texts = training_texts(data)
    labels = collect_labels([text for text in texts if text.upos[0] is not None])
    pieces = WordPieces(Tokenizer.from_file(str(base / "tokenizer.json")))
    sampler = Sampler(pieces, labels, plan.seed)
    trainer = Trainer(plan, labels, out, device)
    trainer.network.encoder.load(base / "model.safetensors")
    if (out / "checkpoint.pt").exists():
        trainer.resume()
    log.info("%d texts, %d words, labels %s", len(texts), sum(len(text.words) for text in texts),
             {name: len(value) for name, value in asdict(labels).items()})
    trainer.run(texts, sampler, tuning_windows(data, sampler))


if __name__ == "__main__":
    main()
