"""Proposals over time: which were made again, and which a later document reports as done, each with its evidence.

A proposal is made again when the same side proposes in another origin what shares most of its words, in any order, to
nobody else. It is reported as done when a later document itself asserts an event or an agreement of those who were to
act, in words that hold half of the proposal's. Where too few words are shared, nothing is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sqlalchemy import Connection

from verbale.actors.folding import fold
from verbale.actors.gazetteer import states
from verbale.archive.asking import names_of
from verbale.archive.seen import Asked, Seen, Sighting, mentions_of, parties_by_item, seen
from verbale.data import read_rows, read_toml
from verbale.record import Rows

STEM = 6
"""Letters by which words are compared: "withdraw" and "withdrawal", "negotiate" and "negotiations" are the same."""

SHORTEST_STEM = 4
"""Letters that stay when an ending is taken off: "need" and "deal" have none."""

SHARED, SHARE = 3, 0.6
"""Words that two proposals must share, at least, and which part of the shorter one they must be. Below, proposals to
"support peace" would all be one."""

DONE_SHARED, DONE_SHARE = 2, 0.5
"""The same for a proposal and what is reported as done, which must also be of the same actors."""

_WORD = re.compile(r"[^\W_]+")
_HELD = ("happened", "ongoing")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownProposal:
    """Something that somebody wants done.

    Attributes:
        by, by_name: the side (a state for its officials, else a body or person) and its name; None where not known.
        action: in the words of the first document.
        force: the strongest of demand, proposal, hope.
        addressees: who is to do it, as told anywhere.
        origins: in how many it was made; above one, it was repeated.
        made: each time, with its evidence, first published first.
        done: later reports of it, as events or agreements; `why` names their type.
    """

    by: str | None
    by_name: str | None
    action: str
    force: str
    addressees: tuple[str, ...]
    origins: int
    first: str | None
    last: str | None
    made: tuple[Sighting, ...]
    done: tuple[Sighting, ...]


@dataclass(slots=True)
class _Made:
    """A proposal's rows so far, and what it is compared by: its words and who is to act."""

    side: str | None
    words: frozenset[str]
    rows: list[Seen]
    addressees: dict[str, None]


def proposals(connection: Connection, asked: Asked | None = None) -> Rows[KnownProposal]:
    """Proposals, those reported as done and those most often repeated first.

    Raises:
        QueryError: a country or date that cannot be understood.
    """
    asked = asked or Asked()
    rows = list(seen(connection, "proposal", asked))
    proposers = parties_by_item(connection, rows, ("by_actor",))
    addressed = parties_by_item(connection, rows, ("addressees",))
    made = _clusters(rows, proposers, addressed)
    deeds = (
        _Deeds(connection, Asked(since=asked.since), {side for one in made for side in _doers(one)}) if made else None
    )
    names = _names(connection, made)
    found = [_proposal(one, deeds.after(one) if deeds else (), names) for one in made]
    return Rows(sorted(found, key=lambda one: (-one.origins, not one.done, one.first or "9999", one.made[0].id)))


def _clusters(
    rows: Iterable[Seen], proposers: Mapping[int, tuple[str, ...]], addressed: Mapping[int, tuple[str, ...]]
) -> list[_Made]:
    """Each proposal joins the first earlier one that it repeats. Compared are only those that share a word, by side."""
    made: list[_Made] = []
    holders: dict[tuple[str | None, str], list[int]] = {}
    for row in rows:
        side = next(iter(proposers.get(row.item, ())), None)
        words, to = words_of_action(row.name or ""), addressed.get(row.item, ())
        number = _earlier(made, holders, side, words, to, row)
        if number is None:
            number = len(made)
            made.append(_Made(side, words, [], {}))
            for word in words:
                holders.setdefault((side, word), []).append(number)
        made[number].rows.append(row)
        made[number].addressees.update(dict.fromkeys(to))
    return made


def _earlier(  # noqa: PLR0913, PLR0917
    made: Sequence[_Made], holders: Mapping[tuple[str | None, str], list[int]], side: str | None,
    words: frozenset[str], to: tuple[str, ...], row: Seen,
) -> int | None:  # fmt: skip
    # What shares SHARED words shares one of all but the most common SHARED - 1; those would lead to nearly everything.
    rare = sorted(words, key=lambda word: (len(holders.get((side, word), ())), word))[: max(1, len(words) - SHARED + 1)]
    near = {number for word in rare for number in holders.get((side, word), ())}
    shared = {number: len(words & made[number].words) for number in near}
    best = sorted(shared, key=lambda number: (-shared[number], number))
    for number in best[:5]:
        one = made[number]
        same_text = any(earlier.origin == row.origin and earlier.quote == row.quote for earlier in one.rows)
        alike = shared[number] >= SHARED and shared[number] >= SHARE * min(len(words), len(one.words))
        equal = words == one.words and len(words) > 1
        agree = not to or not one.addressees or any(actor in one.addressees for actor in to)
        if same_text or (side is not None and agree and (alike or equal)):
            return number
    return None


