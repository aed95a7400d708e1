"""How far two annotations of the same documents agree: `python -m evaluation.agreement [--json] [--disagreements N]`.

The first annotation is the corpus, the second one is `training/corpus/second`, made from the bare texts. The measures
are those that the system is scored with, so that its scores can be read against them.

F1 of the second against the first (it is symmetric): names by span, and by span and label; statements whose contents
overlap by half of their union, and of these with the same source; the characters that lie within statements, however
these are cut; events whose triggers overlap, with the same type, and with the same actors' countries; figures that
overlap with the same value and unit; proposals that overlap by half. Accuracy among what both found: manner and act of
statements, status of events. Stance is the F1 of (country, sign) on statements that both found. The interval is the
middle 95 % of the measure over documents drawn again with replacement.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.alignment import CORPUS, OVERLAP, country_of, extent, f1, folded, overlap, speaker_name
from training.corpus.markup import Annotated, Item, is_held_out, load

SECOND = CORPUS.parent / "second"
# Triggers are one to three words, so that annotators who mean the same event rarely share half of them.
TOUCHING = 1e-9
# Enough for two digits of an interval's ends; a fixed seed, so that the same annotations print the same table.
RESAMPLES, SEED = 1000, 7
ACCURACIES = frozenset({"manner", "act", "event status"})
OWN_VOICE = frozenset({"speech", "statement"})

Place = tuple[int, int]
Places = tuple[list[Place], list[Place]]
Paired = list[tuple[int, int]]


@dataclass
class Count:
    """How many of one measure are in the first annotation, in the second, and in both."""

    both: int = 0
    first: int = 0
    second: int = 0

    @property
    def f1(self) -> float:
        """F1 from 0 to 1; of an accuracy, where first and second are alike, the accuracy."""
        return f1(self.both, self.second, self.first)[2]


@dataclass
class Agreement:
    """Counts by measure, and the disagreements by kind with examples from documents that are not held out."""

    documents: list[dict[str, Count]] = field(default_factory=list)
    counts: dict[str, Count] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, name: str, *, both: int, first: int, second: int) -> None:
        """Add to one measure, of the whole and of the document at hand."""
        for counts in (self.counts, self.documents[-1]):
            count = counts.setdefault(name, Count())
            count.both += both
            count.first += first
            count.second += second

    def check(self, name: str, *, same: bool) -> None:
        """Add one comparison to an accuracy."""
        self.add(name, both=int(same), first=1, second=1)

    def differ(self, kind: str, document: Annotated, example: str) -> None:
        """Note a disagreement."""
        self.kinds[kind] += 1
        if not is_held_out(document.id):
            self.examples.append(f"{kind} | {document.id} | {example}")


@dataclass(frozen=True)
class Twin:
    """One document annotated twice."""

    first: Annotated
    second: Annotated

    @property
    def both(self) -> tuple[Annotated, Annotated]:
        """The first and the second."""
        return self.first, self.second

    def words(self, place: Place) -> str:
        """The text at a place, shortened."""
        return self.first.text[slice(*place)][:90]


def twins(first: Path = CORPUS, second: Path = SECOND) -> Iterator[Twin]:
    """The documents that are in both folders.

    Raises:
        ValueError: the two texts of a document differ.
    """
    again = {document.id: document for document in load(second)}
    for document in load(first):
        if document.id not in again:
            continue
        if document.text != again[document.id].text:
            raise ValueError(f"{document.id}: the second annotation has another text")
        yield Twin(document, again[document.id])


def compare(documents: Iterable[Twin]) -> Agreement:
    """All measures over all documents."""
    agreement = Agreement()
    for twin in documents:
        agreement.documents.append({})
        _names(agreement, twin)
        _statements(agreement, twin)
        _events(agreement, twin)
        _figures(agreement, twin)
        _proposals(agreement, twin)
    return agreement


def _names(agreement: Agreement, twin: Twin) -> None:
    first = {(span.start, span.end): span.tag for span in twin.first.names()}
    second = {(span.start, span.end): span.tag for span in twin.second.names()}
    common = first.keys() & second.keys()
    exact = [place for place in common if first[place] == second[place]]
    agreement.add("names", both=len(exact), first=len(first), second=len(second))
    agreement.add("names, span only", both=len(common), first=len(first), second=len(second))
    for place in sorted(common - set(exact)):
        agreement.differ("name: label", twin.first, f"{first[place]}/{second[place]} {twin.words(place)!r}")
    for place in sorted(first.keys() ^ second.keys()):
        others, side = (second, "first") if place in first else (first, "second")
        crossed = any(overlap(place, other) > 0 for other in others)
        kind = "name: borders" if crossed else f"name: only in the {side}"
        agreement.differ(kind, twin.first, f"{side} {twin.words(place)!r}")


def _statements(agreement: Agreement, twin: Twin) -> None:
    first, places = _placed(twin.first, "statement", "st")
    second, others = _placed(twin.second, "statement", "st")
    pairs = pair_up(places, others, least=OVERLAP)
    voice = "own voice" if twin.first.meta.get("genre") in OWN_VOICE else "reported"
    same = sum(_same_source(twin, first[one], second[other]) for one, other in pairs)
    for name in ("statements", f"statements, {voice}"):
        agreement.add(name, both=len(pairs), first=len(first), second=len(second))
        agreement.add(f"{name}, with source", both=same, first=len(first), second=len(second))
    said = [{at for span in document.tagged("st") for at in range(span.start, span.end)} for document in twin.both]
    agreement.add("statements, characters", both=len(said[0] & said[1]), first=len(said[0]), second=len(said[1]))
    for one, other in pairs:
        _one_statement(agreement, twin, (first[one], second[other]), places[one])
    _note_unpaired(agreement, twin, f"statement ({voice})", pairs, (places, others))


def _one_statement(agreement: Agreement, twin: Twin, items: tuple[Item, Item], place: Place) -> None:
    for name in ("manner", "act"):
        one, other = (item.fields.get(name, "-") for item in items)
        agreement.check(name, same=one == other)
        if one != other:
            agreement.differ(f"statement: {name}", twin.first, f"{one}/{other} {twin.words(place)!r}")
    if not _same_source(twin, *items):
        speakers = "/".join(item.fields.get("speaker", "?") for item in items)
        agreement.differ("statement: source", twin.first, f"{speakers} {twin.words(place)!r}")
    signs = [_signs(document, item) for document, item in zip(twin.both, items, strict=True)]
    agreement.add("stance", both=len(signs[0] & signs[1]), first=len(signs[0]), second=len(signs[1]))
    if signs[0] != signs[1]:
        evaluated = "/".join(str(sorted(one)) for one in signs)
        agreement.differ("statement: stance", twin.first, f"{evaluated} {twin.words(place)!r}")


def _signs(document: Annotated, item: Item) -> set[tuple[str, bool]]:
    entries = (entry.rpartition(":") for entry in item.many("stance"))
    return {(country_of(actor, document) or actor, float(value) > 0) for actor, _, value in entries if float(value)}


def _same_source(twin: Twin, first: Item, second: Item) -> bool:
    return _same_sides(twin, first.many("speaker") or ["?"], second.many("speaker") or ["?"], same_speaker)


def same_speaker(one: str, other: str, twin: Twin) -> bool:
    """Whether two actors, each as its annotator wrote it, are the same person, body or state."""
    sides = ((one, twin.first), (other, twin.second))
    persons = [any(item.key == key for item in document.of("person")) for key, document in sides]
    if persons[0] != persons[1] or one == other:
        return one == other
    if persons[0]:
        return bool(folded(speaker_name(twin.first, one)) & folded(speaker_name(twin.second, other)))
    return same_country(one, other, twin)


def same_country(one: str, other: str, twin: Twin) -> bool:
    """Whether the same state stands behind two actors; bodies of no state are compared by the words of their keys."""
    countries = (country_of(one, twin.first), country_of(other, twin.second))
    if all(countries):
        return countries[0] == countries[1]
    return one == other or bool(_key_words(one) & _key_words(other))


def _key_words(key: str) -> set[str]:
    return folded(re.sub(r"^\w+:", "", key).replace("-", " ")) - {"of", "the", "and"}


def _same_sides(twin: Twin, first: list[str], second: list[str], same: Callable[[str, str, Twin], bool]) -> bool:
    """Whether each actor of either list has its like in the other."""
    forth = all(any(same(one, other, twin) for other in second) for one in first)
    return forth and all(any(same(one, other, twin) for one in first) for other in second)


def _events(agreement: Agreement, twin: Twin) -> None:
    first, places = _placed(twin.first, "event", "ev")
    second, others = _placed(twin.second, "event", "ev")
    pairs = pair_up(places, others, least=TOUCHING)
    typed = [(one, other) for one, other in pairs if _type(first[one]) == _type(second[other])]
    acted = [
        pair for pair in typed
        if _same_sides(twin, first[pair[0]].many("actor"), second[pair[1]].many("actor"), same_country)
    ]  # fmt: skip
    for name, agreed in (("events, trigger only", pairs), ("events", typed), ("events, with actor", acted)):
        agreement.add(name, both=len(agreed), first=len(first), second=len(second))
    for one, other in pairs:
        kinds = (_type(first[one]), _type(second[other]))
        if kinds[0] != kinds[1]:
            agreement.differ("event: type", twin.first, f"{'/'.join(kinds)} {twin.words(places[one])!r}")
        statuses = (first[one].fields.get("status", "-"), second[other].fields.get("status", "-"))
        agreement.check("event status", same=statuses[0] == statuses[1])
        if statuses[0] != statuses[1]:
            agreement.differ("event: status", twin.first, f"{'/'.join(statuses)} {twin.words(places[one])!r}")
    for one, _ in set(typed) - set(acted):
        agreement.differ("event: actor", twin.first, f"{first[one].fields.get('actor')} {twin.words(places[one])!r}")
    _note_unpaired(agreement, twin, "event", pairs, (places, others))


def _type(item: Item) -> str:
    return item.positional[0].split("/")[0] if item.positional else "-"


def _figures(agreement: Agreement, twin: Twin) -> None:
    first, places = _placed(twin.first, "figure", "fig")
    second, others = _placed(twin.second, "figure", "fig")
    pairs = pair_up(places, others, least=TOUCHING)
    valued = [(one, other) for one, other in pairs if _value(first[one]) == _value(second[other])]
    unit = [(one, other) for one, other in valued if first[one].fields.get("unit") == second[other].fields.get("unit")]
    for name, agreed in (("figures, value only", valued), ("figures", unit)):
        agreement.add(name, both=len(agreed), first=len(first), second=len(second))
    for one, other in set(valued) - set(unit):
        units = f"{first[one].fields.get('unit')}/{second[other].fields.get('unit')}"
        agreement.differ("figure: unit", twin.first, f"{units} {twin.words(places[one])!r}")
    _note_unpaired(agreement, twin, "figure", pairs, (places, others))


def _value(item: Item) -> float | None:
    try:
        return float(item.fields["value"])
    except (KeyError, ValueError):
        return None


def _proposals(agreement: Agreement, twin: Twin) -> None:
    places = [_proposed(twin.first, item) for item in twin.first.of("proposal")]
    others = [_proposed(twin.second, item) for item in twin.second.of("proposal")]
    pairs = pair_up(places, others, least=OVERLAP)
    agreement.add("proposals", both=len(pairs), first=len(places), second=len(others))
    _note_unpaired(agreement, twin, "proposal", pairs, (places, others))


def _proposed(document: Annotated, item: Item) -> Place:
    """The stretch of a proposal; of one that is told by an event's trigger, the statement around it."""
    key = item.fields.get("span") or item.key
    if key.startswith("e"):
        key = item.fields.get("statement") or key
    tag = {"r": "prop", "s": "st", "e": "ev"}.get(key[0], "prop")
    return extent(document, tag, key) or (0, 0)


