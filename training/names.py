"""Reads the sets of names and turns their types into ours, leaving open what they do not tell."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from training.cutting import cut
from training.example import NAME_TYPES, Text, tags_of
from training.places import (
    COUNTRIES,
    CURRENCY_SIGNS,
    DATE_WORDS,
    MONEY_WORDS,
    MULTIPLIERS,
    TITLES,
    WATERS_AND_LANDS,
)

UNSAID = "?"
"""The tag of a capitalised part of a word that the set marks as no name as a whole: "NATO" in "NATO-led"."""

Row = tuple[str, str, str]
"""Word, part of speech or "", tag."""

_PLACE = {"GPE", "LOC", "FAC"}
_BODIES = {"u.n.", "un", "united nations", "eu", "e.u.", "european union", "nato", "african union"}
_ANY = {"O", *NAME_TYPES}
_CROSSNER = {
    "politician": {"PERSON"}, "person": {"PERSON"}, "organisation": {"ORG"}, "politicalparty": {"ORG"},
    "country": {"GPE"}, "location": _PLACE, "event": {"EVENT"}, "election": {"EVENT"},
    "misc": _ANY - {"PERSON", "ORG", "GPE"},
}  # fmt: skip
_GMB = {"per": {"PERSON"}, "org": {"ORG"}, "geo": _PLACE, "tim": {"DATE"}, "eve": {"EVENT"}, "art": _ANY, "nat": _ANY}
_WIKIGOLD = {"PER": {"PERSON"}, "ORG": {"ORG"}, "LOC": _PLACE, "MISC": _ANY - {"PERSON", "ORG"}}
_GLUED = frozenset(".,;:!?)]}%'\u2019")
_CHUNK = 6
"""Sentences of these sets that are read as one text; they come from the same page, mostly."""


def read_gmb(path: Path) -> Iterator[Text]:
    """Voice of America news (tab-separated, BIO)."""
    return _texts(_rows(path, "\t"), _gmb_kinds, unmarked={"MONEY", "FAC", "LAW"})


def read_wikigold(path: Path) -> Iterator[Text]:
    """Wikigold (space-separated, I- tags only)."""
    return _texts(_rows(path, " "), lambda kind, words, _: _place(_WIKIGOLD[kind], words), unmarked={"DATE", "MONEY"})


def read_crossner(path: Path) -> Iterator[Text]:
    """CrossNER politics (tab-separated, BIO)."""
    return _texts(
        _rows(path, "\t"),
        lambda kind, words, _: _place(_CROSSNER[kind], words),
        unmarked={"DATE", "MONEY", "NORP", "FAC", "LAW"},
    )


def _rows(path: Path, separator: str) -> Iterator[list[Row]]:
    sentence: list[Row] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split(separator)
            if len(parts) >= 2 and parts[0].strip():
                sentence.append((parts[0].strip(), parts[1] if len(parts) > 2 else "", parts[-1]))
            elif sentence:
                yield sentence
                sentence = []
    if sentence:
        yield sentence


def _texts(
    sentences: Iterator[list[Row]], kinds_of: Callable[[str, list[str], list[str]], set[str]], *, unmarked: set[str]
) -> Iterator[Text]:
    chunk: list[list[Row]] = []
    for sentence in sentences:
        chunk.append(sentence)
        if len(chunk) == _CHUNK:
            yield _text(chunk, kinds_of, unmarked)
            chunk = []
    if chunk:
        yield _text(chunk, kinds_of, unmarked)


def _text(
    chunk: list[list[Row]], kinds_of: Callable[[str, list[str], list[str]], set[str]], unmarked: set[str]
) -> Text:
    text = Text(words=[], glued=[], sentence=[], paragraph=[], genre="names")
    for number, whole in enumerate(chunk):
        sentence, joined = _split_rows(whole)
        words = [row[0] for row in sentence]
        text.words += words
        text.glued += [guess or sure for guess, sure in zip(glue(words), joined, strict=True)]
        text.sentence += [number] * len(words)
        text.paragraph += [False] * len(words)
        text.names += _tags(sentence, kinds_of, unmarked)
    text.paragraph[0] = True
    return text.complete()


def _split_rows(sentence: list[Row]) -> tuple[list[Row], list[bool]]:
    """Words cut as the runner cuts them ("al-Qaeda" is three), and whether each is glued to the one before."""
    rows: list[Row] = []
    joined: list[bool] = []
    for word, pos, tag in sentence:
        parts = cut(word)
        for at, part in enumerate(parts):
            unsaid = tag == "O" and len(parts) > 1 and part[0].isupper()
            rows.append((part, pos, UNSAID if unsaid else tag if at == 0 else tag.replace("B-", "I-")))
            joined.append(at > 0)
    return rows, joined


def glue(words: list[str]) -> list[bool]:
    """Guess, for words without layout, which of them stand without a space after the one before."""
    result, open_quote = [False] * len(words), False
    for at, word in enumerate(words):
        opened_before = at > 0 and (words[at - 1] in "([{$" or (words[at - 1] == '"' and open_quote))
        if word == '"':
            open_quote = not open_quote
        closing = word == '"' and not open_quote
        result[at] = at > 0 and (word[0] in _GLUED or word in ("n't",) or closing or opened_before)
    return result


def _tags(
    sentence: list[Row], kinds_of: Callable[[str, list[str], list[str]], set[str]], unmarked: set[str]
) -> list[frozenset[str] | None]:
    forms = [row[0] for row in sentence]
    tags: list[frozenset[str] | None] = [_no_name(forms, at, unmarked) for at in range(len(forms))]
    for start, end, kind in spans(sentence):
        words, poses = [row[0] for row in sentence[start:end]], [row[1] for row in sentence[start:end]]
        kinds = kinds_of(kind, words, poses)
        first = start
        while kinds == {"PERSON"} and first < end and sentence[first][0].lower() in TITLES:
            first += 1
        for at in range(first, end):
            tags[at] = tags_of(kinds, first=at == first)
    for at, row in enumerate(sentence):
        if row[2] == UNSAID:
            tags[at] = None
    mark_money(forms, tags)
    return tags


def mark_money(words: list[str], tags: list[frozenset[str] | None]) -> None:
    """Mark sums that their form gives away: "$ 20 million", "300 million euros"; no set of names marks them."""
    at = 0
    while at < len(words):
        start = at
        signed = words[at] in CURRENCY_SIGNS
        at += signed
        digits = at
        while at < len(words) and re.fullmatch(r"[\d.,]*\d", words[at]):
            at += 1
        if at == digits:
            at = start + 1
            continue
        while at < len(words) and words[at].lower() in MONEY_WORDS:
            signed = signed or words[at].lower() not in MULTIPLIERS
            at += 1
        if signed:
            for inside in range(start, at):
                tags[inside] = tags_of({"MONEY"}, first=inside == start)


def spans(sentence: list[Row]) -> Iterator[tuple[int, int, str]]:
    """(start, end, type) of the tagged names; an I- tag that follows nothing of its type starts one."""
    start, kind = 0, ""
    for at, (_, _, tag) in enumerate([*sentence, ("", "", "O")]):
        prefix, _, new = tag.partition("-")
        if kind and (prefix != "I" or new != kind):
            yield start, at, kind
            kind = ""
        if prefix in ("B", "I") and not kind:
            start, kind = at, new


def _no_name(words: list[str], at: int, unmarked: set[str]) -> frozenset[str]:
    """What a word outside every marked name may be: no name, or one of a kind that the set does not mark."""
    word, lower, open_kinds = words[at], words[at].lower(), set()
    if re.search(r"\d", word) or lower in DATE_WORDS:
        open_kinds |= {"DATE"} & unmarked
    near = words[max(0, at - 2) : at + 3]
    if lower in MONEY_WORDS or any(other.lower() in MONEY_WORDS or other in CURRENCY_SIGNS for other in near):
        open_kinds |= {"MONEY"} & unmarked
    if word[:1].isupper() and at > 0 and lower not in TITLES:
        open_kinds |= unmarked - {"DATE", "MONEY"}
    tags = {"O"}
    for kind in open_kinds:
        tags |= {f"B-{kind}", f"I-{kind}"}
    return frozenset(tags)


def _place(kinds: set[str], words: list[str]) -> set[str]:
    if kinds != _PLACE:
        return kinds
    surface = " ".join(words).lower()
    if surface in COUNTRIES:
        return {"GPE"}
    if surface in _BODIES:
        return {"ORG"}
    return {"LOC"} if words[-1].lower() in WATERS_AND_LANDS else kinds


def _gmb_kinds(kind: str, words: list[str], poses: list[str]) -> set[str]:
    if kind != "gpe":
        return _place(_GMB[kind], words)
    if " ".join(words).lower() in COUNTRIES:
        return {"GPE"}
    return {"NORP"} if poses[-1] in ("JJ", "NNS", "NNPS") else {"NORP", "GPE"}


def paragraphs(source: str, starts: list[int]) -> list[bool]:
    """For each word, whether a line break stands between it and the word before; the first word starts one."""
    return [at == 0 or "\n" in source[starts[at - 1] : start] for at, start in enumerate(starts)]
