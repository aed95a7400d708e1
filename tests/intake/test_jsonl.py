"""Battery row 19: JSON lines, sound and not."""

from __future__ import annotations

import json

import pytest

from verbale.errors import InputError
from verbale.intake import Document, Limits
from verbale.intake.jsonl import BadLine, document_of, parse_line, read_jsonl

GOOD = (
    '{"id": "a", "text": "The minister spoke.", "title": "T", "date": "2020-09-16", "genre": "news", "publisher": null}'
)
BAD = {
    '{"id": "b"}': "malformed",
    '["text"]': "malformed",
    "not json": "malformed",
    '{"text": "x", "text": "y"}': "malformed",
    '{"text": "x", "n": NaN}': "malformed",
    '{"text": 5}': "malformed",
    '{"text": "x", "title": 5}': "malformed",
    '{"text": "x", "genre": "novel"}': "malformed",
    '{"text": "x", "id": {}}': "malformed",
    '{"text": "x", "n": ' + "[" * 100_000: "limit:depth",
    '{"text": "x", "n": ' + "[" * 90 + "]" * 90 + "}{": "malformed",
    '{"id": "c", "text": "  "}': "empty",
}


def test_a_line_gives_a_document_with_what_the_caller_knows() -> None:
    [document] = read_jsonl([GOOD])
    assert isinstance(document, Document)
    assert (document.source_id, document.title, document.genre) == ("a", "T", "news")
    assert document.published is not None
    assert document.published.date == "2020-09-16"


@pytest.mark.parametrize("line", BAD, ids=range(len(BAD)))
def test_a_bad_line_is_named_by_number_and_the_rest_is_read(line: str) -> None:
    first, bad, last = read_jsonl(["\ufeff" + GOOD, "", line, GOOD.encode()])
    assert isinstance(bad, BadLine)
    assert (bad.number, bad.error.code) == (3, BAD[line])
    assert isinstance(first, Document)
    assert isinstance(last, Document)


def test_bytes_with_a_mark_and_bytes_that_are_not_utf8() -> None:
    assert parse_line(b"\xef\xbb\xbf" + GOOD.encode())["id"] == "a"
    with pytest.raises(InputError):
        parse_line(b'{"text": "\xff"}')


def test_a_long_line_is_refused_before_it_is_parsed() -> None:
    [bad] = read_jsonl([json.dumps({"text": "x" * 1000})], limits=Limits(line_bytes=500))
    assert isinstance(bad, BadLine)
    assert bad.error.code == "limit:line_bytes"


def test_numbers_serve_as_ids_and_brackets_in_strings_do_not_nest() -> None:
    [document] = read_jsonl([json.dumps({"id": 7, "text": "[{" * 5000 + ' \\" said he.'})])
    assert isinstance(document, Document)
    assert document.source_id == "7"


def test_a_year_given_as_a_number_is_a_date() -> None:
    document = document_of({"text": "Speech of the delegation.", "date": 1999})
    assert document.published is not None
    assert (document.published.date, document.published.precision) == ("1999-01-01", "year")
