"""Keys for names: one form for every spelling of a name in Latin letters. Contains no vocabulary of actors."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart; ə is read as "a", as Azerbaijani names are written abroad (Əliyev, Aliyev).
_LETTERS = str.maketrans(
    {
        "ı": "i", "İ": "i", "ə": "a", "Ə": "a", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
        "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th",
        "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ŋ": "n", "ħ": "h",
        "ʻ": "'", "ʼ": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "\u00ad": None,
    }
)  # fmt: skip
_ATOM = re.compile(r"[^\W_]+|[^\w\s]|_")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower case without marks: "Kıran", "KIRAN" and "Kiran" give "kiran"; "Əliyev" gives "aliyev"."""
    plain = text.translate(_LETTERS)
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain).casefold().translate(_LETTERS)
        plain = "".join(c for c in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(c))
    return plain.casefold()


def atoms(text: str) -> list[str]:
    """The folded words and single punctuation marks of a text; the units in which names are compared."""
    return _ATOM.findall(fold(text))


def kebab(text: str) -> str:
    """A name as the tail of an id: "Yavuz Selim Kıran" gives "yavuz-selim-kiran"; other scripts keep their letters."""
    folded = fold(text).replace("'", "")
    slug = _NOT_WORD.sub("-", folded).strip("-")
    if slug:
        return slug
    return "-".join(_ATOM.findall(folded)) or "unnamed"


def mixes_scripts(word: str) -> bool:
    """Whether one word holds letters of more than one of Latin, Cyrillic and Greek: a look-alike spelling of a name."""
    scripts = {unicodedata.name(c, "").split(" ", 1)[0] for c in word if c.isalpha()}
    return len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1
