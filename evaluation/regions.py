"""Are the camps that Verbale finds in speeches those of history? `python -m evaluation.regions --archive A [--json] [--write FILE]`.

    python -m evaluation.regions --archive all.verbale --write docs/history.md

Expectations stand in `history.toml`, which was committed before any camp was looked at. For each and each window the camps come from
`verbale.analysis.polarization`, that is, from the text alone; here they are only compared. The last line counts the primary setting: windows of
four years, raw signs.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import numpy as np

from verbale.analysis.polarization import Camp, Settings, polarization
from verbale.analysis.signs import Signs
from verbale.analysis.tie_table import TieTable
from verbale.analysis.uncertainty import Draws
from verbale.analysis.windows import Window, inside, windows_between

Relation = Literal["opposite", "same"]
Judgement = Literal["yes", "no", "open", "too little"]

ENOUGH = 5
"""Statements with a sign that each of the two states takes part in; stated in `history.toml` before looking."""
LENGTHS = (4, 5)
"""Years of a window; the first is the primary setting."""
FIRST, LAST = "1991-01-01", "2014-12-31"
_HISTORY = Path(__file__).parent / "history.toml"
_CAMPS = ("A", "B")
_MARKS = {"yes": "yes", "no": "NO", "open": "open", "too little": "·"}


@dataclass(frozen=True, slots=True)
class Expectation:
    """What history says of a pair in windows that lie wholly within `since` … `until` (years), and why."""

    first: str
    second: str
    relation: Relation
    since: int
    until: int
    why: str


@dataclass(frozen=True, slots=True)
class Case:
    """A region, its panel, the state that names camp A, and what is expected."""

    id: str
    title: str
    states: tuple[str, ...]
    anchor: str
    expected: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One expectation in one window.

    Attributes:
        region, window, length, signs: where; years of the window; kind of signs.
        first, second, relation: the expectation.
        judgement: yes, no, open (one of the two is in no camp) or too little evidence.
        camps: of the two, as `polarization` names them.
        evidence: statements with a sign that each takes part in, the lesser of the two.
        certainty: share of replicates in which a state stands where it stands, the lesser of the two.
        statements, mean: that the two make of each other, and their mean stance; mean None without any.
        chance: share of the pairs of states with enough evidence in this window that stand in this relation.
    """

    region: str
    window: str
    length: int
    signs: Signs
    first: str
    second: str
    relation: Relation
    judgement: Judgement
    camps: tuple[str, str]
    evidence: float
    certainty: float | None
    statements: float
    mean: float | None
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who stands where in a window: states of camp A, of camp B, and those in none with the reason."""

    region: str
    window: str
    length: int
    signs: Signs
    a: tuple[str, ...]
    b: tuple[str, ...]
    aside: tuple[str, ...]


def read_cases(path: Path = _HISTORY) -> list[Case]:
    """The expectations.

    Raises:
        ValueError: a pair that is not in its panel, or a relation that is neither opposite nor same.
    """
    return [_case(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["region"]]


def _case(row: Mapping[str, Any]) -> Case:
    expected = tuple(
        Expectation(item["pair"][0], item["pair"][1], item["relation"], item["from"], item["to"], item["why"])
        for item in row["expect"]
    )
    for one in expected:
        if not {one.first, one.second} <= set(row["states"]) or one.relation not in ("opposite", "same"):
            raise ValueError(f"{row['id']}: {one.first}-{one.second} {one.relation}")
    return Case(row["id"], row["title"], tuple(row["states"]), row["anchor"], expected)


def judged(
    ties: TieTable, case: Case, *, length: int = LENGTHS[0], replicates: int = 200
) -> tuple[list[Judged], list[Standing]]:
    """Each expectation of a region in each window that it speaks of, with raw and with adjusted signs.

    Args:
        ties: words layer of the archive; states outside the panel are the system that adjusted signs are measured against.
        case: the region.
        length: years of a window.
        replicates: draws behind the certainty.
    """
    settings = Settings(
        start=FIRST, end=LAST, length=length, anchor=case.anchor, checks=False, draws=Draws(replicates=replicates)
    )
    camps: dict[tuple[str, Signs], dict[str, Camp]] = {}
    for camp in polarization(ties, case.states, settings=settings).camps:
        camps.setdefault((camp.window, camp.signs), {})[camp.state] = camp
    found: list[Judged] = []
    standings: list[Standing] = []
    for window in windows_between(FIRST, LAST, by="year", length=length):
        counts = _Counts.of(ties.where(inside(ties.day, window)), case.states)
        for signs in ("raw", "adjusted"):
            stand = camps.get((window.label, signs), {})
            standings.append(_standing(case, window, length, signs, stand))
            found += _judgements(case, window, length, signs, stand, counts)
    return found, standings


@dataclass(frozen=True)
class _Counts:
    """Statements between states of the panel in a window: all, with a sign, and the sum of values; shape (n, n), speaker first."""

    states: tuple[str, ...]
    volume: np.ndarray
    signed: np.ndarray
    total: np.ndarray

    @classmethod
    def of(cls, ties: TieTable, states: Sequence[str]) -> _Counts:
        size = len(states)
        places = {state: place for place, state in enumerate(states)}
        index = np.array([places.get(state, -1) for state in ties.states] or [-1])
        source, target = index[ties.source], index[ties.target]
        kept = (source >= 0) & (target >= 0)
        cell = (source * size + target)[kept]
        weight, value, signs = ties.weight[kept], ties.value[kept], ties.signs()[kept]
        columns = (weight, weight * (signs != 0), weight * value)
        return cls(tuple(states), *(np.bincount(cell, column, size**2).reshape(size, size) for column in columns))

    def evidence(self) -> dict[str, float]:
        """Statements with a sign that each state takes part in."""
        both = self.signed.sum(axis=0) + self.signed.sum(axis=1)
        return {state: float(count) for state, count in zip(self.states, both, strict=True)}

    def between(self, first: str, second: str) -> tuple[float, float | None]:
        """Statements that two states make of each other, and their mean value."""
        a, b = self.states.index(first), self.states.index(second)
        volume = float(self.volume[a, b] + self.volume[b, a])
        return volume, float(self.total[a, b] + self.total[b, a]) / volume if volume else None


def _judgements(  # noqa: PLR0913, PLR0917 - private, one call
    case: Case, window: Window, length: int, signs: Signs, stand: Mapping[str, Camp], counts: _Counts
) -> Iterator[Judged]:  # fmt: skip
    evidence = counts.evidence()
    labels = {state: stand[state].camp if state in stand else "unobserved" for state in case.states}
    enough = [state for state in case.states if evidence[state] >= ENOUGH]
    for one in case.expected:
        if int(window.start[:4]) < one.since or int(window.end[:4]) > one.until:
            continue
        pair = (one.first, one.second)
        certainties = [stand[state].certainty for state in pair if state in stand]
        statements, mean = counts.between(*pair)
        yield Judged(
            region=case.id, window=window.label, length=length, signs=signs, first=one.first, second=one.second,
            relation=one.relation, judgement=_judgement(one, labels, enough), camps=(labels[one.first], labels[one.second]),
            evidence=min(evidence[state] for state in pair), statements=statements,
            certainty=min((known for known in certainties if known is not None), default=None),
            mean=None if mean is None else round(mean, 3), chance=round(_chance(one.relation, labels, enough), 3),
        )  # fmt: skip


def _judgement(one: Expectation, labels: Mapping[str, str], enough: Sequence[str]) -> Judgement:
    if one.first not in enough or one.second not in enough:
        return "too little"
    found = _relation(labels[one.first], labels[one.second])
    return "open" if found is None else "yes" if found == one.relation else "no"


def _relation(first: str, second: str) -> Relation | None:
    if first not in _CAMPS or second not in _CAMPS:
        return None
    return "same" if first == second else "opposite"


def _chance(relation: Relation, labels: Mapping[str, str], enough: Sequence[str]) -> float:
    pairs = list(combinations(enough, 2))
    return sum(_relation(labels[a], labels[b]) == relation for a, b in pairs) / max(1, len(pairs))


def _standing(case: Case, window: Window, length: int, signs: Signs, stand: Mapping[str, Camp]) -> Standing:
    def of(label: str) -> tuple[str, ...]:
        return tuple(state for state in case.states if state in stand and stand[state].camp == label)

    aside = tuple(f"{state} ({row.camp})" for state, row in stand.items() if row.camp not in _CAMPS)
    return Standing(
        region=case.id, window=window.label, length=length, signs=signs, a=of("A"), b=of("B"), aside=aside
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many expectations came out, of those with enough evidence; `chance`: how many relabelled states would give."""

    length: int
    signs: Signs
    yes: int
    no: int
    open: int
    too_little: int
    chance: float


