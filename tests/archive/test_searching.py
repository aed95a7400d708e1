"""Searching by words and facets; battery row 40."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from tests.archive.corpus import small_archive
from verbale.archive.query import Query, country_of, days_of, match_of, terms_of
from verbale.archive.searching import count, facets, search
from verbale.archive.store import open_store
from verbale.errors import QueryError
from verbale.show.found import marks


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    path: Path = small_archive(tmp_path_factory.mktemp("archive") / "small.verbale")
    with open_store(path, read_only=True) as store, store.reading() as connection:
        yield connection


def found(connection: Connection, **asked: Any) -> list[str]:
    """Kind and beginning of the words of each result, in alphabetical order."""
    return sorted(f"{hit.kind} {(hit.quote or '')[:14]}" for hit in search(connection, Query(**asked)).hits)


CLOSURE, HARMS, OPEN = "statement the closure of", "statement the border clo", "statement Armenia will n"
SHELLED, CLOSED, TALKS = "event Armenian artil", "event closure of the", "event Armenia will h"
MET, WITHDREW, SAT = "event The leaders of", "event Armenia withdr", "event The summit of\n"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"text": "closure", "kinds": ("statement",)}, [HARMS, CLOSURE]),
        ({"text": "CLOSURE border", "kinds": ("statement",)}, [HARMS, CLOSURE]),
        ({"text": '"border closure"', "kinds": ("statement",)}, [HARMS]),
        ({"text": "“border closure”", "kinds": ("statement",)}, [HARMS]),
        ({"text": "border-closure", "kinds": ("statement",)}, [HARMS]),
        ({"text": "clos*", "kinds": ("event",)}, [CLOSED]),
        ({"text": "clos", "kinds": ("event",)}, []),
        ({"text": "kiran open"}, [OPEN]),
        ({"text": "KIRAN open"}, [OPEN]),
        ({"text": "Kıran open"}, [OPEN]),
        ({"speaker": "Selim Kiran"}, [OPEN, HARMS, CLOSURE]),
        ({"speaker": "person:selim-kiran", "act": ("condemn",)}, [CLOSURE]),
        ({"speaker": "nobody at all"}, []),
        ({"speaker_country": "Turkey"}, [OPEN, HARMS, CLOSURE]),
        ({"speaker_country": "tur", "about": "Armenia", "act": ("condemn",), "kinds": ("statement",)}, [CLOSURE]),
        ({"speaker_country": "AZE"}, []),
        ({"speaker_country": "TUR", "type": ("COERCE",)}, [CLOSED]),
        ({"toward": "ARM"}, [CLOSURE]),
        ({"toward": "ARM", "min_stance": -0.5}, []),
        ({"max_stance": -0.5}, [CLOSURE]),
        ({"type": ("ASSAULT",)}, [SHELLED]),
        ({"type": ("ASSAULT", "COERCE"), "act": ("say",)}, [SHELLED, CLOSED, HARMS]),
        ({"claimed": True}, [CLOSED]),
        ({"claimed": False, "status": ("happened",)}, [SHELLED, WITHDREW, MET, SAT]),
        ({"status": ("planned",)}, [TALKS]),
        ({"actor": "ARM", "recipient": "Azerbaijan"}, [SHELLED]),
        ({"since": "2020-07", "until": "2020-07-12"}, [SHELLED]),
        ({"since": "2021-05", "until": "2021-05"}, [SAT]),
        ({"publisher": "hera", "kinds": ("event",)}, [TALKS, WITHDREW, MET, SAT]),
        ({"genre": "report", "kinds": ("event",)}, [TALKS, MET]),
        ({"kinds": ("figure",), "about": "Georgia"}, ["figure $20 million"]),
        ({"verdict": "accepted"}, []),
        ({"verdict": "none", "kinds": ("figure",)}, ["figure $20 million"]),
    ],
)
def test_words_and_facets(connection: Connection, asked: dict[str, Any], expected: list[str]) -> None:
    assert found(connection, **asked) == sorted(expected)
    assert count(connection, Query(**asked)) == len(expected)


def test_copies_are_shown_once_and_counted(connection: Connection) -> None:
    once = search(connection, Query(text="shelled"))
    assert [(hit.copies, hit.kind) for hit in once.hits] == [(1, "event")]
    assert once.total == 1
    both = search(connection, Query(text="shelled", all_copies=True))
    assert both.total == 2
    assert {hit.publisher for hit in both.hits} == {"Daily", "Morning Copy"}


@pytest.mark.parametrize("publisher", ["Daily", "Morning Copy"])
def test_a_copy_stands_for_itself_where_the_other_is_not_asked_for(connection: Connection, publisher: str) -> None:
    assert [hit.publisher for hit in search(connection, Query(text="shelled", publisher=publisher)).hits] == [publisher]


def test_a_result_tells_all_about_itself(connection: Connection) -> None:
    hit = search(connection, Query(text="harms", publisher="Daily")).hits[0]
    assert (hit.speaker, hit.day, hit.title, hit.publisher) == ("Selim Kıran", "2020-07-14", "Border closed", "Daily")
    assert hit.id == f"{hit.document[:12]}/s2"
    whole = connection.execute(text("SELECT text FROM documents WHERE key = :key"), {"key": hit.document}).scalar_one()
    assert whole[hit.start : hit.end] == hit.quote
    assert hit.sentence == "He said that the border closure harms\ntrade."
    assert whole[hit.sentence_start or 0 :].startswith(hit.sentence)


def test_a_claimed_event_has_its_claimant(connection: Connection) -> None:
    hit = search(connection, Query(claimed=True)).hits[0]
    assert (hit.claimed, hit.speaker) == (True, "Selim Kıran")
    assert [(part.part, part.name) for part in hit.actors][1:] == [("actor", "Armenia"), ("recipient", "Turkey")]


def test_pages_hold_everything_once_in_one_order(connection: Connection) -> None:
    for sort in ("date", "oldest", "confidence", "relevance"):
        whole = [hit.id for hit in search(connection, Query(text="border", sort=sort, limit=100)).hits]
        pages = [
            search(connection, Query(text="border", sort=sort, limit=2, offset=n)).hits
            for n in range(0, len(whole) + 1, 2)
        ]
        assert [hit.id for page in pages for hit in page] == whole
        assert len(whole) == len(set(whole)) == search(connection, Query(text="border", sort=sort, limit=0)).total


def test_orders(connection: Connection) -> None:
    days = [hit.day or "" for hit in search(connection, Query()).hits]
    assert days == sorted(days, reverse=True)
    assert [hit.day for hit in search(connection, Query(sort="oldest")).hits] == days[::-1]


def test_facets_count_what_a_search_finds(connection: Connection) -> None:
    table = {(one.facet, one.value): one.count for one in facets(connection, Query())}
    assert table["speaker_country", "TUR"] == table["kind", "statement"] == 3
    assert (table["type", "CONSULT"], table["act", "condemn"], table["year", "2020"]) == (3, 1, 7)
    assert {(one.facet, one.value): one.count for one in facets(connection, Query(text="shelled"))} == {
        ("kind", "event"): 1, ("type", "ASSAULT"): 1, ("year", "2020"): 1,
        ("publisher", search(connection, Query(text="shelled")).hits[0].publisher): 1,
    }  # fmt: skip


@pytest.mark.parametrize("words", ["Turkey-Azerbaijan", "a AND", "NEAR(border closure)", 'border" closure', '"border', "border OR x", "folded: border",
                                   "-border", "border^2", "{border}", "bor'der", "x\0y", "\ud800border", "' OR 1=1 --", "bord* *", "*border"])  # fmt: skip
def test_operators_of_the_index_are_only_words(connection: Connection, words: str) -> None:
    assert search(connection, Query(text=words)).total >= 0


@pytest.mark.parametrize("words", ["%", "_", '"', '""', "*", "()", "…", "x" * 100_000, "a " * 60])
def test_what_cannot_be_searched_is_told(words: str) -> None:
    with pytest.raises(QueryError, match="search"):
        Query(text=words)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(words=st.text(max_size=60), name=st.text(max_size=20))
def test_any_text_gets_an_answer_or_a_clear_error(connection: Connection, words: str, name: str) -> None:
    with contextlib.suppress(QueryError):
        assert search(connection, Query(text=words, about=name, speaker=name, publisher=name)).total >= 0


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "2020-13"}, {"until": "2021-02-29"}, {"since": "yesterday"}, {"since": "0000"}, {"kinds": ("documents; drop",)}, {"sort": "name;drop"},
        {"act": ("murder",)}, {"limit": -1}, {"limit": 10**9}, {"offset": -1}, {"min_stance": 7.0}, {"verdict": "maybe"},
    ],
)  # fmt: skip
def test_facets_out_of_their_range_are_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(QueryError):
        Query(**asked)


@pytest.mark.parametrize("name", ["Atlantis", "", " ", "%", "Congo", "\ud800"])
def test_unknown_countries_are_told(connection: Connection, name: str) -> None:
    with pytest.raises(QueryError, match="no country"):
        search(connection, Query(speaker_country=name))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("tur", "TUR"),
        ("Türkiye", "TUR"),
        ("turkey", "TUR"),
        ("Georgia", "GEO"),
        ("UK", "GBR"),
        ("Côte d'Ivoire", "CIV"),
    ],
)
def test_countries_by_name_or_code(name: str, code: str) -> None:
    assert country_of(name) == code


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("2020", ("2020-01-01", "2020-12-31")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2020-9-3", ("2020-09-03", "2020-09-03")),
        (None, None),
    ],
)
def test_partial_dates_are_ranges(date: str | None, days: tuple[str, str] | None) -> None:
    assert days_of(date) == days


@pytest.mark.parametrize(
    ("words", "match"),
    [("border closure", '"border" AND "closure"'), ('"Border Closure" Kıran', '"border closure" AND "kiran"'),
     ("Turkey-Azer*", '"turkey azer" *'), ("Əliyev", '"aliyev"'), ("a % b", '"a" AND "b"')],
)  # fmt: skip
def test_words_become_phrases(words: str, match: str) -> None:
    assert match_of(terms_of(words)) == match


@pytest.mark.parametrize(
    ("words", "sought", "marked"),
    [
        ("The Border closure.", "border", ["Border"]),
        ("Kıran closed KIRAN's border", "kiran clos*", ["Kıran", "closed", "KIRAN"]),
        ("a border, a closure, a border closure", '"border closure"', ["border closure"]),
        ("nothing here", "border", []),
        ("Türkiye–Azerbaijan ties", "Turkiye-Azer*", ["Türkiye–Azerbaijan"]),
    ],
)
def test_marks_stand_on_the_words_found(words: str, sought: str, marked: list[str]) -> None:
    assert [words[start:end] for start, end in marks(words, terms_of(sought))] == marked


@given(st.text(max_size=80), st.text(alphabet='abı *"-', max_size=12))
def test_marks_are_in_order_and_apart(words: str, sought: str) -> None:
    try:
        terms = terms_of(sought)
    except QueryError:
        return
    places = [edge for place in marks(words, terms) for edge in place]
    assert places == sorted(places)
    assert all(0 <= place <= len(words) for place in places)
