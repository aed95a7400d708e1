"""Scores the current reader on a gold set of reviewed facts: `python -m evaluation.reviewed gold.jsonl [--json] [--errors N]`.

The set is what `verbale review ARCHIVE gold` wrote. Every document is read again. A found fact is judged when it stands on
a reviewed one (half of their union, as in `alignment`); it is right when that one was accepted or corrected and both say
the same: speaker of a statement, type and parties of an event, value and unit of a figure, name or action of the rest.
Precision is of the judged facts. Recall is of the right facts in documents where every fact of that kind was judged; a
fact that no reading ever found was never before a reviewer, so it is recall of what has been found, not of what is there.
"""

from __future__ import annotations

import argparse
import json
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.alignment import OVERLAP, f1, overlap
from verbale.archive.gold import GOLD
from verbale.archive.projection import KINDS, PARTS
from verbale.reader import Failure, Reader

Element = Mapping[str, Any]
_ABOUT = ("text", "title", "url", "publisher", "publisher_country", "date", "genre", "speaker")
_SIGNS = ("-", "0", "+")
_SAID = {  # what makes two facts on the same words the same
    "statement": ("speaker",), "event": ("type", "actor", "recipient"), "figure": ("value", "unit"),
    "proposal": ("by_actor", "action"), "project": ("name",), "format": ("name",), "agreement": ("name",),
    "meeting": ("kind",),
}  # fmt: skip


@dataclass
class Score:
    """Counts over documents, by kind."""

    judged: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    recalled: Counter[str] = field(default_factory=Counter)
    rejected_again: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    signs: Counter[tuple[str, str]] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def numbers(self) -> dict[str, Any]:
        """JSON-ready: by kind precision (None where nothing was judged), recall (None where no document is complete),
        counts; and stances as `gold/found` signs."""
        kinds = [kind for kind in KINDS if self.judged[kind] or self.gold[kind] or self.new[kind]]
        return {
            "kinds": {kind: self._of(kind) for kind in kinds},
            "stance": {f"{gold}/{found}": self.signs[gold, found] for gold in _SIGNS for found in _SIGNS},
            "failed": self.failed,
        }

    def _of(self, kind: str) -> dict[str, Any]:
        precision = f1(self.right[kind], self.judged[kind], 0)[0]
        recall = f1(self.recalled[kind], 0, self.gold[kind])[1]
        return {
            "precision": round(precision, 3) if self.judged[kind] else None,
            "recall": round(recall, 3) if self.gold[kind] else None,
            "right": self.right[kind], "judged": self.judged[kind], "gold": self.gold[kind],
            "rejected_again": self.rejected_again[kind], "not_judged": self.new[kind],
        }  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Print the scores; 1 when a document could not be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="what `verbale review ARCHIVE gold` wrote")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, default=0, help="print so many errors")
    parser.add_argument("--pipeline", help="an installed spaCy pipeline instead of the shipped model")
    options = parser.parse_args(arguments)
    score = score_of(list(lines_of(options.gold)), Reader(pipeline=options.pipeline).read_many)
    sys.stdout.write(json.dumps(score.numbers()) + "\n" if options.json else _table(score))
    sys.stdout.writelines(f"{line}\n" for line in score.errors[: options.errors])
    return 1 if score.failed else 0


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a gold set.

    Raises:
        ValueError: a line that is of no gold set, or of one of another schema.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            document = json.loads(line)
            if document.get("schema") != GOLD:
                raise ValueError(
                    f"{path}, line {number}: not {GOLD}; write it again with `verbale review ARCHIVE gold`"
                )
            yield document


def score_of(gold: Sequence[Mapping[str, Any]], read_many: Callable[[Iterable[Any]], Iterable[Any]]) -> Score:
    """Read the documents and compare.

    Args:
        gold: documents of a gold set.
        read_many: as `Reader.read_many`.
    """
    score = Score()
    given = ({name: line["document"][name] for name in _ABOUT if name in line["document"]} for line in gold)
    for line, outcome in zip(gold, read_many(given), strict=True):
        if isinstance(outcome, Failure):
            score.failed.append(f"{line['document']['key']}: {outcome.message}")
        else:
            add_document(score, line, outcome.to_dict())
    return score


