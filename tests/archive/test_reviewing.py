from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.reviewable import TEXT, decided, merged, place, record, reread, row, rows
from verbale.archive.merging import Merge, resolve
from verbale.archive.projection import ItemRow
from verbale.archive.reviewing import Review, apply_reviews, match_reviews
from verbale.record import Event, Record, Rows

READ = rows()
S1, S2, E1, E2, F1 = (row(READ, kind, name) for kind, name in (
    ("statement", "s1"), ("statement", "s2"), ("event", "e1"), ("event", "e2"), ("figure", "f1")))  # fmt: skip


def with_fields(on: ItemRow, **fields: Any) -> dict[str, Any]:
    return json.loads(on.data) | fields


def verdicts(found: list[ItemRow]) -> dict[str, str]:
    return {row.local_id: row.verdict for row in found if row.verdict}


def test_without_reviews_rows_are_as_read() -> None:
    assert apply_reviews(READ, []) is READ


@pytest.mark.parametrize(
    ("action", "verdict"), [("accept", "accepted"), ("reject", "rejected")]
)  # fmt: skip
def test_a_verdict_leaves_the_element_as_read(action: str, verdict: str) -> None:
    found = row(apply_reviews(READ, [decided(1, action, S1)]), "statement", "s1")
    assert found == dataclasses.replace(S1, verdict=verdict)


def test_a_correction_replaces_element_and_all_that_follows_from_it() -> None:
    start, end = place("the raid")
    after = with_fields(S1, speaker=None, about=["CHL"], evidence=[start, end], quote="the raid",
                        cue={"evidence": list(place("said")), "quote": "said", "act": "condemn"})  # fmt: skip
    found = row(apply_reviews(READ, [decided(1, "correct", S1, after=after)]), "statement", "s1")
    assert (found.verdict, found.mark, found.quote, found.code) == ("corrected", S1.mark, "the raid", "condemn")
    assert TEXT[found.start : found.end] == "the raid"
    assert found.actors == (("speaks_for", "NOR", "NOR", None), ("about", "CHL", "CHL", None))
    assert found.day == "2020-09-16"


def test_the_last_open_decision_holds() -> None:
    reviews = [
        decided(1, "accept", S1),
        decided(2, "reject", S1),
        decided(3, "accept", S1, closed="2024-01-02T00:00:00Z"),
    ]
    assert verdicts(apply_reviews(READ, reviews)) == {"s1": "rejected"}


@pytest.mark.parametrize(
    ("merges", "expected"),
    [
        ([("a", "b", None)], {"a": "b"}),
        ([("a", "b", None), ("b", "c", None)], {"a": "c", "b": "c"}),
        ([("b", "c", None), ("a", "b", None), ("c", "d", None)], {"a": "d", "b": "d", "c": "d"}),
        ([("a", "b", None), ("b", "a", None)], {}),
        ([("a", "b", None), ("b", "c", None), ("c", "b", None), ("x", "y", None)], {"x": "y"}),
        ([("a", "b", None), ("a", "c", None)], {"a": "b"}),
        ([("a", "b", None), ("a", "c", "here")], {"a": "c"}),
        ([("a", "a", None)], {}),
    ],
)
def test_chains_of_merges(merges: list[tuple[str, str, str | None]], expected: dict[str, str]) -> None:
    steps = [Merge(number, gone, {"id": kept}, where) for number, (gone, kept, where) in enumerate(merges)]
    assert {gone: end["id"] for gone, end in resolve(steps).items()} == expected


def test_a_long_chain_of_merges_is_followed_without_recursion() -> None:
    steps = [Merge(number, f"p{number}", {"id": f"p{number + 1}"}) for number in range(5000)]
    assert {end["id"] for end in resolve(steps).values()} == {"p5000"}


def test_a_merge_reaches_every_place_where_an_actor_is_named() -> None:
    found = apply_reviews(READ, [merged(1, "person:a-silva", "person:ana-silva"), merged(2, "org:cabinet", "org:gov")])
    assert row(found, "statement", "s2").actors[0] == ("speaker", "person:ana-silva", "NOR", None)
    assert json.loads(row(found, "statement", "s2").data)["speaker"] == "person:ana-silva"
    gone = row(found, "actor", "person:a-silva")
    assert (gone.name, gone.actors) == ("person:ana-silva", (("self", "person:ana-silva", "NOR", None),))
    assert json.loads(row(found, "actor", "person:ana-silva").data)["roles"][0]["organisation"] == "org:gov"
    assert row(found, "event", "e1") == E1


