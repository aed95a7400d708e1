"""Grouping of columns, so that sums and distinct counts need no data-frame package."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from verbale.analysis.network import Ints


def group(*columns: NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Number the different rows of integer columns, in their sorted order.

    Args:
        columns: at least one, all of shape (n,).

    Returns:
        The group of each row, shape (n,), and the first row of each group, shape (groups,).
    """
    n = len(columns[0])
    if n == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    order = np.lexsort(columns[::-1])
    starts = np.zeros(n, dtype=bool)
    starts[0] = True
    for column in columns:
        ordered = column[order]
        starts[1:] |= ordered[1:] != ordered[:-1]
    groups = np.empty(n, dtype=np.int64)
    groups[order] = np.cumsum(starts) - 1
    return groups, order[starts].astype(np.int64)


def distinct(groups: Ints, values: NDArray[np.integer], size: int) -> Ints:
    """How many different values each of `size` groups holds."""
    _, first = group(groups, values)
    return np.bincount(groups[first], minlength=size)
