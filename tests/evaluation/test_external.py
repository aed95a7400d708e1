from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from evaluation.external import LEAST, compared, discords, observed, over_years, page
from evaluation.votes import Votes, votes_of
from verbale.analysis.tie_table import Tie, TieTable, tie_table

_STATES = ("ARM", "AZE", "COD", "GEO", "IRN", "RUS", "TUR", "UKR")
_CAMP = {state: place % 2 for place, state in enumerate(_STATES)}
_YEARS = (2001, 2002)


def _votes() -> Votes:
    """Two camps that vote against each other, each member going its own way now and then."""
    random = np.random.default_rng(3)
    calls = 60
    years = np.repeat(_YEARS, calls // 2)
    line = random.integers(1, 4, calls)
    ballots = np.stack([np.where(_CAMP[state], 4 - line, line) for state in _STATES], axis=1)
    own = random.random(ballots.shape) < 0.2
    return votes_of(_STATES, years, np.where(own, random.integers(1, 4, ballots.shape), ballots), minimum=20)


def _tie(source: str, target: str, value: float, year: int, number: int) -> Tie:
    return Tie(
        layer="words", source=source, target=target, day=f"{year}-01-01", precision="year", value=value,
        document=f"{source}{year}", origin=f"{source}{year}", publisher=source, item=f"s{number}", start=number,
    )  # fmt: skip


def _words(*, count: int = 3, sign: float = 1.0) -> TieTable:
    """Every pair speaks `count` times in each direction, well inside camps and badly between them."""
    return tie_table(
        _tie(source, target, sign * (0.6 if _CAMP[source] == _CAMP[target] else -0.6) * (number > 0), year, number)
        for year in _YEARS
        for pair in combinations(_STATES, 2)
        for source, target in (pair, pair[::-1])
        for number in range(count)
    )


def test_directions_are_pooled_and_mentions_count_zero() -> None:
    both = observed(_words(), _votes())
    assert len(both.volume) == 28 * 2
    assert set(both.volume.tolist()) == {6.0}
    assert np.abs(both.mean()) == pytest.approx(np.full(56, 0.4))
    assert np.abs(both.mean_signed()) == pytest.approx(np.full(56, 0.6))
    assert (both.first < both.second).all()


def test_directions_stay_apart_when_asked() -> None:
    directed = observed(_words(), _votes(), directed=True)
    assert len(directed.volume) == 56 * 2
    assert set(directed.volume.tolist()) == {3.0}


def test_statements_without_a_vote_are_counted_apart() -> None:
    ties = [_tie("ARM", "AZE", 0.5, 2001, 1), _tie("ARM", "VAT", 0.5, 2001, 2), _tie("ARM", "AZE", 0.5, 1999, 3)]
    both = observed(tie_table(ties), _votes())
    assert both.volume.tolist() == [1.0]
    assert both.unmatched == 2.0


def test_names_of_one_seat_are_one_state() -> None:
    ties = [_tie("ARM", "COD", 0.5, 2001, 1), _tie("ARM", "ZAR", -0.5, 2001, 2), _tie("COD", "ZAR", 1.0, 2001, 3)]
    both = observed(tie_table(ties), _votes())
    assert both.volume.tolist() == [2.0]
    assert both.mean().tolist() == [0.0]
    assert both.unmatched == 1.0, "a state's words of itself under another name"


def test_years_are_pooled_on_demand() -> None:
    whole, kappa = over_years(observed(_words(), _votes()))
    assert set(whole.volume.tolist()) == {12.0}
    assert len(whole.volume) == 28
    assert kappa[0, 0, 1] == pytest.approx(_votes().kappa[:, 0, 1].mean())


def test_nothing_in_common_is_no_error() -> None:
    both = observed(tie_table([]), _votes())
    assert len(both.volume) == 0
    assert discords(both) == []


def test_words_that_follow_votes_agree_with_them() -> None:
    rows = {row.name: row.found for row in compared(_words(), _votes(), replicates=60)}
    first = rows[f"at least {LEAST} statements"]
    assert first.rho is not None
    assert first.rho.low > 0.5
    assert first.reason is None
    assert rows["at least 10 statements"].reason is not None


def test_words_against_votes_disagree() -> None:
    first = next(compared(_words(sign=-1.0), _votes(), replicates=60)).found
    assert first.rho is not None
    assert first.p is not None
    assert first.rho.high < -0.5
    assert first.p > 0.9


def test_discords_are_those_that_part() -> None:
    turned = [_tie("ARM", "COD", -0.9, year, 90 + number) for year in _YEARS for number in range(9)]
    plain = _words()
    names = [plain.states[code] for code in plain.source], [plain.states[code] for code in plain.target]
    ties = [
        _tie(*pair, float(value), int(str(day)[:4]), number)
        for number, (pair, value, day) in enumerate(zip(zip(*names, strict=True), plain.value, plain.day, strict=True))
    ]
    found = discords(observed(tie_table([*ties, *turned]), _votes()), years=2)
    assert found[-1].dyad == "ARM–COD", "one camp by votes, hostile in words"


def test_the_page_says_what_was_found() -> None:
    votes, ties = _votes(), _words()
    both = observed(ties, votes)
    source = {"documents": 16, "ties": len(ties), "read_by": "0, model m, rules r", "years": "2001–2002"}
    rows = list(compared(ties, votes, replicates=60))
    written = page(rows, both, discords(both, years=2), source, replicates=60)
    assert "positive beyond doubt" in written
    assert "$" not in written
    assert "| at least 5 statements | 56 | 28 | 8 |" in written
