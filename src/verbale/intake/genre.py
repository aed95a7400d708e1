"""What kind of document this is, from its surface: report, news, statement or speech."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from verbale.data import read_toml
from verbale.record import Genre

_HEAD = 1500  # characters in which a report names the gathering that it is of
_OPENING = 400
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 6000  # characters over which the first person is counted
_QUOTES = re.compile(r"[\"“”«»]")


def guess_genre(text: str, title: str | None) -> Genre:
    """The likeliest genre of a text; `news` where nothing says otherwise."""
    marks = read_toml("genres")
    heading, opening = (title or "").lower(), text[:_OPENING].lower()
    if _any(marks["statement"]["titles"], heading):
        return "statement"
    spoken = _spoken(text, heading, opening, marks)
    if spoken:
        return spoken
    if _is_issued(opening, marks["statement"]):
        return "statement"
    report, head = marks["report"], text[:_HEAD].lower()
    return "report" if _any(report["gatherings"], head) and _any(report["held"], head) else "news"


def _spoken(text: str, heading: str, opening: str, marks: Mapping[str, Mapping[str, Any]]) -> Genre | None:
    """A text in the first person: a speech where it is long or addresses a hall, else somebody's statement."""
    person = marks["first_person"]
    words = _WORD.findall(_unquoted(text[:_SAMPLE]).lower())
    share = sum(word in person["words"] for word in words) / len(words) if words else 0.0
    if share < person["least"]:
        return None
    if _any(marks["speech"]["titles"], heading) or _any(marks["speech"]["addresses"], opening):
        return "speech"
    if share < person["much"]:
        return None
    return "speech" if len(words) >= person["long"] else "statement"


def _unquoted(text: str) -> str:
    """The text outside quotation marks: every second piece between them."""
    return " ".join(_QUOTES.split(text)[::2])


def _is_issued(opening: str, marks: Mapping[str, Any]) -> bool:
    """Whether the first sentence performs an act: `The Ministry strongly condemns …`."""
    opening = opening.lstrip("“\"‘' ")
    if any(opening.startswith(phrase) for phrase in marks["openings"]):
        return _any(marks["verbs"], opening)
    first = " ".join(opening.split()[: marks["opening_words"]])
    return _any(marks["verbs"], first) and not _any(marks["reports"], first)


def _any(phrases: Iterable[str], text: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) for phrase in phrases)