def words_of_action(action: str) -> frozenset[str]:
    """What a proposal is compared by: beginnings of its folded words but for common ones and names of countries."""
    words = (word for word in _WORD.findall(fold(action)) if word not in _common() and word not in _country_words())
    return frozenset(_stem(word) for word in words if len(word) > 1)


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """A word without its ending, cut: "opened" gives "open", "withdrawal" "withdr", "negotiations" "negoti"."""
    endings = read_toml("proposal_matching")["endings"]
    ending = next((one for one in endings if word.endswith(one) and len(word) - len(one) >= SHORTEST_STEM), "")
    return word[: len(word) - len(ending)][:STEM]


@cache
def _common() -> frozenset[str]:
    return frozenset(read_toml("proposal_matching")["common"])


@cache
def _country_words() -> frozenset[str]:
    columns = ("name", "adjectives", "people", "capital")
    names = (name for row in read_rows("countries") for column in columns for name in (row[column] or "").split("|"))
    return frozenset(word for name in names for word in _WORD.findall(fold(name)) if len(word) > 3)


def _doers(one: _Made) -> tuple[str, ...]:
    """Who is to act: those addressed; where nobody is, the one who proposes."""
    return tuple(one.addressees) or ((one.side,) if one.side else ())


class _Deeds:
    """What documents themselves assert to have been done, by who did it and by word."""

    def __init__(self, connection: Connection, asked: Asked, sides: set[str]) -> None:
        kinds = tuple(read_toml("proposal_matching")["deeds"])
        events = [row for row in seen(connection, "event", asked, codes=kinds, statuses=_HELD) if row.said_in is None]
        rows = [*events, *seen(connection, "agreement", asked)]
        doers = parties_by_item(connection, rows, ("actor", "parties"))
        self._by_word: dict[tuple[str, str], list[int]] = {}
        self._rows = rows
        for number, row in enumerate(rows):
            words = words_of_action(f"{row.quote or ''} {row.name or ''}")
            for side in doers.get(row.item, ()):
                if side in sides:
                    for word in words:
                        self._by_word.setdefault((side, word), []).append(number)

    def after(self, one: _Made) -> tuple[Sighting, ...]:
        """What was done after a proposal was first made, in another origin, in its words."""
        if len(one.words) < DONE_SHARED:
            return ()
        shared: Counter[int] = Counter()
        for side in _doers(one):
            shared |= Counter(number for word in sorted(one.words) for number in self._by_word.get((side, word), ()))
        first, origin = one.rows[0].published, one.rows[0].origin
        enough = max(DONE_SHARED, DONE_SHARE * len(one.words))
        rows = (self._rows[number] for number in sorted(shared) if shared[number] >= enough)
        return tuple(
            row.sighting(row.code) for row in rows
            if first and row.published and row.published > first and row.origin != origin and _is_after(row, first)
        )  # fmt: skip


def _is_after(row: Seen, day: str) -> bool:
    when = row.element["date"]
    return when is None or bool((when["end"] or when["start"]) >= day)


def _names(connection: Connection, made: Iterable[_Made]) -> dict[str, str]:
    keys = {(one.rows[0].document, one.side) for one in made if one.side and one.side not in states()}
    return {actor: name for (_, actor), name in sorted(names_of(connection, keys).items())}


_FORCES = ("demand", "proposal", "hope")


def _proposal(one: _Made, done: tuple[Sighting, ...], names: Mapping[str, str]) -> KnownProposal:
    mentions = mentions_of(one.rows)
    return KnownProposal(
        by=one.side, by_name=_name(one.side, names), action=one.rows[0].name or "",
        force=min((row.code or "hope" for row in one.rows), key=_FORCES.index), addressees=tuple(one.addressees),
        origins=mentions.origins, first=mentions.first, last=mentions.last,
        made=tuple(_once_an_origin(one.rows)), done=done,
    )  # fmt: skip


def _name(side: str | None, names: Mapping[str, str]) -> str | None:
    return states()[side].name if side and side in states() else names.get(side or "", side)


def _once_an_origin(rows: Iterable[Seen]) -> Iterator[Sighting]:
    seen_origins: set[str] = set()
    for row in rows:
        if row.origin not in seen_origins:
            seen_origins.add(row.origin)
            yield row.sighting()
