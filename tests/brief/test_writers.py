from __future__ import annotations

import dataclasses
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.brief.made import EVIL, Scribe, brief_of, relation
from verbale.brief import Brief, write_brief
from verbale.brief.html import to_html
from verbale.brief.layout import cut, shown
from verbale.brief.markdown import escaped, to_markdown
from verbale.brief.model import Line, Section
from verbale.brief.word import to_docx
from verbale.errors import ExportError


class Page(HTMLParser):
    """What a page holds: tags, attributes, ids, text; checks that tags are closed in order."""

    VOID = frozenset(("meta", "br", "img", "link"))

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, name: str) -> list[str]:
        return [value or "" for _, own, value in self.attributes if own == name]


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    return brief_of(tmp_path_factory.mktemp("archive"), *relation())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    writer = Scribe(EVIL, title=EVIL, url="javascript:alert(1)")
    writer.say("TUR", ["AZE"], words=f"We say {EVIL} to all of them.", AZE=0.5)
    writer.add("projects", EVIL, name=EVIL, short_name=None, kind="railway", countries=["AZE", "TUR"])
    return brief_of(tmp_path_factory.mktemp("archive"), writer)


def test_a_page_fetches_nothing_and_runs_nothing(brief: Brief, hostile: Brief) -> None:
    for one in (brief, hostile):
        page = Page(to_html(one))
        assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
        assert not [name for _, name, _ in page.attributes if name.startswith("on") or name in ("src", "srcset")]
        assert all(href.startswith(("#", "https://example.org/")) for href in page.all("href"))
        assert "url(" not in to_html(one)
        assert "@import" not in to_html(one)


def test_each_link_of_a_page_leads_somewhere(brief: Brief) -> None:
    page = Page(to_html(brief))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.all("href") if href.startswith("#")} <= set(ids)


def test_hostile_words_are_shown_as_words(hostile: Brief) -> None:
    page = Page(to_html(hostile))
    assert shown(EVIL) in "".join(page.words)
    assert "\u202e" not in to_html(hostile)
    text = to_markdown(hostile)
    assert re.search(r"(?<!\\)<script", text) is None
    assert re.search(r"(?<!\\)\]\(\w", text) is None
    assert re.search(r"(?<!\\)\|", escaped(EVIL)) is None


def test_a_line_of_markdown_is_one_line(hostile: Brief) -> None:
    writer = [
        one for one in to_markdown(hostile).splitlines() if one and not one.startswith(("#", "-", ">", "|", "*", " "))
    ]
    assert all(one[0].isalnum() for one in writer)


def test_word_holds_the_same_lines_and_sources(brief: Brief) -> None:
    document = Document(io.BytesIO(to_docx(brief)))
    words = "\n".join(one.text for one in document.paragraphs)
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert "Claims and denials" in headings
    assert "denied by Turkey" in words
    assert "“Turkey stands by Azerbaijan today as it did before.”" in words
    assert all(one.quote in words for source in brief.sources for one in source.passages)


def test_links_in_word_lead_to_bookmarks(brief: Brief) -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(brief))) as package:
        body = package.read("word/document.xml").decode()
    links, marks = re.findall(r'w:anchor="([^"]+)"', body), re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', body)
    assert links
    assert set(links) <= set(marks)
    assert len(marks) == len(set(marks))


def test_word_files_hold_no_clock(brief: Brief) -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(brief))) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
        assert b"1980-01-01" in package.read("docProps/core.xml")
    assert to_docx(brief) == to_docx(brief)


def test_claims_are_told_apart_in_every_format(brief: Brief) -> None:
    assert "CLAIM" in to_html(brief)
    assert "**CLAIM**" in to_markdown(brief)
    document = Document(io.BytesIO(to_docx(brief)))
    assert any("CLAIM" in one.text for one in document.paragraphs)


def test_empty_dossiers_are_whole_in_every_format(tmp_path: Path) -> None:
    made = brief_of(tmp_path)
    assert "No claim found." in "".join(Page(to_html(made)).words)
    assert "No claim found." in to_markdown(made)
    assert Document(io.BytesIO(to_docx(made))).paragraphs


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=80))
def test_any_words_pass_through_pages(brief: Brief, words: str) -> None:
    line = Line(date="2020", who=words, what=words, toward=words, quote=words, marks=(words,))
    made = dataclasses.replace(brief, sections=(Section(id="one", title=words, lines=(line,)),), sources=())
    assert cut(words) in "".join(Page(to_html(made)).words)
    to_markdown(made).encode()


def test_words_that_xml_cannot_hold_pass_through_word(brief: Brief) -> None:
    words = ["\x00", "\x0b", "\x1c", "\ufffe", "\u2028x", "\u05d0", "]]>", "<!--", "&#0;", "\x85"]
    lines = tuple(Line(date="2020", who=one, what=one, toward=one, quote=f"q{one}q", marks=(one,)) for one in words)
    made = dataclasses.replace(brief, sections=(Section(id="one", title="\x00", lines=lines),), sources=())
    shown_words = "".join(one.text for one in Document(io.BytesIO(to_docx(made))).paragraphs)
    assert all(cut(f"q{one}q") in shown_words for one in words)


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.docx", "A.HTML"])
def test_the_ending_says_the_format(brief: Brief, tmp_path: Path, name: str) -> None:
    path = write_brief(brief, tmp_path / name)
    assert path.stat().st_size > 1000
    assert [one.name for one in tmp_path.iterdir()] == [name]
    with pytest.raises(ExportError, match="--force"):
        write_brief(brief, path)
    assert write_brief(brief, path, force=True) == path


@pytest.mark.parametrize(("name", "message"), [("a.pdf", "html"), ("nowhere/a.md", "no folder"), ("a", "ending")])
def test_what_cannot_be_written_is_refused(brief: Brief, tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(ExportError, match=message):
        write_brief(brief, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_json_is_plain(brief: Brief) -> None:
    plain = json.loads(json.dumps(brief.to_dict(), allow_nan=False))
    assert plain["states"] == ["TUR", "AZE"]
    assert {"chart", "picture"}.isdisjoint(plain["sections"][0])


def test_the_picture_is_put_in_where_the_extra_is_there(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    made = brief_of(tmp_path, *relation(), charts=True)
    page = Page(to_html(made))
    assert "svg" in page.tags
    assert "script" not in page.tags
    assert len(Document(io.BytesIO(to_docx(made))).inline_shapes) == 1
