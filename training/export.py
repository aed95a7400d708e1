"""Write the shipped files from a checkpoint.

    python -m training.export --run runs/en --base runs/en/base --out src/verbale/models/en

Gives ``model.onnx`` (matrix products in int8 with a scale a channel, the word embeddings in int8 with a scale a word),
``heads.npz`` (what the decoder needs in full precision), ``tokenizer.json`` and ``config.json``.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.example import NAME_TAGS
from training.network import ARC, LABEL, LINK, Network
from training.train import sizes_of
from training.windows import SPEECH_TAGS, WINDOW, Labels

OPSET = 17


class SmallEmbedding(nn.Module):
    """An embedding stored as int8 with one scale a row: a quarter of the file, within half a step of the values."""

    def __init__(self, weight: Tensor) -> None:
        """Round the rows of ``weight``."""
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rounded", (weight / scale).round().to(torch.int8))

    def forward(self, pieces: Tensor) -> Tensor:
        """Rows of the pieces."""
        return self.rounded[pieces].float() * self.scale[pieces]


class Shipped(nn.Module):
    """What the runner calls: tag scores, and vectors from which it scores arcs, labels and links itself."""

    def __init__(self, network: Network, *, small: bool) -> None:
        """Wrap a trained network; ``small`` stores the embeddings in int8."""
        super().__init__()
        self.network = network
        if small:
            network.encoder.words = SmallEmbedding(network.encoder.words.weight.data)

    def forward(self, pieces: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """Tags [1, words, labels of all heads]; vectors [1, words, arc, arc, label, label, link x 3]."""
        words = self.network.word_vectors(pieces, shapes, first)
        arc_dependent, arc_head, label_dependent, label_head = self.network.vectors(words)
        parts = [self.network.bilinear(arc_dependent), arc_head, label_dependent, label_head, self.network.links(words)]
        return self.network.tags(words), torch.cat(parts, -1)


def load_network(checkpoint: Path) -> tuple[Network, Labels, dict]:
    """The network of a checkpoint, its labels and the plan it was trained by."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    labels = Labels(**state["labels"])
    network = Network(sizes_of(labels), layers=state["plan"]["layers"])
    network.load_state_dict(state["network"])
    return network.eval(), labels, state["plan"] | {"step": state["step"]}


def write(checkpoint: Path, base: Path, out: Path, *, quantize: bool = True, per_channel: bool = True) -> None:
    """Write all files but the card; int8 with one scale a channel, or a matrix."""
    network, labels, plan = load_network(checkpoint)
    out.mkdir(parents=True, exist_ok=True)
    np.savez(out / "heads.npz", **_decoder_weights(network))
    shipped = Shipped(network, small=quantize)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        _export(shipped, full)
        if quantize:
            quantize_dynamic(
                full,
                out / "model.onnx",
                weight_type=QuantType.QInt8,
                per_channel=per_channel,
                reduce_range=False,
                op_types_to_quantize=["MatMul"],
                extra_options={"MatMulConstBOnly": True},
            )
        else:
            (out / "model.onnx").write_bytes(full.read_bytes())
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    config = {
        "window": WINDOW,
        "arc": ARC,
        "label": LABEL,
        "link": LINK,
        "plan": plan,
        "names": list(NAME_TAGS),
        "speech": {name: list(tags) for name, tags in SPEECH_TAGS.items()},
        "heads": network.sizes.tags,
        **{name: getattr(labels, name) for name in ("upos", "xpos", "feats", "deprels")},
    }
    (out / "config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _decoder_weights(network: Network) -> dict[str, np.ndarray]:
    with torch.no_grad():
        _, root_arc, _, root_label = network.vectors(network.root)
    arrays = {
        "head_bias": network.head_bias.weight[0],
        "root_arc": root_arc,
        "root_label": root_label,
        "label_weight": network.label.weight,
        "label_bias": network.label.bias,
    }
    return {name: array.detach().numpy() for name, array in arrays.items()}


def _export(module: nn.Module, path: Path) -> None:
    example = (
        torch.ones(1, 12, dtype=torch.int64),
        torch.zeros(1, 12, dtype=torch.int64),
        torch.arange(1, 9, dtype=torch.int64)[None],
    )
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module, example, str(path), input_names=["pieces", "shapes", "first"], output_names=["tags", "vectors"],
            dynamic_axes={name: {0: "batch", 1: axis} for name, axis in
                          (("pieces", "pieces"), ("shapes", "pieces"), ("first", "words"), ("tags", "words"),
                           ("vectors", "words"))},
            opset_version=OPSET, dynamo=False,
        )  # fmt: skip
    onnx.checker.check_model(str(path))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder with checkpoint.pt")
    parser.add_argument("--base", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--full", action="store_true", help="full precision, to compare with")
    parser.add_argument("--per-matrix", action="store_true", help="one int8 scale a matrix, to compare with")
    arguments = parser.parse_args()
    write(
        arguments.run / "checkpoint.pt",
        arguments.base,
        arguments.out,
        quantize=not arguments.full,
        per_channel=not arguments.per_matrix,
    )


if __name__ == "__main__":
    main()