def score(rows: Sequence[Judged], *, length: int, signs: Signs) -> Score:
    """Counts over the judged rows of one setting."""
    chosen = [row for row in rows if (row.length, row.signs) == (length, signs)]
    counts = Counter(row.judgement for row in chosen)
    return Score(
        length=length, signs=signs, yes=counts["yes"], no=counts["no"], open=counts["open"], too_little=counts["too little"],
        chance=round(sum(row.chance for row in chosen if row.judgement != "too little"), 1),
    )  # fmt: skip


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=Path, required=True, help="archive of the speeches")
    parser.add_argument("--replicates", type=int, default=200, help="draws behind the certainties")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page of the documentation")
    arguments = parser.parse_args()
    from evaluation.history_page import history_page
    from evaluation.speeches import speech_ties

    ties = speech_ties(arguments.archive)
    rows: list[Judged] = []
    standings: list[Standing] = []
    for case in read_cases():
        for length in LENGTHS:
            more, stood = judged(ties, case, length=length, replicates=arguments.replicates)
            rows, standings = rows + more, standings + stood
    scores = [score(rows, length=length, signs=signs) for length in LENGTHS for signs in ("raw", "adjusted")]
    if arguments.json:
        told: dict[str, Sequence[Any]] = {"rows": rows, "standings": standings, "scores": scores}
        print(json.dumps({name: [asdict(row) for row in part] for name, part in told.items()}, indent=2))
    else:
        _print(rows, scores)
    if arguments.write:
        page = history_page(arguments.archive, ties, read_cases(), rows, standings, scores)
        arguments.write.write_text(page, encoding="utf-8")


def _print(rows: Sequence[Judged], scores: Sequence[Score]) -> None:
    for row in rows:
        if (row.length, row.signs) != (LENGTHS[0], "raw"):
            continue
        mean = "" if row.mean is None else f"{row.mean:+.2f}"
        print(
            f"{_MARKS[row.judgement]:5}{row.region:23}{row.window:11}{row.first}–{row.second} {row.relation:9}"
            f"{'/'.join(row.camps):24}{row.certainty if row.certainty is not None else '':>7}"
            f"{row.evidence:7.0f} signed{row.statements:6.0f} of each other {mean}"
        )
    for one in scores[::-1]:
        decided = one.yes + one.no + one.open
        print(
            f"windows of {one.length} years, {one.signs} signs: {one.yes} of {decided} came out ({one.no} not, {one.open} open; "
            f"{one.chance} by chance); {one.too_little} with too little evidence"
        )


if __name__ == "__main__":
    main()
