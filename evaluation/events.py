"""Scores events: `python -m evaluation.events --data ../shared/data [--held-out] [--errors N]`.

Two gold sets, both read end to end by the system, statements and cast included.

*GSR*: the PLOVER gold sentences of OEDA, coded under an older codebook: its FIGHT is ASSAULT, DEMAND is REQUEST,
DISAPPROVE and INVESTIGATE are ACCUSE; it files a promise to yield under AGREE and destruction under COERCE, so events
whose CAMEO code says so are counted there. It has no status: what a speaker says must be done is that speaker's
REQUEST, a hostile plan is a THREATEN, and help that is refused is a REJECT, by PLOVER's rule on types that equal a type
status has it. A random half (`DEVELOPMENT_SEED`) is for development, the other only for scoring.

*Corpus*: this project's own documents, with `--held-out` the fifth that nobody tunes on.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.alignment import Pair, country_of, extent, f1, pairs, same_actor
from training.corpus.markup import Item
from verbale.reader import Failure, Reader
from verbale.record import Actor, Event, Record

GSR_FILE = "events/PLOVER_GSR_CAMEO.txt.gz"
DEVELOPMENT_SEED = 7
_GSR_TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
_GSR_CODES = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM", "NGO": "IGO", "ISM": "IGO", "IMG": "IGO"}
_HELPFUL = ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT")
_HOSTILE = ("ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST")
_ASSERTED = ("happened", "ongoing", "planned")

Triple = tuple[str, str, str]


@dataclass
class Gold:
    """What GSR says of one sentence."""

    text: str
    types: set[str] = field(default_factory=set)
    triples: set[Triple] = field(default_factory=set)


@dataclass
class Tally:
    """Hits, found and wanted of one measure."""

    hits: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, found: set[Any], wanted: set[Any]) -> None:
        self.hits += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)

    def line(self, name: str) -> str:
        precision, recall, score = f1(self.hits, self.found, self.wanted)
        return f"{name:34} P {precision:.3f}  R {recall:.3f}  F1 {score:.3f}  ({self.hits}/{self.found}/{self.wanted})"


def main(arguments: list[str] | None = None) -> int:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, help="folder of the third-party data; without it only the corpus is scored"
    )
    parser.add_argument("--half", choices=("dev", "check", "all"), default="dev", help="which half of GSR")
    parser.add_argument(
        "--held-out", action="store_true", help="score the corpus' held-out fifth (never look at its errors)"
    )
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only", choices=("gsr", "corpus"))
    options = parser.parse_args(arguments)
    if options.data is not None and options.only != "corpus":
        gold = gsr(options.data / GSR_FILE, options.half)
        report, errors = score_gsr(gold, _read([item.text for item in gold]))
        _show(
            f"GSR, {options.half}: {len(gold)} sentences",
            report,
            errors if options.half == "dev" else [],
            options.errors,
        )
    if options.only != "gsr":
        report, errors = score_corpus(pairs(held_out=options.held_out))
        _show(
            "Corpus" + (", held out" if options.held_out else ""),
            report,
            [] if options.held_out else errors,
            options.errors,
        )
    return 0


def _show(title: str, report: list[str], errors: list[str], limit: int) -> None:
    sys.stdout.write("\n".join([f"# {title}", *report, *errors[:limit]]) + "\n")


def gsr(path: Path, half: str) -> list[Gold]:
    """Gold by sentence; records about the same sentence are put together."""
    records = [item for item in json.loads(gzip.decompress(path.read_bytes())) if item["event"] != "DOCUMENT"]
    keys = sorted(item["id"] for item in records)
    random.Random(DEVELOPMENT_SEED).shuffle(keys)
    development = set(keys[: len(keys) // 2])
    seen = {_plain(item["text"]) for item in records if item["id"] in development}
    found: dict[str, Gold] = {}
    for item in records:
        text = _plain(item["text"])
        if half == "all" or (text in seen) == (half == "dev"):
            _add_gold(found.setdefault(text, Gold(text)), item)
    return list(found.values())


def _plain(text: str) -> str:
    return " ".join(text.replace("``", '"').replace("''", '"').split())


def _add_gold(gold: Gold, item: dict[str, Any]) -> None:
    kind = _GSR_TYPES.get(item["event"], item["event"])
    gold.types.add(kind)
    gold.triples |= triples(_codes(item.get("source")), kind, _codes(item.get("target")))


def _codes(side: list[dict[str, str]] | str | None) -> set[str]:
    codes = {str(actor.get("code") or "") for actor in side} if isinstance(side, list) else set()
    return {_GSR_CODES.get(code, code) for code in codes if code}


def triples(actors: Iterable[str], kind: str, recipients: Iterable[str]) -> set[Triple]:
    """Country triples of an event; one among several without a recipient goes both ways, as CAMEO writes it."""
    first, second = sorted(set(actors)), sorted(set(recipients))
    if not second and len(first) > 1:
        return {(one, kind, other) for one in first for other in first if one != other}
    return {(one, kind, other) for one in first or [""] for other in second or [""]}


def _read(texts: list[str]) -> list[Record]:
    records = []
    for outcome in Reader().read_many({"text": text, "genre": "news"} for text in texts):
        if isinstance(outcome, Failure):
            raise RuntimeError(outcome.message)
        records.append(outcome)
    return records


def gsr_type(event: Event) -> str:
    """An event's type in the codebook of GSR."""
    code = event.cameo or ""
    rules = (
        ("AGREE", event.type == "CONCEDE" and code.startswith("03")),
        ("REQUEST", event.status == "called-for"),
        ("REJECT", event.status == "negated" and event.type in _HELPFUL),
        ("THREATEN", event.status == "planned" and event.type in _HOSTILE),
        ("COERCE", event.type == "ASSAULT" and code.startswith(("1712", "175"))),
        ("ASSAULT", event.type == "COERCE" and code.startswith("19")),
        ("SUPPORT", event.type == "CONCEDE" and code in ("055", "056")),
    )
    return next((kind for kind, holds in rules if holds), event.type)


