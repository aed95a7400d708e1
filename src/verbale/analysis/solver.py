"""A thin wrapper of HiGHS: minimise cost over rows `sum >= bound`, columns in [0, 1], the first `integers` of them whole;
and covering programmes that grow row by row and keep their basis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

from verbale.analysis.network import Floats


@dataclass
class Programme:
    """A 0-1 covering-like programme, built row by row."""

    cost: Floats
    integers: int
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    fixed: dict[int, float] = field(default_factory=dict)

    def row(self, columns: Sequence[int], values: Sequence[float], at_least: float) -> None:
        """Add the row `values · x[columns] >= at_least`."""
        self.starts.append(len(self.indices))
        self.indices.extend(columns)
        self.values.extend(values)
        self.lower.append(at_least)

    def fix(self, column: int, value: float) -> None:
        """Hold a column at a value."""
        self.fixed[column] = value


@dataclass(frozen=True)
class Solution:
    """The solver's answer: values (None when it found none), a lower bound, whether the optimum is proved."""

    values: Floats | None
    bound: float
    proved: bool
    reduced: Floats | None = None  # costs less what the rows' duals use of them, of a relaxation


def solve(programme: Programme, *, seconds: float, start: Sequence[float] | None = None, cutoff: float | None = None, relaxed: bool = False) -> Solution:  # fmt: skip
    """Minimise. Deterministic; silent; one thread.

    Args:
        seconds: time limit.
        start: a known solution.
        cutoff: its value, as an upper bound on the objective.
        relaxed: drop integrality and return the relaxation's optimum.
    """
    highs = _quiet(time_limit=float(seconds), mip_rel_gap=0.0, mip_abs_gap=1e-6)
    highs.passModel(_model(programme, relaxed))
    if start is not None and not relaxed:
        solution = highspy.HighsSolution()
        solution.col_value = list(start)
        highs.setSolution(solution)
    highs.run()
    return _answer(highs, relaxed, cutoff)


class Covering:
    """Minimise a cost that is nowhere negative over columns of at least 0 and rows `sum of some columns >= 1` that come and go.

    No column passes 1 at the optimum. Each minimum starts from the basis of the one before, so that a few new rows cost milliseconds.
    """

    def __init__(self, cost: Floats) -> None:
        self._highs = _quiet(presolve="off")
        self._rows = 0
        columns = len(cost)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = columns, 0
        model.col_cost_, model.col_lower_, model.col_upper_ = cost, np.zeros(columns), np.full(columns, np.inf)
        self._highs.passModel(model)

    def cover(self, rows: Sequence[Sequence[int]]) -> list[int]:
        """Add rows `sum of columns >= 1`, each given by its columns; their numbers."""
        starts = np.cumsum([0, *map(len, rows)])[:-1].astype(np.int32)
        indices = np.array([column for row in rows for column in row], dtype=np.int32)
        lower, upper = np.ones(len(rows)), np.full(len(rows), highspy.kHighsInf)
        self._highs.addRows(len(rows), lower, upper, len(indices), starts, indices, np.ones(len(indices)))
        self._rows += len(rows)
        return list(range(self._rows - len(rows), self._rows))

    def drop(self, rows: Sequence[int], basis: Any) -> None:
        """Take rows out again, later ones move up, and go back to a basis from before they came."""
        if not rows:
            return
        self._highs.deleteRows(len(rows), np.array(sorted(rows), dtype=np.int32))
        self._rows -= len(rows)
        new = self._rows - len(basis.row_status)
        basis.row_status = [*basis.row_status, *[highspy.HighsBasisStatus.kBasic] * new]
        self._highs.setBasis(basis)

    def basis(self) -> Any:
        """The basis of the last minimum, for `drop`."""
        return self._highs.getBasis()

    def minimum(self, *, seconds: float) -> Solution:
        """The optimum over the rows so far; `values` is None when the solver failed or the time was up."""
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(0.01, seconds))
        self._highs.run()
        return _answer(self._highs, relaxed=True, cutoff=None)


def _quiet(**options: object) -> Any:
    """A solver that prints nothing, not even its banner, which newer versions write from their constructor."""
    solver: Any = highspy.Highs  # it tells no types

    class Quiet(solver):  # type: ignore[misc]
        def enableCallbacks(self) -> Any:  # noqa: N802 - HiGHS's own name
            self.silent()
            return super().enableCallbacks()

    highs: Any = Quiet()
    for name, value in {"output_flag": False, "threads": 1, "random_seed": 0, **options}.items():
        highs.setOptionValue(name, value)
    return highs


def _model(programme: Programme, relaxed: bool) -> Any:  # noqa: FBT001 - private
    model = highspy.HighsLp()
    columns = len(programme.cost)
    model.num_col_, model.num_row_ = columns, len(programme.lower)
    model.col_cost_ = programme.cost
    lower, upper = np.zeros(columns), np.ones(columns)
    for column, value in programme.fixed.items():
        lower[column] = upper[column] = value
    model.col_lower_, model.col_upper_ = lower, upper
    model.row_lower_ = np.array(programme.lower)
    model.row_upper_ = np.full(len(programme.lower), highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array([*programme.starts, len(programme.indices)])
    model.a_matrix_.index_ = np.array(programme.indices)
    model.a_matrix_.value_ = np.array(programme.values, dtype=float)
    if not relaxed:
        kinds = [highspy.HighsVarType.kInteger] * programme.integers
        model.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (columns - programme.integers)
    return model


def _answer(highs: Any, relaxed: bool, cutoff: float | None) -> Solution:  # noqa: FBT001 - private
    status = highs.getModelStatus()
    info = highs.getInfo()
    proved = status == highspy.HighsModelStatus.kOptimal
    feasible = proved or info.primal_solution_status == 2  # kSolutionStatusFeasible
    if relaxed:
        feasible = proved  # a point on the way to the optimum is of no use
    values = np.array(highs.getSolution().col_value) if feasible else None
    if relaxed:
        reduced = np.array(highs.getSolution().col_dual) if proved else None
        return Solution(values, float(info.objective_function_value) if proved else 0.0, proved, reduced)
    bound = float(info.mip_dual_bound)
    if not np.isfinite(bound):
        bound = 0.0
    if cutoff is not None:
        bound = min(bound, cutoff)
    return Solution(values, max(bound, 0.0), proved)
