"""The blocks of an HTML page: paragraphs, headings, list items, each with its words as they stand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "time", "title", "tr", "ul",
))  # fmt: skip
_SILENT = frozenset((
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed", "canvas", "audio",
    "video", "select", "textarea", "button", "input", "map", "datalist",
))  # fmt: skip
_BOILERPLATE = frozenset(("nav", "footer", "aside", "form", "menu", "dialog"))
_BOILERPLATE_ROLES = frozenset(("navigation", "contentinfo", "search", "complementary", "banner", "menu", "dialog"))
_HTML_SPACE = re.compile("[ \t\n\r\f]+")  # what HTML collapses; no-break spaces are the author's
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_LONGEST_TAG = 10_000  # characters of one tag with its attributes; a `<` that runs on longer is text


@dataclass(slots=True)
class Block:
    """Words of one block element. `linked`: how many of its characters stand inside links."""

    text: str
    tag: str
    linked: int = 0
    boilerplate: bool = False


@dataclass(slots=True)
class _Walk:
    """The state of a walk through a page."""

    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    silent: int = 0
    boilerplate: int = 0
    tags: list[str] = field(default_factory=list)

    def hear(self, words: str | None) -> None:
        if words and not self.silent:
            self.parts.append(words)
            if self.links:
                self.linked += len(words)

    def close(self) -> None:
        """End the block that is being gathered."""
        text = _HTML_SPACE.sub(" ", "".join(self.parts)).strip(" \u00a0")
        if text.strip():
            tag = self.tags[-1] if self.tags else "body"
            self.blocks.append(Block(text, tag, self.linked, self.boilerplate > 0))
        self.parts.clear()
        self.linked = 0


def blocks_of(tree: lxml_html.HtmlElement) -> list[Block]:
    """The blocks of a parsed page in order, scripts, styles and hidden parts left out."""
    walk = _Walk()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            if event == "end":
                walk.hear(element.tail)
        elif event == "start":
            _enter(walk, element)
        else:
            _leave(walk, element)
    walk.close()
    return walk.blocks


def _enter(walk: _Walk, element: lxml_html.HtmlElement) -> None:
    tag = element.tag
    if tag in _BLOCKS:
        walk.close()
        walk.tags.append(tag)
    walk.silent += _is_silent(element)
    walk.boilerplate += _is_boilerplate(element)
    walk.links += tag == "a"
    walk.hear(element.text)


def _leave(walk: _Walk, element: lxml_html.HtmlElement) -> None:
    tag = element.tag
    if tag in _BLOCKS:
        walk.close()
        walk.tags.pop()
    walk.silent -= _is_silent(element)
    walk.boilerplate -= _is_boilerplate(element)
    walk.links -= tag == "a"
    walk.hear(element.tail)


def _is_silent(element: lxml_html.HtmlElement) -> bool:
    return element.tag in _SILENT or element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _is_boilerplate(element: lxml_html.HtmlElement) -> bool:
    if element.tag == "header":
        return next(element.iterancestors("article", "main"), None) is None
    return element.tag in _BOILERPLATE or element.get("role") in _BOILERPLATE_ROLES


def blocks_without_tree(source: str) -> list[Block]:
    """The blocks of a page too broken or deep for a parser: tags are cut out one by one. Linear and total."""
    walk = _Walk()
    silent_until = ""
    for kind, words in _pieces(source):
        if kind == "text":
            if not silent_until:
                walk.hear(html.unescape(words))
        elif silent_until:
            silent_until = "" if kind == "/" + silent_until else silent_until
        elif kind in ("script", "style", "template", "noscript"):
            silent_until = kind
        elif kind.lstrip("/") in _BLOCKS:
            walk.close()
            walk.tags[:] = [kind] if not kind.startswith("/") else []
    walk.close()
    return walk.blocks


def _pieces(source: str) -> Iterator[tuple[str, str]]:
    """Text and tag names of a page, in order: ("text", words), ("p", ""), ("/p", "")."""
    position = 0
    for match in _TAG.finditer(source):
        if match.start() < position:
            continue
        end = source.find(">", match.end(), match.end() + _LONGEST_TAG)
        if end < 0:
            continue
        yield "text", source[position : match.start()]
        yield match.group(1) + match.group(2).lower(), ""
        position = end + 1
    yield "text", source[position:]
