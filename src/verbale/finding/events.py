"""Events: what was done, by whom, to whom, when and where, and whether the document says so itself.

The method: words of a lexicon (`data/predicates`) are matched in their clauses (`events_frames`), the parties of each
are read from its slots (`events_parties`), and words that take an event as complement change, swallow or add to it
(`events_operators`). Here the survivors become records.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from verbale.finding.context import Reading
from verbale.finding.dates import when_of
from verbale.finding.events_candidates import Candidate, Matcher
from verbale.finding.events_claims import Claims
from verbale.finding.events_evidence import clause_span, trigger_span
from verbale.finding.events_lexicon import EventLexicon, codebook, event_lexicon
from verbale.finding.events_operators import Composer
from verbale.finding.events_parties import Parties
from verbale.finding.events_status import COOPERATIVE, VERBAL, YIELDING, is_to_infinitive
from verbale.finding.whereabouts import place_of
from verbale.record import By, Event, Statement, Status, When

_SINCE = "since"
# Tokens of a sentence that is read: more is a list or noise, and the work on one sentence grows with its square.
_LONGEST_SENTENCE = 250
_PURPOSES = ("REQUEST", "ACCUSE", "PROTEST")
_EXCLUDING_WORDS = 3  # words of sport or business in a sentence from which it is not read for events


def find_events(reading: Reading, statements: Sequence[Statement]) -> list[Event]:
    """The events of a document in text order, ids e1, e2 …

    Args:
        reading: the parsed document with its cast.
        statements: those of the same document; an event told inside one's content is that statement's claim.
    """
    claims = Claims(reading, statements)
    events: list[Event] = []
    for candidate in _survivors(candidates(reading, claims), claims):
        events.append(_event(reading, candidate, claims, f"e{len(events) + 1}"))
    return events


def candidates(reading: Reading, claims: Claims) -> list[Candidate]:
    """Every event in the making, in text order, each word telling of one at most."""
    lexicon = event_lexicon()
    parties = Parties(reading, claims.voices())
    matcher, composer = Matcher(lexicon, parties), Composer(lexicon, parties)
    found: dict[int, Candidate] = {}
    for token in _deepest_first(_political_tokens(reading.doc, lexicon)):
        composed = composer.compose(token, matcher.candidate(token), found)
        for index in composed.swallowed:
            found.pop(index, None)
        found.update((candidate.word.i, candidate) for candidate in composed.changed)
        if composed.own is not None:
            found[token.i] = composed.own
    merged = _merged(_with_purposes(found))
    return [_coded(merged[index]) for index in sorted(merged)]


def _political_tokens(doc: Doc, lexicon: EventLexicon) -> list[Token]:
    """The tokens of sentences that are not about sport or business, and that are sentences at all."""
    return [
        token
        for sentence in doc.sents
        if len(sentence) <= _LONGEST_SENTENCE and not _is_excluded(sentence, lexicon)
        for token in sentence
    ]


def _is_excluded(sentence: Span, lexicon: EventLexicon) -> bool:
    lemmas = {token.lemma_.lower() for token in sentence}
    return any(len(lemmas & words) >= _EXCLUDING_WORDS for words in lexicon.excluded)


def _deepest_first(tokens: list[Token]) -> list[Token]:
    """Tokens ordered so that every dependent comes before its head. Linear: each depth is worked out once."""
    depth: dict[int, int] = {}
    for token in tokens:
        path: list[int] = []
        above = token
        while above.i not in depth and above.head.i != above.i:
            path.append(above.i)
            above = above.head
        base = depth.setdefault(above.i, 0)
        for step, index in enumerate(reversed(path), start=1):
            depth[index] = base + step
    return sorted(tokens, key=lambda token: (-depth[token.i], token.i))


def _with_purposes(found: dict[int, Candidate]) -> dict[int, Candidate]:
    """A protest is against whom its purpose names ("a strike to demand reforms of X"), and that is no second event."""
    for index in sorted(found):
        purpose = found[index]
        main = found.get(purpose.word.head.i)
        if (
            purpose.word.dep_ in ("advcl", "acl")
            and main is not None
            and main.type == "PROTEST"
            and purpose.type in _PURPOSES
        ):
            found[main.word.i] = main.but(
                recipient=main.recipient or tuple(a for a in purpose.recipient if a not in main.actor)
            )
            if is_to_infinitive(purpose.word):
                del found[index]
    return found


def _merged(found: dict[int, Candidate]) -> dict[int, Candidate]:
    """Candidates without the nouns that a verb's candidate has already told of ("imposed sanctions" is one event)."""
    for index in sorted(found):
        noun = found.get(index)
        verb = (
            found.get(noun.word.head.i)
            if noun is not None and noun.nominal and noun.word.dep_ in ("obj", "nsubj:pass")
            else None
        )
        if noun is None or verb is None or verb.word.i == index:
            continue
        if verb.type == noun.type:
            found[verb.word.i] = _enriched(verb, noun)
            del found[index]
        elif (noun.clause.i == verb.word.i and verb.type not in ("REQUEST", "ACCUSE")) or (
            verb.consumes and noun.word.i in {argument.i for argument in verb.objects}
        ):
            del found[index]
    return found


