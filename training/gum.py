"""What the GUM treebank's tenth column and the shared attribution file add: names and attributed speech."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from pathlib import Path

from training.example import Attribution, Text, tags_of
from training.names import mark_money
from training.places import COUNTRIES, DATE_WORDS, TITLES

_ENTITY = re.compile(r"\((\d[^()]*(?:\([^()]*\)[^()]*)*?)(?=\)|\(|$)\)?|([^()]+)\)")
_KINDS = {"person": {"PERSON"}, "organization": {"ORG"}, "place": {"GPE", "LOC", "FAC"}, "event": {"EVENT"}}
_LINKING = {"of", "the", "and", "for", "de", "-", "–", "&", "/", "'s", "al", "in", "on"}


def mentions(notes: list[str]) -> list[tuple[int, int, str, bool]]:
    """Mentions marked in the tenth column: (start, end, type, has a Wikipedia identity), half-open ranges of words."""
    found: list[tuple[int, int, str, bool]] = []
    waiting: dict[str, list[tuple[int, str, bool]]] = defaultdict(list)
    for at, note in enumerate(notes):
        entity = next((part[7:] for part in note.split("|") if part.startswith("Entity=")), "")
        for match in _ENTITY.finditer(entity):
            body, closing = match.group(1), match.group(2)
            if closing is not None:
                if waiting[closing]:
                    start, kind, wiki = waiting[closing].pop()
                    found.append((start, at + 1, kind, wiki))
                continue
            parts = body.split("-", 7)
            kind, wiki = parts[1] if len(parts) > 1 else "", len(parts) > 7
            if match.group(0).endswith(")"):
                found.append((at, at + 1, kind, wiki))
            else:
                waiting[parts[0]].append((at, kind, wiki))
    return found


def name_tags(text: Text, notes: list[str]) -> list[frozenset[str] | None]:
    """The tags each word may have. Proper nouns outside a mention of a known kind say nothing; other words are none."""
    tags: list[frozenset[str] | None] = [
        None if _proper(text, at) else frozenset({"O"}) for at in range(len(text.words))
    ]
    for at, word in enumerate(text.words):
        if text.upos[at] in ("NUM", "SYM") or word.lower() in DATE_WORDS:
            tags[at] = None
    for start, end, kind, wiki in sorted(mentions(notes), key=lambda mention: mention[0] - mention[1]):
        if kind == "time":
            _mark_time(text, tags, start, end)
        elif kind in _KINDS:
            _mark_name(text, tags, start, end, _KINDS[kind], wiki=wiki)
    mark_money(text.words, tags)
    return tags


def _mark_time(text: Text, tags: list[frozenset[str] | None], start: int, end: int) -> None:
    words = [word.lower() for word in text.words[start:end]]
    dated = [word in DATE_WORDS or word.isdigit() for word in words]
    if not dated[-1] or end - start > 5 or (end - start == 1 and words[0].isdigit() and len(words[0]) != 4):
        return
    if words[0] in ("the", "this", "that", "a", "an") and len(words) > 1:
        start += 1
    for at in range(start, end):
        tags[at] = tags_of({"DATE"}, first=at == start)


def _mark_name(
    text: Text, tags: list[frozenset[str] | None], start: int, end: int, kinds: set[str], *, wiki: bool
) -> None:
    inside = range(start, end)
    head = next((at for at in inside if not start <= text.heads[at] < end), start)
    if not _proper(text, head):
        return
    first = last = head
    if kinds == {"PERSON"}:
        first, last = _person(text, head, start, end)
    else:
        while first > start and _belongs(text, first - 1, start, wiki=wiki):
            first -= 1
        while last + 1 < end and _belongs(text, last + 1, end - 1, wiki=wiki):
            last += 1
    while first < head and not _proper(text, first):
        first += 1
    while last > head and not _proper(text, last):
        last -= 1
    while kinds == {"PERSON"} and first <= last and text.words[first].lower() in TITLES:
        tags[first] = None if tags[first] == frozenset({"O"}) else tags[first]
        first += 1
    if first > last or any(tag is not None and "O" not in tag for tag in tags[first : last + 1]):
        return
    if kinds == {"PERSON"} and text.xpos[last] == "NNPS":
        kinds = {"NORP"}
    surface = " ".join(text.words[first : last + 1]).lower()
    if "GPE" in kinds and surface in COUNTRIES:
        kinds = {"GPE"}
    for at in range(first, last + 1):
        tags[at] = tags_of(kinds, first=at == first)


def _proper(text: Text, at: int) -> bool:
    """Part of a proper name by its Penn tag: UD tags "United" in "United States" as an adjective."""
    return (text.xpos[at] or "").startswith("NNP")


def _person(text: Text, head: int, start: int, end: int) -> tuple[int, int]:
    """First and last word of a person's name: the head with what is joined to it as a name."""
    first = last = head

    def joined(at: int) -> bool:
        return (
            start <= at < end
            and (text.heads[at] == head or text.words[at] == "-")
            and ((text.deprels[at] or "").startswith(("flat", "compound", "punct")) and text.words[at] != ",")
        )

    while joined(first - 1):
        first -= 1
    while joined(last + 1):
        last += 1
    return first, last


