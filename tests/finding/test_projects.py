"""Projects by table and by shape."""

from __future__ import annotations

import pytest

from verbale.data import read_rows
from verbale.reader import Reader

LIST = (
    "The Baku-Tbilisi-Ceyhan (BTC) oil pipeline, the Trans-Anatolian Natural Gas Pipeline (TANAP) as well as the "
    "Baku-Tbilisi-Kars (BTK) railway projects matter. The BTC pipeline is the oldest."
)


def test_a_list_of_projects(reader: Reader) -> None:
    found = reader.read(LIST).projects
    assert [(item.short_name, item.kind) for item in found] == [
        ("BTC", "oil pipeline"),
        ("TANAP", "gas pipeline"),
        ("BTK", "railway"),
    ]
    assert found[0].countries == ("AZE", "GEO", "TUR")
    assert found[0].quote == "Baku-Tbilisi-Ceyhan (BTC) oil pipeline"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The Rail Baltica railway and Nord Stream 2 were named.", ["railway", "gas pipeline"]),
        ("The Rasht-Astara and Moscow-Kazan railways will open.", ["railway", "railway"]),
        ("The Green Valley Railway (GVR) opened; the GVR railway is long.", ["railway"]),
        ("Russian gas pipelines cross a state railway and a bridge.", []),
        ("The Turkey-Azerbaijan relations grow.", []),
        ("The Suez Canal is open.", ["canal"]),
    ],
)
def test_names_and_plain_nouns(reader: Reader, text: str, kinds: list[str]) -> None:
    assert [item.kind for item in reader.read(text).projects] == kinds


def test_countries_of_an_unknown_route_come_from_its_places(reader: Reader) -> None:
    [found] = reader.read("The Ankara-Sofia railway is planned.").projects
    assert found.countries == ("TUR", "BGR")


def test_the_table_names_states_that_exist() -> None:
    states = {row["id"] for row in read_rows("countries")}
    rows = read_rows("projects")
    assert len(rows) >= 120
    assert {code for row in rows for code in row["countries"].split("|") if code} <= states
    assert len({row["name"] for row in rows}) == len(rows)