def test_a_merged_list_names_nobody_twice() -> None:
    after = with_fields(S1, about=["person:a-silva", "CHL", "person:ana-silva"])
    reviews = [decided(1, "correct", S1, after=after), merged(2, "person:a-silva", "person:ana-silva")]
    found = row(apply_reviews(READ, reviews), "statement", "s1")
    assert json.loads(found.data)["about"] == ["person:ana-silva", "CHL"]
    assert found.verdict == "corrected"


def test_a_merge_in_another_document_changes_nothing_here() -> None:
    assert resolve([]) == {}
    other = merged(1, "person:a-silva", "person:ana-silva", document_key="other")
    assert apply_reviews(READ, [dataclasses.replace(other, closed="2024-01-02T00:00:00Z")]) == READ


def test_reviews_survive_another_reading_with_other_local_ids() -> None:
    again = rows(reread())
    accepted = decided(1, "accept", S2)
    claimed = decided(2, "correct", F1, after=with_fields(F1, value=21.0))
    found = apply_reviews(again, [accepted, claimed, decided(3, "reject", S1)])
    assert verdicts(found) == {"s1": "accepted", "f1": "corrected", "s2": "rejected"}
    # What was accepted was said by A. Silva; the newer reading's speaker was never accepted by anybody.
    assert json.loads(row(found, "statement", "s1").data)["speaker"] == "person:a-silva"
    figure = json.loads(row(found, "figure", "f1").data)
    assert (figure["value"], figure["statement"]) == (21.0, "s1")


def test_a_reference_that_a_reviewer_set_follows_its_statement() -> None:
    after = with_fields(E2, claimed_by="s2") | {"@": {"marks": {"claimed_by": S2.mark}, "countries": {}}}
    found = row(apply_reviews(rows(reread()), [decided(1, "correct", E2, after=after)]), "event", "e1")
    assert (found.verdict, found.said_in) == ("corrected", "s1")


# --- decisions whose mark is gone ---


def _moved(**changes: Any) -> Record:
    read = record()
    return record(events=Rows([dataclasses.replace(read.events[0], **changes)]))


@pytest.mark.parametrize(
    ("read", "carried"),
    [
        (_moved(trigger=place("attacked Chile")), True),
        (_moved(trigger=place("attacked"), type="COERCE"), True),  # the same mark: the same fact, read otherwise
        (_moved(trigger=place("sheltered"), type="AID", quad=2), False),  # another fact of the same sentence
        (_moved(trigger=place("attacked Chile"), evidence=place("Norway attacked Chile"), quote="Norway attacked Chile"), False),
        (record(events=Rows()), False),
    ],
    ids=["wider trigger", "same mark", "look-alike", "other words", "gone"],
)  # fmt: skip
def test_a_decision_goes_over_to_the_same_words_or_is_an_orphan(read: Record, carried: bool) -> None:
    reviews = [decided(1, "reject", E1)]
    again = rows(read)
    matching = match_reviews(again, reviews)
    assert [review.number for review in matching.orphans] == ([] if carried else [1])
    assert verdicts(apply_reviews(again, reviews)) == ({"e1": "rejected"} if carried else {})


def test_a_quote_that_stands_twice_keeps_its_place() -> None:
    """Battery 15: "Chile" stands in the text four times; a decision on one is no decision on another."""
    read = record()
    spans = [(at, at + 5) for at in range(len(TEXT)) if TEXT.startswith("Chile", at)]
    twice = [
        dataclasses.replace(read.figures[0], id=f"f{n}", evidence=span, quote="Chile") for n, span in enumerate(spans)
    ]
    first = rows(record(figures=Rows(twice)))
    decision = decided(1, "reject", row(first, "figure", "f1"))
    assert verdicts(apply_reviews(first, [decision])) == {"f1": "rejected"}
    fewer = rows(record(figures=Rows(twice[:1] + twice[2:])))
    assert match_reviews(fewer, [decision]).orphans == (decision,)
    assert verdicts(apply_reviews(fewer, [decision])) == {}