def _belongs(text: Text, at: int, edge: int, *, wiki: bool) -> bool:
    if _proper(text, at):
        return True
    return wiki and at != edge and text.words[at].lower() in _LINKING


def read_attributions(path: Path) -> dict[str, list[dict]]:
    """The relations of the shared file by document."""
    relations: dict[str, list[dict]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            relation = json.loads(line)
            relations[relation["doc"]].append(relation)
    return relations


def add_speech(text: Text, relations: list[dict]) -> None:
    """Mark a text's attributed speech from relations between discourse units, as far as the tree shows the parts.

    Words of sentences that hold a relation whose cue was not found stay unknown; so do the words of other sentences'
    nuclei, since the units are no exact bounds of what was said.
    """
    text.speech_known = [True] * len(text.words)
    for relation in relations:
        found = _parts(text, relation)
        start, end = relation["source_cue_tokens"]
        nucleus = tuple(relation["nucleus_tokens"])
        contents = _merged([tuple(span) for span in relation["content_same_sentence"]] or [nucleus])
        if found is None or relation["relation"] == "attribution-negative":
            for low, high in [(start, end), *contents]:
                text.speech_known[low:high] = [False] * (high - low)
            continue
        cue, source = found
        contents = [trimmed for span in contents if (trimmed := _trim(text, span)) is not None]
        text.speech.append(Attribution(cue=cue, source=source, contents=contents))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _trim(text: Text, span: tuple[int, int]) -> tuple[int, int] | None:
    start, end = span
    while start < end and (
        text.upos[start] == "PUNCT" or (text.words[start].lower() == "that" and text.upos[start] == "SCONJ")
    ):
        start += 1
    while end > start and text.upos[end - 1] == "PUNCT":
        end -= 1
    return (start, end) if end > start else None


def _parts(text: Text, relation: dict) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """The cue and the source inside the unit that attributes, by the gold tree."""
    start, end = relation["source_cue_tokens"]
    words = [word.lower() for word in text.words[start:end]]
    if words[:2] == ["according", "to"] and end - start > 2:
        rest = _trim(text, (start + 2, end))
        return ((start, start + 2), rest) if rest else None
    tops = [at for at in range(start, end) if not start <= text.heads[at] < end]
    top = next((at for at in tops if text.upos[at] == "VERB"), None)
    if top is None:
        return None
    subject = next(
        (at for at in range(start, end) if text.heads[at] == top and (text.deprels[at] or "").startswith("nsubj")), None
    )
    return (top, top + 1), None if subject is None else _subtree(text, subject, start, end)


def _subtree(text: Text, root: int, low: int, high: int) -> tuple[int, int]:
    members = {root}
    for _ in range(4):
        members |= {at for at in range(low, high) if text.heads[at] in members}
    start, end = min(members), max(members) + 1
    return _trim(text, (start, end)) or (root, root + 1)
