"""An HTML page to text: the page's own blocks, and trafilatura's judgement of which of them are the article.

trafilatura collapses white space, drops repeated paragraphs and sometimes almost everything, so its output is never
the text:
the text is the page's blocks as they stand, and a block is kept when trafilatura kept it or when it reads like its
neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from verbale.intake.document import Paragraph
from verbale.intake.html_blocks import Block, blocks_of, blocks_without_tree
from verbale.intake.html_meta import Meta, read_meta
from verbale.intake.limits import Limits
from verbale.intake.paragraphs import clean_title, ends_sentence, is_dateline, with_kinds
from verbale.record import Warning  # noqa: A004

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_VOID = frozenset(
    ("br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr")
)
_CLOSED_BY_OTHERS = frozenset(("p", "li", "td", "tr", "th", "dt", "dd", "option"))
_PROSE = 60  # characters of a block that counts as prose when it also ends a sentence
_ENOUGH = 0.95  # of the prose: battery row 10
_TOO_LITTLE = 0.5  # of the prose kept: the extractor failed, and the plain walk is better
_TELLING = 20  # letters of a block that are not met by chance inside a longer text
_SEARCHED = (
    100_000  # characters of an extract in which blocks are searched one by one; a longer one is matched by lines
)
_MAX_LINKED = 0.5  # of a block's characters inside links: more is navigation


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page with its paragraphs, and what the page says of itself."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    title: str | None
    publisher: str | None
    date: str | None
    language: str | None
    url: str | None
    warnings: tuple[Warning, ...] = ()


def read_html(raw: str, limits: Limits) -> Page:
    """The article of a page. Total for any string within the limits.

    Raises:
        LimitExceeded: the page is larger than `limits.html_bytes`; checked before anything is parsed.
    """
    limits.check(len(raw.encode("utf-8", "replace")), "html_bytes")
    source = _NOT_XML.sub("\ufffd", raw)
    tree = None if _depth(source) > limits.html_depth else _tree(source)
    if tree is None:
        note = Warning(
            code="extraction_plain", message="the page's markup is broken or too deep; its text was read without it"
        )
        return _page(blocks_without_tree(source), Meta(), (note,))
    meta = read_meta(tree)
    blocks = blocks_of(tree)
    kept, warnings = _article(source, blocks)
    return _page(kept, meta, warnings)


def _depth(source: str) -> int:
    """How deep tags nest, counting every one that is not closed: cheap, linear, and never too low by much."""
    depth = deepest = 0
    for match in _TAG.finditer(source):
        name = match.group(2).lower()
        if name in _VOID or name in _CLOSED_BY_OTHERS:
            continue
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _tree(source: str) -> lxml_html.HtmlElement | None:
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = lxml_html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return tree


def _article(source: str, blocks: list[Block]) -> tuple[list[Block], tuple[Warning, ...]]:
    """The blocks that are the article, and a warning where much prose was left out."""
    candidates = [block for block in blocks if not block.boilerplate]
    prose = sum(len(block.text) for block in candidates if _is_prose(block))
    kept = _between(candidates, _extracted(source))
    got = sum(len(block.text) for block in kept if _is_prose(block))
    if not kept or got < _TOO_LITTLE * prose:
        plain = [block for block in candidates if block.linked <= _MAX_LINKED * len(block.text)] or candidates or blocks
        note = Warning(
            code="extraction_plain", message="the article could not be told from the page; all of its text was read"
        )
        return plain, (note,)
    if got < _ENOUGH * prose:
        message = (
            f"{prose - got:,} of {prose:,} characters of prose on the page were taken for not being of the article"
        )
        return kept, (Warning(code="extraction_short", message=message),)
    return kept, ()


@dataclass(frozen=True, slots=True)
class _Extract:
    """What trafilatura keeps, folded: its lines, and all of it in one for blocks that it runs together."""

    lines: frozenset[str]
    whole: str

    def has(self, block: Block) -> bool:
        """Whether a block's words are in it."""
        folded = _fold(block.text)
        return folded in self.lines or (
            len(folded) >= _TELLING and len(self.whole) < _SEARCHED and folded in self.whole
        )


def _extracted(source: str) -> _Extract:
    import trafilatura  # slow to import

    try:
        text = trafilatura.extract(
            source, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False, no_fallback=True
        )
    except Exception:
        text = None
    lines = [_fold(line.lstrip("-•*| ")) for line in (text or "").splitlines()]
    return _Extract(frozenset(lines), "".join(lines))


def _between(blocks: list[Block], extract: _Extract) -> list[Block]:
    """Blocks that the extractor kept, and prose between the first and the last of them."""
    known = [extract.has(block) for block in blocks]
    if not any(known):
        return []
    first, last = known.index(True), len(known) - 1 - known[::-1].index(True)
    while first > 0 and _leads_in(blocks[first - 1]):
        first -= 1
    inside = enumerate(blocks[first : last + 1], start=first)
    return [
        block
        for index, block in inside
        if known[index] or _is_prose(block) or block.tag in ("h1", "time") or _is_small(block)
    ]


def _leads_in(block: Block) -> bool:
    """A headline or a date over the article, which extractors tend to lose."""
    headline = block.tag in ("h1", "h2", "time") or block.text.isupper()
    return not block.linked and (headline or is_dateline(block.text))


def _is_small(block: Block) -> bool:
    """A heading, list item or date line of the article itself, which holds no link."""
    return not block.linked and (block.tag in ("h2", "h3", "h4", "li", "blockquote", "p") or is_dateline(block.text))


def _is_prose(block: Block) -> bool:
    return len(block.text) >= _PROSE and ends_sentence(block.text) and block.linked <= _MAX_LINKED * len(block.text)


def _fold(line: str) -> str:
    return "".join(letter for letter in line if letter.isalnum()).casefold()


def _page(blocks: list[Block], meta: Meta, warnings: tuple[Warning, ...]) -> Page:
    spans, position = [], 0
    for block in blocks:
        spans.append((position, position + len(block.text)))
        position += len(block.text) + 2
    text = "\n\n".join(block.text for block in blocks)
    kinds = tuple(with_kinds(text, spans, title=meta.title or _heading(blocks)))
    paragraphs = tuple(_told_by_tag(paragraph, block) for paragraph, block in zip(kinds, blocks, strict=True))
    title = _heading(blocks) or meta.title
    return Page(text, paragraphs, title, meta.publisher, meta.date, meta.language, meta.url, warnings)


def _heading(blocks: list[Block]) -> str | None:
    heading = next((block.text for block in blocks if block.tag == "h1"), None)
    return clean_title(heading) if heading else None


def _told_by_tag(paragraph: Paragraph, block: Block) -> Paragraph:
    if paragraph.kind in ("dateline", "title"):
        return paragraph
    if block.tag == "h1":
        return Paragraph(paragraph.start, paragraph.end, "title")
    if block.tag in ("h2", "h3", "h4", "h5", "h6"):
        return Paragraph(paragraph.start, paragraph.end, "heading")
    return Paragraph(paragraph.start, paragraph.end, "item") if block.tag == "li" else paragraph