def add_document(score: Score, line: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    """Compare one document of a gold set with a reading of it (`Record.to_dict()`)."""
    for kind in _SAID:
        judged = [item for item in line["items"] if item["kind"] == kind]
        if judged or kind in line["complete"]:
            _add_kind(score, kind, judged, record[kind + "s"], complete=kind in line["complete"])


def _add_kind(
    score: Score, kind: str, judged: Sequence[Mapping[str, Any]], found: Sequence[Element], *, complete: bool
) -> None:
    matched = _matched(kind, [item["element"] for item in judged], found)
    score.new[kind] += len(found) - len(matched)
    if complete:
        score.gold[kind] += sum(item["verdict"] != "rejected" for item in judged)
    for at, item in enumerate(judged):
        if at not in matched:
            if item["verdict"] != "rejected":
                score.errors.append(f"MISSED {kind}: {item['element']['quote'][:120]!r}")
            continue
        _add_pair(score, kind, item, found[matched[at]], complete=complete)


def _add_pair(score: Score, kind: str, item: Mapping[str, Any], found: Element, *, complete: bool) -> None:
    wanted = item["element"]
    same = _saying(kind, wanted) == _saying(kind, found)
    score.judged[kind] += 1
    if item["verdict"] == "rejected":
        if same:
            score.rejected_again[kind] += 1
            score.errors.append(f"REJECTED {kind}: {found['quote'][:120]!r}")
        else:
            score.judged[kind] -= 1  # another fact on the same words, which nobody has judged
            score.new[kind] += 1
        return
    score.right[kind] += same
    score.recalled[kind] += same and complete
    if not same:
        score.errors.append(
            f"WRONG {kind}: want {_saying(kind, wanted)} got {_saying(kind, found)}: {found['quote'][:120]!r}"
        )
    if kind == "statement":
        score.signs.update(_sign_pairs(wanted, found))


def _saying(kind: str, element: Element) -> tuple[Any, ...]:
    return tuple(
        tuple(sorted(value)) if isinstance(value := element[name], list) and name in PARTS.get(kind, ()) else value
        for name in _SAID[kind]
    )


def _sign_pairs(wanted: Element, found: Element) -> Iterator[tuple[str, str]]:
    """(gold, found) signs of the stance toward every actor that either has one toward."""
    gold, got = _signs(wanted), _signs(found)
    for actor in sorted(gold.keys() | got.keys()):
        yield gold.get(actor, "0"), got.get(actor, "0")


def _signs(statement: Element) -> dict[str, str]:
    return {
        stance["toward"]: "+" if stance["value"] > 0 else "-" if stance["value"] < 0 else "0"
        for stance in statement["stance"]
    }


def _matched(kind: str, wanted: Sequence[Element], found: Sequence[Element]) -> dict[int, int]:
    """Best first, one to one: places in `wanted` with places in `found`. What says the same goes before what does not."""
    spans = [_span(element) for element in found]
    order = sorted(range(len(found)), key=lambda at: spans[at])
    starts = [spans[at][0] for at in order]
    longest = max((end - start for start, end in spans), default=0)
    scored = []
    for position, element in enumerate(wanted):
        start, end = _span(element)
        for at in order[bisect_left(starts, start - longest) : bisect_left(starts, end)]:
            shared = overlap((start, end), spans[at])
            if shared >= OVERLAP:
                scored.append((shared, _saying(kind, element) == _saying(kind, found[at]), -position, -at))
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, position, at in sorted(scored, reverse=True):
        if -position not in matched and -at not in taken:
            matched[-position] = -at
            taken.add(-at)
    return matched


def _span(element: Element) -> tuple[int, int]:
    start, end = element.get("trigger") or element["evidence"]
    return start, end


def _table(score: Score) -> str:
    numbers = score.numbers()
    lines = [f"{'':12}{'precision':>10}{'recall':>8}{'judged':>8}{'gold':>6}{'rejected again':>16}{'not judged':>12}"]
    for kind, row in numbers["kinds"].items():
        shown = ["–" if row[name] is None else f"{row[name]:.3f}" for name in ("precision", "recall")]
        lines.append(
            f"{kind:12}{shown[0]:>10}{shown[1]:>8}{row['judged']:>8}{row['gold']:>6}{row['rejected_again']:>16}{row['not_judged']:>12}"
        )
    lines += ["", "stance: reviewed (down), found (across)", "   " + "".join(f"{sign:>6}" for sign in _SIGNS)]
    lines += [f"{gold:3}" + "".join(f"{score.signs[gold, found]:>6}" for found in _SIGNS) for gold in _SIGNS]
    lines += [f"not read: {failed}" for failed in score.failed]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
