"""Cuts English text into words as the Universal Dependencies treebanks of English do.

Chunks between white space are cut by spaCy's tokenizer under adapted rules: hyphenated words part at the hyphen, sums
at the sign and at the unit, abbreviations with inner dots stay whole, a run of one mark is one word. Offsets are exact
by construction, since the words of a chunk must join to the chunk.

spaCy's own loop is quadratic in the length of a chunk. Chunks longer than any word are cut by one plain pass instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from spacy.lang.char_classes import ALPHA
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from verbale.data import read_toml

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST_CHUNK = 300
"""Characters between white space beyond which the plain pass cuts: longer than words and nearly all addresses."""

REMEMBERED = 100_000
"""Chunks whose words are kept between texts."""

_CHUNK = re.compile(r"\s+|\S+")
_PLAIN = re.compile(r"\w{1,100}|([^\w\s])\1{0,99}")
_RUN = r"(?:={2,}|\*{2,}|_{2,}|#{2,}|~{2,}|-{2,}|[!?]{2,}|\.{2,}|>{2,}|<{2,}|\${2,}|(?:[=*_#~-]){3,})"
_AGAIN = re.compile(r"\w['\u2019]\w|^[$\u20ac\u00a3]\d")
"""Short forms and sums: spaCy knows them only at the edges of a chunk, so "rain...won't" is cut a second time."""
_BEFORE_ADDRESS = re.compile(r'(?<=[\w"])(?=<)')
_DASHES = "\u2013\u2014\u2015"


class Words:
    """The tokenizer of our pipeline: call it with a text for a ``Doc`` of its words."""

    def __init__(self, nlp: Language) -> None:
        """Words for this pipeline's vocabulary."""
        self.vocab = nlp.vocab
        self._inner = _tokenizer(nlp)
        self._seen: dict[str, list[str]] = {}

    def __call__(self, text: str) -> Doc:
        """Cut a text; white space beyond single blanks becomes words of its own, as in spaCy."""
        words: list[str] = []
        spaces: list[bool] = []
        for chunk in _CHUNK.findall(text):
            parts = [chunk] if chunk[0].isspace() else self.cut(chunk)
            if chunk[0] == " " and words:
                spaces[-1] = True
                parts = [chunk[1:]] if len(chunk) > 1 else []
            words += parts
            spaces += [False] * len(parts)
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterable[Doc]:  # noqa: ARG002 - spaCy's signature
        """Cut many texts, one at a time."""
        return map(self, texts)

    def cut(self, chunk: str) -> list[str]:
        """The words of a stretch without white space."""
        found = self._seen.get(chunk)
        if found is None:
            found = self._cut(chunk)
            if len(self._seen) > REMEMBERED:
                self._seen.clear()
            self._seen[chunk] = found
        return found

    def _cut(self, chunk: str) -> list[str]:
        if len(chunk) > LONGEST_CHUNK:
            return _plain(chunk)
        parts = [token.text for side in _BEFORE_ADDRESS.split(chunk) for token in self._inner(side)]
        if len(parts) == 1 or not _AGAIN.search(chunk):
            return parts
        return [word for part in parts for word in (self.cut(part) if _AGAIN.search(part) else [part])]

    def to_bytes(self, **_: object) -> bytes:
        """Nothing is stored: the rules are in the package."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> Words:
        """The counterpart of ``to_bytes``."""
        return self


def _plain(chunk: str) -> list[str]:
    """Cut into runs of letters and digits, runs of one mark, and what is left, one character each."""
    return [match.group() for match in _PLAIN.finditer(chunk)]


def _tokenizer(nlp: Language) -> Tokenizer:
    rules = read_toml("tokens")
    defaults = nlp.Defaults
    letters = "|".join(rules["currency_letters"])
    units = "|".join(re.escape(unit) for unit in sorted(rules["units"], key=len, reverse=True))
    currencies = rf"(?:{letters})(?=[$\u20ac\u00a3])"
    signs = r"[$\u20ac\u00a3\u00a5\u20ba\u20bc\u20bd\u20b9]"
    prefixes = [_RUN, currencies, signs, rf"[{_DASHES}\-](?=\S)", *(defaults.prefixes or ())]
    suffixes = [_RUN, rf"(?<=[0-9])(?i:{units})", rf"[{_DASHES}]", *(defaults.suffixes or ())]
    infixes = [*_INFIXES, *(infix for infix in defaults.infixes or () if isinstance(infix, str))]
    return Tokenizer(
        nlp.vocab,
        rules=_exceptions(defaults.tokenizer_exceptions, rules["abbreviations"], rules["short_forms"]),
        prefix_search=compile_prefix_regex(prefixes).search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        token_match=_whole(rules["joined_prefixes"]).match,
        url_match=defaults.url_match,
    )


_INFIXES = (
    _RUN,
    rf"(?<=[{ALPHA}0-9.])-(?=[{ALPHA}])",
    rf"(?<=[{ALPHA}])-(?=[0-9])",
    rf"(?<=[0-9])-(?=[0-9{ALPHA}])",
    rf"[{_DASHES}]",
    rf"(?<=[{ALPHA}])/(?=[{ALPHA}])",
    r"[\u00ab\u00bb\u201c\u201d\u201e\u2022\u00b7]",
    r"(?<=[0-9])(?=[$\u20ac\u00a3])",
    r"(?<=[0-9])-(?=[$\u20ac\u00a3])",
    rf"(?<=[{ALPHA}0-9.!?,])[)\]](?=[({ALPHA}\[.])",
    rf"(?<=[{ALPHA}])[(\[](?=[{ALPHA}0-9])",
    rf"(?<=[{ALPHA}])[\",:](?=[{ALPHA}0-9<])",
    r"[<>](?=\S)",
)


def _exceptions(
    known: dict[str, list[dict[int, str]]], abbreviations: list[str], short_forms: dict[str, list[str]]
) -> dict[str, list[dict[int, str]]]:
    rules = {text: parts for text, parts in known.items() if "/" not in text}
    rules |= {text: [{ORTH: text}] for text in abbreviations}
    for text, parts in short_forms.items():
        for whole in (str.lower, str.capitalize, str.upper):
            cut = iter(whole(text))
            rules[whole(text)] = [{ORTH: "".join(next(cut) for _ in part)} for part in parts]
    return rules


def _whole(prefixes: list[str]) -> re.Pattern[str]:
    """What is never cut: telephone numbers, a joined prefix with one word, initials such as "U.S." """
    joined = "|".join(prefixes)
    return re.compile(rf"(?:(?:[0-9]{{3}}-)?[0-9]{{3}}-[0-9]{{4}}|(?i:{joined})-[{ALPHA}]+|(?:[{ALPHA}]\.){{2,}})$")


def make_tokenizer(nlp: Language) -> Words:
    """The tokenizer for a pipeline."""
    return Words(nlp)
