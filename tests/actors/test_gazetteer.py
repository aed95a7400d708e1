"""The countries table, row by row, and the names that peers get wrong."""

from __future__ import annotations

import re

import pytest

from verbale.actors.gazetteer import de_jure, known_actors, look_up, seat_of, states, states_in
from verbale.actors.vocabulary import bodies, offices
from verbale.data import read_rows, read_toml

ROWS = read_rows("countries")
MEMBERS = [row for row in ROWS if row["kind"] == "member"]
AMBIGUOUS = {name.casefold() for name in read_toml("ambiguous")["names"]}


def _names(row: dict[str, str], *columns: str) -> list[str]:
    return [name for column in columns for name in row[column].split("|") if name and name.casefold() not in AMBIGUOUS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_name_of_a_state_finds_it(row: dict[str, str]) -> None:
    for name in _names(row, "name", "full_name", "aliases"):
        found = look_up(name)
        assert found is not None, name
        assert found.actor == row["id"], name


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_adjective_and_capital_finds_its_state(row: dict[str, str]) -> None:
    for name in _names(row, "adjectives", "people", "capital", "capital_aliases"):
        found = look_up(name)
        assert found is not None, name
        assert found.actor == row["id"], name


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_row_is_well_formed(row: dict[str, str]) -> None:
    assert re.fullmatch(r"[A-Z]{3}", row["id"])
    assert re.fullmatch(r"[A-Z]{2}|", row["alpha2"])
    assert re.fullmatch(r"Q[1-9]\d*|", row["wikidata"])
    assert -90 <= float(row["lat"]) <= 90
    assert -180 <= float(row["lon"]) <= 180
    assert row["kind"] in ("member", "observer", "other", "historical")
    assert bool(row["until"]) == (row["kind"] == "historical")


def test_the_table_is_complete() -> None:
    assert len(MEMBERS) == 193
    assert {row["id"] for row in ROWS if row["kind"] == "observer"} == {"VAT", "PSE"}
    assert {row["id"] for row in ROWS if row["kind"] == "other"} == {"KOS", "TWN"}


@pytest.mark.parametrize("column", ["id", "name", "wikidata", "full_name"])
def test_no_two_rows_share(column: str) -> None:
    values = [row[column] for row in ROWS if row[column]]
    assert len(values) == len(set(values))


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Turkey", "TUR"), ("Türkiye", "TUR"), ("Turkiye", "TUR"), ("TÜRKİYE", "TUR"), ("Kosovo", "KOS"), ("Burma", "MMR"), ("Ivory Coast", "CIV"), ("Czech Republic", "CZE"),
        ("DPRK", "PRK"), ("Republic of Korea", "KOR"), ("Republic of the Congo", "COG"), ("DR Congo", "COD"), ("Kiev", "UKR"), ("Kyiv", "UKR"), ("Nur-Sultan", "KAZ"),
        ("U.S.", "USA"), ("US", "USA"), ("USSR", "SUN"), ("Zaire", "ZAR"), ("Holy See", "VAT"), ("Taiwan", "TWN"), ("Republic of China", "TWN"), ("People's Republic of China", "CHN"),
        ("Niger", "NER"), ("Nigerien", "NER"), ("Nigerian", "NGA"), ("Dominica", "DMA"), ("Dominican", "DOM"), ("Guinea-Bissau", "GNB"), ("Equatorial Guinea", "GNQ"), ("Papua New Guinea", "PNG"),
        ("Kremlin", "RUS"), ("White House", "USA"), ("Whitehall", "GBR"), ("Brussels", "org:eu"), ("Nagorno-Karabakh", "disputed:nagorno-karabakh"), ("Artsakh", "disputed:nagorno-karabakh"),
        ("TRNC", "disputed:northern-cyprus"), ("Turkish Cypriot", "disputed:northern-cyprus"), ("Western Sahara", "disputed:western-sahara"), ("NATO", "org:nato"), ("Daesh", "org:isis"),
        ("Hezbollah", "org:hezbollah"), ("Hizbollah", "org:hezbollah"), ("WHO", "org:who"), ("European Union", "org:eu"),
    ],
)  # fmt: skip
def test_known_names(name: str, actor: str) -> None:
    found = look_up(name)
    assert found is not None
    assert found.actor == actor


@pytest.mark.parametrize("word", ["who", "us", "is", "turkey", "polish", "china", "eco", "chad", "march", "Freedonia"])
def test_ordinary_words_are_no_names(word: str) -> None:
    assert look_up(word) is None or look_up(word).lower is False  # type: ignore[union-attr]


@pytest.mark.parametrize("word", ["who", "us", "is", "eco"])
def test_abbreviations_need_their_capitals(word: str) -> None:
    assert look_up(word) is None


@pytest.mark.parametrize("name", ["Korea", "Congo", "Georgia"])
def test_ambiguous_names_stay_open(name: str) -> None:
    found = look_up(name)
    assert found is not None
    assert found.form == "ambiguous"


def test_disputed_entities_are_records_of_their_own() -> None:
    for row in read_rows("disputed"):
        actor = known_actors()[row["id"]]
        assert actor.kind == "disputed"
        assert actor.country is None
        assert row["de_jure"] in ("", *states())
    assert known_actors()["KOS"].kind == "disputed"
    assert de_jure("disputed:abkhazia") == "GEO"
    assert de_jure("FRA") is None


def test_every_organisation_is_well_formed() -> None:
    kinds = {"igo", "organisation", "group", "government"}
    for row in read_rows("organisations"):
        assert row["kind"] in kinds, row
        assert row["id"].startswith("org:")
        assert row["country"] in ("", *states()), row
        assert not (row["kind"] == "igo" and row["country"]), row


def test_ids_are_unique_over_all_tables() -> None:
    ids = [row["id"] for table in ("countries", "disputed", "organisations") for row in read_rows(table)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Ministry of Foreign Affairs of Estonia", ["EST"]), ("Embassy of Japan in Nairobi", ["JPN", "KEN"]), ("Ministry of Foreign Affairs", []), ("Turkish Foreign Ministry", ["TUR"])],
)  # fmt: skip
def test_states_in_a_publishers_name(text: str, expected: list[str]) -> None:
    assert states_in(text) == expected


@pytest.mark.parametrize(
    ("city", "state"), [("Athens", "GRC"), ("Bogotá", "COL"), ("Geneva", None), ("Turkey", None), ("Brussels", None)]
)
def test_seats(city: str, state: str | None) -> None:
    assert seat_of(city) == state


def test_office_and_body_words_are_folded_lower_case() -> None:
    for word in (*offices(), *bodies()):
        assert word == word.casefold().strip()
