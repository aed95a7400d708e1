from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from evaluation.regions import ENOUGH, Case, Expectation, Judged, judged, read_cases, score
from evaluation.speeches import own_publishers
from verbale.analysis.tie_table import Tie, TieTable, tie_table

_PANEL = ("ARM", "AZE", "GEO", "TUR", "RUS")


def _case(*expected: tuple[str, str, str]) -> Case:
    told = tuple(Expectation(a, b, relation, 1991, 2015, "made up") for a, b, relation in expected)  # type: ignore[arg-type]
    return Case("made-up", "Made up", _PANEL, "AZE", told)


def _words(told: Sequence[tuple[str, str, float, int]], *, year: int = 2004) -> TieTable:
    """Statements (speaker, of whom, stance, how many), each speaker in one speech."""
    ties = [
        Tie(
            layer="words", source=source, target=target, day=f"{year}-01-01", precision="year", value=value,
            document=source, origin=source, publisher=None, item=f"s{place}.{number}", start=number,
        )
        for place, (source, target, value, count) in enumerate(told)
        for number in range(count)
    ]  # fmt: skip
    return own_publishers(tie_table(ties))


# AZE and TUR against ARM; RUS speaks too little; GEO is silent.
_WAR = [
    ("ARM", "AZE", -0.7, 8),
    ("AZE", "ARM", -0.7, 8),
    ("TUR", "ARM", -0.6, 4),
    ("TUR", "AZE", 0.6, 4),
    ("RUS", "ARM", 0.5, 3),
]


def _found(case: Case, ties: TieTable) -> dict[tuple[str, str, str], Judged]:
    rows, _ = judged(ties, case, replicates=50)
    return {(row.first, row.second, row.window): row for row in rows if row.signs == "raw"}


def test_camps_are_compared_with_what_is_expected() -> None:
    case = _case(("ARM", "AZE", "opposite"), ("TUR", "AZE", "same"), ("TUR", "ARM", "same"))
    found = _found(case, _words(_WAR))
    assert found["ARM", "AZE", "2003–2006"].judgement == "yes"
    assert found["TUR", "AZE", "2003–2006"].judgement == "yes"
    assert found["TUR", "ARM", "2003–2006"].judgement == "no"
    assert found["ARM", "AZE", "2003–2006"].camps == ("B", "A")


def test_direct_words_are_told_beside() -> None:
    row = _found(_case(("ARM", "AZE", "opposite")), _words(_WAR))["ARM", "AZE", "2003–2006"]
    assert (row.statements, row.mean) == (16, -0.7)
    assert row.evidence == 20, "AZE makes 8 statements and is in 12"


@pytest.mark.parametrize(("count", "judgement"), [(ENOUGH - 1, "too little"), (ENOUGH, "yes")])
def test_enough_evidence_is_counted_for_each_state(count: int, judgement: str) -> None:
    told = [*_WAR[:4], ("RUS", "ARM", 0.5, count)]
    assert _found(_case(("RUS", "ARM", "same")), _words(told))["RUS", "ARM", "2003–2006"].judgement == judgement


def test_mentions_are_no_evidence() -> None:
    told = [*_WAR[:4], ("RUS", "ARM", 0.0, 50)]
    assert _found(_case(("RUS", "ARM", "same")), _words(told))["RUS", "ARM", "2003–2006"].judgement == "too little"


def test_a_state_in_no_camp_is_open() -> None:
    told = [*_WAR[:4], ("RUS", "ARM", 0.4, 6), ("RUS", "AZE", 0.4, 6), ("RUS", "TUR", 0.1, 2)]
    row = _found(_case(("RUS", "ARM", "same")), _words(told))["RUS", "ARM", "2003–2006"]
    assert row.judgement == "open"
    assert "non-aligned" in row.camps


def test_windows_outside_the_years_are_not_judged() -> None:
    told = (Expectation("ARM", "AZE", "opposite", 1999, 2006, "made up"),)
    rows, standings = judged(_words(_WAR), Case("x", "X", _PANEL, "AZE", told), length=5, replicates=50)
    assert {row.window for row in rows} == {"2001–2005"}
    assert len(standings) == 10


def test_chance_is_what_relabelling_gives() -> None:
    row = _found(_case(("ARM", "AZE", "opposite")), _words(_WAR))["ARM", "AZE", "2003–2006"]
    assert row.chance == pytest.approx(2 / 3, abs=1e-3), "ARM against AZE and TUR: two of three pairs"


def test_scores_count_by_setting() -> None:
    rows, _ = judged(_words(_WAR), _case(("ARM", "AZE", "opposite"), ("GEO", "AZE", "same")), replicates=50)
    found = score(rows, length=4, signs="raw")
    assert (found.yes, found.no, found.open, found.too_little) == (1, 0, 0, 11)


def test_an_empty_archive_has_too_little_of_everything() -> None:
    rows, _ = judged(tie_table([]), _case(("ARM", "AZE", "opposite")), replicates=50)
    assert {row.judgement for row in rows} == {"too little"}
    assert {row.mean for row in rows} == {None}


def test_the_expectations_hold_together() -> None:
    cases = read_cases()
    assert len({case.id for case in cases}) == len(cases) >= 4
    for case in cases:
        assert case.anchor in case.states
        assert all(one.since < one.until for one in case.expected)


def test_a_pair_outside_its_panel_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "history.toml"
    path.write_text(
        '[[region]]\nid = "x"\ntitle = "X"\nstates = ["ARM"]\nanchor = "ARM"\n'
        '[[region.expect]]\npair = ["ARM", "AZE"]\nrelation = "same"\nfrom = 1991\nto = 1999\nwhy = ""\n'
    )
    with pytest.raises(ValueError, match="x: ARM-AZE same"):
        read_cases(path)
