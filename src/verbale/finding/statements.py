"""Statements: everything that the text gives to a source.

Sentences are walked once, in order. Cues give drafts (`cues`); whoever spoke last holds the *floor*, to whom quotations
without a cue of their own and sentences that carry on (`continuation`) are given. In a speech the floor is the
document's speaker throughout. Stance is added later, when events are known (`stance`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Span

from verbale.finding.attributed import Attributed, attributed, combined, continued_share, drafts_in
from verbale.finding.context import Reading
from verbale.finding.continuation import continues, ends_with_author, is_narrated
from verbale.finding.cue_draft import FIRST_PERSON, Draft
from verbale.finding.cues import find_cues
from verbale.finding.layout import Sentence, sentences
from verbale.finding.points import heads_list, point_of
from verbale.finding.quotes import Quote
from verbale.finding.sources import Speaker, can_speak, own_voice, speaker_of
from verbale.finding.syntax import trim
from verbale.finding.turns import Turn, find_turns
from verbale.record import By, Cue, Genre, Manner, Statement

# Shares of a content inside quotation marks from which it counts as direct, or as mixed, speech.
_DIRECT_SHARE = 0.85
_MIXED_SHARE = 0.08
# Share of a clause that the model marks as words going on, from which they do.
_MARKED = 0.5


@dataclass(frozen=True)
class Found:
    """A statement with its speaker, before it has an id. Token offsets."""

    start: int
    end: int
    speaker: Speaker
    draft: Draft | None
    manner: Manner
    rule: str
    confidence: float


@dataclass
class _Floor:
    """Who speaks, since when, and in which way his words run on."""

    speaker: Speaker | None = None
    last: Speaker | None = None  # who spoke before the author took the word
    paragraph: int = -1
    since_cue: int = 0
    held_by: str | None = None  # what gives the speaker the sentences that follow: a "label", or a "colon" ("X said:")
    colon_in: int = -1  # paragraph of that colon
    by_chain: dict[int, Speaker] = field(default_factory=dict)
    model: Attributed = field(default_factory=lambda: Attributed((), ()))
    turns: Mapping[int, Turn] = field(default_factory=dict)  # labelled paragraphs of a transcript
    voice: Speaker | None = None  # whose words the whole document is
    heading: Speaker | None = None  # who decides the points of a list: "The Council, meeting in Rome:"
    we: Speaker | None = None  # who "we" are in a declaration of several


def find_statements(reading: Reading) -> list[Statement]:
    """All statements of a document in text order, ids s1, s2 …, without stance."""
    model = attributed(reading.doc)
    laid_out = [(sentence, _drafts(sentence, model)) for sentence in sentences(reading)]
    by_chain = _speakers_of_quotes(reading, laid_out)
    turns = find_turns(reading, [sentence for sentence, _ in laid_out])
    floor = _Floor(by_chain=by_chain, model=model, turns=turns, voice=own_voice(reading))
    found: list[Found] = []
    for sentence, drafts in laid_out:
        if sentence.kind in ("title", "heading", "dateline"):
            floor.speaker = None if sentence.kind == "heading" else floor.speaker
            continue
        if (heading := heads_list(reading, sentence)) is not None:
            floor.heading = heading
            continue
        if (point := _point(reading, sentence, floor)) is not None:
            found.append(point)
            continue
        found.extend(_in_sentence(reading, sentence, drafts, floor))
    return _records(reading, _distinct(found))


def _point(reading: Reading, sentence: Sentence, floor: _Floor) -> Found | None:
    """A point of the list that a body heads, or of a body's own statement."""
    speaker = floor.heading or floor.voice
    draft = point_of(sentence) if speaker is not None and reading.genre != "speech" else None
    if speaker is None or draft is None:
        return None
    _take_floor(floor, speaker, sentence)
    manner = _manner(sentence, reading.doc[draft.content[0] : draft.content[1]])
    return Found(*draft.content, speaker, draft, manner, draft.rule, draft.confidence)


