from __future__ import annotations

import pytest

from verbale.charts.names import labels_of, state_name
from verbale.charts.words import counted, period, reports, sentence, signed, spread


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("1991-01-01", "2014-12-31", "1991–2014"),
        ("1991-01-01", "1991-12-31", "1991"),
        ("1991-01-01", "1991-01-01", "1991"),
        ("1995-01-15", "2014-12-03", "15 Jan 1995 to 3 Dec 2014"),
        ("1995-05-15", "1995-05-15", "15 May 1995"),
        (None, None, "no dated report"),
    ],
)
def test_periods(start: str | None, end: str | None, told: str) -> None:
    assert period(start, end) == told


@pytest.mark.parametrize(
    ("value", "told"), [(0.424, "+0.42"), (-0.1, "−0.10"), (0.0, "0.00"), (-0.001, "0.00"), (None, "–")]
)
def test_signed_numbers(value: float | None, told: str) -> None:
    assert signed(value) == told


def test_counts() -> None:
    assert counted(1, "document") == "1 document"
    assert counted(1204.5, "report") == "1,204.5 reports"
    assert counted(2, "other entity", "other entities") == "2 other entities"
    assert spread(2, None, 1) == "2 documents, 1 publisher"
    assert [reports(2.5), reports(3.0), reports(1204.4)] == ["2.5", "3", "1,204"]
    assert sentence("a", None, "b") == "A, b."
    assert sentence(None) == ""


def test_names_are_short_safe_and_all_different() -> None:
    assert state_name("COD") == "DR Congo"
    assert state_name("disputed:abkhazia") == "Abkhazia"
    assert state_name("no\x1bde") == "no␛de"
    assert len(state_name("x" * 99)) <= 24
    assert labels_of(["y" * 30 + "1", "y" * 30 + "2", "TUR"], names=True)[2] == "Turkey"
    assert len(set(labels_of(["y" * 30 + "1", "y" * 30 + "2"], names=True))) == 2
