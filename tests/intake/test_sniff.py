"""Kinds are told by content, whatever the name; any bytes have one."""

from __future__ import annotations

import gzip
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.making import docx_of, page_of, pdf_of, zip_of
from verbale.intake.sniff import Kind, sniff

MAIL = "From: A Desk <a@example.org>\nTo: b@example.org\nSubject: No\nDate: Wed, 16 Sep 2020 10:00:00 +0000\nMIME-Version: 1.0\n\nHe said no.\n"
KINDS: dict[str, tuple[bytes | str, Kind]] = {
    "nothing": (b"", "empty"),
    "white space": (b"\xef\xbb\xbf \r\n\t", "empty"),
    "one letter": ("a", "text"),
    "prose": ("The minister said no.\nHe left, and the others, too, went home.\n", "text"),
    "prose with commas": ("Ankara, Baku, Tbilisi\nThe minister, who spoke, left.\nThey, too, left.\n", "text"),
    "a press release with labels": ("From: the Ministry\nDate: 16 September 2020\nSubject: Trade\n\nText.", "text"),
    "page": (page_of("Trade"), "html"),
    "page after a declaration": ('<?xml version="1.0"?>\n' + page_of("Trade"), "html"),
    "piece of a page": ("<p>He said no.</p><p>She said yes.</p>", "html"),
    "utf-16 page": (page_of("Trade").encode("utf-16"), "html"),
    "pdf": (pdf_of("No."), "pdf"),
    "pdf after rubbish": (b"\n\n" + pdf_of("No."), "pdf"),
    "word, a zip at first": (docx_of("No."), "zip"),
    "zip": (zip_of({"a.txt": b"No."}), "zip"),
    "empty zip": (zip_of({}), "zip"),
    "gzip": (gzip.compress(b"No."), "gzip"),
    "message": (MAIL, "eml"),
    "message with CRLF": (MAIL.replace("\n", "\r\n"), "eml"),
    "mailbox": ("From a@example.org Wed Sep 16 10:00:00 2020\n" + MAIL, "mbox"),
    "json lines": ('{"text": "No."}\n{"text": "Yes."}\n', "jsonl"),
    "json list": ('[\n {"text": "No."}]', "jsonl"),
    "json of empty objects": ("{}\n{}\n", "jsonl"),
    "empty braces before words": ("{}WARC/1.0\r\nWARC-Type: warcinfo\r\n", "text"),
    "a quotation in braces": ('{"No", said the minister.}', "text"),
    "braces in prose": ("{note} The minister said no.", "text"),
    "csv": ("id,text\n1,No.\n", "table"),
    "csv with quotes": ('"date","Body"\n"2020","No, said he."\n', "table"),
    "semicolons": ("wann;was;wer\n2020;Nein.;Er\n2021;Ja.;Sie\n", "table"),
    "tabs": ("when\twhat\twho\n1\t2\t3\n4\t5\t6\n", "table"),
    "rss": ('<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "feed"),
    "atom": ('<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "feed"),
    "rdf": ('<rdf:RDF xmlns="http://purl.org/rss/1.0/"></rdf:RDF>', "feed"),
    "a page that links to its feed": (page_of("A").replace("<body>", "<body><feed>"), "html"),
    "warc": ("WARC/1.0\r\nWARC-Type: warcinfo\r\n", "warc"),
    "picture": (b"\x89PNG\r\n\x1a\n123", "other"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "other"),
    "noise": (bytes(range(1, 32)) * 9, "other"),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_kinds(name: str) -> None:
    content, kind = KINDS[name]
    assert sniff(content.encode() if isinstance(content, str) else content) == kind


def test_a_column_that_the_caller_names_makes_a_table() -> None:
    assert sniff(b"Rede;Jahr\nNein.;2020\n") == "text"
    assert sniff(b"Rede;Jahr\nNein.;2020\n", columns=["rede"]) == "table"
    assert sniff(b"Rede\nNein.\n", columns=["Rede"]) == "table"


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind(data: bytes) -> None:
    assert sniff(data) in get_args(Kind)


@given(
    st.text(max_size=200),
    st.sampled_from(["", "{", "From ", "<rss", "a,b\n", "WARC/", "%PDF-", "PK\x03\x04", "MIME-Version: 1.0\n"]),
)
def test_any_text_after_any_mark_has_a_kind(text: str, mark: str) -> None:
    assert sniff((mark + text).encode("utf-8", "surrogatepass")) in get_args(Kind)