def _in_sentence(reading: Reading, sentence: Sentence, drafts: list[Draft], floor: _Floor) -> list[Found]:
    turn = floor.turns.get(sentence.paragraph)
    if turn is not None:
        return _in_turn(reading, sentence, drafts, floor, turn)
    if _leaves_turns(sentence, floor):
        floor.speaker, floor.held_by = None, None
    voice = floor.voice
    if voice is not None and reading.genre == "speech":
        return _in_own_voice(reading, sentence, drafts, voice)
    quote = sentence.quoted_by()
    enclosing = floor.by_chain.get(quote.chain) if quote is not None else None
    if _ends_colon(sentence, floor):
        floor.held_by = None
    if enclosing is None and floor.held_by is not None and not _hands_over(sentence, drafts):
        enclosing = floor.speaker
    if enclosing is not None:
        _take_floor(floor, enclosing, sentence)
        inner = _of_drafts(reading, sentence, [d for d in drafts if not _is_first_person(sentence, d)], floor)
        rule = floor.held_by if quote is None and floor.held_by is not None else "quotation"
        return [_whole(sentence, enclosing, "direct", rule, 0.85), *inner]
    reported = [draft for draft in drafts if voice is None or not _is_first_person(sentence, draft)]
    found = _reported(reading, sentence, reported, floor) if reported else _carried_on(sentence, floor, reading.genre)
    return found if found or voice is None else _in_own_voice(reading, sentence, drafts, voice)


def _in_turn(reading: Reading, sentence: Sentence, drafts: list[Draft], floor: _Floor, turn: Turn) -> list[Found]:
    """A sentence of a labelled paragraph: its speaker's, with what it reports of others inside; a question is nobody's."""
    floor.speaker, floor.held_by = turn.speaker, "label" if turn.speaker is not None else None
    floor.paragraph, floor.since_cue = sentence.paragraph, 0
    named = [draft for draft in drafts if not _is_first_person(sentence, draft) and (draft.source or 0) >= turn.start]
    inner = _of_drafts(reading, sentence, named, replace(floor, speaker=None))
    inner = [item for item in inner if item.speaker.actor or item.speaker.speaks_for]
    if turn.speaker is None:
        return inner
    start = max(turn.start, sentence.span.start)
    return [_whole(sentence, turn.speaker, "direct", "label", 0.9, start=start), *inner]


def _leaves_turns(sentence: Sentence, floor: _Floor) -> bool:
    """Whether a paragraph without a label in a transcript is the author's: told in the past, by nobody's "I" or "we"."""
    if not sentence.opens_paragraph or not floor.turns or sentence.paragraph in floor.turns:
        return False
    share = continued_share(sentence.span, floor.model.within(sentence.span))
    return share < _MARKED and is_narrated(sentence)


def _in_own_voice(reading: Reading, sentence: Sentence, drafts: list[Draft], voice: Speaker) -> list[Found]:
    """In a speech every sentence is the speaker's; a first-person cue names its act, another's cue nests in it."""
    own = [draft for draft in drafts if _is_first_person(sentence, draft)]
    whole = _whole(sentence, voice, "direct", "speech", 0.95, draft=own[0] if own else None)
    others = [draft for draft in drafts if draft not in own and draft.source is not None]
    return [whole, *_of_drafts(reading, sentence, others, _Floor(speaker=None))]


def _reported(reading: Reading, sentence: Sentence, drafts: list[Draft], floor: _Floor) -> list[Found]:
    inner = [draft for draft in drafts if _in_quotes(sentence, draft, list(sentence.quotes))]
    if len(inner) == len(drafts) and floor.speaker is not None:
        return _carried_on(sentence, floor, reading.genre)
    found = _of_drafts(reading, sentence, drafts, floor)
    found = [item for item in found if item.draft not in inner or item.speaker.actor is not None]
    if _speaks_for_own_side(sentence, found, floor):
        return _carried_on(sentence, floor, reading.genre)
    if found:
        outer = [item for item in found if not any(_inside(item, other) for other in found)] or found
        last = outer[-1]
        floor.speaker, floor.paragraph, floor.since_cue = last.speaker, sentence.paragraph, 0
        floor.held_by = "colon" if _opens_floor(last, floor) else None
        floor.colon_in = sentence.paragraph
        return [item for item in found if item.start < item.end]
    return _carried_on(sentence, floor, reading.genre)


