"""Signed ties from what people have: edges, matrices, networkx graphs, data frames; and one tie from two directions.

Ties are kept directed until here. Several ties of one direction are added up. Where both directions are present they are joined
by an explicit rule; where one is present it counts as it is, since unobserved is not zero. Nothing is dropped without a note.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from verbale.analysis.network import SignedNetwork, check_weight, network_of
from verbale.analysis.signs import SYMMETRISE, Symmetrise
from verbale.errors import LimitExceeded, MalformedInput

Tie = tuple[str, str, float]

# Nodes of a network: its matrix has their square, 32 MB, and all pairs are looked at.
MAX_NODES = 2_000

_JOIN: dict[Symmetrise, Callable[[float, float], float]] = {
    "mean": lambda a, b: (a + b) / 2,
    "min": min,
    "hostile-if-either": lambda a, b: min(a, b) if min(a, b) < 0 else (a + b) / 2,
}
_WORDS = {"+": 1.0, "-": -1.0, "−": -1.0, "positive": 1.0, "negative": -1.0, "pos": 1.0, "neg": -1.0}


@dataclass(frozen=True)
class Gathered:
    """A network and what was done to the ties on the way: code → words."""

    network: SignedNetwork
    notes: dict[str, str]


def gather(
    ties: Iterable[Tie], *, symmetrise: Symmetrise = "mean", signs: bool = False, nodes: Sequence[str] | None = None
) -> Gathered:
    """One undirected signed network from directed ties.

    Args:
        ties: (source, target, signed weight); 0 is a tie that was looked at and is neither friendly nor hostile.
        symmetrise: what becomes of A→B and B→A: their mean, the lesser, or the lesser when either is negative, else the mean.
        signs: the weights are signs only; what is added up becomes a sign again.
        nodes: all names, in order, isolated ones too.

    Raises:
        MalformedInput: a weight that is no finite number, an unknown rule, or a name that is not among the nodes.
        LimitExceeded: more nodes than 2,000.
    """
    if symmetrise not in _JOIN:
        raise MalformedInput(f"ties are symmetrised by one of {', '.join(SYMMETRISE)}, not by {symmetrise!r}")
    directed: dict[tuple[str, str], float] = {}
    found: Counter[str] = Counter()
    for source, target, weight in ties:
        check_weight(source, target, weight)
        found["repeated"] += (source, target) in directed
        directed[source, target] = directed.get((source, target), 0.0) + weight
    names = list(nodes) if nodes is not None else sorted(set(chain.from_iterable(directed)))
    _check_names(names, directed)
    joined: list[Tie] = []
    for (source, target), weight in directed.items():
        back = directed.get((target, source)) if source != target else None
        if back is not None and source > target:
            continue
        found["both"] += back is not None
        value = weight if back is None else _JOIN[symmetrise](weight, back)
        found["loops"] += source == target
        found["zero"] += value == 0 and source != target
        joined.append((source, target, float(np.sign(value)) if signs else value))
    return Gathered(network_of(joined, nodes=names), _notes(found, symmetrise))


def _check_names(names: Sequence[str], directed: Iterable[tuple[str, str]]) -> None:
    if len(names) > MAX_NODES:
        raise LimitExceeded(
            f"{len(names):,} nodes; balance is computed for up to {MAX_NODES:,}: choose a region or a window"
        )
    if len(set(names)) < len(names):
        raise MalformedInput("two nodes have the same name; give each its own")
    if missing := {name for pair in directed for name in pair} - set(names):
        raise MalformedInput(f"ties name {min(missing)}, which is not among the nodes given")


def _notes(found: Counter[str], symmetrise: str) -> dict[str, str]:
    words = {
        "repeated": "ties repeat an earlier one of the same direction; they were added up",
        "both": f"pairs have ties in both directions; joined by {symmetrise}",
        "loops": "ties lead from a node to itself; left out",
        "zero": "pairs have a weight of 0, or ties that cancel; they are neither friendly nor hostile and were left out",
    }
    return {code: f"{found[code]:,} {text}" for code, text in words.items() if found[code]}


def ties_of(  # noqa: PLR0913 - one parameter a name
    data: Any, *, nodes: Sequence[str] | None = None, source: str = "source", target: str = "target", weight: str = "weight",
    sign: str = "sign", symmetrise: Symmetrise = "mean",
) -> Gathered:  # fmt: skip
    """A network from an array, edges, a networkx graph, a pandas or polars frame, or a network itself.

    Args:
        data: a square matrix (0: no tie); edges (source, target, weight); a graph whose ties have `weight`, `sign` or both; a
            frame with columns `source`, `target` and `weight`, `sign` or both.
        nodes: names of a matrix's rows, else their numbers; all names, isolated ones too, for edges and frames.
        source, target, weight, sign: other names for columns and attributes.
        symmetrise: see `gather`.

    Raises:
        MalformedInput: data of another shape, weights that are no finite numbers, signs that are not +1, 0 or -1, a weight and a
            sign that contradict each other.
        LimitExceeded: more than 2,000 nodes.
    """
    if isinstance(data, SignedNetwork):
        return Gathered(data, {})
    if isinstance(data, np.ndarray):
        return _of_matrix(data, nodes, symmetrise)
    if hasattr(data, "edges") and hasattr(data, "nodes"):
        names = [str(node) for node in data.nodes]
        rows = [(a, b, about.get(weight), about.get(sign)) for a, b, about in data.edges(data=True)]
        return _of_rows(rows, nodes or names, symmetrise)
    if hasattr(data, "columns"):
        return _of_rows(_frame_rows(data, source, target, weight, sign), nodes, symmetrise)
    rows = [tuple(row) for row in data]
    if any(len(row) != 3 for row in rows):
        raise MalformedInput("an edge is (source, target, weight); give three values each")
    return _of_rows([(*row, None) for row in rows], nodes, symmetrise)


def _of_matrix(matrix: Any, nodes: Sequence[str] | None, symmetrise: Symmetrise) -> Gathered:
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.dtype.kind not in "biuf":
        raise MalformedInput(f"a matrix of ties is square and of numbers; this one is {matrix.shape} of {matrix.dtype}")
    names = [str(name) for name in nodes] if nodes is not None else [str(i) for i in range(len(matrix))]
    if len(names) != len(matrix):
        raise MalformedInput(f"{len(matrix)} rows, but {len(names)} names")
    if np.array_equal(matrix, matrix.T):  # undirected: each tie once
        matrix = np.triu(matrix)
    rows, columns = np.nonzero(matrix)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return gather(
        [(names[a], names[b], float(matrix[a, b])) for a, b in pairs], nodes=names, symmetrise=symmetrise
    )  # fmt: skip


def _frame_rows(frame: Any, source: str, target: str, weight: str, sign: str) -> list[tuple[Any, ...]]:
    columns = [str(name) for name in frame.columns]
    valued = [name if name in columns else None for name in (weight, sign)]
    if source not in columns or target not in columns or valued == [None, None]:
        needed = f"{source}, {target} and {weight} or {sign}"
        raise MalformedInput(
            f"the frame has columns {', '.join(columns)}; ties need {needed} (other names can be given)"
        )
    blank = [None] * len(frame)
    values = [blank if name is None else list(frame[name]) for name in (source, target, *valued)]
    return list(zip(*values, strict=True))


def _of_rows(rows: Sequence[tuple[Any, ...]], nodes: Sequence[str] | None, symmetrise: Symmetrise) -> Gathered:
    names = None if nodes is None else [str(node) for node in nodes]
    ties = [(str(row[0]), str(row[1]), signed_weight(row[2], row[3])) for row in rows]
    return gather(ties, symmetrise=symmetrise, signs=bool(rows) and all(row[2] is None for row in rows), nodes=names)


def signed_weight(weight: Any, sign: Any) -> float:
    """The signed weight that a weight, a sign or both say; a weight without its own sign takes the sign's.

    Raises:
        MalformedInput: neither is given, either is no number, or they contradict each other.
    """
    if _blank(weight) and _blank(sign):
        raise MalformedInput("neither a weight nor a sign")
    if _blank(sign):
        return _number(weight, "weight")
    way = _WORDS.get(str(sign).strip().casefold()) or _number(sign, "sign")
    if way not in {-1.0, 0.0, 1.0}:
        raise MalformedInput(f"the sign is {sign!r}; it is 1, 0 or -1 (a strength is a weight)")
    if _blank(weight):
        return way
    strength = _number(weight, "weight")
    if strength < 0 <= way:
        raise MalformedInput(f"the weight {weight!r} contradicts the sign {sign!r}")
    return way * abs(strength)


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _number(value: Any, what: str) -> float:
    text = value.strip().replace("−", "-") if isinstance(value, str) else value
    try:
        number = float(text)
    except (TypeError, ValueError):
        raise MalformedInput(f"the {what} {value!r} is no number") from None
    if not math.isfinite(number):
        raise MalformedInput(f"the {what} is {value}; it must be a finite number")
    return number
