"""A dossier as one HTML page: no script, nothing fetched, every word of a document escaped; for screen, phone and paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files

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

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def to_html(brief: Brief) -> str:
    """The text of an `.html` file."""
    body = [*_head(brief), *_contents(brief), *_sections(brief.sections, 2), *_sources(brief.sources)]
    return "\n".join([
        "<!DOCTYPE html>", '<html lang="en">', "<head>", '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">', '<meta name="referrer" content="no-referrer">',
        f"<title>{_words(brief.title)}</title>", f"<style>\n{_style()}</style>", "</head>", "<body>", *body, "</body>", "</html>", "",
    ])  # fmt: skip


@cache
def _style() -> str:
    return files("verbale.brief").joinpath("brief.css").read_text(encoding="utf-8")


def _words(words: str) -> str:
    return escape(shown(words))


def _head(brief: Brief) -> Iterator[str]:
    yield "<header>"
    yield f"<h1>{_words(brief.title)}</h1>"
    yield f'<p class="subtitle">{_words(brief.subtitle)}</p>'
    yield "<dl>"
    yield from (f"<dt>{_words(label)}</dt><dd>{_words(value)}</dd>" for label, value in brief.head)
    yield "</dl>"
    yield '<ul class="cautions">'
    yield from (f"<li>{_words(one)}</li>" for one in brief.cautions)
    yield "</ul>"
    yield "</header>"


def _contents(brief: Brief) -> Iterator[str]:
    yield '<nav aria-label="Contents"><ul>'
    for section in brief.sections:
        quiet = ' class="empty"' if section.is_empty() else ""
        yield f'<li{quiet}><a href="#{section.id}">{_words(section.title)}</a></li>'
    yield f'<li><a href="#sources">{SOURCES}</a></li>'
    yield "</ul></nav>"


def _sections(sections: Iterable[Section], level: int) -> Iterator[str]:
    for section in sections:
        yield f'<section id="{escape(section.id)}">'
        yield f"<h{level}>{_words(section.title)}</h{level}>"
        if section.rule:
            yield f'<p class="rule">{_words(section.rule)}</p>'
        yield from _filled(section, level)
        yield "</section>"


def _filled(section: Section, level: int) -> Iterator[str]:
    if section.is_empty() and section.empty:
        yield f'<p class="nothing">{_words(section.empty)}</p>'
        return
    if section.chart:
        yield f'<figure role="img" aria-label="Chart of the table below">{section.chart}</figure>'
    for table in section.tables:
        yield from _table(table)
    if section.lines:
        yield "<ul>"
        for line in section.lines:
            yield from _line(line)
        yield "</ul>"
    if more := more_words(section):
        yield f'<p class="more">{_words(more)}</p>'
    yield from _sections(section.parts, level + 1)


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        return
    is_cited = any(row.cites for row in table.rows)
    yield '<div class="wide"><table>'
    if table.title:
        yield f"<caption>{_words(table.title)}</caption>"
    heads = (*table.columns, "source") if is_cited else table.columns
    cells = "".join(f'<th scope="col"{_number(table, index)}>{_words(one)}</th>' for index, one in enumerate(heads))
    yield f"<thead><tr>{cells}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        cells = "".join(f"<td{_number(table, index)}>{escape(cut(one))}</td>" for index, one in enumerate(row.cells))
        yield f"<tr>{cells}{f'<td>{_cites(row.cites)}</td>' if is_cited else ''}</tr>"
    yield "</tbody></table></div>"


def _number(table: Table, index: int) -> str:
    return ' class="number"' if index in table.numeric else ""


def _line(line: Line) -> Iterator[str]:
    parts = (
        f"<time>{_words(when)}</time>" if (when := date_words(line)) else "",
        f'<strong class="tag">{CLAIM}</strong>' if line.claim else "",
        f"<b>{_words(line.who)}</b>" if line.who else "",
        f'<span class="what">{_words(line.what)}</span>' if line.what else "",
        f'<span class="toward">{_words(line.toward)}</span>' if line.toward else "",
        f"<q>{escape(cut(line.quote))}</q>" if line.quote else "",
        f"<small>{_words('; '.join(line.marks))}</small>" if line.marks else "",
        _cites(line.cites),
    )
    words = " ".join(part for part in parts if part)
    yield f'<li class="claim">{words}' if line.claim else f"<li>{words}"
    if line.under:
        yield "<ul>"
        for one in line.under:
            yield from _line(one)
        yield "</ul>"
    yield "</li>"


def _cites(numbers: Iterable[str]) -> str:
    links = " ".join(f'<a href="#p{number}">[{number}]</a>' for number in numbers)
    return f'<span class="cites">{links}</span>' if links else ""


def _sources(sources: Iterable[Source]) -> Iterator[str]:
    yield '<section id="sources">'
    yield f"<h2>{SOURCES}</h2>"
    yield f'<p class="rule">{escape(SOURCES_RULE)}</p>'
    for source in sources:
        yield f'<h3 id="d{source.number}">{source.number}. {_words(source.title or "untitled")}</h3>'
        address = web_address(source)
        link = f' · <a href="{escape(address)}" rel="noreferrer noopener">{escape(address)}</a>' if address else ""
        yield f'<p class="source">{escape(source_words(source))} · document {escape(source.key[:12])}{link}</p>'
        yield '<dl class="passages">'
        for one in source.passages:
            words = f"{escape(edge(one.before))}<mark>{_words(one.quote)}</mark>{escape(edge(one.after))}"
            yield f'<dt id="p{one.number}">[{one.number}]</dt><dd>{words} <small>{escape(place_words(one))}</small></dd>'
        yield "</dl>"
    yield "</section>"
