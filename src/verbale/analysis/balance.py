"""Balance of a signed network in one call: frustration, camps, margins and indices, each with what is proved of it."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from verbale.analysis.clustering import any_camps
from verbale.analysis.frustration import Division, two_camps
from verbale.analysis.indices import (
    EXACT_TIES,
    SPECTRUM_NODES,
    Shuffled,
    least_laplacian,
    shuffled_frustration,
    triangle_index,
    walk_balance,
)
from verbale.analysis.margins import Margins, margins
from verbale.analysis.network import Ints, SignedNetwork
from verbale.analysis.signs import Symmetrise
from verbale.analysis.ties import Gathered, ties_of
from verbale.errors import MalformedInput

# Shares of the time that is left when a part's turn comes: two camps by weight, by sign, any camps, margins, shuffles. What a part
# does not need falls to those after it.
_SHARES = {"two": 0.5, "signs": 0.5, "any": 0.4, "margins": 0.6, "shuffles": 1.0}
_LEAST_SECONDS = 0.1

_UNLIKE = "not comparable between networks of different size"


@dataclass(frozen=True)
class Held:
    """How firmly a node stands in its camp; see `margins`.

    Attributes:
        camp: number of its camp, from 0.
        margin: weight by which a division that moves it is known to be worse.
        bound: no such division is less worse; equals `margin` when `exact`.
        exact: whether `margin` is proved.
        non_aligned: whether the margin is below the threshold; None where the bounds leave it open.
    """

    camp: int
    margin: float
    bound: float
    exact: bool
    non_aligned: bool | None


@dataclass(frozen=True)
class AnyCamps:
    """The best division into any number of camps.

    Attributes:
        camps: names, the largest camp first.
        frustration: ties that the best division by sign violates, each counted 2α when negative and 2(1-α) when positive.
        bound, exact: what is proved of it.
        weighted_frustration, weighted_bound, weighted_exact: the same by weight; `camps` are these.
        alpha: share of blame for a negative tie inside a camp; ½ counts all ties alike.
    """

    camps: tuple[tuple[str, ...], ...]
    frustration: float
    bound: float
    exact: bool
    weighted_frustration: float
    weighted_bound: float
    weighted_exact: bool
    alpha: float


@dataclass(frozen=True)
class Balance:
    """Balance of a network. Where something is not defined it is None, and `reasons` says why.

    Attributes:
        n, ties, negative: nodes, ties between different nodes, negative ones among them.
        frustration: least number of ties that any two camps violate; `bound`: no two camps violate
            fewer.
        weighted_frustration: the same by weight; `weighted_bound` likewise.
        exact: whether both are proved.
        f: 1 - 2 L_w / sum of absolute weights, from 0 to 1; `f_signs`: the same of signs.
        camps: the two camps by weight, names, the larger first; nodes without ties are in none.
        isolated: nodes without ties.
        parts: connected parts that have ties; camps of different parts are not related.
        anchors: the node that stays when margins are found, one a part.
        margins: each node that has ties.
        threshold: margins below it are non-aligned.
        any_camps: the best division into any number of camps.
        triangle_index: share of balanced triangles, by sign.
        walk_balance, least_laplacian: by sign; not comparable between networks of different size.
        z: standard deviations of `weighted_frustration` above that of shuffled signs; balanced networks are below 0.
        shuffled: how many copies, how many of them exact, mean and standard deviation.
        reasons: what is undefined, open or set aside, and why.
    """

    n: int
    ties: int
    negative: int
    frustration: int
    bound: int
    weighted_frustration: float
    weighted_bound: float
    exact: bool
    f: float | None
    f_signs: float | None
    camps: tuple[tuple[str, ...], ...]
    isolated: tuple[str, ...]
    parts: int
    anchors: tuple[str, ...]
    margins: Mapping[str, Held]
    threshold: float | None
    any_camps: AnyCamps
    triangle_index: float | None
    walk_balance: float | None
    least_laplacian: float | None
    z: float | None
    shuffled: Shuffled | None
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def non_aligned(self) -> tuple[str, ...]:
        """Nodes whose margin is below the threshold."""
        return tuple(name for name, held in self.margins.items() if held.non_aligned)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, in a fixed order."""
        plain: dict[str, Any] = asdict(self)
        plain["margins"] = {name: asdict(held) for name, held in self.margins.items()}
        plain["non_aligned"] = list(self.non_aligned)
        plain["reasons"] = dict(self.reasons)
        return plain


