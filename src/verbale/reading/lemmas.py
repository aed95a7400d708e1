"""Base forms of English words, by table and rule, from the word, its part of speech and its Penn tag.

The tables are `data/lemmas.toml`; the list `data/words_en.txt` settles what spelling alone leaves open ("hoping" is
of "hope" and not of "hop"). Follows the habits of the English Universal Dependencies treebanks.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from verbale.data import read_toml

_VOWELS = "aeiou"
_ENDS_WITH_E = re.compile(
    r"(?:[aeiouy][bcdgkpvz]|[^aeiou][bcdfgkptz]l|[aeiou]t|[iuy]r|[^l]v|u|[rnl][cs]|dg|[rl]g|ang|ing|th"
    r"|[aeio]s|[^n]is|iz|yz|yp)$"
)
"""A stem that no list knows takes an e back after these endings: -ve, -ce, -ge, -ate, -ize, -ble, -ure ..."""

_NO_E = re.compile(r"(?:[aeou][aeiou][bcdgkptlmnr]|er|or|en|on|el|al|it|et|[iu]l|op|ew|ow|ay|ey|oy)$")
"""... unless it ends in one of these: "visit", "develop", "happen", "order"."""

_TAKES_ES = ("s", "x", "z", "ch", "sh")
_TAKES_S = ("as", "is", "us", "os", "ns", "rs", "ths", "az", "iz")
"""Stems in -es whose e is the word's own: "cause", "expense", "prize"."""

_SECTIONS = {
    "NOUN": "nouns",
    "ADJ": "adjectives",
    "ADV": "adverbs",
    "PRON": "pronouns",
    "DET": "determiners",
    "PART": "particles",
    "ADP": "prepositions",
    "SCONJ": "prepositions",
}
_PEOPLES = tuple("an ese ish ch ni qi eli bi ti ki ji li Greek Thai Arab Muslim Dutch".split())  # noqa: SIM905
"""Endings of adjectives of peoples, which keep their capital: "Palestinian", "Azerbaijani"."""
_AS_WRITTEN = frozenset({"PROPN", "X"})
REMEMBERED = 50_000
"""Base forms kept between texts."""


class Lemmatizer:
    """Gives base forms and remembers them."""

    def __init__(self) -> None:
        """Start with the tables; they are read once a process."""
        self._seen: dict[tuple[str, str, str], str] = {}

    def __call__(self, word: str, upos: str, xpos: str) -> str:
        """The base form; ``upos`` is the universal part of speech, ``xpos`` the Penn tag ("" where unknown)."""
        key = (word, upos, xpos)
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) > REMEMBERED:
                self._seen.clear()
            found = self._seen[key] = lemma(word, upos, xpos)
        return found


def lemma(word: str, upos: str, xpos: str = "") -> str:  # noqa: PLR0911 - one rule a line
    """The base form of one word."""
    if upos in _AS_WRITTEN:
        return word
    if upos == "NOUN" and len(word) > 1 and word.isupper() and xpos != "NNS":
        return word
    if upos == "ADJ" and word.istitle() and (xpos == "NNP" or word.endswith(_PEOPLES)):
        return word
    lower = word.lower()
    if upos in ("VERB", "AUX"):
        return _verb(lower, xpos)
    known = read_toml("lemmas").get(_SECTIONS.get(upos, ""), {}).get(lower)
    if known is not None:
        return str(known)
    if upos == "NOUN" and xpos in ("NNS", ""):
        return _noun(lower)
    if upos in ("ADJ", "ADV") and (xpos in ("JJR", "JJS", "RBR", "RBS")):
        return _compared(lower)
    return lower


@cache
def _words() -> frozenset[str]:
    text = files("verbale.data").joinpath("words_en.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _irregular() -> dict[str, str]:
    return {form: base for base, forms in read_toml("lemmas")["verbs"].items() for form in forms.split()}


def _verb(word: str, tag: str) -> str:  # noqa: PLR0911
    if tag == "MD":
        return _MODALS.get(word.replace("\u2019", "'"), word)
    if word in ("'d", "\u2019d"):
        return "have"
    if tag in ("VB", "VBP") and word not in _FINITE:
        return word
    known = _irregular().get(word)
    if known is not None and not (tag == "VBG" and not word.endswith("ing")):
        return known
    if tag in ("VBZ", "") and word.endswith("s") and not word.endswith("ss"):
        return _without_s(word)
    if tag in ("VBG", "") and word.endswith("ing") and len(word) > 4:
        return _stem(word[:-3])
    if tag in ("VBD", "VBN", "") and word.endswith("ed") and len(word) > 3:
        return _stem(word[:-2])
    return word


_MODALS = {"'d": "would", "ca": "can", "wo": "will", "'ll": "will"}
_FINITE = frozenset("am are 'm 're 've \u2019m \u2019re \u2019ve ai has is 's \u2019s does goes ca wo gon".split())  # noqa: SIM905
"""Present forms that are no base forms."""


def _stem(stem: str) -> str:  # noqa: PLR0911
    """The verb of which "-ed" or "-ing" was taken off."""
    if stem.endswith("i"):
        return stem[:-1] + "y" if len(stem) > 2 else stem + "e"
    if stem.endswith(("is", "iz")) and len(stem) > 4:
        return stem + "e"  # no verb ends in -is or -iz; "emphasis" is in the list as a noun
    words = _words()
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        if stem[-1] in "lszf":
            return stem[:-1] if stem not in words and stem[:-1] in words else stem
        return stem if stem in words and stem[:-1] not in words else stem[:-1]
    with_e, bare = stem + "e" in words, stem in words
    if with_e != bare:
        return stem + "e" if with_e else stem
    if with_e and _is_short(stem):
        return stem + "e"
    if with_e and bare:
        return stem
    return stem + "e" if _ENDS_WITH_E.search(stem) and not _NO_E.search(stem) else stem


def _is_short(stem: str) -> bool:
    """Consonants, one vowel, one consonant: such a verb would have doubled its last letter ("hopped")."""
    return re.fullmatch(r"[^aeiou]*[aeiouy][^aeiouwxy]", stem) is not None


def _without_s(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("es"):
        if word[:-1] in _words():
            return word[:-1]
        if word[:-2].endswith((*_TAKES_ES, "o")) and not word[:-2].endswith(_TAKES_S):
            return word[:-2]
    return word[:-1]


def _noun(word: str) -> str:
    if not word.endswith("s") or word.endswith(("ss", "us", "is", "0s")) or len(word) < 3:
        return re.sub(r"(?<=[a-z]{2})men$", "man", word)
    if word.endswith(("'s", "\u2019s")):
        return word[:-2]
    if word.endswith("ses") and word[:-2] in _words() and word[:-1] not in _words():
        return word[:-2]
    return _without_s(word)


def _compared(word: str) -> str:
    ending = 2 if word.endswith("er") else 3 if word.endswith("est") else 0
    stem = word[:-ending] if ending else word
    return word if not ending or len(stem) < 3 else _stem(stem)
