from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.archive.stories import BULLETIN, PORT, RIVER, parcel_of, wire_copy
from verbale.archive.components import components
from verbale.archive.linking import is_address
from verbale.archive.origins import BANDS, buckets, same_story, signature, similarity
from verbale.archive.store import Store, open_store
from verbale.archive.tables import documents


def bulletin(times: int, day: int, place: str, number: int) -> str:
    return BULLETIN.format(times=times, day=day, place=place, number=number)


@pytest.mark.parametrize(
    "copy",
    [
        RIVER.upper(),
        RIVER.replace("\n", " "),
        "A headline of its own\n\n" + RIVER,
        wire_copy(RIVER),
        RIVER.rsplit("\n\n", 1)[0],
        RIVER + "\n\n(Reporting by our correspondent. All rights reserved.)",
        RIVER.replace("Thursday", "Friday").replace("three hours", "four hours"),
        RIVER.replace("the", "thé"),
    ],
)
def test_copies_are_one_story(copy: str) -> None:
    assert same_story(signature(RIVER), signature(copy))
    assert same_story(signature(copy), signature(RIVER))
    assert set(enumerate(buckets(signature(RIVER)))) & set(enumerate(buckets(signature(copy))))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RIVER, PORT),
        (RIVER, RIVER.split("\n\n")[-1] + "\n\n" + PORT),
        (bulletin(35, 13, "Ard", 194), bulletin(27, 14, "Eln", 195)),
        ("The minister resigned.", "The minister resigned today."),
        ("The minister resigned.", RIVER),
    ],
)
def test_other_stories_are_not(one: str, other: str) -> None:
    assert not same_story(signature(one), signature(other))


def test_a_bulletin_given_twice_is_one() -> None:
    text = bulletin(35, 13, "Ard", 194)
    assert same_story(signature(text), signature("Ministry: fire over night\n\n" + text))


def test_short_texts_are_equal_or_nothing() -> None:
    one, other = signature("Kıran met Əliyev."), signature("  KIRAN met  Aliyev ")
    assert one == other
    assert similarity(one, other) == 1.0
    assert len(buckets(one)) == 1
    assert similarity(one, signature("Kiran met Aliyev again.")) == 0.0


def test_similarity_of_long_texts() -> None:
    assert similarity(signature(RIVER), signature(RIVER)) == 1.0
    assert similarity(signature(RIVER), signature(PORT)) < 0.05
    assert len(buckets(signature(RIVER))) == BANDS


def test_many_numbers_are_compared_by_their_least_hashes() -> None:
    words = RIVER.split()
    numbered = " ".join(f"{word} {n}" for n, word in enumerate(words))
    assert same_story(signature(numbered), signature(numbered + " 1000 1001"))
    assert not same_story(
        signature(numbered), signature(" ".join(f"{word} {n + 5_000}" for n, word in enumerate(words)))
    )


@given(st.text(max_size=400))
def test_any_text_has_a_signature_that_is_its_own(text: str) -> None:
    assert signature(text) == signature(text)
    assert same_story(signature(text), signature(text))
    assert all(-(2**63) <= bucket < 2**63 for bucket in buckets(signature(text)))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example/a/1", True), ("https://news.example/?p=1", True), ("https://news.example/", False),
        ("https://news.example", False), ("", False), (None, False), ("http://[bad", False), ("https://x.example/#3", True),
    ],
)  # fmt: skip
def test_which_urls_name_a_document(url: str | None, expected: bool) -> None:
    assert is_address(url) is expected


POOL = [
    {"text": RIVER}, {"text": wire_copy(RIVER), "publisher": "Herald"}, {"text": RIVER.upper()}, {"text": PORT},
    {"text": RIVER, "publisher": "Gazette"}, {"text": PORT + "\n\nCorrected.", "url": "https://a.example/1", "published": "2020-05-02"},
    {"text": "An early word on it.", "url": "https://a.example/1", "published": "2020-05-01"},
    {"text": "A last word on it.", "url": "https://a.example/1"}, {"text": "A last word on it.", "url": "https://b.example/"},
    {"text": "Nothing to do with it.", "url": "https://b.example/"}, {"text": bulletin(35, 13, "Ard", 194)},
    {"text": bulletin(27, 14, "Eln", 195)}, {"text": "News\n\n" + bulletin(35, 13, "Ard", 194), "url": "https://c.example/x"},
]  # fmt: skip


def filled(path: Path, order: Sequence[int], cuts: set[int]) -> Store:
    store = open_store(path, create=True)
    run = store.begin_run("test", {})
    batch = []
    for place, number in enumerate(order):
        batch.append(parcel_of(**POOL[number]))
        if place in cuts:
            store.write(batch, run=run)
            batch = []
    store.write(batch, run=run)
    return store


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(POOL))), cuts=st.sets(st.integers(0, len(POOL))), data=st.data())
def test_origins_do_not_depend_on_order_or_batches(
    order: list[int], cuts: set[int], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = data.draw(st.sets(st.sampled_from(order), min_size=1))
    folder = tmp_path_factory.mktemp("orders")
    straight = [n for n in range(len(POOL)) if n in kept]
    with (
        filled(folder / "a", [n for n in order if n in kept], cuts) as one,
        filled(folder / "b", straight, set()) as other,
    ):
        assert one.digest() == other.digest()
        with one.reading() as connection:
            assert components(connection) == {row.id: row.origin for row in one.documents()}


def test_clusters_of_the_whole_pool(tmp_path: Path) -> None:
    with filled(tmp_path / "a", range(len(POOL)), set()) as store:
        rows = list(store.documents())
        sizes = sorted(sum(row.origin == origin for row in rows) for origin in {row.origin for row in rows})
        assert sizes == [1, 1, 2, 4, 5]
        assert all(row.origin == min(other.key for other in rows if other.origin == row.origin) for row in rows)
        current = [row.published for row in store.documents(documents.c.url == "https://a.example/1") if row.current]
        assert current == ["2020-05-02"]
        assert sum(row.current for row in rows) == len(rows) - 2