def _speaks_for_own_side(sentence: Sentence, found: list[Found], floor: _Floor) -> bool:
    """ "Estonia is ready to share …" after words of its secretary: he goes on, his country does not take the word."""
    speaker = floor.speaker
    if speaker is None or speaker.actor is None or floor.paragraph != sentence.paragraph:
        return False
    sides = {item.speaker.actor for item in found}
    own = set(speaker.speaks_for) - {speaker.actor}
    return bool(sides) and sides <= own and all(_is_present(sentence, item) for item in found)


def _is_present(sentence: Sentence, item: Found) -> bool:
    if item.draft is None:
        return False
    cue = sentence.span.doc[item.draft.cue[0]]
    verbs = [cue, *(child for child in cue.children if child.dep_ in ("aux", "cop"))]
    return any("Pres" in verb.morph.get("Tense", []) for verb in verbs)


def _of_drafts(reading: Reading, sentence: Sentence, drafts: list[Draft], floor: _Floor) -> list[Found]:
    found: list[Found] = []
    for draft in drafts:
        speaker = speaker_of(reading, draft.source, fallback=floor.speaker)
        if draft.source is None and draft.frame == "model":
            speaker = floor.speaker or floor.we or floor.voice or speaker
        speaker = _as_we(reading, draft, speaker, floor)
        if speaker is None or not can_speak(reading, draft, speaker):
            continue
        start, end = draft.content
        manner = _manner(sentence, reading.doc[start:end] if start < end else None)
        found.append(Found(start, end, speaker, draft, manner, draft.rule, draft.confidence))
        if draft.rest is not None and _goes_on(reading, draft, draft.rest, drafts, floor.model):
            found.append(Found(*draft.rest, speaker, None, "continued", "continued", 0.8))
    return found


def _as_we(reading: Reading, draft: Draft, speaker: Speaker | None, floor: _Floor) -> Speaker | None:
    """ "We, the ministers of A and B, …" tells who "we" are in the rest of a declaration."""
    if reading.genre != "statement" or draft.source is None or reading.doc[draft.source].lower_ != "we":
        return speaker
    if speaker is not None and speaker.speaks_for:
        floor.we = floor.we or speaker
        return speaker
    return replace(floor.we, words=speaker.words) if floor.we is not None and speaker is not None else speaker


def _goes_on(reading: Reading, draft: Draft, rest: tuple[int, int], drafts: list[Draft], model: Attributed) -> bool:
    """Whether the clause after a semicolon is the speaker's too; after "A, she said;" only if the model marks it so."""
    if any(rest[0] <= other.cue[0] < rest[1] for other in drafts):
        return False
    if draft.content[0] > draft.cue[0] or reading.doc[rest[0] - 1].text == ":" or not model.items:
        return True
    words = reading.doc[rest[0] : rest[1]]
    return continued_share(words, model.within(words)) >= _MARKED


def _is_first_person(sentence: Sentence, draft: Draft) -> bool:
    return draft.source is not None and sentence.span.doc[draft.source].lower_ in FIRST_PERSON


def _opens_floor(last: Found, floor: _Floor) -> bool:
    """Whether a cue ends in a colon that the speaker's words follow; nobody takes the word in somebody's own text."""
    if last.draft is None or not last.draft.open_ended:
        return False
    return floor.voice is None or not _is_nobody(last.speaker)


def _ends_colon(sentence: Sentence, floor: _Floor) -> bool:
    """Whether what "X said:" opened is over: quotation marks show an end, a colon within a paragraph reaches to the end of it."""
    if floor.held_by != "colon":
        return False
    is_within = floor.since_cue > 0 and floor.paragraph == floor.colon_in
    return sentence.quoted_by() is not None or (is_within and sentence.paragraph != floor.colon_in)


