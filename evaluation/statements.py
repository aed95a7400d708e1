"""Scores statements on the project's corpus: `python -m evaluation.statements [--held-out] [--errors N]`.

A statement is found when a record's content overlaps the gold content by half of their union; it is right when its
speaker is right too. Of a source without a name ("a spokesman for Shell") the side spoken for is what must be right.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field

from evaluation.alignment import OVERLAP, Pair, country_of, extent, f1, overlap, pairs, same_actor
from training.corpus.markup import Annotated, Item
from verbale.record import Record, Statement


@dataclass
class Score:
    """Counts over documents."""

    gold: int = 0
    found: int = 0
    content: int = 0
    right: int = 0
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
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    score = Score()
    for pair in pairs(held_out=options.held_out):
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
    gold = [item for item in pair.gold.of("statement") if extent(pair.gold, "st", item.key)]
    found = list(pair.record.statements)
    matched = _match(pair.gold, gold, found)
    own_voice = pair.gold.meta.get("genre") in ("speech", "statement")
    used = {index for index in matched.values() if index is not None}
    score.gold += len(gold)
    # In a speech every sentence is a statement, but only the telling ones are marked: unmatched ones are no error there.
    score.found += len(used) if own_voice else len(found)
    for position, item in enumerate(gold):
        _add_one(score, pair, item, matched[position])
    if not own_voice:
        score.errors += [
            f"EXTRA {pair.gold.id}: [{found[i].by.rule}] {found[i].speaker or '?'}: {found[i].quote[:110]}"
            for i in range(len(found)) if i not in used
        ]  # fmt: skip


def _add_one(score: Score, pair: Pair, item: Item, index: int | None) -> None:
    manner = item.fields.get("manner", "indirect")
    score.manner[manner] += 1
    span = extent(pair.gold, "st", item.key) or (0, 0)
    words = pair.gold.text[span[0] : span[1]]
    if index is None:
        near = max(pair.record.statements, key=lambda found: overlap(span, found.evidence), default=None)
        best = near.quote[:90] if near is not None and overlap(span, near.evidence) > 0 else None
        cue = extent(pair.gold, "cue", item.key)
        cue_words = pair.gold.text[slice(*cue)] if cue else None
        score.errors.append(
            f"MISSED {pair.gold.id}: ({manner}, cue {cue_words!r}) {item.fields.get('speaker')}: {words[:130]!r} best {best!r}"
        )
        return
    statement = pair.record.statements[index]
    score.content += 1
    speaker = pair.record.actor(statement.speaker) if statement.speaker else None
    right = _right_speaker(item, pair.gold, pair.record, statement)
    score.right += right
    score.manner_right[manner] += right
    if not right:
        score.errors.append(
            f"SPEAKER {pair.gold.id}: {item.fields.get('speaker')} but {speaker.id if speaker else None} [{statement.by.rule}] from {_source_words(statement, pair.gold.text)!r}: {words[:100]}"
        )
    if statement.cue is not None and "act" in item.fields:
        score.acts += 1
        score.act += statement.cue.act == item.fields["act"]
        if statement.cue.act != item.fields["act"]:
            score.errors.append(
                f"ACT {pair.gold.id}: {item.fields['act']} but {statement.cue.act} ({statement.cue.quote})"
            )
    _add_stance(score, pair, item, statement, words)


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


def _match(gold: Annotated, wanted: list[Item], found: list[Statement]) -> dict[int, int | None]:
    """Best-first one-to-one matching by overlap."""
    scored = []
    for position, item in enumerate(wanted):
        span = extent(gold, "st", item.key) or (0, 0)
        scored += [(overlap(span, statement.evidence), position, index) for index, statement in enumerate(found)]
    matched: dict[int, int | None] = dict.fromkeys(range(len(wanted)))
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
