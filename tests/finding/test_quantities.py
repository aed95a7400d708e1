"""The golden table of quantities, and the properties that any text keeps."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verbale.finding.quantities import find_quantities

# text, value, high, unit, qualifier, the words of the quantity
GOLDEN = [
    ("$20bn", 20e9, None, "USD", None, "$20bn"),
    ("US$ 1.5 billion", 1.5e9, None, "USD", None, "US$ 1.5 billion"),
    ("20 milyar dolar", 20e9, None, "USD", None, "20 milyar dolar"),
    ("AZN 300 mln", 300e6, None, "AZN", None, "AZN 300 mln"),
    ("1,5 млрд", 1.5e9, None, None, None, "1,5 млрд"),
    ("1,5 млрд рублей", 1.5e9, None, "RUB", None, "1,5 млрд рублей"),
    ("20-25%", 20, 25, "%", None, "20-25%"),
    ("%20-25", 20, 25, "%", None, "%20-25"),
    ("nearly $2-3 billion", 2e9, 3e9, "USD", "about", "$2-3 billion"),
    ("EUR 4.2m", 4.2e6, None, "EUR", None, "EUR 4.2m"),
    ("two hundred soldiers", 200, None, "people", None, "two hundred soldiers"),
    ("some 1,200 people", 1200, None, "people", "about", "1,200 people"),
    ("a third of the budget", 33.3, None, "%", None, "a third"),
    ("two-thirds of its gas", 66.7, None, "%", None, "two-thirds"),
    ("20 per cent", 20, None, "%", None, "20 per cent"),
    ("10 bcm", 10e9, None, "m3", None, "10 bcm"),
    ("1.2 million tonnes", 1.2e6, None, "tonnes", None, "1.2 million tonnes"),
    ("3,500 km", 3500, None, "km", None, "3,500 km"),
    ("500,000 barrels per day", 500_000, None, "barrels/day", None, "500,000 barrels per day"),
    ("a 300-megawatt plant", 300, None, "MW", None, "300-megawatt"),
    ("between 15,000 and 25,000 people", 15_000, 25_000, "people", None, "15,000 and 25,000 people"),
    ("more than 90 per cent", 90, None, "%", "over", "90 per cent"),
    ("less than €5", 5, None, "EUR", "under", "€5"),
    ("as many as 5,000 prisoners", 5000, None, "people", "up to", "5,000 prisoners"),
    ("20 or more people", 20, None, "people", "over", "20 or more people"),
    ("23 senior Russian diplomats", 23, None, "people", None, "23 senior Russian diplomats"),
    ("one civilian aircraft", 1, None, "aircraft", None, "one civilian aircraft"),
    ("half a million refugees", 500_000, None, "people", None, "half a million refugees"),
    ("twenty-five thousand troops", 25_000, None, "people", None, "twenty-five thousand troops"),
    ("two hundred and fifty people", 250, None, "people", None, "two hundred and fifty people"),
    ("one and a half million people", 1.5e6, None, "people", None, "one and a half million people"),
    ("3 trillion won", 3e12, None, "KRW", None, "3 trillion won"),
    ("2.500 people", 2500, None, "people", None, "2.500 people"),
    ("1 200 000 tonnes", 1.2e6, None, "tonnes", None, "1 200 000 tonnes"),
    ("$1.2 million to $1.5 million", 1.2e6, 1.5e6, "USD", None, "$1.2 million to $1.5 million"),
    ("900,000-1 million people", 900_000, 1e6, "people", None, "900,000-1 million people"),
    ("5m people", 5e6, None, "people", None, "5m people"),
    ("a cable of 500m", 500, None, "m", None, "500m"),
    ("growth of -5%", -5, None, "%", None, "-5%"),
    ("a $3.8 billion plant", 3.8e9, None, "USD", None, "$3.8 billion"),
    ("A$3.5m", 3.5e6, None, "AUD", None, "A$3.5m"),
    ("150,000 Hungarians left", 150_000, None, "people", None, "150,000 Hungarians"),
    ("120 million Indian rupees", 120e6, None, "INR", None, "120 million Indian rupees"),
    ("eight abstentions", 8, None, "votes", None, "eight abstentions"),
]

NOT_QUANTITIES = [
    "dozens of people",
    "hundreds of thousands of refugees",
    "a third meeting",
    "Resolutions 822, 853, 874 and 884 were adopted",
    "Article 5",
    "in 2019 Turkish troops entered",
    "a 45-year-old man",
    "aged 45",
    "F-16 jets and COVID-19",
    "at 10:30",
    "call +994 12 596 82 39",
    "the 102nd anniversary",
    "the 1990s",
    "two won the prize",
    "July 12, 2020",
    "the G7 and G20",
    "https://example.org/20%25",
    "on 4 and 7 May",
    "the two soldiers",
    "several hundred soldiers",
    "version 1.2.3",
    "on 12 mart 2025",
    "On Oct. 17 troops entered the town",
    "20 anti-aircraft batteries",
    "at 9 a.m.",
]


@pytest.mark.parametrize(("text", "value", "high", "unit", "qualifier", "words"), GOLDEN)
def test_quantity_is_read(
    text: str, value: float, high: float | None, unit: str | None, qualifier: str | None, words: str
) -> None:
    [found] = find_quantities(text, bare=unit is None)
    assert (found.value, found.high, found.unit, found.qualifier, text[found.start : found.end]) == (
        value,
        high,
        unit,
        qualifier,
        words,
    )


@pytest.mark.parametrize("text", NOT_QUANTITIES)
def test_what_only_looks_like_a_quantity_is_left_out(text: str) -> None:
    assert find_quantities(text) == []


def test_a_change_tells_two_values_and_a_range_one() -> None:
    assert [item.value for item in find_quantities("rose from 10 to 15 per cent")] == [10, 15]
    assert [(item.value, item.high) for item in find_quantities("estimates range from 10 to 15 per cent")] == [(10, 15)]


def test_two_figures_of_one_sentence_keep_apart() -> None:
    found = find_quantities("Investment is around $20 billion, and $11 billion the other way.")
    assert [(item.value, item.qualifier) for item in found] == [(20e9, "about"), (11e9, None)]


_MONEY = st.sampled_from(
    [
        "$",
        "€",
        " million",
        "bn",
        " people",
        "%",
        "-",
        " to ",
        ",",
        ".",
        " and ",
        "two ",
        "hundred ",
        "about ",
        "of ",
        "млрд ",
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(st.lists(st.one_of(st.text(max_size=5), st.integers(0, 10**9).map(str), _MONEY), max_size=30).map("".join))
def test_any_text_is_read_and_its_words_are_in_it(text: str) -> None:
    end = 0
    for item in find_quantities(text, bare=True):
        assert end <= item.start < item.end <= len(text)
        assert item.high is None or item.high > item.value
        end = item.end


def test_a_number_longer_than_decimals_are_precise_is_read() -> None:
    [found] = find_quantities(f"{10**28 + 10**5} people")
    assert found.value == 1e28


@pytest.mark.parametrize(
    "noise", ["9" * 20_000, "1," * 10_000, "$" * 10_000, "two hundred " * 5_000, "1-2 to " * 5_000, "1 000 " * 5_000]
)
def test_noise_ends(noise: str) -> None:
    assert all(item.end <= len(noise) for item in find_quantities(noise, bare=True))
