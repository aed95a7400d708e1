"""Feeds; battery row 17."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.making import gathered, opened, texts, within
from verbale.errors import Failure
from verbale.intake import Document, Given, Limits, feed_parser
from verbale.intake.feed_parser import read_feed

ITEM = "<item><guid isPermaLink='false'>{0}</guid><title>{1}</title><link>http://example.org/{0}</link><pubDate>Wed, 16 Sep 2020 10:00:00 GMT</pubDate><description>{2}</description></item>"


def rss(*items: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>The Agency</title>{"".join(items)}</channel></rss>'


def test_entries_carry_what_the_feed_knows(tmp_path: Path) -> None:
    path = tmp_path / "feed.html"
    path.write_text(rss(ITEM.format("a1", "Trade", "&lt;p&gt;The minister said no.&lt;/p&gt;")))
    [item] = gathered(path, about={"publisher": "Caller"})
    assert isinstance(item, Given)
    assert (within(item.uri, path), item.kind, item.data) == ("#a1", "html", b"<p>The minister said no.</p>")
    assert item.about == {"title": "Trade", "url": "http://example.org/a1", "publisher": "Caller", "date": "2020-09-16"}
    assert [warning.code for warning in item.warnings] == ["summary_only"]


def test_atom_with_content_and_no_summary_warning(tmp_path: Path) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Ministry</title><entry><id>urn:1</id><title>T</title><updated>2020-09-17T00:00:00Z</updated>'
        '<published>2020-09-16T00:00:00Z</published><summary>Short.</summary><content type="html">&lt;p&gt;The whole text, said the minister.&lt;/p&gt;</content></entry></feed>'
    )
    [document] = opened(tmp_path, "a", atom)
    assert isinstance(document, Document)
    assert (document.text, document.publisher) == ("The whole text, said the minister.", "Ministry")
    assert document.published is not None
    assert document.published.date == "2020-09-16"
    assert "summary_only" not in [warning.code for warning in document.warnings]


def test_items_without_link_date_or_text_and_one_guid_twice(tmp_path: Path) -> None:
    items = [
        "<item><description>Bare words.</description></item>",
        ITEM.format("g", "T", "Old text."),
        ITEM.format("g", "T", "New text."),
        "<item><title>Only this</title></item>",
    ]
    found = opened(tmp_path, "f", rss(*items))
    assert texts(found) == ["Bare words.", "Old text.", "New text.", ("#4", "empty")]
    assert [item.source_id for item in found if isinstance(item, Document)] == [
        f"{tmp_path}/f#{name}" for name in ("1", "g", "g")
    ]


@pytest.mark.parametrize("reference", ["&#1114112;", "&#xD800;", "&#99999999999;", "&#0;", "\x01"])
def test_references_to_no_character(reference: str, tmp_path: Path) -> None:
    assert texts(opened(tmp_path, "f", rss(ITEM.format("a", "T", f"He said {reference} no.")))) == [
        "He said \ufffd no."
    ]


def test_entities_of_its_own_are_taken_out(tmp_path: Path) -> None:
    for before in (
        '<!DOCTYPE r [<!ENTITY x "boom"><!ENTITY y "&x;&x;&x;">]>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ):
        [document] = opened(tmp_path, "f", rss(ITEM.format("a", "T", "He said no &x; then."), before=before))
        assert isinstance(document, Document)
        assert "root" not in document.text
        assert "boom" not in document.text
        assert document.text.startswith("He said no")


def test_a_feed_that_breaks_off_keeps_its_sound_entries(tmp_path: Path) -> None:
    broken = rss(ITEM.format("a", "T", "First words."), ITEM.format("b", "T", "Second & <words."))[:-60]
    assert texts(opened(tmp_path, "f", broken))[0] == "First words."


def test_one_entry_that_the_parser_cannot_bear_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    parse = feed_parser._parsed

    def brittle(text: str) -> object:
        if "poison" in text:
            raise ValueError("poison")
        return parse(text)

    monkeypatch.setattr(feed_parser, "_parsed", brittle)
    items = [ITEM.format("a", "T", "One."), ITEM.format("b", "T", "poison"), ITEM.format("c", "T", "Three.")]
    found = read_feed(rss(*items).encode(), Limits())
    assert [entry["summary"] for entry in found["entries"]] == ["One.", "Three."]
    assert (found["lost"], found["fault"]) == (1, "ValueError: poison")


@pytest.mark.parametrize(
    ("content", "code"), [(rss(), "empty_feed"), (rss(ITEM.format("a", "T", "x" * 999)), "limit:feed_bytes")]
)
def test_feeds_that_give_nothing(content: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "f").write_text(content)
    [failure] = gathered(tmp_path / "f", limits=Limits(feed_bytes=500))
    assert isinstance(failure, Failure)
    assert failure.code == code


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_in_a_feed_is_read(text: str) -> None:
    found = read_feed(rss(ITEM.format("a", "T", "First."), text).encode("utf-8", "replace"), Limits())
    assert isinstance(found["entries"], list)
