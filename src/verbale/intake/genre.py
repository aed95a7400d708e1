"""What kind of document this is, from its surface: report, news, statement or speech."""

from __future__ import annotations

import re

from verbale.data import read_toml
from verbale.record import Genre

_HEAD = 1500  # characters in which a document shows what it is
_OPENING = 400
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 6000  # characters over which the first person is counted
_QUOTES = re.compile(r"[\"“”«»]")


def guess_genre(text: str, title: str | None) -> Genre:
    """The likeliest genre of a text; `news` where nothing says otherwise."""
    marks = read_toml("genres")
    head, heading = text[:_HEAD].lower(), (title or "").lower()
    opening = head[:_OPENING]
    if _is_speech(text, opening, heading):
        return "speech"
    if any(heading.startswith(phrase) or f" {phrase}" in heading for phrase in marks["statement"]["titles"]):
        return "statement"
    if _is_issued(opening):
        return "statement"
    report = marks["report"]
    if _any(report["gatherings"], head) and _any(report["held"], head) and "reuters" not in opening:
        return "report"
    return "news"


def _is_speech(text: str, opening: str, heading: str) -> bool:
    marks = read_toml("genres")["speech"]
    words = _WORD.findall(_unquoted(text[:_SAMPLE]).lower())
    first = sum(word in marks["first_person"] for word in words)
    share = first / len(words) if words else 0.0
    if share < marks["first_person_share"]:
        return False
    named = any(phrase in heading for phrase in marks["titles"])
    return named or _any(marks["addresses"], opening) or share > 1.5 * marks["first_person_share"]


def _unquoted(text: str) -> str:
    """The text outside quotation marks: every second piece between them."""
    return " ".join(_QUOTES.split(text)[::2])


def _is_issued(opening: str) -> bool:
    marks = read_toml("genres")["statement"]
    first = opening.split("\n\n")[-1] if "\n\n" in opening[:120] else opening
    issued = any(place.lstrip("“\" ").startswith(phrase) for phrase in marks["openings"] for place in (opening, first))
    return issued and _any(marks["verbs"], opening)


def _any(phrases: list[str], text: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) for phrase in phrases)