def _placed(document: Annotated, kind: str, tag: str) -> tuple[list[Item], list[Place]]:
    found = [(item, place) for item in document.of(kind) if (place := extent(document, tag, item.key))]
    return [item for item, _ in found], [place for _, place in found]


def pair_up(first: list[Place], second: list[Place], *, least: float) -> Paired:
    """One-to-one pairs of places, the most overlapping first, that overlap at least so far; indices into both lists."""
    scored = ((overlap(one, other), i, j) for i, one in enumerate(first) for j, other in enumerate(second))
    pairs: Paired = []
    taken: tuple[set[int], set[int]] = (set(), set())
    enough = (entry for entry in scored if entry[0] >= least)
    for _, one, other in sorted(enough, key=lambda entry: (-entry[0], *entry[1:])):
        if one not in taken[0] and other not in taken[1]:
            pairs.append((one, other))
            taken[0].add(one)
            taken[1].add(other)
    return sorted(pairs)


def _note_unpaired(agreement: Agreement, twin: Twin, what: str, pairs: Paired, places: Places) -> None:
    for side, name in enumerate(("first", "second")):
        paired = {pair[side] for pair in pairs}
        for index, place in enumerate(places[side]):
            if index not in paired:
                agreement.differ(f"{what}: only in the {name}", twin.first, repr(twin.words(place)))


