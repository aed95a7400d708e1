from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbale.errors import RecordError
from verbale.record import Actor, By, Event, Figure, Record, Rows, Source, Statement

TEXT = "Ankara hailed the deal, worth $2 million. 🇹🇷 “Good.”"


def source(text: str = TEXT) -> Source:
    return Source(
        id="sha256:x", title=None, url=None, publisher=None, publisher_country=None, language="en", genre="news",
        speaker=None, published=None, text=text,
    )  # fmt: skip


def state(code: str) -> Actor:
    return Actor(id=code, kind="state", name=code, country=code, sector=None, wikidata=None)


def figure(start: int, end: int, quote: str) -> Figure:
    return Figure(
        id="f1", value=2e6, high=None, unit="USD", qualifier=None, measures=None, from_="TUR", to=None, date=None,
        statement=None, evidence=(start, end), quote=quote,
    )  # fmt: skip


def statement(**changes: Any) -> Statement:
    plain = Statement(
        id="s1", speaker="TUR", speaker_evidence=None, speaks_for=("TUR",), cue=None, manner="indirect", evidence=(14, 22),
        quote="the deal", within=None, meeting=None, about=(), stance=(), by=By(rule="test", confidence=1.0),
    )  # fmt: skip
    return dataclasses.replace(plain, **changes)


def event(**changes: Any) -> Event:
    plain = Event(
        id="e1", type="SUPPORT", mode=None, quad=1, cameo=None, goldstein=None, actor=("TUR",), recipient=(), trigger=(7, 13),
        evidence=(0, 22), quote="Ankara hailed the deal", date=None, place=None, status="happened", claimed_by=None,
        by=By(rule="test", confidence=1.0),
    )  # fmt: skip
    return dataclasses.replace(plain, **changes)


def test_a_record_survives_json() -> None:
    record = Record(
        document=source(), actors=Rows([state("TUR")]), statements=Rows([statement()]), events=Rows([event(claimed_by="s1")]),
        figures=Rows([figure(30, 40, "$2 million")]),
    )  # fmt: skip
    plain = json.loads(json.dumps(record.to_dict()))
    assert Record.from_dict(plain) == record
    assert plain["figures"][0]["from"] == "TUR"
    assert next(iter(plain)) == "schema"


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [(30, 40, "$3 million"), (31, 41, "$2 million"), (30, 30, ""), (30, 900, "$2 million"), (-1, 5, "Ankar")],
)
def test_a_quote_that_is_not_in_the_text_is_refused(start: int, end: int, quote: str) -> None:
    with pytest.raises(RecordError, match="quote"):
        Record(document=source(), figures=Rows([figure(start, end, quote)]))


@pytest.mark.parametrize(
    "parts",
    [
        {"statements": Rows([statement(speaker="GRC")])},
        {"statements": Rows([statement(about=("GRC",))])},
        {"statements": Rows([statement(within="s9")])},
        {"events": Rows([event(recipient=("GRC",))])},
        {"events": Rows([event(claimed_by="s9")])},
    ],
)
def test_a_reference_to_nothing_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(RecordError, match="does not hold"):
        Record(document=source(), actors=Rows([state("TUR")]), **parts)


def test_another_schema_is_refused_with_advice() -> None:
    with pytest.raises(RecordError, match="read the document again"):
        Record.from_dict({"schema": "verbale/0"})


def test_rows_become_data_frames() -> None:
    rows = Rows([figure(30, 40, "$2 million")])
    assert rows.to_pandas().loc[0, "unit"] == "USD"
    assert rows.to_polars()["value"].to_list() == [2e6]
    assert Rows[Figure]().to_polars().is_empty()


@given(st.text(min_size=1), st.data())
def test_evidence_counts_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    record = Record(
        document=source(text), figures=Rows([dataclasses.replace(figure(start, end, text[start:end]), from_=None)])
    )
    assert record.figures[0].quote == text[start:end]
