"""When a document was published: metadata, then stated, then proved; else unknown."""

from __future__ import annotations

import pytest

from verbale.data import read_toml
from verbale.intake import load

BODY = (
    "The foreign ministers of the two countries met and discussed trade. They agree"
    "d to meet again soon.\n\nA reception followed."
)
STATED = [
    (f"Ministers meet\n\n16 September 2020\n\n{BODY}", "2020-09-16", "16 September 2020"),
    (f"Ministers meet\n\nPublished: 16.09.2020, 14:30\n\n{BODY}", "2020-09-16", "16.09.2020"),
    (f"ANKARA, Sept. 16, 2020 (Agency) – {BODY}", "2020-09-16", "Sept. 16, 2020"),
    (f"Baku, September 16, 2020, NEWSWIRE: {BODY}", "2020-09-16", "September 16, 2020"),
    (f"NEW YORK/GENEVA (16 September 2020) – {BODY}", "2020-09-16", "16 September 2020"),
    (f"Ministers meet\n\nWednesday, 16 September 2020 | 14:05\n\n{BODY}", "2020-09-16", "16 September 2020"),
    (f"{BODY}\n\nAnkara, 16 September 2020", "2020-09-16", "16 September 2020"),
]


@pytest.mark.parametrize(("text", "date", "words"), STATED)
def test_a_stated_date_is_found_with_its_words(text: str, date: str, words: str) -> None:
    published = load(text).published
    assert published is not None
    assert published.evidence is not None
    assert (published.date, published.basis, published.precision) == (date, "stated", "day")
    assert text[slice(*published.evidence)] == words


INFERRED = [
    (
        "Speaking in Baku, he said that the 102ndanniversary of Baku's liberation was marked yesterday.",
        "2020-09-16",
        "day",
    ),
    ("The liberation of Baku, whose 102nd anniversary was celebrated yesterday, was recalled.", "2020-09-16", "day"),
    ("Today Kazakhstan marks the 30th anniversary of its independence.", "2021-12-16", "day"),
    ("Ghana marked the sixty-fifth anniversary of independence today with a parade.", "2022-03-06", "day"),
    ("Yesterday was the 25th anniversary of the Srebrenica genocide.", "2020-07-12", "day"),
    ("Germany celebrates the 30th anniversary of reunification tomorrow.", "2020-10-02", "day"),
    ("This year marks the 50th anniversary of ASEAN, the speakers recalled.", "2017-01-01", "year"),
    ("Today, 4 March 2019, the two ministers opened a bridge over the river.", "2019-03-04", "day"),
]


@pytest.mark.parametrize(("text", "date", "precision"), INFERRED)
def test_arithmetic_proves_a_date(text: str, date: str, precision: str) -> None:
    published = load(text).published
    assert published is not None
    assert (published.date, published.precision, published.basis) == (date, precision, "inferred")
    assert published.evidence is not None
    assert "nniversary" in text[slice(*published.evidence)] or "Today, 4 March" in text[slice(*published.evidence)]


@pytest.mark.parametrize(
    "text",
    [
        "They marked the 30th anniversary of diplomatic relations between Ghana and Turkey yesterday.",
        "The 30th anniversary of the centre was marked yesterday.",
        "The anniversary of Baku's liberation was marked yesterday.",
        "They spoke of the 102nd anniversary of Baku's liberation.",
        "On 16 September 2020 the ministers met in Ankara and agreed on a new road between the cities.",
        "Azerbaijan marked the 10th anniversary of its independence and that of Georgia yesterday.",
        "He was born in 1961.",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    assert load(text).published is None


def test_the_callers_date_wins() -> None:
    document = load(f"16 September 2020\n\n{BODY}", date="2021-01-02")
    assert document.published is not None
    assert (document.published.date, document.published.basis, document.published.evidence) == (
        "2021-01-02",
        "metadata",
        None,
    )


@pytest.mark.parametrize(
    ("date", "precision"),
    [("2020-05", "month"), ("2020-05-01T00:00:00Z", "day"), ("May 2020", "month"), ("2020", "year")],
)
def test_a_date_given_is_kept_as_far_as_it_goes(date: str, precision: str) -> None:
    document = load(BODY, date=date)
    assert document.published is not None
    assert document.published.precision == precision
    assert document.warnings == ()


def test_an_ambiguous_date_is_flagged_and_only_its_year_kept() -> None:
    document = load(f"Ministers meet\n\n03/04/2025\n\n{BODY}")
    assert document.published is not None
    assert (document.published.date, document.published.precision) == ("2025-01-01", "year")
    assert "ambiguous_date" in [warning.code for warning in document.warnings]


def test_an_unreadable_date_is_a_warning() -> None:
    assert "date" in [warning.code for warning in load(BODY, date="the other day").warnings]


def test_the_table_of_events_is_sound() -> None:
    events = read_toml("dated_events")["event"]
    assert len(events) >= 150
    assert all(event["keys"] and len(event["date"]) == 10 for event in events)
    assert len({(event["date"], event["name"]) for event in events}) == len(events)
