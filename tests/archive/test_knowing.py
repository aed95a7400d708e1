"""What an archive knows: counted once an origin, formats' sittings, proposals repeated and done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.archive.corpus import Told, archive_of, small_archive
from verbale.archive import knowing
from verbale.archive.asking import sentence_in
from verbale.archive.proposing import proposals, words_of_action
from verbale.archive.seen import Asked
from verbale.archive.showing import ShownDocument, ShownItem, show
from verbale.archive.sittings import KnownFormat, formats
from verbale.archive.store import open_store
from verbale.errors import QueryError


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with (
        open_store(small_archive(tmp_path_factory.mktemp("archive") / "small.verbale"), read_only=True) as store,
        store.reading() as connection,
    ):
        yield connection


def test_people_with_their_offices_over_time(connection: Connection) -> None:
    people = {person.id: person for person in knowing.people(connection)}
    kiran = people["person:selim-kiran"]
    assert (kiran.name, kiran.countries, kiran.origins, kiran.statements) == ("Selim Kıran", ("TUR",), 3, 3)
    assert (kiran.first, kiran.last) == ("2020-07-14", "2021-06-06")
    assert [(role.title, role.first, role.last) for role in kiran.roles] == [
        ("Deputy Minister", "2020-07-14", "2021-03-04"), ("Minister", "2021-06-06", "2021-06-06"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(country="Azerbaijan"), {"person:ana-alieva"}),
        (Asked(since="2022"), set()),
        (Asked(until="2020"), {"person:selim-kiran", "person:ana-alieva"}),
    ],
)
def test_people_of_a_country_and_time(connection: Connection, asked: Asked, expected: set[str]) -> None:
    assert {person.id for person in knowing.people(connection, asked)} == expected


def test_figures_count_origins_not_copies(connection: Connection) -> None:
    figures = knowing.figures(connection)
    assert [(one.value, one.measures, one.to, one.origins) for one in figures] == [(2e7, "aid", "GEO", 1)]


def test_a_format_met_as_often_as_dates_are_told(connection: Connection) -> None:
    (one,) = formats(connection)
    assert set(one.members) == {"AZE", "GEO", "TUR"}
    assert [(sitting.date, [told.why for told in sitting.evidence]) for sitting in one.sittings] == [
        ("2021-03-03", ["members"]), ("2021-05", ["named"]),
    ]  # fmt: skip
    assert (one.met, one.undated, one.origins, one.first) == (2, (), 2, "2021-03-04")


QUAD = """The Quad met in Tokyo on 4 October 2020. A Quad summit was held in October 2020. Japan praised the Quad on 5 October 2020.
The Quad meeting planned for November was put off. Ministers of the Quad will meet on 1 June 2030. The fourth meeting of the Quad passed."""


def quad(*told: tuple[str, dict[str, Any]]) -> Told:
    document = Told(QUAD, "2020-12-01")
    document.add("format", "The Quad", name="Quad", members=["AUS", "IND", "JPN", "USA"])
    for words, values in told:
        document.add("event", words, type="CONSULT", quad=1, **values)
    return document


DAY, MONTH = ("2020-10-04", "day", "4 October 2020"), ("2020-10-01", "month", "October 2020")


@pytest.mark.parametrize(
    ("told", "met", "undated"),
    [
        ((), [], 0),
        ((("The Quad met in Tokyo", {"date": DAY}),), ["2020-10-04"], 0),
        ((("The Quad met in Tokyo", {"date": DAY}), ("A Quad summit was held", {"date": MONTH})), ["2020-10-04"], 0),
        ((("A Quad summit was held", {"date": MONTH}),), ["2020-10"], 0),
        ((("Japan praised the Quad", {"date": ("2020-10-05", "day", "5 October 2020")}),), [], 0),
        ((("The Quad meeting planned", {"status": "planned"}),), [], 0),
        ((("Ministers of the Quad will meet", {"date": ("2030-06-01", "day", "1 June 2030")}),), [], 0),
        ((("The fourth meeting of the Quad passed", {}),), [], 1),
    ],
)
def test_what_counts_as_a_sitting(tmp_path: Path, told: Any, met: list[str], undated: int) -> None:
    path = archive_of(tmp_path / "quad.verbale", quad(*told))
    with open_store(path, read_only=True) as store, store.reading() as connection:
        one: KnownFormat = formats(connection)[0]
    assert [sitting.date for sitting in one.sittings] == met
    assert (one.met, len(one.undated)) == (len(met), undated)


def test_proposals_repeated_and_done(connection: Connection) -> None:
    found = proposals(connection)
    turkish, azerbaijani = found[0], found[1]
    assert (turkish.by, turkish.by_name, turkish.origins, turkish.force) == ("TUR", "Turkey", 2, "demand")
    assert turkish.addressees == ("ARM",)
    assert len(turkish.made) == 2  # the copy of the first is no second time
    assert turkish.done == azerbaijani.done
    assert (azerbaijani.by, azerbaijani.origins) == ("AZE", 1)
    assert [(told.why, told.quote) for told in azerbaijani.done] == [
        ("RETREAT", "Armenia withdrew its troops from the border villages")
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("withdraw its troops from Georgia", "the withdrawal of troops"),
        ("open the railway", "The railway must be opened"),
        ("Negotiate now", "negotiations"),
    ],
)
def test_proposals_are_compared_by_beginnings_of_words_without_countries(first: str, second: str) -> None:
    assert words_of_action(first) >= words_of_action(second) or words_of_action(second) >= words_of_action(first)


def test_a_document_is_shown_with_its_copies(connection: Connection) -> None:
    key = str(connection.exec_driver_sql("SELECT key FROM documents WHERE publisher = 'Daily'").scalar_one())
    shown = show(connection, key[:12])
    assert isinstance(shown, ShownDocument)
    assert (shown.key, shown.current, [one.publisher for one in shown.others]) == (key, True, ["Morning Copy"])
    assert shown.to_dict()["record"]["document"]["title"] == "Border closed"


def test_a_fact_is_shown_with_its_surroundings(connection: Connection) -> None:
    key = connection.exec_driver_sql("SELECT key FROM documents WHERE publisher = 'Daily'").scalar_one()
    shown = show(connection, f"{key[:6]}/s3")
    assert isinstance(shown, ShownItem)
    assert shown.before.startswith("Armenian artillery shelled")
    assert shown.after.startswith("Kıran\nurged")
    claimed = show(connection, f"{key}/e2")
    assert isinstance(claimed, ShownItem)
    assert claimed.said_in is not None
    assert claimed.said_in.id.endswith("/s1")


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "%2e%2e",
        "abc",
        "",
        "/",
        "0" * 6,
        "zzzzzz",
        "_" * 12,
        "abcdef/s1'; drop table items",
        "\ud800",
    ],
)
def test_ids_of_nothing_are_told(connection: Connection, name: str) -> None:
    with pytest.raises(QueryError):
        show(connection, name)


def test_an_ambiguous_id_names_what_it_may_be(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    monkeypatch.setattr("verbale.archive.showing._KEY", re.compile("[0-9a-f]*"))
    with pytest.raises(QueryError, match=r"several documents: [0-9a-f]{12} \("):
        show(connection, "")


def test_a_missing_fact_of_a_document_is_told(connection: Connection) -> None:
    key = connection.exec_driver_sql("SELECT key FROM documents LIMIT 1").scalar_one()
    with pytest.raises(QueryError, match="has no 's99'"):
        show(connection, f"{key}/s99")


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("One. Two three. Four.", "three", "Two three."),
        ("Mr. Silva came. He left.", "came", "Mr. Silva came."),
        ("Title\n\nBody here. End.", "here", "Body here."),
        ("All of it", "All of it", "All of it"),
        ("He left. \u201cWe stay.\u201d Then night.", "stay", "\u201cWe stay.\u201d"),
        ("One. Two. Three.", "One. Two", "One. Two."),
    ],
)
def test_the_sentence_around_words(text: str, words: str, sentence: str) -> None:
    start = text.index(words)
    found, at = sentence_in(text, start, start + len(words))
    assert found == sentence
    assert text[at:].startswith(sentence)


def test_listings_turn_into_frames(connection: Connection) -> None:
    assert list(knowing.people(connection).to_pandas()["id"]) == [person.id for person in knowing.people(connection)]
    assert knowing.figures(connection).to_polars()["from"].to_list() == [None]
