"""Balance in one call: what comes out, from every kind of input, and what is said where nothing can be."""

from __future__ import annotations

import json
import math
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import polars as pl
import pytest

from verbale.analysis.balance import Balance, balance
from verbale.analysis.ties import SYMMETRISE, gather, signed_weight, ties_of
from verbale.errors import LimitExceeded, MalformedInput

# Two blocs of three, hostile to each other but for one friendly tie; a seventh state tied to both alike.
BLOCS = [
    ("A", "B", 1.0), ("A", "C", 1.0), ("B", "C", 1.0), ("D", "E", 1.0), ("D", "F", 1.0), ("E", "F", 1.0),
    ("A", "D", -1.0), ("B", "E", -1.0), ("C", "F", 1.0), ("A", "E", -1.0), ("G", "A", 1.0), ("G", "D", 1.0),
]  # fmt: skip


def test_two_blocs() -> None:
    found = balance(BLOCS, shuffles=50)
    assert (found.n, found.ties, found.negative) == (7, 12, 3)
    assert (found.frustration, found.bound, found.exact) == (2, 2, True)
    assert found.f == found.f_signs == pytest.approx(1 - 4 / 12)
    assert {frozenset(camp) - {"G"} for camp in found.camps} == {frozenset("ABC"), frozenset("DEF")}
    assert found.margins["G"].margin == 0
    assert found.non_aligned == ("G",)
    assert found.threshold == 1
    assert found.margins["B"].exact
    assert found.z is not None
    assert found.z < 0
    assert found.any_camps.frustration == 2


def test_a_balance_as_plain_json() -> None:
    plain = json.loads(json.dumps(balance(BLOCS, shuffles=5).to_dict(), allow_nan=False))
    assert {
        "n", "ties", "negative", "frustration", "weighted_frustration", "exact", "bound", "f", "camps", "any_camps",
        "triangle_index", "walk_balance", "z", "margins", "reasons", "non_aligned",
    } <= set(plain)  # fmt: skip
    assert plain["any_camps"]["exact"] is True
    assert plain["margins"]["G"] == {
        "camp": plain["margins"]["G"]["camp"],
        "margin": 0.0,
        "bound": 0.0,
        "exact": True,
        "non_aligned": True,
    }


def test_the_same_input_gives_the_same_answer() -> None:
    assert balance(BLOCS, seed=4, shuffles=20) == balance(list(BLOCS), seed=4, shuffles=20)
    assert balance(BLOCS, shuffles=20) == balance(BLOCS[::-1], shuffles=20)


def test_weights_and_signs_can_divide_differently() -> None:
    # By sign, violating C's one friendship is least; by weight, that friendship is worth more than both hostile ties.
    ties = [("A", "B", -1.0), ("B", "D", 9.0), ("A", "C", -1.0), ("C", "B", -9.0), ("C", "D", -1.0), ("A", "D", -9.0)]
    found = balance(ties, shuffles=0)
    assert found.frustration == 1
    assert found.weighted_frustration == 1
    heavy = balance([*ties[:3], ("C", "B", -0.25), ("C", "D", -0.25), ("A", "D", -0.5)], shuffles=0)
    assert heavy.weighted_frustration == pytest.approx(0.5)
    assert heavy.f == pytest.approx(1 - 2 * 0.5 / 12)
    assert heavy.frustration == 1


def kinds() -> dict[str, Any]:
    columns = {name: [tie[i] for tie in BLOCS] for i, name in enumerate(("source", "target", "weight"))}
    names = sorted(set("ABCDEFG"))
    matrix = np.zeros((7, 7))
    for a, b, weight in BLOCS:
        matrix[names.index(a), names.index(b)] = weight
    graph, signed = nx.Graph(), nx.DiGraph()
    graph.add_weighted_edges_from(BLOCS)
    signed.add_edges_from((a, b, {"sign": int(weight)}) for a, b, weight in BLOCS)
    return {
        "edges": iter(BLOCS), "graph": graph, "signed digraph": signed, "pandas": pd.DataFrame(columns), "polars": pl.DataFrame(columns),
        "network": ties_of(BLOCS).network, "upper": matrix, "symmetric": matrix + matrix.T,
    }  # fmt: skip


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_input_says_the_same(kind: str) -> None:
    nodes = sorted("ABCDEFG") if kind in {"upper", "symmetric"} else None
    assert balance(kinds()[kind], shuffles=5, nodes=nodes) == balance(BLOCS, shuffles=5)


