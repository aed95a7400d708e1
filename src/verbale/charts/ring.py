"""Places on a ring: camps face each other, the non-aligned stand between them at the bottom. Nothing is drawn by lot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_GAP = 1.6  # empty places between groups, so that each reads as one
_CLOCKWISE = ("B", "apart", "non-aligned", "A")
_UPWARD = (
    "A"  # the left side is walked from the bottom up; its names are turned so that both sides read from the top down
)


@dataclass(frozen=True, slots=True)
class Place:
    """A node's place: coordinates on the circle of radius 1, y upward, and its angle in degrees, 0 to the right, anticlockwise."""

    x: float
    y: float
    angle: float


def ring(groups: Mapping[str, Sequence[str]]) -> dict[str, Place]:
    """A place for each node, from the nodes of each group in reading order.

    All nodes are equally far apart. The non-aligned are centred at the bottom; without them the second camp is centred at the right.
    """
    order = [(name, list(groups[name])) for name in _CLOCKWISE if groups.get(name)]
    slots: dict[str, float] = {}
    middles: dict[str, float] = {}
    at = 0.0
    for name, nodes in order:
        middles[name] = at + (len(nodes) - 1) / 2
        for node in reversed(nodes) if name == _UPWARD else nodes:
            slots[node] = at
            at += 1
        at += _GAP if len(order) > 1 else 0.0
    turn = 360.0 / at if at else 0.0
    start = _start(middles, turn)
    return {node: _place(start - slot * turn) for node, slot in slots.items()}


def _start(middles: Mapping[str, float], turn: float) -> float:
    """The angle of the first place."""
    for name, angle in (("non-aligned", -90.0), ("B", 0.0), ("A", 180.0)):
        if name in middles:
            return angle + middles[name] * turn
    return 90.0


def _place(angle: float) -> Place:
    # Rounded, so that the last bits of sines, which differ between machines, do not reach a file.
    turned = math.radians(angle)
    return Place(round(math.cos(turned), 4), round(math.sin(turned), 4), round(angle % 360, 3))
