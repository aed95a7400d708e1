"""What words, the tree and other names of a text say against a name, for another type of it or for a longer one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from verbale.data import read_toml
from verbale.reading.model import Ints
from verbale.reading.spans import LEAST, NameSpan
from verbale.reading.stretches import Stretch
from verbale.reading.toponyms import toponym


@dataclass(frozen=True)
class Setting:
    """The words of a stretch and what the tree tells of them.

    ``heads`` count from its start; ``joins`` tells whether a word hangs on its head as a part of a name, ``proper``
    whether it is a proper noun.
    """

    stretch: Stretch
    heads: Ints
    joins: NDArray[np.bool_]
    proper: NDArray[np.bool_]

    @property
    def words(self) -> Sequence[str]:
        """The words of the stretch."""
        return self.stretch.words

    def of(self, name: NameSpan) -> Sequence[str]:
        """The words of a name."""
        return self.stretch.words[name.start : name.end]


Rule = Callable[[list[NameSpan], Setting], list[NameSpan]]
"""From names in order, without overlap, to such names."""


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(read_toml("names")[name])


COMMON = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
"""Kinds of which a name has a proper noun among its words, unlike dates, sums, peoples and events."""


def plausible(names: list[NameSpan], setting: Setting) -> list[NameSpan]:
    """Without addresses, and without "the association", "street" or "forum" by themselves."""
    return [name for name in names if _is_plausible(name, setting)]


def _is_plausible(name: NameSpan, setting: Setting) -> bool:
    words = setting.of(name)
    if any(map(_is_address, words)) or (name.kind == "ORG" and len(words) == 1 and words[0].islower()):
        return False
    return name.kind not in COMMON or bool(setting.proper[name.start : name.end].any())


def _is_address(word: str) -> bool:
    """Addresses of pages and of mail-boxes name nobody, though they hold names; nor do files.

    "Warner@ENRON", without a full stop, is how some mail programs write a person.
    """
    if word.startswith("@") or "://" in word or word.lower().startswith("www."):
        return True
    stem, _, ending = word.rpartition(".")
    if len(stem.strip(".")) < _SHORTEST_STEM:
        return False
    return "@" in word or ending.lower() in _listed("files") or (word[0].islower() and ending in _listed("hosts"))


_SHORTEST_STEM = 3
"""Letters before the last full stop of an address: fewer are abbreviations ("e.g.de")."""


def with_forms(names: list[NameSpan], setting: Setting) -> list[NameSpan]:
    """Bodies with the form of company behind them, "Baltic Grain, Inc."; a form by itself is no name."""
    found: list[NameSpan] = []
    for name in names:
        taken = found[-1].end if found else 0
        if name.start < taken or all(_is_form(word) or word in _STOPS for word in setting.of(name)):
            continue
        found.append(replace(name, end=_end_of_forms(setting.words, name.end)) if name.kind == "ORG" else name)
    return found


_STOPS = frozenset({",", "."})


def _is_form(word: str) -> bool:
    return word.casefold() in _listed("legal_forms")


def _end_of_forms(words: Sequence[str], end: int) -> int:
    """Where forms of companies end that begin at ``end``, single commas and full stops before them included."""
    at = end
    while at < len(words) and (_is_form(words[at]) or words[at] in _STOPS):
        if _is_form(words[at]):
            end = at + 1
        elif words[at - 1] in _STOPS:
            break
        at += 1
    return end


def with_initials(names: list[NameSpan], setting: Setting) -> list[NameSpan]:
    """People with the initials before their names: "V K Rao", "R.E. Glenn"."""
    found: list[NameSpan] = []
    for name in names:
        start, least = name.start, found[-1].end if found else 0
        while name.kind == "PERSON" and start > least and setting.proper[start - 1] and _is_initial(setting, start - 1):
            start -= 1
        found.append(replace(name, start=start))
    return found


def _is_initial(setting: Setting, at: int) -> bool:
    """A capital letter, or capital letters with a full stop each."""
    word = setting.words[at]
    letters = word.replace(".", "")
    return letters.isupper() and len(letters) in (len(word), word.count(".")) and (len(letters) == 1 or "." in word)


def without_storms(names: list[NameSpan], setting: Setting) -> list[NameSpan]:
    """Without the given names of storms: "Hurricane Rita"."""
    words, storms = setting.words, _listed("storms")
    called = {words[at + 1] for at, word in enumerate(words[:-1]) if word.casefold() in storms}
    return [
        name
        for name in names
        if name.kind not in COMMON or name.end - name.start > 1 or words[name.start] not in called
    ]


def with_known_types(names: list[NameSpan], setting: Setting) -> list[NameSpan]:
    """A body that has the name of a place is that place: "the West Bank"."""
    return [
        replace(name, kind=toponym(_without_article(setting.of(name))) or name.kind) if name.kind == "ORG" else name
        for name in names
    ]


def _without_article(words: Sequence[str]) -> Sequence[str]:
    return words[1:] if len(words) > 1 and words[0].casefold() == "the" else words


def with_people(names: list[NameSpan], setting: Setting) -> list[NameSpan]:
    """A single word that is the first or the last of a person's full name is that person, or one of that name."""
    full = [
        setting.of(name) for name in names if name.kind == "PERSON" and 1 < name.end - name.start <= _LONGEST_PERSON
    ]
    parts = {word for words in full for word in (words[0], words[-1]) if len(word) >= _SHORTEST_PART}
    parts = {word for word in parts if word[0].isupper() and toponym([word]) is None}
    return [
        replace(name, kind="PERSON") if name.kind in COMMON and _is_one_of(setting.of(name), parts) else name
        for name in names
    ]


