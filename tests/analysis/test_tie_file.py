from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbale.analysis.tie_file import COLUMNS, TieFile, read_ties
from verbale.errors import EmptyInput, MalformedInput, VerbaleError


def read(text: str | bytes, **columns: str) -> TieFile:
    data = text.encode() if isinstance(text, str) else text
    return read_ties(io.BytesIO(data), columns=COLUMNS | columns)


@pytest.mark.parametrize(
    "text",
    [
        "source,target,weight\nFRA,DEU,1.5\nFRA,RUS,-2\n",
        "\ufeffSource;Target;Weight\r\nFRA;DEU;1,5\r\nFRA;RUS;-2\r\n",
        "year\tsource\ttarget\tweight\n1990\tFRA\tDEU\t1.5\n1990\tFRA\tRUS\t−2\n",
        'target|source|weight\nDEU|FRA|1.5\n\n"RUS"|FRA| -2 \n',
        "source,target,weight,sign\nFRA,DEU,1.5,1\nFRA,RUS,2,-\n",
    ],
)
def test_delimiters_headings_and_signs(text: str) -> None:
    found = read(text)
    assert found.ties == (("FRA", "DEU", 1.5), ("FRA", "RUS", -2.0))
    assert not found.signs
    assert not found.bad


def test_packed_and_wide_bytes() -> None:
    text = "source,target,sign\nTürkiye,Azərbaycan,1\n"
    for data in (gzip.compress(text.encode()), text.encode("utf-16")):
        found = read(data)
        assert found.ties == (("Türkiye", "Azərbaycan", 1.0),)
        assert found.signs


def test_other_column_names() -> None:
    assert read("a,b,tone\nX,Y,-1\n", source="a", target="B", weight="tone").ties == (("X", "Y", -1.0),)


def test_bad_rows_are_told_with_their_line() -> None:
    found = read('source,target,weight\nA,B,1\n,B,1\nA,C,much\n"A\nB",C\nA,D,nan\nA,E,2\n')
    assert [line for line, _ in found.bad] == [3, 4, 6, 7]
    assert len(found.ties) == 2
    assert "blank" in found.bad[0][1]
    assert "much" in found.bad[1][1]


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("", EmptyInput, "empty"),
        (" \n", EmptyInput, "empty"),
        ("from,to,tone\nA,B,1\n", MalformedInput, "--source"),
        ("source,target\nA,B\n", MalformedInput, "weight or sign"),
        ("source,target,weight\nA,B,x\n", MalformedInput, "line 2"),
        (b"\x1f\x8b\x08broken", MalformedInput, "gzipped"),
    ],
)
def test_files_that_cannot_be_used(text: str | bytes, error: type[VerbaleError], words: str) -> None:
    with pytest.raises(error, match=words):
        read(text)


def test_headings_alone_are_no_ties() -> None:
    assert read("source,target,weight\n").ties == ()


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for prefix in (b"", b"source,target,weight\n"):
        try:
            read(prefix + data)
        except VerbaleError:
            continue
