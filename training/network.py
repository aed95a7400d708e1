"""The network: a BERT encoder of few layers, told of letter case, and the heads that read its word vectors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from verbale.reading.shapes import SHAPES

MASK = LAST_MARK = 103
"""The vocabulary's piece for a hidden word, and the last of its marks: words come after."""

HIDDEN, ATTENTION_HEADS, INNER, POSITIONS, VOCABULARY = 384, 12, 1536, 258, 30522
ARC, LABEL, LINK = 256, 256, 64


class Layer(nn.Module):
    """One transformer layer in BERT's order: normalisation after each residual."""

    def __init__(self, dropout: float) -> None:
        """``dropout`` follows attention and the inner layer; attention weights themselves are kept whole."""
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``x`` [batch, pieces, hidden]; ``mask`` [batch, 1, 1, pieces] is 0 where read and very low where padded."""
        batch, length, _ = x.shape
        qkv = self.qkv(x).view(batch, length, 3, ATTENTION_HEADS, HIDDEN // ATTENTION_HEADS).permute(2, 0, 3, 1, 4)
        scores = qkv[0] @ qkv[1].transpose(-1, -2) * (HIDDEN // ATTENTION_HEADS) ** -0.5 + mask
        mixed = (scores.softmax(-1) @ qkv[2]).transpose(1, 2).reshape(batch, length, HIDDEN)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))


class Encoder(nn.Module):
    """Pieces and shapes in, one vector a piece out."""

    def __init__(self, layers: int, dropout: float, masked: float = 0.0) -> None:
        """An encoder of ``layers`` layers with random weights; ``masked`` of the pieces are hidden in training."""
        super().__init__()
        self.masked = masked
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Parameter(torch.zeros(POSITIONS, HIDDEN))
        self.shapes = nn.Embedding(SHAPES, HIDDEN)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))

    def forward(self, pieces: Tensor, shapes: Tensor) -> Tensor:
        """Both [batch, pieces], piece 0 is padding; gives [batch, pieces, hidden]."""
        mask = ((pieces == 0).float() * -1e4)[:, None, None, :]
        if self.training and self.masked:
            pieces = self._hidden(pieces)
        x = self.words(pieces) + self.shapes(shapes) + self.positions[: pieces.shape[1]]
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def _hidden(self, pieces: Tensor) -> Tensor:
        """Some pieces replaced by the mask; the marks at both ends and the padding stay."""
        chosen = (torch.rand(pieces.shape, device=pieces.device) < self.masked) & (pieces > LAST_MARK)
        return pieces.masked_fill(chosen, MASK)

    def load(self, path: Path) -> None:
        """Take the weights of a BERT model of this size from a safetensors file, its lower layers first."""
        weights = {name.removeprefix("bert."): tensor for name, tensor in load_file(path).items()}
        table = "embeddings."
        self.words.weight.data.copy_(weights[table + "word_embeddings.weight"])
        types = weights[table + "token_type_embeddings.weight"][0]
        self.positions.data.copy_(weights[table + "position_embeddings.weight"][:POSITIONS] + types)
        _copy(self.norm, weights, table + "LayerNorm")
        for number, layer in enumerate(self.layers):
            root = f"encoder.layer.{number}."
            parts = [root + f"attention.self.{name}" for name in ("query", "key", "value")]
            layer.qkv.weight.data.copy_(torch.cat([weights[part + ".weight"] for part in parts]))
            layer.qkv.bias.data.copy_(torch.cat([weights[part + ".bias"] for part in parts]))
            for module, name in (
                (layer.out, "attention.output.dense"),
                (layer.norm1, "attention.output.LayerNorm"),
                (layer.inner, "intermediate.dense"),
                (layer.outer, "output.dense"),
                (layer.norm2, "output.LayerNorm"),
            ):
                _copy(module, weights, root + name)


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.data.copy_(weights[name + ".weight"])
    module.bias.data.copy_(weights[name + ".bias"])


@dataclass
class Sizes:
    """How many labels each head chooses from."""

    upos: int
    xpos: int
    feats: int
    names: int
    cue: int
    source: int
    content: int
    deprels: int

    @property
    def tags(self) -> dict[str, int]:
        """The heads that read one word alone, with their widths, in the order of the output."""
        return {
            "start": 1,
            "upos": self.upos,
            "xpos": self.xpos,
            "feats": self.feats,
            "names": self.names,
            "cue": self.cue,
            "source": self.source,
            "content": self.content,
        }


class Network(nn.Module):
    """The encoder and every head."""

    def __init__(
        self,
        sizes: Sizes,
        *,
        layers: int = 6,
        dropout: float = 0.2,
        encoder_dropout: float = 0.1,
        masked: float = 0.0,
    ) -> None:
        """Heads are new; the encoder's weights are to be loaded."""
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(layers, encoder_dropout, masked)
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.Linear(HIDDEN, sum(sizes.tags.values()))
        self.perceptrons = nn.Linear(HIDDEN, 2 * ARC + 2 * LABEL)
        self.bilinear = nn.Linear(ARC, ARC, bias=False)
        self.head_bias = nn.Linear(ARC, 1, bias=False)
        self.root = nn.Parameter(torch.randn(HIDDEN) * 0.1)
        self.label = nn.Linear(3 * LABEL, sizes.deprels)
        self.links = nn.Linear(HIDDEN, 3 * LINK)
        nn.init.normal_(self.bilinear.weight, std=ARC**-0.5 / 4)

    def word_vectors(self, pieces: Tensor, shapes: Tensor, first: Tensor) -> Tensor:
        """Vectors of each word's first piece: ``first`` [batch, words] holds its position."""
        encoded = self.encoder(pieces, shapes)
        return encoded.gather(1, first[:, :, None].expand(-1, -1, HIDDEN))

    def vectors(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Arc and label vectors of words as dependents and as heads, each [..., ARC or LABEL]."""
        hidden = self.dropout(functional.gelu(self.perceptrons(words)))
        arc_dependent, arc_head, label_dependent, label_head = hidden.split([ARC, ARC, LABEL, LABEL], -1)
        return arc_dependent, arc_head, label_dependent, label_head

    def label_scores(self, dependent: Tensor, head: Tensor) -> Tensor:
        """Scores of each relation for pairs of a dependent and its head: [..., relations]."""
        return self.label(torch.cat([dependent, head, dependent * head], -1))

    def forward(self, pieces: Tensor, shapes: Tensor, first: Tensor) -> dict[str, Tensor]:
        """Everything that the losses need; arcs have the root as an additional last head."""
        words = self.dropout(self.word_vectors(pieces, shapes, first))
        with_root = torch.cat([words, self.root.expand(len(words), 1, HIDDEN)], 1)
        arc_dependent, arc_head, label_dependent, label_head = self.vectors(with_root)
        arcs = self.bilinear(arc_dependent[:, :-1]) @ arc_head.transpose(1, 2) + self.head_bias(arc_head).transpose(
            1, 2
        )
        source, content, cue = self.links(words).split(LINK, -1)
        widths = self.sizes.tags
        outputs = dict(zip(widths, self.tags(words).split(list(widths.values()), -1), strict=True))
        return outputs | {
            "arcs": arcs, "label_dependent": label_dependent[:, :-1], "label_head": label_head,
            "source_cue": source @ cue.transpose(1, 2) * LINK**-0.5,
            "content_cue": content @ cue.transpose(1, 2) * LINK**-0.5,
        }  # fmt: skip


WEIGHTS = {
    "start": 1.0,
    "upos": 1.0,
    "xpos": 0.5,
    "feats": 0.5,
    "arcs": 1.5,
    "labels": 1.0,
    "names": 1.0,
    "cue": 0.7,
    "source": 0.7,
    "content": 1.0,
    "source_cue": 0.3,
    "content_cue": 0.3,
}
"""How much each loss counts. Dependencies lead, since every rule above reads them."""


def losses(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The mean loss of each head over the words that have a label for it; heads without any are left out."""
    out = network(batch["pieces"], batch["shapes"], batch["first"])
    result = {
        layer: _cross_entropy(out[layer], batch[layer])
        for layer in ("upos", "xpos", "feats", "cue", "source", "content", "source_cue", "content_cue")
    }
    known = batch["start"] >= 0
    result["start"] = functional.binary_cross_entropy_with_logits(
        out["start"][known].squeeze(-1), batch["start"][known].float()
    )
    result["names"] = _partial(out["names"], batch["names"], batch["real"])
    result["arcs"], result["labels"] = _tree_losses(network, out, batch)
    return {name: loss for name, loss in result.items() if torch.isfinite(loss)}


def _cross_entropy(scores: Tensor, labels: Tensor) -> Tensor:
    return functional.cross_entropy(scores.reshape(-1, scores.shape[-1]), labels.reshape(-1), ignore_index=-100)


def _partial(scores: Tensor, allowed: Tensor, real: Tensor) -> Tensor:
    """Minus the log of what the allowed tags have of the probability together, over words that rule anything out."""
    telling = real & ~allowed.all(-1)
    scores, allowed = scores[telling], allowed[telling]
    return (scores.logsumexp(-1) - scores.masked_fill(~allowed, -1e4).logsumexp(-1)).mean()


def _tree_losses(network: Network, out: dict[str, Tensor], batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    heads, sentence = batch["heads"], batch["sentence"]
    count = heads.shape[1]
    other = sentence[:, :, None] != sentence[:, None, :]
    scores = torch.cat([out["arcs"][..., :-1].masked_fill(other, -1e4), out["arcs"][..., -1:]], -1)
    target = torch.where(heads == -1, count, heads)
    arcs = _cross_entropy(scores, target)
    rows, words = (target >= 0).nonzero(as_tuple=True)
    labels = network.label_scores(out["label_dependent"][rows, words], out["label_head"][rows, target[rows, words]])
    return arcs, functional.cross_entropy(labels, batch["deprels"][rows, words], ignore_index=-100)
