"""Which legacy code page a text is in, judged by whether the words it gives look like words."""

from __future__ import annotations

import codecs
import re
from collections import Counter

# Tried in this order; the first of equals wins. Windows-1252 and 1254 differ in six letters (Ğ İ Ş ğ ı ş against Ð Ý
# Þ ð ý þ).
_CODEPAGES = ("cp1252", "cp1254", "cp1251", "cp1250", "cp1253", "cp1256", "cp1255", "koi8-r", "cp1257")
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "iso8859-9": "cp1254", "ascii": "cp1252", "latin-1": "cp1252"}
_WORD = re.compile(r"[^\W\d_]+")
# Signs inside words, and money before a letter: what a wrong page makes of letters.
_ODD_PLACE = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘“”–—·…](?=[^\W\d_])|[£¥¢¿](?=[a-zA-Z])(?!¿[A-Z])")
_MAX_WORDS = 4000  # with letters beyond ASCII; more change nothing
_LATIN_END = 0x250
_TRUST = 0.1  # how much worse than the best a declared code page may score and still be believed
_ENOUGH = 0.35  # below this no single-byte page fits, and the text may be Chinese, Japanese or Korean
# The letters that make up most of any text in the script; a wrong page of the same script misses them.
_FREQUENT = {
    "cyrillic": frozenset("оеаинтсрвліыйдкмпуяь"),
    "greek": frozenset("αοιετσνηυρπκμλςίάόέ"),
    "arabic": frozenset("االيمنتروبدعسةهكفقیک"),
    "hebrew": frozenset("יוהלארתבמשנדםח"),
}
_RANGES = {"cyrillic": (0x400, 0x530), "greek": (0x370, 0x400), "arabic": (0x600, 0x700), "hebrew": (0x590, 0x600)}
_TURKISH_ONLY = frozenset("ĞİŞğış")
_RARE_LATIN = frozenset("ÐÝÞðýþ")


def best_codepage(data: bytes, declared: str | None) -> tuple[str, str]:
    """The text of `data` and the code page that makes most sense of it; bytes with no meaning become U+FFFD."""
    declared = as_browsers_do(declared) if declared else None
    names = list(dict.fromkeys([*([declared] if declared and "utf" not in declared else []), *_CODEPAGES]))
    scores = {name: _score(data.decode(name, "replace")) for name in names}
    best = max(names, key=lambda name: scores[name])
    if names[0] == declared and scores[declared] >= scores[best] - _TRUST:
        best = declared
    elif scores[best] < _ENOUGH:
        best = _guess(data) or best
    return data.decode(best, "replace"), codecs.lookup(best).name


def as_browsers_do(declared: str) -> str:
    """The code page that a declared one means in practice: Latin-1 on the web is Windows-1252."""
    return _AS_BROWSERS_DO.get(declared, declared)


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    match = from_bytes(data[:65_536]).best()
    return match.encoding if match else None


def _score(text: str) -> float:
    """From 0 to 1: the share of words beyond ASCII that look like words."""
    words: Counter[str] = Counter()
    for match in _WORD.finditer(text):
        if not match.group().isascii():
            words[match.group()] += 1
            if len(words) >= _MAX_WORDS:
                break
    total = sum(words.values())
    odd = sum(text.count(sign) for sign in "\ufffd\x81\x8d\x8f\x90\x9d¤¦¨¬¶¸") + sum(
        1 for _ in _ODD_PLACE.finditer(text)
    )
    if not total:
        return 0.5 if not odd else 0.0
    return sum(_word_score(word) * n for word, n in words.items()) / (total + odd)


def _word_score(word: str) -> float:
    if not word.isalpha():
        return 0.0
    if not (word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower()) or _is_caseless(word)):
        return 0.0
    script = _script(word)
    if script is None:
        return 0.0
    if script == "latin":
        return _latin_score(word)
    folded = word.lower()
    return 0.6 + 0.4 * sum(letter in _FREQUENT[script] for letter in folded) / len(folded)


def _latin_score(word: str) -> float:
    beyond = sum(not letter.isascii() for letter in word)
    if beyond > max(1, len(word) // 2):
        return 0.0
    score = 0.9 - 0.2 * beyond / len(word)
    if _RARE_LATIN & set(word):
        return score - 0.06
    return score + 0.02 if _TURKISH_ONLY & set(word) else score


def _is_caseless(word: str) -> bool:
    return word.lower() == word.upper()


def _script(word: str) -> str | None:
    if all(ord(letter) < _LATIN_END for letter in word):
        return "latin"
    return next((name for name, (low, high) in _RANGES.items() if all(low <= ord(c) < high for c in word)), None)
