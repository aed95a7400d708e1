"""How actors, figures, dates and stances are written for people."""

from __future__ import annotations

from collections.abc import Iterable

from verbale.record import Figure, Published, Record, Stance, When
from verbale.show.safe import safe

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "TRY": "₺", "AZN": "₼", "JPY": "¥", "INR": "₹", "RUB": "₽", "UAH": "₴"}
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_NEUTRAL = 0.05  # a stance nearer to zero than this is drawn as neither for nor against
_STRONG = 0.6  # from here on an arrow is doubled, so that strength reads without colour


def name_of(record: Record, actor_id: str | None) -> str:
    """An actor's name; `?` for one that is not known."""
    if actor_id is None:
        return "?"
    actor = record.actor(actor_id)
    return safe(actor.name) if actor else safe(actor_id)


def names_of(record: Record, actor_ids: Iterable[str]) -> str:
    """Several actors, parted by commas."""
    return ", ".join(name_of(record, actor_id) for actor_id in actor_ids)


def stance_words(record: Record, stance: Stance) -> str:
    """`▲ Azerbaijan +0.8`, `▼▼ Armenia −0.9`: the arrow and the sign say the same, with or without colour."""
    arrow = "●" if abs(stance.value) < _NEUTRAL else "▲" if stance.value > 0 else "▼"
    sign = "−" if stance.value < 0 else "+"
    doubled = arrow if arrow == "●" or abs(stance.value) < _STRONG else arrow * 2
    return f"{doubled} {name_of(record, stance.toward)} {sign}{abs(stance.value):.1f}"


def figure_words(figure: Figure) -> str:
    """`about $20 billion`, `3–5 %`, `1,200 people`."""
    return number_words(figure.value, figure.high, figure.unit, figure.qualifier)


def number_words(value: float, high: float | None, unit: str, qualifier: str | None) -> str:
    """A figure by its parts, as `figure_words`."""
    values = [value] if high is None else [value, high]
    scale, word = next(((s, w) for s, w in _SCALES if abs(values[-1]) >= s), (1.0, ""))
    number = "–".join(f"{one / scale:,.10g}" for one in values)
    symbol = _SYMBOLS.get(unit, "")
    after = "" if symbol else f" {unit}"
    return " ".join(filter(None, (qualifier, f"{symbol}{number}", word))) + safe(after).rjust(len(after))


def when_words(when: When | None) -> str:
    """`2020-09-16`, `2020-07`, `1993`, `2020-09-07 … 13`."""
    if when is None:
        return ""
    first = shortened(when.start, when.precision)
    last = shortened(when.end, when.precision) if when.end else first
    return first if first == last else f"{first} … {last}"


def published_words(published: Published | None) -> str:
    """The date of publication and how it is known."""
    if published is None:
        return "date unknown"
    return f"{shortened(published.date, published.precision)} ({published.basis})"


def shortened(date: str, precision: str) -> str:
    """An ISO date cut to its precision."""
    return date[: {"year": 4, "month": 7}.get(precision, 10)]