_LONGEST_PERSON = 4
"""Words of a full name; longer spans are often several people."""

_SHORTEST_PART = 3
"""Letters of a name that tells a person; fewer are initials and particles."""


def _is_one_of(words: Sequence[str], known: set[str]) -> bool:
    return len(words) == 1 and words[0] in known


def parted_places(names: list[NameSpan], setting: Setting) -> list[NameSpan]:
    """A town and the state behind it are two places: "Miramar Florida", "San Rafael Ca"."""
    found: list[NameSpan] = []
    for name in names:
        if name.kind == "GPE" and _is_town_and_state(setting.of(name)):
            found += [replace(name, end=name.end - 1), replace(name, start=name.end - 1)]
        else:
            found.append(name)
    return found


def _is_town_and_state(words: Sequence[str]) -> bool:
    if len(words) == 1 or toponym(words) or words[-2].casefold() in _listed("qualifiers"):
        return False
    known = toponym(words[-1:]) or words[-1].casefold() in _listed("short_states")
    return bool(known) and all(
        word.replace(".", "").replace("'", "").isalpha() and word not in _LINKS for word in words
    )


_LINKS = frozenset({"of", "and", "the"})


def with_known_places(names: list[NameSpan], setting: Setting) -> list[NameSpan]:
    """With known places of which the model was not sure, where they stand by themselves and not in a longer name."""
    words = setting.words
    used = np.zeros(len(words), dtype=np.bool_)
    for name in names:
        used[name.start : name.end] = True
    closed = used | np.fromiter((word == "-" for word in words), dtype=np.bool_, count=len(words))
    found: list[NameSpan] = []
    for start, end in _free_runs(words, setting.proper & ~used):
        kind = toponym(words[start:end])
        if kind and not closed[max(start - 1, 0)] and not (end < len(words) and closed[end]):
            found.append(NameSpan(start, end, kind, LEAST))
    return sorted([*names, *found], key=lambda name: name.start) if found else names


def _free_runs(words: Sequence[str], free: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Ranges of neighbouring words that are ``free`` and have a capital."""
    runs: list[tuple[int, int]] = []
    for at in np.flatnonzero(free).tolist():
        if not words[at][0].isupper():
            continue
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


RULES: tuple[Rule, ...] = (
    with_initials, plausible, without_storms, with_known_types, with_people, parted_places, with_known_places,
)  # fmt: skip
"""What is done to names, in order, once parts of one name are joined."""
