"""Train the stance model: ``python -m training.stance --data ../shared/data --out src/verbale/models/stance.npz``.

Our own annotated documents and re3d as we annotated it, without the held-out fifth, are read by Verbale itself; every
actor that a matched statement is about is an example, for, against or neither as the annotation says. Logistic
regression over the features of `verbale.finding.stance_features`, with L2; strength and the least probability of a sign
are chosen in cross-validation by document. Takes three minutes on two cores.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from evaluation.alignment import CORPUS, OVERLAP, about, country_of, extent, overlap
from training.corpus.markup import Annotated, Item, load
from training.corpus.standoff import load_standoff
from verbale.actors import cast_of
from verbale.finding.context import Reading
from verbale.finding.events import find_events
from verbale.finding.stance import judged_actors
from verbale.finding.stance_model import AGAINST, BUCKETS, FOR, NEITHER, bucket
from verbale.finding.statements import find_statements
from verbale.intake.jsonl import document_of
from verbale.reader import Reader
from verbale.record import Statement

FOLDS = 5
STRENGTHS = (0.5,)
"""Of the L2 penalty, over the sum of losses; 0.3, 1, 3 and 10 were tried too."""
LEASTS = (0.5, 0.55, 0.6)
ENOUGH = 2 / 3
"""Least precision that a sign must have in cross-validation: a wrong stance is worse than none."""


@dataclass(frozen=True)
class Example:
    """An actor in a statement: its features and its label; ``document`` keeps a document in one fold."""

    document: int
    features: Mapping[str, float]
    label: int


def examples(documents: list[Annotated]) -> Iterator[Example]:
    """Read the documents and label what was found."""
    reader = Reader()
    for number, gold in enumerate(documents):
        document = document_of({"text": gold.text, **about(gold)})
        doc = next(reader._annotated([document]))
        reading = Reading(document, doc, cast_of(document, doc))
        statements = find_statements(reading)
        events = find_events(reading, statements)
        for statement, item in _matched(gold, statements):
            wanted = _wanted(gold, item)
            told = [event for event in events if event.claimed_by == statement.id]
            for judged in judged_actors(reading, statement, told):
                actor = reading.cast.actors[judged.actor]
                value = wanted.get(actor.country or actor.id, wanted.get(actor.id, 0.0))
                label = FOR if value > 0 else AGAINST if value < 0 else NEITHER
                yield Example(number, judged.features, label)


def _wanted(gold: Annotated, item: Item) -> dict[str, float]:
    found = {}
    for entry in item.many("stance"):
        actor, _, value = entry.rpartition(":")
        found[country_of(actor, gold) or actor] = float(value)
    return found


def _matched(gold: Annotated, statements: list[Statement]) -> Iterator[tuple[Statement, Item]]:
    marked = [(span, item) for item in gold.of("statement") if (span := extent(gold, "st", item.key))]
    for statement in statements:
        near = max(marked, key=lambda entry: overlap(entry[0], statement.evidence), default=None)
        if near is not None and overlap(near[0], statement.evidence) >= OVERLAP:
            yield statement, near[1]


def matrix(found: list[Example]) -> torch.Tensor:
    """Sparse features, shape (examples, BUCKETS)."""
    places = [(row, bucket(name), value) for row, item in enumerate(found) for name, value in item.features.items()]
    rows, columns, values = zip(*places, strict=True)
    size = (len(found), BUCKETS)
    return torch.sparse_coo_tensor(
        torch.tensor([rows, columns]), torch.tensor(values, dtype=torch.float32), size
    ).coalesce()


def fit(found: list[Example], strength: float) -> np.ndarray:
    """Weights, shape (BUCKETS, 3)."""
    torch.manual_seed(0)
    torch.sparse.check_sparse_tensor_invariants.disable()
    features, labels = matrix(found), torch.tensor([item.label for item in found])
    weights = torch.zeros(BUCKETS, 3, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=150, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.cross_entropy(torch.sparse.mm(features, weights), labels, reduction="sum")
        value = value + strength * (weights**2).sum() / 2
        value.backward()
        return value

    optimizer.step(loss)
    return weights.detach().numpy()


def odds(found: list[Example], weights: np.ndarray) -> np.ndarray:
    """Probabilities, shape (examples, 3)."""
    return torch.softmax(torch.sparse.mm(matrix(found), torch.from_numpy(weights)), 1).numpy()


def scores(labels: np.ndarray, chances: np.ndarray, least: float) -> tuple[float, float]:
    """Precision and recall of signs."""
    best = chances.argmax(1)
    said = (best != NEITHER) & (chances.max(1) >= least)
    right = said & (best == labels)
    return right.sum() / max(1, said.sum()), right.sum() / max(1, (labels != NEITHER).sum())


def crossed(found: list[Example], strength: float) -> np.ndarray:
    """Probabilities of each example by a model that saw none of its document."""
    result = np.zeros((len(found), 3))
    for fold in range(FOLDS):
        test = [at for at, item in enumerate(found) if item.document % FOLDS == fold]
        weights = fit([item for item in found if item.document % FOLDS != fold], strength)
        result[test] = odds([found[at] for at in test], weights)
    return result


def chosen(found: list[Example]) -> tuple[float, float]:
    """The strength and the least probability with the best F among those that are precise enough."""
    labels = np.array([item.label for item in found])
    best = (-1.0, STRENGTHS[0], LEASTS[-1])
    for strength in STRENGTHS:
        chances = crossed(found, strength)
        for least in LEASTS:
            precision, recall = scores(labels, chances, least)
            f = 2 * precision * recall / max(1e-9, precision + recall)
            print(f"L2 {strength} least {least}: precision {precision:.3f} recall {recall:.3f} F {f:.3f}", flush=True)
            best = max(best, (f if precision >= ENOUGH else f - 1, strength, least))
    return best[1], best[2]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with re3d/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="keep the examples there between runs")
    arguments = parser.parse_args()
    if arguments.cache and arguments.cache.exists():
        found = pickle.loads(arguments.cache.read_bytes())
    else:
        documents = [*load(CORPUS, held_out=False), *load_standoff(arguments.data, held_out=False)]
        found = list(examples(documents))
        if arguments.cache:
            arguments.cache.write_bytes(pickle.dumps(found))
    print(
        f"{len(found)} examples, {np.bincount([item.label for item in found], minlength=3).tolist()} against/neither/for"
    )
    strength, least = chosen(found)
    weights = fit(found, strength)
    np.savez_compressed(arguments.out, weights=weights.astype(np.float16), least=np.float32(least))
    print(f"L2 {strength}, least {least}: {arguments.out}")


if __name__ == "__main__":
    main()