def balance(  # noqa: PLR0913 - one parameter an option
    data: Any, *, seconds: float = 30.0, shuffles: int = 100, seed: int = 0, alpha: float = 0.5,
    threshold: float | None = None, anchor: str | None = None, nodes: Sequence[str] | None = None,
    symmetrise: Symmetrise = "mean", **columns: str,
) -> Balance:  # fmt: skip
    """Balance of a signed network.

    Args:
        data: an array, edges, a networkx graph, a data frame or a `SignedNetwork`; see `ties_of`.
        seconds: time for everything that is proved by search; what is not proved by then is returned with bounds.
        shuffles: sign-shuffled copies behind `z`; 0 for none.
        seed: of shuffles and walks.
        alpha: blame of negative ties inside a camp in `any_camps`, between 0 and 1.
        threshold: margin below which a node is non-aligned; by default the median absolute weight, one typical tie.
        anchor: the node that stays when margins are found; by default the one whose move alone would cost most.
        nodes, symmetrise, columns (`source`, `target`, `weight`, `sign`): see `ties_of`.

    Raises:
        MalformedInput: data, options or names that cannot be used.
        LimitExceeded: more than 2,000 nodes.
    """
    gathered = ties_of(data, nodes=nodes, symmetrise=symmetrise, **columns)
    return balance_of(
        gathered, seconds=seconds, shuffles=shuffles, seed=seed, alpha=alpha, threshold=threshold, anchor=anchor
    )


def balance_of(  # noqa: PLR0913 - one parameter an option
    gathered: Gathered, *, seconds: float = 30.0, shuffles: int = 100, seed: int = 0, alpha: float = 0.5,
    threshold: float | None = None, anchor: str | None = None,
) -> Balance:  # fmt: skip
    """Balance of ties that are gathered already; see `balance`."""
    network = gathered.network
    _check(network, seconds, shuffles, alpha, threshold, anchor)
    clock = _Clock(seconds)
    by_weight = two_camps(network, seconds=clock.share("two"), seed=seed)
    signs = network.signs()
    plain = bool(np.all(np.abs(network.weight) == 1))
    by_sign = by_weight if plain else two_camps(signs, seconds=clock.share("signs"), seed=seed)
    found = _any(network, signs, alpha, plain=plain, seconds=clock.share("any"))
    place = None if anchor is None else network.nodes.index(anchor)
    margin = margins(network, by_weight, seconds=clock.share("margins"), anchor=place)
    copies = None
    if shuffles and 0 < network.negative < network.m:
        copies = shuffled_frustration(network, copies=shuffles, seed=seed, seconds=clock.share("shuffles"))
    limit = threshold if threshold is not None else float(np.median(np.abs(network.weight))) if network.m else None
    camps = _camps(network, by_weight.camps)
    answer = Balance(
        n=network.n,
        ties=network.m,
        negative=network.negative,
        frustration=round(by_sign.value),
        bound=math.ceil(by_sign.bound - 1e-6),
        weighted_frustration=by_weight.value,
        weighted_bound=by_weight.bound,
        exact=by_sign.exact and by_weight.exact,
        f=_f(network, by_weight),
        f_signs=_f(signs, by_sign),
        camps=camps,
        isolated=tuple(network.nodes[i] for i in np.flatnonzero(margin.anchor < 0)),
        parts=len(set(margin.anchor.tolist()) - {-1}),
        anchors=tuple(network.nodes[i] for i in sorted(set(margin.anchor.tolist()) - {-1})),
        margins=_held(network, camps, margin, limit),
        threshold=limit,
        any_camps=found,
        triangle_index=triangle_index(network),
        walk_balance=walk_balance(network),
        least_laplacian=least_laplacian(network),
        z=None if copies is None else copies.z(by_weight.value),
        shuffled=copies,
    )
    return replace(answer, reasons={**gathered.notes, **_reasons(network, answer, shuffles)})


