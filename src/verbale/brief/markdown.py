"""A dossier as Markdown. Words of documents are escaped: none of them can become markup, a link or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from verbale.brief.layout import (
    CLAIM,
    SOURCES,
    SOURCES_RULE,
    cut,
    date_words,
    edge,
    more_words,
    place_words,
    shown,
    source_words,
    web_address,
)
from verbale.brief.model import Brief, Line, Section, Source, Table

_MARKUP = re.compile(r"([\\`*_\[\]<>|~$&#^])")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|www)([:.])")


def to_markdown(brief: Brief) -> str:
    """The text of a `.md` file."""
    return "\n".join([*_head(brief), *_sections(brief.sections, 2), *_sources(brief.sources)]).rstrip() + "\n"


def escaped(words: str) -> str:
    """Words that mean themselves in Markdown. Addresses get a zero-width break, so that no viewer makes links of them."""
    return _ADDRESS.sub("\\1\u200b\\2", _MARKUP.sub(r"\\\1", words))


def _head(brief: Brief) -> Iterator[str]:
    yield f"# {escaped(shown(brief.title))}"
    yield ""
    yield escaped(shown(brief.subtitle))
    yield ""
    yield from (f"- **{escaped(label)}:** {escaped(shown(value))}" for label, value in brief.head)
    yield ""
    yield from (f"> - {escaped(shown(one))}" for one in brief.cautions)
    yield ""


def _sections(sections: Iterable[Section], level: int) -> Iterator[str]:
    for section in sections:
        yield f"{'#' * level} {escaped(shown(section.title))}"
        yield ""
        if section.rule:
            yield f"*{escaped(shown(section.rule))}*"
            yield ""
        if section.is_empty() and section.empty:
            yield escaped(shown(section.empty))
            yield ""
            continue
        for table in section.tables:
            yield from _table(table)
        for line in section.lines:
            yield from _line(line, 0)
        if section.lines:
            yield ""
        if more := more_words(section):
            yield escaped(more)
            yield ""
        yield from _sections(section.parts, level + 1)


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        return
    if table.title:
        yield f"**{escaped(shown(table.title))}**"
        yield ""
    is_cited = any(row.cites for row in table.rows)
    columns = (*table.columns, "source") if is_cited else table.columns
    yield f"| {' | '.join(escaped(shown(one)) for one in columns)} |"
    yield f"|{'|'.join('---:' if index in table.numeric else '---' for index in range(len(columns)))}|"
    for row in table.rows:
        cells = [escaped(cut(cell)) for cell in row.cells] + ([_cites(row.cites)] if is_cited else [])
        yield f"| {' | '.join(cells)} |"
    yield ""


def _line(line: Line, depth: int) -> Iterator[str]:
    parts = [
        f"**{escaped(when)}**" if (when := date_words(line)) else "",
        f"**{CLAIM}**" if line.claim else "",
        escaped(shown(line.who)) if line.who else "",
        f"*{escaped(shown(line.what))}*" if line.what else "",
        escaped(shown(line.toward)) if line.toward else "",
        f"“{escaped(cut(line.quote))}”" if line.quote else "",
        f"({escaped(shown('; '.join(line.marks)))})" if line.marks else "",
        _cites(line.cites),
    ]
    yield f"{'  ' * depth}- {' · '.join(part for part in parts if part)}"
    for one in line.under:
        yield from _line(one, depth + 1)


def _cites(numbers: Iterable[str]) -> str:
    return " ".join(f"[\\[{number}\\]](#p{number.replace('.', '-')})" for number in numbers)


def _sources(sources: Iterable[Source]) -> Iterator[str]:
    yield f"## {SOURCES}"
    yield ""
    yield f"*{escaped(SOURCES_RULE)}*"
    yield ""
    for source in sources:
        yield f"### {source.number}. {escaped(shown(source.title or 'untitled'))}"
        yield ""
        address = web_address(source)
        # The document's own words never begin a line, where "-" or "1." would be markup.
        yield f"Document {source.key[:12]} · {escaped(source_words(source))}" + (f" · <{address}>" if address else "")
        yield ""
        for one in source.passages:
            words = f"{escaped(edge(one.before))}**{escaped(shown(one.quote))}**{escaped(edge(one.after))}".strip()
            yield f'- <a id="p{one.number.replace(".", "-")}"></a>\\[{one.number}\\] {words} ({escaped(place_words(one))})'
        yield ""
