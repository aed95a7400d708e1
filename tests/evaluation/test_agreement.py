"""Agreement of two annotations, on two made-up documents each annotated twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation import agreement
from evaluation.agreement import Count, Twin, compare, intervals, numbers, pair_up, same_country, same_speaker, twins
from evaluation.alignment import country_of
from training.corpus.markup import parse

HEAD = "id: n-port-strike\ngenre: news\n---\n"
FIRST = parse(
    HEAD
    + """{src s1|{per|Ana Lima}, {role ana-lima|Minister of {gpe|Chile}}}, {cue s1|{ev e1|accused}} {st s1|{gpe|Peru} of
{ev e2|closing} the port}. {st s2|{fig f1|40 ships} are waiting}.
{gpe|Lima} {cue s3|said} {st s3|it would {ev e3|reopen} on {date|Friday}}.
---
person ana-lima | Ana Lima | Minister of Chile | CHL | official
statement s1 | speaker=ana-lima | act=accuse | manner=indirect | stance=PER:-0.6
statement s2 | speaker=ana-lima | act=say | manner=continued
statement s3 | speaker=PER | act=promise | manner=indirect
event e1 | ACCUSE/allege | actor=CHL | recipient=PER | status=happened | claimed=-
event e2 | COERCE/restrict | actor=PER | recipient=CHL | status=happened | claimed=s1
event e3 | RETREAT/access | actor=PER | status=planned | claimed=s3
figure f1 | value=40 | unit=ships | statement=s2
proposal r1 | by=PER | force=hope | statement=s3 | span=e3
"""
)
SECOND = parse(
    HEAD
    + """{src s1|{per|Ana Lima}, {role lima|Minister} of {gpe|Chile}}, {cue s1|{ev e1|accused}} {st s1|{gpe|Peru} of
{ev e2|closing the port}}. {fig f1|40} ships are waiting. {org|Lima} {cue s2|said} {st s2|it would reopen on Friday}.
---
person lima | Lima | Minister | CHL | official
statement s1 | speaker=lima | act=accuse | manner=mixed | stance=PER:-0.2, CHL:+0.5
statement s2 | speaker=org:government-per | act=promise | manner=indirect
event e1 | ACCUSE/disapprove | actor=lima | recipient=PER | status=happened | claimed=-
event e2 | SANCTION | actor=PER | status=ongoing | claimed=s1
figure f1 | value=40 | unit=vessels
proposal r1 | by=PER | force=proposal | statement=s2 | span=s2
"""
)
SPEECH = """id: s-made-up
genre: speech
speaker: kato
---
{st s1|We in {gpe|Japan} thank nobody.} %s
---
person kato | Kato | - | JPN | official
statement s1 | speaker=kato | act=say | manner=direct
%s"""
SPEECH_FIRST = parse(SPEECH % ("Good night.", ""))
SPEECH_SECOND = parse(SPEECH % ("{st s2|Good night.}", "statement s2 | speaker=kato | act=hope | manner=direct\n"))
NEWS, TALK = Twin(FIRST, SECOND), Twin(SPEECH_FIRST, SPEECH_SECOND)


@pytest.mark.parametrize(
    ("name", "both", "first", "second"),
    [
        ("names", 3 + 1, 5 + 1, 4 + 1),
        ("names, span only", 4 + 1, 5 + 1, 4 + 1),
        ("statements", 2 + 1, 3 + 1, 2 + 2),
        ("statements, with source", 2 + 1, 3 + 1, 2 + 2),
        ("statements, reported", 2, 3, 2),
        ("statements, own voice", 1, 1, 2),
        ("manner", 1 + 1, 2 + 1, 2 + 1),
        ("act", 3, 3, 3),
        ("stance", 1, 1, 2),
        ("events, trigger only", 2, 3, 2),
        ("events", 1, 3, 2),
        ("events, with actor", 1, 3, 2),
        ("event status", 1, 2, 2),
        ("figures, value only", 1, 1, 1),
        ("figures", 0, 1, 1),
        ("proposals", 1, 1, 1),
    ],
)
def test_counts(name: str, both: int, first: int, second: int) -> None:
    assert compare([NEWS, TALK]).counts[name] == Count(both, first, second)


def test_an_annotation_agrees_with_itself() -> None:
    found = compare([Twin(FIRST, FIRST), Twin(SPEECH_FIRST, SPEECH_FIRST)])
    assert {name: count.f1 for name, count in found.counts.items()} == dict.fromkeys(found.counts, 1.0)
    assert not found.kinds
    assert set(intervals(found).values()) == {(1.0, 1.0)}


def test_f1_does_not_depend_on_who_was_first() -> None:
    forth, back = compare([NEWS, TALK]), compare([Twin(SECOND, FIRST), Twin(SPEECH_SECOND, SPEECH_FIRST)])
    assert {n: c.f1 for n, c in forth.counts.items()} == pytest.approx({n: c.f1 for n, c in back.counts.items()})


def test_disagreements_are_named() -> None:
    kinds = compare([NEWS, TALK]).kinds
    assert kinds["name: label"] == 1
    assert kinds["event: type"] == 1
    assert kinds["event: only in the first"] == 1
    assert kinds["figure: unit"] == 1
    assert kinds["statement (own voice): only in the second"] == 1
    assert kinds["statement (reported): only in the first"] == 1


def test_held_out_documents_give_no_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compare([NEWS]).examples
    monkeypatch.setattr(agreement, "is_held_out", lambda _: True)
    found = compare([NEWS])
    assert found.examples == []
    assert found.kinds


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ana-lima", "lima", True),
        ("ana-lima", "CHL", False),
        ("PER", "org:government-per", True),
        ("PER", "CHL", False),
        ("org:navy-per", "org:peruvian-navy", True),
        ("org:mfa-per", "org:mfa-chl", False),
        ("?", "?", True),
        ("?", "PER", False),
    ],
)
def test_same_speaker(one: str, other: str, *, expected: bool) -> None:
    assert same_speaker(one, other, NEWS) is expected


def test_a_minister_acts_for_the_state() -> None:
    assert same_country("CHL", "lima", NEWS)
    assert not same_country("PER", "lima", NEWS)


@pytest.mark.parametrize(
    ("first", "second", "least", "expected"),
    [
        ([(0, 10)], [(0, 10)], 0.5, [(0, 0)]),
        ([(0, 10)], [(0, 4)], 0.5, []),
        ([(0, 10)], [(8, 20)], 1e-9, [(0, 0)]),
        ([(0, 10)], [(10, 20)], 1e-9, []),
        ([(0, 10), (0, 12)], [(0, 12)], 0.5, [(1, 0)]),
        ([], [(0, 1)], 0.5, []),
    ],
)
def test_pair_up(first: list, second: list, least: float, expected: list) -> None:
    assert pair_up(first, second, least=least) == expected


def test_numbers_hold_value_interval_and_counts() -> None:
    told = json.loads(json.dumps(numbers(compare([NEWS, TALK]))))
    assert told["documents"] == 2
    names = told["measures"]["statements"]
    assert names | {"low": 0, "high": 0} == {"value": 0.75, "low": 0, "high": 0, "both": 3, "first": 4, "second": 4}
    assert names["low"] <= names["value"] <= names["high"]


def test_another_text_is_refused(tmp_path: Path) -> None:
    for folder, words in (("first", "{gpe|Peru} waits."), ("second", "{gpe|Peru} sleeps.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"id: a\ngenre: news\n---\n{words}\n---\n", encoding="utf-8")
    with pytest.raises(ValueError, match="a: the second annotation has another text"):
        list(twins(tmp_path / "first", tmp_path / "second"))


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("PER", "PER"),
        ("ana-lima", "CHL"),
        ("org:mfa-per", "PER"),
        ("org:per-navy", "PER"),
        ("org:mfa", None),
        ("org:mfa-navy", None),
        ("osman-can", None),
    ],
)
def test_country_behind_an_actor(actor: str, expected: str | None) -> None:
    assert country_of(actor, FIRST) == expected
