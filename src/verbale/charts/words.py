"""How pictures tell numbers, periods and sources in words."""

from __future__ import annotations

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

LAYERS = {
    "words": "official statements",
    "deeds": "events that documents assert",
    "claims": "events that somebody claims",
}
VERBS = {"words": "of", "deeds": "toward", "claims": "toward, as claimed"}


def sentence(*parts: str | None) -> str:
    """Parts joined by commas, with a capital and a full stop."""
    words = ", ".join(part for part in parts if part)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def counted(number: float, one: str, many: str | None = None) -> str:
    """`1 document`, `12 documents`, `1,204.5 reports`."""
    told = f"{number:,.1f}".removesuffix(".0")
    return f"{told} {one if told == '1' else many or one + 's'}"


def spread(documents: int | None, origins: int | None, publishers: int | None) -> str:
    """`34 documents, 30 origins, 5 publishers`; what is not counted is left out."""
    names = ((documents, "document"), (origins, "origin"), (publishers, "publisher"))
    return ", ".join(counted(number, name) for number, name in names if number is not None)


def period(start: str | None, end: str | None) -> str:
    """`1991–2014` for whole years and for dates of which only the year is known, else `15 Jan 1995 to 3 Dec 2014`; `no dated report` where there is none."""
    if not start or not end:
        return "no dated report"
    whole = end.endswith(("-12-31", "-01-01"))  # a date of which only the year is known is its first day
    if start.endswith("-01-01") and whole:
        return start[:4] if start[:4] == end[:4] else f"{start[:4]}–{end[:4]}"
    return _day(start) if start == end else f"{_day(start)} to {_day(end)}"


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"


def signed(value: float | None, *, digits: int = 2) -> str:
    """`+0.42`, `−0.10`, `0.00`; a dash for None."""
    if value is None:
        return "–"
    text = f"{value:+.{digits}f}"
    return text[1:] if not float(text) else text.replace("-", "−")


def reports(volume: float) -> str:
    """A weighted number of reports: `3`, `2.5`, `1,204`; whole from ten on."""
    return f"{volume:,.0f}" if volume >= 10 else f"{volume:.1f}".removesuffix(".0")