def main_event(record: Record) -> Event | None:
    """The event that a sentence is about: asserted before not, then the one told in the widest clause."""
    ranked = [
        (item.status in _ASSERTED, item.evidence[1] - item.evidence[0], -item.trigger[0], item)
        for item in record.events
    ]
    return max(ranked, key=lambda entry: entry[:3])[3] if ranked else None


def countries(record: Record, actors: Iterable[str]) -> set[str]:
    """Codes of actors as GSR writes them: the state behind, or IGO."""
    found = set()
    for key in actors:
        actor = record.actor(key)
        if actor is None:
            continue
        if (
            actor.kind == "igo"
            or (actor.kind == "organisation" and actor.country is None)
            or _serves_igo(record, actor)
        ):
            found.add("IGO")
        elif actor.kind == "disputed":
            found.add(_DISPUTED.get(actor.name, actor.country or actor.id))
        else:
            found.add(actor.id if actor.kind == "state" else actor.country or "")
    return found - {""}


def _serves_igo(record: Record, actor: Actor) -> bool:
    """Whether a person's office is one of an international body."""
    bodies = [record.actor(role.organisation) for role in actor.roles if role.organisation]
    return actor.kind == "person" and any(body is not None and body.kind == "igo" for body in bodies)


_DISPUTED = {"Palestine": "PSE", "Kosovo": "SRB", "Taiwan": "TWN", "Northern Cyprus": "CYP"}


def score_gsr(gold: list[Gold], records: list[Record]) -> tuple[list[str], list[str]]:
    """Report lines and errors."""
    names = ("type, main event", "type, all events", "triple, main event", "triple, all events")
    tallies = {name: Tally() for name in names}
    coded = right = 0
    errors: list[str] = []
    per_type: Counter[str] = Counter()
    for item, record in zip(gold, records, strict=True):
        best = main_event(record)
        chosen = [best] if best else []
        for name, events in (("main event", chosen), ("all events", list(record.events))):
            tallies[f"type, {name}"].add({gsr_type(event) for event in events}, item.types)
            tallies[f"triple, {name}"].add(_triples(record, events), item.triples)
        if best is not None:
            coded += 1
            right += gsr_type(best) in item.types
        if best is None or gsr_type(best) not in item.types or not _triples(record, chosen) & item.triples:
            errors.append(_gsr_error(item, record, best))
            per_type.update(f"{kind}→{gsr_type(best) if best else '-'}" for kind in item.types)
    report = [
        f"coded {coded} of {len(gold)}; type right when coded {right / max(coded, 1):.3f}",
        *(tallies[n].line(n) for n in names),
    ]
    return [*report, "confusions: " + ", ".join(f"{k} {n}" for k, n in per_type.most_common(20))], errors


def _triples(record: Record, events: Iterable[Event]) -> set[Triple]:
    found: set[Triple] = set()
    for event in events:
        actors, recipients = countries(record, event.actor), countries(record, event.recipient)
        if event.status == "called-for":
            actors, recipients = _asking(record, event), actors or recipients
        found |= triples(actors, gsr_type(event), recipients)
    return found


def _asking(record: Record, event: Event) -> set[str]:
    """Who says that it must be done."""
    speakers = [item.speaker for item in record.statements if item.id == event.claimed_by and item.speaker]
    return countries(record, speakers)


