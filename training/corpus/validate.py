"""Checks corpus files against GUIDE.md: `python -m training.corpus.validate FILE …` (or a folder)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from training.corpus.markup import Annotated, Item, MarkupError, parse

ACTS = frozenset(
    [
        "say",
        "stress",
        "praise",
        "thank",
        "welcome",
        "congratulate",
        "support",
        "promise",
        "propose",
        "urge",
        "demand",
        "ask",
        "regret",
        "warn",
        "threaten",
        "criticise",
        "accuse",
        "condemn",
        "deny",
        "reject",
        "hope",
        "believe",
        "report",
    ]
)
TYPES = frozenset(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    ]
)
STATUSES = frozenset(["happened", "ongoing", "planned", "called-for", "hypothetical", "negated"])
MANNERS = frozenset(["direct", "indirect", "mixed", "continued"])
FORCES = frozenset(["demand", "proposal", "hope"])
GENRES = frozenset(["report", "news", "statement", "speech"])
SPAN_OF = {"statement": "st", "event": "ev", "figure": "fig", "meeting": "meet"}
MIN_WORDS, MAX_WORDS = 60, 600
_ACTOR = re.compile(r"[A-Z]{3}|org:[a-z0-9-]+|group:[a-z0-9-]+|disputed:[a-z0-9-]+|\?")


def problems(document: Annotated, *, min_words: int = MIN_WORDS) -> Iterator[str]:
    """What GUIDE.md forbids in one document, in words; `min_words` is lower for texts that are not our own."""
    yield from _head_problems(document, min_words)
    persons = {item.key for item in document.of("person")}
    statements = {item.key for item in document.of("statement")}
    for item in document.items:
        yield from _span_problems(document, item)
        yield from _value_problems(item)
        for name in ("speaker", "actor", "recipient", "by", "to", "about", "from", "organisers", "participants"):
            for value in item.many(name):
                if value not in persons and value != "-" and not _ACTOR.fullmatch(value):
                    yield f"{item.kind} {item.key}: {name}={value} is no person key, alpha-3 code or org:…"
        for name in ("claimed", "statement", "within"):
            value = item.fields.get(name, "")
            if value not in ("", "-") and value not in statements:
                yield f"{item.kind} {item.key}: {name}={value} names no statement"
    yield from _orphans(document)


def _head_problems(document: Annotated, min_words: int) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9-]+", document.meta.get("id", "")):
        yield "head: id must be lower-case letters, digits and hyphens"
    if document.meta.get("genre") not in GENRES:
        yield f"head: genre is one of {sorted(GENRES)}"
    words = len(document.text.split())
    if not min_words <= words <= MAX_WORDS:
        yield f"text: {words} words; between {min_words} and {MAX_WORDS} are wanted"
    if not document.names():
        yield "text: no names are marked"


def _span_problems(document: Annotated, item: Item) -> Iterator[str]:
    tag = SPAN_OF.get(item.kind)
    if tag and not document.tagged(tag, item.key):
        yield f"{item.kind} {item.key}: no {{{tag} {item.key}|…}} in the text"
    if item.kind == "statement" and item.fields.get("manner") != "continued" and not document.tagged("cue", item.key):
        if document.meta.get("genre") not in ("speech", "statement"):
            yield f"statement {item.key}: only a continued one lacks a cue"


def _value_problems(item: Item) -> Iterator[str]:
    allowed = {"act": ACTS, "manner": MANNERS, "status": STATUSES, "force": FORCES}
    for name, values in allowed.items():
        if name in item.fields and item.fields[name] not in values:
            yield f"{item.kind} {item.key}: {name}={item.fields[name]} is not one of {sorted(values)}"
    if item.kind == "event" and (not item.positional or item.positional[0].split("/")[0] not in TYPES):
        yield f"event {item.key}: its second field is one of PLOVER's types, not {item.positional[:1]}"
    for stance in item.many("stance"):
        actor, _, value = stance.rpartition(":")
        try:
            sound = bool(actor) and -1 <= float(value) <= 1
        except ValueError:
            sound = False
        if not sound:
            yield f"statement {item.key}: stance {stance!r} is ACTOR:number from -1 to +1"


def _orphans(document: Annotated) -> Iterator[str]:
    known = {(SPAN_OF.get(item.kind), item.key) for item in document.items}
    known |= {(tag, item.key) for item in document.of("statement") for tag in ("src", "cue")}
    known |= {("role", item.key) for item in document.of("person")} | {
        ("prop", item.key) for item in document.of("proposal")
    }
    for span in document.spans:
        if span.key and (span.tag, span.key) not in known:
            yield f"{{{span.tag} {span.key}|{document.text[span.start : span.end][:30]}…}} has no line below"


def main(arguments: list[str]) -> int:
    """Print what is wrong with each file; 0 when nothing is."""
    paths = [
        path
        for name in arguments
        for path in (sorted(Path(name).glob("*.txt")) if Path(name).is_dir() else [Path(name)])
    ]
    bad = 0
    for path in paths:
        try:
            found = list(problems(parse(path.read_text(encoding="utf-8"))))
        except MarkupError as error:
            found = [str(error)]
        bad += bool(found)
        sys.stdout.writelines(f"{path.name}: {line}\n" for line in found)
    sys.stdout.write(f"{len(paths) - bad} of {len(paths)} files follow the guide\n")
    return 1 if bad or not paths else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