def _hands_over(sentence: Sentence, drafts: list[Draft]) -> bool:
    """Whether a held floor goes to somebody else: another source reports, or the author narrates."""
    named = [draft for draft in drafts if draft.source is not None and not _is_first_person(sentence, draft)]
    spine = [draft for draft in named if sentence.span.doc[draft.cue[0]].dep_ in ("ROOT", "parataxis", "root")]
    return bool(spine) or (sentence.opens_paragraph and ends_with_author(sentence.span))


def _take_floor(floor: _Floor, speaker: Speaker, sentence: Sentence) -> None:
    floor.since_cue = 0 if floor.speaker != speaker else floor.since_cue + 1
    floor.speaker, floor.paragraph = speaker, sentence.paragraph


def _carried_on(sentence: Sentence, floor: _Floor, genre: Genre) -> list[Found]:
    share = continued_share(sentence.span, floor.model.within(sentence.span)) if floor.model.items else None
    if floor.speaker is None and (share or 0) > _MARKED and floor.paragraph == sentence.paragraph:
        floor.speaker = floor.last
    if floor.speaker is None or (floor.voice is not None and (_is_nobody(floor.speaker) or _says_we(sentence))):
        return []
    floor.since_cue += 1
    quoted = sentence.quoted_by()
    if quoted is not None and quoted.is_speech:
        return [_whole(sentence, floor.speaker, "direct", "quotation", 0.7)]
    goes_on, confidence = continues(sentence, genre, since_cue=floor.since_cue, model_share=share)
    if not goes_on:
        floor.last, floor.speaker = floor.speaker, None
        return []
    floor.paragraph = sentence.paragraph
    return [_whole(sentence, floor.speaker, "continued", "continued", confidence)]


def _is_nobody(speaker: Speaker) -> bool:
    """Whether a speaker is known neither by name nor by side: whose own text it is goes on after such words."""
    return speaker.actor is None and not speaker.speaks_for


def _says_we(sentence: Sentence) -> bool:
    return sentence.quoted_by() is None and any(token.lower_ in FIRST_PERSON | {"our"} for token in sentence.span)


def _whole(  # noqa: PLR0913 - a statement has so many sides
    sentence: Sentence,
    speaker: Speaker,
    manner: Manner,
    rule: str,
    confidence: float,
    *,
    start: int | None = None,
    draft: Draft | None = None,
) -> Found:
    first = sentence.span.start if start is None else start
    return Found(first, sentence.span.end, speaker, draft, manner, rule, confidence)


def _manner(sentence: Sentence, content: Span | None) -> Manner:
    if content is None or not len(content):
        return "direct"
    length = max(1, content.end_char - content.start_char)
    inside = sum(
        max(0, min(quote.end, content.end_char) - max(quote.start, content.start_char))
        for quote in sentence.quotes
        if quote.is_speech or quote.end - quote.start > 0.5 * length
    )
    if inside / length >= _DIRECT_SHARE:
        return "direct"
    return "mixed" if inside / length > _MIXED_SHARE else "indirect"


def _drafts(sentence: Sentence, model: Attributed) -> list[Draft]:
    """What the rules and the model find in a sentence; the rules alone where another pipeline read the text."""
    rules = find_cues(sentence.span, list(sentence.quotes))
    if not model.items:
        return rules
    pieces = model.within(sentence.span)
    return combined(rules, drafts_in(sentence.span, pieces), pieces)


def _speakers_of_quotes(reading: Reading, laid_out: Sequence[tuple[Sentence, list[Draft]]]) -> dict[int, Speaker]:
    """For each quotation that some cue takes as content: its speaker. So sentences before the cue get theirs too."""
    speakers: dict[int, Speaker] = {}
    last: Speaker | None = None
    for sentence, drafts in laid_out:
        quotes = [quote for quote in sentence.quotes if not _holds(quote, sentence)]
        if not quotes:
            continue
        for draft in drafts:
            if _in_quotes(sentence, draft, quotes) or _is_first_person(sentence, draft):
                continue
            last = speaker_of(reading, draft.source, fallback=last) or last
            if last is not None:
                _claim(sentence, draft, quotes, last, speakers)
    return speakers


