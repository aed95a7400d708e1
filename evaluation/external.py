"""Do relations read from speeches agree with how states vote? `python -m evaluation.external --archive A --data ../shared/data`.

    python -m evaluation.external --archive all.verbale --data ../shared/data [--json] [--write docs/external.md]

Each pair of states and year with at least five statements of the words layer, both directions together, has a mean stance: what Verbale
read. Votes in the General Assembly give the same pair and year a kappa: what Verbale did not see. The two are compared by ranks, and
against a baseline that only counts how often the two states mention each other. The rules of the comparison are in `docs/external.md`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.ranks import REPLICATES, Agreement, Pairs, Range, agreement
from evaluation.votes import MINIMUM, Votes, read_votes
from verbale.analysis.groups import group
from verbale.analysis.network import Floats, Ints
from verbale.analysis.regions import WORLD, region, region_names
from verbale.analysis.relations import relations
from verbale.analysis.tie_table import TieTable

LEAST = 5
"""Statements that a dyad-year needs; set by the project's own test before anything was measured."""
POOLED = 20
"""Statements that a dyad needs where all its years are one."""
_VOTES = Path("votes") / "unga_votes-1991-2014.csv.gz"
_TEMPLATE = Path(__file__).parent / "templates" / "external.md"
_PERIODS = ((1991, 1998), (1999, 2006), (2007, 2014))
_APART = ("USA", "ISR")  # whose votes differ from almost everybody's, so that they could carry a correlation alone
_LISTED = 8
_REGIONS = "regions"

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Observed:
    """Dyad-years with statements and votes; arrays of one length.

    Attributes:
        first, second: indices in `votes.states`; of a directed table the speaker and the one spoken of, else lower index first.
        year: index in `votes.years`.
        total, volume, positive, negative: sum of values, statements, and those of either sign.
        votes: the yardstick.
        unmatched: statements whose pair has no kappa in the year, for want of a seat or of common votes.
    """

    first: Ints
    second: Ints
    year: Ints
    total: Floats
    volume: Floats
    positive: Floats
    negative: Floats
    votes: Votes
    unmatched: float

    def where(self, chosen: Mask) -> Observed:
        """Some of them."""
        columns = ("first", "second", "year", "total", "volume", "positive", "negative")
        return replace(self, **{name: getattr(self, name)[chosen] for name in columns})

    def mean(self) -> Floats:
        """Mean stance of all statements, mentions without a stance as 0."""
        return np.asarray(self.total / self.volume)

    def mean_signed(self) -> Floats:
        """Mean stance of the statements that have one; 0 where none has."""
        signed = self.positive + self.negative
        return np.divide(self.total, signed, out=np.zeros(len(signed)), where=signed > 0)

    def pairs(self, *, value: Floats | None = None, within: Ints | None = None, plain: bool = False) -> Pairs:
        """For the comparison by ranks; with `plain` against the share of equal votes in place of kappa."""
        yardsticks = self.votes.agreement if plain else self.votes.kappa
        return Pairs(
            self.first, self.second, self.year, self.mean() if value is None else value, self.volume,
            yardsticks[self.year, self.first, self.second], np.zeros_like(self.year) if within is None else within,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One comparison: what of, in which part of the table it belongs, and what was found."""

    group: str
    name: str
    found: Agreement


def observed(ties: TieTable, votes: Votes, *, directed: bool = False) -> Observed:
    """Dyad-years of an archive's words layer that have a kappa.

    Args:
        ties: of the archive.
        votes: the yardstick.
        directed: whether A of B and B of A stay apart.
    """
    sums: dict[tuple[int, int, int], np.ndarray] = {}
    unmatched = 0.0
    for row in relations(ties, layer="words", by="year", draws=None).rows:
        year = int(row.window)
        ends = (votes.place(row.source, year), votes.place(row.target, year))
        if year not in votes.years or min(ends) < 0 or ends[0] == ends[1]:
            unmatched += row.volume
            continue
        key = (*(ends if directed else sorted(ends)), votes.years.index(year))
        if np.isnan(votes.kappa[key[2], key[0], key[1]]):
            unmatched += row.volume
            continue
        sums.setdefault(key, np.zeros(4))
        sums[key] += (row.sum or 0.0, row.volume, row.positive, row.negative)
    keys = np.array(sorted(sums), dtype=np.int64).reshape(-1, 3)
    columns = np.array([sums[key] for key in sorted(sums)]).reshape(-1, 4)
    return Observed(*keys.T, *columns.T, votes=votes, unmatched=unmatched)  # type: ignore[misc]


def compared(ties: TieTable, votes: Votes, *, replicates: int = REPLICATES) -> Iterator[Row]:
    """Every comparison in turn; the first is the one that the project's test names."""
    both, directed = observed(ties, votes), observed(ties, votes, directed=True)
    enough, spoken = both.where(both.volume >= LEAST), directed.where(directed.volume >= LEAST)

    def found(pairs: Pairs, yardsticks: Floats = votes.kappa) -> Agreement:
        return agreement(pairs, yardsticks, replicates=replicates)

    for least in (LEAST, 10, 3):
        yield _row("by evidence", f"at least {least} statements", found(both.where(both.volume >= least).pairs()))
    for name, pairs in _variants(enough, spoken):
        yield _row("other ways to ask", name, found(pairs))
    whole, kappa = over_years(both)
    many = whole.where(whole.volume >= POOLED)
    yield _row(
        "other ways to ask", f"all years of a dyad pooled, at least {POOLED} statements", found(many.pairs(), kappa)
    )
    yield _row("other ways to ask", "share of equal votes, not kappa", found(enough.pairs(plain=True), votes.agreement))
    for name, mask in _parts(enough):
        yield _row("parts", name, found(enough.where(mask).pairs()))
    for key in region_names():
        if key != WORLD:
            yield _row(_REGIONS, region(key).name, found(enough.where(_inside(enough, key)).pairs()))


def over_years(both: Observed) -> tuple[Observed, Floats]:
    """Dyads with their years pooled, against the mean kappa of all years, shape (1, n, n)."""
    known = ~np.isnan(both.votes.kappa)
    sums = np.where(known, both.votes.kappa, 0.0).sum(axis=0)
    mean = np.divide(sums, known.sum(axis=0), out=np.full(sums.shape, np.nan), where=known.any(axis=0))[None]
    dyad, first = group(both.first, both.second)
    columns: dict[str, Any] = {
        name: np.bincount(dyad, getattr(both, name), len(first)) for name in ("total", "volume", "positive", "negative")
    }
    votes = replace(both.votes, kappa=mean)
    ends: dict[str, Any] = {
        "first": both.first[first],
        "second": both.second[first],
        "year": np.zeros(len(first), dtype=np.int64),
    }
    return replace(both, votes=votes, **ends, **columns), mean


def _variants(enough: Observed, spoken: Observed) -> Iterator[tuple[str, Pairs]]:
    yield "within each year", enough.pairs(within=enough.year)
    dyad = enough.first * len(enough.votes.states) + enough.second
    yield "within each dyad, over its years", enough.pairs(within=dyad)
    yield "statements with a stance only", enough.pairs(value=enough.mean_signed())
    yield "each direction apart", spoken.pairs()
    yield "each direction apart, within each speaker", spoken.pairs(within=spoken.first)
    yield "each direction apart, within each state spoken of", spoken.pairs(within=spoken.second)


def _parts(enough: Observed) -> Iterator[tuple[str, Mask]]:
    years = np.array(enough.votes.years)[enough.year]
    for first, last in _PERIODS:
        yield f"{first}–{last}", (years >= first) & (years <= last)
    apart = [enough.votes.states.index(state) for state in _APART if state in enough.votes.states]
    yield f"without {' and '.join(_APART)}", ~(np.isin(enough.first, apart) | np.isin(enough.second, apart))


def _inside(enough: Observed, key: str) -> Mask:
    states = enough.votes.states
    places = [states.index(state) for state in region(key).states if state in states]
    return np.asarray(np.isin(enough.first, places) & np.isin(enough.second, places))


def _row(group: str, name: str, found: Agreement) -> Row:
    return Row(group=group, name=name, found=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discord:
    """A dyad whose words and votes disagree most: mean share of pairs (0 … 1) below it by stance and by kappa."""

    dyad: str
    years: int
    statements: float
    stance: float
    kappa: float
    stance_rank: float
    kappa_rank: float


def discords(enough: Observed, *, years: int = 3) -> list[Discord]:
    """The dyads of at least `years` dyad-years, warmest in words for their votes first."""
    pairs = enough.pairs()
    ranks = [_shares(pairs.value), _shares(pairs.yardstick)]
    dyad = pairs.dyads()
    found = []
    for number in range(int(dyad.max(initial=-1)) + 1):
        rows = np.flatnonzero(dyad == number)
        if len(rows) >= years:
            names = (enough.votes.states[place] for place in (enough.first[rows[0]], enough.second[rows[0]]))
            means = [float(column[rows].mean()) for column in (pairs.value, pairs.yardstick, *ranks)]
            found.append(_discord("–".join(names), len(rows), float(enough.volume[rows].sum()), means))
    return sorted(found, key=lambda row: (row.kappa_rank - row.stance_rank, row.dyad))


def _discord(dyad: str, years: int, statements: float, means: list[float]) -> Discord:
    names = ("stance", "kappa", "stance_rank", "kappa_rank")
    numbers = {name: round(mean, 3) for name, mean in zip(names, means, strict=True)}
    return Discord(dyad=dyad, years=years, statements=statements, **numbers)


def _shares(values: Floats) -> Floats:
    """Share of values below each, ties counted half."""
    ordered = np.sort(values)
    below = np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right")
    return np.asarray(below / (2 * max(1, len(values))))


# --- telling ---------------------------------------------------------------------------------------------------------


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=Path, required=True, help="archive of the speeches")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds votes/")
    parser.add_argument("--replicates", type=int, default=REPLICATES, help="draws of each kind")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page of the documentation")
    arguments = parser.parse_args()
    from evaluation.speeches import described, speech_ties

    ties = speech_ties(arguments.archive)
    votes = read_votes(arguments.data / _VOTES)
    rows = list(compared(ties, votes, replicates=arguments.replicates))
    both = observed(ties, votes)
    told = discords(both.where(both.volume >= LEAST))
    source = described(arguments.archive, ties)
    if arguments.json:
        print(json.dumps(_plain(rows, both, told, source), indent=2, ensure_ascii=False))
    else:
        print(_table(rows))
    if arguments.write:
        arguments.write.write_text(page(rows, both, told, source, replicates=arguments.replicates), encoding="utf-8")


def _plain(rows: list[Row], both: Observed, told: list[Discord], source: dict[str, Any]) -> dict[str, Any]:
    return {
        "archive": source,
        "least": LEAST,
        "dyad_years": len(both.volume),
        "unmatched_statements": both.unmatched,
        "rows": [asdict(row) for row in rows],
        "warm_words": [asdict(row) for row in told[:_LISTED]],
        "cold_words": [asdict(row) for row in told[::-1][:_LISTED]],
    }


def page(
    rows: list[Row], both: Observed, told: list[Discord], source: dict[str, Any], *, replicates: int
) -> str:  # fmt: skip
    """The page of the documentation, all numbers from the comparison."""
    first = rows[0].found
    blanks = {
        "documents": f"{source['documents']:,}", "ties": f"{source['ties']:,}", "read_by": source["read_by"], "years": source["years"],
        "dyad_years": f"{len(both.volume):,}", "unmatched": f"{both.unmatched:,.0f}", "least": str(LEAST),
        "common": str(MINIMUM), "replicates": f"{replicates:,}", "answer": _answer(first), "table": _table(rows),
        "warm": _discord_table(told[:_LISTED]), "cold": _discord_table(told[::-1][:_LISTED]),
    }  # fmt: skip
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(blanks)


def _answer(found: Agreement) -> str:
    if found.rho is None or found.above is None or found.beyond is None or found.baseline is None:
        return f"Not estimable: {found.reason}."
    positive = "positive beyond doubt" if found.rho.low > 0 else "not positive beyond doubt"
    above = "above" if found.above.low > 0 else "not surely above"
    return (
        f"**Rank correlation of stance with kappa: {_range(found.rho)}**, over {found.pairs:,} dyad-years of {found.dyads:,} dyads and "
        f"{found.states} states; p = {found.p:.4f} against relabelled states. Counting mentions alone reaches "
        f"{_range(found.baseline)}; the difference is {_range(found.above)}, and {_range(found.beyond)} against the baseline's size. "
        f"The correlation is {positive}, and {above} the baseline."
    )


def _table(rows: list[Row]) -> str:
    head = "| dyad-years compared | n | dyads | states | stance and kappa | p | mentions and kappa | difference | beyond its size | mentions held equal |"
    lines = [head, "|---|--:|--:|--:|---|--:|---|---|---|---|"]
    group = rows[0].group if rows else ""
    scarce = [row for row in rows if row.group == _REGIONS and row.found.rho is None]
    for row in rows:
        if row.group != group:
            group = row.group
            lines.append(f"| *{group}* | | | | | | | | | |")
        if row not in scarce:
            lines.append(_line(row.name, row.found))
    told = ", ".join(f"{row.name} ({row.found.pairs})" for row in scarce)
    return "\n".join([*lines, "", f"Regions with too few dyad-years for a number: {told or 'none'}."])


def _line(name: str, found: Agreement) -> str:
    counts = f"{found.pairs:,} | {found.dyads:,} | {found.states}"
    if found.rho is None:
        return f"| {name} | {counts} | {found.reason} | | | | | |"
    cells = [
        _range(found.rho),
        f"{found.p:.3f}",
        *map(_range, (found.baseline, found.above, found.beyond, found.partial)),
    ]
    return f"| {name} | {counts} | {' | '.join(cells)} |"


def _range(found: Range | None) -> str:
    return "–" if found is None else f"{_signed(found.value)} [{_signed(found.low)}, {_signed(found.high)}]"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _discord_table(rows: list[Discord]) -> str:
    lines = ["| dyad | years | statements | mean stance | kappa | rank by stance | rank by kappa |"]
    lines.append("|---|--:|--:|--:|--:|--:|--:|")
    numbers: list[Callable[[Discord], str]] = [
        lambda row: str(row.years), lambda row: f"{row.statements:,.0f}", lambda row: _signed(row.stance),
        lambda row: _signed(row.kappa), lambda row: f"{row.stance_rank:.2f}", lambda row: f"{row.kappa_rank:.2f}",
    ]  # fmt: skip
    lines += [f"| {row.dyad} | {' | '.join(number(row) for number in numbers)} |" for row in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
