from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from evaluation.votes import read_votes, seat_of, votes_of

# Twelve roll calls of three states. A and B disagree twice; C abstains throughout.
_A = [1, 1, 1, 1, 1, 1, 3, 3, 3, 2, 2, 0]
_B = [1, 1, 1, 1, 1, 3, 3, 3, 3, 2, 1, 1]
_C = [2] * 12


def _ballots() -> np.ndarray:
    return np.array([_A, _B, _C], dtype=np.int8).T


def test_kappa_is_cohens() -> None:
    votes = votes_of(("AAA", "BBB", "CCC"), np.full(12, 2001), _ballots(), minimum=5)
    assert votes.common[0, 0, 1] == 11, "A was absent once"
    observed = 9 / 11
    chance = (6 * 6 + 2 * 1 + 3 * 4) / 121
    assert votes.agreement[0, 0, 1] == pytest.approx(observed)
    assert votes.kappa[0, 0, 1] == pytest.approx((observed - chance) / (1 - chance))
    assert np.allclose(votes.kappa, votes.kappa.transpose(0, 2, 1), equal_nan=True)


def test_one_who_never_varies_agrees_by_chance_only() -> None:
    votes = votes_of(("AAA", "BBB", "CCC"), np.full(12, 2001), _ballots(), minimum=5)
    assert votes.kappa[0, 1, 2] == pytest.approx(0)
    assert np.isnan(votes.kappa[0, 2, 2]), "two that always abstain: chance alone explains it, not 1"
    assert votes.agreement[0, 2, 2] == 1


def test_too_few_common_votes_are_no_number() -> None:
    votes = votes_of(("AAA", "BBB", "CCC"), np.full(12, 2001), _ballots(), minimum=12)
    assert np.isnan(votes.kappa[0, 0, 1])
    assert np.isnan(votes.agreement[0, 0, 1])
    assert votes.common[0, 0, 1] == 11


def test_years_are_apart() -> None:
    years = np.array([2001] * 6 + [2002] * 6)
    votes = votes_of(("AAA", "BBB", "CCC"), years, _ballots(), minimum=1)
    assert votes.years == (2001, 2002)
    assert votes.agreement[:, 0, 1] == pytest.approx([5 / 6, 4 / 5])


def test_a_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv.gz"
    rows = ["session,rcid,TR,YU,CS"] + [
        f"{session}.0,{number}.0,1,{3 - number % 2},2" for session in (46, 61) for number in range(4)
    ]
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    votes = read_votes(path, minimum=2)
    assert votes.states == ("CSK", "SRB", "TUR", "YUG")
    assert votes.years == (1991, 2006)
    assert votes.common[:, 2, 1].tolist() == [0, 4], "Belgrade's votes are Serbia's from 2006 on"
    assert votes.common[:, 2, 3].tolist() == [4, 0]


@pytest.mark.parametrize(
    ("lines", "said"),
    [(["session,rcid,TR", "46,1,4"], "is no vote"), (["session,rcid,TR,QQ", "46,1,1,1"], "no states: QQ")],
)
def test_what_is_no_table_of_votes_is_refused(tmp_path: Path, lines: list[str], said: str) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("\n".join(lines))
    with pytest.raises(ValueError, match=said):
        read_votes(path)


@pytest.mark.parametrize(
    ("state", "year", "seat"),
    [
        ("ZAR", 1995, "COD"),
        ("SUN", 1991, "RUS"),
        ("SCG", 2004, "YUG"),
        ("SCG", 2006, "SRB"),
        ("YUG", 1999, "YUG"),
        ("TUR", 2000, "TUR"),
    ],
)
def test_seats(state: str, year: int, seat: str) -> None:
    assert seat_of(state, year) == seat
