"""When a document was published: given by the caller, stated in the page, or proved by what it says."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from verbale.intake.anniversaries import infer_from_anniversary
from verbale.intake.dates import DateMatch, find_dates, parse_date
from verbale.intake.document import OffsetMap, Paragraph
from verbale.record import Evidence, Published, Warning  # noqa: A004

_HEAD_PARAGRAPHS = 8  # a page's own date stands in its first lines …
_TAIL_PARAGRAPHS = 2  # … or in the last
_LABEL = re.compile(r"\b(?:published|posted|date|released|issued)(?:\s(?:on|at|date))?\s?:?\s{0,3}$", re.IGNORECASE)
# ANKARA, Sept. 16, 2020 (Agency) – …; Baku, September 16, 2020, AZERTAC; Geneva (16 September 2020) – …
_DATELINE_CITY = re.compile(
    r"^\W{0,3}[A-ZÀ-Þ][^\W\d_]+(?:[ /-][A-ZÀ-Þ][^\W\d_]+){0,3}(?:, [A-Z][^\W\d_.]+\.?(?: [A-Z][^\W\d_]+)?)?"
    r"[,:]? ?[(/–—-]{0,2} ?$"
)
_DATELINE_END = re.compile(
    r"^[.)]{0,2},?\s{0,2}(?:[(/][^()]{0,40}[)/]|/?[A-Z][A-Za-z ]{1,20}/?)?\s{0,2}(?:[–—:-]|$|\.|\n)"
)
_TODAY = re.compile(r"\btoday\b", re.IGNORECASE)
_TODAY_NEAR = 12  # characters between "today" and the date that says which day it is
_LONG = 160  # characters at the start of a body paragraph in which a date line ends


def given(date: str) -> tuple[Published | None, tuple[Warning, ...]]:
    """The date as the caller or the page's metadata gives it; an unreadable or ambiguous one becomes a warning."""
    parsed = parse_date(date) or parse_date(date.split("T", maxsplit=1)[0].split(" ", maxsplit=1)[0])
    if parsed is None:
        return None, (Warning(code="date", message=f"the date {date[:60]!r} could not be read"),)
    published = Published(date=parsed.start, precision=parsed.precision, basis="metadata", evidence=None)
    if parsed.ambiguous:
        return published, (_ambiguous(date[:60], None),)
    return published, ()


def find_published(
    text: str, reading: str, offsets: OffsetMap, paragraphs: Sequence[Paragraph]
) -> tuple[Published | None, tuple[Warning, ...]]:
    """The date that the document states, or else proves. Evidence is in characters of `text`."""
    stated, warnings = _stated(text, paragraphs)
    if stated:
        return stated, warnings
    inferred = _today_is(reading) or infer_from_anniversary(reading)
    if inferred is None or inferred.evidence is None:
        return None, warnings
    evidence = offsets.to_original(*inferred.evidence)
    return Published(date=inferred.date, precision=inferred.precision, basis="inferred", evidence=evidence), warnings


def _stated(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Published | None, tuple[Warning, ...]]:
    tail = paragraphs[max(_HEAD_PARAGRAPHS, len(paragraphs) - _TAIL_PARAGRAPHS) :]
    for paragraph in [*paragraphs[:_HEAD_PARAGRAPHS], *(p for p in tail if p.kind == "dateline")]:
        match = _own_date(text, paragraph)
        if match is None or match.value is None:
            continue
        evidence = paragraph.start + match.start, paragraph.start + match.end
        published = Published(
            date=match.value.start, precision=match.value.precision, basis="stated", evidence=evidence
        )
        return published, (_ambiguous(text[slice(*evidence)], evidence),) if match.value.ambiguous else ()
    return None, ()


def _own_date(text: str, paragraph: Paragraph) -> DateMatch | None:
    """The date that a line or a paragraph's beginning gives as the document's own."""
    words = text[paragraph.start : min(paragraph.end, paragraph.start + _LONG)]
    for match in find_dates(words):
        if (
            match.kind != "absolute"
            or match.value is None
            or (match.value.precision == "year" and not match.value.ambiguous)
        ):
            continue
        before, after = words[: match.start], words[match.end :]
        if paragraph.kind == "dateline" or _LABEL.search(before):
            return match
        if _DATELINE_CITY.match(before) and _DATELINE_END.match(after) and paragraph.kind != "title":
            return match
    return None


def _today_is(reading: str) -> Published | None:
    """`Today, 16 September 2020, …` or `On 16 September 2020 (today)`: the text names its day."""
    if not _TODAY.search(reading):
        return None
    found = find_dates(reading)
    for first, second in itertools.pairwise(found):
        today, day = (first, second) if first.unit == "day" else (second, first)
        close = second.start - first.end <= _TODAY_NEAR and not re.search(
            r"\w", reading[first.end : second.start].replace("on", "")
        )
        if today.unit == "day" and today.amount == 0 and day.value and day.value.precision == "day" and close:
            return Published(
                date=day.value.start, precision="day", basis="inferred", evidence=(first.start, second.end)
            )
    return None


def _ambiguous(date: str, evidence: Evidence | None) -> Warning:
    return Warning(
        code="ambiguous_date",
        message=f"{date!r} may be day/month or month/day; only its year is kept",
        evidence=evidence,
    )
