from __future__ import annotations

import dataclasses
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from verbale.record import Actor, By, Event, Figure, Record, Role, Rows, Source, Stance, Statement, When
from verbale.show import marked_text, show_record
from verbale.show.names import figure_words, stance_words, when_words
from verbale.show.safe import safe

TEXT = "Minister Ana Silva said Norway broke the pact, which Norway denies. 🇳🇴 Trade is $2 billion."
BY = By(rule="rule", confidence=0.5)


def actor(actor_id: str, name: str, **changes: Any) -> Actor:
    plain = Actor(id=actor_id, kind="state", name=name, country=actor_id[:3], sector=None, wikidata=None)
    return dataclasses.replace(plain, **changes)


def statement(number: int, start: int, end: int, speaker: str | None, **changes: Any) -> Statement:
    plain = Statement(
        id=f"s{number}",
        speaker=speaker,
        speaker_evidence=None,
        speaks_for=(),
        cue=None,
        manner="indirect",
        evidence=(start, end),
        quote=TEXT[start:end],
        within=None,
        meeting=None,
        about=(),
        stance=(),
        by=BY,
    )
    return dataclasses.replace(plain, **changes)


def event(claimed_by: str | None) -> Event:
    return Event(
        id="e1",
        type="COERCE",
        mode="restrict",
        quad=4,
        cameo=None,
        goldstein=None,
        actor=("NOR",),
        recipient=("PRT",),
        trigger=(31, 36),
        evidence=(24, 45),
        quote=TEXT[24:45],
        date=None,
        place=None,
        status="called-for",
        claimed_by=claimed_by,
        by=BY,
    )


def record(claimed_by: str | None = "s1") -> Record:
    role = Role(title="Minister", organisation=None, country="PRT", official=True, evidence=(0, 8), quote=TEXT[:8])
    stance = Stance(toward="NOR", value=-0.8, evidence=(31, 36), quote=TEXT[31:36])
    return Record(
        document=Source(
            id="sha256:0",
            title="A [bold]title[/bold]",
            url=None,
            publisher="Press",
            publisher_country=None,
            language="en",
            genre="news",
            speaker=None,
            published=None,
            text=TEXT,
        ),
        actors=Rows(
            [
                actor("NOR", "Norway"),
                actor("PRT", "Portugal"),
                actor("person:a", "Ana Silva", kind="person", country="PRT", roles=(role,), mentions=((9, 18),)),
            ]
        ),
        statements=Rows(
            [statement(1, 24, 45, "person:a", speaks_for=("PRT",), stance=(stance,)), statement(2, 47, 66, None)]
        ),
        events=Rows([event(claimed_by)]),
    )


def shown(item: Record, *, width: int = 100, why: bool = False) -> str:
    stream = io.StringIO()
    show_record(item, Console(file=stream, width=width, highlight=False, markup=False), why=why)
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, shown(record(), width=width, why=True).splitlines())) <= width


def test_the_speaker_the_office_and_the_side_stand_over_the_words() -> None:
    lines = shown(record()).splitlines()
    assert "Ana Silva – Minister, for Portugal" in lines
    assert "Speaker not known" in lines
    assert any("Norway broke the pact" in line and "▼▼ Norway −0.8" in line for line in lines)


def test_a_claim_is_told_from_what_the_document_says() -> None:
    assert "Ana Silva (s1)" in shown(record())
    assert "(document)" in shown(record(None))


def test_markup_of_a_document_is_text() -> None:
    assert "A [bold]title[/bold]" in shown(record())


def test_marked_text_without_its_marks_is_the_text() -> None:
    marked = marked_text(record()).plain
    assert "[s1 Ana Silva: Norway broke‹e1› the pact], [s2 ?: which Norway denies" in marked
    for mark in ("[s1 Ana Silva: ", "[s2 ?: ", "]", "‹e1›"):
        marked = marked.replace(mark, "")
    assert marked == TEXT


FIGURES = [
    ({"value": 2e9, "unit": "USD"}, "$2 billion"),
    ({"value": 2.5e6, "unit": "EUR", "qualifier": "about"}, "about €2.5 million"),
    ({"value": 1200.0, "unit": "people", "qualifier": "over"}, "over 1,200 people"),
    ({"value": 3.0, "high": 5.0, "unit": "%"}, "3–5 %"),
    ({"value": 20e9, "high": 30e9, "unit": "CHF"}, "20–30 billion CHF"),
    ({"value": 0.5, "unit": "km"}, "0.5 km"),
]


@pytest.mark.parametrize(("changes", "expected"), FIGURES)
def test_figures_read_like_figures(changes: dict[str, Any], expected: str) -> None:
    plain = Figure(
        id="f1",
        value=0.0,
        high=None,
        unit="",
        qualifier=None,
        measures=None,
        from_=None,
        to=None,
        date=None,
        statement=None,
        evidence=(0, 1),
        quote="M",
    )
    assert figure_words(dataclasses.replace(plain, **changes)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.9, "▲▲ Norway +0.9"), (0.3, "▲ Norway +0.3"), (-0.4, "▼ Norway −0.4"), (-1.0, "▼▼ Norway −1.0")],
)
def test_stances_read_without_colour(value: float, expected: str) -> None:
    assert stance_words(record(), Stance(toward="NOR", value=value, evidence=(0, 1), quote="M")) == expected


WHENS = [
    (("2020-09-16", None, "day"), "2020-09-16"),
    (("2020-07-01", "2020-07-31", "month"), "2020-07"),
    (("1991-01-01", "1994-12-31", "year"), "1991 … 1994"),
    (("2020-09-07", "2020-09-13", "day"), "2020-09-07 … 2020-09-13"),
]


@pytest.mark.parametrize(("parts", "expected"), WHENS)
def test_dates_show_their_precision(parts: tuple[str, str | None, Any], expected: str) -> None:
    start, end, precision = parts
    assert (
        when_words(When(start=start, end=end, precision=precision, basis="stated", evidence=(0, 1), quote="M"))
        == expected
    )


@given(st.text())
def test_nothing_that_steers_a_terminal_comes_through(words: str) -> None:
    for one_line in (True, False):
        clean = safe(words, one_line=one_line)
        inner = clean[1:-1] if clean.startswith("\u2068") and clean.endswith("\u2069") else clean
        assert not any((ord(sign) < 0x20 and sign not in "\n\t") or 0x7F <= ord(sign) <= 0x9F for sign in inner)
        assert not set(inner) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
        assert not one_line or "\n" not in clean


def test_right_to_left_words_are_isolated() -> None:
    assert safe("שלום abc") == "\u2068שלום abc\u2069"
