from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.reviewed import Score, add_document, lines_of, score_of
from verbale.archive.projection import KINDS
from verbale.reader import Failure


def statement(start: int, end: int, speaker: str | None, **stance: float) -> dict[str, Any]:
    return {
        "evidence": [start, end], "quote": "words", "speaker": speaker,
        "stance": [{"toward": name, "value": value} for name, value in stance.items()],
    }  # fmt: skip


def event(start: int, kind: str, *actor: str) -> dict[str, Any]:
    return {
        "trigger": [start, start + 5],
        "evidence": [0, 50],
        "quote": "words",
        "type": kind,
        "actor": list(actor),
        "recipient": [],
    }


def line(*judged: tuple[str, str, dict[str, Any]], complete: tuple[str, ...] = ()) -> dict[str, Any]:
    items = [{"kind": kind, "verdict": verdict, "element": element} for kind, verdict, element in judged]
    return {
        "schema": "verbale/gold/1",
        "document": {"key": "k", "text": "t"},
        "complete": list(complete),
        "items": items,
    }


def record(**found: list[dict[str, Any]]) -> dict[str, Any]:
    return {f"{kind}s": found.get(kind, []) for kind in KINDS}


S = "statement"


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        (line((S, "accepted", statement(0, 10, "a"))), [statement(0, 10, "a")], {"precision": 1.0, "recall": None}),
        (line((S, "accepted", statement(0, 10, "a"))), [statement(1, 10, "b")], {"precision": 0.0, "judged": 1}),
        (line((S, "accepted", statement(0, 10, "a"))), [statement(9, 30, "a")], {"precision": None, "not_judged": 1}),
        (line((S, "rejected", statement(0, 10, "a"))), [statement(0, 10, "a")], {"precision": 0.0, "rejected_again": 1}),
        (line((S, "rejected", statement(0, 10, "a"))), [statement(0, 10, "b")], {"precision": None, "not_judged": 1}),
        (line((S, "corrected", statement(0, 10, "a")), (S, "accepted", statement(20, 30, None)), complete=(S,)),
         [statement(0, 10, "a")], {"precision": 1.0, "recall": 0.5, "gold": 2}),
        (line((S, "accepted", statement(0, 10, "a")), (S, "accepted", statement(0, 10, "b")), complete=(S,)),
         [statement(0, 10, "b"), statement(0, 10, "a")], {"precision": 1.0, "recall": 1.0}),
        (line((S, "rejected", statement(0, 10, "a")), complete=(S,)), [], {}),
    ],
)  # fmt: skip
def test_precision_and_recall(gold: dict[str, Any], found: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    score = Score()
    add_document(score, gold, record(statement=found))
    row = score.numbers()["kinds"].get(S, {})
    assert {name: row[name] for name in expected} == expected


def test_events_stand_on_their_triggers() -> None:
    score = Score()
    gold = line(
        ("event", "accepted", event(0, "ASSAULT", "NOR", "CHL")), ("event", "accepted", event(20, "AID", "NOR"))
    )
    add_document(
        score, gold, record(event=[event(20, "AID", "NOR"), event(0, "ASSAULT", "CHL", "NOR"), event(40, "AID")])
    )
    row = score.numbers()["kinds"]["event"]
    assert (row["right"], row["judged"], row["not_judged"]) == (2, 2, 1)


def test_confusion_of_stance_signs() -> None:
    score = Score()
    gold = line((S, "accepted", statement(0, 10, "a", NOR=0.5, CHL=-0.5, FRA=0.3)))
    add_document(score, gold, record(statement=[statement(0, 10, "a", NOR=0.9, CHL=0.5, SWE=-0.1)]))
    assert {pair: n for pair, n in score.numbers()["stance"].items() if n} == {"+/+": 1, "-/+": 1, "+/0": 1, "0/-": 1}


def test_a_document_that_fails_is_told() -> None:
    failure = Failure(source_id=None, code="empty", message="nothing to read")
    score = score_of([line()], lambda given: [failure for _ in given])
    assert score.numbers()["failed"] == ["k: nothing to read"]


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"schema": "verbale/1"}) + "\n")
    with pytest.raises(ValueError, match="line 1: not verbale/gold/1"):
        list(lines_of(path))
