"""What is asked of an archive: words and facets, checked before any of them reaches the store.

Pure: nothing here reads an archive. The user's words become quoted FTS5 phrases, so that no operator of FTS5's own
language can be written by accident (`Turkey-Azerbaijan`, `a AND`, `NEAR(`).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from verbale.actors.folding import fold
from verbale.actors.gazetteer import known_actors, look_up, states
from verbale.archive.projection import KINDS
from verbale.data import read_rows
from verbale.errors import QueryError
from verbale.record import Act, EventType, Genre, Status

Sort = Literal["relevance", "date", "oldest", "confidence"]
SORTS: tuple[str, ...] = get_args(Sort)
ACTS: tuple[str, ...] = get_args(Act)
TYPES: tuple[str, ...] = get_args(EventType)
STATUSES: tuple[str, ...] = get_args(Status)
GENRES: tuple[str, ...] = get_args(Genre)
VERDICTS = ("accepted", "corrected", "rejected", "any", "none")
"""What reviewers said; `any`: reviewed at all, `none`: not yet."""

LONGEST_TEXT = 1_000
"""Characters of a search; a paragraph pasted by mistake is refused with an explanation rather than searched."""

MOST_TERMS = 40
"""Words and phrases of a search. Each is a walk through the index."""

MOST_ROWS = 10_000
"""Rows in one page of results."""

SHORTEST_NAME = 3
"""Letters from which on a country's name is guessed at."""

ALIKE = 75.0
"""Likeness in per cent from which on a country is offered: "Turkei" and Turkey are 83 alike, "Austria" and Australia 88."""

_CHUNK = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\0": " "})
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_OF_STATEMENTS = ("act", "toward", "min_stance", "max_stance")
_OF_EVENTS = ("type", "status", "claimed", "actor", "recipient")
_OF_SPEAKERS = ("speaker", "speaker_country")  # with what only events have, events that they claim


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand side by side; `prefix`: the last one is only the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool

    def to_match(self) -> str:
        """As a phrase of FTS5's language."""
        return f'"{" ".join(self.words)}"' + " *" * self.prefix


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search. Every field narrows it; an empty query finds everything.

    Attributes:
        text: words that must all be there, "phrases in quotes", beginnings of words with a star (`clos*`).
        kinds: of `projection.KINDS`; where empty, what the other fields speak of, else all but actors.
        speaker, speaker_country: who said it: a name or id; a country's name or code, also for its officials.
        about: who it is about or who takes part in it, other than as speaker.
        toward, min_stance, max_stance: toward whom the speaker takes a stance, and its range within -1 … +1.
        actor, recipient: who did it, and to whom.
        act, type, status: acts of statements; types and statuses of events.
        claimed: True: events that a speaker claims; False: that the document itself asserts.
        publisher, genre: of the document; a publisher by part of its name.
        since, until: year, month or day, both included, of the item's own date or else of publication.
        verdict: of `VERDICTS`; where None, all but rejected ones.
        old_versions: also texts that a later one at the same address has replaced.
        all_copies: near-duplicates each for itself.
        sort: None stands for relevance where there is text, else newest first.
        limit, offset: a page of results.

    Raises:
        QueryError: a field that no archive could answer; says what would be understood.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    speaker: str | None = None
    speaker_country: str | None = None
    about: str | None = None
    toward: str | None = None
    actor: str | None = None
    recipient: str | None = None
    act: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    claimed: bool | None = None
    publisher: str | None = None
    genre: str | None = None
    since: str | None = None
    until: str | None = None
    min_stance: float | None = None
    max_stance: float | None = None
    verdict: str | None = None
    old_versions: bool = False
    all_copies: bool = False
    sort: Sort | None = None
    limit: int = 20
    offset: int = 0

    def __post_init__(self) -> None:
        terms_of(self.text)
        for value in (self.since, self.until):
            days_of(value)
        for name, values, allowed in (
            ("kind", self.kinds, KINDS), ("act", self.act, ACTS), ("type", self.type, TYPES),
            ("status", self.status, STATUSES), ("genre", (self.genre,), (None, *GENRES)),
            ("verdict", (self.verdict,), (None, *VERDICTS)), ("sort", (self.sort,), (None, *SORTS)),
        ):  # fmt: skip
            _check_choice(name, values, allowed)
        for bound in (self.min_stance, self.max_stance):
            if bound is not None and not -1 <= bound <= 1:
                raise QueryError(f"a stance lies between -1 and +1, not at {bound}")
        if not 0 <= self.limit <= MOST_ROWS or not 0 <= self.offset < 2**62:
            raise QueryError(f"a page has 0 to {MOST_ROWS} rows and begins at 0 or later")

    def asked_kinds(self) -> tuple[str, ...]:
        """The kinds searched: those given, those that the facets speak of, or all but actors."""
        if self.kinds:
            return self.kinds
        facets = (("statement", _OF_STATEMENTS), ("event", _OF_EVENTS))
        spoken_of = tuple(kind for kind, names in facets if self._has(names))
        if not spoken_of and self._has(_OF_SPEAKERS):
            return ("statement",)
        return spoken_of or tuple(kind for kind in KINDS if kind != "actor")

    def _has(self, names: tuple[str, ...]) -> bool:
        return any(getattr(self, name) not in (None, ()) for name in names)

    def order(self) -> Sort:
        """The order of results."""
        if self.sort is not None and not (self.sort == "relevance" and not self.text.strip()):
            return self.sort
        return "relevance" if self.text.strip() else "date"


