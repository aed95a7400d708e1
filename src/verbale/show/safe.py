"""Words of a document made safe to print: nothing in them can steer the terminal or turn the line around."""

from __future__ import annotations

import re

# C0 but tab and newline, DEL, C1; the twelve directional controls; tag characters; line separators that break tables.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_CONTROL_PICTURES = 0x2400
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_MARKS = {
    "\u061c": "⟨ALM⟩", "\u200e": "⟨LRM⟩", "\u200f": "⟨RLM⟩", "\u2028": "⏎", "\u2029": "⏎", "\u202a": "⟨LRE⟩",
    "\u202b": "⟨RLE⟩", "\u202c": "⟨PDF⟩", "\u202d": "⟨LRO⟩", "\u202e": "⟨RLO⟩", "\u2066": "⟨LRI⟩", "\u2067": "⟨RLI⟩",
    "\u2068": "⟨FSI⟩", "\u2069": "⟨PDI⟩", "\x7f": "␡",
}  # fmt: skip


def safe(words: str, *, one_line: bool = True) -> str:
    """Words with steering characters shown as visible marks; right-to-left runs are isolated from what stands around
    them.

    Args:
        words: of the document, or made from it.
        one_line: also turn every run of white space into one space.
    """
    if one_line:
        words = " ".join(words.split())
    words = _STEERING.sub(lambda match: _mark(match.group()), words)
    return f"{_ISOLATE}{words}{_END_ISOLATE}" if one_line and _RIGHT_TO_LEFT.search(words) else words


def _mark(sign: str) -> str:
    if sign == "\r":
        return ""
    if ord(sign) < 0x20:
        return chr(_CONTROL_PICTURES + ord(sign))
    return _MARKS.get(sign, "\ufffd")
