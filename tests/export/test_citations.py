from __future__ import annotations

import dataclasses
import json
import re
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.samples import HOSTILE_NAME, entries, hostile
from verbale.export import bibtex, csl
from verbale.export.citations import citation_key
from verbale.export.source import Entry, entries_of, one_line


def csl_items(found: Any = None) -> list[dict[str, Any]]:
    return json.loads("".join(csl.lines(entries() if found is None else found)))


def bib(found: Any = None) -> str:
    return "".join(bibtex.lines(entries() if found is None else found))


def test_keys_are_plain_and_each_its_own() -> None:
    keys = [citation_key(entry) for entry in entries()]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9]+-[0-9a-f]{12}", key) for key in keys)
    assert [item["id"] for item in csl_items()] == keys
    assert re.findall(r"^@misc\{(.*),$", bib(), re.MULTILINE) == keys


def test_csl_items_are_what_the_schema_allows() -> None:
    # Of csl-data.json: names of types and variables, dates as `date-parts` of numbers.
    allowed = {"id", "type", "title", "author", "publisher", "container-title", "issued", "URL", "language", "genre"}
    for item in csl_items():
        assert set(item) <= allowed
        assert item["type"] in {"article-newspaper", "speech", "report", "document"}
        for part in item.get("issued", {}).get("date-parts", []):
            assert 1 <= len(part) <= 3
            assert all(isinstance(number, int) for number in part)
        assert all(set(name) == {"literal"} for name in item.get("author", []))
    assert csl_items([]) == []


def test_csl_is_read_by_citeproc() -> None:
    pytest.importorskip("citeproc")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc.source.json import CiteProcJSON

        read = CiteProcJSON(csl_items())
    assert list(read) == [citation_key(entry).lower() for entry in entries()]
    (entry,) = entries_of([hostile()])
    assert str(read[citation_key(entry)]["title"]) == one_line(HOSTILE_NAME)


def test_bibtex_is_read_by_bibtexparser() -> None:
    parser = pytest.importorskip("bibtexparser")
    if not hasattr(parser, "parse_string"):
        pytest.skip("bibtexparser 1")
    library = parser.parse_string(bib())
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [citation_key(entry) for entry in entries()]
    by_key = {entry.key: entry for entry in library.entries}
    for entry in entries():
        published = entry.record.document.published
        if published:
            assert by_key[citation_key(entry)]["year"] == published.date[:4]


def test_bibtex_escapes() -> None:
    assert bibtex.escaped("R&D 50% $5 #1 a_b {x} ~ ^ \\") == (
        r"R\&D 50\% \$5 \#1 a\_b \textbraceleft{}x\textbraceright{} \textasciitilde{} \textasciicircum{} \textbackslash{}"
    )


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_braces_balance_whatever_the_title(title: str) -> None:
    depth = 0
    for sign in bib(entries_of([hostile(name=title or "x")])):
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0


def test_a_url_cannot_leave_its_field() -> None:
    (line,) = [line for line in bib(entries_of([hostile()])).splitlines() if line.startswith("  url")]
    assert line == "  url = {https://example.org/%7Ba%7D?b=%22c%22&d=%20%5Ce#f_g},"


def test_nothing_is_made_up() -> None:
    bare = dataclasses.replace(
        hostile().document, title=None, url=None, publisher=None, speaker=None, published=None, genre="news"
    )
    (entry,) = entries_of([dataclasses.replace(hostile(), document=bare)])
    assert isinstance(entry, Entry)
    assert csl_items([entry]) == [
        {"id": f"news-{entry.key[:12]}", "type": "article-newspaper", "language": "en", "genre": "news"}
    ]
    assert bib([entry]) == f"@misc{{news-{entry.key[:12]},\n  language = {{en}},\n  keywords = {{news}},\n}}\n\n"
