"""Documents as BibTeX: `@misc` entries that BibTeX and biblatex both take, in ASCII-safe LaTeX escapes and UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from verbale.export.citations import Citation, citation
from verbale.export.source import Entry

_ESCAPES = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Everything that stands in URLs anyway; what is left and would end a field or start a command is percent-encoded.
_URL_SAFE = "%/:=&?~#+!$,;'@()*[]"


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """One entry a document, parted by empty lines."""
    for entry in entries:
        yield bib_entry(citation(entry)) + "\n"


def bib_entry(source: Citation) -> str:
    """A `@misc` entry. Titles and names stand in double braces, which keep their capitals and keep names whole."""
    year, _, rest = source.date.partition("-")
    month = _MONTHS[int(rest[:2]) - 1] if rest else ""
    fields = {
        "author": _kept(source.author),
        "title": _kept(source.title),
        "howpublished": _braced(escaped(source.publisher)),
        "year": _braced(year),
        "month": month,
        "date": _braced(source.date),
        "url": _braced(quote(source.url, safe=_URL_SAFE)),
        "language": _braced(escaped(source.language)),
        "keywords": _braced(escaped(source.genre)),
    }
    listed = "".join(f"  {name} = {value},\n" for name, value in fields.items() if value)
    return f"@misc{{{source.key},\n{listed}}}\n"


def escaped(words: str) -> str:
    """Words with LaTeX's own characters as commands. Braces become commands too: BibTeX counts `\\{` as a brace."""
    return words.translate(_ESCAPES)


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def _kept(words: str) -> str:
    return f"{{{{{escaped(words)}}}}}" if words else ""