def _siblings(*types: str) -> list[ItemRow]:
    """Events that one trigger tells of, apart by type only."""
    event = record().events[0]
    found: list[Event] = [dataclasses.replace(event, id=f"e{n}", type=kind) for n, kind in enumerate(types)]  # type: ignore[arg-type]
    return rows(record(events=Rows(found)))


@pytest.mark.parametrize(
    ("types", "carried"), [(("COERCE",), True), (("ASSAULT",), False), (("MOBILIZE",), False)]
)  # fmt: skip
def test_of_siblings_on_one_trigger_only_the_same_one_inherits(types: tuple[str, ...], carried: bool) -> None:
    judged = row(_siblings("ASSAULT", "COERCE"), "event", "e1")
    found = match_reviews(_siblings(*types), [decided(1, "accept", judged)])
    assert bool(found.by_row) is carried


def test_a_row_wanted_by_two_lost_decisions_goes_to_neither() -> None:
    wide, wider = (decided(n, "accept", row(rows(_moved(trigger=place(words))), "event", "e1"))
                   for n, words in ((1, "attacked Chile"), (2, "attacked Chile and")))  # fmt: skip
    found = match_reviews(rows(), [wide, wider])
    assert not found.by_row
    assert {review.number for review in found.orphans} == {1, 2}


def test_a_carried_decision_yields_to_one_on_the_fact_itself() -> None:
    old = decided(1, "reject", row(rows(_moved(trigger=place("attacked Chile"))), "event", "e1"))
    found = match_reviews(READ, [old, decided(2, "accept", E1)])
    assert [review.action for review in found.by_row.values()] == ["accept"]
    assert found.orphans == (old,)


# --- properties ---

FACTS = st.sampled_from([S1, S2, E1, E2, F1])
ACTIONS = st.sampled_from(["accept", "reject", "correct"])


def _review(number: int, on: ItemRow, action: str) -> Review:
    after = with_fields(on, about=["CHL"]) if on.kind == "statement" else with_fields(on)
    return decided(number, action, on, after=after if action == "correct" else None)


@given(st.lists(st.tuples(FACTS, ACTIONS), max_size=8))
def test_decisions_all_undone_are_as_if_never_made(choices: list[tuple[ItemRow, str]]) -> None:
    undone = [
        dataclasses.replace(_review(n, on, action), closed="2024-01-02T00:00:00Z")
        for n, (on, action) in enumerate(choices)
    ]
    assert apply_reviews(READ, [*undone, merged(99, "person:a-silva", "person:ana-silva", closed="x")]) == READ


@given(st.dictionaries(st.integers(0, 4), ACTIONS), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_unrelated_decisions_is_irrelevant(actions: dict[int, str], merging: bool, random: Any) -> None:
    facts = [S1, S2, E1, E2, F1]
    numbers = list(range(len(actions) + 1))
    random.shuffle(numbers)

    def made(numbering: list[int]) -> list[Review]:
        found = [_review(n, facts[at], action) for n, (at, action) in zip(numbering, actions.items(), strict=False)]
        return [*found, *([merged(numbering[-1], "person:a-silva", "person:ana-silva")] if merging else [])]

    shuffled = made(numbers)
    random.shuffle(shuffled)
    assert apply_reviews(READ, shuffled) == apply_reviews(READ, made(sorted(numbers)))


@given(st.dictionaries(st.integers(0, 4), ACTIONS))
def test_another_reading_keeps_each_decision_or_lists_it(actions: dict[int, str]) -> None:
    facts = [S1, S2, E1, E2, F1]
    reviews = [_review(n, facts[at], action) for n, (at, action) in enumerate(actions.items())]
    again = rows(reread())
    matching = match_reviews(again, reviews)
    assert {r.number for r in matching.by_row.values()} | {r.number for r in matching.orphans} == {
        r.number for r in reviews
    }
    assert {r.mark for r in matching.orphans} <= {E1.mark}
    assert all(again[at].mark == review.mark for at, review in matching.by_row.items())