def _enriched(verb: Candidate, noun: Candidate) -> Candidate:
    actor = verb.actor or noun.actor
    return verb.but(
        mode=noun.mode or verb.mode,
        cameo=noun.cameo if noun.mode and not verb.mode else verb.cameo,
        actor=actor,
        recipient=verb.recipient or tuple(item for item in noun.recipient if item not in actor),
        arguments=(*verb.arguments, noun.word),
    )


def _coded(candidate: Candidate) -> Candidate:
    """A plan to help is AGREE, a plan to yield is CONCEDE: a type and a status that equal another type are that type.

    An act of speech in the plain present ("we urge", "Oslo condemns") is done by being said.
    """
    book = codebook()
    if (
        candidate.status == "ongoing"
        and (candidate.speech or candidate.type in VERBAL)
        and not candidate.word.lower_.endswith("ing")
    ):
        return candidate.but(status="happened")
    if candidate.status == "planned" and candidate.type in COOPERATIVE and candidate.type != "AGREE":
        return candidate.but(type="AGREE", mode=None, cameo=book.composed("AGREE", candidate.type, candidate.mode))
    if candidate.status == "planned" and candidate.type in YIELDING and not (candidate.cameo or "").startswith("03"):
        return candidate.but(type="CONCEDE", mode=None, cameo=book.composed("CONCEDE", candidate.type, candidate.mode))
    return candidate


def _survivors(found: Sequence[Candidate], claims: Claims) -> list[Candidate]:
    """Candidates that assert something: no bare purpose, no mere allegation, somebody public in them."""
    kept = []
    for candidate in found:
        spoken = claims.spoken(candidate)
        if spoken is None or not spoken.parties() or _is_bare_purpose(spoken):
            continue
        if spoken.alleged and claims.of(spoken) is None:
            continue
        kept.append(spoken)
    return kept


def _is_bare_purpose(candidate: Candidate) -> bool:
    return not candidate.governed and candidate.status == "hypothetical" and is_to_infinitive(candidate.clause)


def _event(reading: Reading, candidate: Candidate, claims: Claims, key: str) -> Event:
    book = codebook()
    for actor in candidate.parties():
        reading.cast.admit(actor)
    trigger = reading.evidence(trigger_span(candidate))
    evidence = reading.evidence(clause_span(candidate))
    date = _date(reading, candidate)
    return Event(
        id=key,
        type=candidate.type,
        mode=candidate.mode,
        quad=book.quad[candidate.type],
        cameo=candidate.cameo,
        goldstein=book.intensity(candidate.cameo),
        actor=candidate.actor,
        recipient=candidate.recipient,
        trigger=trigger,
        evidence=evidence,
        quote=reading.quote(evidence),
        date=date,
        place=place_of(reading, candidate.word),
        status=_lasting(reading, candidate.status, date),
        claimed_by=claims.of(candidate),
        by=By(rule=candidate.rule, confidence=candidate.confidence),
    )


def _date(reading: Reading, candidate: Candidate) -> When | None:
    found = when_of(reading, candidate.word)
    if found is None and candidate.clause != candidate.word:
        found = when_of(reading, candidate.clause)
    return found


def _lasting(reading: Reading, status: Status, date: When | None) -> Status:
    """What has been so "since" a date still is."""
    if status != "happened" or date is None:
        return status
    before = reading.document.text[max(0, date.evidence[0] - len(_SINCE) - 2) : date.evidence[0]].rstrip()[
        -len(_SINCE) :
    ]
    return "ongoing" if _SINCE in (before.lower(), date.quote[: len(_SINCE)].lower()) else status