def _gsr_error(item: Gold, record: Record, best: Event | None) -> str:
    mine = [f"{'*' if event is best else ''}{_brief(record, event)}" for event in record.events]
    return f"\n{item.text}\n  gold {sorted(item.triples)}\n  mine " + "\n       ".join(mine or ["-"])


def _brief(record: Record, event: Event) -> str:
    trigger = record.document.text[event.trigger[0] : event.trigger[1]]
    parties = f"{list(event.actor)} → {list(event.recipient)}"
    return f"{event.type}/{event.mode} {parties} {event.status} “{trigger}” [{event.by.rule}]"


def score_corpus(read: Iterable[Pair]) -> tuple[list[str], list[str]]:
    """Trigger + type, + actor, + recipient F1; status and claims among the triggers found."""
    tally = Counter[str]()
    errors: list[str] = []
    for pair in read:
        _score_document(pair, tally, errors)
    lines = []
    for name in ("trigger", "type", "actor", "recipient"):
        lines.append(Tally(tally[name], tally["found"], tally["gold"]).line(f"trigger + … {name}"))
    for name in ("status", "claimed"):
        lines.append(
            f"{name} right among triggers found: {tally[name] / max(tally['trigger'], 1):.3f} of {tally['trigger']}"
        )
    return lines, errors


def _score_document(pair: Pair, tally: Counter[str], errors: list[str]) -> None:
    used: set[str] = set()
    for item in pair.gold.of("event"):
        span = extent(pair.gold, "ev", item.key)
        if span is None:
            continue
        tally["gold"] += 1
        event = _best_match(pair, item, span, used)
        if event is None:
            gold = f"{' | '.join(item.positional)} {item.fields}"
            errors.append(f"MISSED {pair.gold.id}: {gold} “…{_around(pair.gold.text, span)}…”")
            continue
        used.add(event.id)
        _score_event(pair, item, event, tally, errors)
    tally["found"] += len(pair.record.events)
    errors += [
        f"EXTRA {pair.gold.id}: {_brief(pair.record, event)} “{event.quote[:140]}”"
        for event in pair.record.events
        if event.id not in used
    ]


def _around(text: str, span: tuple[int, int]) -> str:
    return f"{text[max(0, span[0] - 90) : span[0]]}<<{text[span[0] : span[1]]}>>{text[span[1] : span[1] + 90]}"


def _best_match(pair: Pair, item: Item, span: tuple[int, int], used: set[str]) -> Event | None:
    near = [
        event
        for event in pair.record.events
        if event.id not in used and event.trigger[0] < span[1] and event.trigger[1] > span[0]
    ]
    return max(near, key=lambda event: (event.type == _type(item), -event.trigger[0]), default=None)


def _type(item: Item) -> str:
    return item.positional[0].partition("/")[0]


def _score_event(pair: Pair, item: Item, event: Event, tally: Counter[str], errors: list[str]) -> None:
    right = event.type == _type(item)
    actor = right and _same(pair, item.many("actor"), event.actor)
    recipient = actor and _same(pair, item.many("recipient"), event.recipient)
    status = event.status == item.fields.get("status", "happened")
    claimed = (event.claimed_by is not None) == (item.fields.get("claimed", "-") != "-")
    marks = {
        "trigger": True,
        "type": right,
        "actor": actor,
        "recipient": recipient,
        "status": status,
        "claimed": claimed,
    }
    tally.update(name for name, good in marks.items() if good)
    wrong = [name for name, good in marks.items() if not good]
    if wrong:
        gold = f"{' | '.join(item.positional)} {item.fields}"
        mine = f"{_brief(pair.record, event)} claimed={event.claimed_by} “{event.quote[:200]}”"
        errors.append(f"{'+'.join(wrong).upper()} {pair.gold.id}: gold {gold}\n    mine {mine}")


def _same(pair: Pair, gold: list[str], mine: Iterable[str]) -> bool:
    """Whether two lists of actors stand for the same parties: by identity, or by the states behind them."""
    actors = [pair.record.actor(key) for key in mine]
    known = [key for key in gold if key != "?"]
    if not known:
        return not actors
    found = all(any(_same_one(pair, key, actor) for actor in actors) for key in known)
    return found and all(any(_same_one(pair, key, actor) for key in known) for actor in actors)


def _same_one(pair: Pair, gold: str, actor: Actor | None) -> bool:
    if actor is None:
        return False
    if same_actor(gold, pair.gold, actor):
        return True
    country = country_of(gold, pair.gold)
    return country is not None and country == (actor.id if actor.kind == "state" else actor.country)


if __name__ == "__main__":
    raise SystemExit(main())
