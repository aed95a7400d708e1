"""Proposals, demands and hopes: what somebody wants done, by the act of a statement or by the modality of its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from verbale.finding.context import Reading
from verbale.finding.inside import Inside
from verbale.finding.lexicon import lexicon
from verbale.finding.syntax import trim
from verbale.finding.wish_parts import Wish
from verbale.finding.wishes import of_act, of_modality
from verbale.record import Proposal, Statement


def find_proposals(reading: Reading, statements: Sequence[Statement]) -> list[Proposal]:
    """The proposals of a document in text order.

    A statement of proposing is one proposal; the modal words inside other statements make theirs. Outside statements
    an author's
    "should" counts only in a speech or official statement, whose every word is the speaker's.
    """
    inside = Inside(reading.document.text, statements)
    found = _without_overlap([*_by_act(reading, statements), *_by_modality(reading, inside)])
    return [_record(reading, wish, statement, number) for number, (wish, statement) in enumerate(found, start=1)]


def _by_act(reading: Reading, statements: Sequence[Statement]) -> Iterator[tuple[Wish, Statement | None]]:
    for statement in statements:
        wish = of_act(reading, statement)
        if wish is not None and not _only_announced(reading, wish):
            yield wish, statement


def _only_announced(reading: Reading, wish: Wish) -> bool:
    """ "put forward several proposals": that there are some is no proposal; what they are follows, or is not told."""
    head = reading.doc[wish.action[0] : wish.action[1]].root
    told = any(child.dep_ in ("acl", "nmod", "ccomp", "xcomp", "acl:relcl") for child in head.children)
    return head.pos_ == "NOUN" and head.lemma_ in lexicon().nouns and not told


def _by_modality(reading: Reading, inside: Inside) -> Iterator[tuple[Wish, Statement | None]]:
    own = reading.document.genre in ("speech", "statement")
    for wish in of_modality(reading):
        statement = inside.statement(reading.evidence(wish.trigger))
        if statement is not None or own or wish.by is not None:
            yield _with_head(reading, wish, statement), statement


def _with_head(reading: Reading, wish: Wish, statement: Statement | None) -> Wish:
    """The clause as far as the statement shows it, where the parse loses its subject or tears off its last phrase."""
    if statement is None:
        return wish
    wish = _with_tail(reading, wish, statement)
    if not wish.headless:
        return wish
    start = reading.document.offsets.to_repaired(statement.evidence[0])
    first = wish.first
    while (
        first > wish.trigger.sent.start
        and reading.doc[first - 1].idx >= start
        and reading.doc[first - 1].text not in ".!?;:"
    ):
        first -= 1
    return replace(wish, first=first, action=(first, wish.action[1]) if wish.action[0] == wish.first else wish.action)


def _with_tail(reading: Reading, wish: Wish, statement: Statement) -> Wish:
    """A nominal wish runs to the end of its statement when only nominal words are left ("… | for young diplomats")."""
    end = reading.document.offsets.to_repaired(statement.evidence[1])
    last = wish.last
    while last < wish.trigger.sent.end and reading.doc[last].idx < end:
        last += 1
    rest = reading.doc[wish.last : last]
    if wish.trigger.pos_ != "NOUN" or any(
        token.pos_ in ("VERB", "AUX", "CCONJ") or token.text in ",;:–—" for token in rest
    ):
        return wish
    return replace(wish, last=last, action=(wish.action[0], last))


def _without_overlap(found: list[tuple[Wish, Statement | None]]) -> list[tuple[Wish, Statement | None]]:
    """One proposal a place, in text order: a statement's act comes before the modal words inside its content."""
    taken: set[int] = set()
    kept = []
    for wish, statement in sorted(found, key=lambda item: (not item[0].whole, item[0].first, -item[0].last)):
        if wish.trigger.i in taken:
            continue
        taken.update(range(wish.first, wish.last))
        kept.append((wish, statement))
    return sorted(kept, key=lambda item: (item[0].first, item[0].last))


def _record(reading: Reading, wish: Wish, statement: Statement | None, number: int) -> Proposal:
    first, last = wish.first, wish.last
    evidence = reading.evidence(trim(reading.doc, first, last))
    action = trim(reading.doc, *wish.action)
    speaker = wish.by or (statement.speaker if statement else reading.document.speaker)
    return Proposal(
        id=f"p{number}",
        by_actor=speaker if speaker in reading.cast.actors else None,
        action=" ".join(action.text.split()),
        addressees=tuple(actor for actor in wish.addressees if actor != speaker),
        force=wish.force,
        statement=statement.id if statement else None,
        evidence=evidence,
        quote=reading.quote(evidence),
    )
