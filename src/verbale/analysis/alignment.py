"""Camps have no names; these functions give them the same ones over time and across replicates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from verbale.analysis.network import Ints


def agreeing(camps: Ints, reference: Ints) -> Ints:
    """Flip each row of 0 and 1 so that most states stand where the reference has them; ties are left as they are.

    Args:
        camps: shape (replicates, n).
        reference: shape (n,).
    """
    same = (camps == reference).sum(axis=1)
    return np.where((2 * same < camps.shape[1])[:, None], 1 - camps, camps)


def aligned_over_time(
    windows: Sequence[Mapping[str, int] | None], *, anchor: str | None = None
) -> list[dict[str, int] | None]:
    """Name each window's camps so that they can be followed: camp 0 is the anchor's.

    Without the anchor in a window (or without any anchor) the camps are named by the greatest overlap with the last window that had
    any, and where nothing overlaps by the first state's name.

    Args:
        windows: camp (0 or 1) of each state, None where there are no camps.
        anchor: a state.
    """
    aligned: list[dict[str, int] | None] = []
    last: Mapping[str, int] = {}
    for camps in windows:
        named = None if camps is None else _named(camps, last, anchor)
        aligned.append(named)
        last = {**last, **named} if named else last
    return aligned


def _named(camps: Mapping[str, int], last: Mapping[str, int], anchor: str | None) -> dict[str, int]:
    if anchor in camps:
        flip = camps[str(anchor)] != 0
    else:
        shared = [state for state in camps if state in last]
        same = sum(camps[state] == last[state] for state in shared)
        first = min(camps, default=None)
        flip = 2 * same < len(shared) if 2 * same != len(shared) else first is not None and camps[first] != 0
    return {state: camp ^ int(flip) for state, camp in camps.items()}