def test_columns_and_attributes_can_have_other_names() -> None:
    frame = pd.DataFrame({"from": ["A", "B"], "to": ["B", "C"], "tone": [2.0, -1.0]})
    found = balance(frame, source="from", target="to", weight="tone", shuffles=0)
    assert (found.n, found.ties, found.negative) == (3, 2, 1)
    graph = nx.Graph()
    graph.add_edge("A", "B", stance=-1)
    assert balance(graph, sign="stance").negative == 1


@pytest.mark.parametrize(
    ("rule", "weight"), [("mean", -0.5), ("min", -2.0), ("hostile-if-either", -2.0)]
)  # fmt: skip
def test_two_directions_are_joined_by_the_rule(rule: Any, weight: float) -> None:
    gathered = gather([("A", "B", 1.0), ("B", "A", -2.0)], symmetrise=rule)
    assert gathered.network.weight.tolist() == [weight]
    assert rule in gathered.notes["both"]


def test_hostile_if_either_leaves_friends_their_mean() -> None:
    assert gather([("A", "B", 1.0), ("B", "A", 2.0)], symmetrise="hostile-if-either").network.weight.tolist() == [1.5]


def test_one_direction_counts_as_it_is() -> None:
    for rule in SYMMETRISE:
        assert gather([("B", "A", 1.0)], symmetrise=rule).network.weight.tolist() == [1.0]


def test_nothing_is_dropped_without_a_word() -> None:
    ties = [("A", "A", 1.0), ("A", "B", 1.0), ("A", "B", 2.0), ("B", "C", 0.0), ("C", "D", 1.0), ("D", "C", -1.0)]
    gathered = gather(ties)
    assert gathered.network.nodes == ("A", "B", "C", "D")
    assert gathered.network.weight.tolist() == [3.0]
    assert {code: words.split()[0] for code, words in gathered.notes.items()} == {
        "repeated": "1", "both": "1", "loops": "1", "zero": "2",
    }  # fmt: skip
    assert balance(ties).isolated == ("C", "D")
    assert set(gathered.notes) <= set(balance(ties).reasons)


def test_repeated_signs_stay_signs() -> None:
    assert gather([("A", "B", -1.0), ("A", "B", -1.0)], signs=True).network.weight.tolist() == [-1.0]


@pytest.mark.parametrize(
    ("ties", "undefined"),
    [
        ([], {"f", "triangle_index", "walk_balance", "least_laplacian", "z"}),
        ([("A", "A", -1.0)], {"f", "triangle_index", "least_laplacian", "z"}),
        ([("A", "B", 0.0)], {"f", "triangle_index", "least_laplacian", "z"}),
        ([("A", "B", 1.0)], {"triangle_index", "z"}),
        ([("A", "B", 1.0), ("B", "C", 1.0), ("A", "C", 1.0)], {"z"}),
        ([("A", "B", -1.0), ("B", "C", -1.0), ("A", "C", -1.0)], {"z"}),
        ([("A", "B", 1.0), ("C", "D", -1.0)], {"triangle_index", "z"}),
    ],
)
def test_what_is_undefined_has_its_reason(ties: list[tuple[str, str, float]], undefined: set[str]) -> None:
    found = balance(ties, shuffles=10)
    indices = ("f", "triangle_index", "walk_balance", "least_laplacian", "z")
    assert {name for name in indices if getattr(found, name) is None} == undefined
    assert undefined <= set(found.reasons)
    assert found.exact
    assert found.f is None or 0 <= found.f <= 1
    json.dumps(found.to_dict(), allow_nan=False)


def test_a_matrix_of_nothing_and_of_one() -> None:
    assert balance(np.zeros((0, 0))).n == 0
    one = balance(np.zeros((1, 1)), nodes=["A"])
    assert (one.n, one.ties, one.isolated, one.camps) == (1, 0, ("A",), ())


def test_reasons_of_parts_and_positive_networks() -> None:
    found = balance([("A", "B", 1.0), ("C", "D", 1.0)], nodes=["A", "B", "C", "D", "E"])
    assert found.parts == 2
    assert found.anchors == ("A", "C")
    assert "positive" in found.reasons["z"]
    assert {"parts", "isolated"} <= set(found.reasons)
    assert found.f == 1


