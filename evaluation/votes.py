"""Voting agreement of states in the UN General Assembly, an independent measure of who stands with whom.

Two numbers for each pair of states and year: the share of equal votes, and Cohen's kappa over yes, abstain and no, which takes off the
agreement that two states' own habits give by chance (most states vote yes most of the time, so the plain share is high for all). Only
roll calls in which both voted count. The source: Cohen 1960, "A coefficient of agreement for nominal scales"; Häge 2011, "Choice or
circumstance?", on why similarity of foreign policies has to be corrected for chance.
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from verbale.analysis.network import Floats, Ints
from verbale.data import read_rows

MINIMUM = 20
"""Common votes that a pair needs in a year. A year has 64 to 112 roll calls; the standard error of a kappa of 20 is about 0.15."""
CATEGORIES = (1, 2, 3)
"""Yes, abstain, no. Absence is no position: a state may be absent because it has no right to vote."""
_FIRST_SESSION = 1945  # session 46 began in September 1991, days before its general debate
_SERBIA = 2006  # the seat of Yugoslavia, then of Serbia and Montenegro, is Serbia's from this session on
# Two codes of the roll calls are not today's ISO codes: CS is Czechoslovakia there, and YU runs on to the end.
_CZECHOSLOVAKIA = {"CS": "CSK"}


@dataclass(frozen=True)
class Votes:
    """Agreement of all pairs of states by year.

    Attributes:
        states: alpha-3 codes, n of them, sorted.
        years: in which the sessions began, y of them, rising.
        common: roll calls in which both voted, shape (y, n, n).
        agreement: share of equal votes, 0 … 1, NaN where too few are common; same shape.
        kappa: -1 … 1, NaN where too few are common or where chance alone makes agreement perfect.
    """

    states: tuple[str, ...]
    years: tuple[int, ...]
    common: Ints
    agreement: Floats
    kappa: Floats

    def place(self, state: str, year: int) -> int:
        """The index of a state in a year, under the name that its seat had then; -1 where it had none."""
        seat = seat_of(state, year)
        return self.states.index(seat) if seat in self.states else -1


def seat_of(state: str, year: int) -> str:
    """Whose seat a name means in a year: Zaire sat as today's Congo, the Soviet Union as Russia, Belgrade as Yugoslavia till 2005."""
    if state == "SCG":
        return "YUG" if year < _SERBIA else "SRB"
    return {"ZAR": "COD", "SUN": "RUS"}.get(state, state)


def read_votes(path: Path, *, minimum: int = MINIMUM) -> Votes:
    """Agreement from a table of roll calls.

    Args:
        path: CSV, plain or gzipped: `session`, `rcid`, and a column for each state by alpha-2 code with 1, 2, 3 or nothing.
        minimum: common votes that a pair needs in a year.

    Raises:
        ValueError: a column that is no state, or a vote that is neither of the three.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream)
        header = next(lines)
        rows = list(lines)
    session, first = header.index("session"), max(header.index("session"), header.index("rcid")) + 1
    years = np.array([int(float(row[session])) + _FIRST_SESSION for row in rows], dtype=np.int64)
    ballots = np.array([[_ballot(cell) for cell in row[first:]] for row in rows], dtype=np.int8)
    states, ballots = _by_state(header[first:], ballots.reshape(len(rows), len(header) - first), years)
    return votes_of(states, years, ballots, minimum=minimum)


def votes_of(states: tuple[str, ...], years: Ints, ballots: np.ndarray, *, minimum: int = MINIMUM) -> Votes:
    """Agreement from ballots.

    Args:
        states: n codes.
        years: of each roll call, shape (r,).
        ballots: 1 yes, 2 abstain, 3 no, 0 none; shape (r, n).
        minimum: common votes that a pair needs in a year.
    """
    told = np.unique(years)
    counts = np.array([_crossed(ballots[years == year]) for year in told]).reshape(len(told), 3, 3, *[len(states)] * 2)
    common = counts.sum(axis=(1, 2))
    enough = common >= minimum
    total = np.where(enough, common, 1.0)
    agreement = np.einsum("ykkij->yij", counts) / total
    mine, theirs = counts.sum(axis=2) / total[:, None], counts.sum(axis=1) / total[:, None]
    chance = (mine * theirs).sum(axis=1)
    decided = enough & (chance < 1 - 1e-9)
    kappa = np.divide(agreement - chance, 1 - chance, out=np.full(chance.shape, np.nan), where=decided)
    return Votes(
        states, tuple(int(year) for year in told), common.astype(np.int64), np.where(enough, agreement, np.nan), kappa
    )


def _crossed(ballots: np.ndarray) -> Floats:
    """How often one state cast each vote while another cast each, shape (3, 3, n, n)."""
    cast = np.stack([(ballots == category).astype(np.float32) for category in CATEGORIES])
    return np.asarray(np.einsum("ari,brj->abij", cast, cast, optimize=True), dtype=np.float64)


def _ballot(cell: str) -> int:
    if cell not in {"", "1", "2", "3"}:
        raise ValueError(f"{cell!r} is no vote: 1 yes, 2 abstain, 3 no, or nothing")
    return int(cell or 0)


def _by_state(header: list[str], ballots: np.ndarray, years: Ints) -> tuple[tuple[str, ...], np.ndarray]:
    """Columns by alpha-3 code, in order; Belgrade's column falls into those of its two names."""
    codes = {row["alpha2"]: row["id"] for row in read_rows("countries") if row["alpha2"]} | _CZECHOSLOVAKIA
    if unknown := sorted(set(header) - set(codes)):
        raise ValueError(f"no states: {', '.join(unknown)}")
    columns = {codes[name]: ballots[:, place] for place, name in enumerate(header)}
    if "YUG" in columns:
        seat = columns.pop("YUG")
        columns["YUG"] = np.where(years < _SERBIA, seat, 0)
        columns["SRB"] = np.where(years < _SERBIA, columns.get("SRB", 0), seat)
    states = tuple(sorted(columns))
    return states, np.stack([columns[state] for state in states], axis=1)
