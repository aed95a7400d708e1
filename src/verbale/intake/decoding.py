"""Bytes to text: byte order marks, UTF-16 without one, what is declared against what is there, legacy code pages,
mojibake."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from verbale.intake.codepages import as_browsers_do, best_codepage
from verbale.record import Warning  # noqa: A004

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page has to declare its encoding: browsers look at 1024, real pages run later
_SAMPLE = 65_536  # bytes looked at to tell UTF-16; every second byte of its spaces and Latin letters is NUL
_MIN_NUL_SHARE = 0.02  # of a sample: UTF-16 Cyrillic has a NUL only at spaces and signs
_MAX_BAD = 0.1  # of the non-ASCII sequences of a text that still counts as UTF-8
_SURROGATE_OR_NUL = re.compile("[\ud800-\udfff\x00]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and what had to be mended."""

    text: str
    encoding: str
    warnings: tuple[Warning, ...] = ()


def decode(data: bytes, *, content_type: str | None = None) -> Decoded:
    """The text that bytes stand for. Total: bytes that fit nothing become U+FFFD and are counted in a warning.

    Args:
        data: the whole input.
        content_type: the HTTP header of that name, if any; believed only when the bytes agree.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _mended(data[len(bom) :].decode(encoding, "replace"), encoding)
    wide = _wide(data[:_SAMPLE])
    if wide:
        return _mended(data.decode(wide, "replace"), wide)
    try:
        return _mended(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _not_clean_utf8(data, _declared(data, content_type))


def without_surrogates(text: str) -> tuple[str, int]:
    """The text with every lone surrogate and NUL replaced by U+FFFD, one for one, and how many there were."""
    return _SURROGATE_OR_NUL.subn("\ufffd", text)


def _wide(sample: bytes) -> str | None:
    pairs = len(sample) // 2
    if not pairs or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > _MIN_NUL_SHARE * pairs and odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > _MIN_NUL_SHARE * pairs and even > 4 * odd else None


def _declared(data: bytes, content_type: str | None) -> str | None:
    in_header = _DECLARED.search((content_type or "").encode("ascii", "ignore"))
    found = in_header or _DECLARED.search(data[:_HEAD])
    try:
        return codecs.lookup(found.group(1).decode("ascii")).name if found else None
    except LookupError:
        return None


def _not_clean_utf8(data: bytes, declared: str | None) -> Decoded:
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    good = sum(map(text.count, set(text) - _ASCII)) - bad
    if good and bad <= max(1, _MAX_BAD * good):
        message = f"{bad} byte(s) were not UTF-8 and are shown as \ufffd"
        return _mended(text, "utf-8", (Warning(code="replacements", message=message),))
    text, encoding = best_codepage(data, declared)
    warnings = []
    if declared in ("utf-8", "utf_8"):
        warnings.append(Warning(code="encoding", message=f"declared UTF-8, but the bytes are {encoding}"))
    elif declared and encoding not in (declared, as_browsers_do(declared)):
        warnings.append(Warning(code="encoding", message=f"declared {declared}, read as {encoding}"))
    else:
        warnings.append(Warning(code="encoding", message=f"read as {encoding}"))
    return _mended(text, encoding, tuple(warnings))


_ASCII = frozenset(map(chr, range(128)))


def _mended(text: str, encoding: str, warnings: tuple[Warning, ...] = ()) -> Decoded:
    text, changed = _without_mojibake(text.removeprefix("\ufeff"))
    if changed:
        message = f"{changed} line(s) had been decoded twice (mojibake) and were put right"
        warnings += (Warning(code="mojibake", message=message),)
    return Decoded(text, encoding, warnings)


def _without_mojibake(text: str) -> tuple[str, int]:
    """Undo double encoding, line by line: one page may mix right and wrong lines."""
    if text.isascii() or not _MOJIBAKE_HINT.search(text):
        return text, 0
    lines = text.splitlines(keepends=True)
    fixed = [demojibake(line) for line in lines]
    return "".join(fixed), sum(a != b for a, b in zip(lines, fixed, strict=True))


# The lead bytes of UTF-8 for Latin, Cyrillic, Greek, Arabic and punctuation, as Windows-1252, 1254 and 1251 show them.
_MOJIBAKE_HINT = re.compile(
    "[ÂÃÄÅÉÊËÐÑÎÏØÙâƏ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|[РСЃвГ][\u0402-\u040f\u0452-\u045f\u0490\u0491°±-¾‚-›€™№]"
)


def demojibake(text: str) -> str:
    """One line or word with double encoding undone; anything else as it was."""
    import ftfy  # slow to import, seldom needed

    if text.isascii() or not _MOJIBAKE_HINT.search(text):
        return text
    fixed = ftfy.fix_encoding(text)
    if fixed != text:
        return fixed
    return " ".join(ftfy.fix_encoding(word) if _MOJIBAKE_HINT.search(word) else word for word in text.split(" "))
