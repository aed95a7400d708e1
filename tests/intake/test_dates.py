"""Battery row 23: dates in words, in many languages, never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbale.intake.dates import find_dates, parse_date, resolve

PARSED = [
    ("12 mart 2025", "2025-03-12", "2025-03-12", "day"),
    ("2020-09-16", "2020-09-16", "2020-09-16", "day"),
    ("2020/9/6", "2020-09-06", "2020-09-06", "day"),
    ("16.09.2020", "2020-09-16", "2020-09-16", "day"),
    ("25/12/2020", "2020-12-25", "2020-12-25", "day"),
    ("12/25/2020", "2020-12-25", "2020-12-25", "day"),
    ("05/05/2020", "2020-05-05", "2020-05-05", "day"),
    ("Sept. 16, 2020", "2020-09-16", "2020-09-16", "day"),
    ("September 16 2020", "2020-09-16", "2020-09-16", "day"),
    ("16th of September, 2020", "2020-09-16", "2020-09-16", "day"),
    ("the 1st of March 1999", "1999-03-01", "1999-03-01", "day"),
    ("Wednesday, 16 September 2020", "2020-09-16", "2020-09-16", "day"),
    ("16 EYLÜL 2020", "2020-09-16", "2020-09-16", "day"),
    ("3 Ağustos 2021", "2021-08-03", "2021-08-03", "day"),
    ("18 oktyabr 1991", "1991-10-18", "1991-10-18", "day"),
    ("16 сентября 2020 года", "2020-09-16", "2020-09-16", "day"),
    ("24 лютого 2022 року", "2022-02-24", "2022-02-24", "day"),
    ("1er août 2019", "2019-08-01", "2019-08-01", "day"),
    ("3. Oktober 1990", "1990-10-03", "1990-10-03", "day"),
    ("16 de septiembre de 2020", "2020-09-16", "2020-09-16", "day"),
    ("7 de setembro de 1822", "1822-09-07", "1822-09-07", "day"),
    ("11 listopada 1918", "1918-11-11", "1918-11-11", "day"),
    ("14–16 May 2021", "2021-05-14", "2021-05-16", "day"),
    ("May 14-16, 2021", "2021-05-14", "2021-05-16", "day"),
    ("30 August – 2 September 2020", "2020-08-30", "2020-09-02", "day"),
    ("30 December – 2 January 2021", "2020-12-30", "2021-01-02", "day"),
    ("29 February 2020", "2020-02-29", "2020-02-29", "day"),
    ("July 2020", "2020-07-01", "2020-07-31", "month"),
    ("February 2021", "2021-02-01", "2021-02-28", "month"),
    ("2020-05", "2020-05-01", "2020-05-31", "month"),
    ("2020", "2020-01-01", "2020-12-31", "year"),
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), PARSED)
def test_dates_are_parsed_to_their_precision(text: str, start: str, end: str, precision: str) -> None:
    parsed = parse_date(text)
    assert parsed is not None
    assert (parsed.start, parsed.end, parsed.precision, parsed.ambiguous) == (start, end, precision, False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "May",
        "last week",
        "31 February",
        "2020-13",
        "2020-5",
        "31 February 2020",
        "1404/01/05",
        "12.34.2020",
        "29 February 2021",
        "yesterday",
        "0000-00-00",
        "ver. 1.2.2020.4",
        "the year of change",
        "$2020",
        "9" * 5000,
        "²⁰²⁰",
        "٢٠٢٠",
    ],
)
def test_what_is_no_full_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize("text", ["03/04/2025", "3-4-2025", "11/12/2020"])
def test_either_way_round_keeps_only_the_year(text: str) -> None:
    parsed = parse_date(text)
    assert parsed is not None
    assert (parsed.start[4:], parsed.precision, parsed.ambiguous) == ("-01-01", "year", True)


def test_a_language_limits_month_names() -> None:
    assert parse_date("12 mart 2025", language="tr") is not None
    assert parse_date("12 mart 2025", language="fr") is None


# What each expression means in a text of Wednesday 16 September 2020; None: nothing is found, or nothing is settled.
IN_TEXT = [
    ("It was signed yesterday in Doha.", "yesterday", "2020-09-15", "2020-09-15", "day"),
    ("They met the day before yesterday.", "day before yesterday", "2020-09-14", "2020-09-14", "day"),
    ("Talks begin tomorrow.", "tomorrow", "2020-09-17", "2020-09-17", "day"),
    ("He arrived this morning.", "this morning", "2020-09-16", "2020-09-16", "day"),
    ("They met last week.", "last week", "2020-09-07", "2020-09-13", "day"),
    ("Later this month they meet.", "Later this month", "2020-09-01", "2020-09-30", "month"),
    ("He was elected last year.", "last year", "2019-01-01", "2019-12-31", "year"),
    ("Two days ago the border closed.", "Two days ago", "2020-09-14", "2020-09-14", "day"),
    ("It began 30 years ago.", "30 years ago", "1990-01-01", "1990-12-31", "year"),
    ("Nine months ago it stopped.", "Nine months ago", "2019-12-01", "2019-12-31", "month"),
    ("The envoy said on Friday that", "Friday", "2020-09-11", "2020-09-11", "day"),
    ("On Wednesday the envoy left.", "Wednesday", "2020-09-16", "2020-09-16", "day"),
    ("They met last Wednesday.", "last Wednesday", "2020-09-09", "2020-09-09", "day"),
    ("They will meet next Monday.", "next Monday", "2020-09-21", "2020-09-21", "day"),
    ("Fighting broke out in July.", "July", "2020-07-01", "2020-07-31", "month"),
    ("Fighting broke out on July 12.", "July 12", "2020-07-12", "2020-07-12", "day"),
    ("It was agreed on 3 March last year.", "3 March last year", "2019-03-03", "2019-03-03", "day"),
    ("The border has been closed since 1993.", "1993", "1993-01-01", "1993-12-31", "year"),
    ("The war of 1991–1994 ended.", "1991–1994", "1991-01-01", "1994-12-31", "year"),
    ("from 1918 to 1920 it was free", "1918 to 1920", "1918-01-01", "1920-12-31", "year"),
    ("In the 1990s trade grew.", "1990s", "1990-01-01", "1999-12-31", "year"),
    ("The treaty of 8 September 1951 holds.", "8 September 1951", "1951-09-08", "1951-09-08", "day"),
]


@pytest.mark.parametrize(("text", "words", "start", "end", "precision"), IN_TEXT)
def test_expressions_in_running_text(text: str, words: str, start: str, end: str, precision: str) -> None:
    [match] = find_dates(text)
    assert text[match.start : match.end] == words
    resolved = resolve(match, "2020-09-16")
    assert resolved is not None
    assert (resolved.start, resolved.end, resolved.precision) == (start, end, precision)
    assert resolved.basis == ("stated" if match.kind == "absolute" else "relative")


@pytest.mark.parametrize(
    "text",
    [
        "He may go.",
        "They march on.",
        "Resolution 2020 was adopted.",
        "in 2000 villages",
        "worth $1,993.50",
        "Russia Today reported",
        "Prime Minister Theresa May said",
        "a second attempt",
        "12 people of March Street",
        "the F-16 fighters",
        "call 03-04-2025-11",
        "a May Day parade",
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize("text", ["yesterday", "last week", "on Friday", "in July", "two days ago", "July 12"])
def test_without_a_publication_date_relative_ones_stay_open(text: str) -> None:
    assert [resolve(match, None) for match in find_dates(f"They met {text}.")] == [None]


def test_a_year_of_publication_settles_years_only() -> None:
    text = "They met last year and again on Friday in July."
    settled = [resolve(match, "2020") for match in find_dates(text)]
    assert [found.start if found else None for found in settled] == ["2019-01-01", None, None]


def test_the_coming_and_the_past_are_told_by_tense_or_not_at_all() -> None:
    [match] = find_dates("The summit on December 12")
    assert resolve(match, "2020-11-23") is None
    coming = resolve(match, "2020-11-23", future=True)
    past = resolve(match, "2020-11-23", future=False)
    assert coming is not None
    assert past is not None
    assert (coming.start, past.start) == ("2020-12-12", "2019-12-12")


def test_since_and_until_are_kept() -> None:
    matches = find_dates("closed since 1993 and until 2005")
    assert [match.relation for match in matches] == ["since", "until"]


CALENDAR = st.sampled_from(
    [
        "May",
        "march",
        "2020",
        "12",
        "31",
        "-",
        "/",
        ".",
        ",",
        "th",
        "of",
        "last",
        "year",
        "ago",
        "two",
        "since",
        "Friday",
        " ",
        "\n",
        "1990",
        "s",
        "–",
        "to",
    ]
)


@given(st.one_of(st.text(), st.lists(CALENDAR).map("".join), st.lists(CALENDAR).map(" ".join)))
def test_the_grammar_is_total_and_its_answers_are_dates(text: str) -> None:
    last = 0
    for match in find_dates(text):
        assert last <= match.start < match.end <= len(text)
        last = match.end
        for published in ("2020-02-29", "2020-09", "2020", None, "nonsense"):
            resolved = resolve(match, published)
            if resolved is not None:
                assert dt.date.fromisoformat(resolved.start) <= dt.date.fromisoformat(resolved.end)
    parse_date(text)
