"""Figures in sentences: what is measured, from whom to whom, in whose statement."""

from __future__ import annotations

import pytest

from verbale.reader import Reader
from verbale.record import Figure


def figures(reader: Reader, text: str) -> list[Figure]:
    return list(reader.read(text, date="2020-05-05").figures)


@pytest.mark.parametrize(
    ("text", "value", "unit", "measures", "giver", "taker"),
    [
        ("Estonian exports to Kazakhstan amounted to €38 million in 2018.", 38e6, "EUR", "exports", "EST", "KAZ"),
        ("Japan lent India $2 billion.", 2e9, "USD", "loan", "JPN", "IND"),
        ("Canada invested $2bn in Turkey.", 2e9, "USD", "investment", "CAN", "TUR"),
        ("Germany's aid to Ukraine stands at 20 billion euros.", 20e9, "EUR", "aid", "DEU", "UKR"),
        ("Ukraine owes Russia more than $600 million.", 600e6, "USD", "debt", "UKR", "RUS"),
        ("India will extend a credit line of $500 million to Sri Lanka.", 500e6, "USD", "loan", "IND", "LKA"),
        ("Russia expelled 23 British diplomats.", 23, "people", "expelled", "RUS", "GBR"),
        ("Trade between Turkey and Georgia reached $5 billion.", 5e9, "USD", "trade", None, None),
        ("At least 47 people were killed in the shelling.", 47, "people", "killed", None, None),
        ("The raid left five soldiers dead.", 5, "people", "killed", None, None),
        ("The battery shot at bridges and destroyed two buildings.", 2, "buildings", "destroyed", None, None),
        ("Customs officers seized 40 anti-tank missiles on Oct. 17.", 40, "missiles", "seized", None, None),
        ("Strikes near the airport engaged units and hit four vehicles.", 4, "vehicles", None, None, None),
    ],
)
def test_measure_and_direction(
    reader: Reader, text: str, value: float, unit: str, measures: str, giver: str | None, taker: str | None
) -> None:
    [found] = figures(reader, text)
    assert (found.value, found.unit, found.measures, found.from_, found.to) == (value, unit, measures, giver, taker)


def test_both_directions_of_one_sentence(reader: Reader) -> None:
    found = figures(
        reader, "Norway's investment in Brazil is around $8 billion, and Brazilian investment in Norway is $3 billion."
    )
    assert [(item.value, item.from_, item.to, item.qualifier) for item in found] == [
        (8e9, "NOR", "BRA", "about"),
        (3e9, "BRA", "NOR", None),
    ]


def test_a_figure_knows_its_date_and_its_statement(reader: Reader) -> None:
    record = reader.read(
        "Finnish Foreign Minister Pekka Haavisto said that exports to Egypt reached €90 million in 2019."
    )
    [found] = record.figures
    assert found.date is not None
    assert (found.date.start, found.date.precision) == ("2019-01-01", "year")
    assert found.statement in {statement.id for statement in record.statements}
    assert record.document.text[found.evidence[0] : found.evidence[1]] == "€90 million"


@pytest.mark.parametrize(
    "text",
    [
        "The two ministers met three experts.",
        "It was adopted under Article 5 on 3 May 2019.",
        "The talks lasted two hours.",
    ],
)
def test_what_measures_nothing_is_no_figure(reader: Reader, text: str) -> None:
    assert figures(reader, text) == []
