"""How often Verbale codes a stance's sign as another: `python -m evaluation.confusion [--write]`.

The unit is that of a tie of the words layer: a statement that was found (and matches one of the annotation) with a state that it is about
or takes a stance toward, as Verbale reads it, other than the speaker's own. Its true sign is the annotation's, neither where that has no
stance toward the state. Statements and states that were missed are missing reports, not wrong signs; they lower volume, not means.

Measured on the held-out fifth of the corpus. `--write` puts the counts into `src/verbale/data/coder_confusion.toml`, for words only.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from evaluation.alignment import OVERLAP, Pair, country_of, extent, overlap, pairs
from training.corpus.markup import Item
from verbale.archive.acting import state_of
from verbale.record import Statement, to_plain

FILE = Path(__file__).parent.parent / "src" / "verbale" / "data" / "coder_confusion.toml"
NEUTRAL = 0.05


def measured(*, held_out: bool = True) -> tuple[np.ndarray, int]:
    """Counts of (true, coded) sign in the order against, neither, for, shape (3, 3), and the number of documents."""
    counts, documents = np.zeros((3, 3), dtype=int), 0
    for pair in pairs(held_out=held_out):
        documents += 1
        for true, coded in _signs(pair):
            counts[true + 1, coded + 1] += 1
    return counts, documents


def _signs(pair: Pair) -> Iterator[tuple[int, int]]:
    gold = [(extent(pair.gold, "st", item.key), item) for item in pair.gold.of("statement")]
    for statement in pair.record.statements:
        near = max(
            ((overlap(span, statement.evidence), item.key, item) for span, item in gold if span), default=None,
            key=lambda found: found[:2],
        )  # fmt: skip
        if near is not None and near[0] >= OVERLAP:
            yield from _of_statement(pair, near[2], statement)


def _of_statement(pair: Pair, item: Item, statement: Statement) -> Iterator[tuple[int, int]]:
    own = {_state(pair, actor) for actor in statement.speaks_for}
    coded: dict[str, list[float]] = {state: [] for actor in statement.about if (state := _state(pair, actor))}
    for stance in statement.stance:
        if state := _state(pair, stance.toward):
            coded.setdefault(state, []).append(stance.value)
    true: dict[str, list[float]] = {}
    for entry in item.many("stance"):
        actor, _, value = entry.rpartition(":")
        true.setdefault(country_of(actor, pair.gold) or actor, []).append(float(value))
    for state in sorted(coded.keys() - own):
        yield _sign(true.get(state, [])), _sign(coded[state])


def _state(pair: Pair, actor_id: str) -> str | None:
    actor = pair.record.actor(actor_id)
    return state_of(to_plain(actor)) if actor else None


def _sign(values: list[float]) -> int:
    mean = sum(values) / len(values) if values else 0.0
    return 0 if abs(mean) < NEUTRAL else 1 if mean > 0 else -1


def write(counts: np.ndarray, documents: int) -> None:
    """Put measured counts of the words layer into the shipped file; the other layers stay as they are."""
    text = FILE.read_text(encoding="utf-8")
    note = f"signs of {int(counts.sum())} stances and mentions in {documents} held-out documents of the project's corpus (evaluation/confusion.py)"
    section = f'[words]\nbasis = "measured"\nnote = "{note}"\ncounts = {counts.tolist()}\n'
    FILE.write_text(re.sub(r"\[words\]\n(?:[^\[\n].*\n)+", lambda _: section, text), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--open", action="store_true", help="the open part instead of the held-out fifth, for comparison"
    )
    parser.add_argument("--write", action="store_true", help="ship the counts of the held-out fifth")
    options = parser.parse_args(arguments)
    counts, documents = measured(held_out=not options.open)
    for name, row in zip(("against", "neither", "for"), counts.tolist(), strict=True):
        sys.stdout.write(f"true {name:8} coded against {row[0]:4}  neither {row[1]:4}  for {row[2]:4}\n")
    if options.write and not options.open:
        write(counts, documents)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