def test_no_time_gives_bounds_that_hold() -> None:
    random = np.random.default_rng(2)
    matrix = np.triu(random.choice([-1.0, 0.0, 1.0], (50, 50), p=[0.25, 0.5, 0.25]), 1)
    hurried = balance(matrix, seconds=0.01, shuffles=20)
    assert hurried.bound <= hurried.frustration
    assert hurried.exact == (hurried.bound == hurried.frustration)
    for held in hurried.margins.values():
        assert 0 <= held.bound <= held.margin + 1e-9
        assert held.non_aligned is None or held.exact or not held.bound < 1 <= held.margin
    assert hurried.exact or "exact" in hurried.reasons
    assert (
        hurried.shuffled is None
        or hurried.shuffled.exact == hurried.shuffled.copies
        or "walk" in hurried.reasons["shuffled"]
    )


def test_alpha_blames_one_kind_of_error_more() -> None:
    triangle = [("A", "B", 1.0), ("B", "C", 1.0), ("A", "C", -1.0)]
    sharp, mild = balance(triangle, alpha=0.9).any_camps, balance(triangle, alpha=0.1).any_camps
    assert len(sharp.camps) == 2
    assert sharp.frustration == pytest.approx(0.2)
    assert mild.camps == (("A", "B", "C"),)
    assert mild.frustration == pytest.approx(0.2)


def test_the_threshold_and_the_anchor_are_the_users() -> None:
    found = balance(BLOCS, threshold=100.0, anchor="E", shuffles=0)
    assert found.anchors == ("E",)
    assert set(found.non_aligned) == set("ABCDEFG")
    assert balance(BLOCS, threshold=0.0, shuffles=0).non_aligned == ()
    assert "no shuffles" in found.reasons["z"]


@pytest.mark.parametrize(
    ("data", "options", "words"),
    [
        ([("A", "B", math.nan)], {}, "finite"),
        ([("A", "B", math.inf)], {}, "finite"),
        (np.array([[0, math.nan], [0, 0]]), {}, "finite"),
        (np.zeros((2, 3)), {}, "square"),
        (np.zeros(3), {}, "square"),
        (np.array([["a"]]), {}, "numbers"),
        (np.zeros((2, 2)), {"nodes": ["A"]}, "names"),
        (np.zeros((2, 2)), {"nodes": ["A", "A"]}, "same name"),
        ([("A", "B")], {}, "three values"),
        ([("A", "B", "many")], {}, "no number"),
        ([("A", "B", 1.0)], {"nodes": ["A"]}, "not among"),
        ([("A", "B", 1.0)], {"alpha": 1.0}, "alpha"),
        ([("A", "B", 1.0)], {"seconds": 0.0}, "seconds"),
        ([("A", "B", 1.0)], {"threshold": -1.0}, "threshold"),
        ([("A", "B", 1.0)], {"anchor": "C"}, "anchor"),
        ([("A", "B", 1.0)], {"symmetrise": "max"}, "symmetrised"),
        (pd.DataFrame({"a": [1]}), {}, "columns"),
    ],
)
def test_what_cannot_be_used_is_refused(data: Any, options: dict[str, Any], words: str) -> None:
    with pytest.raises(MalformedInput, match=words):
        balance(data, **options)


def test_too_many_nodes_are_refused() -> None:
    with pytest.raises(LimitExceeded, match="2,000"):
        balance([(str(i), str(i + 1), 1.0) for i in range(2_500)])


@pytest.mark.parametrize(
    ("weight", "sign", "value"),
    [
        (2, None, 2.0),
        (None, "-", -1.0),
        (None, "+", 1.0),
        (2.5, -1, -2.5),
        (-2.5, -1, -2.5),
        ("−3", "", -3.0),
        (5, 0, 0.0),
    ],
)
def test_a_weight_a_sign_or_both(weight: Any, sign: Any, value: float) -> None:
    assert signed_weight(weight, sign) == value


@pytest.mark.parametrize(("weight", "sign"), [(None, None), ("", " "), (-2, 1), (1, 2), ("x", None), (None, "hostile")])
def test_a_weight_and_sign_that_say_nothing_clear(weight: Any, sign: Any) -> None:
    with pytest.raises(MalformedInput):
        signed_weight(weight, sign)


def test_solving_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert isinstance(balance(BLOCS, shuffles=3), Balance)
    assert capfd.readouterr() == ("", "")