def _check_choice(name: str, values: tuple[str | None, ...], allowed: tuple[str | None, ...]) -> None:
    for value in values:
        if value not in allowed:
            choices = ", ".join(item for item in allowed if item)
            raise QueryError(f"no {name} is called {shortened(value or '')!r}; choose from {choices}")


def terms_of(text: str) -> tuple[Term, ...]:
    """The words and phrases of a search, folded; none for blank text.

    Raises:
        QueryError: too long, or signs alone.
    """
    if len(text) > LONGEST_TEXT:
        raise QueryError(
            f"a search of {len(text):,} characters is longer than {LONGEST_TEXT:,}; search for fewer words"
        )
    terms = tuple(_terms(text.translate(_QUOTES)))
    if len(terms) > MOST_TERMS:
        raise QueryError(f"a search of {len(terms)} words is longer than {MOST_TERMS}; search for fewer words")
    if text.strip() and not terms:
        raise QueryError(f"nothing to search for in {shortened(text)!r}; give a letter or a digit at least")
    return terms


def _terms(text: str) -> Iterator[Term]:
    for found in _CHUNK.finditer(text):
        chunk = found[1] if found[1] is not None else found[2]
        words = tuple(_WORD.findall(fold(chunk)))
        if words:
            yield Term(words, prefix=found[1] is None and chunk.endswith("*"))


def match_of(terms: tuple[Term, ...]) -> str:
    """All terms together, in FTS5's language."""
    return bindable(" AND ".join(term.to_match() for term in terms))


def bindable(text: str) -> str:
    """Text that SQLite takes: without lone surrogates, which a shell makes of bytes that are no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def days_of(date: str | None) -> tuple[str, str] | None:
    """First and last day of an ISO year, month or day; None for None.

    Raises:
        QueryError: not such a date.
    """
    if date is None:
        return None
    found = _DATE.fullmatch(date.strip())
    if found is None:
        raise QueryError(f"{shortened(date)!r} is no date; write 2020, 2020-09 or 2020-09-16")
    year, month, day = (int(part) if part else None for part in found.groups())
    last_month = month or 12
    if not year or not 1 <= last_month <= 12:
        raise QueryError(f"{date} has no such year or month")
    length = calendar.monthrange(year, last_month)[1]
    if not 1 <= (day or length) <= length:
        raise QueryError(f"{date} is no day of the calendar")
    return f"{year:04}-{month or 1:02}-{day or 1:02}", f"{year:04}-{last_month:02}-{day or length:02}"


def country_of(name: str) -> str:
    """A state's alpha-3 code by code or name: "tur", "Turkey" and "Türkiye" give TUR; "Georgia" is the state.

    Raises:
        QueryError: no state is known by that name, or several are.
    """
    code = known_country(name)
    if code is None:
        near = _near(name)
        hint = f"do you mean {' or '.join(f'{one} ({_states_by_name()[fold(one)]})' for one in near)}?" if near else ""
        raise QueryError(f"no country is known as {shortened(name)!r}; {hint or 'a code such as TUR works always'}")
    return code


def known_country(name: str) -> str | None:
    """As `country_of`, None for what is no state's name."""
    key = fold(name.strip()[:100])
    if key.upper() in states():
        return key.upper()
    if key in _states_by_name():
        return _states_by_name()[key]
    known = look_up(name.strip()[:100])
    return known.actor if known is not None and known.actor in states() and known.form != "capital" else None


def _near(name: str) -> list[str]:
    """Names of countries like the one given: misspelt ones, and those that hold it."""
    from rapidfuzz import fuzz, process

    key = fold(name.strip()[:100])
    if len(key) < SHORTEST_NAME:
        return []
    names = {fold(state.name): state.name for state in states().values()}
    holding = [shown for one, shown in sorted(names.items()) if key in one]
    alike = [
        names[one] for one, _, _ in process.extract(key, sorted(names), scorer=fuzz.ratio, limit=2, score_cutoff=ALIKE)
    ]
    return list(dict.fromkeys([*holding, *alike]))[:4]


@cache
def _states_by_name() -> dict[str, str]:
    return {fold(name): row["id"] for row in read_rows("countries") for name in (row["full_name"], row["name"]) if name}


def known_actor(name: str) -> str | None:
    """The id of an actor of the tables by id or name: "NATO" gives org:nato; None for all others."""
    cut = name.strip()[:200]
    if cut in known_actors():
        return cut
    known = look_up(cut)
    return known.actor if known is not None and known.actor else None


def shortened(words: str) -> str:
    """Words of a user, short enough to be told back."""
    return words if len(words) <= 40 else words[:40] + "…"
