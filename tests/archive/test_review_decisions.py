from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from tests.archive.reviewable import TEXT, archive, parcel, place, read_again, record, reread
from verbale.archive.correcting import corrected
from verbale.archive.deciding import Decision, decide, history, merge, orphans, undo
from verbale.archive.queue import fact_of, queue
from verbale.archive.store import Store, open_store
from verbale.archive.tables import item_actors, items, reviews
from verbale.errors import ReviewConflict, ReviewError
from verbale.record import Rows

WHO = "Ana"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with archive(tmp_path) as store:
        yield store


def number(store: Store, kind: str, local_id: str) -> int:
    with store.reading() as connection:
        found = connection.scalars(select(items.c.id).where(items.c.kind == kind, items.c.local_id == local_id)).one()
    return int(found)


def item(store: Store, kind: str, local_id: str) -> Any:
    with store.reading() as connection:
        return connection.execute(select(items).where(items.c.kind == kind, items.c.local_id == local_id)).one()


def element(store: Store, kind: str, local_id: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(item(store, kind, local_id).data)
    return found


def everything(store: Store) -> list[Any]:
    """All rows that follow from records and reviews."""
    with store.reading() as connection:
        actors = sorted(connection.execute(select(item_actors)).all(), key=str)
        searched = connection.execute(text("SELECT rowid, folded FROM items_search ORDER BY rowid")).all()
        return [*connection.execute(select(items).order_by(items.c.id)), *actors, *searched]


def correct(store: Store, kind: str, local_id: str, *assignments: str, reviewer: str = WHO) -> Decision:
    fact = fact_of(store, number(store, kind, local_id))
    after = corrected(kind, fact.element, assignments, text=fact.text)
    return decide(store, fact.number, "correct", after=after, reviewer=reviewer, expected=fact.version)


def test_a_decision_is_a_row_with_who_when_before_and_after(store: Store) -> None:
    before = element(store, "statement", "s1")
    done = correct(store, "statement", "s1", "act=condemn")
    (kept,) = history(store)
    assert (kept, kept.reviewer, kept.action) == (done.review, WHO, "correct")
    assert kept.made.endswith("Z")
    assert kept.before == before
    assert kept.to_dict()["after"] == element(store, "statement", "s1")
    assert item(store, "statement", "s1").code == "condemn"


def test_a_correction_is_searched_at_once(store: Store) -> None:
    correct(store, "statement", "s1", "quote=condemned the raid", "speaker=person:a-silva")
    with store.reading() as connection:
        folded = connection.scalar(
            text("SELECT folded FROM items_search WHERE rowid = :id"), {"id": number(store, "statement", "s1")}
        )
        speakers = connection.scalars(
            select(item_actors.c.actor).where(
                item_actors.c.item_id == number(store, "statement", "s1"), item_actors.c.part == "speaker"
            )
        ).all()
    assert (folded, speakers) == ("condemned the raid a. silva", ["person:a-silva"])  # with the speaker's name
    assert TEXT[slice(*element(store, "statement", "s1")["evidence"])] == "condemned the raid"


@pytest.mark.parametrize(
    ("kind", "local_id", "assignment", "complaint"),
    [
        ("statement", "s1", "acts=condemn", "there is no acts"),
        ("statement", "s1", "act=shout", "it takes say or stress"),
        ("statement", "s2", "act=say", "there is no cue.act"),
        ("statement", "s1", "act", "field=value"),
        ("statement", "s1", "quote=words that nobody said", "does not hold"),
        ("figure", "f1", "quote=Chile", "more than once"),
        ("statement", "s1", "evidence=[0,100000]", "places from 0"),
        ("statement", "s1", "evidence=[5,5]", "places from 0"),
        ("statement", "s1", "evidence=[-3,5]", "places from 0"),
        ("statement", "s1", "evidence=here", "it takes [start, end]"),
        ("statement", "s1", "speaker=person:nobody", "not known"),
        ("statement", "s1", "within=s9", "no other element"),
        ("statement", "s1", "within=s1", "no other element"),
        ("statement", "s1", "id=s7", "cannot be changed"),
        ("statement", "s1", 'by={"rule": "me", "confidence": 1}', "not a reviewer's to change"),
        ("statement", "s1", "manner=indirect", "nothing is changed"),
        ("statement", "s2", "stance=CHL:-7", "from -1 to 1"),
        ("statement", "s2", "stance=CHL:much", "no stance"),
        ("statement", "s2", "stance.4.value=0", "there is no stance.4.value"),
        ("statement", "s2", 'stance=[{"toward": "CHL"}]', "lacks"),
        ("event", "e1", "type=WAR", "it takes AGREE"),
        ("event", "e1", "quad=1", "4 for ASSAULT"),
        ("event", "e1", "mode=visit", "event.mode"),
        ("event", "e1", "goldstein=NaN", "a number"),
        ("event", "e1", "trigger=[900,901]", "places from 0"),
        ("event", "e1", "quad=true", "it takes"),
        ("figure", "f1", "value=many", "a number"),
        ("actor", "NOR", "id=SWE", "merged with"),
    ],
)  # fmt: skip
def test_a_correction_that_breaks_a_rule_is_refused(
    store: Store, kind: str, local_id: str, assignment: str, complaint: str
) -> None:
    before = everything(store)
    with pytest.raises(ReviewError) as refused:
        correct(store, kind, local_id, assignment)
    assert complaint in str(refused.value)
    assert everything(store) == before
    assert history(store) == []


@pytest.mark.parametrize(
    ("kind", "local_id", "assignments", "expected"),
    [
        ("statement", "s1", ["about=CHL,FRA"], {"about": ["CHL", "FRA"]}),
        ("statement", "s1", ["speaker="], {"speaker": None}),
        ("statement", "s1", ["about=none"], {"about": []}),
        ("statement", "s1", ["within=s2"], {"within": "s2"}),
        ("statement", "s2", ["stance="], {"stance": []}),
        ("statement", "s2", ["stance.0.value=-0.5"],
         {"stance": [{"toward": "CHL", "value": -0.5, "evidence": list(place("praised")), "quote": "praised"}]}),
        ("event", "e1", ["type=AID"], {"type": "AID", "quad": 2, "cameo": None, "goldstein": None, "mode": None}),
        ("event", "e2", ["claimed_by=none", "status=negated"], {"claimed_by": None, "status": "negated"}),
        ("figure", "f1", ["value=21", "measures=warships"], {"value": 21, "measures": "warships"}),
        ("actor", "person:ana-silva", ["name=Ana M. Silva", "country=CHL"], {"name": "Ana M. Silva", "country": "CHL"}),
    ],
)  # fmt: skip
def test_assignments(store: Store, kind: str, local_id: str, assignments: list[str], expected: dict[str, Any]) -> None:
    before = element(store, kind, local_id)
    correct(store, kind, local_id, *assignments)
    assert element(store, kind, local_id) == before | expected


def test_a_new_stance_stands_on_the_statement(store: Store) -> None:
    correct(store, "statement", "s2", "stance=NOR:-0.5,CHL:0.9")
    nor, chl = element(store, "statement", "s2")["stance"]
    assert (nor["toward"], nor["value"], nor["quote"]) == ("NOR", -0.5, "praised Chile for 20 new ships")
    assert (chl["value"], chl["quote"]) == (0.9, "praised")


def test_the_second_of_two_reviewers_gets_a_conflict(store: Store) -> None:
    seen = fact_of(store, number(store, "statement", "s1"))
    decide(store, seen.number, "accept", reviewer="Ana", expected=seen.version)
    with pytest.raises(ReviewConflict):
        decide(store, seen.number, "reject", reviewer="Ben", expected=seen.version)
    assert [review.reviewer for review in history(store)] == ["Ana"]
    now = fact_of(store, seen.number)
    decide(store, seen.number, "reject", reviewer="Ben", expected=now.version)
    assert item(store, "statement", "s1").verdict == "rejected"


def test_of_many_reviewers_at_once_one_wins(store: Store) -> None:
    seen = fact_of(store, number(store, "statement", "s1"))
    outcomes: list[str] = []

    def judge(name: str) -> None:
        try:
            decide(store, seen.number, "reject", reviewer=name, expected=seen.version)
            outcomes.append("decided")
        except ReviewConflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=judge, args=(f"r{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 5 + ["decided"]
    assert len(history(store)) == 1


def test_a_replayed_decision_is_a_conflict(store: Store) -> None:
    seen = fact_of(store, number(store, "event", "e1"))
    decide(store, seen.number, "reject", reviewer=WHO, expected=seen.version)
    with pytest.raises(ReviewConflict):
        decide(store, seen.number, "reject", reviewer=WHO, expected=seen.version)


@pytest.mark.parametrize(
    "options",
    [
        {"action": "delete"},
        {"action": "correct"},
        {"action": "accept", "after": {}},
        {"action": "accept", "reviewer": " "},
    ],
)
def test_what_is_no_decision(store: Store, options: dict[str, Any]) -> None:
    with pytest.raises(ReviewError):
        decide(store, number(store, "statement", "s1"), **({"reviewer": WHO} | options))


@pytest.mark.parametrize(
    "name",
    ["999999", "9" * 400, "abc", "0" * 24, "", "../../etc/passwd", "%/%", "x/s1", "_" * 12, "\ud800" * 9, "/s1/"],
)
def test_names_of_no_fact(store: Store, name: str) -> None:
    with pytest.raises(ReviewError):
        fact_of(store, name)


def test_a_fact_is_named_by_number_id_or_mark(store: Store) -> None:
    fact = fact_of(store, number(store, "statement", "s1"))
    assert all(fact_of(store, name) == fact for name in (str(fact.number), fact.hit.id, fact.mark, fact.mark[:10]))


def test_undo_brings_back_what_held_before(store: Store) -> None:
    as_read = everything(store)
    correct(store, "statement", "s1", "act=condemn")
    corrected_once = everything(store)
    decide(store, number(store, "statement", "s1"), "reject", reviewer=WHO)
    undo(store, item=number(store, "statement", "s1"), reviewer="Ben")
    assert everything(store) == corrected_once
    undo(store, item=number(store, "statement", "s1"), reviewer="Ben")
    assert everything(store) == as_read
    assert [(review.action, review.closed_by) for review in history(store)] == [("correct", "Ben"), ("reject", "Ben")]
    with pytest.raises(ReviewError, match="no decision"):
        undo(store, item=number(store, "statement", "s1"), reviewer="Ben")
    with pytest.raises(ReviewError, match="no decision"):
        undo(store, review=1, reviewer="Ben")


def test_a_merge_and_its_undoing(store: Store) -> None:
    as_read = everything(store)
    done = merge(store, "person:a-silva", "person:ana-silva", reviewer=WHO, reason="one person")
    assert done.documents == 1
    assert element(store, "statement", "s2")["speaker"] == "person:ana-silva"
    undo(store, review=done.review.number, reviewer=WHO)
    assert everything(store) == as_read


@pytest.mark.parametrize(
    ("gone", "kept", "complaint"),
    [
        ("NOR", "CHL", "states and disputed entities"),
        ("person:nobody", "CHL", "knows no actor"),
        ("person:a-silva", "person:nobody", "knows no actor"),
        ("person:a-silva", "person:a-silva", "into itself"),
        ("person:ana-silva", "person:a-silva", "circle"),
        ("org:cabinet", "person:ana-silva", "already"),
    ],
)  # fmt: skip
def test_merges_that_are_refused(store: Store, gone: str, kept: str, complaint: str) -> None:
    merge(store, "person:a-silva", "person:ana-silva", reviewer=WHO)
    merge(store, "org:cabinet", "NOR", reviewer=WHO)
    with pytest.raises(ReviewError, match=complaint):
        merge(store, gone, kept, reviewer=WHO)


def test_a_circle_through_one_document_is_refused(store: Store) -> None:
    with store.reading() as connection:
        key = connection.scalar(text("SELECT key FROM documents"))
    merge(store, "person:a-silva", "person:ana-silva", document=key, reviewer=WHO)
    with pytest.raises(ReviewError, match="circle"):
        merge(store, "person:ana-silva", "person:a-silva", reviewer=WHO)


def test_a_merge_in_one_document_leaves_others_alone(tmp_path: Path) -> None:
    other = record()
    other = dataclasses.replace(other, document=dataclasses.replace(other.document, publisher="Other Press"))
    with archive(tmp_path, record(), other) as store:
        with store.reading() as connection:
            first, second = connection.execute(text("SELECT key, id FROM documents ORDER BY id")).all()
        merge(store, "person:a-silva", "person:ana-silva", document=first.key, reviewer=WHO)
        speakers = select(items.c.document_id, item_actors.c.actor).join(item_actors).where(
            items.c.local_id == "s2", item_actors.c.part == "speaker"
        )  # fmt: skip
        with store.reading() as connection:
            found = {row.document_id: row.actor for row in connection.execute(speakers)}
        assert found == {first.id: "person:ana-silva", second.id: "person:a-silva"}
        done = merge(store, "person:a-silva", "org:cabinet", reviewer=WHO)
        assert done.documents == 2


def test_a_decision_after_a_merge_holds_without_it(store: Store) -> None:
    done = merge(store, "person:a-silva", "person:ana-silva", reviewer=WHO)
    correct(store, "statement", "s2", "manner=direct")
    undo(store, review=done.review.number, reviewer=WHO)
    assert (element(store, "statement", "s2")["speaker"], element(store, "statement", "s2")["manner"]) == (
        "person:a-silva",
        "direct",
    )


def test_reviews_survive_another_reading(store: Store) -> None:
    decide(store, number(store, "statement", "s2"), "accept", reviewer=WHO)
    decide(store, number(store, "statement", "s1"), "reject", reviewer=WHO)
    decide(store, number(store, "event", "e1"), "accept", reviewer=WHO)
    correct(store, "figure", "f1", "value=21")
    merge(store, "person:a-silva", "person:ana-silva", reviewer=WHO)
    read_again(store, reread())
    assert [(item(store, kind, name).verdict) for kind, name in (("statement", "s1"), ("statement", "s2"), ("event", "e1"), ("figure", "f1"))] == [
        "accepted", "rejected", None, "corrected",
    ]  # fmt: skip
    assert [review.before["id"] for review in orphans(store)] == ["e1"]
    assert (element(store, "figure", "f1")["value"], element(store, "figure", "f1")["statement"]) == (21, "s1")
    read_again(store, record())
    assert orphans(store) == []
    assert item(store, "event", "e1").verdict == "accepted"


def test_a_decision_on_a_carried_fact_stays_with_it(store: Store) -> None:
    decide(store, number(store, "event", "e1"), "accept", reviewer=WHO)
    wide = dataclasses.replace(record().events[0], trigger=place("attacked Chile"))
    read_again(store, record(events=Rows([wide])))
    assert item(store, "event", "e1").verdict == "accepted"
    decide(store, number(store, "event", "e1"), "reject", reviewer=WHO)
    assert (item(store, "event", "e1").verdict, orphans(store)) == ("rejected", [])
    assert len(history(store, item=number(store, "event", "e1"))) == 2
    undo(store, item=number(store, "event", "e1"), reviewer=WHO)
    assert item(store, "event", "e1").verdict == "accepted"


def test_an_archive_with_reviews_is_sound(store: Store) -> None:
    correct(store, "statement", "s1", "act=condemn", "about=FRA", "quote=condemned the raid")
    merge(store, "person:a-silva", "person:ana-silva", reviewer="\ud800 Ana", reason="lone \udfff surrogate")
    assert store.check() == []
    store.refresh([1])
    assert store.check() == []


def test_the_queue_begins_with_the_least_certain(store: Store) -> None:
    with store.reading() as connection:
        order = [fact_of(store, n).hit.id.split("/")[1] for n in queue(connection)]
        assert order == ["s1", "s2", "e2", "e1", "f1"]
        assert [fact_of(store, n).hit.id.split("/")[1] for n in queue(connection, kinds=["event"], limit=1)] == ["e2"]
        assert len(queue(connection, country="Chile")) == 4
        assert queue(connection, since="2021") == []
        assert len(queue(connection, since="2020-09", until="2020-09-16")) == 5
        assert queue(connection, verdict="any") == []
    decide(store, number(store, "statement", "s1"), "reject", reviewer=WHO)
    with store.reading() as connection:
        assert queue(connection, verdict="rejected") == [number(store, "statement", "s1")]
        assert number(store, "statement", "s1") not in queue(connection)


CHOICES = st.lists(st.tuples(st.sampled_from([("statement", "s1"), ("statement", "s2"), ("event", "e1"), ("figure", "f1")]),
                             st.sampled_from(["accept", "reject", "correct", "merge"])), max_size=6)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=CHOICES)
def test_decisions_then_undo_is_identity(store: Store, choices: list[tuple[tuple[str, str], str]]) -> None:
    as_read = everything(store)
    done: list[int] = []
    for (kind, name), action in choices:
        if action == "merge":
            if not any(review.action == "merge" and not review.closed for review in history(store)):
                done.append(merge(store, "person:a-silva", "person:ana-silva", reviewer=WHO).review.number)
        elif action == "correct":
            written = f"quote={'condemned' if kind == 'statement' else 'attacked'}"
            if element(store, kind, name)["quote"] != written.partition("=")[2]:
                done.append(correct(store, kind, name, written).review.number)
        else:
            done.append(decide(store, number(store, kind, name), action, reviewer=WHO).review.number)
    for review in reversed(done):
        undo(store, review=review, reviewer=WHO)
    assert everything(store) == as_read
    with store.reading() as connection:
        assert connection.scalars(select(reviews.c.id).where(reviews.c.closed.is_(None))).all() == []


def test_a_review_while_documents_are_added(store: Store) -> None:
    """Battery 30: both finish, and no decision is lost."""
    first = record()
    more = [
        parcel(
            dataclasses.replace(first, document=dataclasses.replace(first.document, publisher=f"Press {n}")),
            f"m{n}.txt",
        )
        for n in range(20)
    ]
    run = store.begin_run("add", {"software": "1", "model": "1", "rules": "1"})
    adding = threading.Thread(target=lambda: [store.write([one], run=run) for one in more])
    adding.start()
    with open_store(store.path) as other:
        for kind, name in (("statement", "s1"), ("statement", "s2"), ("event", "e1"), ("figure", "f1")):
            decide(other, f"{first_key(other)}/{name}", "accept" if kind == "event" else "reject", reviewer=WHO)
    adding.join()
    assert len(history(store)) == 4
    with store.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM documents")) == 21
        assert connection.scalar(text("SELECT count(*) FROM items WHERE verdict IS NOT NULL")) == 4
    assert store.check() == []


def first_key(store: Store) -> str:
    with store.reading() as connection:
        return str(connection.scalar(text("SELECT key FROM documents WHERE id = 1")))


def test_a_merge_holds_in_documents_that_come_later(store: Store) -> None:
    merge(store, "person:a-silva", "person:ana-silva", reviewer=WHO)
    first = record()
    other = dataclasses.replace(first, document=dataclasses.replace(first.document, publisher="Later Press"))
    run = store.begin_run("add", {"software": "1", "model": "1", "rules": "1"})
    store.write([parcel(other, "later.txt")], run=run)
    with store.reading() as connection:
        speakers = connection.scalars(select(item_actors.c.actor).where(item_actors.c.part == "speaker")).all()
    assert set(speakers) == {"person:ana-silva"}