def _claim(
    sentence: Sentence, draft: Draft, quotes: list[Quote], speaker: Speaker, speakers: dict[int, Speaker]
) -> None:
    doc = sentence.span.doc
    start = doc[draft.content[0]].idx if draft.content[0] < len(doc) else sentence.span.end_char
    end = sentence.span.end_char if draft.open_ended else doc[max(draft.content[1] - 1, draft.content[0])].idx
    for quote in quotes:
        if quote.start < end + 1 and quote.end > start - 3 and quote.is_speech:
            speakers.setdefault(quote.chain, speaker)


def _holds(quote: Quote, sentence: Sentence) -> bool:
    return quote.start <= sentence.span.start_char and sentence.span.end_char <= quote.end


def _in_quotes(sentence: Sentence, draft: Draft, quotes: list[Quote]) -> bool:
    position = sentence.span.doc[draft.cue[0]].idx
    return any(quote.start <= position < quote.end for quote in quotes)


def _inside(item: Found, other: Found) -> bool:
    return (
        item is not other
        and item.draft is not None
        and other.start <= item.draft.cue[0] < other.end
        and item.start >= other.start
    )


def _distinct(found: list[Found]) -> list[Found]:
    """Without repetitions: the same words by the same speaker once, the surer reading first."""
    seen: set[tuple[int, int]] = set()
    kept = []
    for item in sorted(found, key=lambda entry: (entry.start, -entry.end, -entry.confidence)):
        if (item.start, item.end) not in seen and item.start < item.end:
            seen.add((item.start, item.end))
            kept.append(item)
    return kept


# --- records


def _records(reading: Reading, found: list[Found]) -> list[Statement]:
    statements: list[Statement] = []
    open_items: list[tuple[int, Found, str]] = []
    for item in found:
        content = trim(reading.doc, item.start, item.end)
        if not len(content):
            continue
        open_items = [entry for entry in open_items if entry[0] >= content.end]
        identifier = f"s{len(statements) + 1}"
        within = next(
            (
                name
                for _, outer, name in reversed(open_items)
                if outer.speaker.actor != item.speaker.actor or item.draft
            ),
            None,
        )
        statements.append(_record(reading, item, content, identifier, within))
        open_items.append((content.end, item, identifier))
    return statements


def _record(reading: Reading, item: Found, content: Span, identifier: str, within: str | None) -> Statement:
    evidence = reading.evidence(content)
    return Statement(
        id=identifier,
        speaker=item.speaker.actor,
        speaker_evidence=_speaker_evidence(reading, item),
        speaks_for=item.speaker.speaks_for,
        cue=_cue(reading, item.draft),
        manner=item.manner,
        evidence=evidence,
        quote=reading.quote(evidence),
        within=within,
        meeting=None,
        about=_about(reading, item, content),
        stance=(),
        by=By(rule=item.rule, confidence=round(item.confidence, 2)),
    )


def _speaker_evidence(reading: Reading, item: Found) -> tuple[int, int] | None:
    words = item.speaker.words
    return None if words is None else reading.evidence(reading.doc[words[0] : words[1]])


def _cue(reading: Reading, draft: Draft | None) -> Cue | None:
    if draft is None:
        return None
    evidence = reading.evidence(reading.doc[draft.cue[0] : draft.cue[1]])
    return Cue(evidence=evidence, quote=reading.quote(evidence), act=draft.act)


def _about(reading: Reading, item: Found, content: Span) -> tuple[str, ...]:
    named = (actor for mention in reading.cast.within(content.start, content.end) for actor in mention.actors)
    return tuple(dict.fromkeys(actor for actor in named if actor != item.speaker.actor))
