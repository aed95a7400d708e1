"""What an HTML page says of itself: title, publisher, date, language, address."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import html as lxml_html

from verbale.intake.paragraphs import clean_title

# In order of trust: what names the first publication comes before what may be the day of the last change.
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "citation_publication_date", "dc.date.issued",
    "dcterms.issued", "dc.date.created", "dcterms.created", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publication_date", "publish-date", "dc.date", "dcterms.date", "date",
)  # fmt: skip
_PUBLISHERS = (
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "publisher",
    "application-name",
)
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_ARTICLES = frozenset(
    ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "WebPage", "Report", "PressRelease")
)
_LONGEST_JSON = 1_000_000  # characters of one JSON-LD block
_DEEPEST = 40  # levels; Python's parser recurses
_SEPARATORS = (" | ", " — ", " – ", " - ", " :: ", " » ")


@dataclass(frozen=True, slots=True)
class Meta:
    """The page's own account; any part may be missing."""

    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    language: str | None = None
    url: str | None = None


def read_meta(tree: lxml_html.HtmlElement) -> Meta:
    """What a parsed page's head, JSON-LD and `<time>` say. Wrong or contradictory parts are left out, not guessed."""
    named = _named(tree)
    linked = list(_linked_data(tree))
    publisher = _first(named, _PUBLISHERS) or _from_linked(linked, "publisher", "name")
    title = _first(named, _TITLES) or _from_linked(linked, "headline") or _title_tag(tree, publisher)
    date = _from_linked(linked, "datePublished") or _first(named, _DATES) or _time_tag(tree)
    return Meta(clean_title(title) if title else None, publisher, date, tree.get("lang"), _url(tree, named))


def _named(tree: lxml_html.HtmlElement) -> dict[str, str]:
    """Values of `<meta>` by name, property or itemprop, the first of each."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(named: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((named[name] for name in names if name in named), None)


def _linked_data(tree: lxml_html.HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Articles in JSON-LD blocks; a block that is not JSON is passed over."""
    for element in tree.iter("script"):
        if (element.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = element.text or ""
        if len(text) > _LONGEST_JSON or max(text.count("["), text.count("{")) > 10_000:
            continue
        try:
            yield from _articles(json.loads(text), 0)
        except (ValueError, RecursionError):
            continue


def _articles(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _articles(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if _ARTICLES & set(kinds if isinstance(kinds, list) else [str(kinds)]):
            yield value
        yield from _articles(value.get("@graph"), depth + 1)


def _from_linked(articles: list[Mapping[str, Any]], *path: str) -> str | None:
    for article in articles:
        value: Any = article
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return None


def _title_tag(tree: lxml_html.HtmlElement, publisher: str | None) -> str | None:
    """`<title>` without the site's name at either end."""
    element = next(tree.iter("title"), None)
    title = " ".join((element.text or "").split()) if element is not None else ""
    for separator in _SEPARATORS:
        first, found, last = title.rpartition(separator)
        if found and (last.casefold() == (publisher or "").casefold() or separator in (" | ", " :: ")):
            return first
    return title or None


def _time_tag(tree: lxml_html.HtmlElement) -> str | None:
    """The date of `<time>`, where it is marked as the publication's or is the only one of the page."""
    times = [element for element in tree.iter("time") if element.get("datetime")]
    marked = [e for e in times if e.get("pubdate") is not None or (e.get("itemprop") or "").lower() == "datepublished"]
    days = {element.get("datetime")[:10] for element in times}
    chosen = marked or (times if len(days) == 1 else [])
    return str(chosen[0].get("datetime")) if chosen else None


def _url(tree: lxml_html.HtmlElement, named: Mapping[str, str]) -> str | None:
    link = next((e.get("href") for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"), None)
    url = link or named.get("og:url")
    return str(url).strip() if url and str(url).strip().lower().startswith(("http://", "https://")) else None
