"""Reference values of balance recomputed: published networks, windows of states, hard planted ones.

    python -m evaluation.networks --data ../shared/data [--json] [--windows-margins]

Prints a table of what was expected, found and how long it took; exits 1 when a value differs or a time is passed. Speed is judged
by the processor's time, which other work on the machine does not lengthen; bounded searches by the clock, which they promise. The planted
networks are drawn here with fixed seeds: two camps, chance pairs, a share of the signs wrong.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from verbale.analysis.balance import balance
from verbale.analysis.clustering import any_camps
from verbale.analysis.frustration import two_camps
from verbale.analysis.indices import shuffled_frustration, triangle_index, walk_balance
from verbale.analysis.margins import margins
from verbale.analysis.network import SignedNetwork, network_of

_COPIES = 500
# A mean over 500 copies has a standard error near 0.06; the published ones come from copies of their own.
_MEAN, _SD, _Z = 0.3, 0.2, 0.35
_WINDOWS_SECONDS = 15.0
_DENSE_SECONDS = 5.0
_GRACE = 1.0  # seconds beyond the given ones that a bounded search may take to put its answer together


@dataclass(frozen=True)
class Row:
    """One quantity: what is expected of it, what was found, how long it took."""

    network: str
    quantity: str
    expected: str
    found: str
    seconds: float
    right: bool


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds networks/")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--windows-margins", action="store_true", help="also margins of all windows of states")
    arguments = parser.parse_args()
    folder = arguments.data / "networks"
    rows = []
    for row in measured(folder, windows_margins=arguments.windows_margins):
        rows.append(row)
        if not arguments.json:
            mark = "ok  " if row.right else "BAD "
            print(
                f"{mark}{row.network:24}{row.quantity:34}{row.expected:>22}{row.found:>26}{row.seconds:9.2f} s",
                flush=True,
            )
    if arguments.json:
        print(json.dumps({"rows": [asdict(row) for row in rows], "right": all(row.right for row in rows)}, indent=2))
    sys.exit(0 if all(row.right for row in rows) else 1)


def measured(folder: Path, *, windows_margins: bool = False) -> Iterator[Row]:
    """Every quantity in turn."""
    yield from _published(folder)
    yield from _windows(folder, with_margins=windows_margins)
    yield from _hard()


def _published(folder: Path) -> Iterator[Row]:
    tribes = _network(folder / "tribes.csv.gz", "sign")
    yield from _small("Highland Tribes", tribes, size=(16, 58, 29), least=7, shuffled=(14.6, 1.4, -5.4))
    yield _row("Highland Tribes", "F", 0.7586207, lambda: balance(tribes, shuffles=0).f, close=5e-8)
    yield _row("Highland Tribes", "triangle index", 0.8676471, lambda: triangle_index(tribes), close=5e-8)
    yield _row("Highland Tribes", "walk balance", 0.3575761, lambda: walk_balance(tribes), close=5e-8)
    camps = balance(tribes, shuffles=0).any_camps
    yield _row("Highland Tribes", "any camps, criterion", 2, lambda: camps.frustration)
    yield _row("Highland Tribes", "any camps, sizes", "7 / 5 / 4", lambda: " / ".join(str(len(c)) for c in camps.camps))
    monks = _network(folder / "sampson_monastery_aref.csv.gz", "sign")
    yield from _small("Sampson monastery", monks, size=(18, 49, 12), least=5, shuffled=(9.7, 1.2, -3.9))
    parties = _network(folder / "slovene_parties_1994.csv.gz", "weight")
    yield from _small("Slovene parties 1994", parties.signs(), size=(10, 45, 27), least=2)
    yield _row("Slovene parties 1994", "weighted L", 15, lambda: _least(parties))
    yield _row("Slovene parties 1994", "sum of weights", 6498, lambda: parties.total)


def _small(
    name: str,
    network: SignedNetwork,
    *,
    size: tuple[int, int, int],
    least: int,
    shuffled: tuple[float, float, float] | None = None,
) -> Iterator[Row]:
    yield _row(name, "n, ties, negative", str(size), lambda: str((network.n, network.m, network.negative)))
    yield _row(name, "L", least, lambda: _least(network))
    if shuffled is None:
        return
    started = time.perf_counter()
    found = shuffled_frustration(network, copies=_COPIES, seconds=600)
    seconds = time.perf_counter() - started
    assert found is not None
    exact = f"{found.exact} of {found.copies} copies exact"
    z = found.z(least)
    assert z is not None
    for quantity, expected, value, close in zip(
        ("mean L of shuffled", "sd", "Z"), shuffled, (found.mean, found.sd, z), (_MEAN, _SD, _Z), strict=True
    ):
        right = abs(expected - value) <= close
        yield Row(
            name, f"{quantity} ({exact})" if quantity == "Z" else quantity, f"{expected} ± {close}", f"{value:.3f}", seconds, right
        )  # fmt: skip
        seconds = 0.0


def _windows(folder: Path, *, with_margins: bool) -> Iterator[Row]:
    ties: dict[str, list[tuple[str, str, float]]] = {}
    for row in _rows(folder / "cow_signed_edges.csv.gz"):
        ties.setdefault(row["window"], []).append((row["source"], row["target"], float(row["sign"])))
    total = work = held = 0.0
    proved = states = 0
    for row in _rows(folder / "cow_frustration.csv.gz"):
        network = network_of(ties[row["window"]])
        expected = tuple(int(row[key]) for key in ("n", "m", "m_neg", "two_camp_frustration", "any_camp_frustration"))
        started, worked = time.perf_counter(), time.process_time()
        two, several = two_camps(network), any_camps(network)
        seconds = time.perf_counter() - started
        total, work = total + seconds, work + time.process_time() - worked
        found = (network.n, network.m, network.negative, int(two.value), int(several.value))
        right = found == expected and two.exact and several.exact
        quantity = f"{row['window']}: n m m- two any"
        yield Row(
            "states", quantity, _words(expected), _words(found) + ("" if two.exact and several.exact else " unproved"), seconds, right
        )  # fmt: skip
        if with_margins:
            started = time.perf_counter()
            margin = margins(network, two)
            held += time.perf_counter() - started
            proved, states = proved + int(margin.exact.sum()), states + network.n
    yield Row(
        "states",
        "26 windows, both columns",
        f"< {_WINDOWS_SECONDS:g} s",
        f"{work:.2f} s of CPU",
        total,
        work < _WINDOWS_SECONDS,
    )
    if with_margins:
        yield Row("states", "margins of all windows", "proved", f"{proved} of {states}", held, proved == states)


def _hard() -> Iterator[Row]:
    for noise in (0.05, 0.15, 0.25):
        dense = planted(152, 3_600, noise, weighted=True)
        started, worked = time.perf_counter(), time.process_time()
        division = two_camps(dense, seconds=30)
        seconds, work = time.perf_counter() - started, time.process_time() - worked
        found = f"{division.value:.1f}{'' if division.exact else ' unproved'}, {work:.2f} s of CPU"
        yield Row(
            "152 / 3,600 weighted", f"L at {noise:.0%} noise", f"exact, < {_DENSE_SECONDS:g} s", found, seconds,
            division.exact and work < _DENSE_SECONDS,
        )  # fmt: skip
    for given, noise in ((2.0, 0.15), (10.0, 0.15), (5.0, 0.3)):
        sparse = planted(193, 900, noise, weighted=False)
        started = time.perf_counter()
        division = two_camps(sparse, seconds=given)
        seconds = time.perf_counter() - started
        yield Row(
            "193 / 900 sparse", f"L at {noise:.0%} noise in {given:g} s", "bounds in time",
            f"[{division.bound:.1f}, {division.value:.0f}]{' exact' if division.exact else ''}", seconds,
            division.bound <= division.value and seconds < given + _GRACE,
        )  # fmt: skip
    dense = planted(152, 3_600, 0.15, weighted=True)
    yield from _margins_in_time("152 / 3,600 weighted", dense)
    yield from _margins_in_time("193 / 900 sparse", planted(193, 900, 0.15, weighted=False))


def _margins_in_time(name: str, network: SignedNetwork, given: float = 10.0) -> Iterator[Row]:
    division = two_camps(network, seconds=30)
    started = time.perf_counter()
    found = margins(network, division, seconds=given)
    seconds = time.perf_counter() - started
    sound = bool((found.bound <= found.value + 1e-9).all() and (found.bound >= 0).all())
    yield Row(
        name, f"margins in {given:g} s", "bounds in time", f"{int(found.exact.sum())} of {network.n} exact", seconds,
        sound and seconds < given + _GRACE,
    )  # fmt: skip


def planted(nodes: int, ties: int, noise: float, *, weighted: bool, seed: int = 1) -> SignedNetwork:
    """Two camps of states, ties between chance pairs, a share of signs wrong; weights 0.1 to 9.9 or 1."""
    random = np.random.default_rng(seed)
    camps = random.integers(0, 2, nodes)
    first, second = np.triu_indices(nodes, 1)
    chosen = random.choice(len(first), ties, replace=False)
    wrong = random.random(ties) < noise
    weights = random.integers(1, 100, ties) / 10 if weighted else np.ones(ties)
    names = [f"s{node:03}" for node in range(nodes)]
    rows = []
    for pair, turned, weight in zip(chosen.tolist(), wrong.tolist(), weights.tolist(), strict=True):
        a, b = int(first[pair]), int(second[pair])
        rows.append((names[a], names[b], weight if (camps[a] == camps[b]) != turned else -weight))
    return network_of(rows, nodes=names)


def _least(network: SignedNetwork) -> float | None:
    """Frustration, when it is proved."""
    division = two_camps(network)
    return division.value if division.exact else None


def _row(network: str, quantity: str, expected: Any, find: Callable[[], Any], *, close: float = 0.0) -> Row:
    started = time.perf_counter()
    found = find()
    seconds = time.perf_counter() - started
    right = found is not None and (abs(found - expected) <= close if isinstance(expected, float) else found == expected)
    shown = f"{found:.7f}" if isinstance(expected, float) and found is not None else str(found)
    return Row(network, quantity, str(expected), shown, seconds, right)


def _words(values: tuple[int, ...]) -> str:
    return " ".join(map(str, values))


def _network(path: Path, column: str) -> SignedNetwork:
    return network_of((row["source"], row["target"], float(row[column])) for row in _rows(path))


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    main()