def intervals(agreement: Agreement) -> dict[str, tuple[float, float]]:
    """The middle 95 % of each measure over resampled documents."""
    draw = random.Random(SEED)
    samples = [draw.choices(agreement.documents, k=len(agreement.documents)) for _ in range(RESAMPLES)]
    ends = {}
    for name in agreement.counts:
        drawn = (_resampled(sample, name) for sample in samples)
        values = sorted(value for value in drawn if value is not None)
        ends[name] = (values[len(values) // 40], values[-1 - len(values) // 40]) if values else (0.0, 0.0)
    return ends


def _resampled(sample: list[dict[str, Count]], name: str) -> float | None:
    """The measure over drawn documents; None when none of them has what it measures."""
    counts = [document[name] for document in sample if name in document]
    first, second = sum(one.first for one in counts), sum(one.second for one in counts)
    return f1(sum(one.both for one in counts), second, first)[2] if first + second else None


def numbers(agreement: Agreement) -> dict[str, Any]:
    """What `--json` prints: by measure its value, from 0 to 1, the ends of its interval, and its counts."""
    ends = intervals(agreement)
    table = {
        name: {
            "value": round(count.f1, 3),
            "low": round(ends[name][0], 3),
            "high": round(ends[name][1], 3),
            "both": count.both,
            "first": count.first,
            "second": count.second,
        }
        for name, count in sorted(agreement.counts.items())
    }
    return {
        "documents": len(agreement.documents),
        "measures": table,
        "disagreements": dict(agreement.kinds.most_common()),
    }


def _print(agreement: Agreement) -> None:
    ends = intervals(agreement)
    sys.stdout.write(f"{len(agreement.documents)} documents\n")
    for name, count in sorted(agreement.counts.items()):
        measure = "accuracy" if name in ACCURACIES else "F1"
        counts = f"({count.both} both, {count.first} first, {count.second} second)"
        low, high = ends[name]
        sys.stdout.write(f"{name:36} {measure:9}{count.f1:.3f}  [{low:.2f}, {high:.2f}]  {counts}\n")
    for kind, times in agreement.kinds.most_common():
        sys.stdout.write(f"  {times:4} {kind}\n")


def main(arguments: list[str] | None = None) -> int:
    """Print the agreement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--disagreements", type=int, default=0, help="print so many examples, none held out")
    parser.add_argument("--kind", default="", help="only examples whose kind begins with this")
    options = parser.parse_args(arguments)
    agreement = compare(twins())
    if options.json:
        sys.stdout.write(json.dumps(numbers(agreement)) + "\n")
    else:
        _print(agreement)
    chosen = [line for line in agreement.examples if line.startswith(options.kind)][: options.disagreements]
    sys.stdout.writelines(f"{line}\n" for line in chosen)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