class _Clock:
    """Hands out shares of what is left of a time."""

    def __init__(self, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds

    def share(self, part: str) -> float:
        return max(_LEAST_SECONDS, _SHARES[part] * (self._deadline - time.monotonic()))


def _check(  # noqa: PLR0913, PLR0917 - one parameter an option
    network: SignedNetwork, seconds: float, shuffles: int, alpha: float, threshold: float | None, anchor: str | None
) -> None:
    if not seconds > 0 or shuffles < 0:
        raise MalformedInput("the time is more than 0 seconds, and shuffles are 0 or more")
    if not 0 < alpha < 1:
        raise MalformedInput(f"alpha is between 0 and 1, not {alpha}")
    if threshold is not None and not threshold >= 0:
        raise MalformedInput(f"the threshold is 0 or more, not {threshold}")
    if anchor is not None and anchor not in network.nodes:
        raise MalformedInput(f"the anchor {anchor} is not among the nodes")


def _f(network: SignedNetwork, division: Division) -> float | None:
    return 1 - 2 * division.value / network.total if network.m else None


def _any(network: SignedNetwork, signs: SignedNetwork, alpha: float, *, plain: bool, seconds: float) -> AnyCamps:
    by_weight = any_camps(_blamed(network, alpha), seconds=seconds if plain else seconds / 2)
    by_sign = by_weight if plain else any_camps(_blamed(signs, alpha), seconds=seconds / 2)
    return AnyCamps(
        camps=_camps(network, by_weight.camps),
        frustration=by_sign.value,
        bound=by_sign.bound,
        exact=by_sign.exact,
        weighted_frustration=by_weight.value,
        weighted_bound=by_weight.bound,
        weighted_exact=by_weight.exact,
        alpha=alpha,
    )


def _blamed(network: SignedNetwork, alpha: float) -> SignedNetwork:
    if alpha == 0.5:
        return network
    factor = np.where(network.weight < 0, 2 * alpha, 2 * (1 - alpha))
    return SignedNetwork(network.nodes, network.ends, network.weight * factor)


def _camps(network: SignedNetwork, camps: Ints) -> tuple[tuple[str, ...], ...]:
    """Names of tied nodes by camp, the largest first and of equals the one with the first node."""
    members: dict[int, list[str]] = {}
    for node in np.unique(network.ends).tolist():
        members.setdefault(int(camps[node]), []).append(network.nodes[node])
    return tuple(sorted(map(tuple, members.values()), key=lambda names: -len(names)))


def _held(
    network: SignedNetwork, camps: tuple[tuple[str, ...], ...], margin: Margins, threshold: float | None
) -> dict[str, Held]:
    camp_of = {name: number for number, names in enumerate(camps) for name in names}
    held = {}
    for node in np.flatnonzero(margin.anchor >= 0).tolist():
        value, bound = float(margin.value[node]), float(margin.bound[node])
        below = None if threshold is None or bound < threshold <= value else value < threshold
        name = network.nodes[node]
        held[name] = Held(camp_of[name], value, bound, bool(margin.exact[node]), below)
    return held


def _reasons(network: SignedNetwork, answer: Balance, shuffles: int) -> dict[str, str]:
    """What is undefined or open in an answer, and why."""
    of_spectrum = _UNLIKE if network.n <= SPECTRUM_NODES else f"more than {SPECTRUM_NODES:,} nodes"
    why = {
        "f": "no ties" if not network.m else "",
        "triangle_index": "no three nodes are tied to each other" if answer.triangle_index is None else "",
        "walk_balance": "no nodes" if not network.n else of_spectrum,
        "least_laplacian": "no ties" if not network.m else of_spectrum,
        "z": _why_no_z(network, answer, shuffles) if answer.z is None else "",
        "shuffled": _how_shuffled(answer.shuffled, network, shuffles),
        "exact": ""
        if answer.exact
        else "the time ran out before the best division was proved; the least lies between the bounds",
        "any_camps": "" if answer.any_camps.exact and answer.any_camps.weighted_exact else "not proved in the time",
        "margins": ""
        if all(held.exact for held in answer.margins.values())
        else "some are not proved in the time; see their bounds",
        "parts": "camps of parts that no tie joins are not related" if answer.parts > 1 else "",
        "isolated": f"{len(answer.isolated)} nodes without ties are in no camp" if answer.isolated else "",
    }
    return {code: words for code, words in why.items() if words}


def _why_no_z(network: SignedNetwork, answer: Balance, shuffles: int) -> str:
    if not network.m:
        return "no ties"
    if network.negative in {0, network.m}:
        return f"all ties are {'negative' if network.negative else 'positive'}: shuffling their signs changes nothing"
    if not shuffles:
        return "no shuffles were asked for"
    if answer.shuffled is None:
        return "fewer than two copies were divided"
    return "every shuffled copy violates the same weight"


def _how_shuffled(shuffled: Shuffled | None, network: SignedNetwork, wanted: int) -> str:
    if shuffled is None:
        return ""
    short = f"the time ran out after {shuffled.copies} of {wanted} copies; " if shuffled.copies < wanted else ""
    if shuffled.exact == shuffled.copies:
        return f"{short}every copy is divided exactly" if short else ""
    rest = f"more than {EXACT_TIES} ties" if network.m > EXACT_TIES else "not proved in the time"
    return f"{short}{shuffled.copies - shuffled.exact} of {shuffled.copies} copies are divided by a walk ({rest}), which may be too high"
