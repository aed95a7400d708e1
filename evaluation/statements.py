"""Scores statements on the project's corpus: `python -m evaluation.statements [--held-out] [--errors N] [--re3d DATA]`.

A statement is found when a record's content overlaps the gold content by half of their union; it is right when its
speaker is right too. Of a source without a name ("a spokesman for Shell") the side spoken for is what must be right.
Where an annotator joined several sentences into one statement, each sentence counts, as record.md has it; acts, manners
and stances, which were given to the whole, and `f1_as_marked` are scored on statements as they were marked.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.alignment import (
    OVERLAP,
    Pair,
    country_of,
    extent,
    f1,
    overlap,
    pairs,
    re3d_pairs,
    same_actor,
    sentences_in,
)
from training.corpus.markup import Annotated, Item
from verbale.record import Record, Statement


@dataclass(frozen=True)
class Unit:
    """What is to be found: a statement, or one sentence of it."""

    item: Item
    span: tuple[int, int]


@dataclass
class Score:
    """Counts over documents."""

    gold: int = 0
    found: int = 0
    content: int = 0
    right: int = 0
    marked: list[int] = field(default_factory=lambda: [0, 0, 0])
    act: int = 0
    acts: int = 0
    manner: Counter[str] = field(default_factory=Counter)
    manner_right: Counter[str] = field(default_factory=Counter)
    stance: list[int] = field(default_factory=lambda: [0, 0, 0])
    errors: list[str] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="score the held-out fifth (never look at its errors)")
    parser.add_argument("--errors", type=int, default=0, help="print so many errors of the open part")
    parser.add_argument("--match", default="", help="only documents whose id contains this")
    parser.add_argument("--re3d", type=Path, metavar="DATA", help="score re3d's releases instead, from DATA/re3d")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    score = Score()
    held_out = options.held_out
    for pair in re3d_pairs(options.re3d, held_out=held_out) if options.re3d else pairs(held_out=held_out):
        if options.match in pair.gold.id:
            _add(score, pair)
    _print(score, as_json=options.json)
    if options.errors and not options.held_out:
        sys.stdout.write("\n".join(score.errors[: options.errors]) + "\n")
    return 0


def scores(*, held_out: bool) -> dict[str, float]:
    """The numbers that floors are kept of."""
    score = Score()
    for pair in pairs(held_out=held_out):
        _add(score, pair)
    return _numbers(score)


def _add(score: Score, pair: Pair) -> None:
    marked, sentences = _units(pair, cut=False), _units(pair, cut=True)
    _add_sentences(score, pair, sentences)
    matched = _match(marked, pair.record.statements)
    score.marked[1] += _found(pair, matched)
    score.marked[2] += len(marked)
    for position, unit in enumerate(marked):
        if (index := matched[position]) is not None:
            statement = pair.record.statements[index]
            score.marked[0] += _right_speaker(unit.item, pair.gold, pair.record, statement)
            _add_manner(score, pair, unit, statement)


def _units(pair: Pair, *, cut: bool) -> list[Unit]:
    """The gold statements with a content, whole or sentence by sentence."""
    units = []
    for item in pair.gold.of("statement"):
        span = extent(pair.gold, "st", item.key)
        if span is not None:
            units += [Unit(item, piece) for piece in (sentences_in(pair.gold.text, span) if cut else [span])]
    return units


def _found(pair: Pair, matched: dict[int, int | None]) -> int:
    """In a speech every sentence is a statement, but only the telling ones are marked: unmatched ones are no error there."""
    own_voice = pair.gold.meta.get("genre") in ("speech", "statement")
    return sum(index is not None for index in matched.values()) if own_voice else len(pair.record.statements)


def _add_sentences(score: Score, pair: Pair, units: list[Unit]) -> None:
    found = pair.record.statements
    matched = _match(units, found)
    used = set(matched.values())
    score.gold += len(units)
    score.found += _found(pair, matched)
    for position, unit in enumerate(units):
        _add_one(score, pair, unit, matched[position])
    if pair.gold.meta.get("genre") not in ("speech", "statement"):
        score.errors += [
            f"EXTRA {pair.gold.id}: [{item.by.rule}] {item.speaker or '?'}: {item.quote[:110]}"
            for index, item in enumerate(found) if index not in used
        ]  # fmt: skip


def _add_one(score: Score, pair: Pair, unit: Unit, index: int | None) -> None:
    item, manner = unit.item, unit.item.fields.get("manner", "indirect")
    score.manner[manner] += 1
    words = pair.gold.text[unit.span[0] : unit.span[1]]
    if index is None:
        near = max(pair.record.statements, key=lambda found: overlap(unit.span, found.evidence), default=None)
        best = near.quote[:90] if near is not None and overlap(unit.span, near.evidence) > 0 else None
        cue = extent(pair.gold, "cue", item.key)
        cue_words = pair.gold.text[slice(*cue)] if cue else None
        score.errors.append(
            f"MISSED {pair.gold.id}: ({manner}, cue {cue_words!r}) {item.fields.get('speaker')}: {words[:130]!r} best {best!r}"
        )
        return
    statement = pair.record.statements[index]
    score.content += 1
    right = _right_speaker(item, pair.gold, pair.record, statement)
    score.right += right
    score.manner_right[manner] += right
    if not right:
        score.errors.append(
            f"SPEAKER {pair.gold.id}: {item.fields.get('speaker')} but {statement.speaker} [{statement.by.rule}] from {_source_words(statement, pair.gold.text)!r}: {words[:100]}"
        )


def _add_manner(score: Score, pair: Pair, unit: Unit, statement: Statement) -> None:
    """The act and the stances of a matched statement."""
    if statement.cue is not None and "act" in unit.item.fields:
        score.acts += 1
        score.act += statement.cue.act == unit.item.fields["act"]
        if statement.cue.act != unit.item.fields["act"]:
            score.errors.append(
                f"ACT {pair.gold.id}: {unit.item.fields['act']} but {statement.cue.act} ({statement.cue.quote})"
            )
    _add_stance(score, pair, unit.item, statement, pair.gold.text[slice(*unit.span)])


def _source_words(statement: Statement, text: str) -> str:
    return text[slice(*statement.speaker_evidence)] if statement.speaker_evidence else ""


def _right_speaker(item: Item, gold: Annotated, record: Record, statement: Statement) -> bool:
    wanted = item.many("speaker")
    if len(wanted) > 1:
        countries = {country_of(name, gold) for name in wanted}
        return bool(countries & set(statement.speaks_for))
    key = wanted[0] if wanted else "?"
    if statement.speaker is None and _is_side(key):
        return any(same_actor(key, gold, record.actor(side)) for side in statement.speaks_for)
    return same_actor(key, gold, record.actor(statement.speaker) if statement.speaker else None)


def _is_side(key: str) -> bool:
    """A state or a body, for which somebody without a name may speak: "a spokesman for Shell"."""
    return re.fullmatch(r"[A-Z]{3}", key) is not None or key.startswith(("org:", "disputed:"))


def _add_stance(score: Score, pair: Pair, item: Item, statement: Statement, words: str) -> None:
    wanted = set()
    for entry in item.many("stance"):
        actor, _, value = entry.rpartition(":")
        wanted.add((country_of(actor, pair.gold) or actor, float(value) > 0))
    got = {(_country(pair.record, stance.toward), stance.value > 0) for stance in statement.stance}
    score.stance[0] += len(wanted & got)
    score.stance[1] += len(got)
    score.stance[2] += len(wanted)
    if wanted != got:
        score.errors += [
            f"FALSE {pair.gold.id}: want {sorted(wanted)} got {x.toward} {x.value} for {x.quote!r}: {words[:120]}"
            for x in statement.stance
            if (_country(pair.record, x.toward), x.value > 0) not in wanted
        ]
        score.errors.append(f"STANCE {pair.gold.id}: want {sorted(wanted)} got {sorted(map(str, got))}: {words[:140]}")


def _country(record: Record, actor_id: str) -> str:
    actor = record.actor(actor_id)
    return (actor.country or actor.id) if actor else actor_id


def _match(units: Sequence[Unit], found: Sequence[Statement]) -> dict[int, int | None]:
    """Best-first one-to-one matching by overlap."""
    scored = [
        (overlap(unit.span, statement.evidence), position, index)
        for position, unit in enumerate(units)
        for index, statement in enumerate(found)
    ]
    matched: dict[int, int | None] = dict.fromkeys(range(len(units)))
    taken: set[int] = set()
    for value, position, index in sorted(scored, reverse=True):
        if value < OVERLAP:
            break
        if matched[position] is None and index not in taken:
            matched[position] = index
            taken.add(index)
    return matched


def _numbers(score: Score) -> dict[str, float]:
    numbers = {
        "content_f1": f1(score.content, score.found, score.gold)[2],
        "precision": score.right / max(1, score.found),
        "recall": score.right / max(1, score.gold),
        "f1": f1(score.right, score.found, score.gold)[2],
        "f1_as_marked": f1(*score.marked)[2],
        "act_accuracy": score.act / max(1, score.acts),
        "stance_f1": f1(*score.stance)[2],
        "stance_precision": f1(*score.stance)[0],
        "gold": score.gold,
    }
    numbers |= {f"recall_{name}": score.manner_right[name] / count for name, count in sorted(score.manner.items())}
    return {name: round(value, 3) for name, value in numbers.items()}


def _print(score: Score, *, as_json: bool) -> None:
    numbers = _numbers(score)
    sys.stdout.write(
        json.dumps(numbers) + "\n" if as_json else "".join(f"{name:20} {value}\n" for name, value in numbers.items())
    )


if __name__ == "__main__":
    raise SystemExit(main())
